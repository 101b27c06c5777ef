"""What a brief holds on positions: parties by issues, and parties on the scales of ordered issues."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.briefing.brief import Cite, IssueHead


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its credible interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements of one party on one option, with its acceptance: mean and interval.

    `option` is None for an issue that is only yes or no.  Statements that name none of several options have no
    acceptance.
    """

    option: str | None
    support: int
    oppose: int
    open: int
    acceptance: Interval | None
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A party on an issue: the options that it says something about."""

    tallies: tuple[Tally, ...]

    @property
    def support(self) -> int:
        """Statements for any of the options."""
        return sum(tally.support for tally in self.tallies)

    @property
    def oppose(self) -> int:
        """Statements against any of the options."""
        return sum(tally.oppose for tally in self.tallies)

    @property
    def open(self) -> int:
        """Statements that leave it open."""
        return sum(tally.open for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A party's row of the positions matrix, one cell per issue (None: it said nothing); `id` is the dossier's."""

    party: str
    anchor: str
    statements: int
    cells: tuple[Cell | None, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties by issues; `silent` are parties that said nothing on any issue."""

    issues: tuple[IssueHead, ...]
    rows: tuple[MatrixRow, ...]
    silent: tuple[str, ...]

    def part(self, first: int, last: int) -> Matrix:
        """The issues `first:last` with the parties that spoke on any of them."""
        cut = [replace(row, cells=row.cells[first:last]) for row in self.rows]
        return Matrix(self.issues[first:last], tuple(row for row in cut if any(row.cells)), ())


@dataclass(frozen=True, slots=True)
class Tick:
    """An option on a scale, `key` its letter."""

    key: str
    label: str
    value: float
    status_quo: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A party's position on a scale with its interval."""

    party: str
    anchor: str
    position: Interval
    statements: int
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered issue: options on 0 to 100 and where the parties stand."""

    issue: IssueHead
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
