"""Applying changes: another table, or another dossier of which the table is built anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

from detente.contract import Dossier, Issue, Party, Ruling
from detente.dossier import apply_rulings
from detente.forecast import Table
from detente.negotiation import Assumption, Negotiation, TableIssue, build
from detente.sensitivity.changes import (
    AddStatement,
    Change,
    ChangeError,
    Joins,
    Leaves,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
    WithoutOption,
    WithoutStatement,
    kind_of,
)

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
            subject = _in_table(subject, change)
        return Applied(subject, None)
    on_dossier = [change for change in changes if isinstance(change, _ON_DOSSIER)]
    if on_dossier:
        if dossier is None:
            raise ChangeError("no_dossier", kind=kind_of(on_dossier[0]))
        dossier, subject = _rebuilt(dossier, subject, on_dossier)
    for change in changes:
        if not isinstance(change, _ON_DOSSIER):
            subject = _set(subject, change)
    return Applied(subject, dossier)


def _rebuilt(dossier: Dossier, before: Negotiation, changes: Sequence[Change]) -> tuple[Dossier, Negotiation]:
    dossier = apply_rulings(dossier)
    seats = [party.id for party in before.parties]
    for change in changes:
        if isinstance(change, Leaves):
            _seat(before, change.party)
            seats = [party for party in seats if party != change.party]
            if len(seats) < 2:
                raise ChangeError("too_few")
        elif isinstance(change, Joins):
            if change.party not in {party.id for party in dossier.parties}:
                raise ChangeError("no_party", name=change.party, known=_names(before))
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
        if source == _SET and status_quo in {option.id for option in issue.options}:
            issue = replace(issue, status_quo=status_quo, status_quo_source=source)
        issues.append(issue)
    parties = tuple(
        party.model_copy(update={"capability": capability.get(party.id, party.capability)}) for party in built.parties
    )
    return replace(built, parties=parties, issues=tuple(issues), fixed=before.fixed)


# The source of a status quo that was set.
_SET = "what-if"


def _kept_rulings(dossier: Dossier, change: WithoutStatement) -> list[Ruling]:
    """Rulings but those that would bring the statement back: they are applied already."""
    gone = next(each for each in dossier.statements if each.id == change.statement)
    return [r for r in dossier.rulings if not (r.target == "statement" and r.evidence == gone.evidence)]


def _without_option(dossier: Dossier, table: Negotiation, change: WithoutOption) -> Dossier:
    issue = _issue(table, change.issue)
    _option(issue, change.option)
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


def _set(table: Negotiation, change: Change) -> Negotiation:
    """A number or a status quo of the table set."""
    if isinstance(change, SetStatusQuo):
        issue = _issue(table, change.issue)
        if change.option is not None:
            _option(issue, change.option)
        own = replace(issue, status_quo=change.option, status_quo_source=None if change.option is None else _SET)
        table = replace(table, issues=tuple(own if each.id == issue.id else each for each in table.issues))
        if change.option is None:
            return table
        words = {"issue": issue.label, "option": issue.options[issue.index(change.option)].label}
        return _noted(table, Assumption("set_status_quo", issue=issue.id, option=change.option, words=words))
    if isinstance(change, SetCapability):
        _check(change.value, None)
        party = _seat(table, change.party)
        # The others keep what the forecast takes for them now: one capability that is known would change them all.
        kept = capabilities(table)
        table = replace(
            table,
            parties=tuple(
                each.model_copy(update={"capability": float(change.value) if each.id == party.id else own})
                for each, own in zip(table.parties, kept, strict=True)
            ),
        )
        words = {"party": party.name}
        return _noted(table, Assumption("set_capability", party=party.id, value=f"{change.value:g}", words=words))
    if isinstance(change, SetReservation):
        _check(change.value)
        if not table.has_status_quo:
            raise ChangeError("no_status_quo", issue=table.issues[0].id, option=table.issues[0].options[0].id)
        party = _seat(table, change.party)
        fixed = replace(table.fixed, reservation={**table.fixed.reservation, party.id: exact(change.value)})
        words = {"party": party.name}
        made = Assumption("set_reservation", party=party.id, value=f"{change.value:g}", words=words)
        return _noted(replace(table, fixed=fixed), made)
    if isinstance(change, SetSalience):
        _check(change.value)
        party, issue = _seat(table, change.party), _issue(table, change.issue)
        fixed = replace(table.fixed, salience={**table.fixed.salience, (party.id, issue.id): exact(change.value)})
        try:
            fixed.shares(party.id, [each.id for each in table.issues])
        except ValueError:
            raise ChangeError("shares", party=party.name) from None
        words = {"party": party.name, "issue": issue.label}
        made = Assumption("set_salience", party=party.id, issue=issue.id, value=f"{change.value:g}", words=words)
        return _noted(replace(table, fixed=fixed), made)
    if isinstance(change, SetAcceptance):
        _check(change.value)
        return _accept(table, change.party, change.issue, {change.option: change.value})
    assert isinstance(change, SetPosition)
    issue = _issue(table, change.issue)
    option = change.option
    if option is None:
        option = next((o.id for o in issue.options if o.value is not None and o.value == change.value), None)
        if option is None:
            known = ", ".join(f"{o.id} ({o.value:g})" for o in issue.options if o.value is not None)
            raise ChangeError("no_place", value=change.value, issue=issue.label, known=known or "-")
    _option(issue, option)
    return _accept(table, change.party, issue.id, {each.id: float(each.id == option) for each in issue.options})


def _accept(table: Negotiation, who: str, on: str, values: dict[str, float]) -> Negotiation:
    party, issue = _seat(table, who), _issue(table, on)
    acceptance = dict(table.fixed.acceptance)
    for key, value in values.items():
        _option(issue, key)
        acceptance[party.id, issue.id, key] = exact(value)
        words = {"party": party.name, "issue": issue.label, "option": issue.options[issue.index(key)].label}
        made = Assumption("set_acceptance", party=party.id, issue=issue.id, option=key, value=f"{value:g}", words=words)
        table = _noted(table, made)
    return replace(table, fixed=replace(table.fixed, acceptance=acceptance))


def _noted(table: Negotiation, made: Assumption) -> Negotiation:
    return replace(table, assumptions=(made, *table.assumptions))


def capabilities(table: Negotiation) -> list[float]:
    """What each party's capability counts as: its own, else the mean of those known, else 1 (see `forecast`)."""
    known = [party.capability for party in table.parties if party.capability is not None]
    mean = sum(known) / len(known) if known else 1.0
    return [mean if party.capability is None else party.capability for party in table.parties]


