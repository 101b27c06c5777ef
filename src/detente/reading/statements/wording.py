"""The words of a topic, as the report has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.language import lexicon
from detente.reading.model import Analysis
from detente.reading.text.words import Word

# A topic of more words than these is a sentence, not a name for an issue.
LONGEST = 18
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a topic; `points` where they only point to something said before, `negated` where they deny it.

    `thin` are those that name what the report has told of ("the move"), or only what is done ("to reconsider").
    `start` is where in the report's text they begin, -1 where that is not known; what they point to stands before.
    `noun` is the head of a noun phrase that points or is thin, in lower case: what it stands for has one like it.
    """

    text: str
    points: bool = False
    negated: bool = False
    thin: bool = False
    start: int = -1
    noun: str = ""


def verbatim(analysis: Analysis, words: Sequence[Word]) -> str:
    """Words of one sentence as the report spells them: neighbours keep what stands between them ("the group's")."""
    text = analysis.report.text
    parts: list[str] = []
    previous: Word | None = None
    for word in words:
        if previous is not None:
            parts.append(text[previous.end : word.start] if word.i == previous.i + 1 else " ")
        parts.append(word.text)
        previous = word
    return _BLANKS.sub(" ", "".join(parts)).strip(" ,;:")


def undenied(words: list[Word], language: str, negated: bool) -> list[Word]:
    """The words without the article that denies them, where the stance is turned already: "no plant", "kein Tarif"."""
    if not negated:
        return words
    at = next((n for n, word in enumerate(words) if denies(word, language)), None)
    return words if at is None or len(words) < 2 else [*words[:at], *words[at + 1 :]]


def denies(word: Word, language: str) -> bool:
    """Whether a word is "no" or "kein"."""
    denying: list[str] = lexicon(language, "matters")["denying"]["articles"]
    return word.lower in denying
