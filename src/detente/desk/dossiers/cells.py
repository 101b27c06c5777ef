"""A cell of the positions matrix opened up: what a party said on an issue, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from detente.contract import Dossier, Issue, Option, Party, Report, Statement
from detente.desk.dossiers.sentences import Ref, Sentences
from detente.dossier import counted
from detente.dossier.history import dates
from detente.negotiation.tally import spoken_for


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its date (ISO 8601), the option it names, who made it, and where it stands.

    turned: it takes the other side than the one before it on the same option.
    """

    statement: Statement
    date: str | None
    option: Option | None
    speaker: Party
    report: Report | None
    ref: Ref
    turned: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A party on an issue; `said` from the first statement on, those without a date first."""

    party: Party
    issue: Issue
    said: tuple[Said, ...]


def cell(dossier: Dossier, sentences: Sentences, party: str, issue: str) -> Cell | None:
    """What a party, and whoever speaks for it, said on an issue; None where the dossier lists one of them not."""
    known = {each.id: each for each in dossier.parties}
    about = next((each for each in dossier.issues if each.id == issue), None)
    if party not in known or about is None:
        return None
    ends, when = spoken_for(dossier.parties), dates(dossier)
    options = {option.id: option for option in about.options}
    reports = {report.id: report for report in dossier.reports}
    some = [s for s in counted(dossier) if s.issue == issue and ends.get(s.party) == ends[party]]
    if ends[party] != party:
        some = [s for s in some if s.party == party]
    some.sort(key=lambda s: when[s.id] or "")
    turned = set()
    for option in {s.option for s in some}:
        sides = [s for s in some if s.option == option and s.stance != "open"]
        turned |= {after.id for before, after in pairwise(sides) if before.stance != after.stance}
    said = tuple(
        Said(
            statement,
            when[statement.id],
            options.get(statement.option or ""),
            known[statement.party],
            reports.get(statement.evidence.report),
            sentences.ref(statement.evidence),
            statement.id in turned,
        )
        for statement in some
    )
    return Cell(known[party], about, said)
