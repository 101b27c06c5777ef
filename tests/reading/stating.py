"""Who stands for what in a text, as the tests of statements ask it."""

from __future__ import annotations

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.statements.find import find_candidates

Stances = set[tuple[str, str, str]]


def stances(text: str, language: str) -> Stances:
    """What the rules propose for a text, as names of parties, stances and topics."""
    found = find_candidates(analyse(Report(id="r", language=language, text=text)))
    return {(c.actor.name, d.stance, d.topic.text) for c in found for d in c.drafts if not d.topic.points}


def holds(found: Stances, party: str, stance: str, words: str) -> bool:
    """Whether a party is found with a stance on a topic that has these words."""
    return any(p == party and s == stance and words in topic for p, s, topic in found)
