"""From the dossier to the table: choose who sits there and what is on it, and count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from detente.contract import UNSPECIFIED, Dossier, Issue, Option, Party, Ruling
from detente.dossier import apply_rulings, main_language
from detente.negotiation.assumptions import contrary_label
from detente.negotiation.listing import list_assumptions
from detente.negotiation.mediators import find_mediators
from detente.negotiation.model import RULING, Counts, Negotiation, TableIssue
from detente.negotiation.status import status
from detente.negotiation.tally import Tally, spoken_for, tally

SEATS = 6
AGENDA = 8


def build(
    dossier: Dossier,
    *,
    persons_apart: bool = False,
    parties: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    min_statements: int = 1,
) -> Negotiation:
    """Build the negotiation from the counted statements of a dossier, its rulings applied.

    Seated are the SEATS (6) parties with the most counted statements, if they have at least `min_statements`; who
    mediates must have taken a firm stance besides.  On the table are the AGENDA (8) issues with the most statements of
    seated parties, "unspecified" never among them.  `parties` and `issues` choose by id instead, in the order given,
    with evidence or without.  With nobody to seat or nothing to discuss the table is empty (no parties, no issues),
    which is no error.

    Raises ValueError for an unknown id, and for a statement that names something the dossier does not list.
    """
    dossier = apply_rulings(dossier)
    counted = tally(dossier, persons_apart=persons_apart)
    known = {party.id: party for party in dossier.parties}
    ends = spoken_for(dossier.parties, persons_apart=persons_apart)
    language = main_language(dossier)
    subjects = {issue.id: _table_issue(issue, dossier, language) for issue in dossier.issues}
    mediators = find_mediators(dossier, ends)
    speakers = _ranked(counted, known)
    eligible = [
        p for p in speakers if counted.count(p) >= max(1, min_statements) and (p not in mediators or counted.firm(p))
    ]
    seated = eligible[:SEATS] if parties is None else _chosen(parties, ends, "party")
    spoken_of = _by_weight(counted, seated, list(subjects))
    agenda = spoken_of[:AGENDA] if issues is None else _chosen(issues, {key: key for key in subjects}, "issue")
    if not seated or not agenda:
        seated, agenda = [], []
    table = [subjects[key] for key in agenda]
    basis = {(p, i.id, o.id): counted.basis(p, i, o.id) for p in seated for i in table for o in i.options}
    sources = {(p, i.id): counted.ids(p, i.id) for p in seated for i in table}
    negotiation = Negotiation(
        parties=tuple(known[p] for p in seated),
        issues=tuple(table),
        supports=_counts(seated, table, {key: len(each.supports) for key, each in basis.items()}),
        opposes=_counts(seated, table, {key: len(each.opposes) for key, each in basis.items()}),
        spoken=np.array([len(sources[p, i.id]) for p in seated for i in table], dtype=np.int64).reshape(
            len(seated), len(table)
        ),
        basis=basis,
        sources=sources,
        statuses=tuple(status(issue, speakers, counted) for issue in subjects.values()),
        assumptions=(),
        mediators=mediators,
        left_out=tuple(p for p in speakers if p not in seated),
        off_table=tuple(key for key in subjects if key not in agenda),
        persons_apart=persons_apart,
    )
    return replace(negotiation, assumptions=tuple(list_assumptions(negotiation, dossier, counted)))


def _table_issue(issue: Issue, dossier: Dossier, language: str) -> TableIssue:
    options, implied = list(issue.options), len(issue.options) < 2
    if implied:
        wanted = options[0] if options else Option(id="yes", label=issue.label)
        contrary = Option(id=f"not-{wanted.id}", label=contrary_label(wanted.label, language), value=0.0)
        options = [wanted.model_copy(update={"value": 100.0}), contrary]
    status_quo, source = issue.status_quo, issue.codebook or "?"
    for ruling in sorted(dossier.rulings, key=lambda ruling: ruling.time):
        if status_quo is not None and ruling.item.get("status_quo") == status_quo and _is_on(ruling, issue):
            source = f"{RULING}{ruling.id}"
    if status_quo is not None and status_quo not in {option.id for option in options}:
        raise ValueError(f"issue {issue.id!r}: the status quo {status_quo!r} is none of its options")
    return TableIssue(
        id=issue.id,
        label=issue.label,
        options=tuple(options),
        status_quo=status_quo,
        status_quo_source=None if status_quo is None else source,
        codebook=issue.codebook,
        implied=implied,
    )


def _is_on(ruling: Ruling, issue: Issue) -> bool:
    if ruling.target != "issue" or ruling.action not in ("correct", "add"):
        return False
    named = {ruling.was.get("id"), ruling.item.get("id"), ruling.was.get("label"), ruling.item.get("label")}
    return issue.id in named or issue.label in named


def _ranked(counted: Tally, known: dict[str, Party]) -> list[str]:
    """Those who spoke, most statements first; ties by issues spoken on, by mentions, by id."""
    issues_of = Counter(party for party, _ in counted.said)
    return sorted(issues_of, key=lambda p: (-counted.count(p), -issues_of[p], -known[p].mentions, p))


def _by_weight(counted: Tally, seated: list[str], issues: list[str]) -> list[str]:
    """The issues that seated parties spoke on, most statements first; ties in the dossier's order."""
    weight = {issue: sum(len(counted.ids(party, issue)) for party in seated) for issue in issues}
    return sorted(
        (issue for issue in issues if weight[issue] and issue != UNSPECIFIED), key=lambda issue: -weight[issue]
    )


def _chosen(wanted: Sequence[str], ends: dict[str, str], what: str) -> list[str]:
    for key in wanted:
        if key not in ends:
            raise ValueError(f"the dossier has no {what} {key!r}")
    return list(dict.fromkeys(ends[key] for key in wanted))


def _counts(parties: list[str], issues: list[TableIssue], cells: dict[tuple[str, str, str], int]) -> Counts:
    width = max((len(issue.options) for issue in issues), default=0)
    counts = np.zeros((len(parties), len(issues), width), dtype=np.int64)
    for p, party in enumerate(parties):
        for i, issue in enumerate(issues):
            for o, option in enumerate(issue.options):
                counts[p, i, o] = cells[party, issue.id, option.id]
    return counts
