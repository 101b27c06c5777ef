"""Stability: what would hold, by the Graph Model for Conflict Resolution (Fang, Hipel, Kilgour 1993)."""

from detente.stability.errors import ConflictError
from detente.stability.model import (
    Conflict,
    ConflictOption,
    DecisionMaker,
    Preference,
    Prioritised,
    Ranking,
    RemovedMove,
    Utilities,
    Weights,
)
from detente.stability.read import conflict_data, conflict_from, read_conflict, write_conflict
from detente.stability.solve import CONCEPTS, solve

__all__ = [
    "CONCEPTS",
    "Conflict",
    "ConflictError",
    "ConflictOption",
    "DecisionMaker",
    "Preference",
    "Prioritised",
    "Ranking",
    "RemovedMove",
    "Utilities",
    "Weights",
    "conflict_data",
    "conflict_from",
    "read_conflict",
    "solve",
    "write_conflict",
]
