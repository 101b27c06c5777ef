"""How well each model has done on DEU III, and its errors as a distribution to lay over its forecasts.

`accuracy.toml` is written by `benchmarks/forecast/deu3.py` from the data; nothing in it is typed in.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from detente.forecast.arrays import Floats


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A model's absolute errors on the `issues` of DEU III with an outcome, on the scale from 0 to 100.

    mae: mean; median; dichotomous, rest: the mean on issues with two positions and on the others; quantiles: of the
    absolute error, evenly spaced from the 0 % to the 100 % one; difference: mae less that of the weighted mean, with
    the ends of its 95 % interval.
    """

    model: str
    issues: int
    mae: float
    median: float
    dichotomous: float
    rest: float
    quantiles: tuple[float, ...]
    difference: tuple[float, float, float]

    @property
    def within(self) -> float:
        """80 % of the outcomes lay no further from the forecast than this."""
        return float(np.interp(0.8, np.linspace(0, 1, len(self.quantiles)), self.quantiles))

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "data": "DEU III",
            "issues": self.issues,
            "mae": self.mae,
            "median": self.median,
            "mae_dichotomous": self.dichotomous,
            "mae_rest": self.rest,
            "within_80": self.within,
            "difference": list(self.difference),
        }


def accuracy(model: str, variant: str) -> Accuracy | None:
    """A model's record; None for one that was not measured.  `variant` is that of the expected-utility model."""
    known = _records()
    own = {"scholz": variant, "exchange": "equal_gain"}.get(model)
    return known.get((model, own))


@cache
def _records() -> dict[tuple[str, str | None], Accuracy]:
    with Path(__file__).with_name("accuracy.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["model"]
    return {
        (row["name"], row.get("variant")): Accuracy(
            model=row["name"],
            issues=row["n"],
            mae=row["mae"],
            median=row["median"],
            dichotomous=row["dichotomous"]["mae"],
            rest=row["rest"]["mae"],
            quantiles=tuple(row["quantiles"]),
            difference=tuple(row["difference"]),
        )
        for row in rows
    }


def errors_of(model: str, *, variant: str, count: int, seed: int = 0) -> Floats:
    """`count` errors (n,) of a model on DEU III, spread evenly over their distribution, in random order and sign.

    On the scale from 0 to 100.  A model that was not measured gets those of the weighted mean, which are the smallest.
    """
    record = accuracy(model, variant) or accuracy("weighted_mean", variant)
    assert record is not None
    rng = np.random.default_rng(seed)
    # Both signs for every size: the scales of DEU III have no common direction.
    steps = (np.arange(count) + 0.5) / count * 2 - 1
    sizes = np.interp(np.abs(steps), np.linspace(0, 1, len(record.quantiles)), record.quantiles)
    return np.asarray(rng.permutation(np.sign(steps) * sizes))
