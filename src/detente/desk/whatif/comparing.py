"""Scenarios side by side: a column for the table as it is, and one for each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.desk.whatif.base import Base
from detente.desk.whatif.models import Scenario
from detente.desk.whatif.showing import NONE, SOLUTIONS, Row, Shown, shown, solution_name
from detente.desk.whatif.trying import Tried, attempt
from detente.desk.whatif.wanted import WantedError, from_lists
from detente.desk.words import say

MOST = 6


@dataclass(frozen=True)
class Column:
    """A scenario (None: the table as it is), what came of it, or why it cannot be tried."""

    scenario: Scenario | None
    tried: Tried | None
    shown: Shown | None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line over all columns; `differ` marks those that say something else than the table as it is."""

    head: str
    cells: tuple[str, ...]

    @property
    def differ(self) -> tuple[bool, ...]:
        """For each cell whether it differs from the first."""
        return tuple(cell != self.cells[0] for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the comparison."""

    title: str
    lines: tuple[Line, ...]


def columns(base: Base, scenarios: Sequence[Scenario]) -> list[Column]:
    """The table as it is, and each scenario tried on it."""
    return [_column(base, each) for each in (None, *scenarios)]


def blocks(found: Sequence[Column]) -> list[Block]:
    """Deals and utilities of each solution, agreement zone, forecasts, what would hold."""
    sides = [each.shown for each in found]
    made = []
    for place, solution in enumerate(SOLUTIONS):
        deals = _lines([None if s is None else s.deals for s in sides], place)
        worth = _lines([None if s is None else s.utilities for s in sides], place + 1)
        name = solution_name(solution)
        made.append(Block(say("whatif.compare.deal", solution=name), deals))
        made.append(Block(say("whatif.compare.utilities", solution=name), worth))
    made.append(Block(say("whatif.compare.without"), _lines([None if s is None else s.utilities for s in sides], 0)))
    zones = tuple(NONE if s is None or s.zone is None else s.zone.after for s in sides)
    made.append(Block(say("whatif.zone.title"), (Line(say("whatif.zone.title"), zones),)))
    forecasts = _lines([None if s is None else s.forecasts for s in sides], 0)
    made.append(Block(say("whatif.compare.forecast"), forecasts))
    holding = [{} if s is None else {h.terms: h.concepts for h in s.held if h.fate != "lost"} for s in sides]
    terms = dict.fromkeys(term for each in holding for term in each)
    made.append(
        Block(
            say("whatif.result.holding"),
            tuple(Line(term, tuple(each.get(term, NONE) for each in holding)) for term in terms),
        )
    )
    return [block for block in made if block.lines]


def _column(base: Base, scenario: Scenario | None) -> Column:
    try:
        tried = attempt(base, () if scenario is None else from_lists(scenario.changes))
    except WantedError as error:
        return Column(scenario, None, None, error.text())
    return Column(scenario, tried, shown(tried, most_held=10**6))


def _lines(sides: Sequence[tuple[Row, ...] | None], place: int) -> tuple[Line, ...]:
    by_key = [{row.key: row for row in rows or ()} for rows in sides]
    heads = {row.key: row.head for rows in sides for row in rows or ()}
    return tuple(
        Line(head, tuple(rows[key].cells[place].after if key in rows else NONE for rows in by_key))
        for key, head in heads.items()
    )
