"""`detente sensitivity` on tables and reports: results, changes, and what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
CARS, HARBOUR = EXAMPLES / "forecast" / "car-emissions.csv", EXAMPLES / "forecast" / "harbour.csv"
WAGES = EXAMPLES / "wages"


def test_a_table_of_actors_as_json(run: Run) -> None:
    shown = run("sensitivity", CARS, "--on", "forecast::scholz", "--json", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    found = json.loads(shown.out)
    assert found["what_if"] is None
    result = found["sensitivity"]
    assert result["unit"] == "scale"
    assert result["indices"]["method"] == "sobol"
    # In the expected-utility model inputs work together.
    assert result["indices"]["total_sum"] > 2 > 2 * result["indices"]["first_sum"]
    swings = [abs(bar["result_high"] - bar["result_low"]) for bar in result["tornado"]["bars"]]
    assert swings == sorted(swings, reverse=True)
    assert result["explanations"].keys() >= {"sobol", "morris", "tornado", "break_even"}


def test_a_dossier_on_the_terminal_within_80_columns_in_both_languages(run: Run, tmp_path: Path) -> None:
    dossier = tmp_path / "wages.json"
    assert run("read", WAGES, "-o", dossier).code == 0
    for language, words in (("en", ("Tornado", "How far inputs must move")), ("de", ("Tornado", "Wie weit Eingaben"))):
        shown = run("sensitivity", dossier, "--lang", language)
        assert shown.code == 0
        assert all(word in shown.out for word in words)
        assert "█" in shown.out and "{" not in shown.out
        assert all(len(line.rstrip()) <= 80 for line in shown.out.splitlines())


def test_changes_are_made_one_after_the_other(run: Run) -> None:
    shown = run("sensitivity", CARS, "--change", "position Belgium 4", "--change", "leaves Ireland", "--json")
    assert shown.code == 0
    found = json.loads(shown.out)
    assert found["sensitivity"] is None
    assert [each["kind"] for each in found["what_if"]["changes"]] == ["position", "leaves"]
    mean = next(each for each in found["what_if"]["forecast"]["moved"] if each["model"] == "weighted_mean")
    assert mean["before"] == pytest.approx(7.38996, abs=1e-5)
    assert mean["after"] == pytest.approx((7.38996 * 0.5158 - 3 * 0.032 - 7 * 0.005) / (0.5158 - 0.005), abs=0.1)
    both = run("sensitivity", HARBOUR, "--on", "forecast", "--change", "leaves nobody")
    assert both.code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--change", "hope Belgium"], "there is no change 'hope'; write one of"),
        (["--change", "leaves Atlantis"], "there is no party 'Atlantis' here; there are Netherlands"),
        (["--change", "salience Belgium 7"], "is not between 0 and 1"),
        (["--on", "nash"], "only forecasts are possible"),
        (["--on", "forecast::moon"], "there is no model 'moon' here; choose from"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str], words: str) -> None:
    shown = run("sensitivity", CARS, *arguments, "--lang", "en")
    assert shown.code == 2
    assert shown.out == ""
    assert words in shown.err and shown.err.count("\n") == 1
