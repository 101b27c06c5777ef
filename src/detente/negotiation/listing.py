"""The list of assumptions of a negotiation: every number with the statements behind it, every choice with its rule."""

from __future__ import annotations

from collections.abc import Iterator

from detente.contract import Dossier, Party
from detente.dossier.folding import fold
from detente.negotiation.assumptions import Assumption
from detente.negotiation.model import RULING, Negotiation, TableIssue
from detente.negotiation.tally import Tally


def list_assumptions(negotiation: Negotiation, dossier: Dossier, counted: Tally) -> Iterator[Assumption]:
    """All assumptions: choices first (seats, agenda, whom a person counts for), then status quo, then the numbers."""
    yield from _choices(negotiation, dossier, counted)
    yield from _without_deal(negotiation)
    for p, party in enumerate(negotiation.parties):
        for i, issue in enumerate(negotiation.issues):
            yield from _numbers(negotiation, counted, (p, party), (i, issue))


def _choices(negotiation: Negotiation, dossier: Dossier, counted: Tally) -> Iterator[Assumption]:
    names = {party.id: party.name for party in dossier.parties}
    labels = {issue.id: issue.label for issue in dossier.issues}
    seated = {party.id for party in negotiation.parties}
    if negotiation.left_out and seated:
        left_out = ", ".join(names[key] for key in negotiation.left_out)
        yield Assumption("seats", value=str(len(seated)), words={"left_out": left_out})
    spoken_of = {issue for _, issue in counted.said}
    off_table = [labels[key] for key in negotiation.off_table if key in spoken_of]
    if off_table and seated:
        left_out = ", ".join(off_table)
        yield Assumption("agenda", value=str(len(negotiation.issues)), words={"left_out": left_out})
    for key in negotiation.mediators:
        if key in seated:
            yield Assumption("seated_mediator", party=key, words={"party": names[key]})
        elif not counted.firm(key):
            yield Assumption("mediator", party=key, words={"party": names[key]})
    for party in negotiation.parties:
        if party.capability is not None:
            ruling = _capability_ruling(party, dossier)
            kind, words = "capability" if ruling is None else "capability_ruled", {"party": party.name}
            yield Assumption(kind, party=party.id, value=f"{party.capability:g}", ruling=ruling, words=words)
    for (person, end), statements in counted.voices.items():
        if end in seated:
            words = {"person": names[person], "party": names[end]}
            yield Assumption("speaks_for", party=end, value=person, statements=tuple(statements), words=words)
    titles = {report.id: report.title or report.id for report in dossier.reports}
    for repeat, original in counted.repeats.items():
        words = {"repeat": titles[repeat], "original": titles[original]}
        yield Assumption("repeated_report", value=repeat, words=words)


def _capability_ruling(party: Party, dossier: Dossier) -> str | None:
    """The id of the last ruling that gives a party the capability it has; None where none does."""
    called = {party.id, *map(fold, (party.name, *party.aliases))}
    found = None
    for ruling in sorted(dossier.rulings, key=lambda ruling: ruling.time):
        if ruling.target != "party" or str(ruling.item.get("capability")) not in _written(party.capability):
            continue
        named = [fields.get(key) for fields in (ruling.was, ruling.item) for key in ("id", "name")]
        by_name = called & {name for each in named if isinstance(each, str) for name in (each, fold(each))}
        if by_name or ruling.evidence in party.evidence:
            found = ruling.id
    return found


def _written(number: float | None) -> set[str]:
    return {f"{number:g}", str(number)}


def _without_deal(negotiation: Negotiation) -> Iterator[Assumption]:
    if negotiation.issues and not negotiation.has_status_quo:
        yield Assumption("no_reservation")
    for issue in negotiation.issues:
        words = {"issue": issue.label}
        if issue.implied:
            yield Assumption("implied", issue=issue.id, words=words | {"option": issue.options[0].label})
        if issue.status_quo is not None:
            source = issue.status_quo_source or ""
            ruling = source.removeprefix(RULING) if source.startswith(RULING) else None
            words |= {"option": issue.options[issue.index(issue.status_quo)].label}
            kind, value = ("status_quo", source) if ruling is None else ("status_quo_ruled", "")
            yield Assumption(kind, issue=issue.id, option=issue.status_quo, value=value, ruling=ruling, words=words)
        elif negotiation.has_status_quo:
            yield Assumption("no_status_quo", issue=issue.id, words=words)


def _numbers(
    negotiation: Negotiation, counted: Tally, who: tuple[int, Party], what: tuple[int, TableIssue]
) -> Iterator[Assumption]:
    (p, party), (i, issue) = who, what
    words = {"party": party.name, "issue": issue.label}
    weight = f"{negotiation.concentration[p, i]:.0f}/{negotiation.concentration[p].sum():.0f}"
    said = negotiation.sources[party.id, issue.id]
    yield Assumption("salience", party=party.id, issue=issue.id, value=weight, statements=said, words=words)
    for o, option in enumerate(issue.options):
        value = f"Beta({1 + negotiation.supports[p, i, o]}, {1 + negotiation.opposes[p, i, o]})"
        yield Assumption(
            "acceptance",
            party=party.id,
            issue=issue.id,
            option=option.id,
            value=value,
            statements=negotiation.basis[party.id, issue.id, option.id].statements,
            words=words | {"option": option.label},
        )
    unplaced = counted.unplaced(party.id, issue)
    if unplaced:
        yield Assumption("unplaced", party=party.id, issue=issue.id, statements=unplaced, words=words)
