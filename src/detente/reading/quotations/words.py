"""The word lists of quotations, and small questions about words."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.text.words import Word

QUOTE_MARKS = frozenset('„“”»«"')


@cache
def listed(language: str, *names: str) -> frozenset[str]:
    """A list of `quotations.toml`, by its name or its table and name."""
    found = lexicon(language, "quotations")
    for name in names[:-1]:
        found = found[name]
    return frozenset(found[names[-1]])


def trimmed(words: list[Word], indexes: list[int]) -> list[int]:
    """Word indexes without the punctuation and conjunctions at both ends, quotation marks left in place."""
    found = list(indexes)
    while found and words[found[0]].pos == "PUNCT" and words[found[0]].text not in QUOTE_MARKS:
        found.pop(0)
    while found and words[found[-1]].text in ",:;–—-.":
        found.pop()
    return found


def alpha(words: list[Word], indexes: list[int]) -> bool:
    """Whether any of the words has a letter or digit."""
    return any(words[i].pos != "PUNCT" for i in indexes)


def is_view(word: Word, views: frozenset[str]) -> bool:
    """Whether a noun is one of those that pass on what somebody says ("Angaben"), or a compound with one."""
    if word.pos not in ("NOUN", "NAME"):
        return False
    # compounds too: "Polizeiangaben", "EU-Dokument"
    return word.lower in views or any(len(v) > 4 and word.lower.endswith(v) for v in views)
