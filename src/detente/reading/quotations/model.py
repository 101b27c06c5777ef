"""What a quotation is: who is quoted, by which words, and what is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from detente.reading.model import Actor

QuotationKind = Literal["direct", "indirect", "indirect-free", "free", "reported"]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a report.  All spans are code points `(start, end)` of the report's text, in text order.

    `kind` follows Petersen-Frey and Biemann (2024): direct (in quotation marks), indirect (a clause under a verb, noun
    or phrase that quotes), indirect-free (a sentence in the Konjunktiv that goes on with what was said), free (the like
    with "sollen"), reported (told in the report's own words, with no cue apart from it).  `speaker` are the words that
    name who speaks, `actor` the party that they stand for, where it is one; `cue` are the words that signal the
    quotation, `frame` all that stands around it in its sentence.  Each of these may be empty but `quote`.
    """

    kind: QuotationKind
    quote: Spans
    speaker: Spans = ()
    cue: Spans = ()
    frame: Spans = ()
    actor: Actor | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """A quotation by word indexes.  `quote` are (sentence, word) pairs; the others belong to one sentence each."""

    kind: QuotationKind
    sentence: int
    quote: list[tuple[int, int]]
    speaker: list[int] = field(default_factory=list)
    speaker_in: int = -1
    cue: list[int] = field(default_factory=list)
    frame: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.speaker_in < 0:
            self.speaker_in = self.sentence
