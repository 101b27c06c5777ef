"""Codebooks: which issues a field of negotiation has, and which issue and option each statement is about."""

from detente.codebooks.assigning import assign, main_language, relabel
from detente.codebooks.choosing import choose
from detente.codebooks.embedding import Embed
from detente.codebooks.loading import CodebookError, available, load
from detente.codebooks.model import Codebook, CodebookIssue, CodebookOption, Side, SideEvent
from detente.codebooks.proposal import as_toml
from detente.codebooks.proposing import NothingToProposeError, Proposal, ProposedIssue, propose

__all__ = [
    "Codebook", "CodebookError", "CodebookIssue", "CodebookOption", "Embed", "NothingToProposeError", "Proposal",
    "ProposedIssue", "Side", "SideEvent", "as_toml", "assign", "available", "choose", "load", "main_language",
    "propose", "relabel",
]  # fmt: skip
