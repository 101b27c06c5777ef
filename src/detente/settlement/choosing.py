"""The bargaining solutions, chosen among the points of the Pareto frontier (each of them is efficient).

Floats only put aside what is clearly worse; what is left is compared as whole numbers, so that ties are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.settlement.gains import Floats, Gains
from detente.settlement.numbers import Number, ScenarioError, number

_CLEAR = 1e-9
_FINEST = 10_000


def powers(weights: Sequence[Number] | None, parties: int) -> list[int]:
    """Bargaining weights as the whole numbers in their proportion: 1 each, or such as [2, 1].

    Raises ScenarioError if there is not one positive weight for each party, or if the numbers exceed 10,000.
    """
    if weights is None:
        return [1] * parties
    exact = [number(weight, "bargaining weights") for weight in weights]
    if len(exact) != parties or min(exact) <= 0:
        raise ScenarioError(f"{parties} positive numbers are needed, one for each party", "bargaining weights")
    whole = [int(weight * lcm(*(each.denominator for each in exact))) for weight in exact]
    found = [each // int(np.gcd.reduce(np.array(whole, dtype=object))) for each in whole]
    if max(found) > _FINEST:
        raise ScenarioError(f"the proportion {':'.join(map(str, found))} is too fine", "bargaining weights")
    return found


def nash(gains: Gains, weights: Sequence[Number] | None = None) -> list[int]:
    """Points with the greatest product of gains, each to the power of its party's weight (Nash 1950; Kalai 1977).

    Only individually rational points are compared; none if there are none.  If none gives every party a gain, first
    the number of parties that gain is maximised, then the product over those that do (Caragiannis et al. 2016).
    """
    power = powers(weights, gains.frontier.units.parties)
    points = np.flatnonzero(gains.rational)
    if not len(points):
        return []
    gainers = gains.gaining[points].sum(axis=1)
    points = points[gainers == gainers.max()]
    gaining = gains.gaining[points]
    logs = np.log(np.where(gaining, gains.floats[points], 1.0)) @ np.array(power, dtype=np.float64)
    points = points[logs >= logs.max() - _CLEAR * max(1, sum(power))]
    return _best(points, lambda n: prod(g**w for g, w in zip(gains.exact(n), power, strict=True) if g > 0))


def egalitarian(gains: Gains) -> list[int]:
    """Points whose smallest gain is greatest, then the second smallest and so on (leximin; Kalai 1977, Imai 1983).

    Where no outcome is individually rational these are the points that ask least of the one who loses most.
    """
    points = _greatest(np.arange(len(gains.frontier)), gains.floats.min(axis=1, initial=np.inf))
    return _best(points, lambda n: sorted(gains.common(n)))


def ideal(gains: Gains) -> list[Fraction]:
    """The greatest gain of each party at any individually rational outcome; empty if there is none."""
    points = np.flatnonzero(gains.rational).tolist()
    return [max(column) for column in zip(*map(gains.exact, points), strict=True)]


def kalai_smorodinsky(gains: Gains) -> list[int]:
    """Points where the smallest share of its ideal gain that a party gets is greatest, then leximin of the shares.

    The ideal of a party is its greatest gain at any individually rational outcome (Kalai, Smorodinsky 1975; leximin:
    Imai 1983).  A party that can gain nothing has no share to compare and does not decide.  None if no outcome is
    individually rational.
    """
    points = np.flatnonzero(gains.rational)
    if not len(points):
        return []
    columns = zip(*(gains.frontier.numbers[n] for n in points.tolist()), strict=True)
    best = [max(column) - low for column, low in zip(columns, gains.floor, strict=True)]
    able = [p for p, most in enumerate(best) if most > 0]
    if not able:
        return _best(points, lambda n: 0)
    shares = gains.floats[points][:, able] / np.array([best[p] / gains.frontier.units.scale[p] for p in able])
    common = lcm(*(best[p] for p in able))

    def worth(n: int) -> list[int]:
        row = gains.frontier.numbers[n]
        return sorted((row[p] - gains.floor[p]) * (common // best[p]) for p in able)

    return _best(_greatest(points, shares.min(axis=1)), worth)


def utilitarian(gains: Gains) -> list[int]:
    """Points with the greatest sum of utilities, individually rational or not."""
    sums, size = gains.floats.sum(axis=1), np.abs(gains.floats).sum(axis=1).max(initial=0.0)
    return _best(_greatest(np.arange(len(gains.frontier)), sums, size), lambda n: sum(gains.common(n)))


def _greatest(points: NDArray[np.intp], worth: Floats, size: float = 0.0) -> NDArray[np.intp]:
    """The points that are not clearly below the best; size: how large the numbers are that a worth is the sum of."""
    if not len(points):
        return points
    return np.asarray(points[worth >= worth.max() - _CLEAR * max(size, np.abs(worth).max())])


def _best(points: NDArray[np.intp], worth: Callable[[int], Any]) -> list[int]:
    if not len(points):
        return []
    worths = {n: worth(n) for n in points.tolist()}
    top = max(worths.values())
    return [n for n, value in worths.items() if value == top]
