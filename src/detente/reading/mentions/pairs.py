"""Whom "beide Seiten", "both countries" and a plural pronoun stand for: the parties that were named together."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.mentions.tables import table
from detente.reading.model import Actor, Mention
from detente.reading.text.words import Sentence, Word

_REACH = 2
_MOST = 4


def says_both(words: list[Word], first: int, language: str) -> bool:
    """Whether a noun phrase that begins at or behind word `first` speaks of two ("beide Länder", "the two sides")."""
    near = words[max(0, first - 2) : first + 1]
    return any(w.lower in table(language, "both") for w in near)


def kinds_of(noun: str, language: str) -> frozenset[str]:
    """The kinds of party that a noun for several may mean; none where it is no such noun."""
    return _kinds(language).get(noun.lower(), frozenset())


@cache
def _kinds(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for kinds, nouns in lexicon(language, "mentions")["several"].items():
        for noun in nouns:
            found.setdefault(noun, frozenset(kinds.split("-")))
    return found


def named_together(
    seen: list[Mention], sentences: list[Sentence], sentence: int, language: str, two: bool
) -> list[Actor]:
    """The parties of the last enumeration that opens a sentence before this one, in text order.

    `seen` are the mentions so far in text order, `two` says that there must be two.
    """
    near = [m for m in seen if m.how in ("name", "metonym") and m.acts and sentence - m.sentence <= _REACH]
    for k in range(len(near) - 1, 0, -1):
        members = [near[k]]
        while k > 0 and _joined(near[k - 1], near[k], sentences, language):
            members.insert(0, near[k - 1])
            k -= 1
        actors = list({m.actor.key: m.actor for m in members}.values())
        opens = _opens(members[0], members[-1], sentences, language)
        if opens and (len(actors) == 2 or (not two and 2 < len(actors) <= _MOST)):
            return actors
    return []


def _opens(first: Mention, last: Mention, sentences: list[Sentence], language: str) -> bool:
    """Whether an enumeration stands where subjects stand: at the head of its sentence or beside the finite verb."""
    words = sentences[first.sentence].words
    before = words[first.outer_first - 1] if first.outer_first else None
    end = max(last.last, last.outer_last)
    after = words[end] if end < len(words) else None
    if before is None or (after is not None and after.form == "fin" and before.pos != "PREP"):
        return True
    return language == "de" and before.form == "fin"


def _joined(one: Mention, other: Mention, sentences: list[Sentence], language: str) -> bool:
    if one.sentence != other.sentence:
        return False
    words = sentences[one.sentence].words[max(one.last, one.outer_last) : max(other.outer_first, one.last)]
    return 0 < len(words) <= 2 and any(w.lower in table(language, "and") for w in words) and words[-1].pos != "PREP"


__all__ = ["kinds_of", "named_together", "says_both"]
