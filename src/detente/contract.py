"""The dossier as data: what every part of détente reads and writes.

The field names are the JSON contract.  It only grows: a key may be added with a default, never renamed, so a file
that an older version wrote loads for ever.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from detente.briefing import Brief

Stance = Literal["support", "oppose", "open"]
PartyKind = Literal["person", "state", "organisation", "group"]
EventType = Literal[
    "meet", "call", "agree", "sign", "break_off", "suspend", "threaten", "offer", "demand", "reject",
    "strike", "sanction", "vote", "mediate", "other",
]  # fmt: skip
EventStatus = Literal["happened", "ongoing", "planned", "failed"]
DiscrepancyKind = Literal["office", "stance", "event", "figure", "date"]
# Issue id of statements whose topic names nothing ("this step"): not one issue, so nothing to negotiate about.
UNSPECIFIED = "unspecified"
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Weight = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]


class Record(BaseModel):
    """Base of everything in a dossier: unknown keys of a newer version are kept out, assignments are checked."""

    model_config = ConfigDict(extra="ignore", validate_assignment=False, frozen=False)


class Evidence(Record):
    """Where something stands: `quote` equals `text[start:end]` of the report, in Unicode code points."""

    report: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    quote: str


class Furniture(Record):
    """A piece of a report's source that is not its body: a job advertisement, a comment policy, a feed link."""

    kind: str
    text: str


class Report(Record):
    """One source document.  `text` is the body (with its headline first, where the source has one in place)."""

    id: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = Field(default=None, description="ISO 8601 date of publication, where known")
    dateline: list[str] = []
    agency: str | None = None
    language: str = "und"
    source: str = ""
    text: str = ""
    furniture: list[Furniture] = []
    duplicate_of: str | None = Field(default=None, description="id of the report that this one repeats")


class Office(Record):
    """A role that a report gives a person, with the words that give it."""

    role: str
    of: str | None = Field(default=None, description="id of the party that the office belongs to")
    former: bool = False
    evidence: Evidence


class Party(Record):
    """Who acts, speaks or is addressed."""

    id: str
    name: str
    kind: PartyKind
    of: str | None = Field(default=None, description="id of the party that a person speaks for")
    roles: list[str] = []
    aliases: list[str] = []
    mentions: int = 0
    code: str | None = Field(default=None, description="ISO 3166 code of a state, or a known organisation's key")
    offices: list[Office] = []
    evidence: list[Evidence] = Field(default=[], description="the mentions, in the order of the text")
    capability: Weight | None = Field(
        default=None, description="an analyst's figure for its power, on any scale the parties share; None: not known"
    )


class Option(Record):
    """One way in which an issue can be resolved; `value` is its place on the issue's scale, 0 to 100."""

    id: str
    label: str
    value: Annotated[float, Field(ge=0, le=100)] | None = None
    controlled_by: list[str] = Field(default=[], description="ids of the parties that hold it in their hands")


class Control(Record):
    """What shows that a party holds options of an issue in its hands."""

    party: str
    side: str = Field(description="id of the codebook's side that the party is")
    reason: Literal["event", "phrase", "name", "codebook"] = Field(
        description="what shows it: something it did, a turn of phrase, its name or role, or the codebook names it"
    )
    bloc: bool = Field(default=False, description="members of the side that are not at the table go along with it")
    event: str | None = None
    evidence: Evidence | None = None


class Issue(Record):
    """What is negotiated, and the ways it can be resolved."""

    id: str
    label: str
    options: list[Option] = []
    codebook: str | None = None
    status_quo: str | None = Field(default=None, description="id of the option that holds without a deal")
    controls: list[Control] = Field(default=[], description="what the options' controlled_by rests on")


class Statement(Record):
    """A party's stance on an issue, with the sentence it rests on."""

    id: str
    party: str
    stance: Stance
    issue: str | None = None
    option: str | None = None
    topic: str
    cue: str
    addressee: str | None = None
    evidence: Evidence
    rule: str
    confidence: Share
    date: str | None = None

    @property
    def names_issue(self) -> bool:
        """Whether it is on an issue that it names."""
        return self.issue not in (None, UNSPECIFIED)


class Event(Record):
    """Something done between parties."""

    id: str
    type: EventType
    participants: list[str] = []
    place: str | None = None
    date: str | None = None
    status: EventStatus = "happened"
    evidence: Evidence
    topic: str | None = None
    when: str | None = Field(default=None, description="the report's own words for the time")
    rule: str = ""
    confidence: Share = 0.5


class Discrepancy(Record):
    """Two passages that cannot both be right, or do not say the same."""

    kind: DiscrepancyKind
    party: str | None = None
    between: list[Evidence]
    note: str


class Ruling(Record):
    """An analyst's decision on one extracted item, keyed by the evidence so that it survives another reading.

    `correct` and `add` carry in `item` the fields of the statement, event, party or issue as they should be; `was`
    carries fields of the item as it was read, which tell it from others with the same evidence.
    """

    id: str
    action: Literal["accept", "reject", "correct", "add"]
    target: Literal["statement", "event", "party", "issue"]
    evidence: Evidence | None = None
    item: dict[str, object] = {}
    was: dict[str, object] = {}
    author: str = ""
    time: str = ""
    reason: str = ""


class Dossier(Record):
    """Everything known from a set of reports, and what analysts ruled on it."""

    format: Literal["detente-dossier"] = "detente-dossier"
    version: Literal[1] = 1
    reports: list[Report] = []
    parties: list[Party] = []
    issues: list[Issue] = []
    statements: list[Statement] = []
    events: list[Event] = []
    discrepancies: list[Discrepancy] = []
    rulings: list[Ruling] = []

    def brief(self, path: str | PathLike[str] | None = None, *, language: Literal["de", "en"] | None = None) -> Brief:
        """Compose the brief and, where a path is given, write it there as one HTML file.

        By default it is in the language of most reports.  Raises OSError if the file cannot be written.
        """
        # Imported here: the brief stands at the far end of the way that begins with this module.
        from detente import briefing, workflow

        composed = workflow.brief(self, language=language)
        if path is not None:
            Path(path).write_text(briefing.render_html(composed), "utf-8")
        return composed
