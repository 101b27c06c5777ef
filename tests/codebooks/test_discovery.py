import random

import pytest

from detente.codebooks import assign
from detente.codebooks.concepts import thesaurus
from detente.contract import Dossier, Evidence, Party

from .making import Line, by_topic, dossier, issue, places


def issues_of(*lines: Line) -> list[str | None]:
    return [s.issue for s in assign(dossier(*lines), []).statements]


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("de1", "Atomabkommen mit dem Iran"),
            ("de2", "Iran-Abkommen"),
            ("de3", "das Abkommen mit dem Iran"),
            ("de4", "der Vertrag mit Teheran"),
        ],
        [
            ("de1", "Atomabkommen mit dem Iran"),
            ("en1", "nuclear deal with Iran"),
            ("en2", "the Iranian nuclear agreement"),
        ],
        [
            ("de1", "EU-Beitritt der Türkei"),
            ("en1", "Turkish EU membership"),
            ("de2", "Beitritt der Türkei zur Europäischen Union"),
        ],
        [("de1", "Legalisierung von Abtreibungen"), ("en1", "legalisation of abortion")],
        [("de1", "die Rückgabe des Altars"), ("de2", "Altar-Rückgabe an Peru"), ("de3", "den Altar zurückzugeben")],
        [
            ("de1", "der geplante Windpark"),
            ("en1", "the wind farm off the coast"),
            ("de2", "Notwendigkeit eines Windparks"),
        ],
        [("de1", "Leuchtturmgebühr"), ("de2", "Gebühr für den Leuchtturm")],
        [("en1", "the lighthouse fee"), ("en2", "a fee for the lighthouse")],
        [("en1", "the Kowalczyk tower"), ("en2", "the Kowalczik tower")],
        [("de1", "Resolution zu Syrien"), ("en1", "resolution on Syria")],
        [("de1", "Tarifabschluss"), ("de2", "Abschluss des Tarifs")],
        [("de1", "Lohnerhöhung"), ("de2", "höhere Löhne"), ("de3", "die Erhöhung der Löhne"), ("de4", "mehr Lohn")],
        [("en1", "a pay rise"), ("en2", "the rise in pay"), ("en3", "higher wages"), ("en4", "more pay")],
        [("de1", "Lohnerhöhung"), ("en1", "a pay rise")],
        [("de1", "Truppenabzug"), ("de2", "den Abzug der Truppen"), ("en1", "withdrawal of troops")],
        [("de1", "kürzere Arbeitszeiten"), ("de2", "Verkürzung der Arbeitszeit"), ("en1", "shorter working hours")],
        [("de1", "sofortige Waffenruhe"), ("de2", "Waffenstillstand"), ("en1", "an immediate ceasefire")],
        [("en1", "troop withdrawal from the valley"), ("en1", "the withdrawal")],
        [("de1", "eine Waffenruhe, wie er sie sich vorstellt"), ("de2", "die Waffenruhe")],
    ],
)
def test_one_issue_worded_differently(lines: list[Line]) -> None:
    assert len(set(issues_of(*lines))) == 1, issues_of(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        [("de1", "Abkommen mit dem Iran"), ("de2", "Abkommen mit Kanada")],
        [("de1", "Streik der Piloten"), ("de2", "Streik der Lokführer")],
        [("de1", "Erhöhung der Studiengebühren"), ("de2", "Senkung der Studiengebühren")],
        [("de1", "Rückgabe der Insel"), ("de2", "Verkauf der Insel")],
        [("en1", "talks with Spain"), ("en2", "talks with Japan")],
        [("en1", "the lighthouse"), ("en2", "the bridge")],
        [("de1", "Reform des Wahlrechts"), ("de2", "Reform der Feuerwehr")],
        [("de1", "Klima in Mexiko"), ("de2", "Wetter in Mexiko")],
        [("de1", "Lohnerhöhung"), ("de2", "Lohnkürzung")],
        [("en1", "higher taxes"), ("en2", "lower taxes")],
        [("de1", "Freihandelsabkommen mit Kanada"), ("de2", "Freihandelsabkommen mit Japan")],
        [("de1", "EU-Beitritt der Türkei"), ("de2", "EU-Beitritt Islands")],
        [("de1", "Errichtung von Mauern am Pass"), ("en1", "the border wall")],
        [("de1", "Windpark vor der Küste"), ("de2", "Windpark im Moor"), ("de3", "Windpark am See")],
        [("en1", "troop withdrawal from the valley"), ("en1", "a withdrawal of the offer")],
        [("en1", "to pay the ransom"), ("en2", "the pay of teachers")],
    ],
)
def test_different_issues_stay_apart(lines: list[Line]) -> None:
    assert len(set(issues_of(*lines))) == len(lines), issues_of(*lines)


