"""A role that words give: an office or a part that somebody plays."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Role:
    """A role at words `first:last` (with modifiers and what follows "of"); `head:head_last` is its noun.

    `text` is the role in the nominative without determiner; `code` the key that its own words give ("US-Präsident").
    """

    first: int
    last: int
    head: int
    head_last: int
    outer: int
    text: str
    base: str
    code: str | None = None
    prefix: str = ""
    former: bool = False
    plural: bool = False
    feminine: bool | None = None
    determiner: str = ""
    taken: bool = False
    adjectival: bool = False
    singular: str = ""
    possessor: int | None = None

    def title(self, feminine: bool | None) -> str:
        """The role in the nominative, for a woman where its bearer is known to be one ("Vorsitzende")."""
        if self.singular:
            return self.singular
        if feminine and self.feminine is not True:
            return re.sub(r"(?<=e)r(?= |$)", "", self.text, count=1) if self.adjectival else self.text
        return self.text
