"""Positions over time: what each party said on each issue, and where it turned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.contract import UNSPECIFIED, Dossier, Evidence, Stance, Statement
from detente.dossier.summary import counted


@dataclass(frozen=True, slots=True)
class Mix:
    """How many statements support, oppose or leave open."""

    support: int = 0
    oppose: int = 0
    open: int = 0

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Mix:
        """The mix of some statements."""
        stances = [statement.stance for statement in statements]
        return cls(stances.count("support"), stances.count("oppose"), stances.count("open"))

    @property
    def total(self) -> int:
        """The number of statements."""
        return self.support + self.oppose + self.open

    @property
    def clear(self) -> Stance | None:
        """The stance where there is only one; "open" weighs nothing beside another; None where both sides are taken."""
        if self.support and self.oppose:
            return None
        if self.support or self.oppose:
            return "support" if self.support else "oppose"
        return "open" if self.open else None


@dataclass(frozen=True, slots=True)
class Position:
    """What a party said on an issue: counted statements by date (ISO 8601), those without a date first.

    `options` has the mix for each option (None: the issue as such) over all statements, `current` for each option the
    mix of the last day on which the party spoke about it.
    """

    party: str
    issue: str
    statements: tuple[Statement, ...]
    mix: Mix
    options: dict[str | None, Mix]
    current: dict[str | None, Mix]


@dataclass(frozen=True, slots=True)
class Change:
    """Two statements of a party on one issue and option that take different sides.

    `kind` is "change" between two dates, "contradiction" on one date or where no date is known.
    """

    kind: Literal["change", "contradiction"]
    party: str
    issue: str
    option: str | None
    before: Statement
    after: Statement
    dates: tuple[str | None, str | None]

    @property
    def evidence(self) -> tuple[Evidence, Evidence]:
        """The two passages."""
        return self.before.evidence, self.after.evidence


def dates(dossier: Dossier) -> dict[str, str | None]:
    """The date of each statement by its id: its own, else its report's (ISO 8601)."""
    published = {report.id: report.date for report in dossier.reports}
    return {s.id: s.date or published.get(s.evidence.report) for s in dossier.statements}


def positions(dossier: Dossier) -> list[Position]:
    """The position of each party on each issue, in the dossier's order of parties and issues.

    Statements without an issue have no place here; those of a near-duplicate report are not counted again.
    """
    when = dates(dossier)
    told: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in counted(dossier):
        if statement.issue is not None:
            told[statement.party, statement.issue].append(statement)
    parties = {party.id: number for number, party in enumerate(dossier.parties)}
    issues = {issue.id: number for number, issue in enumerate(dossier.issues)}
    found = []
    for (party, issue), statements in told.items():
        ordered = sorted(statements, key=lambda s: when[s.id] or "")
        by_option: dict[str | None, list[Statement]] = defaultdict(list)
        for statement in ordered:
            by_option[statement.option].append(statement)
        last = {option: [s for s in some if when[s.id] == when[some[-1].id]] for option, some in by_option.items()}
        found.append(
            Position(
                party,
                issue,
                tuple(ordered),
                Mix.of(ordered),
                {option: Mix.of(some) for option, some in by_option.items()},
                {option: Mix.of(some) for option, some in last.items()},
            )
        )
    return sorted(found, key=lambda p: (parties.get(p.party, len(parties)), issues.get(p.issue, len(issues))))


def changes(dossier: Dossier) -> list[Change]:
    """Where a party's stance on one issue and option turned, or contradicts itself.

    What is "unspecified" is not one issue: about another thing one may say another thing.
    """
    when = dates(dossier)
    found: list[Change] = []
    for position in positions(dossier):
        if position.issue == UNSPECIFIED:
            continue
        for option in position.options:
            days: dict[str | None, list[Statement]] = defaultdict(list)
            for statement in position.statements:
                if statement.option == option:
                    days[when[statement.id]].append(statement)
            found += _turns(position, option, days)
    return found


def _turns(position: Position, option: str | None, days: dict[str | None, list[Statement]]) -> list[Change]:
    found: list[Change] = []
    last: tuple[str, Stance, Statement] | None = None
    for day, statements in days.items():
        clear = Mix.of(statements).clear
        if clear is None:
            one, other = _opposed(statements)
            found.append(Change("contradiction", position.party, position.issue, option, one, other, (day, day)))
            continue
        if day is None:
            continue
        first = next(s for s in statements if s.stance == clear)
        if last is not None and last[1] != clear:
            found.append(Change("change", position.party, position.issue, option, last[2], first, (last[0], day)))
        last = (day, clear, [s for s in statements if s.stance == clear][-1])
    return found


def _opposed(statements: list[Statement]) -> tuple[Statement, Statement]:
    """The surest statements of either side, in the order in which they were made."""
    sides = [
        max((s for s in statements if s.stance == side), key=lambda s: s.confidence) for side in ("support", "oppose")
    ]
    one, other = sorted(sides, key=statements.index)
    return one, other
