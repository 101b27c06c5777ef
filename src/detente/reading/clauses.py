"""Clauses of a sentence with their predicates and phrases."""

from __future__ import annotations

from detente.reading.model import Analysis


def find_clauses(analysis: Analysis) -> None:
    """Set `analysis.clauses`: for each sentence its clauses in text order."""
    analysis.clauses = [[] for _ in analysis.sentences]
