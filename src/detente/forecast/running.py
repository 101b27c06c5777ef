"""Running the models of one issue: at the expected inputs, and in each draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from detente.forecast.arrays import Floats
from detente.forecast.challenge import Challenge, scholz, scholz_draws
from detente.forecast.election import election, utilities_on_line
from detente.forecast.inputs import IssueInput
from detente.forecast.options import options_of, scale_of
from detente.forecast.voters import nash, weighted_mean, weighted_median

ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Run:
    """What a model gives for one issue.

    point: the forecast at the expected inputs; draws (n,): those of each draw, None without draws; chances: the model's
    own, by option id, where it has any; course: the rounds of the expected-utility model.
    """

    point: float
    draws: Floats | None = None
    chances: dict[str, float] = field(default_factory=dict)
    course: Challenge | None = None


def _mean(issue: IssueInput, variant: str) -> Run:
    return _voted(issue, weighted_mean)


def _median(issue: IssueInput, variant: str) -> Run:
    return _voted(issue, weighted_median)


def _nash(issue: IssueInput, variant: str) -> Run:
    return _voted(issue, lambda positions, weights: nash(positions, weights, span=_span(issue)))


def _voted(issue: IssueInput, model: Callable[[Floats, Floats], Floats]) -> Run:
    assert issue.positions is not None
    point = float(model(issue.positions, issue.weights))
    if issue.sample is None or issue.sample.positions is None:
        return Run(point)
    return Run(point, model(issue.sample.positions, issue.capability * issue.sample.salience))


def _scholz(issue: IssueInput, variant: str) -> Run:
    """The weighted mean of the positions after the last round: on DEU III it errs less than their median."""
    assert issue.positions is not None
    span = _span(issue)
    course = scholz(issue.positions, issue.capability, issue.salience, variant=variant, rounds=ROUNDS, span=span)
    point = course.rounds[-1].mean
    if issue.sample is None or issue.sample.positions is None:
        return Run(point, course=course)
    drawn = scholz_draws(
        issue.sample.positions, issue.capability, issue.sample.salience, variant=variant, rounds=ROUNDS, span=span
    )
    return Run(point, drawn.means[:, -1], course=course)


def _span(issue: IssueInput) -> float | None:
    """The length of the scale; None where all positions are the same, so that there is none."""
    assert issue.scale is not None
    return (issue.scale[1] - issue.scale[0]) or None


def _election(issue: IssueInput, variant: str) -> Run:
    """The expected place of the option that stands, and the chance of each, as the mean over the draws."""
    values = scale_of(options_of(issue))
    assert values is not None
    chances, drawn = elected(issue)
    own = {option.id: float(chance) for option, chance in zip(options_of(issue), chances, strict=True)}
    return Run(float(chances @ values), None if drawn is None else drawn @ values, own)


def elected(issue: IssueInput) -> tuple[Floats, Floats | None]:
    """The probability of each option to stand, (O,): at expected inputs, or as the mean over draws; and in each draw.

    What an option is worth to an actor is its acceptance; in a table, how near it is to the actor's position.
    """
    if issue.sample is not None:
        drawn = election(issue.sample.acceptance, issue.capability * issue.sample.salience)
        return drawn.mean(axis=0), drawn
    worth = issue.acceptance
    if worth is None:
        assert issue.positions is not None
        worth = utilities_on_line(issue.positions, np.unique(issue.positions), span=_span(issue) or 1.0)
    return election(worth, issue.weights), None


ON_ONE_ISSUE: Mapping[str, Callable[[IssueInput, str], Run]] = MappingProxyType(
    {"weighted_mean": _mean, "weighted_median": _median, "nash": _nash, "scholz": _scholz, "election": _election}
)


def support(issue: IssueInput) -> tuple[dict[str, float], dict[str, float]]:
    """For each option its share of the weights at expected inputs, and its chance to have the greatest one in a draw.

    A party's weight goes to the option that it finds most acceptable, in equal parts where there are several.  Without
    draws there are no chances.
    """
    assert issue.acceptance is not None
    shares = _shares(issue.acceptance, issue.weights)
    ids = [option.id for option in issue.options]
    if issue.sample is None:
        return dict(zip(ids, map(float, shares), strict=True)), {}
    drawn = _shares(issue.sample.acceptance, issue.capability * issue.sample.salience)
    first = drawn >= drawn.max(axis=-1, keepdims=True) - 1e-12
    chances = (first / first.sum(axis=-1, keepdims=True)).mean(axis=0)
    return dict(zip(ids, map(float, shares), strict=True)), dict(zip(ids, map(float, chances), strict=True))


def _shares(acceptance: Floats, weights: Floats) -> Floats:
    """Shares (..., O) of the weights (..., A) by acceptance (..., A, O)."""
    best = acceptance >= acceptance.max(axis=-1, keepdims=True) - 1e-12
    votes = best / best.sum(axis=-1, keepdims=True)
    total = (votes * weights[..., None]).sum(axis=-2)
    return np.asarray(total / weights.sum(axis=-1)[..., None])
