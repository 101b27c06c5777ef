"""Which states are stable for whom, under which concept."""

from __future__ import annotations

from collections.abc import Sequence

from detente.stability.coalitions import Coalitions
from detente.stability.engine import Graph, Play, stabilities
from detente.stability.errors import ConflictError
from detente.stability.model import Conflict
from detente.stability.result import Stability

CONCEPTS = ("nash", "gmr", "smr", "seq", "sim", "sseq")


def solve(conflict: Conflict, *, concepts: Sequence[str] = CONCEPTS, coalitions: bool = False) -> Stability:
    """The stability of every state for every decision maker.

    concepts: some of `CONCEPTS`.  coalitions: also whether any coalition would move (see `coalitions`).
    Raises ConflictError for an unknown concept, and where there are too many moves to list.
    """
    check_concepts(concepts)
    play = Play(Graph.of(conflict), conflict.ranks)
    stable = stabilities(play, concepts)
    return Stability(conflict, stable, Coalitions(play).stabilities() if coalitions else None, play)


def check_concepts(concepts: Sequence[str]) -> None:
    """Raises ConflictError for concepts that are not in `CONCEPTS`, or none."""
    unknown = [concept for concept in concepts if concept not in CONCEPTS]
    if unknown or not concepts:
        what = f"unknown concept {unknown[0]!r}" if unknown else "no concept"
        raise ConflictError(f"{what}; known are {', '.join(CONCEPTS)}")
