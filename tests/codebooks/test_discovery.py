import pytest

from detente.codebooks import assign
from detente.codebooks.concepts import thesaurus

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
