"""Stability: what would hold, by the Graph Model for Conflict Resolution (Fang, Hipel, Kilgour 1993)."""

from detente.stability.coalitions import COALITIONAL
from detente.stability.errors import ConflictError
from detente.stability.explain import Explanation, Move, meaning, name, state_text
from detente.stability.inverse import Condition, Requirement, required_preferences
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
from detente.stability.result import Stability
from detente.stability.routes import Route, StatusQuo, paths
from detente.stability.solve import CONCEPTS, solve
from detente.stability.uncertain import Probabilities, probabilities

__all__ = [
    "COALITIONAL",
    "CONCEPTS",
    "Condition",
    "Conflict",
    "ConflictError",
    "ConflictOption",
    "DecisionMaker",
    "Explanation",
    "Move",
    "Preference",
    "Prioritised",
    "Probabilities",
    "Ranking",
    "RemovedMove",
    "Requirement",
    "Route",
    "Stability",
    "StatusQuo",
    "Utilities",
    "Weights",
    "conflict_data",
    "conflict_from",
    "meaning",
    "name",
    "paths",
    "probabilities",
    "read_conflict",
    "required_preferences",
    "solve",
    "state_text",
    "write_conflict",
]
