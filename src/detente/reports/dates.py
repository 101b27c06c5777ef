"""Dates as reports write them, and lines that carry nothing but one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.reports.wordlists import wordlist

EARLIEST, LATEST = 1900, 2100


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date at the code points `start:end` of the text it was found in; `iso` is None where the year is missing."""

    start: int
    end: int
    iso: str | None


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(wordlist("dates")["months"], key=len, reverse=True))
    return re.compile(
        rf"""(?<![\w.])(?:
            (?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})(?:T[\d:.+Z-]*)?
          | (?P<d2>\d{{1,2}})\.\s?(?P<m2>\d{{1,2}})\.\s?(?P<y2>\d{{4}}|\d{{2}}(?!\d))?
          | (?P<d3>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?P<n3>{months})\b\.?(?:,?\s+(?P<y3>\d{{4}}))?
          | (?P<n4>{months})\b\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<y4>\d{{4}}))?
        )(?!\w)""",
        re.VERBOSE | re.IGNORECASE,
    )


def find_date(text: str, start: int = 0) -> WrittenDate | None:
    """The first date in a text: "2024-05-03", "3.5.2024", "3. Mai 2024", "May 3, 2024"; the year may be missing."""
    for found in _pattern().finditer(text, start):
        group = found.groupdict()
        number = next(n for n in "1234" if group[f"d{n}"])
        name = group.get(f"n{number}")
        month = wordlist("dates")["months"][name.lower()] if name else int(group[f"m{number}"])
        year = group[f"y{number}"]
        whole = int(year) + (2000 if len(year) == 2 else 0) if year else 2000
        try:
            day = date(whole, month, int(group[f"d{number}"]))
        except ValueError:
            continue
        if EARLIEST <= whole <= LATEST:
            return WrittenDate(found.start(), found.end(), day.isoformat() if year else None)
    return None


_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\b|\b\d{1,2}\s?(?=[hH]\b|Uhr|[ap]\.?m)")
_WORD = re.compile(r"[^\W\d_][\w.'’]*")


def date_line(line: str) -> tuple[str, bool] | None:
    """The date of a line that carries nothing but a date, and whether it is that of a later change.

    None for any other line.  Labels ("Stand:", "Published on"), times and weekdays may stand beside the date.
    """
    if len(line) > 120:
        return None
    pieces = [piece for piece in re.split(r"\s*[|•·]\s*", line.strip()) if piece]
    if len(pieces) > 1:
        dated = [day for piece in pieces if (day := date_line(piece))]
        # Beside the date there may stand the publisher, a section, or the time of a change.
        return dated[0] if dated and all(len(piece.split()) <= 5 for piece in pieces) else None
    found = find_date(line)
    if found is None or found.iso is None:
        return None
    rest = line[: found.start] + " " + line[found.end :]
    second = find_date(rest)
    if second:
        rest = rest[: second.start] + " " + rest[second.end :]
    rest = _TIME.sub(" ", rest)
    labels = wordlist("dates")["labels"]
    words = [w.strip(".'’").lower() for w in _WORD.findall(rest)]
    if re.search(r"\d", rest) or any(w not in labels["words"] for w in words):
        return None
    before = [w.strip(".'’").lower() for w in _WORD.findall(line[: found.start])]
    return found.iso, any(w in labels["later"] for w in before)
