"""Events between parties."""

from __future__ import annotations

from detente.reading.model import Analysis, EventFound


def find_events(analysis: Analysis) -> list[EventFound]:
    """The events of a report, one for each real-world event, at its fullest mention."""
    return []
