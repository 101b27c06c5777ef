"""The words of one line: what they say for and against its being furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache

from detente.reports.wordlists import wordlist

LANGUAGES = ("de", "en")
# Kinds that say something of the report itself: a neighbour of theirs is no likelier to be furniture.
NEUTRAL = frozenset({"byline", "date", "kicker", "credits", "picture"})

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?…:;][\"”“»«’')\]]*$|[\"”“»]$")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪►▶→✓+]|\d{1,2}[.)])\s+")
_PIECES = re.compile(r"\s*[|•·›>»→]\s*|\s+[/–-]\s+|\s{3,}|\t+|\s*,\s+")
# A quotation that is not closed goes on in the next paragraph.
_QUOTES = re.compile(
    r"^\s*[\"„“»][^\"“”«»]*$|„[^“”\"„]{1,600}[“”\"]|“[^”“]{1,600}”|\"[^\"]{1,600}\"|»[^«»]{1,600}«|«[^»«]{1,600}»"
)
_COUNT = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NAME_OF_COMMENTER = re.compile(
    r"^.{2,50}\s(?:sagt|schreibt|meint|says|wrote|writes):?$|\b(?:vor|ago|há)\b.{0,20}(?:Minuten?|Stunden?|Tagen?|Wochen?|Monaten?)\b"
    r"|^\S.{0,40}\b\d+\s(?:minutes?|hours?|days?|weeks?|months?|years?)\sago\b.{0,30}$"
)


@dataclass(slots=True)
class Line:
    """One line and what its words say about it; `kind` is None while it counts as body."""

    text: str
    words: int
    prose: bool
    ends: bool
    bullet: bool
    after_blank: bool
    sure: Counter[str] = field(default_factory=Counter)
    likely: Counter[str] = field(default_factory=Counter)
    heading: str | None = None
    doubtful: str | None = None
    reader: int = 0
    reporting: bool = False
    headline: bool = False
    kind: str | None = None

    @property
    def furniture(self) -> bool:
        """Whether the line is furniture that makes its neighbours suspect."""
        return self.kind is not None and self.kind not in NEUTRAL

    @property
    def guess(self) -> str:
        """The kind that most of the line's cues name, "other" where it has none."""
        scores = self.likely + self.sure + self.sure + self.sure
        return scores.most_common(1)[0][0] if scores else "other"


@dataclass(frozen=True, slots=True)
class _Cue:
    phrase: str
    kind: str
    strength: str

    def found_in(self, text: str) -> bool:
        return bool(compile_phrase(self.phrase).search(text))


def mark(text: str, *, after_blank: bool = False) -> Line:
    """A line with its cues counted."""
    stripped = text.strip()
    # Cues far into an endless line would make furniture of a paragraph that only mentions them.
    sample = stripped[:3000].replace("’", "'")
    words = len(_WORD.findall(stripped))
    ends = bool(_END.search(stripped[-20:]))
    cues = _cues_of(sample)
    sure = Counter(cues.sure)
    if words <= 12 and _NAME_OF_COMMENTER.search(sample):
        sure["comments"] += 1
    return Line(
        text=text,
        words=words,
        prose=words >= 25 or (ends and words >= 8),
        ends=ends,
        bullet=bool(_BULLET.match(stripped)),
        after_blank=after_blank,
        sure=sure,
        likely=Counter(cues.likely),
        heading=cues.heading,
        doubtful=cues.doubtful,
        reader=cues.reader,
        reporting=cues.reporting,
    )


@dataclass(frozen=True, slots=True)
class _Cues:
    sure: tuple[str, ...]
    likely: tuple[str, ...]
    reader: int
    reporting: bool
    heading: str | None
    doubtful: str | None


