"""Reading: from a report's text to parties, statements and events, offline and deterministic."""

from __future__ import annotations

from detente.contract import Dossier, Report
from detente.reading.reader import read

__all__ = ["Dossier", "Report", "read"]
