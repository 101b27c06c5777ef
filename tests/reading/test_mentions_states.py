"""States: names, seats, governments, and where they are only a scene."""

from __future__ import annotations

import pytest
from mentioning import de, en


@pytest.mark.parametrize("name", ["USA", "Vereinigten Staaten"])
def test_names_of_one_state(name: str) -> None:
    mention = de(f"Die {name} lehnten den Plan ab.").one(name)
    assert (mention.actor.code, mention.actor.kind, mention.acts) == ("US", "state", True)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Moskau droht mit Vergeltung.", "Moskau", "RU"),
        ("Der Kreml widersprach.", "Kreml", "RU"),
        ("Das Weiße Haus bestätigte das.", "Weiße Haus", "US"),
        ("Ankara verhandelt mit Athen.", "Athen", "GR"),
        ("Die russische Regierung sieht das anders.", "russische Regierung", "RU"),
        ("Die US-Regierung schweigt.", "US-Regierung", "US"),
        ("Islands Regierung stimmte zu.", "Islands Regierung", "IS"),
    ],
)
def test_german_metonyms(text: str, words: str, code: str) -> None:
    mention = de(text).one(words)
    assert (mention.actor.key, mention.how, mention.acts) == (code, "metonym", True)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Tehran rejected the demand.", "Tehran", "IR"),
        ("Downing Street declined to comment.", "Downing Street", "GB"),
        ("Iraqi leaders welcomed it.", "Iraqi leaders", "IQ"),
        ("The Iranian government agreed.", "Iranian government", "IR"),
        ("The government of Syria refused.", "government of Syria", "SY"),
        ("The Obama administration refused.", "Obama administration", "US"),
    ],
)
def test_english_metonyms(text: str, words: str, code: str) -> None:
    mention = en(text).one(words)
    assert (mention.actor.key, mention.how, mention.acts) == (code, "metonym", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Gespräche in Washington dauern an.", "Washington"),
        ("In der Ukraine wird gekämpft.", "Ukraine"),
        ("Die Ware kommt aus Italien.", "Italien"),
        ("Er flog nach Wien.", "Wien"),
        ("Die Kämpfe über Syrien nahmen zu.", "Syrien"),
    ],
)
def test_scenes_do_not_act(text: str, words: str) -> None:
    assert not de(text).one(words).acts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A bomb went off in Baghdad.", "Baghdad"),
        ("He fled from Iran.", "Iran"),
        ("Spain's capital is large.", "Spain"),
    ],
)
def test_english_scenes_do_not_act(text: str, words: str) -> None:
    assert not en(text).one(words).acts


def test_enumerations_are_of_one_kind() -> None:
    reading = de("Frankreich, Italien und Spanien lehnen den Plan ab.")
    assert reading.parties() == {"Frankreich", "Italien", "Spanien"}
    assert not de("Die Ware kommt aus Frankreich, Italien und Spanien.").parties()


def test_compounds_and_adjectives_are_no_parties() -> None:
    reading = de("Der Ukraine-Krieg traf die russische Wirtschaft.")
    assert reading.parties() == set()
    assert reading.one("russische").how == "adjective"


def test_talks_have_parties_on_both_sides() -> None:
    assert de("Die Verhandlungen zwischen Serbien und dem Kosovo stocken.").parties() == {"Serbien", "Kosovo"}
    assert en("Talks between Serbia and Kosovo stalled.").parties() == {"Serbia", "Kosovo"}


def test_a_province_has_a_government_of_its_own() -> None:
    reading = de("Die niedersächsische Landesregierung lehnte ab.")
    assert reading.one("niedersächsische Landesregierung").actor.kind == "organisation"


def test_federal_government_is_an_organisation() -> None:
    assert de("Die Bundesregierung lehnte ab.").one("Bundesregierung").actor.kind == "organisation"


def test_genitive_of_a_state() -> None:
    mention = de("Österreichs Haltung ist bekannt.").one("Österreichs")
    assert mention.genitive
    assert mention.actor.key == "AT"
    assert en("Austria's position is known.").one("Austria").genitive


def test_ministers_of_states_act_for_them() -> None:
    assert {"Frankreich", "Italien"} <= de("Die Außenminister Frankreichs und Italiens lehnten ab.").parties()


def test_people_stand_for_their_state_only_where_they_act() -> None:
    assert "Iran" in en("The Iranians rejected the offer.").parties()
    assert "Italien" not in de("Die Italiener waren gestern müde.").parties()
