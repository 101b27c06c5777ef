"""Codebooks: which issues a field of negotiation has, and which issue and option each statement is about."""

from detente.codebooks.assigning import assign, main_language, relabel
from detente.codebooks.choosing import choose
from detente.codebooks.loading import CodebookError, available, load
from detente.codebooks.model import Codebook, CodebookIssue, CodebookOption, Side, SideEvent

__all__ = [
    "Codebook", "CodebookError", "CodebookIssue", "CodebookOption", "Side", "SideEvent",
    "assign", "available", "choose", "load", "main_language", "relabel",
]  # fmt: skip
