"""Efficient partial deals over some issues, and how two sets of them become one."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.settlement.exact import Integers, Units
from detente.settlement.groups import Group

SECONDS = 10.0
POINTS = 100_000
GROUP = 2_000_000
_CHUNK = 1 << 17
_COUNTED = 1 << 62

Counts = NDArray[Any]


class StoppedError(Exception):
    """The frontier would take more time or memory than allowed; the message says which."""


@dataclass(slots=True)
class Guard:
    """Stops a frontier after `seconds`, or once a set of partial deals has more than `points` efficient points.

    group: how many combinations of linked issues may be gone through one by one.
    """

    seconds: float = SECONDS
    points: int = POINTS
    group: int = GROUP
    started: float = field(default_factory=time.monotonic)

    def check(self, size: int = 0) -> None:
        """Raise StoppedError if the time is up or a set of `size` points is too large."""
        if time.monotonic() - self.started > self.seconds:
            raise StoppedError(f"more than {self.seconds:g} s")
        if size > self.points:
            raise StoppedError(f"more than {self.points} efficient points")


@dataclass(slots=True, eq=False)
class Node:
    """Efficient partial deals as points (n, columns), greatest number of the first party first, no two equal.

    counts (n,): how many partial deals each point stands for; origin (n, 2): one pair of places in left and right that
    it is the sum of, or, in a group of issues, one combination of options and 0.  total: bound of the counts' sum;
    lowest: the least number of each party in any combination of a group, efficient or not.
    """

    points: Integers
    counts: Counts
    origin: NDArray[np.int64]
    total: int
    left: Node | None = None
    right: Node | None = None
    group: Group | None = None
    lowest: list[int] = field(default_factory=list)
    _places: dict[bytes, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.points)

    def find(self, point: Integers) -> int | None:
        """Place of a point, None if there is no such."""
        if not self._places:
            self._places = {row.tobytes(): n for n, row in enumerate(self.points)}
        return self._places.get(point.tobytes())


@dataclass(slots=True)
class Merger:
    """Makes sets of efficient partial deals.  least: what each party must be able to reach; None: no matter."""

    units: Units
    guard: Guard
    least: list[int] | None = None

    def of_group(self, group: Group) -> Node:
        """The efficient combinations of a group of issues.  Raises StoppedError if there are too many to go through."""
        if group.size > self.guard.group:
            raise StoppedError(f"{group.size} combinations of linked issues")
        node = self._empty(group.size, group=group)
        for numbers, points in group.chunks():
            if not len(points):
                continue
            low = self.units.extreme(points, greatest=False)
            node.lowest = low if not len(node) else [min(pair) for pair in zip(node.lowest, low, strict=True)]
            origin = np.column_stack([numbers, np.zeros_like(numbers)])
            self._take(node, points, np.ones(len(points), dtype=node.counts.dtype), origin)
        return node

    def join(self, left: Node, right: Node, rest: list[int]) -> Node:
        """The efficient sums of two sets; rest: what each party can at most get from the issues of neither."""
        if len(left) > len(right):
            left, right = right, left
        node = self._empty(left.total * right.total, left=left, right=right)
        a, b = (each.counts.astype(node.counts.dtype) for each in (left, right))
        step = max(1, _CHUNK // max(1, len(right)))
        for start in range(0, len(left), step):
            sums = self.units.add(left.points[start : start + step, None, :], right.points[None, :, :])
            sums = sums.reshape(-1, sums.shape[2])
            keep = self._within_reach(sums, rest)
            origin = np.column_stack([start + keep // len(right), keep % len(right)])
            self._take(node, sums[keep], a[origin[:, 0]] * b[origin[:, 1]], origin)
        return node

    def prune(self, node: Node, rest: list[int]) -> None:
        """Leave out of a set what cannot give every party the least that it must have."""
        keep = self._within_reach(node.points, rest)
        node.points, node.counts, node.origin = node.points[keep], node.counts[keep], node.origin[keep]

    def _within_reach(self, points: Integers, rest: list[int]) -> NDArray[np.intp]:
        if self.least is None:
            return np.arange(len(points))
        least = [needed - more for needed, more in zip(self.least, rest, strict=True)]
        return np.flatnonzero(self.units.above(points, least).all(axis=1))

    def _empty(
        self, total: int, left: Node | None = None, right: Node | None = None, group: Group | None = None
    ) -> Node:
        counts: Counts = np.zeros(0, dtype=np.int64) if total < _COUNTED else np.zeros(0, dtype=object)
        points = np.zeros((0, self.units.parties * self.units.words), dtype=np.int64)
        return Node(points, counts, np.zeros((0, 2), dtype=np.int64), total, left, right, group)

    def _take(self, node: Node, points: Integers, counts: Counts, origin: NDArray[np.int64]) -> None:
        """Add points to a set; keep what is efficient, equal points as one."""
        if len(node):
            points = np.concatenate([node.points, points])
            counts, origin = np.concatenate([node.counts, counts]), np.concatenate([node.origin, origin])
        keep = self.units.undominated(points)
        points, counts, origin = points[keep], counts[keep], origin[keep]
        order = np.lexsort(-points.T[::-1])
        points = points[order]
        first = np.flatnonzero(np.append(True, (points[1:] != points[:-1]).any(axis=1))[: len(points)])
        node.points, node.origin = points[first], origin[order[first]]
        node.counts = np.add.reduceat(counts[order], first) if len(first) else counts
        self.guard.check(len(node))
