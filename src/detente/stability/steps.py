"""One step of play on values: the lowest value among the states that a decision maker can go to from each state.

Values are int32, one a state; where it says so, also other integers, and several columns at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from detente.stability.moves import Arcs, Index, Moves
from detente.stability.states import Ranks

Values = npt.NDArray[Any]
NONE = np.int32(2**31 - 1)


class Step(Protocol):
    """The moves of one decision maker, applied to values (int32, one a state)."""

    def lowest(self, values: Values) -> Values:
        """For each state the lowest value of those that can be reached in one step; NONE where there is none."""
        ...


def highest(step: Step, values: Values) -> Values:
    """For each state the highest value of those that can be reached in one step; -NONE where there is none."""
    return -step.lowest(-values)


class WithinBlock:
    """All states of a block, the state itself among them: the moves of a decision maker that is free.

    Takes any integers, and columns.
    """

    def __init__(self, block: Index) -> None:
        self.block = block
        self.order = np.argsort(block, kind="stable")
        self.starts = np.concatenate(([0], np.cumsum(np.bincount(block))[:-1]))

    def lowest(self, values: Values) -> Values:
        """See Step."""
        return np.minimum.reduceat(values[self.order], self.starts)[self.block]


class AboveInBlock:
    """The states of a block that the decision maker likes better: the improvements of one that is free."""

    def __init__(self, block: Index, ranks: Ranks) -> None:
        # Best first within each block; before each group of equally good states stand those that are better.
        key = (block.astype(np.int64) << 32) - ranks
        self.order = np.argsort(key, kind="stable")
        key = key[self.order]
        sorted_block = block[self.order]
        self.shift = sorted_block.astype(np.int64) << 32
        fresh = np.concatenate(([True], key[1:] != key[:-1]))
        group = np.cumsum(fresh) - 1
        before = np.flatnonzero(fresh)[group] - 1
        self.some = (before >= 0) & (sorted_block[before] == sorted_block)
        self.before = before

    def lowest(self, values: Values) -> Values:
        """See Step."""
        # A running minimum that begins anew with each block: each block's values lie wholly below the last one's.
        running = np.minimum.accumulate(values[self.order] - self.shift) + self.shift
        found = np.empty(len(values), dtype=np.int32)
        found[self.order] = np.where(self.some, running[self.before], NONE)
        return found


class AlongArcs:
    """Listed moves.  Takes any integers, and columns."""

    def __init__(self, arcs: Arcs) -> None:
        self.arcs = arcs
        self.some = arcs.starts[:-1] < arcs.starts[1:]
        self.starts = arcs.starts[:-1][self.some]

    def lowest(self, values: Values) -> Values:
        """See Step."""
        found = np.full_like(values, np.iinfo(values.dtype).max)
        if len(self.starts):
            found[self.some] = np.minimum.reduceat(values[self.arcs.targets], self.starts)
        return found


class Mover:
    """A decision maker's moves and improvements as steps, given how good each state is for it."""

    def __init__(self, moves: Moves, ranks: Ranks) -> None:
        self.moves, self.ranks = moves, ranks
        self.transitive = moves.transitive

    @cached_property
    def loose(self) -> Step:
        """Its moves; where it is free, also staying."""
        return WithinBlock(self.moves.block) if self.moves.free else self.strict

    @cached_property
    def strict(self) -> Step:
        """Its moves and nothing else."""
        return AlongArcs(self.moves.arcs)

    @cached_property
    def better(self) -> Step:
        """Its improvements."""
        if self.moves.free:
            return AboveInBlock(self.moves.block, self.ranks)
        arcs = self.moves.arcs
        return AlongArcs(arcs.where(self.ranks[arcs.targets] > self.ranks[arcs.origins]))


def reached(values: Values, movers: Sequence[Mover], *, improving: bool) -> Values:
    """For each state the lowest value of those that the movers reach from it together, and its own.

    They move one after the other, nobody twice in a row but each again later; only to its own advantage if
    `improving`.  Source: Fang, Hipel, Kilgour 1993 (reachable list of a coalition).
    """
    if all(mover.transitive for mover in movers):
        # Two moves of one decision maker in a row are one move, or none: the rule forbids nothing.
        steps = [mover.better if improving else mover.loose for mover in movers]
        found = values
        while True:
            before = found
            for step in steps:
                found = np.minimum(found, step.lowest(found))
            if len(steps) < 2 or np.array_equal(found, before):
                return found
    steps = [mover.better if improving else mover.strict for mover in movers]
    resting = [values] * len(steps)  # the lowest value reached if this mover must not move next
    while True:
        begun = resting
        found = values
        for place, step in enumerate(steps):
            after = step.lowest(resting[place])
            found = np.minimum(found, after)
            resting = [each if other == place else np.minimum(each, after) for other, each in enumerate(resting)]
        if all(np.array_equal(now, before) for now, before in zip(resting, begun, strict=True)):
            return found
