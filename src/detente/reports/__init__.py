"""Reports: sources in, body text with its headline, dateline and origin out."""

from __future__ import annotations

from detente.reports.dateline import Dateline, find_dateline

__all__ = ["Dateline", "find_dateline"]
