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
