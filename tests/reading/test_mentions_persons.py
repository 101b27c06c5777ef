"""Persons: names, roles in the nominative, affiliations, appositions."""

from __future__ import annotations

import pytest
from mentioning import de, en


@pytest.mark.parametrize(
    ("text", "name", "role", "of"),
    [
        ("Er traf den finnischen Präsidenten Aki Muster.", "Aki Muster", "finnischer Präsident", "Finnland"),
        (
            "Die Rede des britischen Premierministers Tom Probe war kurz.",
            "Tom Probe",
            "britischer Premierminister",
            "Großbritannien",
        ),
        ("Die EU-Kommissarin Helena Probe reist ab.", "Helena Probe", "EU-Kommissarin", "Europäische Union"),
        ("Der US-Gesandte Paul Muster wartet.", "Paul Muster", "US-Gesandter", "Vereinigte Staaten"),
        ("Estlands Präsidentin Maria Beispiel lud ein.", "Maria Beispiel", "Präsidentin", "Estland"),
        ("Bundestagspräsidentin Ida Probe warnte.", "Ida Probe", "Bundestagspräsidentin", "Bundestag"),
        ("Der IG-Metall-Chef Karl Huber warnte.", "Karl Huber", "IG-Metall-Chef", "IG Metall"),
        ("Der SPD-Vorsitzende Karl Huber zögert.", "Karl Huber", "SPD-Vorsitzender", "SPD"),
        (
            "Karl Huber, der Kanzleichef des polnischen Präsidenten, rief an.",
            "Karl Huber",
            "Kanzleichef des polnischen Präsidenten",
            "Polen",
        ),
        (
            "Der Sprecher des Auswärtigen Amtes, Jens Kurz, bestätigte das.",
            "Jens Kurz",
            "Sprecher des Auswärtigen Amtes",
            "Auswärtiges Amt",
        ),
        ("Ute Kern, Vorsitzende der GDL, lehnte ab.", "Ute Kern", "Vorsitzende der GDL", "GDL"),
        (
            "Der Ministerpräsident Thailands, Anan Muster, trat zurück.",
            "Anan Muster",
            "Ministerpräsident Thailands",
            "Thailand",
        ),
    ],
)
def test_german_role_and_affiliation(text: str, name: str, role: str, of: str) -> None:
    reading = de(text)
    assert reading.roles(name) == [role]
    assert reading.of(name) == of


@pytest.mark.parametrize(
    ("text", "name", "role", "of"),
    [
        ("The Dutch prime minister, Jan Sample, agreed.", "Jan Sample", "Dutch prime minister", "Netherlands"),
        ("Norway's foreign minister Anne Probe agreed.", "Anne Probe", "foreign minister", "Norway"),
        ("Ford's chief executive, Tom Hill, refused.", "Tom Hill", "chief executive", "Ford"),
        ("Tom Hill, chief executive of Sample Motors, said no.", "Tom Hill", "chief executive", "Sample Motors"),
        ("US Secretary of State Alan Sample left.", "Alan Sample", "US Secretary of State", "United States"),
        ("The president of the Harbour League, Rita Moss, spoke.", "Rita Moss", "president", "Harbour League"),
        ("US Ambassador to Norway Richard Sample spoke.", "Richard Sample", "US Ambassador", "United States"),
        (
            "European Commission president Rita Moss spoke.",
            "Rita Moss",
            "European Commission president",
            "European Commission",
        ),
    ],
)
def test_english_role_and_affiliation(text: str, name: str, role: str, of: str) -> None:
    reading = en(text)
    assert reading.roles(name) == [role]
    assert reading.of(name) == of


def test_party_in_brackets_is_the_affiliation_and_no_party_of_the_talks() -> None:
    reading = de("Der frühere Minister Karl Huber (CDU) warnte vor dem Plan.")
    assert reading.of("Karl Huber") == "CDU"
    assert not reading.one("CDU").acts
    assert reading.actor("Karl Huber").offices[0].former


@pytest.mark.parametrize("word", ["ehemaligen", "früheren", "einstigen"])
def test_former_offices(word: str) -> None:
    office = de(f"Er sprach mit dem {word} US-Präsidenten Bill Muster.").actor("Bill Muster").offices[0]
    assert office.former
    assert office.role.endswith("US-Präsident")


@pytest.mark.parametrize("text", ["Ex-Minister Karl Huber kam.", "Alt-Kanzler Karl Huber kam."])
def test_former_by_prefix(text: str) -> None:
    assert de(text).actor("Karl Huber").offices[0].former


@pytest.mark.parametrize("words", ["Former chancellor", "Then-chancellor", "The former chancellor"])
def test_former_in_english(words: str) -> None:
    assert en(f"{words} Helga Sample agreed.").actor("Helga Sample").offices[0].former


def test_present_offices_are_not_former() -> None:
    assert not de("Der neue Kanzler Karl Huber kam.").actor("Karl Huber").offices[0].former
    assert de("Der neue Kanzler Karl Huber kam.").roles("Karl Huber") == ["Kanzler"]


