"""Plain text: body, headline and furniture, on pages of sites that do not exist."""

from __future__ import annotations

import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reports import load_text
from detente.reports.cues import LANGUAGES
from detente.reports.furniture import KINDS
from detente.reports.plain import read_plain
from detente.reports.wordlists import wordlist

GERMAN_TAIL = """
- Unsere besten Angebote der Woche!
- Küstenbote-Newsletter jetzt kostenlos per E-Mail bestellen!
- Zur Startseite von Küstenbote
Stellenangebote

Hafenmeister (m/w/d) in Vollzeit

Werkstudent Logistik

Kranführerin oder Kranführer für die Nachtschicht

Du hast eine Frage oder einen Kommentar zum Artikel "Reeder bleiben hart" für unsere Redaktion?
Alle Kommentare werden moderiert!
Wir freuen uns über sachliche Beiträge unserer Leser. Wir behalten uns vor, beleidigende Kommentare zu löschen.
Nichts verpassen?
Abonniere den RSS-Feed dieses Beitrags oder folge uns bei Google News.
Nutze die Suche nach: »Reeder bleiben hart« bei Google suchen"""

ENGLISH_TAIL = """
Sign up for our daily newsletter and get the latest news straight to your inbox.
Related articles
Ferry fares to rise again
Why the strait matters
Jobs

Senior Port Engineer (m/f/d)

Research assistant, maritime law

Leave a comment on the article "Varda talks collapse"
All comments are moderated. Please be respectful and keep the discussion on topic; our readers will thank you.
Your email address will not be published.
Share on Facebook
Follow us on Twitter
© 2024 Strait Gazette. All rights reserved."""


def test_german_furniture_below_the_body(german: list[str]) -> None:
    draft = read_plain("\n\n".join(german) + "\n" + GERMAN_TAIL)
    assert draft.text.split("\n\n") == german
    assert [line.text for line in draft.furniture] == [line for line in GERMAN_TAIL.split("\n") if line]
    kinds = {line.text: line.kind for line in draft.furniture}
    assert kinds["Stellenangebote"] == "jobs"
    assert kinds["Werkstudent Logistik"] == "jobs"
    assert kinds["Kranführerin oder Kranführer für die Nachtschicht"] == "jobs"
    assert kinds["Alle Kommentare werden moderiert!"] == "comments"
    assert kinds["Abonniere den RSS-Feed dieses Beitrags oder folge uns bei Google News."] == "feed"
    assert kinds["Nutze die Suche nach: »Reeder bleiben hart« bei Google suchen"] == "search"


def test_english_furniture_below_the_body(english: list[str]) -> None:
    draft = read_plain("\n".join(english) + "\n" + ENGLISH_TAIL)
    assert draft.text.split("\n") == english
    kinds = {line.text: line.kind for line in draft.furniture}
    assert set(kinds) == {line for line in ENGLISH_TAIL.split("\n") if line}
    assert kinds["Ferry fares to rise again"] == "related"
    assert kinds["Senior Port Engineer (m/f/d)"] == "jobs"
    assert kinds["Your email address will not be published."] == "comments"
    assert kinds["Share on Facebook"] == "share"
    assert kinds["© 2024 Strait Gazette. All rights reserved."] == "legal"


def test_the_word_lists_name_no_other_kinds() -> None:
    for language in LANGUAGES:
        assert set(wordlist(f"furniture.{language}")) - {"reader", "report", "titles", "publishers"} <= set(KINDS)


def test_furniture_above_and_between_costs_no_body(german: list[str]) -> None:
    top = "Jetzt unseren Newsletter abonnieren und nichts verpassen!\nAlle Kommentare werden moderiert!\n\n"
    middle = "\nLesen Sie auch: Warum die Reeder auf Zeit spielen\nAnzeige\n"
    draft = read_plain(top + german[0] + middle + "\n".join(german[1:]))
    assert draft.text.split("\n") == german
    assert [line.kind for line in draft.furniture] == ["newsletter", "comments", "related", "advert"]


