"""Who is quoted, by which words, saying what: in both languages, wherever the speaker stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.contract import Report
from detente.reading import Quotation, quotations


def read(text: str, language: str) -> list[Quotation]:
    return quotations(Report(id="r", language=language, text=text))


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(text[a:b] for a, b in spans)


def told(text: str, language: str) -> list[tuple[str, str, str, str]]:
    """Kind, speaker, cue and quotation of all that is found."""
    found = read(text, language)
    return [(q.kind, words(text, q.speaker), words(text, q.cue), words(text, q.quote)) for q in found]


GERMAN = [
    # direct speech: the speaker behind, before, between
    (
        "„Wir verkaufen die Docks nicht“, sagte die Bürgermeisterin am Montag.",
        ("direct", "die Bürgermeisterin", "sagte", "„Wir verkaufen die Docks nicht“"),
    ),
    (
        "Der Gewerkschaftschef Tom Auer erklärte vor Journalisten: „Dieses Angebot ist eine Beleidigung.“",
        ("direct", "Der Gewerkschaftschef Tom Auer", "erklärte", "„Dieses Angebot ist eine Beleidigung.“"),
    ),
    (
        "„Wir verkaufen nichts“, sagte der Bürgermeister, „und niemand hat uns gefragt.“",
        ("direct", "der Bürgermeister", "sagte", "„und niemand hat uns gefragt.“"),
    ),
    (
        "Die Ministerin nannte den Plan „einen gefährlichen Irrtum“.",
        ("direct", "Die Ministerin", "nannte", "„einen gefährlichen Irrtum“"),
    ),
    # indirect speech
    (
        "Hafenministerin Ruth Kolbe sagte, der Kai bleibe bis zum Herbst offen.",
        ("indirect", "Hafenministerin Ruth Kolbe", "sagte", "der Kai bleibe bis zum Herbst offen"),
    ),
    (
        "Der Reeder wies darauf hin, dass die Fähre zu alt sei.",
        ("indirect", "Der Reeder", "wies darauf hin", "dass die Fähre zu alt sei"),
    ),
    (
        "Die Behörde behauptete, die Fähre habe keine Zulassung mehr.",
        ("indirect", "Die Behörde", "behauptete", "die Fähre habe keine Zulassung mehr"),
    ),
    (
        "Die Gespräche sind gescheitert, teilte die Gewerkschaft mit.",
        ("indirect", "die Gewerkschaft", "teilte … mit", "Die Gespräche sind gescheitert"),
    ),
    (
        "Wie die Hafenbehörde am Abend mitteilte, fährt die Fähre ab Juni nicht mehr.",
        ("indirect", "die Hafenbehörde", "mitteilte", "fährt die Fähre ab Juni nicht mehr"),
    ),
    (
        "Der Lotsenverband kündigte an, im Herbst zu streiken.",
        ("indirect", "Der Lotsenverband", "kündigte an", "im Herbst zu streiken"),
    ),
    (
        "Die Leiterin des Hafenamts, Petra Sund, betonte, dass der Kai sicher sei.",
        ("indirect", "Die Leiterin des Hafenamts, Petra Sund", "betonte", "dass der Kai sicher sei"),
    ),
    # phrases
    (
        "Nach Angaben der Hafenbehörde warten vierzig Schiffe vor dem Hafen.",
        ("indirect", "Angaben der Hafenbehörde", "Nach", "warten vierzig Schiffe vor dem Hafen"),
    ),
    (
        "Der Kai ist einem Bericht der Zeitung „Hafenbote“ zufolge gesperrt.",
        ("indirect", "einem Bericht der Zeitung „Hafenbote“", "zufolge", "Der Kai ist … gesperrt"),
    ),
    (
        "Die Fähre ist zu alt, so die Hafenbehörde.",
        ("indirect", "die Hafenbehörde", "so", "Die Fähre ist zu alt"),
    ),
    (
        "Laut der Hafenbehörde ist der Kai gesperrt.",
        ("indirect", "der Hafenbehörde", "Laut", "ist der Kai gesperrt"),
    ),
    # nouns, and nouns with a verb
    (
        "Die Forderung der Gewerkschaft, die Löhne zu erhöhen, blieb ohne Antwort.",
        ("indirect", "der Gewerkschaft", "Die Forderung", "die Löhne zu erhöhen"),
    ),
    (
        "Der Reeder vertrat die Ansicht, die Fähre sei sicher.",
        ("indirect", "Der Reeder", "vertrat die Ansicht", "die Fähre sei sicher"),
    ),
    # told in the report's own words
    (
        "Der Lotsenverband kritisierte den Verkauf.",
        ("reported", "Der Lotsenverband", "", "Der Lotsenverband kritisierte den Verkauf."),
    ),
]

ENGLISH = [
    (
        "“We will not sell the docks,” Ruth Calder said on Monday.",
        ("direct", "Ruth Calder", "said", "“We will not sell the docks,”"),
    ),
    (
        'Union leader Tom Avery told reporters: "This offer is an insult."',
        ("direct", "Union leader Tom Avery", "told", '"This offer is an insult."'),
    ),
    (
        '"We will not sell," said the mayor, "and nobody asked us to."',
        ("direct", "the mayor", "said", '"and nobody asked us to."'),
    ),
    (
        "The minister Ruth Calder said that the quay would stay open.",
        ("indirect", "The minister Ruth Calder", "said", "that the quay would stay open"),
    ),
    ("The talks have failed, the union said.", ("indirect", "the union", "said", "The talks have failed")),
    (
        "According to the port authority, forty ships are waiting.",
        ("indirect", "the port authority", "According to", "forty ships are waiting"),
    ),
    (
        "As the port authority announced, the ferry will stop in June.",
        ("indirect", "the port authority", "announced", "the ferry will stop in June"),
    ),
    (
        "The union criticised the port authority.",
        ("reported", "The union", "", "The union criticised the port authority."),
    ),
    (
        'The minister called the plan "a dangerous mistake".',
        ("direct", "The minister", "called", '"a dangerous mistake"'),
    ),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN, ids=[t[:40] for t, _ in GERMAN])
def test_german_quotations(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in told(text, "de")


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[t[:40] for t, _ in ENGLISH])
def test_english_quotations(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in told(text, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wenn die Gespräche scheitern, droht ein Streik.", "de"),
        ("Der Kai ist gesperrt, so dass die Schiffe warten.", "de"),
        ("Die Fähre „Seestern“ liegt im Hafen.", "de"),
        ("Nach dem Ende der Gespräche fuhr die Delegation nach Hause.", "de"),
        ("The ferry left the harbour in the morning.", "en"),
    ],
)
def test_nobody_is_quoted(text: str, language: str) -> None:
    assert told(text, language) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Nach Ansicht der Fischer im nördlichen Hafen reicht das Geld nicht.",
            "Ansicht der Fischer im nördlichen Hafen",
        ),
        ("Nach Angaben der Werft reicht das Geld nicht.", "Angaben der Werft"),
        ("Wie der Hafenarzt Dr. Tom Auer erklärte, reicht das Geld nicht.", "der Hafenarzt Dr. Tom Auer"),
        ("In der Erklärung wird betont, dass das Geld nicht reiche.", "der Erklärung"),
        (
            "Sowohl die Werft als auch der Hafen erklärten, das Geld reiche nicht.",
            "Sowohl die Werft als auch der Hafen",
        ),
    ],
)
def test_all_words_of_a_speaker(text: str, speaker: str) -> None:
    assert [s for _, s, _, _ in told(text, "de")] == [speaker]


def test_what_is_told_of_is_not_who_tells_it() -> None:
    assert not any(s for _, s, _, _ in told("Von großer Unruhe wird berichtet, die es im Hafen gebe.", "de"))


def test_reported_speech_goes_on_with_who_spoke_last() -> None:
    text = "Ruth Kolbe sagte, der Kai bleibe offen. Die Fähre sei alt. Sie werde im Juni ersetzt. Es regnete."
    assert told(text, "de") == [
        ("indirect", "Ruth Kolbe", "sagte", "der Kai bleibe offen"),
        ("indirect-free", "Ruth Kolbe", "", "Die Fähre sei alt. Sie werde im Juni ersetzt."),
    ]


def test_hearsay_goes_to_who_spoke_last() -> None:
    text = "Ruth Kolbe sagte, der Kai bleibe offen. Die Fähre soll im Juni ersetzt werden."
    assert told(text, "de")[-1] == ("free", "Ruth Kolbe", "", "Die Fähre soll im Juni ersetzt werden.")


def test_direct_speech_over_several_sentences_is_one_quotation() -> None:
    text = "„Wir verkaufen nichts. Niemand hat uns gefragt“, sagte die Bürgermeisterin."
    assert told(text, "de") == [
        ("direct", "die Bürgermeisterin", "sagte", "„Wir verkaufen nichts. Niemand hat uns gefragt“")
    ]


def test_words_in_marks_inside_indirect_speech_are_given_beside_it() -> None:
    text = "Der Reeder sagte, dass der Verkauf ein „schwerer Fehler“ sei."
    assert [q[0] for q in told(text, "de")] == ["indirect", "direct"]
    assert told(text, "de")[1] == ("direct", "Der Reeder", "sagte", "„schwerer Fehler“")


def test_a_pointing_word_takes_in_the_sentence_before() -> None:
    text = "Die Fähre wird im Juni ersetzt. Das teilte die Hafenbehörde mit."
    assert ("indirect", "die Hafenbehörde", "teilte … mit", "Die Fähre wird im Juni ersetzt … Das") in told(text, "de")


def test_who_is_quoted_by_a_paper_speaks() -> None:
    text = "Die Zeitung zitierte den Reeder Klaus Holm: „Der Verkauf ist ein schwerer Fehler.“"
    assert told(text, "de")[0][:3] == ("direct", "den Reeder Klaus Holm", "zitierte")


def test_actor_of_a_pronoun_is_whom_it_stands_for() -> None:
    text = "Tom Avery came to the harbour. He warned that the docks would stand still."
    found = [q for q in read(text, "en") if q.kind == "indirect"]
    assert [words(text, q.speaker) for q in found] == ["He"]
    assert found[0].actor is not None and found[0].actor.name == "Tom Avery"


def test_frame_and_quotation_share_no_words() -> None:
    text = "Der Lotsenverband kündigte in Bremen an, im Herbst zu streiken."
    (found,) = read(text, "de")
    assert words(text, found.frame) == "Der Lotsenverband kündigte in Bremen an"
    assert all(b <= c or d <= a for a, b in found.frame for c, d in found.quote)


def test_unread_language_gives_none() -> None:
    assert read("Il a dit que le port est fermé.", "fr") == []


FRAGMENTS = [
    "„Nein“", "sagte", "die Ministerin", ",", "dass", "sei", ".", ":", "„", "“", "so", "laut", "nach Angaben",
    "zufolge",
    "der Reeder", "wie", "(", ")", "\n", "soll", "die Forderung", "zu streiken", "Das teilte", "mit", "wonach",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14))
def test_any_text_gives_spans_inside_it(parts: list[str]) -> None:
    text = " ".join(parts)
    for quotation in read(text, "de"):
        assert quotation.quote
        for spans in (quotation.quote, quotation.speaker, quotation.cue, quotation.frame):
            assert all(0 <= a < b <= len(text) for a, b in spans)
            assert list(spans) == sorted(spans)
