"""The forecast of one issue as a function of its triples: everybody's position, salience and capability there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.contract import Option
from detente.forecast import Table, inputs_of, nash, scholz_draws, weighted_mean, weighted_median
from detente.forecast.inputs import Inputs, IssueInput
from detente.forecast.options import options_of
from detente.negotiation import Negotiation, positions
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.inputs import Floats, Input, Unit
from detente.sensitivity.sampling import beta_of

MODELS = ("weighted_mean", "nash", "scholz", "weighted_median")
ROUNDS = 10
# What is assumed of a table, which says nothing of its uncertainty: half-widths, as shares of the scale and of 1 and of
# the capability itself; and of capability in a dossier, where somebody gave it and where nobody did.
POSITION, SALIENCE, CAPABILITY = 0.1, 0.1, 0.2
UNKNOWN = 0.5
_TAILS = (0.1, 0.9)


@dataclass(frozen=True, eq=False)
class ForecastOf:
    """A model's forecast of an issue.

    The inputs are the positions of the actors, then their saliences, then their capabilities.  At a party of a
    negotiation the position is the place of the option that it likes best, its salience a share of 1.
    """

    issue: IssueInput
    model: str
    variant: str
    inputs: tuple[Input, ...]
    options: tuple[Option, ...]
    quantiles: tuple[Callable[[Floats], Floats], ...]
    scaling: _Scaling | None

    @property
    def unit(self) -> Unit:
        """A place on the scale."""
        return "scale"

    @property
    def start(self) -> Floats:
        """The inputs as they are, (inputs,)."""
        return np.array([each.base for each in self.inputs])

    @cached_property
    def base(self) -> float:
        """The forecast at expected values, the same as `detente forecast` gives."""
        return float(self.at(self.start[None])[0])

    def at(self, values: Floats) -> Floats:
        """Forecasts at values of the inputs, (n, inputs) -> (n,); where nobody has any weight, that as things are."""
        count = len(self.issue.actors)
        x, s, c = (values[:, at : at + count] for at in (0, count, 2 * count))
        if self.scaling is not None:
            s = self.scaling.scaled(s)
        w = c * s
        heard = w.sum(axis=1) > 0
        found = np.full(len(values), np.nan)
        found[heard] = self._run(x[heard], s[heard], c[heard])
        if not heard.all():
            found[~heard] = self.base
        return found

    def from_unit(self, points: Floats) -> Floats:
        """Forecasts at points of the unit cube."""
        values = np.column_stack([take(points[:, k]) for k, take in enumerate(self.quantiles)])
        return self.at(values)

    def profile(self, place: int, values: Floats) -> Floats:
        """Forecasts with one input at certain values and the others at expected ones."""
        rows = np.repeat(self.start[None], len(values), axis=0)
        rows[:, place] = values
        return self.at(rows)

    def nearest(self, forecast: float) -> Option | None:
        """The option that is nearest to a forecast; None where there are none."""
        placed = [option for option in self.options if option.value is not None]
        return min(placed, key=lambda option: abs((option.value or 0.0) - forecast)) if placed else None

    def _run(self, x: Floats, s: Floats, c: Floats) -> Floats:
        assert self.issue.scale is not None
        # The length of the scale, as `forecast` takes it; None where all positions are the same.
        span = (self.issue.scale[1] - self.issue.scale[0]) or None
        if self.model == "scholz":
            return scholz_draws(x, c, s, variant=self.variant, rounds=ROUNDS, span=span).means[:, -1]
        if self.model == "nash":
            return nash(x, c * s, span=span)
        return (weighted_mean if self.model == "weighted_mean" else weighted_median)(x, c * s)


@dataclass(frozen=True, eq=False)
class _Scaling:
    """Salience as the models take it: shares divided by the greatest of anybody on any issue.

    When a party's share s of this issue moves, its greatest share elsewhere moves as (1 - s).  before, elsewhere: both,
    as they are, (actors,); others: the greatest share of those without a position here.
    """

    before: Floats
    elsewhere: Floats
    others: float

    def scaled(self, shares: Floats) -> Floats:
        left = np.where(self.before < 1, (1 - shares) / np.where(self.before < 1, 1 - self.before, 1.0), 0.0)
        greatest = np.maximum(np.maximum(shares, left * self.elsewhere).max(axis=1), self.others)
        return np.asarray(shares / greatest[:, None])


def forecast_of(
    subject: Negotiation | Table, issue: str | None = None, model: str = "weighted_mean", *, variant: str = "paper"
) -> ForecastOf:
    """The forecast of an issue (id; None: the first one that can be forecast on a scale) by one of MODELS.

    Raises ChangeError where there is no such forecast.
    """
    if model not in MODELS:
        raise ChangeError("model", name=model, known=", ".join(MODELS))
    inputs = inputs_of(subject, draws=1)
    found = _chosen(inputs, issue)
    if isinstance(subject, Table):
        given, quantiles = _of_table(found)
        return ForecastOf(found, model, variant, given, options_of(found), quantiles, None)
    given, quantiles, scaling = _of_negotiation(subject, found)
    return ForecastOf(found, model, variant, given, found.options, quantiles, scaling)


def _chosen(inputs: Inputs, issue: str | None) -> IssueInput:
    placed = [each for each in inputs.issues if each.positions is not None]
    for each in placed:
        if issue in (None, each.id):
            return each
    raise ChangeError("no_forecast", issue=issue or "")


def _even(low: float, high: float) -> Callable[[Floats], Floats]:
    return lambda u: low + (high - low) * u


def _between(
    kind: str, actor: str, issue: str, base: float, low: float, high: float, least: float, most: float
) -> Input:
    tails = [low + (high - low) * tail for tail in _TAILS]
    return Input(kind, actor, base, tails[0], tails[1], least, most, issue)  # type: ignore[arg-type]


def _of_table(issue: IssueInput) -> tuple[tuple[Input, ...], tuple[Callable[[Floats], Floats], ...]]:
    assert issue.positions is not None and issue.scale is not None
    low, high = issue.scale
    off = POSITION * (high - low)
    found: list[Input] = []
    quantiles: list[Callable[[Floats], Floats]] = []
    for kind, numbers, width, least, most in (
        ("position", issue.positions, off, low, high),
        ("salience", issue.salience, SALIENCE, 0.0, 1.0),
        ("capability", issue.capability, None, 0.0, float(issue.capability.sum()) or 1.0),
    ):
        for actor, value in zip(issue.actors, numbers.tolist(), strict=True):
            reach = CAPABILITY * value if width is None else width
            ends = max(least, value - reach), value + reach if width is None else min(max(most, value), value + reach)
            found.append(_between(kind, actor, issue.id, value, *ends, least, max(most, value)))
            quantiles.append(_even(*ends))
    return tuple(found), tuple(quantiles)


def _of_negotiation(
    table: Negotiation, issue: IssueInput
) -> tuple[tuple[Input, ...], tuple[Callable[[Floats], Floats], ...], _Scaling]:
    assert issue.positions is not None
    i = next(place for place, each in enumerate(table.issues) if each.id == issue.id)
    seats = [next(p for p, party in enumerate(table.parties) if party.id == actor) for actor in issue.actors]
    matrix = positions(table)
    found: list[Input] = []
    quantiles: list[Callable[[Floats], Floats]] = []
    values = np.array([option.value for option in issue.options], dtype=float)
    order = np.argsort(values, kind="stable")
    for p, base in zip(seats, issue.positions.tolist(), strict=True):
        own = matrix[p][i]
        assert own.place is not None
        reached = np.cumsum([own.preferred[issue.options[o].id] for o in order])
        found.append(
            Input(
                "position",
                own.party,
                base,
                own.place.low,
                own.place.high,
                float(values.min()),
                float(values.max()),
                issue.id,
                statements=own.statements,
            )
        )
        quantiles.append(_steps(values[order], reached))
    mean = table.mean_salience
    for p in seats:
        own = matrix[p][i]
        share = own.salience
        statements = own.statements
        found.append(
            Input("salience", own.party, share.mean, share.low, share.high, 0.0, 1.0, issue.id, statements=statements)
        )
        quantiles.append(_share(table, p, i))
    for p, value in zip(seats, issue.capability.tolist(), strict=True):
        reach = (UNKNOWN if table.parties[p].capability is None else CAPABILITY) * value
        ends = value - reach, value + reach
        most = max(float(issue.capability.sum()), 2 * value)
        found.append(_between("capability", table.parties[p].id, issue.id, value, *ends, 0.0, most))
        quantiles.append(_even(*ends))
    elsewhere = np.delete(mean, i, axis=1)
    silent = [p for p in range(len(table.parties)) if p not in seats]
    scaling = _Scaling(
        before=mean[seats, i],
        elsewhere=elsewhere[seats].max(axis=1, initial=0.0),
        others=float(mean[silent].max(initial=0.0)),
    )
    return tuple(found), tuple(quantiles), scaling


def _steps(values: Floats, reached: Floats) -> Callable[[Floats], Floats]:
    """Quantiles of the place of the most acceptable option: values with their cumulated probabilities."""
    last = len(values) - 1
    return lambda u: values[np.minimum(np.searchsorted(reached, u - 1e-12), last)]


def _share(table: Negotiation, p: int, i: int) -> Callable[[Floats], Floats]:
    """Quantiles of a party's salience of an issue: a share of a Dirichlet variate is Beta."""
    given = table.fixed.shares(table.parties[p].id, [issue.id for issue in table.issues])
    if i in given:
        return lambda u: np.full(len(u), float(given[i]))
    left = float(1 - sum(given.values()))
    own = float(table.concentration[p, i])
    rest = sum(float(c) for place, c in enumerate(table.concentration[p]) if place not in given and place != i)
    if not rest:
        return lambda u: np.full(len(u), left)
    return lambda u: left * beta_of(own, rest, u)
