"""Noun phrases and prepositional phrases of a clause."""

from __future__ import annotations

from detente.reading.model import Phrase
from detente.reading.words import Word

INSIDE = {"DET", "POSS", "ADJ", "NUM", "NOUN", "NAME", "TRUNC"}
CASES = {
    "der": "ndg", "die": "na", "das": "na", "den": "ad", "dem": "d", "des": "g",
    "ein": "na", "eine": "na", "einen": "a", "einem": "d", "einer": "dg", "eines": "g",
}  # fmt: skip
ENDINGS = {"er": "ndg", "e": "na", "es": "nag", "en": "ad", "em": "d"}


def find_phrases(words: list[Word], indexes: list[int], language: str) -> list[Phrase]:
    """The noun phrases of a clause in text order; `prep` is set where a preposition governs one.

    `indexes` are the clause's own words.  A German phrase takes in following genitives ("das Ende der Gewalt").  For
    German `case` holds the cases that its first words allow, a subset of "nadg".
    """
    found: list[Phrase] = []
    inside = set(indexes)
    k = 0
    while k < len(indexes):
        i = indexes[k]
        word = words[i]
        prep = None
        start = i
        if word.pos == "PREP" and i + 1 in inside:
            prep = word.lemma.lower() if language == "de" else word.lower
            i += 1
        if prep is None and found and found[-1].prep and start - 1 == found[-1].last and word.pos in INSIDE:
            # "zwischen A und B": the second noun stands under the same preposition
            if words[start - 1].lower in ("und", "oder", "sowie", "and", "or") and start - 1 in inside:
                prep = found[-1].prep
        end, head = _noun_phrase(words, i, inside, language)
        if head is None:
            if prep is not None and words[i].pos == "PRON":
                found.append(Phrase(start, i + 1, i, prep))
                k = indexes.index(i) + 1
                continue
            if word.pos in ("PRON", "REL") and word.tag != "PRF":
                found.append(Phrase(start, start + 1, start, None, _pronoun_case(word)))
            k += 1
            continue
        found.append(Phrase(start, end, head, prep, "" if prep else _case(words, i, end, language)))
        while k < len(indexes) and indexes[k] < end:
            k += 1
    return found


def _noun_phrase(words: list[Word], first: int, inside: set[int], language: str) -> tuple[int, int | None]:
    i = first
    head: int | None = None
    while i in inside:
        word = words[i]
        nounlike = word.pos in ("NOUN", "NAME")
        if word.pos not in INSIDE:
            participle = word.pos in ("PRED", "ADV") and i + 1 in inside and words[i + 1].pos == "ADJ" and i > first
            if not participle and not (head is not None and word.pos == "GEN"):
                break
            if word.pos == "GEN":
                head = None
            i += 1
            continue
        if head is not None and not nounlike:
            genitive = language == "de" and word.lower in ("des", "der", "eines", "einer", "dieser", "dieses", "ihrer")
            genitive = genitive or (language == "de" and word.pos in ("POSS", "ADJ") and word.lower.endswith("er"))
            if not (genitive and _noun_follows(words, i, inside)):
                break
            end, inner = _noun_phrase(words, i, inside, language)
            return (end, head) if inner is not None else (i, head)
        if nounlike and head is not None and language == "de" and words[head].pos == "NOUN" and word.pos == "NOUN":
            break
        if nounlike:
            head = i if language == "en" or head is None or words[head].pos != "NOUN" else head
        i += 1
    return (i, head) if head is not None else (first, None)


def _noun_follows(words: list[Word], i: int, inside: set[int]) -> bool:
    i += 1
    while i in inside and words[i].pos in ("ADJ", "NUM", "POSS"):
        i += 1
    return i in inside and words[i].pos in ("NOUN", "NAME")


def _pronoun_case(word: Word) -> str:
    lower = word.lower
    if lower in ("er", "man", "wir", "ich", "du", "he", "she", "we", "i", "they", "who", "it"):
        return "n"
    if lower in ("ihn", "mich", "uns", "euch", "ihm", "ihr", "ihnen", "him", "her", "them", "us", "me", "dem", "den", "denen"):
        return "ad"
    return "na"


def _case(words: list[Word], first: int, end: int, language: str) -> str:
    if language != "de":
        return "na"
    word = words[first]
    lower = word.lower
    plural = any(_plural(w) for w in words[first:end] if w.pos == "NOUN")
    if word.tag == "ART" or lower in CASES:
        cases = CASES.get(lower, "na")
        if lower == "der" and plural:
            return "g"
        if lower == "der" and _feminine(words, first, end):
            return "dg"
        if lower == "den" and not plural:
            return "a" if not words[end - 1].lower.endswith("n") else "ad"
        return cases
    if word.pos in ("POSS", "DET"):
        for ending in ("er", "es", "en", "em", "e"):
            if lower.endswith(ending) and lower not in ("unser", "ihr", "sein", "kein", "mein", "viel"):
                return ENDINGS[ending]
        return "na"
    if word.pos == "ADJ":
        for ending in ("er", "es", "en", "em", "e"):
            if lower.endswith(ending):
                return "nadg" if ending == "er" and not plural else {"er": "g", "en": "ad"}.get(ending, ENDINGS[ending])
    return "nad"


def _plural(word: Word) -> bool:
    lower, lemma = word.lower, word.lemma.lower()
    return lower != lemma and lower not in (f"{lemma}s", f"{lemma}es", f"{lemma}n", f"{lemma}en")


def _feminine(words: list[Word], first: int, end: int) -> bool:
    noun = next((w for w in words[first:end] if w.pos == "NOUN"), None)
    if noun is None:
        return False
    endings = ("ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ei", "in", "kratie", "ie", "ur", "enz", "anz")
    return noun.lemma.lower().endswith(endings)
