"""When something happens: the words of a report, and the ISO 8601 date that they mean on the day of the report.

The phrases are patterns in `languages/*/dates.toml`; what they mean is counted here, the same way for all languages.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.reading.language import lexicon
from detente.reading.text.words import Sentence

FIGURES = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    "monthnumber": r"(?:0?[1-9]|1[0-2])(?!\d)",
    "year": r"(?:1[5-9]|20)\d\d(?!\d)",
}
ORDINAL = r"(?:st|nd|rd|th)?"
DIRECTIONS = ("last", "next", "this")
UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Time:
    """A phrase that says when: words `first:last` of the sentence, `text` as reported, `parts` what it names."""

    first: int
    last: int
    text: str
    parts: dict[str, int | str]

    @property
    def ahead(self) -> bool:
        """Whether the words may mean a day still to come: a weekday, tomorrow, next month, but not yesterday."""
        if "relday" in self.parts:
            return int(self.parts["relday"]) > 0
        if "last" in (self.parts.get("dir"), self.parts.get("dir2")) or self.parts.get("step") == -1:
            return False
        if "next" in (self.parts.get("dir"), self.parts.get("dir2")) or self.parts.get("step") == 1:
            return True
        return "weekday" in self.parts or "day" in self.parts

    def resolve(self, reported: date | None, ahead: bool = False) -> str | None:
        """The ISO date ("2025-08-18", "2025-08", "2025") meant by a report of the day `reported`.

        `ahead` says that the event is still to come.  `None` where the phrase names no certain day, month or year, or
        where it counts from the day of a report that is not known.
        """
        try:
            return self._resolve(reported, ahead)
        except OverflowError:  # counted back or forward beyond the calendar
            return None

    def _resolve(self, reported: date | None, ahead: bool) -> str | None:
        parts = self.parts
        if "month" in parts:
            return _of_month(parts, reported, ahead)
        if "weekday" in parts:
            return _weekday(parts, reported, ahead)
        if "relday" in parts:
            return str(reported + timedelta(int(parts["relday"]))) if reported else None
        if "number" in parts:
            return _counted(parts, reported)
        if "unit" in parts:
            return _unit(parts, reported)
        if "weekend" in parts and reported:
            step = {"last": -1, "next": 0}.get(str(parts.get("dir")), 0 if ahead else -1)
            saturday = _on_weekday(reported, 5, ahead=step == 0, strictly=False)
            return _common(saturday, saturday + timedelta(1))
        if "year" in parts:
            return str(parts["year"])
        return None


def parse_date(text: str | None) -> date | None:
    """The day in an ISO 8601 date or time; `None` where there is no full day."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def find_times(sentence: Sentence, text: str, language: str) -> list[Time]:
    """The phrases of time in a sentence of the report `text`, in order and without overlap."""
    passage = text[sentence.start : sentence.end]
    found = [(match, sense) for pattern, sense in _patterns(language) for match in pattern.finditer(passage)]
    times: list[Time] = []
    taken = 0
    for match, sense in sorted(found, key=lambda f: (f[0].start(), -f[0].end())):
        if match.start() < taken or not match.group().strip():
            continue
        inside = [
            w.i
            for w in sentence.words
            if w.end > sentence.start + match.start() and w.start < sentence.start + match.end()
        ]
        parts = _parts(match, language) | sense
        if inside and parts:
            times.append(Time(inside[0], inside[-1] + 1, match.group().strip(" ,"), parts))
            taken = match.end()
    return times


@cache
def _lists(language: str) -> dict[str, list[tuple[str, int | str]]]:
    """For each placeholder the expressions and what they stand for."""
    words = lexicon(language, "dates")
    lists: dict[str, list[tuple[str, int | str]]] = {
        "month": [(names, n) for n, names in enumerate(words["months"], 1)],
        "weekday": [(names, n) for n, names in enumerate(words["weekdays"])],
        "relday": list(words["reldays"].items()),
        "number": [*words["numbers"].items()],
        "unit": [("|".join(words["units"][unit]), unit) for unit in UNITS],
        "dir": [("|".join(words[direction]), direction) for direction in reversed(DIRECTIONS)],
    }
    for name in ("part", "daypart", "weekend", "season"):
        lists[name] = [("|".join(words[name]), name)]
    for direction in DIRECTIONS:
        lists[direction] = [("|".join(words[direction]), direction)]
    return lists


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], dict[str, int | str]]]:
    """The patterns, each with what it adds to the parts: which way a number of days is counted."""
    lists = _lists(language)

    def expression(match: re.Match[str]) -> str:
        group = match[1]
        name = group.rstrip("2")
        if name in FIGURES:
            return f"(?P<{group}>{FIGURES[name]})" + (ORDINAL if name == "day" else "")
        options = "|".join(option for option, _ in lists[name])
        if name == "number":
            options += r"|\d{1,3}"
        # Only names of months and weekdays are told apart from other words by their capital ("May", "March").
        return f"(?P<{group}>(?{'-i' if name in ('month', 'weekday') else 'i'}:{options}))"

    compiled = []
    senses: dict[str, dict[str, int | str]] = {"dates": {}, "ago": {"step": -1}, "from_now": {"step": 1}}
    for name, sense in senses.items():
        for pattern in lexicon(language, "dates")["patterns"][name]:
            pattern = re.sub(r"\{(\w*[a-z]\w*)\}", expression, pattern)
            pattern = pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*")
            compiled.append((re.compile(rf"(?<![\w.,-])(?i:{pattern})(?!\w)"), sense))
    return compiled