def exact(value: float) -> Fraction:
    """A number as it is written."""
    return Fraction(str(value))


def _check(value: float, most: float | None = 1.0) -> None:
    if not isfinite(value) or value < 0 or (most is not None and value > most):
        raise ChangeError("share" if most is not None else "negative", value=value)


def _names(table: Negotiation) -> str:
    return ", ".join(party.name for party in table.parties)


def _seat(table: Negotiation, key: str) -> Party:
    for party in table.parties:
        if party.id == key:
            return party
    raise ChangeError("no_party", name=key, known=_names(table))


def _issue(table: Negotiation, key: str) -> TableIssue:
    for issue in table.issues:
        if issue.id == key:
            return issue
    raise ChangeError("no_issue", name=key, known=", ".join(issue.label for issue in table.issues))


def _option(issue: TableIssue, key: str) -> None:
    if key not in {option.id for option in issue.options}:
        known = ", ".join(option.id for option in issue.options)
        raise ChangeError("no_option", name=key, issue=issue.label, known=known)


def _in_table(table: Table, change: Change) -> Table:
    """The rows of a table with one change."""
    if isinstance(change, SetPosition | SetSalience | SetCapability):
        value = change.value
        if value is None:
            raise ChangeError("number", kind=kind_of(change))
        if isinstance(change, SetPosition):
            if not isfinite(value):
                raise ChangeError("no_number", value=value)
        else:
            _check(value, 1.0 if isinstance(change, SetSalience) else None)
        on = None if isinstance(change, SetCapability) else change.issue
        rows, hit = [], False
        for row in table.rows:
            if row.actor == change.party and on in (None, row.issue):
                hit = True
                if isinstance(change, SetPosition):
                    row = replace(row, position=float(value))
                elif isinstance(change, SetSalience):
                    row = replace(row, salience=float(value))
                else:
                    row = replace(row, capability=float(value))
            rows.append(row)
        if not hit:
            _missing(table, change.party, on)
        return replace(table, rows=tuple(rows))
    if isinstance(change, Leaves):
        rows = [row for row in table.rows if row.actor != change.party]
        if len(rows) == len(table.rows):
            _missing(table, change.party, None)
        return replace(table, rows=tuple(rows))
    raise ChangeError("not_in_table", kind=kind_of(change))


def _missing(table: Table, actor: str, issue: str | None) -> None:
    actors = list(dict.fromkeys(row.actor for row in table.rows))
    if actor not in actors:
        raise ChangeError("no_party", name=actor, known=", ".join(actors))
    raise ChangeError("no_issue", name=issue, known=", ".join(table.issues))
