"""What a brief holds on what would hold, what to expect and what would change it; records like those of `brief`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.briefing.brief import Cite, IssueHead
from detente.briefing.standing import Tick

# Labels and anchors of sentences, to lead to them where the brief on paper names none.
Sentences = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """An option that parties would have to choose together: who wants it, who does not, of whom nothing is known."""

    anchor: str
    issue: str
    option: str
    wanting: str
    against: str
    unknown: str
    chance: float
    sentences: Sentences = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome as a row of the table and a node of the graph.

    terms: what differs from having no settlement, as (anchor, issue, option); empty for the start.  deals: keys of the
    settlement's deals that it is.  verdict, notes: whether it holds, who would leave it, what it leaves out, in words.
    """

    key: str
    terms: tuple[tuple[str, str, str], ...]
    deals: tuple[str, ...]
    holds: bool
    open: bool
    nash: float
    seq: float
    verdict: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """What leads from one outcome (key) to another: parties who would have to choose it, or go back from it.

    kind: all of them would rather have it ("wanted"), for some it is as good or nothing is known ("open"), or these are
    the ones who would rather not, and the arc leads back ("against").  sentences: what these said on it.
    """

    origin: str
    target: str
    parties: str
    kind: Literal["wanted", "open", "against"]
    sentences: Sentences = ()


@dataclass(frozen=True, slots=True)
class Junction:
    """An outcome as a node of the graph, x and y from 0 to 100."""

    key: str
    x: float
    y: float
    holds: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Holds:
    """What would hold; `why_none` says why nothing can be said, and then all else is empty.

    more: how many outcomes that hold are not shown; meanings: the concepts in a sentence each.
    """

    why_none: str | None
    prospects: tuple[ProspectRow, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    nodes: tuple[Junction, ...] = ()
    arcs: tuple[Arc, ...] = ()
    cautions: tuple[str, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    draws: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """A model's forecast from 0 to 100, what 80 % of the draws give, and the same with the model's own error."""

    model: str
    forecast: float
    draws: tuple[float, float]
    outlook: tuple[float, float]


@dataclass(frozen=True, slots=True)
class IssueOutlook:
    """What to expect of an issue.

    ticks: as on its scale; models: the weighted mean first, empty where the options lie on no scale; chances: of the
    options by the first model, its error laid over, the likeliest first; caution: who is left out, in words.
    """

    issue: IssueHead
    ticks: tuple[Tick, ...]
    models: tuple[Expected, ...]
    chances: tuple[tuple[str, float], ...]
    caution: str | None
    thin: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in a sentence, whose it is, and its mean and median errors on DEU III (None: not measured)."""

    name: str
    says: str
    source: str
    mae: float | None
    median: float | None
    dichotomous: float | None
    rest: float | None
    within: float | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What to expect of all issues; `why_none` where nothing can be forecast."""

    why_none: str | None
    issues: tuple[IssueOutlook, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    swaps: tuple[str, ...] = ()
    models: tuple[ModelRow, ...] = ()
    reading: tuple[str, ...] = ()
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Swing:
    """An input in words, the result with it at its 10 % and its 90 % quantile, and the sentences behind it."""

    words: str
    anchor: str
    low: float
    high: float
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Swings:
    """What would change the main result (title; terms: of the deal in question).

    base, low, high: the result as things are, and the ends of all bars, in percent where `share`, else on a scale.
    more: how many inputs move it besides; reading: how to read tornado and break-evens, a warning between.
    """

    title: str
    terms: tuple[tuple[str, str], ...]
    base: float
    share: bool
    low: float
    high: float
    bars: tuple[Swing, ...]
    more: int
    break_evens: tuple[str, ...]
    reading: tuple[str, ...]
