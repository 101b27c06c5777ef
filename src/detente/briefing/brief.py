"""What a brief holds, independent of how it is shown: both renderers read these frozen records and nothing else.

The records on positions are in `standing`, those on deals in `bargain`, those on what holds and what to expect in
`outlook`, those of the reports in `quoted`.

All texts are plain, in the brief's language, and free of control characters; the renderers escape them.  Shares lie
in 0 to 1, places on an issue's scale in 0 to 100.  `anchor` names are unique within the brief and safe as HTML ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from detente.contract import EventStatus, EventType, PartyKind, Stance

if TYPE_CHECKING:
    from detente.briefing.bargain import Deals
    from detente.briefing.outlook import Expectation, Holds, Swings
    from detente.briefing.quoted import Lost, ReportText
    from detente.briefing.standing import Matrix, Scale

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
