"""The bargaining solutions, chosen among the points of the Pareto frontier (each of them is efficient).

Everything is compared as Python integers in one unit common to all parties, so that ties are exact and all returned.
"""

from __future__ import annotations

from collections.abc import Callable
from math import lcm, prod
from typing import Any

from detente.settlement.enumeration import Frontier
from detente.settlement.utilities import Units

Gains = dict[int, tuple[int, ...]]


def common_gains(frontier: Frontier, units: Units) -> Gains:
    """The gains of every frontier point (by its place) in one unit for all parties, 1 / lcm of their scales."""
    common = lcm(*units.scale)
    factors = [common // scale for scale in units.scale]
    return {n: tuple(g * f for g, f in zip(row, factors, strict=True)) for n, row in enumerate(frontier.gains.tolist())}


def rational(gains: Gains) -> Gains:
    """The points at which no party has less than without a deal."""
    return {n: row for n, row in gains.items() if min(row) >= 0}


def nash(gains: Gains) -> list[int]:
    """Points with the greatest product of gains among the individually rational ones (Nash 1950).

    None if no outcome is individually rational.  If none gives every party a gain, first the number of parties that
    gain is maximised, then the product over those that do (Caragiannis et al. 2016).
    """
    return _best(rational(gains), lambda row: (sum(g > 0 for g in row), prod(g for g in row if g > 0)))


def egalitarian(gains: Gains) -> list[int]:
    """Points whose smallest gain is greatest, then the second smallest and so on (leximin; Kalai 1977, Imai 1983).

    Where no outcome is individually rational these are the points that ask least of the one who loses most.
    """
    return _best(gains, sorted)


def kalai_smorodinsky(gains: Gains) -> list[int]:
    """Points where the smallest share of its ideal gain that a party gets is greatest, then leximin of the shares.

    The ideal of a party is its greatest gain at any individually rational outcome (Kalai, Smorodinsky 1975; leximin:
    Imai 1983).  A party that can gain nothing has no share to compare and does not decide.  None if no outcome is
    individually rational.
    """
    points = rational(gains)
    if not points:
        return []
    ideal = [max(column) for column in zip(*points.values(), strict=True)]
    common = lcm(*(best for best in ideal if best))
    return _best(points, lambda row: sorted(g * (common // best) for g, best in zip(row, ideal, strict=True) if best))


def utilitarian(gains: Gains) -> list[int]:
    """Points with the greatest sum of utilities, individually rational or not."""
    return _best(gains, sum)


def _best(points: Gains, worth: Callable[[tuple[int, ...]], Any]) -> list[int]:
    if not points:
        return []
    worths = {n: worth(row) for n, row in points.items()}
    top = max(worths.values())
    return [n for n, value in worths.items() if value == top]
