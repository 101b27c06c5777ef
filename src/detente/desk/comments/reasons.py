"""The reasons for which a comment is not published."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

OTHER = "other"


@cache
def reasons() -> dict[str, dict[str, str]]:
    """What reasons.toml says of each, by code, in the order of the hot keys."""
    return tomllib.loads((files(__package__) / "reasons.toml").read_text("utf-8"))


def named(language: str) -> list[tuple[str, str]]:
    """The codes and what moderators call them in a language."""
    return [(code, words[language]) for code, words in reasons().items()]
