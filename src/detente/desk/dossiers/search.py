"""Search in a dossier: its reports, statements and events, without regard to case and accents.

The texts of a dossier are folded when it has changed, and kept in memory; a query goes through them from end to end.
Both grow with the number of reports: 500 reports with 10,000 statements (3 million characters folded) take some 7 ms.
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal
from urllib.parse import quote

from detente.contract import Dossier as Content
from detente.contract import Evidence
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.sentences import Sentences, report_page, sentences

Kind = Literal["report", "statement", "event"]
KINDS: tuple[Kind, ...] = ("report", "statement", "event")
# Longer queries are cut: nobody types them.
LONGEST = 200
_AROUND = 110
_KEPT = 64


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """A character without case and accents; "" for an accent that stands alone."""
    spread = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Text without case and accents; white space of any kind becomes one blank for one character."""
    text = re.sub(r"\s", " ", text)
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_marks())


@cache
def _marks() -> dict[int, None]:
    return {code: None for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))}


def terms(query: str) -> list[str]:
    """What all must be found: words, and phrases in quotes (also German ones); folded, each once."""
    found = re.findall(r'["“”„«»]([^"“”„«»]+)["“”„«»]?|([^\s"“”„«»]+)', query[:LONGEST])
    folded = (" ".join(fold(phrase or word).split()) for phrase, word in found)
    return list(dict.fromkeys(each for each in folded if each))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: `head` and `text` are shown, `fields` is the folded text that is searched.

    spans: for a report the highlighted sentences in it as (start, end, address).  id, report: its own id, and that of
    the report it stands in.
    """

    kind: Kind
    head: str
    text: str
    about: str
    date: str | None
    address: str
    fields: str
    id: str
    report: str
    spans: tuple[tuple[int, int, str], ...] = ()


Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """A find: its head and the words around the first place, in pieces of which some are what was looked for."""

    entry: Entry
    head: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    address: str


def index(dossier: Dossier) -> tuple[Entry, ...]:
    """Everything in a dossier that can be found, as it stands."""
    content, where = sentences(dossier)
    # The same content is the same object while the dossier stays as it is.
    with _lock:
        kept = _indexes.get(dossier.pk)
    if kept is not None and kept[0] is content:
        return kept[1]
    made = tuple(_entries(dossier.slug, content, where))
    with _lock:
        while len(_indexes) >= _KEPT:
            _indexes.pop(next(iter(_indexes)))
        _indexes[dossier.pk] = (content, made)
    return made


_lock = threading.Lock()
_indexes: dict[int, tuple[Content, tuple[Entry, ...]]] = {}


def _entries(slug: str, content: Content, where: Sentences) -> Iterator[Entry]:
    names = {party.id: party.name for party in content.parties}
    labels = {issue.id: issue.label for issue in content.issues}
    dates = {report.id: report.date for report in content.reports}
    spans: dict[str, dict[tuple[int, int], str]] = {report.id: {} for report in content.reports}

    def seen(evidence: Evidence) -> str:
        address = where.ref(evidence).address
        spans.get(evidence.report, {}).setdefault((evidence.start, evidence.end), address)
        return address

    items = []
    for s in content.statements:
        head, about = names.get(s.party, s.party), labels.get(s.issue or "", "")
        fields = fold(f"{head}\n{s.topic}\n{about}\n{s.evidence.quote}")
        date = s.date or dates.get(s.evidence.report)
        at = seen(s.evidence)
        items.append(Entry("statement", head, s.evidence.quote, s.topic, date, at, fields, s.id, s.evidence.report))
    for e in content.events:
        head = ", ".join(names.get(party, party) for party in e.participants)
        about = ", ".join(part for part in (e.topic, e.place) if part)
        fields = fold(f"{head}\n{about}\n{e.when or ''}\n{e.evidence.quote}")
        date = e.date or dates.get(e.evidence.report)
        at = seen(e.evidence)
        items.append(Entry("event", head, e.evidence.quote, about, date, at, fields, e.id, e.evidence.report))
    for report in content.reports:
        own = tuple((start, end, to) for (start, end), to in sorted(spans[report.id].items()))
        title, page = report.title or "", report_page(slug, report.id)
        fields = fold(f"{title}\n{report.publisher or ''}\n{report.text}")
        by = report.publisher or ""
        yield Entry("report", title, report.text, by, report.date, page, fields, report.id, report.id, own)
    yield from items


def find(entries: Iterable[Entry], wanted: list[str]) -> list[Entry]:
    """The entries in which all terms stand: reports, then statements, then events, each latest first."""
    if not wanted:
        return []
    found = [entry for entry in entries if all(term in entry.fields for term in wanted)]
    found.sort(key=lambda entry: entry.date or "", reverse=True)
    return sorted(found, key=lambda entry: KINDS.index(entry.kind))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: entries with the dossiers they are in, how many there are of each kind, and the terms."""

    entries: Sequence[tuple[Entry, Dossier]]
    counts: dict[Kind, int]
    terms: list[str]


