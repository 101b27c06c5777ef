"""From a negotiation to the inputs of the models: positions, salience and capability of the parties, and draws of them.

Who has neither supported nor opposed an option of an issue has no known position on it and is left out there, as
actors without a position are in the DEU data on which the models' accuracy is measured.  Counted in, wide open as they
are, such parties would pull every forecast to the middle of the scale and make it look like a compromise.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.forecast.arrays import Floats
from detente.forecast.inputs import Inputs, IssueInput, NotForecast, Sample, reason_against
from detente.forecast.options import scale_of
from detente.negotiation import Assumption, Negotiation, Position, TableIssue, positions
from detente.negotiation.model import Draws


def from_negotiation(negotiation: Negotiation, *, draws: int = 1000, seed: int = 0) -> Inputs:
    """The inputs at expected values, with draws from the Beta and Dirichlet distributions.

    A party's position in a draw is the value of the option that it finds most acceptable there, its expected position
    the mean of that (`negotiation.positions`, place).  Salience, which is a share of 1 in a negotiation, is divided by
    the largest share of any party on any issue, so that it runs from 0 to 1 as the models expect; its ratios stay.
    Capability is the party's own; where only some have one, the others get the mean of these, and where none has, all
    get 1.

    Raises ValueError if nobody sits at the table, nothing is on it, or `draws` is below 1.
    """
    drawn = negotiation.draw(draws, seed)
    capability, assumed = _capability(negotiation)
    matrix = positions(negotiation)
    assumptions = [*assumed, Assumption("salience_scaled")]
    issues: list[IssueInput] = []
    without: list[NotForecast] = []
    names = {party.id: party.name for party in negotiation.parties}
    for i, issue in enumerate(negotiation.issues):
        firm = negotiation.firm[:, i]
        known = [p for p in range(len(negotiation.parties)) if firm[p]]
        silent = [p for p in range(len(negotiation.parties)) if not firm[p]]
        actors = tuple(negotiation.parties[p].id for p in known)
        reason = reason_against(len(known), float((capability * negotiation.mean_salience[:, i])[known].sum()))
        if reason is not None:
            without.append(NotForecast(issue.id, issue.label, reason, actors))
            continue
        if silent:
            assumptions.append(_left_out(negotiation, issue, silent))
        issues.append(_issue(negotiation, i, known, silent, capability, matrix, drawn))
    return Inputs(
        tuple(issues), names, tuple(without), (*assumptions, *negotiation.assumptions), draws=draws, seed=seed
    )


def _issue(
    negotiation: Negotiation,
    i: int,
    known: list[int],
    silent: list[int],
    capability: Floats,
    matrix: tuple[tuple[Position, ...], ...],
    drawn: Draws,
) -> IssueInput:
    issue = negotiation.issues[i]
    values = scale_of(issue.options)
    acceptance = drawn.acceptance[:, known, i, : len(issue.options)]
    salience = drawn.salience / drawn.salience.max(axis=(1, 2), keepdims=True)
    mean = negotiation.mean_salience
    places = [matrix[p][i].place for p in known]
    quo = None if issue.status_quo is None else issue.options[issue.index(issue.status_quo)].value
    ids = [party.id for party in negotiation.parties]
    return IssueInput(
        id=issue.id,
        label=issue.label,
        actors=tuple(ids[p] for p in known),
        capability=capability[known],
        positions=None if values is None else np.round([place.mean for place in places if place is not None], 9),
        salience=np.asarray(mean[known, i] / mean.max()),
        scale=None if values is None else (0.0, 100.0),
        options=issue.options,
        acceptance=negotiation.mean_acceptance[known, i, : len(issue.options)],
        statements={ids[p]: negotiation.sources[ids[p], issue.id] for p in known},
        left_out=tuple(ids[p] for p in silent),
        reference=None if values is None else quo,
        sample=Sample(
            positions=None if values is None else _most_acceptable(acceptance, values),
            salience=salience[:, known, i],
            acceptance=acceptance,
        ),
    )


def _most_acceptable(acceptance: Floats, values: Floats) -> Floats:
    """The values (n, P) of the most acceptable options, from acceptances (n, P, O); of several (set so) the mean."""
    best = acceptance == acceptance.max(axis=-1, keepdims=True)
    return np.asarray((best * values).sum(axis=-1) / best.sum(axis=-1))


def _capability(negotiation: Negotiation) -> tuple[Floats, list[Assumption]]:
    given = [party.capability for party in negotiation.parties]
    known = [value for value in given if value is not None]
    if not known:
        return np.ones(len(given)), [Assumption("capability_equal", value="1")]
    mean = float(np.mean(known))
    filled = np.array([mean if value is None else value for value in given])
    return filled, list(_unknown(negotiation, mean))


def _unknown(negotiation: Negotiation, mean: float) -> Iterator[Assumption]:
    for party in negotiation.parties:
        if party.capability is None:
            yield Assumption("capability_unknown", party=party.id, value=f"{mean:.4g}", words={"party": party.name})


def _left_out(negotiation: Negotiation, issue: TableIssue, silent: list[int]) -> Assumption:
    parties = [negotiation.parties[p] for p in silent]
    said = tuple(s for party in parties for s in negotiation.sources.get((party.id, issue.id), ()))
    words = {"issue": issue.label, "left_out": ", ".join(party.name for party in parties)}
    return Assumption("no_position", issue=issue.id, statements=said, words=words)
