"""Organisations and groups: by the word lists, by the form of their names, by their acronyms."""

from __future__ import annotations

import pytest
from mentioning import de, en

from detente.reading.mentions.names import gazetteer


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("Die Europäische Union stimmte zu.", "Europäische Union", "EU"),
        ("Der Vorschlag der Vereinten Nationen liegt vor.", "Vereinten Nationen", "UN"),
        ("Die Nato stimmte zu.", "Nato", "NATO"),
        ("Die IG Metall lehnte ab.", "IG Metall", "IGM"),
        ("Die Grünen lehnten ab.", "Grünen", "GRUENE"),
    ],
)
def test_known_organisations(text: str, words: str, key: str) -> None:
    mention = de(text).one(words)
    assert mention.actor.code == key
    assert mention.acts


def test_keys_are_shared_by_the_languages() -> None:
    german = de("Die EU und die Vereinten Nationen lehnten ab.")
    english = en("The EU and the United Nations refused.")
    assert set(german.analysis.actors) == set(english.analysis.actors) == {"EU", "UN"}


def test_no_key_of_an_organisation_is_a_states() -> None:
    for language in ("de", "en"):
        known = {entry[1] for entries in gazetteer(language)._index.values() for entry in entries}
        organisations = {k.key for k in known if k.kind == "organisation"} - {"EU"}
        assert not organisations & {k.key for k in known if k.kind == "state"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Das Wirtschaftsministerium lehnte ab.", "Wirtschaftsministerium"),
        ("Die Fährgewerkschaft fordert mehr Lohn.", "Fährgewerkschaft"),
        ("Der Antrag wurde von der Nordischen Union abgelehnt.", "Nordische Union"),
        ("Die Firma Musterbau lehnte ab.", "Musterbau"),
        ("Das mexikanische Parlament stimmte zu.", "Mexikanisches Parlament"),
        ("Der Bundesverband der Fährbetreiber fordert Hilfe.", "Bundesverband der Fährbetreiber"),
        ("Die Gewerkschaft „Neue Fähre“ fordert Hilfe.", "Neue Fähre"),
    ],
)
def test_german_forms(text: str, name: str) -> None:
    assert name in de(text).parties()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Harbour Workers' Association demanded more.", "Harbour Workers' Association"),
        ("The Ministry of Fisheries refused.", "Ministry of Fisheries"),
        ("Trade union Unity resumed talks.", "Unity"),
        ("The airline Sample Air rejected the offer.", "Sample Air"),
        ("Sample Motors Corp rejected the offer.", "Sample Motors Corp"),
        ("The Court of Fisheries rejected the claim.", "Court of Fisheries"),
        ("The Libyan House of Representatives rejected the treaty.", "Libyan House of Representatives"),
    ],
)
def test_english_forms(text: str, name: str) -> None:
    assert name in en(text).parties()


def test_acronym_in_brackets_names_the_same() -> None:
    reading = en("The National Union of Ferry Workers (NUFW) met. The NUFW rejected the offer.")
    assert reading.actor("National Union of Ferry Workers").aliases == ["NUFW"]
    assert {m.actor.name for m in reading.analysis.mentions} == {"National Union of Ferry Workers"}
    reading = de("Der Bundesverband Deutscher Fährbetreiber (BDF) begrüßte das. Der BDF will verhandeln.")
    assert reading.all("BDF")[-1].actor.name == "Bundesverband Deutscher Fährbetreiber"


def test_a_bracketed_word_that_does_not_fit_is_no_acronym() -> None:
    reading = en("The National Union of Ferry Workers (XQZ) met.")
    assert "XQZ" not in reading.actor("National Union of Ferry Workers").aliases


def test_media_and_platforms_are_no_parties() -> None:
    assert de("Das berichtet die Zeit unter Berufung auf Reuters.").parties() == set()
    assert en("He told Reuters on Twitter.").parties() == set()


def test_ambiguous_names_need_their_company() -> None:
    assert "CDU/CSU" in de("Die Union lehnte ab, die SPD stimmte zu.").parties()
    assert "CDU/CSU" not in de("Die Union lehnte ab.").parties()


def test_scenes_and_settings() -> None:
    assert de("Im Bundestag wurde gestritten.").parties() == set()
    assert de("Der Bundestag lehnte den Antrag ab.").parties() == {"Bundestag"}
    assert en("The EU budget was debated in the European Parliament.").parties() == set()


@pytest.mark.parametrize(
    "text",
    [
        "Die Demonstranten fordern Neuwahlen.",
        "Die Gewerkschaften lehnen das Angebot ab.",
        "Experten warnen vor dem Plan.",
    ],
)
def test_german_groups_act_with_verbs_of_parties(text: str) -> None:
    reading = de(text)
    assert [m.actor.kind for m in reading.analysis.mentions if m.acts] == ["group"]
    assert reading.analysis.mentions[0].actor.plural


@pytest.mark.parametrize("text", ["Viele Demonstranten waren müde.", "Die Lage der Studenten ist bekannt."])
def test_german_groups_do_not_act_otherwise(text: str) -> None:
    assert de(text).parties() == set()


def test_english_groups() -> None:
    assert en("Protesters demanded reforms.").parties() == {"Protesters"}
    assert en("The number of protesters grew.").parties() == set()