def through(dossiers: Sequence[Dossier], query: str, kind: str | None = None) -> Found:
    """Search in dossiers, one after the other; with `kind` only its entries, while the counts are of all kinds."""
    wanted = terms(query)
    found = [(each, dossier) for dossier in dossiers for each in find(index(dossier), wanted)] if wanted else []
    counts: dict[Kind, int] = {name: sum(each.kind == name for each, _ in found) for name in KINDS}
    return Found([pair for pair in found if kind in (None, pair[0].kind)], counts, wanted)


def hit(entry: Entry, wanted: list[str]) -> Hit:
    """A find as it is shown, with the address of the sentence nearest to what was looked for."""
    lengths = list(accumulate((1 if c.isspace() else len(_plain(c)) for c in entry.text), initial=0))
    places = _places(fold(entry.text), wanted)
    marks = [(_original(lengths, start), _original(lengths, end - 1) + 1) for start, end in places]
    first = marks[0][0] if marks else 0
    start, end = max(0, first - _AROUND), min(len(entry.text), first + 2 * _AROUND)
    while start > 0 and not entry.text[start - 1].isspace() and start > first - 2 * _AROUND:
        start -= 1
    while end < len(entry.text) and not entry.text[end].isspace() and end < first + 3 * _AROUND:
        end += 1
    pieces = _pieces(entry.text, marks, start, end)
    head_places = _places(fold(entry.head), wanted) if len(fold(entry.head)) == len(entry.head) else []
    return Hit(entry, _pieces(entry.head, head_places, 0, len(entry.head)), pieces, _address(entry, marks))


def _address(entry: Entry, marks: list[tuple[int, int]]) -> str:
    """The highlighted sentence that holds the first place; else the report's page, scrolled to the words."""
    if entry.kind != "report" or not marks:
        return entry.address
    start, end = marks[0]
    for left, right, address in entry.spans:
        if left <= start < right:
            return address
    return f"{entry.address}#:~:text={quote(entry.text[start:end], safe='')}"


def _places(folded: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where terms stand in folded text, in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(m.span() for term in wanted for m in re.finditer(re.escape(term), folded)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _original(lengths: list[int], place: int) -> int:
    """The character of the text that a place in its folded form comes from."""
    from bisect import bisect_right

    return bisect_right(lengths, place) - 1


def _pieces(text: str, marks: list[tuple[int, int]], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    if start > 0:
        pieces.append(("… ", False))
    here = start
    for left, right in marks:
        if left >= end or right <= start:
            continue
        pieces += [(text[here:left], False), (text[left:right], True)]
        here = right
    pieces.append((text[here : max(here, end)], False))
    if end < len(text):
        pieces.append((" …", False))
    return tuple(piece for piece in pieces if piece[0])
