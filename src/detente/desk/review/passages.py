"""Passages of reports: the paragraph around one, and where a quote that was given stands.  Places are code points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from detente.briefing.evidence import clean
from detente.contract import Evidence, Report

# So much of a long paragraph is shown on each side of a passage.
_ROOM = 320
_PARAGRAPH = re.compile(r"[^\n\r]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage within its paragraph, as it is shown; `found` is False where the report does not say it there."""

    before: str
    words: str
    after: str
    found: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, and the numbers (from 1) of the passages that it belongs to."""

    text: str
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text that begins at code point `start`."""

    start: int
    pieces: tuple[Piece, ...]


class NotThereError(Exception):
    """A quote has no one place in its report: `key` says why ("empty", "nowhere", "several")."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def passage(report: Report | None, evidence: Evidence) -> Passage:
    """A passage with what stands around it in its paragraph."""
    text = report.text if report is not None else ""
    start, end = evidence.start, evidence.end
    if not evidence.quote or text[start:end] != evidence.quote:
        return Passage("", clean(evidence.quote), "", False)
    left = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    ends = [place for place in (text.find("\n", end), text.find("\r", end)) if place >= 0]
    right = min(ends, default=len(text))
    before, after = clean(text[left:start]), clean(text[end:right])
    if len(before) > _ROOM:
        before = "… " + before[-_ROOM:].partition(" ")[2]
    if len(after) > _ROOM:
        after = after[:_ROOM].rpartition(" ")[0] + " …"
    return Passage(before, clean(text[start:end]), after)


def paragraphs(text: str, spans: Iterable[tuple[int, int]]) -> list[Paragraph]:
    """A text in paragraphs, cut where one of the spans begins or ends; spans may nest, touch and cross."""
    numbered = list(enumerate(spans, start=1))
    found = []
    for match in _PARAGRAPH.finditer(text):
        if not match[0].strip():
            continue
        left, right = match.span()
        here = [(n, a, b) for n, (a, b) in numbered if a < right and b > left]
        cuts = sorted({left, right, *(max(a, left) for _, a, _ in here), *(min(b, right) for _, _, b in here)})
        pieces = [
            Piece(clean(text[a:b]), tuple(n for n, first, last in here if first <= a and last >= b))
            for a, b in pairwise(cuts)
        ]
        found.append(Paragraph(left, tuple(pieces)))
    return found


def place(report: Report, quote: str, start: int | None = None, end: int | None = None) -> Evidence:
    """Where a quote stands in a report, verbatim; `start` and `end` are the place that was pointed at, if one was.

    Raises `NotThereError` where it stands nowhere, or in several places and none was pointed at.
    """
    text = clean(report.text)
    wanted = clean(quote.replace("\r\n", "\n")).strip()
    if not wanted:
        raise NotThereError("empty")
    if start is not None and end is not None and text[start:end].strip() == wanted:
        found = text.index(wanted, start)
    else:
        places = [match.start() for match in re.finditer(re.escape(wanted), text)]
        if not places:
            raise NotThereError("nowhere")
        if len(places) > 1 and start is None:
            raise NotThereError("several")
        found = places[0] if start is None else min(places, key=lambda each: abs(each - (start or 0)))
    stop = found + len(wanted)
    return Evidence(report=report.id, start=found, end=stop, quote=report.text[found:stop])
