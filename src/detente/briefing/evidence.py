"""Numbers for the sentences that a brief rests on, and a record of where the brief uses each of them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from detente.briefing.brief import Cite, Section
from detente.briefing.quoted import Use
from detente.contract import Control, Dossier, Evidence

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")

Passage = tuple[str, int, int, str]


def clean(text: str) -> str:
    """`text` with nothing in it that steers a terminal, turns its direction round or cannot be encoded.

    Code points are replaced one by one, so offsets stay valid: controls by U+FFFD, direction overrides by U+200B.
    """
    return _DIRECTION.sub("\u200b", _CONTROL.sub("\ufffd", text.replace("\r", "\n")))


def line(text: str) -> str:
    """`text` cleaned and on one line."""
    return _SPACE.sub(" ", clean(text)).strip()


def isolated(text: str) -> str:
    """`text` so that, written from right to left, it does not turn round what stands beside it."""
    if any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text):
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
    return text


def evidence_of(dossier: Dossier) -> Iterator[Evidence]:
    """Every passage that an item of the dossier rests on (mentions of parties apart)."""
    for statement in dossier.statements:
        yield statement.evidence
    for event in dossier.events:
        yield event.evidence
    for party in dossier.parties:
        for office in party.offices:
            yield office.evidence
    for issue in dossier.issues:
        yield from (control.evidence for control in issue.controls if control.evidence and shows(control))
    for discrepancy in dossier.discrepancies:
        yield from discrepancy.between
    for ruling in dossier.rulings:
        if ruling.evidence is not None:
            yield ruling.evidence


def shows(control: Control) -> bool:
    """Whether it is a passage that shows that a party holds something in its hands, not just its name or role."""
    return control.evidence is not None and control.reason in ("event", "phrase")


def _passage(evidence: Evidence) -> Passage:
    return evidence.report, evidence.start, evidence.end, evidence.quote


class Sources:
    """The sentences of a dossier's reports, numbered by report and place: the second of report 3 is "3.2".

    A passage that cannot be found (unknown report, offsets beyond the text, other words there) is numbered "?.1" and
    on, and listed apart.  `cite` hands out references and remembers them for the way back.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.numbers = {report.id: n for n, report in enumerate(dossier.reports, 1)}
        self._texts = {report.id: report.text for report in dossier.reports}
        self.spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self.lost: dict[Passage, str] = {}
        self._labels: dict[Passage, str] = {}
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._made = 0
        self._number(evidence_of(dossier))

    def _number(self, passages: Iterable[Evidence]) -> None:
        found: set[Passage] = set()
        for evidence in passages:
            passage = _passage(evidence)
            if self.stands(evidence):
                found.add(passage)
            else:
                self.lost.setdefault(passage, evidence.quote)
        for passage in sorted(found, key=lambda p: (self.numbers[p[0]], p[1], -p[2])):
            report, start, end, _ = passage
            here = self.spans[report]
            label = f"{self.numbers[report]}.{len(here) + 1}"
            here.append((start, end, label))
            self._labels[passage] = label
        for n, passage in enumerate(self.lost, 1):
            self._labels[passage] = f"?.{n}"

    def stands(self, evidence: Evidence) -> bool:
        """Whether the report is at hand and says at that place what is quoted."""
        text = self._texts.get(evidence.report)
        inside = text is not None and evidence.end <= len(text) and bool(evidence.quote.strip())
        return inside and text is not None and text[evidence.start : evidence.end] == evidence.quote

    @staticmethod
    def target(label: str) -> str:
        """The anchor of the sentence with this label."""
        return "e" + label.replace(".", "-").replace("?", "x")

    def label(self, evidence: Evidence) -> str:
        """The label of a passage."""
        return self._labels[_passage(evidence)]

    def cite(self, evidence: Evidence, section: Section) -> Cite:
        """A new reference to a passage from a section of the brief."""
        label = self.label(evidence)
        self._made += 1
        anchor = f"u{self._made}"
        target = self.target(label)
        self._uses[target].append(Use(section, anchor))
        return Cite(label, target, anchor)

    def cites(self, passages: Iterable[Evidence], section: Section) -> tuple[Cite, ...]:
        """References to passages, each once, in the order of the reports."""
        unique = {self.label(evidence): evidence for evidence in passages}
        ordered = sorted(unique.values(), key=lambda e: (self.numbers.get(e.report, 10**9), e.start, -e.end))
        return tuple(self.cite(evidence, section) for evidence in ordered)

    def uses(self, target: str) -> tuple[Use, ...]:
        """Where a sentence is used: its first reference in each section."""
        first: dict[Section, Use] = {}
        for use in self._uses[target]:
            first.setdefault(use.section, use)
        return tuple(first.values())
