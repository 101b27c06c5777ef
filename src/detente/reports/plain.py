"""Plain text: the headline, byline and date above the body, the body, and the furniture around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.contract import Furniture
from detente.reports.bylines import imprint
from detente.reports.cues import LANGUAGES, Line, compile_phrase, mark
from detente.reports.dateline import find_dateline, signature
from detente.reports.dates import date_line
from detente.reports.furniture import MENUS, judge
from detente.reports.model import Draft
from detente.reports.text import clean, unwrap
from detente.reports.wordlists import wordlist

# How far above the first paragraph a headline, byline or date is looked for, and how far below the last, in lines.
HEAD, TAIL = 40, 6
# How many lines above the first paragraph the headline stands at most, where the page does not name it.
NEAR = 12
LONGEST_HEADLINE = 200


@dataclass(slots=True)
class _Head:
    headline: int | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None


def read_plain(text: str, *, title: str | None = None, wrapped: bool = True, dehyphenate: bool = False) -> Draft:
    """A report from plain text.

    `title` is a headline known from elsewhere; `wrapped` says whether lines may have been broken to a width.
    """
    text = clean(text)
    if wrapped:
        text = unwrap(text, dehyphenate=dehyphenate)
    return read_lines(text.split("\n"), title=title)


def read_lines(lines: Sequence[str], *, title: str | None = None, regions: dict[int, str] | None = None) -> Draft:
    """A report from lines, each a paragraph, heading or piece of furniture.

    `regions` names lines that are known to be furniture.
    """
    known = dict(regions or {})
    filled = [n for n, line in enumerate(lines) if line.strip() and n not in known]
    head = _read_head(lines, filled, known, title)
    kinds = judge(lines, known, head.headline)
    body = _body(lines, kinds)
    furniture = [
        Furniture(kind=kind, text=line.strip())
        for line, kind in zip(lines, kinds, strict=True)
        if kind and line.strip()
    ]
    in_place = lines[head.headline].strip() if head.headline is not None else None
    _, author, date = signature(body)
    dateline = find_dateline(body)
    return Draft(
        text=body,
        title=title or in_place or headline_named(furniture),
        author=head.author or author,
        date=head.date or (dateline.date if dateline else None) or date,
        publisher=head.publisher or publisher_named(furniture),
        furniture=furniture,
    )


def _body(lines: Sequence[str], kinds: Sequence[str | None]) -> str:
    kept: list[str] = []
    dropped = False
    for line, kind in zip(lines, kinds, strict=True):
        if kind:
            dropped = True
        elif line.strip() or not dropped or (kept and kept[-1].strip()):
            kept.append(line)
            dropped = dropped and not line.strip()
    return "\n".join(kept).strip("\n").strip()


def _read_head(lines: Sequence[str], filled: list[int], known: dict[int, str], title: str | None) -> _Head:
    """The headline, author and date from the lines above the first paragraph and below the last."""
    head = _Head()
    kinds = judge(lines, known)
    body = [n for n in filled if kinds[n] is None]
    marked = {n: mark(lines[n]) for n in body[: HEAD + 1]}
    first = next((n for n in body[:HEAD] if _is_paragraph(lines[n], marked[n], n == filled[0])), None)
    above = [n for n in filled if first is not None and n < first][-HEAD:]
    later: str | None = None
    for number in [*above, *[n for n in filled[-TAIL:] if first is not None and n > first]]:
        said = imprint(lines[number])
        dated = date_line(lines[number])
        if said and (number in above or said.signed):
            head.author = head.author or said.author
            head.publisher = head.publisher or said.publisher
            head.date = head.date or said.date
            known[number] = "byline"
        elif dated:
            if dated[1]:
                later = later or dated[0]
            else:
                head.date = head.date or dated[0]
            known[number] = "date"
    publisher = publisher_named([Furniture(kind="other", text=line) for line in lines if len(line) < 600])
    for number in above:
        if publisher and number not in known and _same(lines[number], publisher):
            known[number] = "other"
    head.date = head.date or later
    marked.update({n: mark(lines[n]) for n in above})
    # A headline between a menu and buttons looks like part of them, until it is known for one.
    free = [n for n in above if kinds[n] in (None, "other") or (kinds[n] in MENUS and not marked[n].likely)]
    candidates = [n for n in free if n not in known and _may_be_headline(lines[n], marked[n])]
    if title and any(_same(lines[n], title) for n in above):
        head.headline = next(n for n in above if _same(lines[n], title))
    elif candidates:
        named = headline_named([Furniture(kind="other", text=line) for line in lines if len(line) < 600])
        same = [n for n in candidates if named and _same(lines[n], named)]
        close = [n for n in candidates if n in above[-NEAR:]]
        long = [n for n in close if marked[n].words >= 4]
        # Names of sections in a row are all capitals.
        long = [n for n in long if any(word[0].islower() for word in re.findall(r"\w+", lines[n]))] or long
        # What stands between headline and body, such as captions, is often longer than the headline.
        head.headline = (same or long or sorted(close or candidates, key=lambda n: -marked[n].words))[0]
    if head.headline is not None:
        for number in [n for n in above if n < head.headline]:
            # A kicker: one to three words above the headline.
            if number not in known and kinds[number] is None and marked[number].words <= 3 and not marked[number].ends:
                known[number] = "kicker"
    return head


def _is_paragraph(line: str, marked: Line, is_first: bool) -> bool:
    """Whether a line is the first of the body: prose without cues of furniture, and no headline that ends in a mark."""
    if marked.sure or marked.heading:
        return False
    if is_first and marked.words <= 20 and line.rstrip()[-1] in '?!"”“«»' and not find_dateline(line):
        return False
    return marked.prose or (
        marked.ends and marked.words >= 3 and line.rstrip()[-1] in '.!?…"”“«»' and not date_line(line)
    )


def _may_be_headline(line: str, marked: Line) -> bool:
    stripped = line.strip()
    return (
        2 <= marked.words <= 30
        and len(stripped) <= LONGEST_HEADLINE
        and not marked.bullet
        and not marked.sure
        and not marked.heading
        and not marked.doubtful
        and stripped.rstrip("\"”“»«’'")[-1:] not in ".;:,…"
    )


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


@cache
def _title_pattern() -> re.Pattern[str]:
    words = [w for code in LANGUAGES for w in wordlist(f"furniture.{code}")["titles"]["before"]]
    before = "|".join(compile_phrase(w).pattern for w in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:{before})[\s:]*(?:\"(?P<a>[^\n]{{8,250}}?)\"(?!\w)|„(?P<b>[^\n“”]{{8,250}})[“”\"]|“(?P<c>[^\n”]{{8,250}})”"
        r"|»(?P<d>[^\n«]{8,250})«|«(?P<e>[^\n»]{8,250})»)",
        re.IGNORECASE,
    )


def headline_named(furniture: Sequence[Furniture]) -> str | None:
    """The headline that the furniture names: 'a comment on the article "..."'; the one named most often."""
    found: Counter[str] = Counter()
    for line in furniture:
        for match in _title_pattern().finditer(line.text[:1000]):
            title = next(group for group in match.groups() if group).strip()
            if len(title.split()) >= 2:
                found[title] += 1
    return found.most_common(1)[0][0] if found else None


@cache
def _publisher_pattern() -> re.Pattern[str]:
    words = [w for code in LANGUAGES for w in wordlist(f"furniture.{code}")["publishers"]["before"]]
    before = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    name = r"(?P<{}>[^\W\d_a-z][\w&'’-]*(?:\.\w+)*(?:\s+[^\W\d_a-z][\w&'’-]*(?:\.\w+)*){{0,4}})"
    return re.compile(
        rf"(?:\b(?i:{before})\s+(?:(?i:the|der|die|das)\s+)?{name.format('a')})|(?:(?:©|\(c\)|(?i:copyright))[\s©]*(?:\d{{4}}(?:[-–]\d{{4}})?,?\s+)?(?:by\s+)?{name.format('b')})"
    )


def publisher_named(furniture: Sequence[Furniture]) -> str | None:
    """The publisher that the furniture names: "back to the homepage of X", "© 2024 X"."""
    for line in furniture:
        match = _publisher_pattern().search(line.text[:500])
        if match:
            name = (match["a"] or match["b"]).strip(" .,-–")
            if len(name) > 1 and not name.isdigit():
                return name
    return None
