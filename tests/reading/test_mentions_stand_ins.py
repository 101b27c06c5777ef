"""Ages, offices in headlines, bodies by their leader or their members, past tenses that look like adjectives."""

from __future__ import annotations

from detente.contract import Report
from detente.reading.analysis import analyse


def names(text: str, language: str, title: str | None = None) -> list[tuple[int, str, str]]:
    """The sentence, name and manner of each mention."""
    text = f"{title}\n\n{text}" if title else text
    report = Report(id="r", source="r.txt", title=title, text=text, language=language)
    return [(m.sentence, m.actor.name, m.how) for m in analyse(report).mentions]


def test_an_age_stands_for_the_person_named_last() -> None:
    found = names("Minister Karl Moser trat zurück. Der 52-Jährige fordert eine Untersuchung.", "de")
    assert (1, "Karl Moser", "description") in found


def test_an_office_in_the_headline_is_held_by_whom_the_text_names() -> None:
    text = "Norwegian Foreign Minister Kari Berg rejected the tax on Monday."
    found = names(text, "en", "Norwegian foreign minister rejects tax")
    assert (0, "Kari Berg", "description") in found


def test_a_government_by_its_leader() -> None:
    found = names("Prime Minister John Berg spoke on Monday. Berg's government rejected the tax.", "en")
    assert (1, "Berg's government", "name") in found


def test_a_union_by_its_members() -> None:
    assert (0, "Pilots' union", "name") in names("The pilots' union rejected the offer.", "en")


def test_peoples_and_adjectives_of_small_states() -> None:
    assert (0, "Samoa", "metonym") in names("The Samoan government declared an emergency.", "en")
    assert (0, "Kanada", "metonym") in names("Die Kanadier lehnten die Steuer ab.", "de")


def test_a_past_tense_that_looks_like_an_adjective() -> None:
    report = Report(id="r", source="r.txt", text="Die USA verhängten neue Sanktionen gegen den Iran.", language="de")
    clause = analyse(report).clauses[0][0]
    assert clause.lemma == "verhängen" and clause.subject is not None


def test_an_adjective_stays_one_where_the_sentence_has_its_verb() -> None:
    report = Report(id="r", source="r.txt", text="Die von der EU verhängten Sanktionen gelten noch.", language="de")
    assert [c.lemma for c in analyse(report).clauses[0]] == ["gelten"]


def test_a_noun_that_introduced_a_name_goes_back_to_it() -> None:
    text = (
        "Die Gewerkschaft GHL hatte zum Streik aufgerufen. Viele Schiffe blieben im Hafen. Die Reederei sprach von "
        "einem schlechten Tag. Auch Urlauber warteten. Die Gewerkschaft lehnt eine Schlichtung ab."
    )
    assert (4, "GHL", "description") in names(text, "de")


def test_whoever_leads_is_called_by_other_words_for_it() -> None:
    text = "GHL-Chefin Anna Moser nannte den Vorschlag gut. Die Vorsitzende verlangte mehr Geld."
    assert (1, "Anna Moser", "description") in names(text, "de")
    text = "GHL-Chefin Anna Moser nannte den Vorschlag gut. Der Vorsitzende verlangte mehr Geld."
    assert not any(m[:2] == (1, "Anna Moser") for m in names(text, "de"))


def test_a_name_is_explained_behind_it() -> None:
    text = "Volt, the union representing divers, rejected the offer. The union threatened a strike."
    found = names(text, "en")
    assert (0, "Volt", "name") in found and (1, "Volt", "description") in found
    assert names("Northwind, the carmaker said, is dead.", "en")[:1] != [(0, "Northwind", "name")]
    assert not any("Monday" in m[1] for m in names("On Monday, the union, which met in May, said no.", "en"))
    assert [m[1] for m in names("In Oslo, the union, which met in May, said no.", "en") if m[2] == "name"] == []
