"""What a brief says, in German and English: phrases from `phrases/*.toml`, numbers and dates by Babel (CLDR)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from detente.briefing.evidence import line

LANGUAGES = ("de", "en")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ][\d:.,+Z-]*)?)?)?$", re.ASCII)


def _parse(iso: str | None) -> tuple[date, str] | None:
    """The first day of what an ISO 8601 date names, and how exactly it names it; None if it is no date."""
    match = _ISO.match(iso or "")
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return first, "day" if day else "month" if month else "year"


@cache
def _table(language: str) -> dict[str, Any]:
    file = resources.files("detente.briefing") / "phrases" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


class Phrasebook:
    """The phrases and number formats of one language ("de" or "en").

    Raises ValueError for a language that has no phrase file.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no phrases for language {language!r}; there are {', '.join(LANGUAGES)}")
        self.language = language
        self.locale = Locale.parse({"de": "de_DE", "en": "en_GB"}[language])
        self._table = _table(language)

    def say(self, key: str, /, **values: object) -> str:
        """The phrase under a dotted `key`, its placeholders filled in; integers are formatted for the language.

        A phrase with the forms `one` and `other` is chosen by the value `n`.  Raises KeyError for an unknown key.
        """
        phrase: Any = self._table
        for part in key.split("."):
            phrase = phrase[part]
        if isinstance(phrase, dict):
            n = values["n"]
            if not isinstance(n, int):
                raise TypeError(f"phrase {key!r} counts something: n must be an integer")
            phrase = phrase.get(self.locale.plural_form(n), phrase["other"])
        shown = {k: self.number(v) if isinstance(v, int | float) else v for k, v in values.items()}
        return str(phrase).format(**shown)

    def label(self, group: str, name: str) -> str:
        """The phrase for a value of the contract, e.g. `label("event", "meet")`; an unknown one stands as it is."""
        phrase = self._table[group].get(name, name)
        return str(phrase)

    def number(self, value: float) -> str:
        """A number with at most one decimal: 1.234,5 in German, 1,234.5 in English."""
        return str(format_decimal(value, format="#,##0.#", locale=self.locale)).replace("-", "−")

    def share(self, value: float) -> str:
        """A share in 0 to 1 as a whole percentage: "62 %" in German (no-break space), "62%" in English.

        Rounding never makes 0 % of what can happen, nor 100 % of what can fail: those read "<1 %" and ">99 %".
        """
        if 0 < value < 0.005:
            return "<" + str(format_percent(0.01, format=self._percent, locale=self.locale))
        if 0.995 <= value < 1:
            return ">" + str(format_percent(0.99, format=self._percent, locale=self.locale))
        return str(format_percent(value, format=self._percent, locale=self.locale))

    @property
    def _percent(self) -> str:
        return "#,##0\N{NO-BREAK SPACE}%" if self.language == "de" else "#,##0%"

    def share_range(self, low: float, high: float) -> str:
        """An interval of shares: "28–95 %"."""
        return f"{round(low * 100)}–{self.share(round(high, 2))}"

    def gained(self, difference: float) -> str:
        """A difference of shares in percentage points, with its sign: "+18", "−4", "±0"."""
        points = round(difference * 100)
        return "±0" if points == 0 else f"{'+' if points > 0 else '−'}{abs(points)}"

    def range(self, low: float, high: float) -> str:
        """An interval on a scale from 0 to 100: "28–95"."""
        return f"{self.number(round(low))}–{self.number(round(high))}"

    @staticmethod
    def is_date(iso: str | None) -> bool:
        """Whether this is an ISO 8601 year, month or day (a time may follow)."""
        return _parse(iso) is not None

    def day(self, iso: str | None, *, short: bool = False) -> str:
        """An ISO 8601 date (year, month or day; a time is dropped) in words; anything else as it stands."""
        parsed = _parse(iso)
        if parsed is None:
            return line(iso or "")
        when, precision = parsed
        if precision == "year":
            return str(when.year)
        if precision == "month":
            return str(format_skeleton("yMMM" if short else "yMMMM", when, locale=self.locale))
        brief = "dd.MM.y" if self.language == "de" else "d MMM y"
        return str(format_date(when, brief if short else "long", locale=self.locale))

    def span(self, first: str, last: str) -> str:
        """From one ISO date to another, in words."""
        if first == last:
            return self.day(first)
        return self.say("span", first=self.day(first), last=self.day(last))

    def names(self, names: Iterable[str]) -> str:
        """Names in a row, the last joined by "und" or "and"."""
        return str(format_list(list(names), locale=self.locale))

    def tongue(self, code: str) -> str:
        """The name of a language by its code: "de" is "Deutsch" in German."""
        base = code.split("-")[0].lower()
        name = self.locale.languages.get(base) if base != "und" else None
        return str(name or self.say("unknown_language"))
