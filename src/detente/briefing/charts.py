"""Where things stand in the charts.

The charts are SVG written by the templates: Vega would put 0.9 MB of script into every brief, and its static renderer
84 MB into every installation; its pictures have fixed colours and a fixed width, so that they know no dark scheme and
become unreadable on a telephone.  Here x is given in percent of the width, so that lines stretch and text does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.briefing.bargain import Frontier
from detente.briefing.brief import Happening
from detente.contract import EventStatus

MARGIN = 3.0
TOP, BOTTOM = 24.0, 232.0
MONTHS = 24
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_STATUSES: tuple[EventStatus, ...] = ("happened", "ongoing", "planned", "failed")


def place(value: float) -> str:
    """The x of a value from 0 to 100 within a chart's margins."""
    return f"{MARGIN + value * (100 - 2 * MARGIN) / 100:.2f}%"


def percent(share: float) -> str:
    """The x of a share from 0 to 1 in a chart without margins, kept off the very edge."""
    return f"{1.5 + 97 * share:.1f}%"


def rise(value: float) -> str:
    """The y of a value from 0 to 100 in the frontier chart, in pixels."""
    return f"{BOTTOM - value * (BOTTOM - TOP) / 100:.1f}"


@dataclass(frozen=True, slots=True)
class Dot:
    """The events of one day: place from 0 to 100 between first and last day; `target` is the first one's sentence."""

    x: float
    date: str
    count: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The dated events of one status."""

    status: EventStatus
    count: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dated events by day and status; `months` are the places of first days of a month."""

    first: str
    last: str
    count: int
    lanes: tuple[Lane, ...]
    months: tuple[float, ...]


def _day(iso: str | None) -> date | None:
    match = _ISO.match(iso or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def calendar(timeline: Iterable[Happening]) -> Calendar | None:
    """The chart of the timeline; None with fewer than two days to show."""
    days: dict[EventStatus, Counter[date]] = defaultdict(Counter)
    targets: dict[tuple[EventStatus, date], str] = {}
    for event in timeline:
        day = _day(event.date)
        if day is not None:
            days[event.status][day] += 1
            if event.cites:
                targets.setdefault((event.status, day), event.cites[0].target)
    every = sorted(day for counts in days.values() for day in counts)
    if not every or every[0] == every[-1]:
        return None
    first, last = every[0], every[-1]
    width = (last - first).days

    def x(day: date) -> float:
        return 100 * (day - first).days / width

    lanes = tuple(
        Lane(
            status,
            sum(days[status].values()),
            tuple(
                Dot(x(day), day.isoformat(), count, targets.get((status, day), ""))
                for day, count in sorted(days[status].items())
            ),
        )
        for status in _STATUSES
        if days[status]
    )
    starts = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first.year * 12 + first.month, last.year * 12 + last.month)
    ]
    months = tuple(x(start) for start in starts) if len(starts) <= MONTHS else ()
    return Calendar(first.isoformat(), last.isoformat(), sum(lane.count for lane in lanes), lanes, months)


@dataclass(frozen=True, slots=True)
class Plane:
    """The frontier with both axes scaled to 0 to 100; `low` and `high` are the utilities at the axes' ends."""

    low: tuple[float, float]
    high: tuple[float, float]
    points: tuple[tuple[float, float, bool], ...]
    chosen: tuple[tuple[str, float, float], ...]
    reserve: tuple[float, float] | None


def plane(frontier: Frontier) -> Plane:
    """The frontier chart: axes reach just as far as the points, the deals and the reservation values."""
    held = [(p.x, p.y) for p in frontier.points] + [(x, y) for _, x, y in frontier.chosen]
    if frontier.reserve is not None:
        held.append(frontier.reserve)
    low, high = ((pick(p[0] for p in held), pick(p[1] for p in held)) for pick in (min, max))

    def x(value: float) -> float:
        return 100 * (value - low[0]) / (high[0] - low[0]) if high[0] > low[0] else 50.0

    def y(value: float) -> float:
        return 100 * (value - low[1]) / (high[1] - low[1]) if high[1] > low[1] else 50.0

    return Plane(
        low=low,
        high=high,
        points=tuple((x(p.x), y(p.y), p.rational) for p in frontier.points),
        chosen=tuple((key, x(a), y(b)) for key, a, b in frontier.chosen),
        reserve=None if frontier.reserve is None else (x(frontier.reserve[0]), y(frontier.reserve[1])),
    )
