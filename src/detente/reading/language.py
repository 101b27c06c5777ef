"""The languages that détente reads: each is a folder of word lists under `languages/`.

To add a language, copy a folder, translate its lists, and register its tagger in `tagging.py`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("de", "en")
# How many words a step remembers what it found out about them: so many that few are asked again, and no more, since a
# stream of reports never runs out of new ones.
CACHED_WORDS = 20_000


@cache
def lexicon(language: str, name: str) -> dict[str, Any]:
    """The word list `languages/LANGUAGE/NAME.toml`, as parsed.  Raises `FileNotFoundError` where there is none."""
    path = files("detente.reading") / "languages" / language / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))
