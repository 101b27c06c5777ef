"""`detente stability` on conflict files and on dossiers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
CONFLICT = EXAMPLES / "conflict.toml"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier of the wages example, read once."""
    from detente.dossier import save
    from detente.workflow import read_all

    path = tmp_path_factory.mktemp("dossiers") / "wages.json"
    save(read_all([str(EXAMPLES / "wages")]).dossier, path)
    return path


def test_a_conflict_as_json(run: Run) -> None:
    shown = run("stability", CONFLICT, "--json", "--from", "NNNN", "--coalitions")
    found = json.loads(shown.out)
    assert shown.code == 0
    assert found["states"][1] == {"number": 1, "options": "YNNN"}
    assert set(found["equilibria"]) == {"nash", "gmr", "smr", "seq", "sim", "sseq"}
    assert found["equilibria"]["nash"] == [2, 4]
    assert set(found["by_decision_maker"]) == {"upper", "lower"}
    assert found["explanations"]
    assert found["coalitional_equilibria"]["nash"] == [2]
    assert found["status_quo"]["routes"][0]["target"] == 4
    assert "status_quo" not in json.loads(run("stability", CONFLICT, "--json").out)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Zustände, die halten", "Was die Konzepte sagen", "Von Zustand 0 (NNNN) aus", "metarationalität")),
        ("en", ("States that hold", "What the concepts say", "From state 0 (NNNN)", "nothing deters it")),
    ],
)
def test_a_conflict_in_words_and_in_80_columns(run: Run, language: str, words: tuple[str, ...]) -> None:
    shown = run("stability", CONFLICT, "--from", "0", "--coalitions", "--lang", language)
    assert shown.code == 0
    assert all(each.casefold() in shown.out.casefold() for each in words)
    assert "sue" not in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80


def test_the_table_says_who_chooses_what(run: Run) -> None:
    lines = run("stability", CONFLICT, "--lang", "en").out.splitlines()
    head = next(line.split() for line in lines if line.strip().startswith("State "))
    row = next(line.split() for line in lines if "go to court" in line)
    assert row[-4:][head[1:].index("4")] == "Y"
    assert row[-4:][head[1:].index("2")] == "N"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Wer was wählen kann", "gewollt von", "Ohne Einigung", "Nash-Lösung", "Was die Konzepte sagen")),
        ("en", ("Who can choose what", "wanted by", "Without a deal", "Nash solution", "What the concepts say")),
    ],
)
def test_a_dossier_in_words_and_in_80_columns(run: Run, dossier: Path, language: str, words: tuple[str, ...]) -> None:
    shown = run("stability", dossier, "--lang", language)
    assert shown.code == 0
    assert all(each in shown.out for each in words)
    assert "wages." not in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80


def test_a_dossier_as_json(run: Run, dossier: Path) -> None:
    found = json.loads(run("stability", dossier, "--json", "--from", "3").out)
    assert {"states", "equilibria", "by_decision_maker", "explanations", "outcomes", "deals", "prospects"} <= set(found)
    assert found["status_quo"]["start"] == 3
    assert found["start"]["state"] is not None
    kinds = {each["kind"] for each in found["assumptions"]}
    assert {"hands_event", "hands_name", "hands_together"} <= kinds
    assert all(each["text"] for each in found["assumptions"])


def test_json_conflicts_are_told_from_dossiers(run: Run, tmp_path: Path) -> None:
    from detente.stability import read_conflict, write_conflict

    write_conflict(read_conflict(CONFLICT), tmp_path / "copy.json")
    plain = json.loads(run("stability", tmp_path / "copy.json", "--json").out)
    assert plain["equilibria"] == json.loads(run("stability", CONFLICT, "--json").out)["equilibria"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--from", "17"], 1, "there is no feasible state 17"),
        (["--from", "YYNN"], 1, "there is no feasible state 3"),
        (["--from", "here"], 2, "--from here"),
        ([str(CONFLICT)], 2, "give it alone"),
    ],
)
def test_an_error_is_one_line(run: Run, arguments: list[str], code: int, said: str) -> None:
    shown = run("stability", CONFLICT, *arguments)
    assert shown.code == code
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""


def test_a_bad_conflict_is_named_with_file_line_and_remedy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(CONFLICT.read_text("utf-8").replace('"not sue"', '"not shoot"', 1), "utf-8")
    shown = run("stability", path)
    line = next(n for n, each in enumerate(path.read_text("utf-8").splitlines(), 1) if "shoot" in each)
    assert shown.code == 1
    assert f"{path}:{line}: " in shown.err
    assert "the options are open, rebuild, sue, pay" in shown.err
    assert run("stability", tmp_path / "gone.toml").code == 1


def test_without_controls_the_reason_and_the_remedy(run: Run, dossier: Path, tmp_path: Path) -> None:
    plain = json.loads(dossier.read_text("utf-8"))
    for issue in plain["issues"]:
        issue["controls"] = []
        for option in issue["options"]:
            option["controlled_by"] = []
    path = tmp_path / "old.json"
    path.write_text(json.dumps(plain), "utf-8")
    shown = run("stability", path, "--lang", "en")
    assert shown.code == 1
    assert "controlled_by" in shown.err
    assert shown.err.count("\n") == 1
    # Naming the codebook reads the controls anew.
    assert run("stability", path, "--codebook", "wages").code == 0


def test_nothing_said_is_no_conflict(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text("The Lake\n\nThe lake is calm today. Nobody is there.\n", "utf-8")
    shown = run("stability", path)
    assert shown.code == 1
    assert shown.err.count("\n") == 1


def test_what_would_have_to_be_preferred_for_a_state(run: Run) -> None:
    found = json.loads(run("stability", CONFLICT, "--json", "--needs", "8").out)["needs"]
    assert {(each["decision_maker"], each["concept"], each["fulfilled"]) for each in found} == {
        ("lower", "nash", False),
        ("lower", "seq", False),
        ("upper", "nash", True),
        ("upper", "seq", True),
    }
    assert "needs" not in json.loads(run("stability", CONFLICT, "--json").out)


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Was bevorzugt werden müsste"), ("en", "What would have to be preferred")]
)
def test_what_would_have_to_be_preferred_in_words(run: Run, language: str, words: str) -> None:
    shown = run("stability", CONFLICT, "--needs", "NNNY", "--lang", language)
    assert shown.code == 0
    assert words in shown.out
    assert run("stability", CONFLICT, "--needs", "99").code == 1
