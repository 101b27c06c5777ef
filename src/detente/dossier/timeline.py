"""The timeline: events in the order of time, one told by several reports as one entry."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz

from detente.contract import Dossier, Event, EventStatus, EventType, Evidence
from detente.dossier.folding import data, fold
from detente.dossier.summary import sources

# Acts that are repeated from day to day: one of them is another's only where it is about the same thing.
REPEATED: frozenset[str] = frozenset(("offer", "demand", "reject", "threaten", "mediate", "sanction", "other"))
_TOPICS_ALIKE = 75
_QUOTES_ALIKE = 85
_ORDER: dict[str, int] = {"happened": 0, "failed": 0, "ongoing": 1, "planned": 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the timeline, with everything that reports say of it.

    `date` is ISO 8601 (maybe a month or year only), `when` the words of the first report that has some; `status` is
    what the latest report says.
    """

    type: EventType
    status: EventStatus
    participants: tuple[str, ...]
    place: str | None
    date: str | None
    when: str | None
    events: tuple[Event, ...]

    @property
    def evidence(self) -> list[Evidence]:
        """The passages, in the dossier's order of events."""
        return [event.evidence for event in self.events]


@dataclass(slots=True, eq=False)
class Seen:
    """An event with what is needed to compare it: its report's date, language and source, and who speaks for whom."""

    event: Event
    number: int
    published: str | None
    language: str
    source: str
    persons: dict[str, set[str]]
    earlier: bool

    @property
    def sides(self) -> set[str]:
        """The participants, persons replaced by whom they speak for."""
        return set(self.persons)


def timeline(dossier: Dossier) -> list[Entry]:
    """The events, past before ongoing before planned.

    An event without a date stands where its report's date puts it: what happened before the events of that day, what
    goes on after them, and what is planned at the end.  Without that date either, what happened stands at the
    beginning and the rest at the end, in the order of the reports.
    """
    placed = []
    for group in occasions(dossier):
        entry = _entry(group)
        known = [seen.published for seen in group if seen.published]
        published = (max(known) if entry.status == "planned" else min(known)) if known else None
        first = group[0]
        rank = _ORDER[entry.status]
        earlier = not (entry.date is None and all(seen.earlier for seen in group))
        if entry.date:
            key = (0, entry.date, rank + 1, "", True)
        elif entry.status == "planned":
            key = (1, "", rank, published or "9999", True)
        elif published:
            key = (0, published, 0 if rank == 0 else 2, "", earlier)
        else:
            key = (-1, "", rank, "", earlier) if rank == 0 else (1, "", rank, "", True)
        placed.append((key, first.number, entry))
    return [entry for _, _, entry in sorted(placed, key=lambda item: item[:2])]


def _entry(group: list[Seen]) -> Entry:
    events = [seen.event for seen in group]
    latest = max(group, key=lambda seen: (seen.published or "", -_ORDER[seen.event.status]))
    days = Counter(event.date for event in events if event.date)
    date = (
        max(days, key=lambda day: (len(day), days[day], -events.index(next(e for e in events if e.date == day))))
        if days
        else None
    )
    return Entry(
        type=events[0].type,
        status=latest.event.status,
        participants=tuple(dict.fromkeys(party for event in events for party in event.participants)),
        place=next((event.place for event in events if event.place), None),
        date=date,
        when=next((event.when for event in events if event.when), None),
        events=tuple(events),
    )


def occasions(dossier: Dossier) -> list[list[Seen]]:
    """The dossier's events in groups that are one real event each; most groups are of one."""
    groups: list[list[Seen]] = []
    near: dict[tuple[str, str | None], list[list[Seen]]] = defaultdict(list)
    for seen in observations(dossier):
        day = anchor(seen)
        keys = [(seen.event.type, other) for other in ([None] if day is None else _days_around(day))]
        # Events without any date are one only within a source that several reports tell.
        keys.append((seen.event.type, f"source {seen.source}"))
        candidates = {id(group): group for key in keys for group in near[key]}
        home = next((group for group in candidates.values() if all(_same(seen, other) for other in group)), None)
        if home is None:
            home = []
            groups.append(home)
        home.append(seen)
        for key in ((seen.event.type, day), (seen.event.type, f"source {seen.source}")):
            if not any(group is home for group in near[key]):
                near[key].append(home)
    return groups


