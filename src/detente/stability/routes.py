"""Status quo analysis: how play gets from a state to equilibria.

Source: Li, Kilgour, Hipel 2005, Status quo analysis in the graph model for conflict resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.stability.engine import Graph, Play, stabilities
from detente.stability.explain import Move, moves_of
from detente.stability.model import Conflict
from detente.stability.solve import CONCEPTS, check_concepts
from detente.stability.tracks import Search


@dataclass(frozen=True, slots=True)
class Route:
    """A shortest way to an equilibrium (number), and the concepts under which it is one; no moves: play is there."""

    target: int
    concepts: tuple[str, ...]
    moves: tuple[Move, ...]

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "target": self.target,
            "concepts": list(self.concepts),
            "moves": [move.as_json() for move in self.moves],
        }


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """How play gets on from a state (number).

    improving: only by moves that are better for whoever makes them.  routes: to each equilibrium within reach, the
    nearest first; unreachable: the other equilibria; reached: how many states can be reached, the start among them.
    """

    start: int
    improving: bool
    routes: tuple[Route, ...]
    unreachable: tuple[int, ...]
    reached: int

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "start": self.start,
            "improving": self.improving,
            "routes": [route.as_json() for route in self.routes],
            "unreachable": list(self.unreachable),
            "reached": self.reached,
        }


def paths(conflict: Conflict, start: int, *, concepts: Sequence[str] = CONCEPTS, improving: bool = True) -> StatusQuo:
    """The shortest way from a state (number) to each equilibrium under any of the concepts.

    All decision makers move one after the other, nobody twice in a row.  Raises ConflictError for a number that is no
    state's and for an unknown concept.
    """
    check_concepts(concepts)
    begin = conflict.states.place(start)
    play = Play(Graph.of(conflict), conflict.ranks)
    stable = {concept: np.all(each, axis=0) for concept, each in stabilities(play, concepts).items()}
    search = Search(play, begin, range(len(play.movers)), improving=improving)
    search.everything()
    numbers = conflict.states.numbers
    equilibria = np.flatnonzero(np.any(list(stable.values()), axis=0))
    near = sorted(
        (each for each in equilibria.tolist() if search.depth[each] >= 0), key=lambda each: search.depth[each]
    )
    routes = tuple(
        Route(
            int(numbers[each]),
            tuple(concept for concept in concepts if stable[concept][each]),
            moves_of(play, search.way(each)),
        )
        for each in near
    )
    unreachable = tuple(numbers[equilibria[search.depth[equilibria] < 0]].tolist())
    return StatusQuo(start, improving, routes, unreachable, int((search.depth >= 0).sum()))
