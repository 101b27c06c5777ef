"""Words and sentences of a report, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SHARED = r"""
    (?:[^\W\d_]\.){2,}                          # U.S.  z.B.  J.D.
  | (?<!\w)[^\W\d_a-zäöü]\.(?=\s?[^\W\d_a-zäöü])  # the initial of a name
  | \d+(?:[.,:]\d+)+                            # 1.000  2,5  20:15
"""
_PATTERNS = {
    "de": _SHARED
    + r"""
      | \d{1,2}\.(?=\s+[^\W\d_])                # the ordinal in "am 18. August"
      | [\w&]+(?:[-/'’*.][\w&]+)*-?
      | [^\w\s]""",
    "en": _SHARED
    + r"""
      | \[[^\W\d_]\][^\W\d_]+                   # the editor's "[W]e"
      | \d+(?:st|nd|rd|th)\b
      | [^\W\d_]+(?=n['’]t\b) | n['’]t\b | (?<=\w)['’](?:s|re|ve|ll|d|m)\b
      | [\w&]+(?:[-/][\w&]+|['’](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]+)*
      | [^\w\s]""",
}
WORD = {language: re.compile(pattern, re.VERBOSE) for language, pattern in _PATTERNS.items()}
CLOSING = set("\"”“»«')’›‹")
OPENING = set("\"„“»«‚‘'(›‹")
# Longer runs without a full stop are tables or noise: they are cut so that no later step sees an endless sentence.
LONGEST_SENTENCE = 150


@dataclass(slots=True)
class Word:
    """One word: `i` is its index in the sentence, `start` and `end` its code points in the report's text.

    `pos` is a coarse class shared by all languages: NOUN NAME VERB AUX MODAL ADJ PRED ADV DET POSS PRON REL ASK PREP
    AND SUB PART NEG NUM TO PUNCT X.  `form` of a verb is fin, inf, part or ger; `tag` is the tagger's own;
    `lower` is the word in lower case.
    """

    i: int
    text: str
    start: int
    end: int
    lemma: str = ""
    tag: str = ""
    pos: str = ""
    form: str = ""
    lower: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Every step of the reader asks for it, again and again.
        self.lower = self.text.lower()

    def __repr__(self) -> str:
        return f"{self.text}/{self.pos}"


@dataclass(slots=True)
class Sentence:
    """The words of one sentence; `paragraph` counts from 0, `headline` marks the report's title."""

    words: list[Word]
    paragraph: int = 0
    headline: bool = False
    index: int = 0
    quoted: list[bool] = field(default_factory=list)

    @property
    def start(self) -> int:
        """First code point in the report's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """One past the last code point in the report's text."""
        return self.words[-1].end

    def text(self, first: int = 0, last: int | None = None) -> str:
        """The words from index `first` up to `last`, joined by single spaces."""
        return " ".join(w.text for w in self.words[first:last])


def split_words(text: str, language: str, offset: int = 0) -> list[Word]:
    """Cut `text` into words; `offset` is where it begins in the report."""
    found = WORD[language].finditer(text)
    return [Word(i, _bare(m.group()), offset + m.start(), offset + m.end()) for i, m in enumerate(found)]


def _bare(text: str) -> str:
    """ "[W]e": the brackets of the editor are no part of the word."""
    return text.replace("[", "").replace("]", "") if len(text) > 1 else text


def split_sentences(text: str, language: str, abbreviations: frozenset[str], offset: int = 0) -> Iterator[list[Word]]:
    """Cut one paragraph into sentences.

    `abbreviations` are the words, without their last full stop, after which a full stop ends no sentence.
    """
    words = split_words(text, language, offset)
    current: list[Word] = []
    k = 0
    while k < len(words):
        word = words[k]
        current.append(word)
        k += 1
        if word.text in ".!?…":
            while k < len(words) and words[k].text in CLOSING and words[k].start == words[k - 1].end:
                current.append(words[k])
                k += 1
            if not _ends(words, k, current, abbreviations):
                continue
        elif len(current) < LONGEST_SENTENCE:
            continue
        yield _numbered(current)
        current = []
    if current:
        yield _numbered(current)


def _ends(words: list[Word], k: int, current: list[Word], abbreviations: frozenset[str]) -> bool:
    if k >= len(words):
        return True
    following = words[k]
    if following.start == words[k - 1].end and following.text not in OPENING:
        return False
    marks = [w for w in current[-3:] if w.text in ".!?…"]
    before = next((w for w in reversed(current) if w.text not in CLOSING and w.text not in ".!?…"), None)
    if len(marks) == 1 and marks[0].text == "." and before is not None and current[-1].text == ".":
        name = before.text.rstrip(".")
        if name in abbreviations or (len(name) == 1 and name.isupper()):
            return False
    first = following.text[:1]
    return not (first.islower() or first in ",;:)–-")


def _numbered(words: list[Word]) -> list[Word]:
    for i, word in enumerate(words):
        word.i = i
    return words


def mark_quoted(sentences: list[Sentence]) -> None:
    """Mark for each word whether it stands in quotation marks; a quotation may run over several sentences."""
    inside = False
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            inside, paragraph = False, sentence.paragraph
        flags = []
        for k, word in enumerate(sentence.words):
            if word.text == "„" or (word.text in '“»"«' and not inside and _opens(sentence.words, k)):
                inside = True
                flags.append(True)
            elif word.text in '”“«»"' and inside:
                flags.append(True)
                inside = False
            else:
                flags.append(inside)
        sentence.quoted = flags


def _opens(words: list[Word], k: int) -> bool:
    if k + 1 >= len(words):
        return False
    return words[k + 1].start == words[k].end
