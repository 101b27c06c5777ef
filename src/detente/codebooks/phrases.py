"""Turns of phrase around the mention of a party ("war against PARTY"), by which a codebook knows a side.

A phrase is words and one `{party}`.  `*` stands for letters at the beginning or end of a word, `a|b` for one word or
the other, `...` for up to GAP words.  Case and accents do not matter; an article may stand before the party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.codebooks.text import fold
from detente.contract import Dossier, Evidence, Party

PARTY = "{party}"
GAP = 6
# How much text on either side of a mention is looked at.
_REACH = 160
_MARK = "\x01"
_ARTICLES = "der|die|das|dem|den|des|ein|eine|einer|einem|einen|eines|the|a|an"
_BETWEEN = r"[\s\-‐‑–]+"
_BEFORE_PARTY = rf"(?:{_BETWEEN}(?:(?:{_ARTICLES})\s+)?)"
_WORD = re.compile(r"\*?[\w'’-]+\*?")
_SENTENCE_END = re.compile(r"[.!?:;\n]")


@dataclass(frozen=True)
class Mention:
    """A mention of a party: its id and where it stands."""

    party: str
    evidence: Evidence


@lru_cache(maxsize=1000)
def parse_phrase(phrase: str) -> re.Pattern[str]:
    """The phrase as a pattern for folded text in which the mention is marked.

    Raises ValueError, which says what is wrong with the phrase.
    """
    words = phrase.split()
    if words.count(PARTY) != 1:
        raise ValueError(f'phrase "{phrase}": {PARTY} has to stand in it once, as a word of its own')
    if not any(word not in (PARTY, "...") for word in words):
        raise ValueError(f'phrase "{phrase}": there is no word besides {PARTY}')
    parts: list[str] = []
    for word in words:
        if word == PARTY:
            parts.append(rf"{_MARK}(?:['’]?s?['’]?)")
        elif word == "...":
            parts.append(rf"(?:[^\s]+[\s\-]+){{0,{GAP}}}?")
        else:
            parts.append("(?:" + "|".join(_alternative(a, phrase) for a in word.split("|")) + ")")
    pattern = r"(?<!\w)"
    for place, part in enumerate(parts):
        if place and words[place - 1] != "...":  # a gap brings the blanks behind its words along
            pattern += _BEFORE_PARTY if words[place] == PARTY else _BETWEEN
        elif place and words[place] == PARTY:
            pattern += rf"(?:(?:{_ARTICLES})\s+)?"
        pattern += part
    return re.compile(pattern + r"(?!\w)")


def _alternative(word: str, phrase: str) -> str:
    if not _WORD.fullmatch(word) or not word.strip("*"):
        raise ValueError(f'phrase "{phrase}": "{word}" is not a word; * may stand only at its beginning or end')
    letters = re.escape(fold(word.strip("*")))
    return (r"\w*" if word.startswith("*") else "") + letters + (r"\w*" if word.endswith("*") else "")


def find_phrases(dossier: Dossier, phrases: Iterable[str], language: str) -> Iterator[Mention]:
    """The mentions of parties that stand in one of the phrases, in reports of this language; evidence is the phrase.

    In the order of the dossier's parties and of the text.  A report that repeats another is left out.
    """
    patterns = [parse_phrase(phrase) for phrase in phrases]
    texts = {r.id: r.text for r in dossier.reports if r.language[:2].lower() == language and r.duplicate_of is None}
    for party in dossier.parties:
        mentions = [(m.report, m.start, m.end) for m in party.evidence if m.report in texts]
        for report, start, end in (*mentions, *_in_compounds(party, texts)):
            text = texts[report]
            low, high = _sentence(text, start, end)
            spans = (_find(pattern, text, (low, start, end, high)) for pattern in patterns)
            span = next((found for found in spans if found is not None), None)
            if span is not None:
                evidence = Evidence(report=report, start=span[0], end=span[1], quote=text[span[0] : span[1]])
                yield Mention(party.id, evidence)


def _in_compounds(party: Party, texts: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """Where a name is the first part of a hyphened word ("Norland-Krieg"), which reading takes for no mention."""
    for name in () if party.kind == "person" else dict.fromkeys((party.name, *party.aliases)):
        compound = re.compile(rf"(?<!\w){re.escape(name)}(?=[-‐‑–]\w)")
        for report, text in texts.items():
            yield from ((report, found.start(), found.end()) for found in compound.finditer(text))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    breaks = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, high)
    return (breaks[-1] if breaks else low), (after.start() if after else high)


def _find(pattern: re.Pattern[str], text: str, place: tuple[int, int, int, int]) -> tuple[int, int] | None:
    low, start, end, high = place
    before, behind = text[low:start], text[end:high]
    marked = fold(before) + _MARK + fold(behind)
    found = pattern.search(marked)
    if found is None:
        return None
    # Folding may change the length of a text ("ß"): what lies before the mention is measured from the mention.
    ahead = len(fold(before)) - found.start()
    first = next((n for n in range(len(before), -1, -1) if len(fold(before[n:])) >= ahead), 0)
    beyond = found.end() - len(fold(before)) - len(_MARK)
    last = next((n for n in range(len(behind) + 1) if len(fold(behind[:n])) >= beyond), len(behind))
    return low + first, end + last
