"""Sequences of moves, one after the other, nobody twice in a row: the shortest from a state to where one looks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.stability.engine import Play
from detente.stability.moves import Arcs

Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Track:
    """A move: decision maker (place), from and to (places of states)."""

    by: int
    origin: int
    target: int


class Search:
    """All that movers can reach from a state, breadth first, with the way to it."""

    def __init__(self, play: Play, start: int, movers: Sequence[int], *, improving: bool) -> None:
        self.start, self.movers = start, tuple(movers)
        self.arcs = [arcs_of(play, place, improving=improving) for place in self.movers]
        size = play.ranks.shape[1]
        # For each mover, where it went last: from which state, and after which mover's move (-1: from the start).
        self.seen = np.zeros((len(self.movers), size), dtype=np.bool_)
        self.origin = np.zeros((len(self.movers), size), dtype=np.int32)
        self.after = np.full((len(self.movers), size), -1, dtype=np.int8)
        self.depth = np.full(size, -1, dtype=np.int32)
        self.depth[start] = 0

    def first(self, wanted: Truth) -> int:
        """Go on until one of the wanted states (bool, one a state) is reached, and give it.

        The start does not count.  Of several at the same distance, the one with the lowest place.  Raises LookupError
        if none can be reached.
        """
        found = self._run(wanted)
        if found is None:
            raise LookupError("none of the states can be reached")
        return found

    def everything(self) -> None:
        """Go on until all is reached that can be."""
        self._run(None)

    def _run(self, wanted: Truth | None) -> int | None:
        frontier = [(-1, np.array([self.start], dtype=np.int32))]
        level = 0
        while frontier:
            level += 1
            fresh: list[tuple[int, npt.NDArray[np.int32]]] = []
            for mover, arcs in enumerate(self.arcs):
                new = [self._go(mover, arcs, last, states) for last, states in frontier if last != mover]
                reached = np.unique(np.concatenate(new)) if new else np.zeros(0, dtype=np.int32)
                if len(reached):
                    fresh.append((mover, reached))
            if fresh:
                arrived = np.unique(np.concatenate([states for _, states in fresh]))
                arrived = arrived[self.depth[arrived] < 0]
                self.depth[arrived] = level
                hits = arrived[wanted[arrived]] if wanted is not None else arrived[:0]
                if len(hits):
                    return int(hits[0])
            frontier = fresh
        return None

    def way(self, target: int) -> tuple[Track, ...]:
        """The moves to a state that was reached, shortest first found; empty for the start."""
        if self.depth[target] == 0:
            return ()
        ends = [mover for mover in range(len(self.movers)) if self.seen[mover, target]]
        ways = [self._back(mover, target) for mover in ends]
        return min(ways, key=len)

    def _back(self, mover: int, state: int) -> tuple[Track, ...]:
        way = []
        while mover >= 0:
            origin = int(self.origin[mover, state])
            way.append(Track(self.movers[mover], origin, state))
            mover, state = int(self.after[mover, state]), origin
        return tuple(reversed(way))

    def _go(self, mover: int, arcs: Arcs, last: int, states: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        origins, targets = arcs.leaving(states)
        new = ~self.seen[mover, targets]
        targets, first = np.unique(targets[new], return_index=True)
        self.seen[mover, targets] = True
        self.origin[mover, targets] = origins[new][first]
        self.after[mover, targets] = last
        return targets


def arcs_of(play: Play, place: int, *, improving: bool) -> Arcs:
    """A decision maker's moves, or improvements, as arcs.  Kept with the play once listed."""
    key = (place, improving)
    if key not in play.listed:
        mover = play.movers[place]
        arcs = mover.moves.arcs
        if improving:
            arcs = arcs.where(mover.ranks[arcs.targets] > mover.ranks[arcs.origins])
        play.listed[key] = arcs
    return play.listed[key]
