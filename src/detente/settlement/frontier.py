"""The Pareto frontier, exactly, by merging sets of issues.

A partial deal that another one dominates cannot become efficient, because utilities add up over groups of issues that
nothing links (the idea of `ParetoFrontierF` in GENIUS and of `PartialPareto` in GeniusWeb).  So each group keeps only
its efficient partial deals, and groups are joined two at a time, smallest first.  Deals of equal utilities for all are
one point that counts them; every point remembers one pair of points that it was joined from.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import count

import numpy as np

from detente.settlement.exact import Units, units
from detente.settlement.groups import Group
from detente.settlement.merging import Guard, Merger, Node
from detente.settlement.scenario import Places, Scenario


@dataclass(frozen=True, eq=False)
class Frontier:
    """The efficient outcomes as points, greatest utility of the first party first; `len` is their number.

    lowest: the least whole number that each party has at any outcome, efficient or not.
    rational_only: only those that give no party less than its reservation value.
    """

    scenario: Scenario
    units: Units
    root: Node
    lowest: list[int]
    rational_only: bool = False

    def __len__(self) -> int:
        return len(self.root)

    @cached_property
    def numbers(self) -> list[list[int]]:
        """Each point's utilities as whole numbers (see `exact.Units`)."""
        return self.units.unpack(self.root.points)

    def utilities(self, point: int) -> tuple[Fraction, ...]:
        """What the deals of a point are worth to each party, exactly."""
        rows = zip(self.numbers[point], self.units.base, self.units.scale, strict=True)
        return tuple(base + Fraction(n, scale) for n, base, scale in rows)

    def ties(self, point: int) -> int:
        """How many deals have exactly the utilities of this point."""
        return int(self.root.counts[point])

    def deal(self, point: int) -> Places:
        """One deal of a point."""
        return _ordered(_one(self.root, point))

    def deals(self, point: int) -> Iterator[Places]:
        """All deals of a point, found one after the other as they are asked for."""
        return map(_ordered, _all(self.units, self.root, point))


Partial = dict[int, int]


def _ordered(deal: Partial) -> Places:
    return tuple(option for _, option in sorted(deal.items()))


def _one(node: Node, point: int) -> Partial:
    first, second = node.origin[point].tolist()
    if node.group is not None:
        return node.group.choices(first)
    assert node.left is not None and node.right is not None
    return _one(node.left, first) | _one(node.right, second)


def _all(units: Units, node: Node, point: int) -> Iterator[Partial]:
    if node.counts[point] == 1:
        yield _one(node, point)
        return
    if node.group is not None:
        yield from node.group.matching(node.points[point])
        return
    assert node.left is not None and node.right is not None
    fits = (node.left.points <= node.points[point]).all(axis=1) if units.words == 1 else np.ones(len(node.left), bool)
    for first in np.flatnonzero(fits).tolist():
        second = node.right.find(units.subtract(node.points[point], node.left.points[first]))
        if second is not None:
            for partial in _all(units, node.left, first):
                for rest in _all(units, node.right, second):
                    yield partial | rest


def find_frontier(scenario: Scenario, *, rational_only: bool = False, guard: Guard | None = None) -> Frontier:
    """The Pareto frontier with all ties, in exact arithmetic.

    `rational_only` leaves out, as early as possible, what gives a party less than its reservation value; the frontier
    may then be empty.  Raises Stopped where the guard (default: 10 s, 100,000 points) does not let it finish.
    """
    scale = units(scenario)
    merger = Merger(scale, guard or Guard(), scale.reservation(scenario) if rational_only else None)
    nodes = [merger.of_group(Group(scenario, scale, issues)) for issues in scenario.components]
    tops = [scale.extreme(node.points, greatest=True) for node in nodes]
    lowest = [sum(column) for column in zip(*(node.lowest for node in nodes), strict=True)]
    total = [sum(column) for column in zip(*tops, strict=True)]
    for node, top in zip(nodes, tops, strict=True):
        merger.prune(node, [whole - own for whole, own in zip(total, top, strict=True)])
    order = count()
    heap = [(len(node), next(order), node, top) for node, top in zip(nodes, tops, strict=True)]
    heapq.heapify(heap)
    while len(heap) > 1:
        _, _, left, one = heapq.heappop(heap)
        _, _, right, other = heapq.heappop(heap)
        top = [a + b for a, b in zip(one, other, strict=True)]
        node = merger.join(left, right, [whole - own for whole, own in zip(total, top, strict=True)])
        heapq.heappush(heap, (len(node), next(order), node, top))
    return Frontier(scenario, scale, heap[0][2], lowest, rational_only)
