"""What may be published of other people's reports: their register, and of their texts the cited sentences only.

Reports are the work of their publishers.  A published version names each (title, publisher, author, date, address) and
quotes the sentences that its figures rest on; all else of the text, and what stood around it, stays on the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from detente.briefing import Brief
from detente.briefing.appendix import source_name, web_address
from detente.briefing.evidence import evidence_of
from detente.briefing.quoted import Node, Paragraph, ReportText
from detente.contract import Dossier, Evidence, Party, Report, Ruling
from detente.desk.words import say

GAP = " […] "
_BLANK = re.compile(r"[^\S\n]{3,}")


def named_by(dossier: Dossier, desk: str) -> Dossier:
    """The dossier with its rulings as they are published: in the desk's name, without the analysts' own remarks.

    What an analyst rejected is not in the dossier, so the ruling that rejected it is left out too.
    """
    kept: list[Ruling] = [
        ruling.model_copy(update={"author": desk, "reason": ""})
        for ruling in dossier.rulings
        if ruling.action != "reject"
    ]
    return dossier.model_copy(update={"rulings": kept})


def quotable(dossier: Dossier) -> Dossier:
    """A dossier, rulings applied, as it may be handed on: all of the reports' texts that is not cited is blanked.

    Texts keep their length, so that every offset holds: what is left out is blank, a longer gap shows "[…]".  Mentions
    of parties outside the cited sentences are left out, and so are the rulings, which are applied.
    """
    cited: dict[str, list[Evidence]] = {report.id: [] for report in dossier.reports}
    bare = dossier.model_copy(update={"rulings": []})
    for evidence in evidence_of(bare):
        cited.get(evidence.report, []).append(evidence)
    reports = [_blanked(report, cited[report.id]) for report in dossier.reports]
    texts = {report.id: report.text for report in reports}
    return bare.model_copy(
        update={"reports": reports, "parties": [_mentioned(party, texts) for party in dossier.parties]}
    )


def _blanked(report: Report, cited: Iterable[Evidence]) -> Report:
    out = ["\n" if character == "\n" else " " for character in report.text]
    for passage in cited:
        if report.text[passage.start : passage.end] == passage.quote:
            out[passage.start : passage.end] = passage.quote
    text = _BLANK.sub(lambda gap: GAP.strip().center(len(gap[0])), "".join(out))
    source = report.source if web_address(report.source) else source_name(report.source)
    return report.model_copy(update={"text": text, "furniture": [], "source": source})


def _mentioned(party: Party, texts: dict[str, str]) -> Party:
    kept = [e for e in party.evidence if texts.get(e.report, "")[e.start : e.end] == e.quote]
    return party.model_copy(update={"evidence": kept})


def excerpted(brief: Brief) -> Brief:
    """The brief with the cited sentences of the reports in place of the reports."""
    reports = tuple(_excerpt(report, brief.language) for report in brief.reports)
    anchors = {anchor for report in reports for part in report.paragraphs for anchor in _anchors(part.nodes)}
    parties = tuple(
        replace(party, places=tuple(place for place in party.places if place.target in anchors))
        for party in brief.parties
    )
    return replace(brief, reports=reports, parties=parties)


def _excerpt(report: ReportText, language: str) -> ReportText:
    quoted = [replace(part, nodes=_marks(part.nodes)) for part in report.paragraphs]
    kept = tuple(part for part in quoted if part.nodes)
    if not kept:
        kept = (Paragraph((Node("text", say("publishing.not_cited", lang=language)),), (), False),)
    return replace(report, paragraphs=kept, furniture=())


def _marks(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    out: list[Node] = []
    gap = False
    for node in nodes:
        if node.kind == "mark":
            if gap and out:
                out.append(Node("text", GAP))
            out.append(node)
            gap = False
        elif node.kind != "text" or node.text.strip():
            gap = True
        elif out:
            out.append(node)
    return tuple(out)


def _anchors(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.anchor
        yield from _anchors(node.children)
