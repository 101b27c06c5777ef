"""What `detente stability` shows on the terminal.  Readable at 80 columns without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from detente.cli.wording import current, text

if TYPE_CHECKING:
    from detente.stability import Conflict, Requirement, Stability, StatusQuo
    from detente.stability.explain import Explanation, Move
    from detente.stability.holding import DossierStability, Holding

_MOST_STATES = 8
_MOST_OUTCOMES = 4
_MOST_ROUTES = 4
_MOST_REASONS = 8


def print_conflict(found: Stability, play: StatusQuo | None) -> None:
    """Print the equilibria of a conflict, why deterred moves are deterred, and how play gets on from a state."""
    console = Console(highlight=False)
    conflict = found.conflict
    console.print(
        text(
            "stability.size",
            makers=len(conflict.decision_makers),
            options=len(conflict.options),
            states=len(conflict.states),
        )
    )
    numbers = _equilibria(found)
    console.print()
    if numbers:
        console.print(f"[bold]{text('stability.equilibria')}[/bold]")
        _states(console, found, numbers)
    else:
        console.print(text("stability.no_equilibrium"))
    _coalitional(console, found)
    held = [each for number in numbers[:_MOST_STATES] for each in found.explain(number)]
    _reasons(console, "stability.why_deterred", [each for each in held if each.kind not in ("content", "leaves")])
    if play is not None:
        _play(console, found, play)
    _meanings(console, found)


def print_conflict_of_dossier(found: DossierStability, play: StatusQuo) -> None:
    """Print who can choose what, which outcomes and deals would hold, who would leave them, and how play gets there."""
    console = Console(highlight=False)
    case = found.case
    console.print(f"[bold]{text('stability.hands')}[/bold]")
    names = {party.id: party.name for party in case.negotiation.parties}
    for each in found.prospects:
        stances = [
            text(f"stability.{stance}", parties=", ".join(names[party] for party in getattr(each, stance)))
            for stance in ("wanting", "against", "unknown")
            if getattr(each, stance)
        ]
        _line(console, escape(found.terms({each.issue: each.option}, current())))
        words = text("stability.prospect", stances="; ".join(stances), percent=round(100 * each.chance.share))
        _line(console, escape(words), 4)
    for caution in case.cautions:
        if caution.kind == "hands_caution":
            _line(console, escape(f"{text('stability.caution')}: {caution.text(current())}"))
    _heading(console, "stability.without_deal")
    _line(console, escape(found.terms(found.start.outcome, current())))
    _holding(console, found, found.start)
    others = sorted((each for each in found.outcomes if each.state != found.start.state), key=_open)
    if others:
        _heading(console, "stability.outcomes")
    for outcome in others[:_MOST_OUTCOMES]:
        changed = {key: option for key, option in outcome.outcome.items() if found.start.outcome[key] != option}
        _line(console, escape(found.terms(changed, current())))
        _holding(console, found, outcome)
    if len(others) > _MOST_OUTCOMES:
        _line(console, text("summary.more", count=len(others) - _MOST_OUTCOMES))
    for deal in found.deals:
        console.print()
        for name in deal.solutions:
            console.print(f"[bold]{text(f'settle.{name}')}[/bold]")
        _line(console, escape(found.terms(deal.outcome, current())))
        _holding(console, found, deal)
    _coalitional(console, found.stability)
    _play(console, found.stability, play)
    _meanings(console, found.stability)
    console.print()
    console.print(text("stability.drawn", draws=found.draws))
    console.print(text("settle.assumptions", count=len(found.assumptions)))


def print_needs(wanted: Sequence[Requirement]) -> None:
    """Print what decision makers would have to prefer for a state to hold, those first who do not yet."""
    if not wanted:
        return
    from detente.stability import name

    console = Console(highlight=False)
    _heading(console, "stability.needs_heading")
    makers = {maker.name: maker.label for maker in wanted[0].conflict.decision_makers}
    for each in sorted(wanted, key=lambda each: each.fulfilled):
        _line(console, escape(f"{makers[each.decision_maker]}, {name(each.concept, current())}"))
        if each.fulfilled:
            _line(console, text("stability.needs_nothing"), 4)
            continue
        lines = [words for words, one in zip(each.texts(current()), each.conditions, strict=True) if not one.fulfilled]
        for words in lines[:_MOST_REASONS]:
            _line(console, escape(words), 4)
        if len(lines) > _MOST_REASONS:
            _line(console, text("summary.more", count=len(lines) - _MOST_REASONS), 4)


def _open(holding: Holding) -> int:
    """What holds as far as is known goes before what nobody can say."""
    return len(holding.undecided)


def _holding(console: Console, found: DossierStability, holding: Holding) -> None:
    """Whether an outcome holds, who would leave it, and what of a deal is not in anybody's hands."""
    labels = {issue.id: issue.label for issue in found.case.negotiation.issues}
    names = {party.id: party.name for party in found.case.negotiation.parties}
    if holding.state is None:
        _line(console, text("stability.impossible"), 4)
        return
    percents = {concept: round(100 * chance.share) for concept, chance in holding.chances.items()}
    if not holding.concepts:
        verdict = text("stability.does_not_hold")
    elif holding.undecided:
        verdict = escape(text("stability.undecided", parties=", ".join(names[party] for party in holding.undecided)))
    else:
        verdict = text("stability.holds", concepts=_named(holding.concepts))
    _line(console, f"{verdict} {text('stability.chances', **percents)}", 4)
    for leaving in holding.leaving:
        _line(console, escape(found.move_text(leaving, current())), 4)
    if holding.beyond:
        issues = ", ".join(labels[issue] for issue in holding.beyond)
        _line(console, escape(text("stability.beyond", issues=issues)), 4)


