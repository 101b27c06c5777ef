"""How far models have been from what came out: errors by model, on issues whose outcome is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from detente.forecast.arrays import Floats, numbers, weights_of
from detente.forecast.challenge import VARIANTS, scholz
from detente.forecast.election import election, utilities_on_line
from detente.forecast.exchange import ExchangeVariant, exchange
from detente.forecast.voters import nash, weighted_mean, weighted_median

SCALE = 100.0
QUANTILES = 21


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """An issue with a known outcome or none, on the scale from 0 to 100.

    actors name the rows of positions, capabilities and saliences (actors,), saliences in [0, 1]; group: what is
    negotiated together (exchange models need it).  Actors without a position are left out; those without salience weigh
    nothing.
    Raises ValueError on NaN, negative or all-zero weights, and positions or outcomes off the scale.
    """

    name: str
    group: str
    actors: tuple[str, ...]
    positions: Floats
    capabilities: Floats
    saliences: Floats
    outcome: float | None

    def __post_init__(self) -> None:
        """Check what the models could not stand."""
        x = numbers(f"{self.name}: positions", self.positions)
        weights_of(f"{self.name}: weights", self.weights)
        if not len(self.actors) == len(x) == len(self.weights):
            raise ValueError(f"{self.name}: {len(self.actors)} actors, but {len(x)} positions")
        places = x if self.outcome is None else np.append(x, self.outcome)
        if not ((places >= 0) & (places <= SCALE)).all():
            raise ValueError(f"{self.name}: a position or the outcome is outside the range from 0 to 100")

    @property
    def weights(self) -> Floats:
        """Capability times salience."""
        return self.capabilities * self.saliences

    @property
    def dichotomous(self) -> bool:
        """Whether everyone stands at one of the ends of the scale."""
        return bool(np.isin(self.positions, (0.0, SCALE)).all())


Model = Callable[[Sequence[Case]], Sequence[float]]
"""Takes issues and gives a forecast for each, NaN for those it has none for."""


@dataclass(frozen=True, eq=False, slots=True)
class Score:
    """Absolute errors of a model, on the scale from 0 to 100.

    n: issues forecast; mae, median: their mean and median error; dichotomous, rest: number and mean (NaN if none) of
    the issues with only two positions, and of the others; errors (n,) with their names, in the order of the issues.
    """

    model: str
    n: int
    mae: float
    median: float
    dichotomous: tuple[int, float]
    rest: tuple[int, float]
    errors: Floats
    names: tuple[str, ...]

    @property
    def quantiles(self) -> Floats:
        """The errors at 0, 5, ... 100 % of the issues, smallest first, (21,)."""
        return np.asarray(np.quantile(self.errors, np.linspace(0, 1, QUANTILES)))


def backtest(cases: Sequence[Case], models: Mapping[str, Model]) -> tuple[Score, ...]:
    """The errors of each model on the issues with an outcome, in the order of the models.

    Models see all issues, those without an outcome too (they count for exchange).  Raises ValueError if no issue has
    an outcome, or a model forecasts none of them.
    """
    known = [case for case in cases if case.outcome is not None]
    if not known:
        raise ValueError("no issue has an outcome; nothing can be compared")
    two = {case.name: case.dichotomous for case in known}
    scores = []
    for name, model in models.items():
        pairs = zip(cases, model(cases), strict=True)
        off = {case.name: abs(found - case.outcome) for case, found in pairs if case.outcome is not None}
        off = {case: float(error) for case, error in off.items() if np.isfinite(error)}
        if not off:
            raise ValueError(f"{name}: forecasts none of the issues with an outcome")
        errors = np.array(list(off.values()))
        split = np.array([two[case] for case in off])
        parts = (_mean(errors[split]), _mean(errors[~split]))
        scores.append(Score(name, len(off), float(errors.mean()), float(np.median(errors)), *parts, errors, tuple(off)))
    return tuple(scores)


def difference(
    score: Score, baseline: Score, cases: Iterable[Case], *, resamples: int = 10_000, seed: int = 0
) -> tuple[float, float, float]:
    """How much larger the mean error is than that of the baseline, with the ends of the 95 % interval.

    A paired cluster bootstrap: groups are drawn with replacement, each with all of its issues, since errors on one
    proposal go together.  On the issues that both forecast; raises ValueError if there are none.
    """
    own, other = (dict(zip(each.names, each.errors, strict=True)) for each in (score, baseline))
    sums: dict[str, list[float]] = {}
    for case in cases:
        if case.name in own and case.name in other:
            group = sums.setdefault(case.group, [0.0, 0.0])
            group[0] += own[case.name] - other[case.name]
            group[1] += 1
    if not sums:
        raise ValueError(f"{score.model} and {baseline.model} forecast none of the same issues")
    table = np.array(list(sums.values()))
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=resamples) @ table
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.025, 0.975))
    total = table.sum(axis=0)
    return float(total[0] / total[1]), float(low), float(high)


def each(forecast: Callable[[Case], float]) -> Model:
    """A model that looks at one issue at a time."""
    return lambda cases: [forecast(case) for case in cases]


def exchange_model(variant: ExchangeVariant = "equal_gain", rounds: int = 1) -> Model:
    """The exchange model on the issues of each group together."""

    def forecast(cases: Sequence[Case]) -> list[float]:
        groups: dict[str, list[int]] = {}
        for place, case in enumerate(cases):
            groups.setdefault(case.group, []).append(place)
        found = [np.nan] * len(cases)
        for places in groups.values():
            x, c, s = _together([cases[place] for place in places])
            outcomes = exchange(x, c, s, variant=variant, rounds=rounds).forecast
            for place, outcome in zip(places, outcomes.tolist(), strict=True):
                found[place] = outcome
        return found

    return forecast


def scholz_model(variant: str = "paper", *, rounds: int = 10, q: float = 1.0, span: float | None = SCALE) -> Model:
    """The mean after the last round of the expected-utility model among those who weigh something."""

    def forecast(case: Case) -> float:
        there = case.weights > 0
        x, c, s = case.positions[there], case.capabilities[there], case.saliences[there]
        return scholz(x, c, s, variant=variant, rounds=rounds, q=q, span=span).rounds[-1].mean

    return each(forecast)


def _election(case: Case) -> float:
    """The expected place, the options being the positions that somebody takes."""
    options = np.unique(case.positions)
    worth = utilities_on_line(case.positions, options, span=SCALE)
    return float(election(worth, case.weights) @ options)


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "weighted_mean": each(lambda case: float(weighted_mean(case.positions, case.weights))),
        "weighted_median": each(lambda case: float(weighted_median(case.positions, case.weights))),
        "nash": each(lambda case: float(nash(case.positions, case.weights, span=SCALE))),
        **{f"scholz.{variant}": scholz_model(variant) for variant in VARIANTS},
        "exchange.equal_gain": exchange_model("equal_gain"),
        "exchange.decide": exchange_model("decide"),
        "election": each(_election),
        "salience_only": each(lambda case: float(weighted_mean(case.positions, case.saliences))),
        "unweighted": each(lambda case: float(np.mean(case.positions))),
        "constant": each(lambda case: SCALE / 2),
    }
)
"""The models as `detente forecast` runs them (a variant after the dot), and the baselines salience only, unweighted
mean and the middle of the scale."""


def _together(cases: Sequence[Case]) -> tuple[Floats, Floats, Floats]:
    """Positions, capabilities and saliences (actors, issues) of all actors; those who take no part weigh nothing."""
    actors = {name: row for row, name in enumerate(dict.fromkeys(name for case in cases for name in case.actors))}
    x, c, s = np.full((3, len(actors), len(cases)), 0.0)
    for column, case in enumerate(cases):
        rows = [actors[name] for name in case.actors]
        x[rows, column], c[rows, column], s[rows, column] = case.positions, case.capabilities, case.saliences
    return x, c, s


def _mean(errors: Floats) -> tuple[int, float]:
    return len(errors), float(errors.mean()) if len(errors) else float("nan")
