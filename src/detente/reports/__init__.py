"""Reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a report: code points `start:end`, places as printed, agency."""

    start: int
    end: int
    places: tuple[str, ...]
    agency: str | None = None


def find_dateline(text: str) -> Dateline | None:
    """The dateline of a text."""
    return None
