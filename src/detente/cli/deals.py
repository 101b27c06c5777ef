"""What `detente settle` shows on the terminal.  Readable at 80 columns without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from detente.cli.wording import current, text

if TYPE_CHECKING:
    from detente.contract import Dossier
    from detente.negotiation import Negotiation
    from detente.settlement import Scenario, Settlement, Solution
    from detente.settlement.influence import Influence
    from detente.settlement.robust import Robustness
    from detente.settlement.way import Way

_MOST_INFLUENCES = 5
_MOST_STEPS = 20


def print_settlement(table: Negotiation | Scenario, settlement: Settlement) -> None:
    """Print how many deals there are and which ones the bargaining solutions choose."""
    console = Console(highlight=False)
    terms = _Terms(table)
    count = len(settlement.frontier)
    console.print(text("settle.outcomes", count=settlement.outcomes))
    console.print(text("settle.frontier" if settlement.exact else "settle.frontier_part", count=count))
    if settlement.rational.outcomes is not None:
        console.print(text("settle.rational", count=settlement.rational.outcomes))
    for solutions in _alike(settlement.solutions):
        console.print()
        for solution in solutions:
            console.print(f"[bold]{text(f'settle.{solution.name}')}[/bold]")
        if not solution.deals:
            _line(console, text("settle.no_deal"))
            continue
        _deal(console, terms, solution.deals[0])
        if solution.ties > 1:
            _line(console, text("settle.ties", count=solution.ties - 1))
        if solution.chances:
            _line(console, text("settle.accepted", percent=_percent(solution.chances[0].share)))
        rows = zip(settlement.parties, solution.utilities[0], strict=True)
        worth = ", ".join(f"{settlement.party_names[party]} {value:.2f}" for party, value in rows)
        _line(console, escape(text("settle.worth", parties=worth)))
    _openings(console, terms, settlement)
    made = settlement.assumptions
    if made:
        console.print()
        console.print(text("settle.assumptions", count=len(made)) if len(made) > 1 else escape(made[0].text(current())))


def _openings(console: Console, terms: _Terms, settlement: Settlement) -> None:
    if settlement.zone_exists is not False:
        return
    console.print()
    console.print(f"[bold]{text('settle.no_zone')}[/bold]")
    names = settlement.party_names
    for coalition in settlement.coalitions[:3]:
        parties = ", ".join(names[party] for party in coalition.parties)
        _line(console, escape(text("settle.coalition", parties=parties)))
        _line(console, escape(terms.words(coalition.deal)), 4)
    for opening in settlement.openings[:3]:
        _line(console, escape(text("settle.opening", party=names[opening.party], amount=f"{opening.amount:.3f}")))
        _line(console, escape(terms.words(opening.deal)), 4)


def print_robustness(table: Negotiation, dossier: Dossier, found: Robustness) -> None:
    """Print the most robust deal, and the statements that the answer hangs on most."""
    console = Console(highlight=False)
    terms = _Terms(table)
    if found.most_robust is not None:
        console.print()
        console.print(f"[bold]{text('settle.robust')}[/bold]")
        _deal(console, terms, found.most_robust.deal)
        _line(console, text("settle.accepted", percent=_percent(found.most_robust.chance.share)))
    telling = [each for each in found.influences if each.nash is not None or abs(each.change or 0) >= 0.005]
    if not telling:
        return
    console.print()
    console.print(f"[bold]{text('settle.hangs_on')}[/bold]")
    quotes = {statement.id: statement.evidence.quote for statement in dossier.statements}
    names = {party.id: party.name for party in table.parties}
    for each in telling[:_MOST_INFLUENCES]:
        _line(console, escape(f"{names[each.party]}: “{' '.join(quotes.get(each.statement, '').split())}”"))
        for words in _effects(terms, each, found.nash or {}):
            _line(console, escape(words), 4)


def _effects(terms: _Terms, influence: Influence, nash: dict[str, str]) -> Iterable[str]:
    if influence.nash is not None:
        changed = {issue: option for issue, option in influence.nash.items() if nash.get(issue) != option}
        yield text("settle.other_nash", terms=terms.words(changed))
    if abs(influence.change or 0) >= 0.005 and influence.change:
        yield text("settle.other_chance", points=f"{100 * influence.change:+.0f}".replace("-", "−"))


def print_ways(scenario: Scenario, ways: Sequence[Way]) -> None:
    """Print the mediator's single text step by step, and where alternating offers lead."""
    console = Console(highlight=False)
    terms = _Terms(scenario)
    names = [party.label for party in scenario.parties]
    simulated = [way for way in ways if way.players]
    for way in ways:
        if way.players:
            continue
        console.print()
        console.print(f"[bold]{text('way.single_text')}[/bold]")
        for step in way.steps[:_MOST_STEPS]:
            worth = ", ".join(f"{name} {value:.2f}" for name, value in zip(names, step.utilities, strict=True))
            _line(console, escape(f"{step.round}. {text(f'way.{step.move}')} ({worth})"))
            if step.round:
                for each in step.changed.items():
                    _line(console, escape(terms.line(*each)), 5)
        _line(console, text("summary.more", count=len(way.steps) - _MOST_STEPS) if len(way.steps) > _MOST_STEPS else "")
        _line(console, _end(way))
    if simulated:
        console.print()
        console.print(f"[bold]{text('way.alternating_offers')}[/bold]")
        _line(console, text("way.how", rounds=simulated[0].rounds, seed=simulated[0].seed))
        table = Table.grid(padding=(0, 2))
        for way in simulated:
            table.add_row(f"  {text(f'way.{way.players[0]}')}", escape(_end(way)))
        console.print(table)


def _end(way: Way) -> str:
    if way.utilities is None:
        return text("way.none")
    parts = [text("way.agreed", round=way.steps[-1].round) if way.players else text("way.accepted")]
    parts += [" / ".join(f"{value:.2f}" for value in way.utilities)]
    if way.efficient is not None and way.to_frontier is not None:
        parts.append(text("way.efficient") if way.efficient else text("way.short", distance=f"{way.to_frontier:.3f}"))
    if way.to_nash is not None:
        parts.append(text("way.to_nash", distance=f"{way.to_nash:.3f}"))
    return ", ".join(parts)


class _Terms:
    """The labels of issues and options."""

    def __init__(self, table: Negotiation | Scenario) -> None:
        self.issues = {issue.id: issue.label for issue in table.issues}
        self.options = {(issue.id, option.id): option.label for issue in table.issues for option in issue.options}

    def line(self, issue: str, option: str) -> str:
        return f"{self.issues[issue]}: {self.options.get((issue, option)) or _number(option)}"

    def words(self, deal: dict[str, str]) -> str:
        return "; ".join(self.line(*each) for each in deal.items())


def _number(written: str) -> str:
    """A number between the options of a real issue, which may be written as a fraction, as a decimal."""
    return f"≈ {float(Fraction(written)):.6g}" if "/" in written else written


def _deal(console: Console, terms: _Terms, deal: dict[str, str]) -> None:
    for each in deal.items():
        _line(console, escape(terms.line(*each)))


def _alike(solutions: Iterable[Solution]) -> Iterable[list[Solution]]:
    """The solutions that choose the same deals, together."""
    groups: dict[str, list[Solution]] = {}
    for solution in solutions:
        groups.setdefault(repr(solution.deals), []).append(solution)
    return groups.values()


def _percent(share: float) -> int:
    return round(100 * share)


def _line(console: Console, words: str, indent: int = 2) -> None:
    if words:
        console.print(Padding(words, (0, 0, 0, indent), expand=False))