def test_a_page_copied_whole(german: list[str]) -> None:
    menu = "Startseite\nPolitik\nWirtschaft\nSport\nKultur\nPanorama\nWetter\nAbo\nLogin\nSuche\nE-Paper\nPodcasts\n"
    head = (
        "Tarifstreit\nHafenarbeiter lehnen Angebot der Reeder ab\nVon Petra Lorenz\n"
        "Stand: 6. Mai 2024, 10:15 Uhr\nTeilen\nDrucken\n"
    )
    tail = (
        "\nMehr zum Thema\nSturmflut an der Küste erwartet\n"
        "Der Wetterdienst warnt vor Wasserständen wie zuletzt vor Jahren.\n"
        "Neuer Fährplan ab Juni\nDie Inseln sind künftig auch nachts zu erreichen, sagt die Reederei.\n"
        "Impressum\nDatenschutz\n"
    )
    draft = read_plain(menu + head + "\n".join(german) + tail)
    assert draft.text.split("\n") == ["Hafenarbeiter lehnen Angebot der Reeder ab", *german]
    assert (draft.title, draft.author, draft.date) == (draft.text.split("\n")[0], "Petra Lorenz", "2024-05-06")
    assert {"Wetter", "Tarifstreit", "Sturmflut an der Küste erwartet"} < {line.text for line in draft.furniture}


BODIES = {
    "quotes with we and you": [
        "„Wir möchten, dass ihr uns versteht und dass die Diskussion sachlich bleibt“, sagte die Sprecherin am Montag.",
        "„Schreiben Sie uns Ihre Meinung“, rief sie den Leuten zu. „Jetzt und hier.“",
    ],
    "topics of furniture": [
        "Die Kommission will Cookies strenger regeln und droht den Verlagen mit Strafen, teilte sie am Dienstag mit.",
        "Der Verband lehnt das ab: Newsletter und Werbung seien ohne Einwilligung der Nutzer längst verboten, hieß es.",
        "The White House declined to comment on the terms and conditions of the deal before it is signed.",
        "Ukraine wants to become a member of the alliance, while inspectors demand unlimited access to the site.",
        "Das Angebot der Arbeitgeber sehe Teilzeit vor, mit Nachdruck lehnte die Gewerkschaft das ab.",
    ],
    "headings and lists": [
        "Die Seiten haben sich auf folgende Punkte geeinigt:",
        "- Abzug der Boote bis Juni",
        "- Freilassung der Fischer",
        "- Treffen auf neutralem Boden",
        "Reaktionen der Parteien",
        "Die Opposition nannte die Einigung einen schlechten Witz und kündigte Widerstand im Parlament an.",
        "Diskussion",
        "Über die Fangrechte wird seit Jahren gestritten, ohne dass sich etwas bewegt hätte.",
    ],
}


@pytest.mark.parametrize("name", BODIES)
def test_clean_prose_loses_nothing(name: str) -> None:
    draft = read_plain("\n\n".join(BODIES[name]))
    assert draft.furniture == []
    assert draft.text.split("\n\n") == BODIES[name]


def test_a_headline_above_the_body_stays_in_place(english: list[str]) -> None:
    draft = read_plain("Varda walks out of talks\n\n" + "\n\n".join(english))
    assert draft.title == "Varda walks out of talks"
    assert draft.text.startswith("Varda walks out of talks\n\nNegotiators")


def test_a_headline_that_only_the_furniture_names(german: list[str]) -> None:
    draft = read_plain("\n".join(german) + '\nSchreiben Sie einen Kommentar zum Artikel "Reeder bleiben hart"!')
    assert draft.title == "Reeder bleiben hart"
    assert "Reeder bleiben hart" not in draft.text


def test_a_report_without_headline_has_none(german: list[str]) -> None:
    assert read_plain("\n".join(german)).title is None


