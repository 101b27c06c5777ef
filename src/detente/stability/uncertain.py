"""Uncertain preferences: the chance of each state to be an equilibrium, from draws of everybody's utilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.stability.engine import Graph, Play, stabilities
from detente.stability.errors import ConflictError
from detente.stability.model import Conflict
from detente.stability.solve import CONCEPTS, check_concepts
from detente.stability.states import Ranks

Shares = npt.NDArray[np.float64]
# So many states, those of several draws side by side, are weighed at once.
_AT_ONCE = 200_000
_MOVES_AT_ONCE = 10_000_000


@dataclass(frozen=True, eq=False)
class Probabilities:
    """For each concept the share of draws in which a state is an equilibrium, in the order of `conflict.states`."""

    conflict: Conflict
    draws: int
    shares: dict[str, Shares]

    def error(self, concept: str) -> Shares:
        """The standard error of each share."""
        share = self.shares[concept]
        return np.sqrt(share * (1 - share) / self.draws)

    def of(self, state: int) -> dict[str, float]:
        """For each concept the chance of the state of that number.  Raises ConflictError if there is none."""
        place = self.conflict.states.place(state)
        return {concept: float(share[place]) for concept, share in self.shares.items()}

    def as_json(self) -> dict[str, object]:
        """As plain data: for each concept the states with a chance above 0, likeliest first."""
        numbers = self.conflict.states.numbers
        return {
            "draws": self.draws,
            "equilibria": {
                concept: [
                    {
                        "state": int(numbers[place]),
                        "share": float(share[place]),
                        "error": float(self.error(concept)[place]),
                    }
                    for place in np.argsort(-share, kind="stable")
                    if share[place] > 0
                ]
                for concept, share in self.shares.items()
            },
        }


def probabilities(conflict: Conflict, utilities: npt.ArrayLike, *, concepts: Sequence[str] = CONCEPTS) -> Probabilities:
    """The chance of each state to be an equilibrium under each concept.

    utilities: shape (draws, decision makers, states), states ascending by number; equal numbers mean equally good.
    Raises ConflictError for another shape, no draws or numbers that are not finite.
    """
    check_concepts(concepts)
    values = np.asarray(utilities, dtype=np.float64)
    makers, states = len(conflict.decision_makers), len(conflict.states)
    if values.ndim != 3 or values.shape[1:] != (makers, states) or not len(values):
        raise ConflictError(
            f"utilities have the shape {values.shape}; give (draws, {makers} decision makers, {states} states)"
        )
    if not np.isfinite(values).all():
        raise ConflictError("a utility is no finite number; give numbers")
    graph = Graph.of(conflict)
    count = {concept: np.zeros(states, dtype=np.int64) for concept in concepts}
    # SIM lists all moves, so their number bounds a portion too.
    moves = max(int((np.bincount(each.block).astype(np.int64) ** 2).sum()) for each in graph.moves)
    step = max(1, min(_AT_ONCE // states, _MOVES_AT_ONCE // moves))
    for at in range(0, len(values), step):
        part = values[at : at + step]
        ranks = _ranks(part).transpose(1, 0, 2).reshape(makers, -1)
        play = Play(graph.repeated(len(part)), ranks)
        for concept, stable in stabilities(play, concepts).items():
            count[concept] += np.all(stable, axis=0).reshape(len(part), states).sum(axis=0)
    return Probabilities(conflict, len(values), {concept: each / len(values) for concept, each in count.items()})


def _ranks(values: npt.NDArray[np.float64]) -> Ranks:
    """Ranks from 0 along the last axis, equal values with equal ranks."""
    order = np.argsort(values, axis=-1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=-1)
    steps = np.zeros(values.shape, dtype=np.int32)
    np.cumsum(ascending[..., 1:] != ascending[..., :-1], axis=-1, out=steps[..., 1:])
    ranks = np.empty_like(steps)
    np.put_along_axis(ranks, order, steps, axis=-1)
    return ranks
