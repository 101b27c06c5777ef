import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebooks.labels import clean, short_label, slug


@pytest.mark.parametrize(
    ("topic", "label"),
    [
        ("einer sofortigen Waffenruhe", "sofortige Waffenruhe"),
        ("die geplanten Strafzölle", "geplante Strafzölle"),
        ("der neue Vertrag", "neuer Vertrag"),
        ("den neuen Vertrag", "neuer Vertrag"),
        ("das geplante Gesetz", "geplantes Gesetz"),
        ("des neuen Abkommens mit dem Iran", "neues Abkommen mit dem Iran"),
        ("Zöllen auf Öl", "Zölle auf Öl"),
        ("den Mitgliedern", "Mitglieder"),
        ("den Soldaten", "Soldaten"),
        ("„Waffenruhe“, die am Montag beginnt", "Waffenruhe"),
        ("Presse-, Meinungs- und Lehrfreiheit", "Presse-, Meinungs- und Lehrfreiheit"),
        ("Haushalt mit 2,9 Prozent Plus", "Haushalt mit 2,9 Prozent Plus"),
        ("Neuwahlen am 14. November", "Neuwahlen am 14. November"),
        ("\x1f? & ! \x7fBrücke", "Brücke"),
        ("die Stadt ihre neue Zusage", "neue Zusage"),
        ("Abzug der Truppen, ihre Versorgung", "Abzug der Truppen"),
        ("Bau einer Brücke über den Fluss bei der Stadt", "Bau einer Brücke über den Fluss"),
    ],
)
def test_german_topics_become_names(topic: str, label: str) -> None:
    assert clean(topic, "de") == label


@pytest.mark.parametrize(
    ("topic", "label"),
    [
        ("the immediate ceasefire", "immediate ceasefire"),
        ("to build a bridge", "build a bridge"),
        ("others in the region", "others in the region"),
        ("the deal if it holds", "deal"),
        ("a bridge over the river that floods every year", "bridge over the river"),
    ],
)
def test_english_topics_become_names(topic: str, label: str) -> None:
    assert clean(topic, "en") == label


def test_the_commonest_wording_wins_then_the_one_that_says_most() -> None:
    assert short_label([("Brücke", "de"), ("neue Brücke", "de"), ("Brücke", "de")], "de") == "Brücke"
    assert short_label([("Brücke", "de"), ("neue Brücke", "de")], "de") == "neue Brücke"
    assert short_label([("bridge", "en"), ("bridge", "en"), ("Brücke", "de")], "de") == "Brücke"
    assert short_label([("bridge", "en")], "de") == "bridge"
    assert short_label([("", "de")], "de") == ""


def test_ids_are_plain_and_unique() -> None:
    assert slug("Größe der Brücke", set()) == "groesse-der-bruecke"
    assert slug("Brücke", {"bruecke", "bruecke-2"}) == "bruecke-3"
    assert slug("平和", set()) == "issue"


@given(st.text(max_size=80), st.sampled_from(["de", "en"]))
def test_any_topic_gives_a_short_label_and_a_plain_id(topic: str, language: str) -> None:
    label = short_label([(topic, language)], language)
    assert len(label.split()) <= 6
    assert label == label.strip()
    assert slug(label, set()).isascii()
