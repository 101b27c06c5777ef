"""What a brief holds of the reports: their paragraphs with the sentences that are cited, and notes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.briefing.brief import Section


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a report's text: plain (`anchor` and `kind` empty), a highlighted sentence or a first mention.

    A highlight that another one crosses comes in several nodes; only the first has an `anchor`.
    """

    kind: Literal["text", "mark", "mention"]
    text: str = ""
    target: str = ""
    label: str = ""
    anchor: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the brief that cites a sentence."""

    section: Section
    anchor: str


@dataclass(frozen=True, slots=True)
class Note:
    """The note beside a highlighted sentence: what was read from it, and where the brief uses it."""

    anchor: str
    label: str
    target: str
    found: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report with the notes on it."""

    nodes: tuple[Node, ...]
    notes: tuple[Note, ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report in the appendix.  `link` is set only for http and https sources."""

    number: int
    anchor: str
    title: str
    publisher: str | None
    author: str | None
    date: str | None
    dateline: tuple[str, ...]
    agency: str | None
    language: str
    source: str
    link: str | None
    duplicate_of: int | None
    duplicate_anchor: str | None
    sentences: int
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Evidence whose place is not in the reports at hand: shown as it was quoted."""

    note: Note
    quote: str
