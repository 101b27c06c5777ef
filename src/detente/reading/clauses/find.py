"""Clauses of a sentence with their predicates and phrases."""

from __future__ import annotations

from collections.abc import Callable

from detente.reading.clauses import english, german
from detente.reading.model import Analysis, Clause, Mention
from detente.reading.text.words import Sentence

FINDERS: dict[str, Callable[[Sentence, list[Mention]], list[Clause]]] = {
    "de": german.find,
    "en": english.find,
}


def find_clauses(analysis: Analysis) -> None:
    """Set `analysis.clauses`: for each sentence its clauses in text order."""
    find = FINDERS[analysis.language]
    analysis.clauses = [find(s, analysis.mentions_in(s.index)) for s in analysis.sentences]
