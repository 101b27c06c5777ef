"""Numbers and the status quo of a negotiation's table set to what a change says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isfinite

from detente.negotiation import Assumption, Negotiation
from detente.sensitivity.changes import (
    Change,
    ChangeError,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
)
from detente.sensitivity.finding import check_option, issue_of, seat

# The source of a status quo that was set.
SOURCE = "what-if"


def set_in(table: Negotiation, change: Change) -> Negotiation:
    """A number or a status quo of the table set."""
    if isinstance(change, SetStatusQuo):
        issue = issue_of(table, change.issue)
        if change.option is not None:
            check_option(issue, change.option)
        own = replace(issue, status_quo=change.option, status_quo_source=None if change.option is None else SOURCE)
        table = replace(table, issues=tuple(own if each.id == issue.id else each for each in table.issues))
        if change.option is None:
            return table
        words = {"issue": issue.label, "option": issue.options[issue.index(change.option)].label}
        return _noted(table, Assumption("set_status_quo", issue=issue.id, option=change.option, words=words))
    if isinstance(change, SetCapability):
        check_number(change.value, None)
        party = seat(table, change.party)
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
        check_number(change.value)
        if not table.has_status_quo:
            raise ChangeError("no_status_quo", issue=table.issues[0].id, option=table.issues[0].options[0].id)
        party = seat(table, change.party)
        fixed = replace(table.fixed, reservation={**table.fixed.reservation, party.id: exact(change.value)})
        words = {"party": party.name}
        made = Assumption("set_reservation", party=party.id, value=f"{change.value:g}", words=words)
        return _noted(replace(table, fixed=fixed), made)
    if isinstance(change, SetSalience):
        check_number(change.value)
        party, issue = seat(table, change.party), issue_of(table, change.issue)
        fixed = replace(table.fixed, salience={**table.fixed.salience, (party.id, issue.id): exact(change.value)})
        try:
            fixed.shares(party.id, [each.id for each in table.issues])
        except ValueError:
            raise ChangeError("shares", party=party.name) from None
        words = {"party": party.name, "issue": issue.label}
        made = Assumption("set_salience", party=party.id, issue=issue.id, value=f"{change.value:g}", words=words)
        return _noted(replace(table, fixed=fixed), made)
    if isinstance(change, SetAcceptance):
        check_number(change.value)
        return _accept(table, change.party, change.issue, {change.option: change.value})
    assert isinstance(change, SetPosition)
    issue = issue_of(table, change.issue)
    option = change.option
    if option is None:
        option = next((o.id for o in issue.options if o.value is not None and o.value == change.value), None)
        if option is None:
            known = ", ".join(f"{o.id} ({o.value:g})" for o in issue.options if o.value is not None)
            raise ChangeError("no_place", value=change.value, issue=issue.label, known=known or "-")
    check_option(issue, option)
    return _accept(table, change.party, issue.id, {each.id: float(each.id == option) for each in issue.options})


def _accept(table: Negotiation, who: str, on: str, values: dict[str, float]) -> Negotiation:
    party, issue = seat(table, who), issue_of(table, on)
    acceptance = dict(table.fixed.acceptance)
    for key, value in values.items():
        check_option(issue, key)
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


def check_number(value: float, most: float | None = 1.0) -> None:
    """Raise `ChangeError` for a number below 0, above `most`, or none at all."""
    if not isfinite(value) or value < 0 or (most is not None and value > most):
        raise ChangeError("share" if most is not None else "negative", value=value)
