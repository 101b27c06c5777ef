"""What one sentence is found to name, before it is known who that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from detente.reading.language import lexicon
from detente.reading.mentions.names import Known
from detente.reading.mentions.role import Role
from detente.reading.text.words import Sentence, Word

PartKind = Literal["known", "government", "adjective", "person", "organisation", "unknown", "group", "bare", "thing"]


@dataclass(slots=True, eq=False)
class Part:
    """Words `first:last` of a sentence that name a party, or that refer back to one (`bare`), or name a `thing`.

    `outer_first:outer_last` take in determiner, roles and apposition.  `roles` are those that the sentence gives a
    person, `of` is the part that the person belongs to, `bearer` the person whom this part in brackets belongs to.
    """

    kind: PartKind
    sentence: int
    first: int
    last: int
    name: str
    outer_first: int = -1
    outer_last: int = -1
    known: Known | None = None
    genitive: bool = False
    roles: list[Role] = field(default_factory=list)
    of: Part | None = None
    bearer: Part | None = None
    feminine: bool | None = None
    plural: bool = False
    aliases: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.outer_first < 0:
            self.outer_first = self.first
        if self.outer_last < 0:
            self.outer_last = self.last

    @property
    def is_state(self) -> bool:
        """Whether it is the known name of a state, not of its government."""
        return self.known is not None and self.known.kind == "state" and self.kind in ("known", "adjective")


@dataclass(slots=True)
class Sketch:
    """What was found in one sentence: parts, roles, and for each word the part that it belongs to."""

    sentence: Sentence
    parts: list[Part]
    roles: list[Role]
    owner: list[Part | None]

    @property
    def words(self) -> list[Word]:
        """The words of the sentence."""
        return self.sentence.words

    def put(self, part: Part) -> Part:
        """Add a part in place of all parts that it overlaps."""
        for other in {id(o): o for k in range(part.first, part.last) if (o := self.owner[k]) is not None}.values():
            self.remove(other)
        self.parts.append(part)
        for k in range(part.first, part.last):
            self.owner[k] = part
        return part

    def remove(self, part: Part) -> None:
        """Take a part back."""
        if part in self.parts:
            self.parts.remove(part)
        for k in range(part.first, part.last):
            if self.owner[k] is part:
                self.owner[k] = None

    def make(self, kind: PartKind, first: int, last: int, name: str) -> Part:
        """Put a new part whose outer words begin at the determiner and adjectives before it."""
        part = Part(kind, self.sentence.index, first, last, name)
        part.outer_first = self.outer(first)
        return self.put(part)

    def outer(self, first: int) -> int:
        """Where the noun phrase of word `first` begins: with its determiner and adjectives."""
        k = first
        while k > 0 and self.words[k - 1].pos in ("ADJ", "NUM") and self.owner[k - 1] is None:
            k -= 1
        return k - 1 if k > 0 and self.words[k - 1].pos in ("DET", "POSS") else k


@cache
def forms(language: str) -> dict[str, frozenset[str]]:
    """The word lists about kinds of organisations, as sets."""
    return {name: frozenset(values) for name, values in lexicon(language, "forms").items()}


def joined(words: list[Word]) -> str:
    """Words as they stand in a name."""
    text = " ".join(w.text for w in words)
    return (
        text.replace(" 's", "'s")
        .replace(" ’s", "’s")
        .replace(" ' ", "' ")
        .replace(" ’ ", "’ ")
        .replace(" , ", ", ")
        .replace(" .", ".")
    )
