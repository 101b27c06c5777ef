"""Back ends: statements that a spaCy pipeline or a language model proposes, checked against the report."""

from detente.reading.backends.choosing import choose
from detente.reading.backends.extend import Extended, extend
from detente.reading.backends.llm import LanguageModel
from detente.reading.backends.model import (
    REASONS,
    Backend,
    BackendError,
    BackendFailure,
    Proposal,
    Proposals,
    Tally,
)

__all__ = [
    "REASONS",
    "Backend",
    "BackendError",
    "BackendFailure",
    "Extended",
    "LanguageModel",
    "Proposal",
    "Proposals",
    "Tally",
    "choose",
    "extend",
]
