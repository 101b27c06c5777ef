"""What the steps of loading hand to each other, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from detente.contract import Furniture, Report
from detente.pickling import PicklableError

FailureCode = Literal[
    "not_found", "unreadable", "empty", "binary", "too_large", "encoding", "unsupported", "no_text", "broken_html",
    "broken_pdf", "encrypted", "broken_mail", "broken_feed", "unreachable", "timeout", "refused", "redirect",
    "broken_dossier", "reader", "language", "backend", "private",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no report: its name, a short reason in English, and a code that can be translated.

    With the codes "language" and "backend" there is a report, but not all that there could be was read from it.
    """

    source: str
    reason: str
    code: FailureCode


@dataclass(slots=True)
class Loaded:
    """The reports that were read, in the order of their sources, and the sources that failed."""

    reports: list[Report] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class SourceError(PicklableError):
    """A source cannot be read; becomes a `Failure`.

    Where a server said so, `status` is its HTTP status and `retry_after` its header of that name, else 0 and "".
    """

    def __init__(self, code: FailureCode, reason: str, *, status: int = 0, retry_after: str = "") -> None:
        super().__init__(reason)
        self.code: FailureCode = code
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


@dataclass(slots=True)
class Draft:
    """A report before it has an id, a language and a dateline; `date` is ISO 8601 (the day)."""

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    furniture: list[Furniture] = field(default_factory=list)
