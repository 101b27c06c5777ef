"""Scenarios from a negotiation, or from weights and evaluations as analysts and other tools write them down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from detente.negotiation import Negotiation
from detente.settlement.numbers import Number, ScenarioError, decimal, number
from detente.settlement.scenario import (
    Constraint,
    Interaction,
    Scenario,
    ScenarioIssue,
    ScenarioOption,
    ScenarioParty,
)

MOST_OPTIONS = 10_000
STEPS = 20


def discrete(id: str, options: Sequence[str], label: str = "") -> ScenarioIssue:
    """An issue with named options."""
    return ScenarioIssue(id, label or id, tuple(ScenarioOption(option, option) for option in options))


def integer_range(id: str, low: int, high: int, label: str = "", place: str = "") -> ScenarioIssue:
    """An issue that is resolved by a whole number from low to high, both included.

    Raises ScenarioError if the range is empty or has more than MOST_OPTIONS (10,000) numbers.
    """
    if not 0 <= high - low < MOST_OPTIONS:
        raise ScenarioError(f"issue {id!r} goes from {low} to {high}: 1 to {MOST_OPTIONS} numbers are possible", place)
    return _grid(id, label, "integer", [Fraction(n) for n in range(low, high + 1)])


def real_range(
    id: str, low: Number, high: Number, label: str = "", steps: int = STEPS, place: str = ""
) -> ScenarioIssue:
    """An issue that is resolved by a number from low to high, as a grid of `steps` equal steps with both ends.

    Raises ScenarioError if the range is empty or the steps are not 1 to MOST_OPTIONS - 1.
    """
    first, last = number(low, place), number(high, place)
    if first > last or not 1 <= steps < MOST_OPTIONS:
        raise ScenarioError(f"issue {id!r} goes from {low} to {high} in {steps} steps", place)
    if first == last:
        return _grid(id, label, "real", [first])
    return _grid(id, label, "real", [first + (last - first) * n / steps for n in range(steps + 1)])


def _grid(id: str, label: str, kind: str, numbers: list[Fraction]) -> ScenarioIssue:
    options = tuple(ScenarioOption(decimal(each), decimal(each), each) for each in numbers)
    return ScenarioIssue(id, label or id, options, "integer" if kind == "integer" else "real")


def additive(
    issues: Sequence[ScenarioIssue],
    evaluations: Mapping[str, Mapping[str, Mapping[str, Number]]],
    weights: Mapping[str, Mapping[str, Number]] | None = None,
    *,
    reservations: Mapping[str, Number | None] | None = None,
    status_quo: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    interactions: Sequence[Interaction] = (),
    constraints: Sequence[Constraint] = (),
    source: str = "",
) -> Scenario:
    """A scenario from evaluations[party][issue][option], times weights[party][issue] where given.

    Numbers may be int, Fraction, Decimal or text, and are taken exactly (floats: as they print).  `reservations` and
    `labels` are by party; a party without a reservation gets it from `status_quo` (option by issue) if there is one.

    Raises ScenarioError for a missing issue or option, an unknown one, NaN, infinity, or a negative weight.
    """
    parties, values = [], []
    for party, rows in evaluations.items():
        place = ": ".join(filter(None, [source, f"party {party!r}"]))
        _same(rows, [issue.id for issue in issues], "issue", place)
        given = None if weights is None else weights.get(party)
        if weights is not None:
            if given is None:
                raise ScenarioError("has no weights", place)
            _same(given, [issue.id for issue in issues], "issue", f"{place}, weights")
        own = []
        for issue in issues:
            where = f"{place}, issue {issue.id!r}"
            weight = Fraction(1) if given is None else number(given[issue.id], f"{where}, weight")
            if weight < 0:
                raise ScenarioError(f"the weight {weight} is negative", where)
            row = rows[issue.id]
            _same(row, [option.id for option in issue.options], "option", where)
            own.append(tuple(weight * number(row[o.id], f"{where}, option {o.id!r}") for o in issue.options))
        values.append(tuple(own))
        reserve = (reservations or {}).get(party)
        parties.append(
            ScenarioParty(
                party,
                (labels or {}).get(party, party),
                None if reserve is None else number(reserve, f"{place}, reservation value"),
            )
        )
    for name in reservations or {}:
        if name not in evaluations:
            raise ScenarioError(f"a reservation value is of {name!r}, which is no party", source)
    plain = Scenario(
        tuple(parties), tuple(issues), tuple(values), None, tuple(interactions), tuple(constraints), source
    )
    return plain if status_quo is None else replace(plain, status_quo=plain.places(status_quo))


def _same(given: Mapping[str, object], wanted: Sequence[str], what: str, place: str) -> None:
    for each in wanted:
        if each not in given:
            raise ScenarioError(f"{what} {each!r} is missing", place)
    for each in given:
        if each not in wanted:
            raise ScenarioError(f"{what} {each!r} is unknown", place)


def from_negotiation(negotiation: Negotiation) -> Scenario:
    """The expected utilities of a negotiation: expected salience times expected acceptance, as exact fractions.

    The status quo becomes the scenario's where every issue names one.  Where only some do, the other issues count with
    the mean of their options, so the reservation values are numbers; where none does, there are no reservation values.
    A reservation value that is set in the negotiation goes before that.
    """
    places = range(len(negotiation.issues))
    quo = [None if i.status_quo is None else i.index(i.status_quo) for i in negotiation.issues]
    known = tuple(place for place in quo if place is not None)
    parties, values = [], []
    for p, party in enumerate(negotiation.parties):
        rows, reserve = [], Fraction()
        for i in places:
            weight = negotiation.salience_fraction(p, i)
            options = range(len(negotiation.issues[i].options))
            row = tuple(weight * negotiation.acceptance_fraction(p, i, o) for o in options)
            here = quo[i]
            reserve += sum(row, Fraction()) / len(row) if here is None else row[here]
            rows.append(row)
        own = negotiation.fixed.reservation.get(party.id, reserve) if negotiation.has_status_quo else None
        parties.append(ScenarioParty(party.id, party.name, own))
        values.append(tuple(rows))
    issues = (
        ScenarioIssue(issue.id, issue.label, tuple(ScenarioOption(o.id, o.label) for o in issue.options))
        for issue in negotiation.issues
    )
    return Scenario(
        parties=tuple(parties),
        issues=tuple(issues),
        values=tuple(values),
        status_quo=known if len(known) == len(quo) else None,
        assumptions=negotiation.assumptions,
    )
