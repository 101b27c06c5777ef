"""Global sensitivity: how much of a result's uncertainty each input takes part in.

Sobol indices by Saltelli et al. 2010 (first order) and Jansen 1999 (total), over scrambled Sobol sequences; Morris 1991
with the mean absolute effect of Campolongo, Cariboni, Saltelli 2007 where inputs are many.  Both by SALib (Herman and
Usher 2017; Iwanaga, Usher, Herman 2022).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from detente.sensitivity.changes import ChangeError
from detente.sensitivity.inputs import Floats, Function, Input

# Beyond so many inputs Morris' method is chosen: Sobol indices take n times (inputs + 2) results.
MOST = 30
N = 512
TRAJECTORIES = 40
LEVELS = 4
# Morris' levels lie between these probabilities: the ends of a distribution may lie at infinity.
TAILS = (0.05, 0.95)
_SMALL = 1e-15
Method = Literal["sobol", "morris"]


@dataclass(frozen=True, slots=True)
class Index:
    """What one input (by its place among the inputs) does to the result.

    Sobol: first, total: shares of the variance, with 95 % confidence half-widths; estimates may lie a little outside
    [0, 1].  Morris: effect, the mean absolute elementary effect, in the result's unit, over the whole range of the
    input from its 5 % to its 95 % quantile; its half-width; and spread, the standard deviation of the effects, which is
    large where the effect hangs on the other inputs.  None: not of this method, or not to be had from so few results.
    """

    place: int
    first: float | None = None
    first_error: float | None = None
    total: float | None = None
    total_error: float | None = None
    effect: float | None = None
    effect_error: float | None = None
    spread: float | None = None

    @property
    def weight(self) -> float:
        """What inputs are ordered by: the total index, or the mean absolute effect."""
        return self.total if self.total is not None else self.effect or 0.0

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "first": self.first,
            "first_error": self.first_error,
            "total": self.total,
            "total_error": self.total_error,
            "effect": self.effect,
            "effect_error": self.effect_error,
            "spread": self.spread,
        }


@dataclass(frozen=True, slots=True)
class Indices:
    """The indices of all inputs, first those that matter most.

    constant: the result is the same everywhere, so that nothing matters.  mean, deviation: of the results.
    first_sum: of the first-order indices (None for Morris); well below 1, inputs work together.
    evaluations: how often the result was computed.
    """

    method: Method
    inputs: tuple[Input, ...]
    rows: tuple[Index, ...]
    mean: float
    deviation: float
    constant: bool
    evaluations: int
    n: int
    seed: int

    @property
    def first_sum(self) -> float | None:
        """The sum of the first-order indices; None for Morris."""
        found = [row.first for row in self.rows if row.first is not None]
        return sum(found) if found else None

    @property
    def total_sum(self) -> float | None:
        """The sum of the total indices, 1 where no inputs work together, more where they do; None for Morris."""
        found = [row.total for row in self.rows if row.total is not None]
        return sum(found) if found else None

    def of(self, place: int) -> Index:
        """The index of an input by its place among the inputs."""
        return next(row for row in self.rows if row.place == place)

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "method": self.method,
            "constant": self.constant,
            "mean": self.mean,
            "deviation": self.deviation,
            "first_sum": self.first_sum,
            "total_sum": self.total_sum,
            "evaluations": self.evaluations,
            "n": self.n,
            "seed": self.seed,
            "inputs": [self.inputs[row.place].as_json() | row.as_json() for row in self.rows],
        }


def indices(function: Function, *, method: Method | None = None, n: int | None = None, seed: int = 0) -> Indices:
    """Sobol indices, or Morris' effects where there are more than MOST (30) inputs and no method is named."""
    chosen = method or ("sobol" if len(function.inputs) <= MOST else "morris")
    if chosen == "sobol":
        return sobol(function, n=N if n is None else n, seed=seed)
    return morris(function, trajectories=TRAJECTORIES if n is None else n, seed=seed)


