"""The way to a deal: a mediator's single text, and parties that bargain by alternating offers."""

from detente.settlement.way.model import Move, Step, Way
from detente.settlement.way.offers import ROUNDS, alternating_offers
from detente.settlement.way.outcomes import Outcomes, outcomes
from detente.settlement.way.single_text import single_text
from detente.settlement.way.strategies import STRATEGIES, MiCRO, Seat, Strategy, TimeDependent, TitForTat

__all__ = [
    "ROUNDS",
    "STRATEGIES",
    "MiCRO",
    "Move",
    "Outcomes",
    "Seat",
    "Step",
    "Strategy",
    "TimeDependent",
    "TitForTat",
    "Way",
    "alternating_offers",
    "outcomes",
    "single_text",
]
