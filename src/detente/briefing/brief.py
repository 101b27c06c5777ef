"""What a brief holds, independent of how it is shown: both renderers read these frozen records and nothing else.

All texts are plain, in the brief's language, and free of control characters; the renderers escape them.  Shares lie
in 0 to 1, places on an issue's scale in 0 to 100.  `anchor` names are unique within the brief and safe as HTML ids.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from detente.contract import EventStatus, EventType, PartyKind, Stance

if TYPE_CHECKING:
    from detente.briefing.outlook import Expectation, Holds, Swings

Section = Literal[
    "state", "parties", "positions", "scales", "course", "conflicts", "deals", "forecast", "sensitivity", "assumptions",
    "method",
]  # fmt: skip
IssueState = Literal["agreed", "contested", "one_sided", "open", "silent"]


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a highlighted sentence: `label` is report number, dot, number of the sentence ("2.14").

    `target` is the anchor of the sentence, `anchor` that of this very reference, so that one gets back.
    """

    label: str
    target: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a generated sentence, with the evidence for it."""

    text: str
    cites: tuple[Cite, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One generated sentence or a few, under a catchword."""

    kind: str
    label: str
    runs: tuple[Run, ...]


class SourceFailure(Protocol):
    """A source that could not be read, as `detente.reports.load` tells it."""

    @property
    def source(self) -> str:
        """File or address."""

    @property
    def reason(self) -> str:
        """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the brief rests on.  `languages` and `publishers` are (name, number of reports), most first."""

    reports: int
    duplicates: int
    first: str | None
    last: str | None
    undated: int
    languages: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    unnamed_publishers: int
    statements: int
    events: int
    parties: int
    issues: int
    rulings: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """An office as reports give it."""

    text: str
    former: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a party is first named in a report."""

    label: str
    target: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party: who it is, for whom it speaks, how often it is named and what it says.

    `spoken` is the anchor of the party in whose row of the matrix its statements stand.
    """

    anchor: str
    name: str
    kind: PartyKind
    of: str | None
    of_anchor: str | None
    roles: tuple[Role, ...]
    aliases: tuple[str, ...]
    mentions: int
    statements: int
    spoken: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class IssueHead:
    """An issue as a column of the matrix and the head of a scale; `id` is the dossier's."""

    anchor: str
    label: str
    state: IssueState
    statements: int
    codebook: str | None
    status_quo: str | None
    id: str = ""


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


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the timeline.  `date` is ISO 8601 or None; `when` the report's own words for it.

    `reported` is the day of the first dated report that tells of it.
    """

    date: str | None
    reported: str | None
    when: str | None
    type: EventType
    status: EventStatus
    who: tuple[str, ...]
    anchors: tuple[str, ...]
    place: str | None
    topic: str | None
    quote: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passages that do not say the same: `words` say in what, `note` is a remark in the dossier's own language."""

    anchor: str | None
    words: str
    note: str
    passages: tuple[tuple[str, Cite], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A party that took one side and then another on the same thing; `contradiction`: on the same day, or undated."""

    party: str
    anchor: str
    issue: str
    before: str
    after: str
    before_date: str | None
    after_date: str | None
    contradiction: bool
    before_cite: Cite
    after_cite: Cite


@dataclass(frozen=True, slots=True)
class Loose:
    """A statement that belongs to no issue."""

    party: str
    stance: Stance
    topic: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """What one party has from a deal: its utility, and what it has without one (None: nobody knows)."""

    party: str
    anchor: str
    utility: float
    reserve: float | None


@dataclass(frozen=True, slots=True)
class Deal:
    """A settlement: the options agreed on, what each party gets from it and the chance that all accept.

    `key` is a Roman numeral; `solutions` are the solution concepts that choose it; `ties` how many other deals are
    exactly as good; `error` the standard error of the chance.
    """

    key: str
    solutions: tuple[str, ...]
    terms: tuple[tuple[str, str, str], ...]
    gains: tuple[Gain, ...]
    chance: float | None
    error: float
    ties: int
    status_quo: bool


@dataclass(frozen=True, slots=True)
class Point:
    """An efficient outcome in the plane of two parties, utilities in 0 to 1."""

    x: float
    y: float
    rational: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """Efficient outcomes, seen by the two parties that they divide most.

    `chosen` are the deals by key; `reserve` what the two have without a deal; `total` how many efficient outcomes there
    are (`points` may hold fewer).
    """

    x_party: str
    y_party: str
    reserve: tuple[float, float] | None
    points: tuple[Point, ...]
    chosen: tuple[tuple[str, float, float], ...]
    total: int
    of_parties: int


@dataclass(frozen=True, slots=True)
class Hinge:
    """Statements that the settlement hangs on: whose, what would be different without one, and the sentences."""

    party: str
    anchor: str
    issue: str
    effects: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Impasse:
    """No deal suits everybody: whom one would suit with which terms, and what would open a way, each in words."""

    groups: tuple[str, ...]
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deals:
    """The settlement view; `why_none` says why there is none, and then all else is empty.

    rational: None where there are too many outcomes to count those that leave nobody worse off.  robust: which deal
    all accept in most draws; hinges: what the settlement hangs on, most telling first; impasse: None where at expected
    utilities a deal suits everybody.
    """

    why_none: str | None
    outcomes: int
    rational: int | None
    known: bool
    zone: float | None
    zone_error: float
    draws: int
    deals: tuple[Deal, ...]
    unsolved: tuple[str, ...]
    frontier: Frontier | None
    notes: tuple[str, ...]
    robust: str | None = None
    hinges: tuple[Hinge, ...] = ()
    impasse: Impasse | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumed number or choice, in words, and what it rests on: sentences, a ruling, or nothing."""

    words: str
    number: bool
    cites: tuple[Cite, ...]
    ruling: str | None

    @property
    def evidenced(self) -> bool:
        """Whether a sentence or a ruling is behind it."""
        return bool(self.cites) or self.ruling is not None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A reading rule: how many items it found, and how sure it is of them."""

    rule: str
    statements: int
    events: int
    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a report's text: plain (`anchor` and `kind` empty), a highlighted sentence or a first mention.

    A highlight that another one crosses comes in several nodes; only the first has an `anchor`.
    """

    kind: Literal["text", "mark", "mention"]
    text: str = ""
    target: str = ""
    label: str = ""
    anchor: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the brief that cites a sentence."""

    section: Section
    anchor: str


@dataclass(frozen=True, slots=True)
class Note:
    """The note beside a highlighted sentence: what was read from it, and where the brief uses it."""

    anchor: str
    label: str
    target: str
    found: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report with the notes on it."""

    nodes: tuple[Node, ...]
    notes: tuple[Note, ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report in the appendix.  `link` is set only for http and https sources."""

    number: int
    anchor: str
    title: str
    publisher: str | None
    author: str | None
    date: str | None
    dateline: tuple[str, ...]
    agency: str | None
    language: str
    source: str
    link: str | None
    duplicate_of: int | None
    duplicate_anchor: str | None
    sentences: int
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Evidence whose place is not in the reports at hand: shown as it was quoted."""

    note: Note
    quote: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a reader sees, in order."""

    language: str
    title: str
    kicker: str
    basis: Basis
    state: tuple[Line, ...]
    parties: tuple[PartyRow, ...]
    matrix: Matrix
    loose: tuple[Loose, ...]
    scales: tuple[Scale, ...]
    timeline: tuple[Happening, ...]
    discrepancies: tuple[Conflict, ...]
    turns: tuple[Turn, ...]
    deals: Deals
    holding: Holds
    forecast: Expectation
    sensitivity: Swings | None
    assumptions: tuple[Assumption, ...]
    rules: tuple[RuleRow, ...]
    method: tuple[str, ...]
    unmatched: tuple[tuple[str, str], ...]
    interval: str
    reports: tuple[ReportText, ...]
    lost: tuple[Lost, ...]
