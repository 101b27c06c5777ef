"""English clauses."""

from __future__ import annotations

from detente.reading.model import Clause, Mention
from detente.reading.words import Sentence


def find(sentence: Sentence, mentions: list[Mention]) -> list[Clause]:
    """The clauses of an English sentence."""
    return []
