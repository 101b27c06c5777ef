"""Applying changes: another table, or another dossier of which the table is built anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.contract import Dossier, Issue, Ruling
from detente.dossier import apply_rulings
from detente.forecast import Table
from detente.negotiation import Negotiation, build
from detente.sensitivity.changes import (
    AddStatement,
    Change,
    ChangeError,
    Joins,
    Leaves,
    WithoutOption,
    WithoutStatement,
    kind_of,
)
from detente.sensitivity.finding import check_option, issue_of, seat, seated
from detente.sensitivity.rows import in_rows
from detente.sensitivity.setting import SOURCE, capabilities, set_in

__all__ = ["Applied", "apply", "capabilities"]

_ON_DOSSIER = (Leaves, Joins, WithoutStatement, AddStatement, WithoutOption)


@dataclass(frozen=True, eq=False)
class Applied:
    """What came of changes: the table or negotiation, and the dossier where one was given."""

    subject: Negotiation | Table
    dossier: Dossier | None


def apply(subject: Negotiation | Table, changes: Sequence[Change], dossier: Dossier | None = None) -> Applied:
    """The subject with all changes made, those of the dossier first.

    A negotiation is built anew from the changed dossier with the same seats and agenda, but for who leaves or joins;
    what was set before holds on.  Raises ChangeError for what cannot be changed in that way.
    """
    if isinstance(subject, Table):
        for change in changes:
            subject = in_rows(subject, change)
        return Applied(subject, None)
    on_dossier = [change for change in changes if isinstance(change, _ON_DOSSIER)]
    if on_dossier:
        if dossier is None:
            raise ChangeError("no_dossier", kind=kind_of(on_dossier[0]))
        dossier, subject = _rebuilt(dossier, subject, on_dossier)
    for change in changes:
        if not isinstance(change, _ON_DOSSIER):
            subject = set_in(subject, change)
    return Applied(subject, dossier)


def _rebuilt(dossier: Dossier, before: Negotiation, changes: Sequence[Change]) -> tuple[Dossier, Negotiation]:
    dossier = apply_rulings(dossier)
    seats = [party.id for party in before.parties]
    for change in changes:
        if isinstance(change, Leaves):
            seat(before, change.party)
            seats = [party for party in seats if party != change.party]
            if len(seats) < 2:
                raise ChangeError("too_few")
        elif isinstance(change, Joins):
            if change.party not in {party.id for party in dossier.parties}:
                raise ChangeError("no_party", name=change.party, known=seated(before))
            if change.party in seats:
                raise ChangeError("seated", name=change.party)
            seats.append(change.party)
        elif isinstance(change, WithoutStatement):
            if change.statement not in {each.id for each in dossier.statements}:
                raise ChangeError("no_statement", name=change.statement)
            kept = [each for each in dossier.statements if each.id != change.statement]
            dossier = dossier.model_copy(update={"statements": kept, "rulings": _kept_rulings(dossier, change)})
        elif isinstance(change, AddStatement):
            dossier = dossier.model_copy(update={"statements": [*dossier.statements, change.statement]})
        elif isinstance(change, WithoutOption):
            dossier = _without_option(dossier, before, change)
    agenda = [issue.id for issue in before.issues]
    try:
        built = build(dossier, persons_apart=before.persons_apart, parties=seats, issues=agenda)
    except ValueError as error:
        raise ChangeError("cannot", reason=error) from error
    if len(built.parties) < len(seats):
        raise ChangeError("seated", name=seats[-1])
    return dossier, _carried_over(before, built)


def _carried_over(before: Negotiation, built: Negotiation) -> Negotiation:
    """What had been set in the table before holds in the one built anew."""
    capability = {party.id: party.capability for party in before.parties}
    quo = {issue.id: (issue.status_quo, issue.status_quo_source) for issue in before.issues}
    issues = []
    for issue in built.issues:
        status_quo, source = quo[issue.id]
        if source == SOURCE and status_quo in {option.id for option in issue.options}:
            issue = replace(issue, status_quo=status_quo, status_quo_source=source)
        issues.append(issue)
    parties = tuple(
        party.model_copy(update={"capability": capability.get(party.id, party.capability)}) for party in built.parties
    )
    return replace(built, parties=parties, issues=tuple(issues), fixed=before.fixed)


def _kept_rulings(dossier: Dossier, change: WithoutStatement) -> list[Ruling]:
    """Rulings but those that would bring the statement back: they are applied already."""
    gone = next(each for each in dossier.statements if each.id == change.statement)
    return [r for r in dossier.rulings if not (r.target == "statement" and r.evidence == gone.evidence)]


def _without_option(dossier: Dossier, table: Negotiation, change: WithoutOption) -> Dossier:
    issue = issue_of(table, change.issue)
    check_option(issue, change.option)
    if issue.implied or len(issue.options) < 3:
        raise ChangeError("two_options", issue=issue.label)
    if issue.status_quo == change.option:
        raise ChangeError("is_status_quo", issue=issue.label, id=issue.id)

    def cut(each: Issue) -> Issue:
        if each.id != change.issue:
            return each
        return each.model_copy(update={"options": [o for o in each.options if o.id != change.option]})

    statements = [
        each.model_copy(update={"option": None}) if (each.issue, each.option) == (change.issue, change.option) else each
        for each in dossier.statements
    ]
    # Rulings are applied already; those on the issue would bring the option back.
    rulings = [
        each
        for each in dossier.rulings
        if each.target not in ("issue", "statement")
        or not {change.issue, issue.label} & set(map(str, (*each.was.values(), *each.item.values())))
    ]
    return dossier.model_copy(
        update={"issues": [cut(each) for each in dossier.issues], "statements": statements, "rulings": rulings}
    )
