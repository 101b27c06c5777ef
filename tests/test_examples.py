"""The examples that the repository ships: readable to the last file, and good for showing what détente finds."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import detente
from detente.contract import Dossier

EXAMPLES = Path(__file__).parents[1] / "examples"


@cache
def read(name: str) -> detente.Result:
    return detente.read_all([EXAMPLES / name])


def dossier(name: str) -> Dossier:
    return read(name).dossier


@pytest.mark.parametrize(("name", "least"), [("summit", 8), ("wages", 4)])
def test_every_file_is_a_report(name: str, least: int) -> None:
    assert read(name).failures == []
    found = dossier(name).reports
    assert [Path(report.source).name for report in found] == sorted(p.name for p in (EXAMPLES / name).iterdir())
    assert len(found) >= least
    assert {report.language for report in found} == {"de", "en"}
    assert {Path(report.source).suffix for report in found} >= {".txt", ".html", ".eml", ".md"}


@pytest.mark.parametrize("name", ["summit", "wages"])
def test_dates_are_those_of_the_file_names(name: str) -> None:
    dates = {Path(report.source).name[:10]: report.date for report in dossier(name).reports if report.date}
    assert len(dates) >= len(dossier(name).reports) / 2
    assert all(found == named for named, found in dates.items())


@pytest.mark.parametrize("name", ["summit", "wages"])
def test_site_furniture_is_no_body(name: str) -> None:
    for report in dossier(name).reports:
        for words in ("Newsletter", "Cookies", "Stellenmarkt", "Subscribe", "(m/w/d)", "Impressum | Datenschutz"):
            assert words not in report.text or report.source.endswith(".md"), (report.source, words)


def test_the_repeated_agency_report_is_one_source() -> None:
    repeats = [report for report in dossier("summit").reports if report.duplicate_of]
    originals = {report.id: Path(report.source).name for report in dossier("summit").reports}
    assert len(repeats) == 1
    pair = {Path(repeats[0].source).name, originals[repeats[0].duplicate_of or ""]}
    assert pair == {"2025-08-19-agenturmeldung.txt", "2025-08-19-talkurier.html"}


def test_the_planted_discrepancy_is_found() -> None:
    offices = [each for each in dossier("summit").discrepancies if each.kind == "office"]
    assert any("Mark Rutte" in each.note for each in offices)
    quotes = {evidence.quote for each in offices for evidence in each.between}
    assert any("former" in quote for quote in quotes)


def test_who_stands_where_at_the_summit() -> None:
    found = dossier("summit")
    parties = {party.id: party for party in found.parties}
    # One person each, however the reports spell the name, each speaking for a state.
    for family in ("Selenskyj", "Trump", "Putin", "Merz", "Macron", "Starmer"):
        persons = [p for p in parties.values() if p.kind == "person" and family in p.name]
        assert len(persons) == 1, family
        assert persons[0].of in parties
    stances = {
        (parties[s.party].name.split()[-1], s.stance) for s in found.statements if s.issue and "ceasefire" in s.issue
    }
    assert {("Selenskyj", "support"), ("Trump", "oppose")} <= stances


def test_who_stands_where_in_the_wage_dispute() -> None:
    found = dossier("wages")
    names = {party.id: party.name for party in found.parties}
    assert {"Petra Lindqvist", "Holger Brandstätter", "Cem Aydemir", "Renate Ohlsen"} <= set(names.values())
    hours = {(names[s.party], s.stance) for s in found.statements if s.issue and "hours" in s.issue}
    assert ("Holger Brandstätter", "oppose") in hours


@pytest.mark.parametrize("name", ["summit", "wages"])
def test_every_quote_is_in_its_report(name: str) -> None:
    texts = {report.id: report.text for report in dossier(name).reports}
    evidence = [item.evidence for item in (*dossier(name).statements, *dossier(name).events)]
    assert len(evidence) > 20
    assert all(texts[e.report][e.start : e.end] == e.quote for e in evidence)


@pytest.mark.parametrize("name", ["summit", "wages"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_brief_can_be_had_in_both_languages(name: str, language: str, tmp_path: Path) -> None:
    brief = dossier(name).brief(tmp_path / "brief.html", language="de" if language == "de" else "en")
    assert brief.language == language
    assert brief.state
    assert f'<html lang="{language}"' in (tmp_path / "brief.html").read_text("utf-8")


def test_the_first_command_of_the_readme(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "brief", EXAMPLES / "summit", "-o", tmp_path / "brief.html"],
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert (tmp_path / "brief.html").stat().st_size > 20_000
