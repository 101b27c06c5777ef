"""The reports themselves: paragraphs with their highlighted sentences, properly nested, and notes beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal
from urllib.parse import urlsplit

from detente.briefing.brief import Place
from detente.briefing.evidence import Sources, clean, line
from detente.briefing.quoted import Lost, Node, Note, Paragraph, ReportText
from detente.contract import Dossier, Party, Report

_PARAGRAPH = re.compile(r"[^\n\r]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something to mark in a text: code points `start:end`, where it leads, and its label."""

    start: int
    end: int
    kind: Literal["mark", "mention"]
    target: str
    label: str


@dataclass(slots=True)
class _Open:
    """A node under construction."""

    stretch: Stretch
    children: list[Node] = field(default_factory=list)


def nest(text: str, start: int, end: int, stretches: Iterable[Stretch], seen: set[str]) -> tuple[Node, ...]:
    """The code points `start:end` of `text` as a tree in which every stretch that overlaps them is marked.

    Stretches may nest, touch and cross.  Where two cross, the later one is closed with the earlier one and opened
    again behind it.  Only the first piece of a stretch carries its anchor; `seen` remembers the anchors given, from
    one paragraph to the next.  Mentions are innermost: they are links, and marks begin with one.
    """
    overlapping = (s for s in stretches if s.start < end and s.end > start)
    here = sorted(overlapping, key=lambda s: (s.kind == "mention", s.start, -s.end))
    cuts = sorted({start, end, *(max(s.start, start) for s in here), *(min(s.end, end) for s in here)})
    top: list[Node] = []
    stack: list[_Open] = []

    def close() -> None:
        done = stack.pop()
        mark = done.stretch
        anchor = "" if mark.target in seen else mark.target
        seen.add(mark.target)
        node = Node(mark.kind, "", mark.target, mark.label, anchor, tuple(done.children))
        (stack[-1].children if stack else top).append(node)

    for left, right in pairwise(cuts):
        active = [s for s in here if s.start <= left and s.end >= right]
        same = 0
        while same < min(len(stack), len(active)) and stack[same].stretch is active[same]:
            same += 1
        while len(stack) > same:
            close()
        stack.extend(_Open(stretch) for stretch in active[same:])
        (stack[-1].children if stack else top).append(Node("text", clean(text[left:right])))
    while stack:
        close()
    return tuple(top)


class Mentions:
    """Where each party is first named in each report, and the way there and back."""

    def __init__(self, parties: Iterable[Party], sources: Sources, anchors: Mapping[str, str]) -> None:
        self.places: dict[str, tuple[Place, ...]] = {}
        self.stretches: dict[str, list[Stretch]] = defaultdict(list)
        for party in parties:
            first: dict[str, tuple[int, int]] = {}
            for evidence in party.evidence:
                if sources.stands(evidence) and evidence.start < first.get(evidence.report, (evidence.end, 0))[0]:
                    first[evidence.report] = (evidence.start, evidence.end)
            places = []
            for report, (start, end) in sorted(first.items(), key=lambda item: sources.numbers[item[0]]):
                number, anchor = sources.numbers[report], anchors[party.id]
                stretch = Stretch(start, end, "mention", f"m{number}-{anchor}", f"w{number}-{anchor}")
                if any(s.start < end and s.end > start for s in self.stretches[report]):
                    continue  # a link within a link is not allowed: the name that came first keeps its place
                self.stretches[report].append(stretch)
                places.append(Place(str(number), stretch.target, stretch.label))
            self.places[party.id] = tuple(places)


def report_texts(
    dossier: Dossier, sources: Sources, mentions: Mentions, found: Mapping[str, list[str]]
) -> tuple[ReportText, ...]:
    """All reports with their texts.  `found` says by sentence label what was read from it.

    Call it last: the notes lead back to every reference that `sources` has handed out.
    """
    return tuple(_report(report, dossier, sources, mentions, found) for report in dossier.reports)


def lost_passages(sources: Sources, found: Mapping[str, list[str]]) -> tuple[Lost, ...]:
    """Quoted passages whose place in the reports is not known."""
    lost = []
    for n, quote in enumerate(sources.lost.values(), 1):
        label = f"?.{n}"
        lost.append(Lost(_note(label, sources, found), line(quote)))
    return tuple(lost)


def _note(label: str, sources: Sources, found: Mapping[str, list[str]]) -> Note:
    target = sources.target(label)
    return Note("n" + target[1:], label, target, tuple(found.get(label, ())), sources.uses(target))


def _report(
    report: Report, dossier: Dossier, sources: Sources, mentions: Mentions, found: Mapping[str, list[str]]
) -> ReportText:
    number = sources.numbers[report.id]
    spans = sources.spans.get(report.id, [])
    stretches = [Stretch(start, end, "mark", sources.target(label), label) for start, end, label in spans]
    marks = stretches + mentions.stretches.get(report.id, [])
    title = line(report.title or "")
    seen: set[str] = set()
    paragraphs = []
    for match in _PARAGRAPH.finditer(report.text):
        if not match[0].strip():
            continue
        start, end = match.span()
        new = [s for s in stretches if s.target not in seen and s.start < end and s.end > start]
        nodes = nest(report.text, start, end, marks, seen)
        notes = tuple(_note(s.label, sources, found) for s in new)
        paragraphs.append(Paragraph(nodes, notes, bool(title) and line(match[0]) == title))
    original = sources.numbers.get(report.duplicate_of or "")
    return ReportText(
        number=number,
        anchor=f"r{number}",
        title=title,
        publisher=line(report.publisher or "") or None,
        author=line(report.author or "") or None,
        date=line(report.date or "") or None,
        dateline=tuple(line(place) for place in report.dateline),
        agency=line(report.agency or "") or None,
        language=report.language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", report.language) else "und",
        source=source_name(report.source),
        link=web_address(report.source),
        duplicate_of=original,
        duplicate_anchor=f"r{original}" if original else None,
        sentences=len(spans),
        paragraphs=tuple(paragraphs),
        furniture=tuple((line(piece.kind), clean(piece.text)) for piece in report.furniture),
    )


def source_name(source: str) -> str:
    """A source as a brief names it: an address in full, of a file only its name (a brief is passed on)."""
    shown = line(source)
    return shown if "://" in shown else re.split(r"[/\\]", shown.rstrip("/\\"))[-1]


def web_address(source: str) -> str | None:
    """`source` where it is a web page's address that may be linked: http or https with a host, else None."""
    if clean(source) != source or any(c.isspace() for c in source):
        return None
    try:
        parts = urlsplit(source)
        return source if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
