"""`detente propose`: a codebook that an analyst can edit, and that finds its own statements again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from .conftest import Run


def issues_of(shown: str) -> list[str | None]:
    return [statement["issue"] for statement in json.loads(shown)["statements"]]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_proposed_codebook_finds_its_statements_again(
    run: Run, folder: Path, tmp_path: Path, language: str
) -> None:
    book = tmp_path / "cheese.toml"
    shown = run("propose", folder, "--all", "-o", book, "--lang", language)
    assert shown.code == 0, shown.err
    content = tomllib.loads(book.read_text("utf-8"))
    assert content["id"] == "cheese"
    known = {f"cheese.{issue['id']}" for issue in content["issues"]}
    found = issues_of(run("read", folder, "--codebook", book, "--json").out)
    assert found
    assert set(found) == known
    assert f"--codebook {book}" in shown.out
    assert max(map(len, shown.out.split("detente brief")[0].splitlines())) <= 80


def test_only_what_no_codebook_covers_is_proposed(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "c.txt").write_text(
        "OSLO (nda) - Norway demands a new lighthouse. Sweden rejected the lighthouse on Tuesday.\n", "utf-8"
    )
    book = tmp_path / "rest.toml"
    shown = run("propose", folder, "--codebook", "trade", "-o", book, "--lang", "en")
    assert shown.code == 0, shown.err
    assert [issue["id"] for issue in tomllib.loads(book.read_text("utf-8"))["issues"]] == ["new-lighthouse"]
    assert "--codebook trade --codebook" in shown.out
    assert "--codebook trade --codebook" in book.read_text("utf-8")
    found = issues_of(run("read", folder, "--codebook", "trade", "--codebook", book, "--json").out)
    assert found.count("rest.new-lighthouse") == 2
    assert {str(issue).split(".")[0] for issue in found} == {"trade", "rest"}


@pytest.mark.parametrize(("language", "words"), [("de", "nichts vorzuschlagen"), ("en", "nothing to propose")])
def test_nothing_to_propose_is_one_line(run: Run, folder: Path, tmp_path: Path, language: str, words: str) -> None:
    shown = run("propose", folder, "--codebook", "trade", "-o", tmp_path / "x.toml", "--lang", language)
    assert shown.code == 1
    assert words in shown.err
    assert len(shown.err.splitlines()) == 1
    assert not (tmp_path / "x.toml").exists()


def test_a_report_without_statements(run: Run, tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text("The sun shone on the harbour. It was warm.\n", "utf-8")
    shown = run("propose", tmp_path / "calm.txt", "-o", tmp_path / "x.toml", "--lang", "en")
    assert (shown.code, "no statement" in shown.err) == (1, True)


def test_a_file_that_exists_is_left_alone(run: Run, folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "mine.toml"
    book.write_text("my work", "utf-8")
    shown = run("propose", folder, "--all", "-o", book, "--lang", "en")
    assert shown.code == 2
    assert "exists already" in shown.err
    assert book.read_text("utf-8") == "my work"


def test_a_folder_that_does_not_exist_and_an_unknown_codebook(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("propose", folder, "-o", tmp_path / "no" / "x.toml", "--lang", "en").code == 2
    shown = run("propose", folder, "-o", tmp_path / "x.toml", "--codebook", "pease", "--lang", "en")
    assert (shown.code, "did you mean" in shown.err) == (2, True)