def test_the_agreement_is_the_one_that_its_report_speaks_of() -> None:
    lines = [
        ("de1", "Abkommen mit dem Iran"),
        ("de1", "das Abkommen"),
        ("de2", "Abkommen mit Kanada"),
        ("de2", "das Abkommen"),
    ]
    found = issues_of(*lines)
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_the_agreement_is_none_of_several_in_its_report() -> None:
    found = issues_of(("de1", "Abkommen mit dem Iran"), ("de1", "Abkommen mit Kanada"), ("de1", "das Abkommen"))
    assert len(set(found)) == 3


def test_the_refusal_of_a_thing_is_against_it() -> None:
    filled = assign(
        dossier(
            ("de1", "Windpark"), ("de2", "Windpark"), ("de1", "Verzicht auf den Windpark"), ("de2", "Windparkverbot")
        ),
        [],
    )
    assert places(filled) == [("windpark", "for")] * 2 + [("windpark", "against")] * 2


def test_a_thing_only_ever_refused_is_named_as_that() -> None:
    filled = assign(dossier(("de1", "Ende der Gewalt"), ("de2", "ein Ende der Gewalt")), [])
    assert places(filled) == [("ende-der-gewalt", "for")] * 2
    assert issue(filled, "ende-der-gewalt").label == "Ende der Gewalt"


def test_the_label_is_the_commonest_wording_in_the_main_language() -> None:
    lines = [
        ("de1", "des Windparks"),
        ("de2", "den geplanten Windpark"),
        ("de3", "den geplanten Windpark"),
        ("en1", "the wind farm"),
    ]
    assert [i.label for i in assign(dossier(*lines), []).issues] == ["geplanter Windpark"]


def test_the_most_discussed_issue_comes_first() -> None:
    filled = assign(dossier(("de1", "Leuchtturm"), ("de1", "Brücke"), ("de2", "die Brücke")), [])
    assert [i.id for i in filled.issues] == ["bruecke", "leuchtturm"]
    assert all(i.codebook is None for i in filled.issues)


def test_ids_are_unique_though_labels_are_not() -> None:
    lines = [("de1", "Abkommen mit dem Iran"), ("de1", "Abkommen mit Kanada"), ("en1", "Brücke"), ("de1", "brücke!")]
    filled = assign(dossier(*lines), [])
    ids = [i.id for i in filled.issues]
    assert len(set(ids)) == len(ids)


def test_the_order_of_reports_decides_nothing_but_ties() -> None:
    lines = [
        ("de1", "Iran-Abkommen"),
        ("de2", "Atomabkommen mit dem Iran"),
        ("de3", "Atomabkommen mit dem Iran"),
        ("de4", "Abkommen mit Kanada"),
    ]
    one, other = by_topic(assign(dossier(*lines), [])), by_topic(assign(dossier(*reversed(lines)), []))
    assert one == other


