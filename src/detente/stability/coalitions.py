"""Coalitions: would any group of decision makers, moving together, make all its members better off?

A coalition improvement leads to a state that the members reach together and all of them like better.  A state is stable
for a coalition if there is none (nash), or if the others can answer each so that some member is no better off than
before: by any moves (gmr), by moves after which the coalition cannot get all members above it again (smr), or by
coalition improvements of their own (seq).  A state that is stable for all coalitions is a coalitional equilibrium.
Sources: Kilgour, Hipel, Fang, Peng 2001, Coalition analysis in group decision support; Inohara and Hipel 2008,
Coalition analysis in the graph model for conflict resolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente.stability.engine import Play
from detente.stability.errors import ConflictError
from detente.stability.moves import MAX_ARCS, Arcs, Index, pairs
from detente.stability.states import Ranks
from detente.stability.steps import AlongArcs, Mover, reached

COALITIONAL = ("nash", "gmr", "smr", "seq")
MAX_MEMBERS = 8
_COLUMNS = 256

Coalition = tuple[int, ...]
Stable = npt.NDArray[np.bool_]


class Coalitions:
    """The coalitions of a play and their improvements."""

    def __init__(self, play: Play) -> None:
        self.play = play
        count = len(play.movers)
        if count > MAX_MEMBERS:
            raise ConflictError(f"{count} decision makers have too many coalitions; {MAX_MEMBERS} are the most")
        self.everybody = tuple(range(count))
        self.all = [group for size in self.everybody for group in combinations(self.everybody, size + 1)]
        self.better = {group: self._improvements(group) for group in self.all}

    def stabilities(self) -> dict[str, dict[Coalition, Stable]]:
        """For each concept of COALITIONAL and each coalition, bool (states)."""
        return {concept: {group: self.stable(group, concept) for group in self.all} for concept in COALITIONAL}

    def stable(self, group: Coalition, concept: str) -> Stable:
        """For each state whether it is stable for a coalition under one concept of COALITIONAL."""
        arcs = self.better[group]
        if concept == "nash":
            deterred = np.zeros(len(arcs.targets), dtype=np.bool_)
        elif concept == "smr":
            deterred = self._deterred_for_good(group)
        else:
            deterred = self._deterred(group, concept)
        stable = np.ones(len(arcs.starts) - 1, dtype=np.bool_)
        stable[arcs.origins[~deterred]] = False
        return stable

    def _others(self, group: Coalition) -> Coalition:
        return tuple(place for place in self.everybody if place not in group)

    def _movers(self, group: Coalition) -> list[Mover]:
        return [self.play.movers[place] for place in group]

    def _deterred(self, group: Coalition, concept: str) -> Stable:
        """For each improvement whether the others can lead it to where some member is no better off than before."""
        arcs, others = self.better[group], self._others(group)
        origins = arcs.origins
        found = np.zeros(len(origins), dtype=np.bool_)
        for place in group:
            ranks = self.play.ranks[place]
            if concept == "gmr":
                floor = reached(ranks, self._movers(others), improving=False)
            else:
                floor = self._reached_by_improving(ranks, others)
            found |= floor[arcs.targets] <= ranks[origins]
        return found

    def _reached_by_improving(self, values: Ranks, others: Coalition) -> Ranks:
        """Lowest values that subsets of the others reach by coalition improvements, none of them twice in a row."""
        subsets = [group for group in self.all if set(group) <= set(others)]
        movers = [
            _Together(self.better[group], all(self.play.movers[place].moves.transitive for place in group))
            for group in subsets
        ]
        return reached(values, movers, improving=True)

    def _deterred_for_good(self, group: Coalition) -> Stable:
        """As `_deterred` by any moves, but to where the coalition cannot get all members above it again."""
        arcs, movers, others = self.better[group], self._movers(group), self._movers(self._others(group))
        found = np.zeros(len(arcs.targets), dtype=np.bool_)
        moving = np.flatnonzero(np.diff(arcs.starts))
        for at in range(0, len(moving), _COLUMNS):
            origins = moving[at : at + _COLUMNS]
            gained = np.ones((len(arcs.starts) - 1, len(origins)), dtype=np.bool_)
            for place in group:
                gained &= self.play.ranks[place][:, None] > self.play.ranks[place][None, origins]
            # 1 where the coalition is, or can get, above its origin; the others want to reach a 0.
            safe = -reached(-gained.astype(np.int8), movers, improving=False)
            kept = reached(safe, others, improving=False)
            for column, origin in enumerate(origins):
                part = slice(arcs.starts[origin], arcs.starts[origin + 1])
                found[part] = kept[arcs.targets[part], column] == 0
        return found

    def _improvements(self, group: Coalition) -> Arcs:
        parts = []
        for origins, targets in self._reachable(group):
            kept = np.ones(len(origins), dtype=np.bool_)
            for place in group:
                ranks = self.play.ranks[place]
                kept &= ranks[targets] > ranks[origins]
            parts.append((origins[kept], targets[kept]))
        origins, targets = (np.concatenate(each) for each in zip(*parts, strict=True))
        order = np.argsort(origins, kind="stable")
        return Arcs.of(origins[order], targets[order], len(self.play.ranks[0]))

    def _reachable(self, group: Coalition) -> Iterator[tuple[Index, Index]]:
        """All pairs of states of which the coalition reaches the second from the first, in portions."""
        movers = self._movers(group)
        size = len(self.play.ranks[0])
        if all(mover.moves.free for mover in movers):
            yield from pairs(_joined([mover.moves.block for mover in movers]))
            return
        if size * size > MAX_ARCS:
            raise ConflictError(
                f"coalitions of {size:,} states are too many to weigh; rule out combinations in infeasible, or leave "
                "coalitions out"
            )
        for at in range(0, size, _COLUMNS):
            targets = np.arange(at, min(at + _COLUMNS, size))
            there = np.zeros((size, len(targets)), dtype=np.int8)
            there[targets, np.arange(len(targets))] = -1
            origins, columns = np.nonzero(reached(there, movers, improving=False))
            yield origins.astype(np.int32), targets[columns].astype(np.int32)


class _Together(Mover):
    """A coalition's improvements, as those of one mover."""

    def __init__(self, arcs: Arcs, transitive: bool) -> None:
        self.transitive = transitive
        self.better = AlongArcs(arcs)


def _joined(blocks: list[Index]) -> Index:
    """Blocks of states that are joined by blocks of any of these."""
    if len(blocks) == 1:
        return blocks[0]
    from scipy.sparse import coo_array  # takes long to import
    from scipy.sparse.csgraph import connected_components

    size, shift = len(blocks[0]), 0
    rows, columns = [], []
    for block in blocks:
        rows.append(np.arange(size))
        columns.append(size + shift + block)
        shift += int(block.max()) + 1
    row, column = np.concatenate(rows), np.concatenate(columns)
    graph = coo_array((np.ones(len(row), dtype=np.int8), (row, column)), shape=(size + shift, size + shift))
    joined: Index = connected_components(graph, directed=False)[1][:size].astype(np.int32)
    return np.unique(joined, return_inverse=True)[1].astype(np.int32)
