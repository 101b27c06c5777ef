"""Names with their acronym in brackets: "National Union of Teachers (NUT)", found as Schwartz and Hearst (2003) do."""

from __future__ import annotations

import re

from detente.reading.mentions.names import gazetteer
from detente.reading.mentions.organisations_de import german_form
from detente.reading.mentions.parts import Part, Sketch, forms, joined
from detente.reading.text.words import Word

_ACRONYM = re.compile(r"^[A-ZÄÖÜ][A-Za-zÄÖÜäöü&.-]*[A-ZÄÖÜ][A-Za-zÄÖÜäöü&-]*$")
_LONGEST = 10


def find_acronyms(result: Sketch, language: str) -> None:
    """Put the organisations that a sentence introduces with their acronym; the acronym becomes an alias."""
    words = result.words
    for i in range(2, len(words) - 1):
        short = words[i]
        if words[i - 1].text != "(" or words[i + 1].text not in (")", ",", ";"):
            continue
        if len(short.text) > _LONGEST or not _ACRONYM.match(short.text):
            continue
        first = _long_form(words, i - 1, short.text)
        if first is None or not _organisation(words[first : i - 1], language):
            continue
        whole = result.owner[first]
        if whole is not None and whole.known is not None and (whole.first, whole.last) == (first, i - 1):
            if whole.known.kind == "organisation":
                whole.aliases.append(short.text)
                whole.outer_last = i + 2
            continue
        found = gazetteer(language).find(words, i)
        if inside := result.owner[i]:
            result.remove(inside)
        name = joined(words[first : i - 1])
        part = result.make("organisation", first, i - 1, name)
        part.aliases, part.outer_last = [short.text], i + 2
        if found and found.known.kind == "organisation" and not found.known.only_with:
            part.known, part.kind = found.known, "known"


def _organisation(words: list[Word], language: str) -> bool:
    if language == "de":
        return any(w.text[:1].isupper() and german_form(w.text) for w in words) or all(
            w.text[:1].isupper() for w in words
        )
    lists = forms("en")
    head = next((k for k, w in enumerate(words) if w.lower in ("of", "for", "on")), len(words)) - 1
    return any(w.lower in lists["heads"] for w in words) and words[head].lower not in lists["things"]


def _long_form(words: list[Word], end: int, short: str) -> int | None:
    """The first word of the long form that ends before word `end`, or None where the letters do not fit."""
    letters = [c.lower() for c in short if c.isalpha()]
    limit = max(0, end - min(len(letters) + 5, len(letters) * 2 + 1))
    k, at = end - 1, len(letters) - 1
    text = words[k].lower
    position = len(text) - 1
    while True:
        while position >= 0 and (
            text[position] != letters[at] or (at == 0 and position > 0 and text[position - 1].isalpha())
        ):
            position -= 1
        if position >= 0:
            position, at = position - 1, at - 1
            if at < 0:
                break
            if position >= 0:
                continue
        k -= 1
        if k < limit:
            return None
        text = words[k].lower
        position = len(text) - 1
    while k < end and words[k].pos in ("PREP", "DET", "AND"):
        k += 1
    if k >= end or not words[k].text[:1].isupper() or words[k].pos in ("VERB", "AUX", "ADV"):
        return None
    if any((w.form == "fin" and w.pos in ("VERB", "AUX", "MODAL")) or w.text in (",", ";", ":") for w in words[k:end]):
        return None
    return k


__all__ = ["Part", "find_acronyms"]
