"""`detente score` on a small annotated report of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

TEXT = "Norway demands a ban on fishing in the strait. Sweden rejected the demand.\n"
GOLD = {
    "id": "strait",
    "lang": "en",
    "parties": [{"name": "Norway", "core": True}, {"name": "Sweden", "core": True}],
    "statements": [
        {"speaker": "Norway", "stance": "support", "issue": "fishing ban", "anchor": "demands a ban"},
        {"speaker": "Sweden", "stance": "oppose", "issue": "fishing ban", "anchor": "Sweden rejected the demand"},
        {"speaker": "Sweden", "stance": "open", "issue": "holiday", "anchor": "Sweden rejected"},
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "strait.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "strait.txt").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Englisch: 1 Berichte", "Genauigkeit", "übersehen")),
        ("en", ("English: 1 reports", "precision", "missed")),
    ],
)
def test_figures_and_items(run: Run, gold: Path, language: str, words: tuple[str, ...]) -> None:
    shown = run("score", gold, "--items", "--lang", language)
    assert shown.code == 0
    assert all(each in shown.out for each in words)
    assert "Sweden open holiday | Sweden rejected" in " ".join(shown.out.split())
    assert max(map(len, shown.out.splitlines())) <= 80


def test_figures_as_json(run: Run, gold: Path) -> None:
    found = json.loads(run("score", gold, "--json").out)
    statements = found["totals"]["en"]["statement"]
    assert statements["found"] + statements["missed"] == 3
    assert found["reports"][0]["missed"]["statement"]
    assert found["totals"]["en"]["party"]["recall"] == 1.0


def test_a_folder_without_annotations_is_one_line(run: Run, tmp_path: Path) -> None:
    shown = run("score", tmp_path)
    assert shown.code == 1
    assert len(shown.err.splitlines()) == 1
    assert "no annotation" in shown.err