def test_bracket_byline_and_publisher(german: list[str]) -> None:
    text = "Reeder bleiben hart\nVon Petra Lorenz\n" + "\n".join(german) + " (APA, 6.5.2024)\n© 2024 Küstenbote"
    report = load_text(text)
    assert (report.author, report.agency, report.date) == ("Petra Lorenz", "APA", "2024-05-06")
    assert report.publisher == "Küstenbote"
    assert report.text.endswith("(APA, 6.5.2024)")


def test_lines_wrapped_to_a_width_become_paragraphs() -> None:
    text = (
        "Die Hafenarbeiter haben ein Angebot der Reeder\nzurückgewiesen, das ihnen am Montag vorgelegt\n"
        "worden war und das sie für zu niedrig halten.\n\nDie Reeder wollen am Donnerstag erneut reden und\n"
        "hoffen noch immer auf eine Einigung in diesem\nMonat, sagte ihr Sprecher vor Journalisten."
    )
    lines = read_plain(text).text.split("\n")
    assert len(lines) == 3
    assert lines[0].endswith("für zu niedrig halten.")
    assert "reden und hoffen noch" in lines[2]


def test_what_the_caller_knows_is_taken_over(german: list[str]) -> None:
    report = load_text("\n".join(german), title="Titel", publisher="P", author="A", date="2024-05-06", source="s")
    assert (report.title, report.publisher, report.author, report.date) == ("Titel", "P", "A", "2024-05-06")
    assert (report.source, report.language, report.id[0], len(report.id)) == ("s", "de", "r", 11)
    assert not report.text.startswith("Titel")


def test_the_id_depends_on_the_words_alone(german: list[str]) -> None:
    one = load_text("\n".join(german))
    other = load_text("\r\n\r\n".join(german), source="elsewhere")
    assert one.id == other.id
    assert one.id != load_text("\n".join(german[:3])).id
    assert load_text("Merz lehnt ab.").id == "r7518ec5fee"


# The first text in another language loads a classifier, which takes a second.
@settings(deadline=None)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    report = load_text(text)
    assert report.text == report.text.strip()
    assert "\0" not in report.text
    report.model_dump_json()


@settings(deadline=None)
@given(st.lists(st.sampled_from([*GERMAN_TAIL.split("\n"), *ENGLISH_TAIL.split("\n"), *BODIES["headings and lists"]])))
def test_no_line_is_lost_or_made_up(lines: list[str]) -> None:
    draft = read_plain("\n".join(lines), wrapped=False)
    kept = [line.strip() for line in draft.text.split("\n") if line.strip()]
    out = sorted([*kept, *[line.text for line in draft.furniture]])
    assert out == sorted(line.strip() for line in lines if line.strip())


@pytest.mark.skipif(not SHARED.exists(), reason="the seed reports are not on this machine")
def test_every_line_of_the_seeds() -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        source = path.read_text("utf-8")
        body = source[: source.index("- Die besten")].strip()
        report = load_text(source)
        assert report.text == body
        furniture = [line for line in source[len(body) :].split("\n") if line.strip()]
        assert [line.text for line in report.furniture] == furniture
        assert report.title
        assert f'"{report.title}"' in source
        assert report.agency == report.publisher == "IT BOLTWISE"
        kinds = [line.kind for line in report.furniture]
        assert kinds[5:10] == ["jobs"] * 5
        assert kinds[11:] == ["comments"] * 4 + ["newsletter", "feed", "search"]


@pytest.mark.skipif(not SHARED.exists(), reason="the gold texts are not on this machine")
def test_nothing_of_the_gold_texts_is_lost() -> None:
    """Four texts end in links to other articles, seven lines in all; nothing else may go."""
    lost = []
    for folder in ("texts", "train-texts"):
        for path in sorted((SHARED / "gold" / folder).glob("*.txt")):
            if not path.name.startswith("seed"):
                lost += [line.kind for line in load_text(path.read_text("utf-8")).furniture]
    assert lost == ["related"] * 7
