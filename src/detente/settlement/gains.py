"""What the points of a frontier give each party above what it has without a deal: exactly, and as floats to sort by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from detente.settlement.exact import Bools
from detente.settlement.frontier import Frontier

Floats = NDArray[np.float64]
_SMALL = 1 << 61


@dataclass(frozen=True, eq=False)
class Gains:
    """Gains of N points for P parties; a party without a reservation value gains from its worst outcome."""

    frontier: Frontier

    @cached_property
    def floor(self) -> list[int]:
        """What each party has without a deal, as the frontier's whole numbers."""
        units, scenario = self.frontier.units, self.frontier.scenario
        rows = zip(scenario.reservation, self.frontier.lowest, units.base, units.scale, strict=True)
        return [low if own is None else int((own - base) * scale) for own, low, base, scale in rows]

    @cached_property
    def floats(self) -> Floats:
        """The gains (N, P), each rounded once from its exact value."""
        units = self.frontier.units
        if units.words == 1 and max(map(abs, self.floor)) < _SMALL and max(units.scale) < _SMALL:
            whole = self.frontier.root.points - np.array(self.floor, dtype=np.int64)
            return np.asarray(whole / np.array(units.scale, dtype=np.float64))
        rows = [
            [(n - low) / scale for n, low, scale in zip(row, self.floor, units.scale, strict=True)]
            for row in self.frontier.numbers
        ]
        return np.array(rows, dtype=np.float64).reshape(len(rows), units.parties)

    @cached_property
    def rational(self) -> Bools:
        """Which points give no party less than it has without a deal, (N,)."""
        return np.asarray(self.accepted.all(axis=1))

    @cached_property
    def accepted(self) -> Bools:
        """Which points give which party at least what it has without a deal, (N, P)."""
        return self.frontier.units.above(self.frontier.root.points, self.floor)

    @cached_property
    def gaining(self) -> Bools:
        """Which points give which party more than it has without a deal, (N, P)."""
        return self.frontier.units.above(self.frontier.root.points, self.floor, strictly=True)

    @cached_property
    def _factors(self) -> list[int]:
        common = lcm(*self.frontier.units.scale)
        return [common // scale for scale in self.frontier.units.scale]

    def common(self, point: int) -> list[int]:
        """The gains of a point as whole numbers of one unit that all parties share."""
        rows = zip(self.frontier.numbers[point], self.floor, self._factors, strict=True)
        return [(n - low) * factor for n, low, factor in rows]

    def exact(self, point: int) -> tuple[Fraction, ...]:
        """The gains of a point."""
        rows = zip(self.frontier.numbers[point], self.floor, self.frontier.units.scale, strict=True)
        return tuple(Fraction(n - low, scale) for n, low, scale in rows)
