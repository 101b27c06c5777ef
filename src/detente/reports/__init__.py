"""Reports: sources in, body text with its headline, dateline and origin out."""

from __future__ import annotations

from detente.reports.build import load_text
from detente.reports.dateline import Dateline, find_dateline
from detente.reports.duplicates import link as link_duplicates
from detente.reports.model import Failure, FailureCode, Loaded
from detente.reports.sources import load, load_bytes, load_entry

__all__ = [
    "Dateline",
    "Failure",
    "FailureCode",
    "Loaded",
    "find_dateline",
    "link_duplicates",
    "load",
    "load_bytes",
    "load_entry",
    "load_text",
]
