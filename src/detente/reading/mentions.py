"""Mentions of actors."""

from __future__ import annotations

from detente.reading.model import Analysis


def find_mentions(analysis: Analysis) -> None:
    """Set `analysis.mentions` and `analysis.actors`."""
