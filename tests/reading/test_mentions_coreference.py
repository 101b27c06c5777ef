"""Whom pronouns and descriptions stand for, and that they stand for nobody where there is doubt."""

from __future__ import annotations

import pytest
from mentioning import de, en


def test_pronouns_by_gender() -> None:
    reading = de("Anna Muster traf Karl Probe. Sie lehnte das Angebot ab. Er schwieg.")
    assert reading.one("Sie").actor.name == "Anna Muster"
    assert reading.one("Er").actor.name == "Karl Probe"
    reading = en("Anna Sample met Paul Hill. She rejected the offer. He was silent.")
    assert reading.one("She").actor.name == "Anna Sample"
    assert reading.one("He").actor.name == "Paul Hill"


def test_pronouns_of_the_first_person_are_left_alone() -> None:
    assert not de("„Ich lehne das ab, wir verhandeln nicht“, hieß es.").analysis.mentions
    assert not en('"I reject this, we will not talk," the statement read.').analysis.mentions


def test_plural_pronouns_do_not_stand_for_one_person() -> None:
    reading = de("Anna Muster kam. Sie fordern mehr Geld.")
    assert not reading.all("Sie")
    assert not en("Anna Sample came. They demand more.").all("They")


def test_no_antecedent_no_mention() -> None:
    assert not de("Er lehnte das Angebot ab.").analysis.mentions


def test_possessives() -> None:
    mention = de("Karl Probe blieb. Seine Forderung war neu.").one("Seine")
    assert mention.actor.name == "Karl Probe"
    assert mention.genitive
    assert mention.how == "pronoun"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("US-Präsidentin Carla Stone kam. Die Präsidentin widersprach.", "Präsidentin", "Carla Stone"),
        ("Der SPD-Chef Karl Huber kam. Der SPD-Chef widersprach.", "SPD-Chef", "Karl Huber"),
        ("Die Lokführergewerkschaft GDL streikt. Die Gewerkschaft verlangt mehr.", "Gewerkschaft", "GDL"),
    ],
)
def test_german_descriptions(text: str, words: str, name: str) -> None:
    mention = de(text).one(words)
    assert (mention.actor.name, mention.how) == (name, "description")


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Prime Minister Rita Moss came. The prime minister objected.", "prime minister", "Rita Moss"),
        ("The National Union of Ferry Workers met. The union objected.", "union", "National Union of Ferry Workers"),
        ("Tom Hill, chief executive of Sample Motors, said the company would close.", "company", "Sample Motors"),
    ],
)
def test_english_descriptions(text: str, words: str, name: str) -> None:
    mention = en(text).one(words)
    assert (mention.actor.name, mention.how) == (name, "description")


def test_descriptions_heed_the_state() -> None:
    reading = de(
        "Der polnische Präsident Jan Probe traf den finnischen Präsidenten Aki Muster. "
        "Der finnische Präsident lehnte ab."
    )
    assert reading.one("finnische Präsident").actor.name == "Aki Muster"


def test_offices_without_a_name_are_actors_of_their_own() -> None:
    reading = de("Der griechische Finanzminister lehnte die Bedingungen ab.")
    assert reading.of("Griechischer Finanzminister") == "Griechenland"
    assert reading.actor("Griechischer Finanzminister").kind == "person"


def test_offices_that_somebody_gets_are_no_actors() -> None:
    assert de("Er wurde zum griechischen Finanzminister gewählt.").parties() == set()
    assert en("She became the Greek finance minister.").parties() == set()


def test_a_spokesman_speaks_for_his_house() -> None:
    reading = de("Ein Sprecher der NATO lehnte den Vorschlag ab.")
    assert reading.parties() == {"NATO"}


def test_gender_keeps_descriptions_apart() -> None:
    reading = de("Ministerin Ida Probe kam. Minister Karl Huber ging. Die Ministerin lehnte ab.")
    assert reading.all("Ministerin")[-1].actor.name == "Ida Probe"


def test_pronouns_reach_over_blank_lines() -> None:
    reading = de("Karl Probe kam nach Hamburg.\n\nEr lehnte das Angebot ab.")
    assert reading.one("Er").actor.name == "Karl Probe"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru und Chile verhandelten in Lima. Beide stimmten zu.", "Beide"),
        ("Karl Probe und Anna Muster kamen. Sie fordern mehr Geld.", "Sie"),
    ],
)
def test_words_for_those_named_together(text: str, words: str) -> None:
    assert len({m.actor.name for m in de(text).all(words)}) == 2


def test_english_words_for_those_named_together() -> None:
    assert {m.actor.name for m in en("Peru and Chile met in Lima. Both agreed.").all("Both")} == {"Peru", "Chile"}
    assert {m.actor.name for m in en("Tom Hill and Anna Moss met. They agreed.").all("They")} == {
        "Tom Hill",
        "Anna Moss",
    }
    # Two who open no sentence are not what a pronoun goes on with.
    assert not en("A road joins Peru and Chile by the sea. They demand more.").all("They")


@pytest.mark.parametrize("text", ["Beide Länder fordern mehr.", "Die beiden Seiten fordern mehr."])
def test_two_who_were_named_before_are_no_party_of_their_own(text: str) -> None:
    assert de("Peru und Chile verhandelten. " + text).parties() == {"Peru", "Chile"}


def test_a_government_that_nothing_names_is_a_party_where_it_acts() -> None:
    assert "Regierung" in de("Die Regierung fordert höhere Steuern.").parties()
    assert "Regierung" not in de("Die Steuern der Regierung steigen.").parties()
