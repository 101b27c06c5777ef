"""What is said about sensitivity, German and English: the texts of `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["de", "en"]


def word(key: str, language: str) -> str:
    """A text by its key, with points between the parts; in German ("de") or else in English."""
    found: Any = _data()
    for part in key.split("."):
        found = found[part]
    return str(found["de" if language == "de" else "en"])


def explanations(language: str) -> dict[str, str]:
    """One sentence on each concept, by its name."""
    return {key: word(f"concept.{key}", language) for key in _data()["concept"]}


def number(value: float, language: str, places: int = 2) -> str:
    """A number with so many decimals at most, with a decimal comma in German."""
    shown = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
    shown = "0" if shown in ("-0", "") else shown.replace("-", "−")
    return shown.replace(".", ",") if language == "de" else shown


@cache
def _data() -> dict[str, Any]:
    with Path(__file__).with_name("words.toml").open("rb") as file:
        return tomllib.load(file)
