"""`detente forecast` on tables, dossiers and reports, and its backtest."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from detente import dossier as store

from .conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples" / "forecast"
HARBOUR, CARS = EXAMPLES / "harbour.csv", EXAMPLES / "car-emissions.csv"
HEADER = "issue,actor,capability,position,salience"
FERRY = """Streit um Zölle

OSLO (nda) - Norwegen fordert höhere Zölle auf Käse. Schweden lehnt höhere Zölle ab. Dänemark lehnt höhere Zölle ab.
Schweden fordert niedrigere Quoten für Fisch. Norwegen lehnt niedrigere Quoten ab.
"""


def test_a_table_as_json(run: Run) -> None:
    shown = run("forecast", CARS, "--json")
    found = json.loads(shown.out)
    assert (shown.code, shown.err) == (0, "")
    (issue,) = found["issues"]
    assert issue["issue"] == ""
    assert issue["label"] == "car-emissions"
    assert issue["models"]["weighted_mean"]["forecast"] == pytest.approx(7.38996, abs=1e-5)
    assert issue["models"]["weighted_median"]["forecast"] == 7
    assert issue["models"]["scholz"]["variant"] == "paper"
    assert len(issue["models"]["scholz"]["rounds"][0]["positions"]) == 10
    assert found["not_run"].keys() == {"exchange"}


@pytest.mark.parametrize("where", ["before", "after", "one by one"])
def test_models_are_chosen_with_one_flag(run: Run, where: str) -> None:
    flags = ["--model", "nash", "weighted_mean"]
    if where == "one by one":
        flags = ["--model=nash", "--model", "weighted_mean"]
    arguments = [*flags, str(HARBOUR)] if where == "before" else [str(HARBOUR), *flags]
    found = json.loads(run("forecast", *arguments, "--json").out)
    assert all(set(issue["models"]) == {"nash", "weighted_mean"} for issue in found["issues"])


def test_a_model_that_cannot_run_is_said(run: Run) -> None:
    shown = run("forecast", CARS, "--model", "exchange", "--lang", "en")
    assert shown.code == 0
    assert "The exchange model needs at least two issues" in shown.out
    assert "Tauschmodell" in run("forecast", CARS, "--lang", "de").out


def test_variants_by_name(run: Run) -> None:
    found = json.loads(run("forecast", HARBOUR, "--json", "--variant", "eq31", "--model", "scholz").out)
    assert found["issues"][0]["models"]["scholz"]["variant"] == "eq31"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Gewichtetes Mittel", "Mittlerer Fehler 23,2", "keines dieser Modelle", "Tauschgeschäfte")),
        ("en", ("Weighted mean", "Mean error 23.2", "none of these models", "Exchanges")),
    ],
)
def test_a_table_in_words_and_in_80_columns(run: Run, language: str, words: tuple[str, ...]) -> None:
    shown = run("forecast", HARBOUR, "--lang", language)
    assert shown.code == 0
    flat = " ".join(shown.out.split())
    assert all(each in flat for each in words)
    assert max(map(len, shown.out.splitlines())) <= 80
    assert "\x1b" not in shown.out


def test_marks_stand_where_the_figures_say(run: Run) -> None:
    shown = run("forecast", HARBOUR, "--lang", "en").out
    lines = [line for line in shown.splitlines() if re.search("[·●◆]", line)]
    assert len(lines) > 20
    for line in lines:
        strip = re.search(r"[·─━●◆]{31}", line)
        assert strip is not None
        at = re.search("[●◆]", strip[0])
        figure = float(line[strip.end() :].split()[0].replace("−", "-"))
        assert at is not None
        assert at.start() == pytest.approx(figure * 0.3, abs=0.66)


def test_reports_with_chances_and_who_is_left_out(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "fähre.txt"
    report.write_text(FERRY, "utf-8")
    shown = run("forecast", report, "--lang", "de")
    assert shown.code == 0
    flat = " ".join(shown.out.split())
    assert "Chancen (Gewichtetes Mittel, dessen Fehler eingerechnet)" in flat
    assert "Keine bekannt ist von" in flat
    found = json.loads(run("forecast", report, "--json").out)
    assert found["draws"] == 1000
    actors = [actor for issue in found["issues"] for actor in issue["actors"]]
    assert actors and all(actor["statements"] for actor in actors)


def test_a_saved_dossier_gives_the_same_as_its_reports(run: Run, folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "talks.json"
    assert run("read", folder, "-o", saved).code == 0
    assert store.load(saved).statements
    one, two = (json.loads(run("forecast", source, "--json").out) for source in (folder, saved))
    assert one["issues"] == two["issues"]


@pytest.mark.parametrize("order", [0, 1])
def test_a_backtest_prints_the_errors_of_each_model(run: Run, order: int) -> None:
    arguments = [str(HARBOUR), "--backtest"]
    shown = run("forecast", *arguments[:: -1 if order else 1], "--lang", "en")
    assert shown.code == 0
    assert "3 issues with an outcome" in shown.out
    assert "Dichotomous (0)" in shown.out
    assert "Weighted mean" in shown.out
    found = json.loads(run("forecast", "--backtest", HARBOUR, "--json").out)
    assert found["issues"] == 3
    assert found["models"]["weighted_mean"]["mae"] == pytest.approx(14.14, abs=0.01)


@pytest.mark.parametrize(
    ("content", "flags", "said"),
    [
        (f"{HEADER}\na,Port,1,NaN,1\n", [], "line 2: position “NaN” is no finite number; write it like 12.5"),
        (f"{HEADER}\na,Port,1,5,1\n", [], "no issue has two actors with capability, position and salience"),
        (f"{HEADER}\na,Port,1,5,1\na,Village,1,7,1\n", ["--backtest"], "add a column “outcome”"),
        ("actor,position\nPort,1\n", [], "line 1: the header has no capability, salience"),
    ],
)
def test_a_bad_table_is_one_line_with_file_and_remedy(
    run: Run, tmp_path: Path, content: str, flags: list[str], said: str
) -> None:
    path = tmp_path / "port.CSV"
    path.write_text(content, "utf-8")
    shown = run("forecast", path, *flags, "--lang", "en")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith(f"detente: {path}")
    assert said in shown.err
    assert shown.err.count("\n") == 1
    german = run("forecast", path, *flags, "--lang", "de").err
    assert german.startswith(f"detente: {path}") and german != shown.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([HARBOUR, "--model", "tarot"], 2, "there is no tarot; known are weighted_mean"),
        ([HARBOUR, "--variant", "tarot"], 2, "there is no tarot; known are paper"),
        ([HARBOUR, CARS], 2, "One table at a time"),
        (["nowhere.csv"], 1, "nowhere.csv: cannot be read"),
        (["nowhere.txt"], 1, "nowhere.txt"),
        ([], 2, "SOURCES"),
    ],
)
def test_errors_on_the_command_line(run: Run, arguments: list[object], code: int, said: str) -> None:
    shown = run("forecast", *arguments, "--lang", "en")
    assert (shown.code, shown.out) == (code, "")
    assert said in shown.err


def test_reports_without_positions(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "quiet.txt"
    report.write_text("Ruhiger Tag\n\nOSLO (nda) - Am Hafen war am Montag nichts los.\n", "utf-8")
    shown = run("forecast", report, "--lang", "de")
    assert shown.code == 1
    assert "Es gibt nichts zu prognostizieren" in shown.err
