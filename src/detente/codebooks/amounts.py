"""Amounts in a text: a number with its unit."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from detente.codebooks.text import fold, form_of, language_data

PERCENT = "%"
_NUMBER = r"(?<![\w.,])\d{1,3}(?:[., ’']\d{3})+(?:[.,]\d+)?(?![\d])|(?<![\w.,])\d+(?:[.,]\d+)?(?!\d)"
_UNIT = r"%|[^\W\d_]{2,}"
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Amount:
    """A number with its unit, as it stands in `text[start:end]`.

    `value` counts multipliers in; `unit` is "%" or the stem of the unit's noun, so that "Euros" and "Euro" are one.
    """

    value: float
    unit: str
    words: str
    start: int
    end: int


def find_amounts(text: str, language: str) -> list[Amount]:
    """The amounts in a text, in its order.  Years, dates and times of day are none."""
    data = _data().get(language)
    if data is None:
        return []
    found = []
    for match in _pattern(language).finditer(text):
        value = _value(match["number"], data)
        multiplier, unit = match["multiplier"], match["unit"] or ""
        if value is None or not (multiplier or _is_unit(unit, language)):
            continue
        if not multiplier and value in _YEARS and match["number"].isdigit() and unit != PERCENT:
            continue
        end = match.end()
        if multiplier:
            value *= data["multipliers"][multiplier]
            if not _is_unit(unit, language):
                unit, end = "", match.end("multiplier")
        percent = fold(unit) in map(fold, data["percent"])
        key = PERCENT if percent else form_of(unit, language).stem
        found.append(Amount(value, key, " ".join(text[match.start() : end].split()), match.start(), end))
    return found


def _is_unit(word: str, language: str) -> bool:
    if not word or word in _data()[language]["no_units"]:
        return False
    if fold(word) in map(fold, _data()[language]["percent"]):
        return True
    if form_of(word, language).stop:
        return False
    return word[:1].isupper() if language_data(language).capital_nouns else word[:1].islower()


def _value(number: str, data: dict[str, Any]) -> float | None:
    """The number meant; None for what is none in this language, such as a date."""
    plain = re.sub(rf"(?<=\d)[{data['thousands']} ’'](?=\d{{3}}(?!\d))", "", number)
    plain = plain.replace(data["decimal"], ".")
    try:
        return float(plain)
    except ValueError:
        return None


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    data = _data()[language]
    several = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in data["percent"] if " " in p)
    multipliers = "|".join(map(re.escape, data["multipliers"]))
    unit = f"{several}|{_UNIT}" if several else _UNIT
    return re.compile(
        rf"(?P<number>{_NUMBER})(?:\s+(?P<multiplier>{multipliers})\b\.?)?(?:[\s-]*(?P<unit>{unit}))?", re.UNICODE
    )


@lru_cache
def _data() -> dict[str, dict[str, Any]]:
    file = resources.files("detente.codebooks") / "amounts.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
