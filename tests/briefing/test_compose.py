from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from detente.briefing import compose, print_brief, render_html
from detente.contract import Dossier, Evidence, Issue, Party, Report

from .disputes import Sketch, crowd, ferries, water
from .markup import Page


def shown(dossier: Dossier, language: str | None = None) -> tuple[str, str]:
    """A brief's page as text and its terminal form; both must come about."""
    brief = compose(dossier, language=language, draws=20)
    file = StringIO()
    print_brief(brief, Console(file=file, width=80))
    return Page(render_html(brief)).text, file.getvalue()


def test_language_is_that_of_the_reports() -> None:
    assert compose(water()).language == "de"
    assert compose(ferries()).language == "en"
    assert compose(Dossier(reports=[Report(id="a", language="fr", text="Bonjour.")])).language == "en"
    assert compose(water(), language="en").kicker == "Negotiation brief, as of 11 March 2031"


def test_no_other_language() -> None:
    with pytest.raises(ValueError, match="no phrases for language 'fr'"):
        compose(water(), language="fr")


def test_a_statement_of_an_unknown_party_is_named() -> None:
    dossier = water()
    dossier.statements[0].party = "nobody"
    with pytest.raises(ValueError, match="nobody"):
        compose(dossier)


def test_titles() -> None:
    assert compose(water()).title == "Südmark, Nordmark und Freie Grelle: Stand der Verhandlungen"
    assert compose(ferries()).title == "Harbour Union and Coastline Ferries: where the talks stand"
    assert compose(crowd(1, 4), language="de").title == "Punkt 0, Punkt 3: Stand der Verhandlungen"
    assert compose(Dossier(), language="en").title == "Where the talks stand"
    assert compose(Dossier(), language="de").kicker == "Verhandlungsbrief"


def test_the_dossier_is_left_as_it_was() -> None:
    dossier = ferries()
    before = dossier.model_dump_json()
    compose(dossier)
    assert dossier.model_dump_json() == before


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_at_all(language: str) -> None:
    page, terminal = shown(Dossier(), language)
    expected = {
        "de": ("Keine Berichte.", "Es wurden keine Parteien gefunden.", "Es lässt sich keine Einigung berechnen."),
        "en": ("No reports.", "No parties were found.", "No settlement can be computed."),
    }
    for words in expected[language]:
        assert words in page
        assert words in terminal.replace("\n", " ")


def test_one_report_without_date_title_or_text() -> None:
    page, terminal = shown(Dossier(reports=[Report(id="a", language="de")]))
    assert "Bericht ohne Titel" in page
    assert "Der Bericht hat keinen Text." in page
    assert "ohne Datum" in terminal


def test_one_party() -> None:
    page, terminal = shown(crowd(1, 1))
    assert "Punkt 0: Stand der Verhandlungen" in page
    assert "Partei 0" in terminal


def test_names_of_any_length_and_script() -> None:
    long = "Bundesarbeitsgemeinschaftsvorsitzendenstellvertreterinnenkonferenz" * 4
    arabic, hebrew, english = "جامعة الأنهار", "מועצת הנהר", "River Council"
    sketch = Sketch(Report(id="a", language="de", text=f"{long} will Wasser. {arabic} auch. {hebrew} nicht."))
    sketch.dossier.parties = [
        Party(id=f"p{n}", name=name, kind="group") for n, name in enumerate((long, arabic, hebrew, english))
    ]
    sketch.dossier.issues = [Issue(id="w", label="Wasser für ÄÖÜẞ " + long)]
    sketch.says("p0", "support", "w", None, "a", f"{long} will Wasser.")
    sketch.says("p1", "support", "w", None, "a", f"{arabic} auch.")
    sketch.says("p2", "oppose", "w", None, "a", f"{hebrew} nicht.")
    page, terminal = shown(sketch.dossier)
    for name in (long, arabic, hebrew, english):
        assert name in page
    assert "\u2068" + arabic + "\u2069" in page  # isolated, so that it does not turn its neighbours round
    assert "\u2068" + english not in page
    assert max(map(cell_len, terminal.splitlines())) <= 80


def test_evidence_that_is_nowhere_is_shown_as_quoted() -> None:
    dossier = water()
    dossier.statements[0].evidence = Evidence(report="verschollen", start=3, end=9, quote="Gesagt!")
    page, terminal = shown(dossier)
    assert "Zitate ohne Fundstelle" in page
    assert "Gesagt!" in page
    assert "[?.1]" in terminal


def test_events_without_dates() -> None:
    dossier = water()
    for event in dossier.events:
        event.date = event.when = None
    for report in dossier.reports:
        report.date = None
    page, terminal = shown(dossier)
    assert page.count("Ohne Datum") == 3
    assert "Verhandlungsbrief\n" in terminal
