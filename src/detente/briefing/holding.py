"""What would hold: outcomes and deals as the Graph Model sees them, as a table and as a small graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.briefing.bargain import Deals
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.briefing.hinges import option_labels
from detente.briefing.outlook import Arc, Holds, Junction, Outcome, ProspectRow
from detente.settlement import Settlement
from detente.stability import meaning, name
from detente.stability.dossier import NoConflictError, conflict_of
from detente.stability.holding import DossierStability, Holding, hold

OUTCOMES = 4
# So many arcs lead to an outcome at most.
_COVERS = 2
_KEYS = "ABCDEFGHIJKL"


def stability_of(ground: Ground, settlement: Settlement | None, *, seed: int) -> DossierStability | str:
    """The stability of the table's conflict, or why there is none, in words."""
    try:
        return hold(conflict_of(ground.table, ground.dossier), settlement, seed=seed)
    except NoConflictError as none:
        return none.text(ground.language)


def holds_view(ground: Ground, found: DossierStability | str, deals: Deals) -> Holds:
    """The status quo, the settlement's deals and the likeliest other outcomes; who would leave them, and for what."""
    if isinstance(found, str):
        return Holds(found)
    view = _View(ground, found, deals)
    rows = view.rows()
    shown = {_outcome_key(each.holding) for each in rows}
    nodes, arcs = _graph(found, rows, ground)
    return Holds(
        why_none=None,
        prospects=tuple(view.prospects()),
        outcomes=tuple(map(view.outcome, rows)),
        nodes=tuple(nodes),
        arcs=tuple(arcs),
        cautions=tuple(
            line(each.text(ground.language)) for each in found.case.cautions if each.kind == "hands_caution"
        ),
        meanings=tuple(
            (name(each, ground.language), meaning(each, ground.language)) for each in found.stability.stable
        ),
        draws=found.draws,
        more=sum(_outcome_key(each) not in shown for each in found.outcomes),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    holding: Holding
    deals: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


def _outcome_key(holding: Holding) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(holding.outcome.items()))


class _View:
    def __init__(self, ground: Ground, found: DossierStability, deals: Deals) -> None:
        self.ground, self.found, self.deals = ground, found, deals
        self.labels = option_labels(ground)

    def rows(self) -> list[_Row]:
        """The start, the deals, and the other outcomes: those first that hang on the fewest, then the likeliest."""
        chosen: dict[tuple[tuple[str, str | None], ...], tuple[Holding, list[str], list[str]]] = {}
        chosen[_outcome_key(self.found.start)] = (self.found.start, [], [])
        for deal in self.found.deals:
            if deal.state is not None:
                _, keys, beyond = chosen.setdefault(_outcome_key(deal), (deal, [], []))
                keys += [key for key in self._deal_keys(deal) if key not in keys]
                beyond += [issue for issue in deal.beyond if issue not in beyond]
        others = sorted(self.found.outcomes, key=lambda each: len(each.undecided))
        for each in [each for each in others if _outcome_key(each) not in chosen][:OUTCOMES]:
            chosen[_outcome_key(each)] = (each, [], [])
        return [
            _Row(key, holding, tuple(keys), tuple(beyond))
            for key, (holding, keys, beyond) in zip(_KEYS, chosen.values(), strict=False)
        ]

    def _deal_keys(self, holding: Holding) -> list[str]:
        names = {self.ground.book.say(f"deals.{each}") for each in holding.solutions}
        return [deal.key for deal in self.deals.deals if names & set(deal.solutions)]

    def outcome(self, row: _Row) -> Outcome:
        """A row in words."""
        say, holding, start = self.ground.book.say, row.holding, self.found.start.outcome
        changed = {issue: option for issue, option in holding.outcome.items() if start[issue] != option}
        if not holding.concepts:
            verdict = say("holding.not")
        elif holding.undecided:
            verdict = say("holding.open", parties=self._names(holding.undecided))
        else:
            concepts = ", ".join(name(each, self.ground.language) for each in holding.concepts)
            verdict = say("holding.holds", concepts=concepts)
        notes = [line(self.found.move_text(each, self.ground.language)) for each in holding.leaving]
        if row.beyond:
            issues = ", ".join(self.ground.heads[issue].label for issue in row.beyond)
            notes.append(say("holding.beyond", issues=issues))
        return Outcome(
            key=row.key,
            terms=tuple(
                (self.ground.heads[issue].anchor, self.ground.heads[issue].label, self._option(issue, option))
                for issue, option in changed.items()
            ),
            deals=row.deals,
            holds=bool(holding.concepts),
            open=bool(holding.concepts and holding.undecided),
            nash=holding.chances["nash"].share,
            seq=holding.chances["seq"].share,
            verdict=verdict,
            notes=tuple(notes),
        )

    def prospects(self) -> Iterator[ProspectRow]:
        """Who wants what is in their hands."""
        for each in self.found.prospects:
            head = self.ground.heads[each.issue]
            wanting, against, unknown = map(self._names, (each.wanting, each.against, each.unknown))
            option = self._option(each.issue, each.option)
            said = self.ground.said((party, each.issue) for party in (*each.wanting, *each.against, *each.unknown))
            yield ProspectRow(head.anchor, head.label, option, wanting, against, unknown, each.chance.share, said)

    def _option(self, issue: str, option: str | None) -> str:
        return self.ground.book.say("holding.nothing") if option is None else self.labels[issue][option]

    def _names(self, parties: Iterable[str]) -> str:
        return self.ground.book.names(self.ground.name(party) for party in parties)


