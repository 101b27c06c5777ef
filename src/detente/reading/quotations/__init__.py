"""Quotations: who is quoted, by which words, saying what."""

from __future__ import annotations

from detente.reading.quotations.find import find_quotations, quotations
from detente.reading.quotations.model import Quotation, QuotationKind, Spans

__all__ = ["Quotation", "QuotationKind", "Spans", "find_quotations", "quotations"]
