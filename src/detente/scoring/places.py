"""Which sentences of a text a quote stands in, by a rule of thumb that belongs to no reader."""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(r"(?<=[.!?…])[\"“”»«')]*\s+(?=[\"„“»(]?[A-ZÄÖÜ0-9])|\n+")


class Places:
    """The sentences of a text, numbered."""

    def __init__(self, text: str) -> None:
        self.text = text
        cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
        self.spans = [(a, b) for a, b in pairwise(cuts) if b > a]

    def of(self, quote: str) -> frozenset[int]:
        """The numbers of the sentences that the first place of a quote touches; spaces may differ."""
        found = re.search(r"\s+".join(map(re.escape, quote.split())), self.text) if quote.strip() else None
        if found is None:
            return frozenset()
        return frozenset(n for n, (a, b) in enumerate(self.spans) if a < found.end() and found.start() < b)