def _parts(match: re.Match[str], language: str) -> dict[str, int | str]:
    """What the groups of a match stand for: figures as numbers, months and weekdays as their place in the list."""
    lists = _lists(language)
    parts: dict[str, int | str] = {}
    for group, value in match.groupdict().items():
        if value is None:
            continue
        name = group.rstrip("2")
        if name in FIGURES:
            parts["month" if name == "monthnumber" else group] = int(value)
        elif name == "number" and value.isdigit():
            parts[group] = int(value)
        else:
            listed = (meaning for option, meaning in lists[name] if re.fullmatch(option, value, re.IGNORECASE))
            parts[group] = next(listed, value)
    return parts


def _of_month(parts: dict[str, int | str], reported: date | None, ahead: bool) -> str | None:
    month, day = int(parts["month"]), int(parts["day"]) if "day" in parts else None
    year = int(parts["year"]) if "year" in parts else None
    if year is None and reported:
        year = _year_of_month(month, day, reported, ahead, parts)
    if year is None:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= calendar.monthrange(year, month)[1] else None


def _year_of_month(month: int, day: int | None, reported: date, ahead: bool, parts: dict[str, int | str]) -> int:
    direction = str(parts.get("dir2") or parts.get("dir") or "")
    if direction == "this" or (direction and "dir2" in parts) or (direction and day is not None):
        return reported.year + {"last": -1, "next": 1}.get(direction, 0)
    now = (reported.month, reported.day) if day is not None else (reported.month, 0)
    then = (month, day or 0)
    if direction == "last":
        return reported.year - (then >= now)
    if direction == "next":
        return reported.year + (then <= now)
    if ahead:
        return reported.year + (then < now)
    return reported.year - (then > now)


def _weekday(parts: dict[str, int | str], reported: date | None, ahead: bool) -> str | None:
    if reported is None:
        return None
    weekday = int(parts["weekday"])
    direction = str(parts.get("dir", ""))
    if "dir2" in parts:
        monday = reported - timedelta(reported.weekday())
        return str(monday + timedelta(weekday + {"last": -7, "next": 7}.get(str(parts["dir2"]), 0)))
    if "relday" in parts:
        return str(reported + timedelta(int(parts["relday"])))
    forward = direction == "next" or (ahead and direction != "last")
    return str(_on_weekday(reported, weekday, forward, strictly=direction in ("last", "next")))


def _on_weekday(reported: date, weekday: int, ahead: bool, strictly: bool) -> date:
    """The first such weekday after that day, or the last before it; the day itself only if not `strictly`."""
    days = (weekday - reported.weekday()) % 7 if ahead else -((reported.weekday() - weekday) % 7)
    if days == 0 and strictly:
        days = 7 if ahead else -7
    return reported + timedelta(days)


def _counted(parts: dict[str, int | str], reported: date | None) -> str | None:
    if reported is None:
        return None
    number = int(parts["number"]) * int(parts.get("step", -1))
    unit = parts["unit"]
    if unit in ("day", "week"):
        return str(reported + timedelta(number * (7 if unit == "week" else 1)))
    months = reported.year * 12 + reported.month - 1 + number * (12 if unit == "year" else 1)
    if not 12 <= months < 12 * 10_000:
        return None
    return f"{months // 12:04d}-{months % 12 + 1:02d}" if unit == "month" else f"{months // 12:04d}"


def _unit(parts: dict[str, int | str], reported: date | None) -> str | None:
    """ "Last week" means the month that all its days lie in; "last month" and "last year" are what they say."""
    step = {"last": -1, "next": 1, "this": 0}[str(parts["dir"])]
    if reported is None or str(parts["unit"]) == "day":
        return None
    if parts["unit"] == "week":
        monday = reported + timedelta(7 * step - reported.weekday())
        return _common(monday, monday + timedelta(6))
    return _counted({"number": step, "unit": parts["unit"], "step": 1}, reported)


def _common(first: date, last: date) -> str | None:
    """The month that both days lie in, else the year."""
    if first.month == last.month:
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}" if first.year == last.year else None
