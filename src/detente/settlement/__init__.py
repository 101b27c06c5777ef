"""The settlement: what deal is possible, which ones the bargaining solutions choose, and the chance that all accept."""

from detente.settlement.chances import Chance
from detente.settlement.enumeration import LIMIT
from detente.settlement.model import Point, Rational, Settlement, Solution
from detente.settlement.settle import LISTED, settle
from detente.settlement.utilities import Utilities, from_negotiation

__all__ = [
    "LIMIT",
    "LISTED",
    "Chance",
    "Point",
    "Rational",
    "Settlement",
    "Solution",
    "Utilities",
    "from_negotiation",
    "settle",
]
