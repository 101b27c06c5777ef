"""The small words of `mentions.toml` as sets."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon


@cache
def table(language: str, name: str, file: str = "mentions") -> frozenset[str]:
    """The words of the list `name` in `languages/LANGUAGE/FILE.toml`; no words where the language has no such list."""
    return frozenset(lexicon(language, file).get(name, ()))
