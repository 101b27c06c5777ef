"""What statements are about: the words that name it, and what vague words stand for."""

from __future__ import annotations

import pytest
from stating import holds, stances

from detente import reading
from detente.contract import Report


def topics(text: str, language: str, title: str = "") -> set[tuple[str, str]]:
    """The shown statements of a text as stances and topics."""
    whole = f"{title}\n\n{text}" if title else text
    found = reading.read(Report(id="r", language=language, title=title or None, text=whole), precision=0.1)
    return {(s.stance, s.topic) for s in found.statements}


def about(text: str, language: str, party: str, stance: str) -> set[str]:
    """What a party's statements of one stance are about, by the rules."""
    return {topic for p, s, topic in stances(text, language) if (p, s) == (party, stance)}


def test_topics_are_spelled_as_in_the_report() -> None:
    text = "Norvia offered to sell the group's two mills for $40 million and 5% of the stock."
    [topic] = about(text, "en", "Norvia", "support") or {""}
    assert topic in text and "group's two mills for $40 million" in topic


@pytest.mark.parametrize("verb", ["rejected", "dismissed", "denounced"])
def test_what_is_said_of_the_topic_is_no_part_of_it(verb: str) -> None:
    assert about(f"Brazil {verb} the fishing quota as unfair.", "en", "Brazil", "oppose") == {"the fishing quota"}


def test_the_german_judgement_is_no_part_of_the_topic() -> None:
    assert about("Polen wies die Fischereiquote als ungerecht zurück.", "de", "Polen", "oppose") == {
        "die Fischereiquote"
    }


def test_who_proposed_a_thing_and_what_it_does_belong_to_it() -> None:
    text = "France rejected a plan by Norway to ban deep nets. Spain supports the plan."
    assert holds(stances(text, "en"), "France", "oppose", "a plan by Norway to ban deep nets")
    assert holds(stances(text, "en"), "Spain", "support", "a plan by Norway to ban deep nets")


def test_a_noun_that_says_not_which_is_the_nearest_of_its_kind() -> None:
    text = (
        "Ministers met to finish a free trade agreement of twelve states. France demanded larger quotas. "
        "The talks went on all night. Peru backs the deal."
    )
    assert holds(stances(text, "en"), "Peru", "support", "a free trade agreement")


def test_what_is_somebodys_own_is_not_what_others_speak_of() -> None:
    text = "Peru wants its own deal with China. Chile supports the agreement."
    assert about(text, "en", "Chile", "support") == {"the agreement"}


def test_a_noun_without_a_fitting_antecedent_stays_as_it_is_said() -> None:
    text = "Peru demanded lower tariffs on copper. Chile opposes the settlement."
    assert about(text, "en", "Chile", "oppose") == {"the settlement"}


def test_an_idea_is_what_another_party_wanted_last() -> None:
    text = "Paris demands stricter rules for beef. Brazil rejected the idea as protectionism."
    assert about(text, "en", "Brazil", "oppose") == {"stricter rules for beef"}


def test_a_threat_is_what_was_threatened() -> None:
    text = (
        "Die Europäische Union drohte mit Gegenzöllen. Die Türkei verlangt einen besseren Zugang für Feigen. "
        "Norwegen kritisierte die Drohung."
    )
    assert about(text, "de", "Norwegen", "oppose") == {"Gegenzöllen"}


def test_german_nouns_find_what_they_mean_over_one_another() -> None:
    text = (
        "Polen begrüßte die Übernahme der Reederei Ostsund. Norwegen kritisierte das Vorhaben. "
        "Schweden unterstützt den Plan."
    )
    assert holds(stances(text, "de"), "Schweden", "support", "Übernahme der Reederei Ostsund")


def test_a_german_demand_keeps_what_it_is_for() -> None:
    text = "Norwegen wies die Forderung nach einer 35-Stunden-Woche zurück."
    assert about(text, "de", "Norwegen", "oppose") == {"die Forderung nach einer 35-Stunden-Woche"}


def test_a_complement_without_that_is_the_topic_of_a_feeling() -> None:
    text = "Brazil rejected lower quotas. Ursula von der Leyen said she was confident a deal was within reach."
    assert holds(stances(text, "en"), "Ursula von der Leyen", "support", "a deal was within reach")


