"""The settlement: what deal is possible, which ones the bargaining solutions choose, and the chance that all accept."""

from detente.settlement.bargaining import LISTED, TIES
from detente.settlement.building import additive, discrete, from_negotiation, integer_range, real_range
from detente.settlement.chances import Chance
from detente.settlement.engine import Analysis, analyse
from detente.settlement.frontier import Frontier, find_frontier
from detente.settlement.merging import Guard, StoppedError
from detente.settlement.model import Coalition, Opening, Point, Rational, Settlement, Solution
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import (
    Forbidden,
    Implication,
    Interaction,
    Scenario,
    ScenarioIssue,
    ScenarioOption,
    ScenarioParty,
)
from detente.settlement.settle import settle

__all__ = [
    "LISTED",
    "TIES",
    "Analysis",
    "Chance",
    "Coalition",
    "Forbidden",
    "Frontier",
    "Guard",
    "Implication",
    "Interaction",
    "Opening",
    "Point",
    "Rational",
    "Scenario",
    "ScenarioError",
    "ScenarioIssue",
    "ScenarioOption",
    "ScenarioParty",
    "Settlement",
    "Solution",
    "StoppedError",
    "additive",
    "analyse",
    "discrete",
    "find_frontier",
    "from_negotiation",
    "integer_range",
    "real_range",
    "settle",
]
