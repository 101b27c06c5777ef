"""The timeline: order in time, and one event of several reports as one entry."""

from __future__ import annotations

from typing import Any

from detente.contract import Dossier, EventStatus, EventType
from detente.dossier import Entry, merge, timeline

from .telling import Told


def report(
    id: str,
    *events: tuple[EventType, EventStatus, dict[str, Any]],
    date: str | None = None,
    language: str = "de",
    repeats: str | None = None,
) -> Dossier:
    """A report of events between Finland (Holm) and Norway (Brandt); `who` picks from F, H, N, B."""
    names = "Finnland Norwegen" if language == "de" else "Finland Norway"
    text = f"{names} Olga Holm Otto Brandt " + " ".join(f"Vorgang {n} in {id}." for n in range(len(events)))
    told = Told(id, text, language, date, repeats)
    finland, norway = (
        told.party(name, "state", code=code) for name, code in zip(names.split(), ("FI", "NO"), strict=True)
    )
    who = {
        "F": finland,
        "N": norway,
        "H": told.party("Olga Holm", of=finland),
        "B": told.party("Otto Brandt", of=norway),
    }
    for n, (type, status, more) in enumerate(events):
        fields = dict(more)
        present = [who[letter] for letter in fields.pop("who", "FN")]
        told.happens(type, present, f"Vorgang {n} in {id}", status, **fields)
    return told.dossier


def ids(entries: list[Entry]) -> list[list[str]]:
    return [[event.id for event in entry.events] for entry in entries]


def test_order() -> None:
    early = report(
        "a",
        ("meet", "planned", {"date": "2030-04-20"}),
        ("suspend", "happened", {}),
        ("sign", "planned", {}),
        ("strike", "ongoing", {}),
        ("meet", "happened", {"date": "2030-04-02", "when": "am Dienstag"}),
        ("call", "happened", {"when": "bei einem früheren Gespräch"}),
        date="2030-04-10",
    )
    late = report("b", ("vote", "happened", {}), ("agree", "failed", {"date": "2030-04-10"}), date="2030-04-25")
    assert ids(timeline(merge([early, late]))) == [
        ["a-e5"],  # on the 2nd
        ["a-e6"],  # before the report of the 10th, and said to be earlier
        ["a-e2"],  # before the report of the 10th
        ["b-e2"],  # on the 10th
        ["a-e4"],  # goes on on the 10th
        ["a-e1"],  # planned for the 20th
        ["b-e1"],  # before the 25th
        ["a-e3"],  # planned, no day
    ]


def test_undated_reports() -> None:
    dossier = merge(
        [
            report("a", ("meet", "planned", {}), ("call", "ongoing", {}), ("sign", "happened", {})),
            report("b", ("vote", "failed", {}), ("strike", "ongoing", {})),
        ]
    )
    assert ids(timeline(dossier)) == [["a-e3"], ["b-e1"], ["a-e2"], ["b-e2"], ["a-e1"]]
    assert timeline(Dossier()) == []


def test_one_event_of_several_reports() -> None:
    meeting = ("meet", "happened", {"date": "2030-04-02", "place": "Turku"})
    persons = ("meet", "happened", {"date": "2030-04-02", "who": "HB", "when": "on Tuesday"})
    dossier = merge([report("a", meeting, date="2030-04-03"), report("b", persons, date="2030-04-05", language="en")])
    (entry,) = timeline(dossier)
    assert (entry.date, entry.place, entry.when, entry.status) == ("2030-04-02", "Turku", "on Tuesday", "happened")
    assert entry.participants == ("finland", "norway", "olga-holm", "otto-brandt")
    assert [evidence.report for evidence in entry.evidence] == ["a", "b"]


def test_a_plan_that_came_true_is_one_entry() -> None:
    dossier = merge(
        [
            report("a", ("meet", "planned", {"date": "2030-04-20"}), date="2030-04-10"),
            report("b", ("meet", "happened", {"date": "2030-04-20"}), date="2030-04-21"),
        ]
    )
    (entry,) = timeline(dossier)
    assert (entry.status, len(entry.events)) == ("happened", 2)


def test_undated_events_of_reports_of_one_day() -> None:
    one, other = (
        report("a", ("call", "happened", {}), date="2030-04-10"),
        report("b", ("call", "happened", {}), date="2030-04-11"),
    )
    assert ids(timeline(merge([one, other]))) == [["a-e1", "b-e1"]]
    later = report("b", ("call", "happened", {}), date="2030-04-15")
    assert ids(timeline(merge([one, later]))) == [["a-e1"], ["b-e1"]]
    dated = report("b", ("call", "happened", {"date": "2030-04-10"}), date="2030-04-12")
    assert ids(timeline(merge([one, dated]))) == [["a-e1", "b-e1"]]


def test_what_is_not_one_event() -> None:
    def apart(
        first: dict[str, Any], second: dict[str, Any], type: EventType = "meet", date: str | None = "2030-04-10"
    ) -> bool:
        dossier = merge(
            [report("a", (type, "happened", first), date=date), report("b", (type, "happened", second), date=date)]
        )
        return len(timeline(dossier)) == 2

    day = {"date": "2030-04-09"}
    assert not apart(day, day)
    assert apart(day, {"date": "2030-04-08"})
    assert apart(day | {"who": "FN"}, day | {"who": "F"})
    assert apart({"place": "Turku"}, {"place": "Narvik"})
    assert apart({"when": "vor einem früheren Treffen"}, {})
    assert apart({}, {}, date=None)
    # Demands are repeated: about the same thing they are one, about another they are not.
    assert apart(day, day, "demand")
    assert apart(day | {"topic": "eine neue Brücke"}, day | {"topic": "mehr Fähren"}, "demand")
    assert not apart(day | {"topic": "eine neue Brücke"}, day | {"topic": "neue Brücke"}, "demand")


def test_other_persons_of_the_same_states_are_another_meeting() -> None:
    told = Told("c", "Finnland Norwegen Ida Lund Jens Vik. Sie trafen sich.", date="2030-04-10")
    finland, norway = told.party("Finnland", "state", code="FI"), told.party("Norwegen", "state", code="NO")
    ida, jens = told.party("Ida Lund", of=finland), told.party("Jens Vik", of=norway)
    told.happens("meet", [ida, jens], "Sie trafen sich", date="2030-04-09")
    leaders = report("a", ("meet", "happened", {"who": "HB", "date": "2030-04-09"}), date="2030-04-10")
    states = report("b", ("meet", "happened", {"who": "FN", "date": "2030-04-09"}), date="2030-04-10")
    assert len(timeline(merge([leaders, told.dossier]))) == 2
    assert len(timeline(merge([states, told.dossier]))) == 1


def test_a_repeated_report_tells_the_same_events() -> None:
    one = report("a", ("suspend", "happened", {}))
    copy = report("b", ("suspend", "happened", {}), repeats="a")
    assert ids(timeline(merge([one, copy]))) == [["a-e1", "b-e1"]]


def test_months_and_odd_dates_do_no_harm() -> None:
    month: dict[str, Any] = {"date": "2030-04"}
    one = report("a", ("meet", "happened", month), ("vote", "happened", {"date": "bald"}), date="2030-04-10")
    other = report("b", ("meet", "happened", {"date": "2030-04-09"}), date="2030")
    found = ids(timeline(merge([one, other])))
    assert sorted(id for group in found for id in group) == ["a-e1", "a-e2", "b-e1"]