def test_a_counterpart_of_a_wish_has_said_nothing() -> None:
    text = "Uruguay would rather strike its own deal with China."
    assert not about(text, "en", "China", "support")
    assert about("Uruguay struck a deal with China.", "en", "China", "support")


def test_no_comment_is_about_the_main_matter_and_not_about_the_last_topic() -> None:
    text = (
        "Unions fear for jobs. Norvia wants to cap prices for two years. The government declined to comment. "
        "It said so on Friday."
    )
    found = {t for s, t in topics(text, "en", "Watchdog balks at Norvia-Ostra merger") if s == "open"}
    assert found == {"Norvia-Ostra merger"}


@pytest.mark.parametrize(
    ("text", "party", "stance", "topic"),
    [
        (
            "Polen bekräftigte am Montag, mit seiner Partei werde es keine Lockerung der Schuldenbremse geben.",
            "Polen",
            "oppose",
            "Lockerung der Schuldenbremse",
        ),
        (
            "Norwegen ließ offen, ob die Arbeitgeber am 20. März ein neues Angebot vorlegen.",
            "Norwegen",
            "open",
            "ein neues Angebot",
        ),
        (
            "Norwegen rief Polen auf, an den Verhandlungstisch zurückzukehren.",
            "Norwegen",
            "support",
            "an den Verhandlungstisch zurückzukehren",
        ),
        (
            "Norwegen lehnte eine von den Vereinten Nationen vorgeschlagene Waffenruhe ab.",
            "Norwegen",
            "oppose",
            "eine von den Vereinten Nationen vorgeschlagene Waffenruhe",
        ),
    ],
)
def test_the_noun_phrase_goes_before_a_scrap_of_a_clause(text: str, party: str, stance: str, topic: str) -> None:
    assert about(text, "de", party, stance) == {topic}


def test_what_hangs_on_a_thing_is_not_taken_for_it() -> None:
    text = "Spain opposes a ban on deep nets, which Norway had proposed."
    assert about(text, "en", "Norway", "support") == {"a ban on deep nets"}


def test_called_it_wrong_is_about_what_follows() -> None:
    text = "Peru welcomed lower tariffs. Chile called it a mistake to close the harbour."
    assert about(text, "en", "Chile", "oppose") == {"to close the harbour"}


def test_an_article_points_to_nothing() -> None:
    text = (
        "Norwegen lehnt die Stationierung von Soldaten ab. Ein solcher Schritt gefährde alle, warnte das Ministerium."
    )
    assert not any(s == "support" for _, s, topic in stances(text, "de") if "Stationierung" in topic)


def test_a_name_behind_a_preposition_is_no_object() -> None:
    text = "Im Streit um den Ausbau des Flughafens Mitteltal hat Norwegen einen Vergleich vorgeschlagen."
    assert about(text, "de", "Norwegen", "support") == {"einen Vergleich"}


def test_what_is_not_commented_on_is_what_the_clause_names() -> None:
    text = "Polen unterstützt den Ausbau. Norwegen wollte die Entscheidung der Behörde nicht kommentieren."
    assert about(text, "de", "Norwegen", "open") == {"die Entscheidung der Behörde"}


def test_a_demand_is_what_was_demanded_and_not_what_was_urged_since() -> None:
    text = (
        "Peru demanded the release of all crews. Norway urged both sides to accept a truce. Chile dismissed the demand."
    )
    assert about(text, "en", "Chile", "oppose") == {"the release of all crews"}


def test_it_would_be_wrong_if_is_about_the_condition() -> None:
    text = "Peru welcomed lower tariffs. Eva Sample of Chile said it would be a mistake if the harbour closed."
    assert holds(stances(text, "en"), "Eva Sample", "oppose", "the harbour closed")


def test_a_question_keeps_what_it_asks_after() -> None:
    text = "Ein Sprecher las die Erklärung vor. Fragen nach neuen Fähren ließ Ministerin Anna Moser offen."
    assert about(text, "de", "Anna Moser", "open") == {"Fragen nach neuen Fähren"}
