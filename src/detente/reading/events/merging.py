"""One event a happening: what a report tells twice is taken once, from its fullest telling."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.reading.events.dates import Time
from detente.reading.events.rules import Status
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.text.words import Sentence

# Types that are tellings of the same kind of act; within a family one happening may be told by either name.
FAMILIES = {
    "meet": "talk", "call": "talk", "mediate": "talk", "break_off": "refuse",
    "reject": "refuse", "sign": "agree",
    "offer": "offer", "demand": "demand", "threaten": "threaten",
}  # fmt: skip
# Acts that one party may do twice in a report, told apart by what they are about.
BY_TOPIC = frozenset({"offer", "demand", "threaten", "refuse", "other"})
STEM = 5
# How much the score of a telling counts beside each of its parties (2), its place and its time (1).
WEIGHT = 4.0
SHARED_TOPIC = 0.4


@dataclass(slots=True, eq=False)
class Candidate:
    """An event as one clause tells it: `trigger` is the index of its verb or noun in the sentence.

    `earlier` marks what is told as other than the present one ("bei einem früheren Treffen").  `doubts` name the
    conditions of its rule that do not hold, `features` say what speaks for it, `score` is what they weigh.
    """

    sentence: Sentence
    clause: Clause | None
    trigger: int
    type: str
    status: Status
    actors: list[Actor]
    rule: str
    confidence: float
    used: set[int] = field(default_factory=set)
    earlier: bool = False
    borrowed: bool = False
    span: tuple[int, int] = (0, 0)
    place: str | None = None
    time: Time | None = None
    date: str | None = None
    topic: str | None = None
    about: frozenset[str] = frozenset()
    doubts: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    score: float = 0.0

    @property
    def family(self) -> str:
        """The kind of act that this and its other tellings share."""
        return FAMILIES.get(self.type, self.type)


def merge(candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
    """The candidates without repeats, in text order; what only another telling knew is filled in."""
    kept: list[Candidate] = []
    for candidate in candidates:
        twin = next((k for k in kept if _same(k, candidate, analysis)), None)
        if twin is None:
            kept.append(candidate)
            continue
        fuller, other = (candidate, twin) if _fullness(candidate) > _fullness(twin) else (twin, candidate)
        if fuller.sentence is other.sentence and other.status == "failed":
            fuller.status = "failed"
        fuller.place = fuller.place or other.place
        fuller.actors = list(
            {a.key: a for a in (*fuller.actors, *(other.actors if not other.borrowed else ()))}.values()
        )
        if fuller.time is None and other.status == fuller.status:
            fuller.time, fuller.date = other.time, other.date
        kept[kept.index(twin)] = fuller
    return sorted(kept, key=lambda c: (c.sentence.start, c.trigger))


def _same(one: Candidate, other: Candidate, analysis: Analysis) -> bool:
    if one.family != other.family or one.earlier != other.earlier or not _share(one, other, analysis):
        return False
    if one.sentence is other.sentence:
        # "Nach einem Treffen stehen neue Gespräche bevor" tells two, "einigten sich auf einem Treffen nicht" one
        return (one.status == "planned") == (other.status == "planned") or one.trigger == other.trigger
    if (one.status == "failed") != (other.status == "failed"):
        return False
    if (one.type == "call") != (other.type == "call"):
        return False  # a call is told as one; a meeting told elsewhere is another
    if one.date and other.date and not (one.date.startswith(other.date) or other.date.startswith(one.date)):
        return False
    if one.family in BY_TOPIC:
        smaller = min(len(one.about), len(other.about))
        return bool(smaller) and len(one.about & other.about) >= SHARED_TOPIC * smaller
    return (one.status == "planned") == (other.status == "planned") or one.family != "talk"


def _share(one: Candidate, other: Candidate, analysis: Analysis) -> bool:
    """Whether the parties of one are among the other's, a person standing for the party that it speaks for."""
    first, second = sorted((one, other), key=lambda c: len(c.actors))
    if one.family in BY_TOPIC and one.family != "other":
        first_actor, second_actor = first.actors[0], second.actors[0]
        return bool(_standing(first_actor, analysis) & _standing(second_actor, analysis))
    larger = {key for actor in second.actors for key in _standing(actor, analysis)}
    return all(_standing(actor, analysis) & larger for actor in first.actors)


def _standing(actor: Actor, analysis: Analysis) -> set[str]:
    return {actor.key} | ({actor.of} if actor.of else set())


def _fullness(candidate: Candidate) -> float:
    """How much a telling says; a headline says it short and is taken only where nothing else tells."""
    told = 2 * len(candidate.actors) + (candidate.place is not None) + (candidate.time is not None)
    return told + WEIGHT * candidate.score - 4 * candidate.sentence.headline


def stems(text: str) -> frozenset[str]:
    """What a text is about: the beginnings of its longer words, to compare topics by."""
    return frozenset(word[:STEM] for word in text.casefold().split() if len(word) >= STEM)