@pytest.mark.parametrize(
    ("topic", "language", "head", "vague"),
    [
        ("die Notwendigkeit eines Leuchtturms", "de", "turm", False),
        ("need for a lighthouse", "en", "lighthous", False),
        ("the Spanish border wall", "en", "#wall", False),
        ("eine solche Maßnahme", "de", "massnahm", True),
        ("this agreement", "en", "#agreement", True),
        ("", "de", "", True),
    ],
)
def test_what_a_topic_is_about(topic: str, language: str, head: str, vague: bool) -> None:
    subject = thesaurus(language).subject(topic)
    assert (subject.head, subject.vague) == (head, vague)


def test_compounds_are_taken_apart() -> None:
    subject = thesaurus("de").subject("Atomabkommen")
    assert (subject.head, subject.modifiers) == ("#agreement", {"#nuclear"})


def test_a_chain_of_small_differences_joins_nothing() -> None:
    lines = [("de1", "Steg am Hafen"), ("de2", "Steg am Hafen bei Nacht"), ("de3", "Steg bei Nacht")]
    found = issues_of(*lines)
    assert found[0] != found[2]


def test_the_order_of_statements_decides_nothing() -> None:
    lines = [
        ("de1", "Steg am Hafen"),
        ("de2", "Steg am Hafen bei Nacht"),
        ("de3", "Steg bei Nacht"),
        ("en1", "a pay rise"),
        ("de1", "höhere Löhne"),
        ("de4", "der Steg"),
        ("en2", "the wind farm"),
        ("de2", "Windpark im Moor"),
    ]
    filled = assign(dossier(*lines), [])
    for seed in range(5):
        other = assign(dossier(*random.Random(seed).sample(lines, len(lines))), [])
        assert by_topic(other) == by_topic(filled)
        assert {(i.id, i.label) for i in other.issues} == {(i.id, i.label) for i in filled.issues}


def spoken_by(*parties: str) -> Dossier:
    """Each party wants new elections, in a report of its own."""
    plain = dossier(*((f"de{n}", "Neuwahlen") for n, _ in enumerate(parties)))
    said = [s.model_copy(update={"party": p}) for s, p in zip(plain.statements, parties, strict=True)]
    return plain.model_copy(update={"statements": said})


def test_the_same_bare_word_is_one_issue_only_where_the_same_parties_speak() -> None:
    apart = assign(spoken_by("norland", "sudland", "norland"), [])
    assert [s.issue for s in apart.statements] == ["neuwahlen", "neuwahlen-2", "neuwahlen"]


def test_a_party_that_is_mentioned_makes_reports_akin_but_a_group_does_not() -> None:
    told = spoken_by("norland", "sudland")
    for kind, issues in (("state", 1), ("group", 2)):
        mention = Evidence(report="de0", start=0, end=0, quote="")
        party = Party(id="sudland", name="Sudland", kind=kind, evidence=[mention])
        assert len(assign(told.model_copy(update={"parties": [party]}), []).issues) == issues


def vectors(sentences: list[str]) -> list[list[float]]:
    """A model of meaning for this test: light on water, and wages."""
    near = {"Leuchtfeuer": (1.0, 0.1), "beacon": (1.0, 0.0), "Lohn": (0.0, 1.0)}
    return [list(next((v for word, v in near.items() if word in s), (-1.0, -1.0))) for s in sentences]


def test_an_embedding_joins_what_words_do_not() -> None:
    lines = [("de1", "das Leuchtfeuer"), ("en1", "a beacon"), ("de1", "Lohnerhöhung"), ("de2", "Lohnkürzung")]
    without = assign(dossier(*lines), [])
    assert len(without.issues) == 4
    joined = assign(dossier(*lines), [], embed=vectors)
    found = [s.issue for s in joined.statements]
    assert found[0] == found[1]
    assert found[2] != found[3]  # alike by their vectors, but the contrary is done


def test_an_embedding_that_gives_no_vectors_is_told() -> None:
    with pytest.raises(ValueError, match="one finite vector each"):
        assign(dossier(("de1", "Brücke"), ("de1", "Turm")), [], embed=lambda sentences: [[1.0]])