def test_enumerated_appositions_keep_to_their_persons() -> None:
    reading = de(
        "Dabei sind der deutsche Bundeskanzler Karl Huber, Frankreichs Präsident Alain Muster "
        "und die EU-Kommissarin Ida Probe."
    )
    assert [reading.of(n) for n in ("Karl Huber", "Alain Muster", "Ida Probe")] == [
        "Deutschland",
        "Frankreich",
        "Europäische Union",
    ]
    assert reading.roles("Karl Huber") == ["deutscher Bundeskanzler"]


def test_dessen_gives_the_affiliation_of_the_person_before() -> None:
    reading = de("US-Präsident Paul Muster und dessen Vizepräsident J.D. Lindqvist reisten ab.")
    assert reading.of("J.D. Lindqvist") == "Vereinigte Staaten"


def test_plural_roles_are_each_ones() -> None:
    reading = en("Senators Ann Cole of Ohio and Rick Dale of Utah voted against the treaty.")
    assert reading.roles("Ann Cole") == reading.roles("Rick Dale") == ["senator"]


def test_surname_alone_is_the_person_named_in_full() -> None:
    reading = de("Muster forderte mehr Geld. Der Minister Karl Muster blieb dabei. Musters Forderung war neu.")
    assert {m.actor.name for m in reading.analysis.mentions} == {"Karl Muster"}
    assert reading.one("Musters").genitive


def test_names_in_s_keep_it() -> None:
    reading = de("Präsident Mahmud Abbas sprach. Abbas forderte ein Ende. Der Gesandte Leo Thomas kam.")
    assert {"Mahmud Abbas", "Leo Thomas"} <= {a.name for a in reading.analysis.actors.values()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ursula von der Leyen sprach.", "Ursula von der Leyen"),
        ("Präsident Ali al-Muster sprach.", "Ali al-Muster"),
        ("Der Gesandte Jan van Muster sprach.", "Jan van Muster"),
        ("Außenminister Frank-Walter Muster sprach.", "Frank-Walter Muster"),
    ],
)
def test_particles_and_double_names(text: str, name: str) -> None:
    assert name in de(text).parties()


def test_a_prepositional_phrase_is_no_part_of_a_name() -> None:
    assert "Angela Muster" in de("Gestern sprach Angela Muster von der Möglichkeit einer Einigung.").parties()


def test_titles() -> None:
    reading = en("Mr Sample rejected it. Bill Sample had agreed before.")
    assert {m.actor.name for m in reading.analysis.mentions} == {"Bill Sample"}
    assert reading.actor("Bill Sample").feminine is False


def test_sovereigns_keep_their_title() -> None:
    assert "Queen Margrethe II" in en("Queen Margrethe II signed the act.").parties()


def test_a_sovereigns_number_has_its_stop_among_the_names() -> None:
    actor = de("Die Minister haben Papst Benedikt XVI. gebeten, zu vermitteln.").analysis.mentions[-1].actor
    assert {"Benedikt XVI.", "Papst Benedikt XVI."} <= set(actor.aliases)


def test_a_rare_surname_between_office_and_object() -> None:
    assert de("Am Montag stellte Oberbürgermeister Ingolf Roßhagen seine Pläne vor.").all("Ingolf Roßhagen")


def test_outer_words_take_in_role_and_apposition() -> None:
    reading = de("Heute erklärte Karl Huber, der Chef der GDL, das Ende des Streiks.")
    mention = reading.one("Karl Huber")
    assert reading.words(mention, outer=True) == "Karl Huber , der Chef der GDL ,"
    reading = en("Yesterday the bank's director, Rita Moss, resigned.")
    assert reading.words(reading.one("Rita Moss"), outer=True).endswith("director , Rita Moss")


@pytest.mark.parametrize(
    "text", ["They met in Victoria Park.", "The Paris Climate Accord was signed.", "Hurricane Maria struck."]
)
def test_things_are_no_persons(text: str) -> None:
    assert not any(a.kind == "person" for a in en(text).analysis.actors.values())


def test_gender_by_first_name_and_role() -> None:
    reading = de("Die Ministerin Kim Muster und Minister Jan Probe kamen.")
    assert reading.actor("Kim Muster").feminine is True
    assert reading.actor("Jan Probe").feminine is False


def test_known_surname_alone() -> None:
    reading = de("Das Treffen zwischen Karl Huber und Putin fiel aus. Russland schwieg.")
    assert reading.of("Wladimir Putin") == "Russland"


def test_two_surnames_side_by_side_are_two_persons() -> None:
    reading = de("Karl Probe traf Hans Weber. Scharf kritisierte Probe Weber wegen des Plans.")
    assert reading.all("Probe")
    assert not reading.all("Probe Weber")


def test_a_surname_that_speaks_once_is_a_person_everywhere() -> None:
    reading = de("Lembke warb für den Plan. Danach sagte Lembke, es eile.")
    assert [m.actor.kind for m in reading.all("Lembke")] == ["person", "person"]


def test_a_role_before_a_name_with_its_party_in_brackets() -> None:
    assert de("Es kam der Ministerpräsident, Karl Probe (CDU), nach Kiel.").roles("Karl Probe") == ["Ministerpräsident"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dies erklärte Innenminister Hinrich Recht (SPD) in Kiel.", "Hinrich Recht"),
        ("So sagte Onno Tann, EU-Kommissar: „Es eilt.“", "Onno Tann"),
    ],
)
def test_a_rare_name_that_looks_like_a_word(text: str, name: str) -> None:
    assert de(text).actor(name).kind == "person"
