"""One event a happening, at its fullest mention."""

from __future__ import annotations

from eventing import events


def test_told_twice_is_one_event() -> None:
    text = "Norwegen traf sich mit Schweden. Das Treffen zwischen Norwegen und Schweden fand am Montag in Genf statt."
    (event,) = events(text, "de")
    assert (event.type, event.place, event.date) == ("meet", "Genf", "2025-08-18")
    assert event.quote.startswith("Das Treffen")


def test_what_another_telling_knows_is_filled_in() -> None:
    text = "Norwegen, Schweden und Finnland verhandelten. Norwegen und Schweden verhandelten am Montag in Genf."
    (event,) = events(text, "de")
    assert event.parties == {"Norwegen", "Schweden", "Finnland"}
    assert (event.place, event.date) == ("Genf", "2025-08-18")


def test_a_headline_tells_no_event_of_its_own() -> None:
    title = "Norway signs treaty with Sweden"
    text = f"{title}\n\nNorway signed a treaty with Sweden on Monday."
    (event,) = events(text, "en", title=title)
    assert event.quote.startswith("Norway signed")


def test_a_headline_alone_is_read() -> None:
    title = "Norway signed a treaty with Sweden"
    assert [e.type for e in events(title, "en", title=title)] == ["sign"]


def test_other_days_other_meetings() -> None:
    text = "Norwegen traf sich am Montag mit Schweden. Norwegen traf sich am Dienstag mit Schweden."
    assert [e.date for e in events(text, "de")] == ["2025-08-18", "2025-08-19"]


def test_other_parties_other_meetings() -> None:
    text = "Norwegen traf sich mit Schweden. Norwegen traf sich mit Kenia."
    assert [e.parties for e in events(text, "de")] == [{"Norwegen", "Schweden"}, {"Norwegen", "Kenia"}]


def test_a_meeting_held_and_one_planned() -> None:
    text = "Norwegen traf sich mit Schweden. Norwegen will sich erneut mit Schweden treffen."
    assert [e.status for e in events(text, "de")] == ["happened", "planned"]


def test_two_demands_are_told_apart_by_what_they_are_about() -> None:
    text = "Norwegen forderte höhere Fangquoten. Norwegen forderte eine Entschuldigung des Königs."
    assert [e.type for e in events(text, "de")] == ["demand", "demand"]
    again = "Norwegen forderte höhere Fangquoten. Erneut forderte Norwegen höhere Fangquoten."
    assert [e.type for e in events(again, "de")] == ["demand"]


def test_a_call_and_a_meeting_are_two() -> None:
    text = "Norway and Sweden met in Oslo. Norway later spoke with Sweden by phone."
    assert [e.type for e in events(text, "en")] == ["meet", "call"]