def observations(dossier: Dossier) -> list[Seen]:
    """The events, ready to be compared, in the dossier's order."""
    reports = {report.id: report for report in dossier.reports}
    roots = sources(dossier)
    owner = {party.id: party.of for party in dossier.parties}
    person = {party.id for party in dossier.parties if party.kind == "person"}
    before = [fold(word) for word in data("notes")["earlier"]["words"]]
    found = []
    for number, event in enumerate(dossier.events):
        report = reports.get(event.evidence.report)
        behind: dict[str, set[str]] = defaultdict(set)
        for party in event.participants:
            if party in person:
                behind[owner.get(party) or party].add(party)
            else:
                behind[party] |= set()
        words = re.findall(r"\w+", fold(event.when or ""))
        found.append(
            Seen(
                event,
                number,
                report.date if report else None,
                report.language if report else "und",
                roots.get(event.evidence.report, event.evidence.report),
                behind,
                any(word.startswith(tuple(before)) for word in words),
            )
        )
    return found


def anchor(seen: Seen) -> str | None:
    """The day by which an event is looked up: its own, else its report's."""
    return seen.event.date or seen.published


def day_of(date: str | None) -> datetime.date | None:
    """An ISO 8601 date as a day; None where it names none (a month, a year) or is no date."""
    try:
        return datetime.date.fromisoformat(date[:10]) if date else None
    except ValueError:
        return None


def days_between(one: str | None, other: str | None) -> int | None:
    """Days from one ISO date to another, or None where one is not known to the day."""
    first, second = day_of(one), day_of(other)
    return None if first is None or second is None else (second - first).days


def _days_around(date: str) -> list[str | None]:
    day = day_of(date)
    return [date] if day is None else [(day + datetime.timedelta(days=n)).isoformat() for n in range(-2, 3)]


def same_participants(one: Seen, other: Seen) -> bool:
    """Whether two events can be between the same parties, where a person may stand for a state in either."""
    mine, theirs = set(one.event.participants), set(other.event.participants)
    if not mine or not theirs:
        return False
    if mine == theirs or (min(len(mine), len(theirs)) >= 2 and (mine <= theirs or theirs <= mine)):
        return True
    if one.sides != other.sides or len(one.sides) < 2:
        return False
    return all(
        not one.persons[side] or not other.persons[side] or one.persons[side] & other.persons[side]
        for side in one.sides
    )


def _same(one: Seen, other: Seen) -> bool:
    first, second = one.event, other.event
    if first.type != second.type or not same_participants(one, other):
        return False
    if first.date and second.date and not (first.date.startswith(second.date) or second.date.startswith(first.date)):
        return False
    if first.evidence.report == second.evidence.report:
        twice = first.participants == second.participants and first.status == second.status
        return twice and first.date is not None and first.date == second.date and first.topic == second.topic
    if one.source == other.source:
        return (
            first.status == second.status and fuzz.ratio(first.evidence.quote, second.evidence.quote) >= _QUOTES_ALIKE
        )
    if first.type in REPEATED and not _same_topic(one, other):
        return False
    if first.date and second.date:
        return True
    if one.earlier != other.earlier or _elsewhere(first, second) or first.status != second.status:
        return False
    if first.date or second.date:
        dated, undated = (one, other) if first.date else (other, one)
        gap = days_between(dated.event.date, undated.published)
        return first.status != "planned" and gap is not None and 0 <= gap <= 1
    gap = days_between(one.published, other.published)
    return not one.earlier and gap is not None and abs(gap) <= 1


def _same_topic(one: Seen, other: Seen) -> bool:
    if not one.event.topic or not other.event.topic or one.language != other.language:
        return False
    return fuzz.token_set_ratio(fold(one.event.topic), fold(other.event.topic)) >= _TOPICS_ALIKE


def _elsewhere(one: Event, other: Event) -> bool:
    return bool(one.place and other.place and fold(one.place) != fold(other.place))
