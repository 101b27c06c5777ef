import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebooks.terms import Lexicon, parse_term
from detente.codebooks.text import tokens


def found(term: str, text: str, language: str = "de") -> bool:
    return bool(Lexicon([(term, term)], language).find(tokens(text, language)))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Waffenruhe", "der Waffenruhen"),
        ("Zoll", "neue Zölle"),
        ("Lohn", "die LÖHNE"),
        ("Waffenstillstand*", "ein Waffenstillstandsabkommen"),
        ("*truppe", "mit Kampftruppen"),
        ("*truppe", "die Truppe"),
        ("*streik*", "der Warnstreiks wegen"),
        ("US Truppe", "US-Truppen in der Region"),
        ("Truppe Abzug", "der Abzug aller fremden Truppen"),
        ("Truppe abziehen", "die Truppen bald abzuziehen"),
        ("Abzug|Rückzug Truppe|Soldat", "ein Rückzug von Soldaten"),
        ("Lohn* Erhöhung*|*erhöhung", "Lohnerhöhung um fünf Prozent"),
        ("Beitritt zur NATO", "Beitritt des Landes zur NATO"),
        ("Home-Office", "im Homeoffice"),
        ("Homeoffice", "ein Tag Home-Office"),
    ],
)
def test_german_words_in_any_inflection(term: str, text: str) -> None:
    assert found(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("truce", "two truces"),
        ("withdrawal troop", "troop withdrawals"),
        ("withdrawal of troops", "the withdrawal of all foreign troops"),
        ("cease-fire", "a ceasefire"),
        ("tariff", "Tariffs' effect"),
        ("US troop", "U.S. troops"),
        ("policy", "policies"),
        ("chancellor", "the chancellor's office"),
    ],
)
def test_english_words_in_any_inflection(term: str, text: str) -> None:
    assert found(term, text, "en")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Lohn", "Belohnung"),
        ("Waffenruhe", "Waffenruhebruch"),
        ("Truppe*", "Kampftruppen"),
        ("*truppe", "Truppenabzug"),
        ("Truppe Abzug", "Die Truppe übt. Der Abzug der Abluft läuft."),
        ("Truppe Abzug", "Abzug morgen mittag Wetter Regen Sonne Wind Truppe"),
        ("US Truppe", "die Truppe"),
    ],
)
def test_other_words_are_left_alone(term: str, text: str) -> None:
    assert not found(term, text)


def test_a_hit_tells_how_much_it_says() -> None:
    lexicon = Lexicon([("one", "Truppe"), ("two", "Abzug Truppe")], "de")
    hits = sorted(lexicon.find(tokens("Abzug der Truppe", "de")), key=lambda h: h.rank)
    assert [h.key for h in hits] == ["two", "one"]
    assert hits[0].places > hits[1].places


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([], "de").find(tokens("Waffenruhe", "de")) == []


@pytest.mark.parametrize("term", ["", "  ", "der", "a*b", "*", "x*", "|", "Lohn||Gehalt", "auf Lohn"])
def test_terms_that_say_nothing_are_refused(term: str) -> None:
    with pytest.raises(ValueError, match="term"):
        parse_term(term, "de")


@given(st.text(max_size=60), st.sampled_from(["de", "en", "fr"]))
def test_any_text_can_be_searched(text: str, language: str) -> None:
    lexicon = Lexicon([("t", "Waffe* Ruhe"), ("u", "*en*|b"), ("v", "talk")], language)
    words = tokens(text, language)
    for hit in lexicon.find(words):
        assert hit.first <= hit.last
        assert hit.places <= {w.at for w in words}


@given(st.text(alphabet="abcÄöß*|- ", max_size=20))
def test_a_term_parses_or_is_refused_with_a_reason(term: str) -> None:
    try:
        slots = parse_term(term, "de")
    except ValueError as error:
        assert str(error).startswith("term ")
    else:
        assert slots
        assert all(slots)