@lru_cache(maxsize=10_000)
def _cues_of(text: str) -> _Cues:
    """What the words of a line say; kept, since a page's lines are judged more than once."""
    headings, doubtful = _headings()
    plain = _COUNT.sub("", text).casefold() if len(text) < 100 else ""
    heading = headings.get(plain)
    if plain and heading is None:
        pieces = [_COUNT.sub("", piece).casefold() for piece in _PIECES.split(text)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1 and all(piece in headings or piece in doubtful for piece in pieces):
            heading = headings.get(pieces[0]) or doubtful.get(pieces[0])
        # "Probeheft bestellen · Impressum": half of the pieces are enough.
        parts = [_COUNT.sub("", part).casefold() for part in re.split(r"\s*[|•·]\s*", text)]
        named = [part for part in parts if part in headings or part in doubtful]
        if len(parts) > 1 and 2 * len(named) >= len(parts):
            heading = heading or headings.get(named[0]) or doubtful.get(named[0])
        words = [word.casefold() for word in _WORD.findall(text)]
        if len(words) > 2 and all(word in headings or word in doubtful for word in words):
            heading = headings.get(words[0]) or doubtful.get(words[0])
    found = _cues_in(_QUOTES.sub(" ", text))
    furniture = [cue for cue in found if cue.kind not in ("reader", "report")]
    return _Cues(
        sure=tuple(cue.kind for cue in furniture if cue.strength == "sure"),
        likely=tuple(cue.kind for cue in furniture if cue.strength == "likely"),
        reader=sum(cue.kind == "reader" for cue in found),
        reporting=any(cue.kind == "report" for cue in found),
        heading=heading,
        doubtful=doubtful.get(plain),
    )


@cache
def _headings() -> tuple[dict[str, str], dict[str, str]]:
    headings: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for language in LANGUAGES:
        for kind, lists in wordlist(f"furniture.{language}").items():
            for text in lists.get("headings", []):
                headings.setdefault(_COUNT.sub("", text).casefold(), kind)
            for key in ("doubtful", "menu"):
                for text in lists.get(key, []):
                    doubtful.setdefault(_COUNT.sub("", text).casefold(), kind)
    return headings, {text: kind for text, kind in doubtful.items() if text not in headings}


@cache
def _cues() -> tuple[dict[str, list[_Cue]], list[_Cue]]:
    """The cues by the first letters of their longest word, and those that have no word."""
    by_word: dict[str, list[_Cue]] = {}
    wordless: list[_Cue] = []
    for language in LANGUAGES:
        for kind, lists in wordlist(f"furniture.{language}").items():
            for strength in ("sure", "likely"):
                for phrase in lists.get(strength, []):
                    cue = _Cue(phrase, kind, strength)
                    literal = max(re.findall(r"(?<![\w*])\w+", phrase), key=len, default="")
                    if literal:
                        by_word.setdefault(literal[:4].casefold(), []).append(cue)
                    else:
                        wordless.append(cue)
    return by_word, wordless


@cache
def compile_phrase(phrase: str) -> re.Pattern[str]:
    """A phrase of the word lists as a pattern.

    "*" stands for the rest of a word, "..." for up to five words, "^" and "$" for the ends of the line.
    """
    start, end = phrase.startswith("^"), phrase.endswith("$")
    body = phrase.removeprefix("^").removesuffix("$").strip()
    parts = []
    for word in body.split():
        parts.append(r"(?:\S+\s+){0,5}?" if word == "..." else re.escape(word).replace(r"\*", r"\w*") + r"\s+")
    pattern = "".join(parts).removesuffix(r"\s+")
    before = r"^[\s\-–•*>\[]*" if start else (r"(?<!\w)" if body[0].isalnum() else "")
    after = r"\W*$" if end else (r"(?!\w)" if body[-1].isalnum() else "")
    return re.compile(before + pattern + after, re.IGNORECASE)


def _cues_in(text: str) -> list[_Cue]:
    by_word, wordless = _cues()
    found = [cue for cue in wordless if cue.found_in(text)]
    keys: set[str] = set()
    for word in re.findall(r"\w+", text.casefold()):
        keys.update((word[:1], word[:2], word[:3], word[:4]))
    for key in keys:
        found.extend(cue for cue in by_word.get(key, ()) if cue.found_in(text))
    return found
