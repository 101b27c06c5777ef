"""Figures with their units in a passage ("5,5 Prozent", "3 billion dollars")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.dossier.folding import data, fold


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit (a key of figures.toml); `exact` is False for "rund", "up to", ranges."""

    value: float
    unit: str
    exact: bool
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    def either(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    tables = data("figures")
    units = [word for words in tables["unit"].values() for word in words]
    letters = [unit for unit in units if unit[-1].isalpha()]
    signs = [unit for unit in units if not unit[-1].isalpha()]
    number = rf"(?P<number>\d+(?:[.,]\d+)*|\b(?:{either(list(tables['word']))})\b)"
    scale = rf"(?:[\s-]*(?P<scale>{either(list(tables['scale']))})\b\.?)?"
    return re.compile(
        rf"(?P<sign>[€$£])?\s?(?<![\w.,]){number}{scale}"
        rf"(?:[\s-]*(?P<unit>(?:{either(letters)})\b|{either(signs)}))?"
    )


@cache
def _units() -> dict[str, str]:
    return {word: unit for unit, words in data("figures")["unit"].items() for word in words}


def find_figures(text: str, language: str) -> list[Figure]:
    """The figures of a passage; `language` (de or en) says what comma and full stop mean in a number."""
    tables = data("figures")
    letters = [fold(letter) or letter for letter in text]
    folded = "".join(letters)
    # Where each folded letter stands in the text: "ü" is two of them.
    places = [place for place, letter in enumerate(letters) for _ in letter]
    found = []
    for match in _pattern().finditer(folded):
        unit = match["unit"] or match["sign"]
        value = _value(match["number"], language)
        if not unit or value is None:
            continue
        scale = match["scale"]
        start = places[match.start() + len(match.group()) - len(match.group().lstrip())]
        factor = 1e12 if scale == "billion" and language == "de" else tables["scale"][scale] if scale else 1.0
        before, after = folded[: match.start()].rstrip(), folded[match.end() :].lstrip()
        exact = not re.search(rf"(?:^|\W)(?:{_words('before')})$|\d\s*(?:{_words('between')})$", before)
        exact = exact and not re.match(rf"(?:{_words('range')})\s*\d", after)
        found.append(Figure(value * factor, _units()[unit], exact, text[start : places[match.end() - 1] + 1]))
    return found


@cache
def _words(which: str) -> str:
    return "|".join(re.escape(word) for word in data("figures")["inexact"][which])


def _value(number: str, language: str) -> float | None:
    if number[0].isalpha():
        return float(data("figures")["word"][number])
    thousands, decimal = (".", ",") if language == "de" else (",", ".")
    # "3.000" is three thousand in German; "5.5" in a German text is a decimal all the same.
    if thousands in number and not re.fullmatch(
        rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", number
    ):
        thousands, decimal = decimal, thousands
    try:
        return float(number.replace(thousands, "").replace(decimal, "."))
    except ValueError:
        return None