def test_groups_of_a_party_belong_to_it() -> None:
    reading = en("French farmers rejected the offer.")
    assert reading.parties() == {"French farmers"}
    assert reading.of("French farmers") == "France"


def test_a_minister_with_a_name_is_no_group() -> None:
    reading = de("Außenminister Karl Muster lehnte ab.")
    assert not any(a.kind == "group" for a in reading.analysis.actors.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mehrere SPD-Landeschefs lehnten den Plan ab.", "SPD-Landeschefs"),
        ("Verschiedene Länderparlamente fordern mehr Geld.", "Länderparlamente"),
        ("Einige Hafenverbände fordern mehr Geld.", "Hafenverbände"),
        ("Die Koalition lehnt den Plan ab.", "Koalition"),
        ("Gestern forderte die „Neue Fähre“ mehr Geld. Die Partei „Neue Fähre“ ist jung.", "Neue Fähre"),
        ("Die Mission am Hafen (MUNAH) verlangte den Abzug.", "MUNAH"),
        ("Der Airbus-Aufsichtsrat lehnte den Plan ab.", "Airbus-Aufsichtsrat"),
    ],
)
def test_german_groups_and_bodies(text: str, name: str) -> None:
    assert name in de(text).parties()


@pytest.mark.parametrize("text", ["Andere Staaten fordern mehr Geld.", "Verschiedene Gruppen lehnten ab."])
def test_vague_groups_are_no_parties(text: str) -> None:
    assert not de(text).parties()
    assert not en("Other countries demanded more. Several groups refused.").parties()


def test_english_groups_by_what_says_which() -> None:
    assert "Coastal groups" in en("On Monday coastal groups demanded more.").parties()
    assert "World leaders" in en("World leaders demanded more.").parties()


def test_a_noun_that_says_what_the_names_behind_it_are_is_no_group() -> None:
    assert "Gewerkschaften" not in de("Die Gewerkschaften Verdi und GDL fordern mehr Lohn.").parties()


def test_a_nationality_before_a_body_is_another_name_of_it() -> None:
    actor = de("Die deutsche Verhandlungsdelegation lehnte ab.").one("Verhandlungsdelegation").actor
    assert "deutsche Verhandlungsdelegation" in actor.aliases


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("The airline Sampleair met. Sampleair refused.", "Sampleair", 2),
        ("Norrbank further claimed more. The bank Norrbank refused.", "Norrbank", 2),
    ],
)
def test_names_that_one_place_makes_certain_are_found_everywhere(text: str, words: str, number: int) -> None:
    found = en(text).all(words)
    assert len(found) == number
    assert len({m.actor.key for m in found}) == 1


def test_a_body_whose_name_is_a_noun() -> None:
    reading = de("Der Arbeitskreis Hafenbau fordert mehr Geld. Gestern tagte der Arbeitskreis Hafenbau.")
    assert len(reading.all("Arbeitskreis Hafenbau")) == 2
    assert not de("Gestern lehnte der Arbeitskreis Forderungen ab.").all("Arbeitskreis Forderungen")


def test_the_government_that_nothing_names_in_english() -> None:
    assert "Government" in en("The government rejected the plan.").parties()
    assert "Government" not in en("The plan of the government is old.").parties()


@pytest.mark.parametrize(
    "text", ["Nordtuna AG fischt. Der Konzern lehnte ab.", "Die Firma Nordtuna fischt. Die Firma lehnte ab."]
)
def test_the_company_named_last(text: str) -> None:
    reading = de(text)
    described = [m for m in reading.analysis.mentions if m.how == "description"]
    assert [m.actor.name.startswith("Nordtuna") for m in described] == [True]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Der Verband kommunaler Betriebe fordert mehr Geld.", "Verband kommunaler Betriebe"),
        ("Das Ministerium für Fischerei und Häfen lehnte ab.", "Ministerium für Fischerei und Häfen"),
        ("Der Verein deutscher Segler lehnte ab.", "Verein deutscher Segler"),
        ("Auf Wunsch des Arbeitskreises Hafenbau wurde vertagt.", "Arbeitskreises Hafenbau"),
    ],
)
def test_whom_or_what_it_is_made_of_belongs_to_a_bodys_name(text: str, name: str) -> None:
    assert de(text).all(name)


def test_a_firms_ending_behind_a_known_name() -> None:
    assert de("Die Teile liefert Tesla Motors.").one("Tesla Motors").actor.key == "TESLA"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Gegner des Gesetzes fordern mehr Zeit.", "Gegner des Gesetzes"),
        ("Die Unterstützer der neuen Steuer lehnten ab.", "Unterstützer der neuen Steuer"),
        ("Anna Muster schwieg. Anna Musters Anhänger fordern mehr Zeit.", "Anna Musters Anhänger"),
    ],
)
def test_a_group_is_told_by_whose_it_is(text: str, name: str) -> None:
    actor = next(m.actor for m in de(text).analysis.mentions if m.actor.kind == "group")
    assert actor.name == name
    assert name.split()[0] in actor.aliases or name.startswith("Anna")


@pytest.mark.parametrize("text", ["The White House on Monday rejected a truce.", "The White House in March declined."])
def test_a_day_is_no_part_of_a_name(text: str) -> None:
    assert en(text).one("White House")


def test_what_a_body_is_on_belongs_to_its_name() -> None:
    assert en("The Commission on Human Rights rejected the plan.").one("Commission on Human Rights")
