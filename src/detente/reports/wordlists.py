"""The word lists of this folder: `data/NAME.toml`, read once."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordlist(name: str) -> dict[str, Any]:
    """The word list `data/NAME.toml`, as parsed.  Raises `FileNotFoundError` where there is none."""
    return tomllib.loads((files("detente.reports") / "data" / f"{name}.toml").read_text("utf-8"))


def spellings(name: str) -> set[str]:
    """The ways in which capitals and telegraph spelling print a name: "münchen", "muenchen", "munchen"."""
    folded = name.casefold()
    spelled = folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return {folded, spelled, bare}
