"""The tornado: one input at a time from its 10 % to its 90 % quantile, and how far the result goes along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.sensitivity.indices import Indices
from detente.sensitivity.inputs import Function, Input, Unit
from detente.sensitivity.lasting import Holds


@dataclass(frozen=True, slots=True)
class Bar:
    """The result with one input (by its place among the inputs) at its 10 % and its 90 % quantile.

    total: its total Sobol index, None where it was not computed.
    """

    place: int
    input: Input
    low: float
    high: float
    total: float | None = None

    @property
    def swing(self) -> float:
        """How far apart the two results are."""
        return abs(self.high - self.low)

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return self.input.as_json() | {"result_low": self.low, "result_high": self.high, "total": self.total}


@dataclass(frozen=True, slots=True)
class Tornado:
    """The bars, longest first, around the result as things are; inputs that move nothing are left out (`still`)."""

    base: float
    unit: Unit
    bars: tuple[Bar, ...]
    still: int

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        bars = [bar.as_json() for bar in self.bars]
        return {"base": self.base, "unit": self.unit, "bars": bars, "still": self.still}


def tornado(function: Function, indices: Indices | None = None) -> Tornado:
    """The tornado of a result; with Sobol indices, each bar has its total index beside it."""
    totals = {row.place: row.total for row in indices.rows} if indices is not None else {}
    bars = []
    for place, each in enumerate(function.inputs):
        if isinstance(function, Holds):
            low, high = function.swing(place)
        else:
            low, high = function.profile(place, np.array([each.low, each.high])).tolist()
        bars.append(Bar(place, each, low, high, totals.get(place)))
    moving = [bar for bar in bars if bar.swing > 1e-12 or (bar.total or 0.0) > 1e-3]
    order = sorted(moving, key=lambda bar: (-bar.swing, -(bar.total or 0.0), bar.place))
    return Tornado(function.base, function.unit, tuple(order), len(bars) - len(order))
