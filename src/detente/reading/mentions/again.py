"""Names found once in a report, found again wherever the report has them.

A name may be plain in one place ("the airline Sample Air") and look like any other word in the next ("Sample agreed").
"""

from __future__ import annotations

from detente.reading.mentions.parts import Part, Sketch
from detente.reading.mentions.register import surname
from detente.reading.mentions.tables import table
from detente.reading.text.words import split_words

# What a word at the head of a sentence may be and still be a name.
_NAMELIKE = frozenset(["NAME", "NOUN", "VERB", "ADJ", "X", "PRED"])
_SHORTEST = 3

Name = tuple[tuple[str, ...], Part, bool]


def find_again(sketches: list[Sketch], language: str) -> None:
    """Put the names of persons and organisations that other places of the report make certain."""
    names = _names(sketches, language)
    if not names:
        return
    for result in sketches:
        words = result.words
        in_roles = {k for role in result.roles for k in range(role.head, role.head_last)}
        for i, word in enumerate(words):
            if word.text not in names or not _free(result, i) or i in in_roles or word.pos not in _NAMELIKE:
                continue
            for tokens, source, genitive in names[word.text]:
                end = i + len(tokens)
                free = all(_free(result, k) for k in range(i, min(end, len(words))))
                if free and tuple(w.text for w in words[i:end]) == tokens and not _goes_on(result, end):
                    part = result.make(source.kind, i, end, source.name)
                    part.genitive, part.feminine, part.known = genitive, source.feminine, source.known
                    break
        result.parts.sort(key=lambda part: part.first)


def _free(result: Sketch, k: int) -> bool:
    owner = result.owner[k]
    return owner is None or owner.kind == "bare"


def _goes_on(result: Sketch, end: int) -> bool:
    """Whether more words in capitals follow, so that it may be another's name."""
    after = result.words[end] if end < len(result.words) else None
    return after is not None and after.pos == "NAME" and result.owner[end] is None


def _names(sketches: list[Sketch], language: str) -> dict[str, list[Name]]:
    """The certain names by their first word, the longest first."""
    found: dict[tuple[str, ...], tuple[Part, bool]] = {}
    for result in sketches:
        for part in result.parts:
            if part.kind not in ("person", "organisation"):
                continue
            texts = [part.name, surname(part.name)] if part.kind == "person" else [part.name, *part.aliases]
            for text in texts:
                tokens = tuple(w.text for w in split_words(text, language))
                if not tokens or not _telling(tokens, language):
                    continue
                found.setdefault(tokens, (part, False))
                if language == "de" and not tokens[-1].endswith(("s", "x", "z")):
                    found.setdefault((*tokens[:-1], tokens[-1] + "s"), (part, True))
    names: dict[str, list[Name]] = {}
    for tokens, (part, genitive) in found.items():
        names.setdefault(tokens[0], []).append((tokens, part, genitive))
    for entries in names.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return names


def _telling(tokens: tuple[str, ...], language: str) -> bool:
    first = tokens[0]
    if not first[:1].isupper() or first.lower() in table(language, "never"):
        return False
    return len(tokens) > 1 or len(first) >= _SHORTEST
