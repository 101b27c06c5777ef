"""Reading: from a report's text to parties, statements and events, offline and deterministic."""

from __future__ import annotations

from detente.contract import Dossier, Report
from detente.reading.quotations import Quotation, quotations
from detente.reading.reader import Reading, read, read_with

__all__ = ["Dossier", "Quotation", "Reading", "Report", "quotations", "read", "read_with"]
