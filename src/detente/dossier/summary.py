"""What holds of a dossier as a whole: its language, and which of its statements count."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from detente.contract import Dossier, Report, Statement

Language = Literal["de", "en"]


def main_language(dossier: Dossier) -> Language:
    """The language of most reports, German or English; of most text where they are even; else English."""
    return language_of(dossier.reports)


def language_of(reports: list[Report]) -> Language:
    """The language that most of these reports are written in (see `main_language`)."""
    sizes: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for report in reports:
        count, length = sizes[report.language]
        sizes[report.language] = (count + 1, length + len(report.text))
    return "de" if sizes["de"] > sizes["en"] else "en"


def sources(dossier: Dossier) -> dict[str, str]:
    """The source that each report tells: a near-duplicate's is the report that it repeats, any other's is its own.

    Several reports that repeat one report which is not in the dossier are one source, named by the first of them.
    """
    repeats = {report.id: report.duplicate_of for report in dossier.reports}
    roots: dict[str, str] = {}
    absent: dict[str, str] = {}
    for report in dossier.reports:
        root, seen = report.id, {report.id}
        while (original := repeats.get(root)) and original not in seen:
            seen.add(original)
            root = original
        if repeats.get(root) in seen:
            # Reports that repeat each other in a circle: the first of them in the dossier stands for all.
            root = next(other.id for other in dossier.reports if other.id in seen)
        if root not in repeats:
            root = absent.setdefault(root, report.id)
        roots[report.id] = root
    return roots


def counted(dossier: Dossier) -> list[Statement]:
    """The statements that count: a report that repeats another one (`duplicate_of`) is one source with it, not two."""
    roots = sources(dossier)
    return [s for s in dossier.statements if roots.get(s.evidence.report, s.evidence.report) == s.evidence.report]