def sobol(function: Function, *, n: int = N, seed: int = 0) -> Indices:
    """First-order and total Sobol indices from n (inputs + 2) results; n is rounded up to a power of 2.

    Raises ChangeError if n is below 2.
    """
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as take

    n = _power(n)
    names = [str(place) for place in range(len(function.inputs))]

    def rows(found: dict[str, Any]) -> list[Index]:
        columns = zip(found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
        return [
            Index(place, first=_known(a), first_error=_known(b), total=_known(c), total_error=_known(d))
            for place, (a, b, c, d) in enumerate(columns)
        ]

    return _run(
        function,
        "sobol",
        lambda problem: take.sample(problem, n, calc_second_order=False, seed=seed),
        lambda problem, points, results: rows(
            # Centred and scaled: the estimators lose digits where the mean is far from 0.
            # SALib 1.6 takes a seed of 0 for none.
            analyse.analyze(problem, results, calc_second_order=False, num_resamples=100, seed=seed + 1)
        ),
        [Index(place, 0.0, 0.0, 0.0, 0.0) for place in range(len(names))],
        (0.0, 1.0),
        n,
        seed,
    )


def morris(function: Function, *, trajectories: int = TRAJECTORIES, seed: int = 0) -> Indices:
    """Morris' elementary effects over so many trajectories of (inputs + 1) results each.

    Raises ChangeError for fewer than 2 trajectories.
    """
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as take

    if trajectories < 2:
        raise ChangeError("draws", value=trajectories, least=2)

    def rows(found: dict[str, Any]) -> list[Index]:
        columns = zip(found["mu_star"], found["mu_star_conf"], found["sigma"], strict=True)
        return [
            Index(place, effect=_known(a), effect_error=_known(b), spread=_known(c))
            for place, (a, b, c) in enumerate(columns)
        ]

    return _run(
        function,
        "morris",
        lambda problem: take.sample(problem, trajectories, num_levels=LEVELS, seed=seed),
        lambda problem, points, results: rows(
            analyse.analyze(problem, points, results, num_levels=LEVELS, num_resamples=100, seed=seed)
        ),
        [Index(place, effect=0.0, effect_error=0.0, spread=0.0) for place in range(len(function.inputs))],
        TAILS,
        trajectories,
        seed,
    )


def _run(
    function: Function,
    method: Method,
    take: Callable[[dict[str, object]], Floats],
    analyse: Callable[[dict[str, object], Floats, Floats], list[Index]],
    nothing: list[Index],
    ends: tuple[float, float],
    n: int,
    seed: int,
) -> Indices:
    count = len(function.inputs)
    if not count:
        return Indices(method, (), (), function.base, 0.0, True, 0, n, seed)
    problem: dict[str, object] = {
        "num_vars": count,
        "names": [str(place) for place in range(count)],
        "bounds": [list(ends)] * count,
    }
    points = np.asarray(take(problem), dtype=np.float64)
    results = function.from_unit(points)
    mean, deviation = float(results.mean()), float(results.std())
    constant = deviation <= _SMALL * max(1.0, abs(mean)) or np.ptp(results) <= 1e-12
    rows = nothing
    if not constant:
        with warnings.catch_warnings():
            # SALib warns where a part of the results is the same; the indices are not known then (`_known`).
            warnings.simplefilter("ignore")
            rows = analyse(problem, points, (results - mean) / (deviation if method == "sobol" else 1))
    return Indices(
        method=method,
        inputs=tuple(function.inputs),
        rows=tuple(sorted(rows, key=lambda row: -row.weight)),
        mean=mean,
        deviation=0.0 if constant else deviation,
        constant=bool(constant),
        evaluations=len(results),
        n=n,
        seed=seed,
    )


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _power(n: int) -> int:
    if n < 2:
        raise ChangeError("draws", value=n, least=2)
    return 1 << (n - 1).bit_length()
