"""Which states are stable for whom, under which concept."""

from __future__ import annotations

from collections.abc import Sequence

from detente.stability.engine import Graph, Play, stabilities
from detente.stability.errors import ConflictError
from detente.stability.model import Conflict
from detente.stability.result import Stability

CONCEPTS = ("nash", "gmr", "smr", "seq", "sim", "sseq")


def solve(conflict: Conflict, *, concepts: Sequence[str] = CONCEPTS, coalitions: bool = False) -> Stability:
    """The stability of every state for every decision maker.

    concepts: some of `CONCEPTS`.  coalitions: also whether any coalition would move.
    Raises ConflictError for an unknown concept, and where there are too many moves to list.
    """
    for concept in concepts:
        if concept not in CONCEPTS:
            raise ConflictError(f"unknown concept {concept!r}; known are {', '.join(CONCEPTS)}")
    play = Play(Graph.of(conflict), conflict.ranks)
    return Stability(conflict, stabilities(play, concepts))
