"""What the tests of events share: read a few sentences and see the events by the names of their parties."""

from __future__ import annotations

from dataclasses import dataclass

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.events.find import find_events


@dataclass(frozen=True)
class Seen:
    """An event with the names of its participants and the words of its evidence."""

    type: str
    parties: frozenset[str]
    status: str
    place: str | None
    when: str | None
    date: str | None
    topic: str | None
    quote: str
    confidence: float


def events(text: str, language: str, date: str | None = "2025-08-20", title: str | None = None) -> list[Seen]:
    """The events of a text; the report is dated Wednesday, 20 August 2025 unless told otherwise."""
    analysis = analyse(Report(id="r", language=language, text=text, date=date, title=title))
    return [
        Seen(
            e.type, frozenset(analysis.actors[key].name for key in e.participants), e.status, e.place, e.when, e.date,
            e.topic, text[e.start : e.end], e.confidence,
        )
        for e in find_events(analysis)
    ]  # fmt: skip


def told(text: str, language: str) -> set[tuple[str, str, str]]:
    """Type, status and parties (sorted, joined by "+") of each event."""
    return {(e.type, e.status, "+".join(sorted(e.parties))) for e in events(text, language)}
