"""All outcomes: how many are individually rational, and which are efficient.  All comparisons are of integers.

Efficient outcomes are found issue by issue: a partial deal that another one dominates cannot become efficient, because
utilities add up, and is dropped at once.  So the whole set of outcomes is never held in memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import moocore
import numpy as np
from numpy.typing import NDArray

from detente.settlement.utilities import Integers, Units

LIMIT = 10**6
_CHUNK = 1 << 18
_FLOAT_EXACT = 1 << 53


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The Pareto frontier: efficient outcomes, those of equal utilities for everybody together as one point.

    gains (points, parties): integers in units of `Units.scale`, greatest first party's gain first; ties (points,): how
    many deals each point has; deals (efficient outcomes, issues): the places of the options, point after point.
    """

    gains: Integers
    ties: Integers
    deals: NDArray[np.int16]
    first: Integers

    def deals_of(self, point: int) -> NDArray[np.int16]:
        """All deals of a point (its place), in lexicographic order of the options' places, (ties, issues)."""
        return self.deals[self.first[point] : self.first[point] + self.ties[point]]


def find_frontier(units: Units) -> Frontier:
    """The Pareto frontier with all ties.  Time and memory grow with the outcomes: meant for up to LIMIT of them."""
    gains = np.zeros((1, len(units.scale)), dtype=np.int64)
    deals = np.zeros((1, 0), dtype=np.int16)
    direct = units.largest <= _FLOAT_EXACT
    for issue in units.gains:
        gains, deals = _add(gains, deals, issue, direct)
    order = np.lexsort((*deals.T[::-1], *-gains.T[::-1]))
    gains, deals = gains[order], deals[order]
    first = np.flatnonzero(np.append(True, (gains[1:] != gains[:-1]).any(axis=1)))
    return Frontier(gains[first], np.diff(first, append=len(gains)), deals, first)


def _add(
    gains: Integers, deals: NDArray[np.int16], issue: Integers, direct: bool
) -> tuple[Integers, NDArray[np.int16]]:
    """All efficient partial deals with one more issue, a chunk at a time."""
    step = max(1, _CHUNK // len(issue))
    parts = [_extend(gains[s : s + step], deals[s : s + step], issue, direct) for s in range(0, len(gains), step)]
    if len(parts) == 1:
        return parts[0]
    gains, deals = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    parts.clear()
    keep = _nondominated(gains, direct)
    return gains[keep], deals[keep]


def _extend(
    gains: Integers, deals: NDArray[np.int16], issue: Integers, direct: bool
) -> tuple[Integers, NDArray[np.int16]]:
    total = (gains[:, None, :] + issue[None, :, :]).reshape(-1, gains.shape[1])
    keep = np.flatnonzero(_nondominated(total, direct))
    chosen = (keep % len(issue)).astype(np.int16)
    return total[keep], np.column_stack([deals[keep // len(issue)], chosen])


def _nondominated(points: Integers, direct: bool) -> NDArray[np.bool_]:
    """Which points no other dominates; equal points all stay.  Integers beyond a float's 53 bits go as their ranks."""
    if not direct:
        points = np.column_stack([np.unique(column, return_inverse=True)[1] for column in points.T])
    return np.asarray(moocore.is_nondominated(points.astype(np.float64), maximise=True, keep_weakly=True))


def count_rational(units: Units) -> int:
    """How many outcomes give no party less than it has without a deal."""
    parties = len(units.scale)
    halves = [np.zeros((1, parties), dtype=np.int64) for _ in range(2)]
    for issue in sorted(units.gains, key=len, reverse=True):
        smaller = 0 if len(halves[0]) <= len(halves[1]) else 1
        halves[smaller] = (halves[smaller][:, None, :] + issue[None, :, :]).reshape(-1, parties)
    left, right = halves
    step = max(1, _CHUNK // len(right))
    count = 0
    for start in range(0, len(left), step):
        needed = -left[start : start + step]
        fine = np.ones((len(needed), len(right)), dtype=bool)
        for p in range(parties):
            fine &= right[None, :, p] >= needed[:, p, None]
        count += int(np.count_nonzero(fine))
    return count
