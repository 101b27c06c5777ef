"""Quotes: where a back end's quote stands in the report, word for word."""

from __future__ import annotations

import re

# A quote of fewer words stands in too many places to show anything; one of more sentences shows no one thing.
FEWEST_WORDS = 3
MOST_SENTENCES = 3


def places(quote: str, text: str) -> list[tuple[int, int]]:
    """The spans `(start, end)`, in code points, at which `text` has this quote.

    Only white space may differ (a line break where the quote has a space); the span is that of the report, so
    `text[start:end]` is what the report says.  Empty for a quote of fewer than three words.
    """
    words = quote.split()
    if len(words) < FEWEST_WORDS:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    # A quote begins and ends with whole words: "agreed to talk" does not stand in "disagreed to talk".
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]
