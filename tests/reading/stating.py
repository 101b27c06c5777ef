"""Who stands for what in a text, as the tests of statements ask it."""

from __future__ import annotations

from detente.contract import Report
from detente.reading import read

Stances = set[tuple[str, str, str]]


def stances(text: str, language: str) -> Stances:
    """The statements read from a text, as names of parties, stances and topics."""
    dossier = read(Report(id="r", language=language, text=text))
    names = {p.id: p.name for p in dossier.parties}
    return {(names[s.party], s.stance, s.topic) for s in dossier.statements}


def holds(found: Stances, party: str, stance: str, words: str) -> bool:
    """Whether a party is found with a stance on a topic that has these words."""
    return any(p == party and s == stance and words in topic for p, s, topic in found)
