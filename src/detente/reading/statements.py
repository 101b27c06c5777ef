"""Statements: who stands for or against what."""

from __future__ import annotations

from detente.reading.model import Analysis, StatementFound


def find_statements(analysis: Analysis) -> list[StatementFound]:
    """The statements of a report, in text order."""
    return []