def _named(concepts: Iterable[str]) -> str:
    from detente.stability.explain import name

    return ", ".join(name(concept, current()) for concept in concepts)


def _equilibria(found: Stability) -> list[int]:
    """The equilibria, those under most concepts first."""
    count: dict[int, int] = {}
    for numbers in found.equilibria.values():
        for number in numbers:
            count[number] = count.get(number, 0) + 1
    return sorted(count, key=lambda number: (-count[number], number))


def _states(console: Console, found: Stability, numbers: Sequence[int]) -> None:
    """A table of states: who chooses what in each, and under which concepts it is an equilibrium."""
    conflict = found.conflict
    shown = numbers[:_MOST_STATES]
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column(text("stability.state"), overflow="fold")
    for number in shown:
        table.add_column(str(number), justify="right", no_wrap=True)
    texts = [conflict.states.text(conflict.states.place(number), conflict) for number in shown]
    bit = 0
    for maker in conflict.decision_makers:
        table.add_row(f"[bold]{escape(maker.label)}[/bold]")
        for option in maker.options:
            table.add_row(f"  {escape(option.label)}", *(each[bit] for each in texts))
            bit += 1
    table.add_row()
    for concept, held in found.equilibria.items():
        if set(held) & set(shown):
            table.add_row(_named([concept]), *("x" if number in held else "" for number in shown))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if len(numbers) > len(shown):
        _line(console, text("summary.more", count=len(numbers) - len(shown)))


def _coalitional(console: Console, found: Stability) -> None:
    held = found.coalitional_equilibria
    if held is None:
        return
    _heading(console, "stability.coalitional")
    for concept, numbers in held.items():
        shown = ", ".join(map(str, numbers[:_MOST_STATES])) or text("stability.none_holds")
        more = len(numbers) - _MOST_STATES
        _line(console, f"{_named([concept])}: {shown}" + (f" (+{more})" if more > 0 else ""))


def _play(console: Console, found: Stability, play: StatusQuo) -> None:
    """How play gets from a state to equilibria, and why it does not stay there."""
    conflict = found.conflict
    console.print()
    console.print(f"[bold]{escape(text('stability.from', state=_state(conflict, play.start)))}[/bold]")
    reasons = found.explain(play.start)
    # Of all improvements the best one of each: they come first.
    improving = [each for each in reasons if each.kind == "leaves" and "nash" in each.concepts]
    leaving = list({each.decision_maker: each for each in reversed(improving)}.values())
    if not leaving:
        _line(console, text("stability.stays"))
    for route in [each for each in play.routes if each.moves and set(each.concepts) & {"nash", "seq", "sim"}][
        :_MOST_ROUTES
    ]:
        steps = "; ".join(f"{n}. {_move(conflict, move)}" for n, move in enumerate(route.moves, 1))
        under = _named(route.concepts)
        _line(console, escape(text("stability.route", state=route.target, concepts=under, steps=steps)))
    if leaving and not any(route.moves for route in play.routes):
        _line(console, text("stability.no_route"))
    if leaving:
        _reasons(console, "stability.why_not", leaving)


def _move(conflict: Conflict, move: Move) -> str:
    """A move as what its maker takes up (+) and drops (-)."""
    label = next(maker.label for maker in conflict.decision_makers if maker.name == move.by)
    changed = []
    for bit, (_, option) in enumerate(conflict.options):
        before, after = move.origin >> bit & 1, move.target >> bit & 1
        if before != after:
            changed.append(f"{'+' if after else '−'} {option.label.removesuffix(f' ({label})')}")
    return f"{label}: {', '.join(changed)}"


def _state(conflict: Conflict, number: int) -> str:
    return f"{number} ({conflict.states.text(conflict.states.place(number), conflict)})"


def _reasons(console: Console, heading: str, reasons: Sequence[Explanation]) -> None:
    if not reasons:
        return
    _heading(console, heading)
    said = list(dict.fromkeys(each.text(current()) for each in reasons))
    for words in said[:_MOST_REASONS]:
        _line(console, escape(words))
    if len(said) > _MOST_REASONS:
        _line(console, text("summary.more", count=len(said) - _MOST_REASONS))


def _meanings(console: Console, found: Stability) -> None:
    from detente.stability.explain import meaning

    _heading(console, "stability.concepts")
    for concept in found.stable:
        _line(console, escape(f"{_named([concept])}: {meaning(concept, current())}"))


def _heading(console: Console, key: str) -> None:
    console.print()
    console.print(f"[bold]{text(key)}[/bold]")


def _line(console: Console, words: str, indent: int = 2) -> None:
    if words:
        console.print(Padding(words, (0, 0, 0, indent), expand=False))
