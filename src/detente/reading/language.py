"""The languages that détente reads: each is a folder of word lists under `languages/`.

To add a language, copy a folder, translate its lists, and register its tagger in `tagging.py`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("de", "en")


@cache
def lexicon(language: str, name: str) -> dict[str, Any]:
    """The word list `languages/LANGUAGE/NAME.toml`, as parsed.  Raises `FileNotFoundError` where there is none."""
    path = files("detente.reading") / "languages" / language / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))
