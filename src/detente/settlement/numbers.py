"""Numbers from files and callers as exact fractions, never by way of a float."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

Number = int | str | Decimal | Fraction | float
_DECIMAL = r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?"
_WRITTEN = re.compile(rf"\s*({_DECIMAL}|[+-]?\d{{1,400}}/\d{{1,400}})\s*")


class ScenarioError(ValueError):
    """A scenario that cannot be used.  The message names the file (where there is one) and the place in it."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


def number(value: Number, place: str = "") -> Fraction:
    """The exact value of a number: "0.1", "1/3" and "1e-3" are what they say.

    A float counts as the shortest decimal that it prints as (0.1 is one tenth).  Raises ScenarioError, naming `place`,
    for whatever is no finite number, and for numbers of more than 400 digits or an exponent beyond 999.
    """
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal, Fraction, float)):
        raise ScenarioError(f"{value!r} is no number", place)
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    text = repr(float(value)) if isinstance(value, float) else str(value)
    if not _WRITTEN.fullmatch(text):
        raise ScenarioError(f"{text.strip()[:40]!r} is no finite number", place)
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ScenarioError(f"{text.strip()[:40]!r} divides by zero", place) from None


def decimal(value: Fraction) -> str:
    """A fraction as a decimal where it has a finite one of at most 12 places, else as "p/q"."""
    scaled = value * 10**12
    if scaled.denominator != 1:
        return str(value)
    sign, digits = "-" if scaled < 0 else "", str(abs(scaled.numerator)).rjust(13, "0")
    return (sign + digits[:-12] + "." + digits[-12:]).rstrip("0").rstrip(".")
