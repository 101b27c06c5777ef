"""Events told by nouns with their participants, and what says that they take place."""

from __future__ import annotations

import pytest
from eventing import events, told


@pytest.mark.parametrize(
    ("language", "text", "kind", "parties"),
    [
        ("de", "Ein Treffen zwischen Norwegen und Schweden dauerte drei Stunden.", "meet", "Norwegen+Schweden"),
        ("de", "Die Gespräche Norwegens mit Schweden waren zäh.", "meet", "Norwegen+Schweden"),
        ("de", "Norwegen führte Gespräche mit Schweden.", "meet", "Norwegen+Schweden"),
        ("de", "Bei einem Treffen mit Schweden verlas Norwegen eine Erklärung.", "meet", "Norwegen+Schweden"),
        ("de", "Zwischen Norwegen und Schweden fanden Verhandlungen statt.", "meet", "Norwegen+Schweden"),
        ("de", "Es kam zu einem Telefonat zwischen Norwegen und Schweden.", "call", "Norwegen+Schweden"),
        ("de", "Die Aussetzung der Waffenhilfe durch Norwegen war ein Fehler.", "suspend", "Norwegen"),
        ("en", "A meeting between Norway and Sweden lasted three hours.", "meet", "Norway+Sweden"),
        ("en", "Norway held talks with Sweden.", "meet", "Norway+Sweden"),
        ("en", "Norway's talks with Sweden were slow.", "meet", "Norway+Sweden"),
        ("en", "A phone call between Norway and Sweden was friendly.", "call", "Norway+Sweden"),
    ],
)
def test_participants(language: str, text: str, kind: str, parties: str) -> None:
    assert {(k, p) for k, _, p in told(text, language)} == {(kind, parties)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Treffen in Norwegen war ein Erfolg."),  # where it was, not who met
        ("de", "Eine Voraussetzung ist die Zustimmung."),  # ends like "Aussetzung"
        ("de", "Auf der Pressekonferenz in Oslo wurde gelacht."),
        ("en", "The meeting in Norway was a success."),
    ],
)
def test_no_event_without_participants(language: str, text: str) -> None:
    assert told(text, language) == set()


def test_lists_and_inserts_behind_between() -> None:
    (event,) = events("Ein Treffen zwischen Norwegen, Schweden und Finnland dauerte drei Stunden.", "de")
    assert event.parties == {"Norwegen", "Schweden", "Finnland"}


def test_a_topic_may_stand_before_the_participants() -> None:
    (event,) = events("Die Gespräche über eine Fangquote zwischen Norwegen und Schweden dauerten drei Stunden.", "de")
    assert event.parties == {"Norwegen", "Schweden"}
    assert event.topic == "eine Fangquote"


def test_a_compound_names_its_party() -> None:
    found = events(
        "Norwegen begrüßte die EU. Die EU und Norwegen stritten. Ein EU-Gipfel findet am Freitag statt.", "de"
    )
    assert [(e.type, e.status) for e in found] == [("meet", "planned")]
    assert "Europäische Union" in found[0].parties


def test_a_collective_meets_by_itself_when_a_day_is_named() -> None:
    assert [e.type for e in events("Beim Gipfel der NATO am Montag sprachen viele.", "de")] == ["meet"]
    assert events("Beim Gipfel der NATO sprachen viele.", "de") == []


def test_mediators() -> None:
    assert ("mediate", "happened", "Norwegen") in told("Norwegen sieht sich in der Rolle des Vermittlers.", "de")


def test_the_failure_of_talks() -> None:
    assert ("meet", "failed", "Norwegen") in told("Norwegen erklärte das Scheitern der Verhandlungen.", "de")