def _graph(found: DossierStability, rows: Sequence[_Row], ground: Ground) -> tuple[list[Junction], list[Arc]]:
    """Outcomes as nodes, those with fewer changes further left; arcs add what parties would have to choose together."""
    start = found.start.outcome
    changes = {row.key: frozenset(set(row.holding.outcome.items()) - set(start.items())) for row in rows}
    levels: dict[int, list[_Row]] = {}
    for row in sorted(rows, key=lambda row: len(changes[row.key])):
        levels.setdefault(len(changes[row.key]), []).append(row)
    nodes = [
        Junction(
            key=row.key,
            x=column / max(1, len(levels) - 1) * 100,
            y=(place + 0.5) / len(level) * 100,
            holds=bool(row.holding.concepts),
            open=bool(row.holding.concepts and row.holding.undecided),
        )
        for column, level in enumerate(levels.values())
        for place, row in enumerate(level)
    ]
    arcs = []
    for target, wanted in changes.items():
        below = [key for key, fewer in changes.items() if fewer < wanted]
        nearest = max((len(changes[key]) for key in below), default=0)
        for origin in [key for key in below if len(changes[key]) == nearest][:_COVERS]:
            arcs.append(_arc(found, ground, origin, target, wanted - changes[origin]))
    return nodes, arcs


def _arc(
    found: DossierStability, ground: Ground, origin: str, target: str, added: frozenset[tuple[str, str | None]]
) -> Arc:
    """Who would have to choose what is added, and whether it suits them; back to the origin if it does not."""
    case = found.case
    cells = [case.cell(issue, option) for issue, option in added if option is not None]
    gains = {
        hand.party: sum((case.mean_gain(hand.party, *cell) for cell in cells), Fraction())
        for hand in case.hands
        if (hand.issue, hand.option) in added
    }
    against = [party for party, gain in gains.items() if gain < 0]
    parties = against or list(gains)
    names = ground.book.names(ground.name(party) for party in parties)
    said = ground.said((party, issue) for issue, _ in sorted(added, key=str) for party in parties)
    if against:
        return Arc(target, origin, names, "against", said)
    return Arc(origin, target, names, "wanted" if all(gain > 0 for gain in gains.values()) else "open", said)
