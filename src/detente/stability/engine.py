"""Stability by definition: for whom does each improvement from each state end badly?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.stability.model import Conflict
from detente.stability.moves import Arcs, Moves
from detente.stability.states import Ranks
from detente.stability.steps import Mover, highest, reached

Stable = npt.NDArray[np.bool_]
# What answers an improvement (any moves of the others, or only their improvements), and whether it can be escaped.
SANCTIONS = {"gmr": (False, False), "smr": (False, True), "seq": (True, False), "sseq": (True, True)}


@dataclass(frozen=True, eq=False)
class Graph:
    """The moves of all decision makers over the states of a conflict, or over `copies` of them side by side."""

    conflict: Conflict
    moves: tuple[Moves, ...]
    copies: int = 1

    @classmethod
    def of(cls, conflict: Conflict) -> Graph:
        """The graph of a conflict."""
        return cls(conflict, tuple(Moves.of(conflict, place) for place in range(len(conflict.decision_makers))))

    def repeated(self, times: int) -> Graph:
        """As many copies, to weigh several sets of preferences at once."""
        return Graph(self.conflict, tuple(moves.repeated(times) for moves in self.moves), times)


class Play:
    """A graph with preferences.  ranks: int32 (decision makers, states), the higher, the better."""

    def __init__(self, graph: Graph, ranks: Ranks) -> None:
        self.graph, self.ranks = graph, ranks
        self.listed: dict[tuple[int, bool], Arcs] = {}  # see tracks.arcs_of
        self.by_code: dict[int, Arcs] = {}  # see simultaneous
        self._floors: dict[tuple[int, str], Ranks] = {}

    @cached_property
    def movers(self) -> list[Mover]:
        """The decision makers' moves and improvements."""
        return [Mover(moves, ranks) for moves, ranks in zip(self.graph.moves, self.ranks, strict=True)]

    def others(self, place: int) -> list[Mover]:
        """All movers but one."""
        return [mover for other, mover in enumerate(self.movers) if other != place]

    def value(self, place: int, *, escaping: bool) -> Ranks:
        """How good each state is for a decision maker; `escaping`, or the best that it can move on to from there."""
        ranks = self.ranks[place]
        best: Ranks = np.maximum(ranks, highest(self.movers[place].loose, ranks)) if escaping else ranks
        return best

    def nash(self) -> Stable:
        """Nobody can improve (Nash 1950)."""
        return np.stack([highest(mover.better, mover.ranks) < 0 for mover in self.movers])

    def deterred(self, concept: str) -> Stable:
        """Every improvement can be answered so that one is no better off than before.

        gmr, smr: Howard 1971; seq: Fraser and Hipel 1979; sseq: Rêgo and Vieira 2017.
        """
        return np.stack(
            [
                highest(mover.better, self.floor(place, concept)) <= self.ranks[place]
                for place, mover in enumerate(self.movers)
            ]
        )

    def floor(self, place: int, concept: str) -> Ranks:
        """What a decision maker can be sure of in each state, however the others answer."""
        if (place, concept) not in self._floors:
            improving, escaping = SANCTIONS[concept]
            value = self.value(place, escaping=escaping)
            self._floors[place, concept] = reached(value, self.others(place), improving=improving)
        return self._floors[place, concept]


def stabilities(play: Play, concepts: Sequence[str]) -> dict[str, Stable]:
    """For each concept, bool (decision makers, states)."""
    from detente.stability.simultaneous import simultaneous

    found: dict[str, Stable] = {}
    for concept in concepts:
        if concept == "nash":
            found[concept] = play.nash()
        elif concept == "sim":
            found[concept] = simultaneous(play)
        else:
            found[concept] = play.deterred(concept)
    return found
