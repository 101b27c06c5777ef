"""What is said about the models, German and English: names, one sentence each, and how well they have done before."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["de", "en"]


def model_name(model: str, language: Language) -> str:
    """What a model is called."""
    return str(_data("models")[model]["name"][language])


def explained(model: str, language: Language) -> dict[str, str]:
    """A model's name, one sentence on what it says, and whose it is."""
    words = _data("models")[model]
    return {"name": words["name"][language], "says": words["says"][language], "source": words["source"]}


def word(key: str, language: Language) -> str:
    """A text of `words.toml` by its key, with points between the parts."""
    found: Any = _data("words")
    for part in key.split("."):
        found = found[part]
    return str(found[language])


@cache
def _data(name: str) -> dict[str, Any]:
    with Path(__file__).with_name(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
