"""The negotiation: who sits at the table, what is on it, and how acceptable each option is to whom."""

from detente.negotiation.assumptions import Assumption
from detente.negotiation.build import AGENDA, SEATS, build
from detente.negotiation.fixed import Fixed
from detente.negotiation.model import Basis, Draws, IssueStatus, Negotiation, TableIssue
from detente.negotiation.positions import Estimate, Position, positions

__all__ = [
    "AGENDA",
    "SEATS",
    "Assumption",
    "Basis",
    "Draws",
    "Estimate",
    "Fixed",
    "IssueStatus",
    "Negotiation",
    "Position",
    "TableIssue",
    "build",
    "positions",
]
