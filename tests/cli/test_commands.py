"""The commands on real input: what they print, write and return, and how little a bad source costs."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from cli.conftest import REPORT, Run
from detente.cli.terminal import Progress

SCHEMA = json.loads((files("detente.dossier") / "dossier.schema.json").read_text("utf-8"))


def check_dossier(content: str) -> dict[str, object]:
    dossier: dict[str, object] = json.loads(content)
    jsonschema.validate(dossier, SCHEMA)
    return dossier


def test_brief_prints_and_writes(run: Run, folder: Path) -> None:
    shown = run("brief", folder, "-o", "brief.html")
    assert shown.code == 0
    assert shown.err == "written: brief.html\n"
    assert "Karla Mönch" in shown.out
    assert "\x1b" not in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80
    page = Path("brief.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "Karla Mönch" in page


def test_brief_without_output_writes_nothing(run: Run, report: Path) -> None:
    assert run("brief", report).code == 0
    assert os.listdir() == []  # noqa: PTH208


@pytest.mark.parametrize("language", ["de", "en"])
def test_brief_in_the_language_asked_for(run: Run, folder: Path, language: str) -> None:
    shown = run("brief", folder, "--lang", language, "-o", "brief.html")
    assert f'<html lang="{language}"' in Path("brief.html").read_text("utf-8")
    assert shown.err == {"de": "geschrieben: brief.html\n", "en": "written: brief.html\n"}[language]
    heading = {"de": "Parteien", "en": "Parties"}[language]
    assert heading.lower() in shown.out.lower()


def test_brief_speaks_the_reports_language_by_default(run: Run, report: Path) -> None:
    assert "parteien" in run("brief", report).out.lower()


def test_read_json_is_a_dossier_and_nothing_else(run: Run, report: Path) -> None:
    shown = run("read", "--json", report)
    assert (shown.code, shown.err) == (0, "")
    dossier = check_dossier(shown.out)
    texts = {each["id"]: each["text"] for each in dossier["reports"]}  # type: ignore[attr-defined, index]
    assert dossier["statements"]
    for statement in dossier["statements"]:  # type: ignore[attr-defined]
        evidence = statement["evidence"]
        assert texts[evidence["report"]][evidence["start"] : evidence["end"]] == evidence["quote"]


@pytest.mark.parametrize(("language", "heading"), [("de", "PARTEIEN"), ("en", "PARTIES")])
def test_read_prints_a_summary(run: Run, folder: Path, language: str, heading: str) -> None:
    shown = run("read", folder, "--lang", language)
    assert shown.code == 0
    assert heading in shown.out
    assert "Karla Mönch" in shown.out
    assert {"de": "2 Berichte (1 de, 1 en)", "en": "2 reports (1 de, 1 en)"}[language] in shown.out


def test_read_keeps_a_dossier_to_go_on_with(run: Run, folder: Path) -> None:
    first = run("read", folder / "a.txt", "-o", "dossier.json")
    assert (first.code, first.out, first.err) == (0, "", "written: dossier.json\n")
    alone = check_dossier(Path("dossier.json").read_text("utf-8"))
    both = check_dossier(run("read", "--json", "dossier.json", folder / "b.txt").out)
    assert len(alone["reports"]) == 1  # type: ignore[arg-type]
    assert len(both["reports"]) == 2  # type: ignore[arg-type]
    assert check_dossier(run("read", "--json", "dossier.json").out) == alone


def test_read_from_standard_input(run_apart: Run) -> None:
    shown = run_apart("read", "--json", "-", stdin=REPORT.encode())
    assert (shown.code, shown.err) == (0, "")
    assert "Norwegen" in json.loads(shown.out)["reports"][0]["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_output_is_utf_8_whatever_the_terminal(run_apart: Run, report: Path, encoding: str) -> None:
    shown = run_apart("read", "--json", report, PYTHONIOENCODING=encoding)
    assert "Karla Mönch" in {party["name"] for party in json.loads(shown.out)["parties"]}


def test_letters_that_a_terminal_lacks_do_no_harm(report: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "read", report],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        timeout=120,
    )
    assert done.returncode == 0
    assert b"Karla M?nch" in done.stdout


def test_a_bad_source_costs_only_itself(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 40)
    sources = [tmp_path / "empty.txt", report, tmp_path / "noise.txt", tmp_path / "missing.txt"]
    shown = run("read", "--json", *sources)
    assert shown.code == 1
    assert len(check_dossier(shown.out)["reports"]) == 1  # type: ignore[arg-type]
    lines = shown.err.splitlines()
    assert [Path(line.split(": ")[1]).name for line in lines] == ["empty.txt", "noise.txt", "missing.txt"]
    assert all(line.startswith("detente: ") and len(line.split(": ")[2]) > 3 for line in lines)


def test_failures_are_named_in_german(run: Run, report: Path) -> None:
    shown = run("brief", report, "fehlt.txt", "--lang", "de")
    assert shown.code == 1
    assert shown.err == "detente: fehlt.txt: nicht gefunden\n"
    assert "fehlt.txt" in shown.out


@pytest.mark.parametrize("command", ["brief", "read", "settle"])
def test_nothing_readable(run: Run, command: str) -> None:
    shown = run(command, "missing.txt")
    assert (shown.code, shown.out) == (1, "")
    lines = shown.err.splitlines()
    assert lines[0].startswith("detente: missing.txt: ")
    assert lines[1:] == ["detente: none of the sources gave a report"]


def test_a_broken_dossier_is_named(run: Run, report: Path) -> None:
    Path("broken.json").write_text('{"format": "something else"}')
    shown = run("read", "--json", "broken.json", report)
    assert shown.code == 1
    assert shown.err.startswith("detente: broken.json: ")
    assert shown.err.count("\n") == 1


def test_the_named_codebook_is_used(run: Run, folder: Path) -> None:
    dossier = check_dossier(run("read", "--json", folder, "--codebook", "trade").out)
    assert any(issue["codebook"] == "trade" for issue in dossier["issues"])  # type: ignore[attr-defined]
    other = check_dossier(run("read", "--json", folder, "--codebook", "peace").out)
    assert not any(issue["codebook"] == "trade" for issue in other["issues"])  # type: ignore[attr-defined]


def test_the_codebook_of_the_environment_is_used(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_CODEBOOKS", "trade")
    dossier = check_dossier(run("read", "--json", folder).out)
    assert any(issue["codebook"] == "trade" for issue in dossier["issues"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("where", ["no/such/folder/out.html", "."])
@pytest.mark.parametrize("command", ["brief", "read"])
def test_unwritable_output_is_found_before_the_work(run: Run, command: str, where: str) -> None:
    shown = run(command, "missing.txt", "-o", where)
    assert (shown.code, shown.out) == (2, "")
    assert "missing.txt" not in shown.err
    assert shown.err.startswith(f"detente: {where} cannot be written: ")
    assert shown.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(run: Run, report: Path) -> None:
    shown = run("brief", report, "-o", "/dev/full")
    assert shown.code == 2
    assert shown.err == "detente: /dev/full cannot be written: No space left on device\n"


def test_export_in_three_formats(run: Run, folder: Path) -> None:
    assert run("read", folder, "-o", "dossier.json").code == 0
    for arguments in (["-o", "copy.json"], ["-o", "net.graphml"], ["-o", "tables"], ["--format", "json", "-o", "odd"]):
        assert run("export", "dossier.json", *arguments).code == 0
    assert check_dossier(Path("copy.json").read_text("utf-8")) == check_dossier(Path("odd").read_text("utf-8"))
    assert ElementTree.parse("net.graphml").getroot().tag.endswith("graphml")
    for name in ("statements", "events", "positions"):
        with (Path("tables") / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1
    shown = run("export", folder, "-o", "more.csv")
    assert shown.code == 0
    assert sorted(shown.err.splitlines()) == [
        f"written: more-{name}.csv" for name in ("events", "positions", "statements")
    ]


def test_settle_as_json(run: Run, folder: Path) -> None:
    shown = run("settle", folder, "--json")
    assert (shown.code, shown.err) == (0, "")
    found = json.loads(shown.out)
    assert {"parties", "outcomes", "frontier", "individually_rational", "solutions", "assumptions"} <= found.keys()
    assert found["outcomes"].isdecimal()
    assert set(found["solutions"]) == {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}


@pytest.mark.parametrize(("language", "words"), [("de", "Nash-Lösung"), ("en", "Nash solution")])
def test_settle_in_words(run: Run, folder: Path, language: str, words: str) -> None:
    shown = run("settle", folder, "--lang", language)
    assert shown.code == 0
    assert words in shown.out


def test_settle_with_persons_apart(run: Run, folder: Path) -> None:
    together = json.loads(run("settle", folder, "--json").out)
    apart = json.loads(run("settle", folder, "--json", "--persons-apart").out)
    assert set(apart["parties"]) != set(together["parties"])


def test_settle_where_nobody_stands_against_anybody(run: Run, tmp_path: Path) -> None:
    lone = tmp_path / "lone.txt"
    lone.write_text("Wetter: Sonne am Nachmittag\n\nIm Norden bleibt es am Dienstag lange trocken und mild.", "utf-8")
    shown = run("settle", lone)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("detente: There is nothing to settle")


def test_codebooks_are_listed_and_shown(run: Run) -> None:
    listed = run("codebooks")
    assert listed.code == 0
    names = [line.split()[0] for line in listed.out.splitlines()]
    assert {"peace", "wages", "trade"} <= set(names)
    english, german = run("codebooks", "peace"), run("codebooks", "peace", "--lang", "de")
    assert "(status quo)" in english.out
    assert english.out != german.out
    assert english.out.count("\n") == german.out.count("\n") or "Waffen" in german.out


def test_a_fault_of_ours_is_one_line_too(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("broken\nin two")

    monkeypatch.setattr("detente.workflow.read_all", fail)
    shown = run("read", report)
    assert shown.code == 70
    assert shown.err == (
        "detente: unexpected error (RuntimeError: broken in two); with DETENTE_TRACE=1 it is shown in full. "
        "Please report it\n"
    )


def test_ctrl_c_ends_quietly(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.workflow.read_all", interrupt)
    shown = run("read", report)
    assert (shown.code, shown.out, shown.err) == (130, "", "detente: interrupted\n")


def _children(process: int) -> int:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return sum(len(task.read_text("ascii").split()) for task in tasks)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc to see processes start in")
def test_ctrl_c_while_many_reports_are_read(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(f"{REPORT * 20} Es ist Nachricht Nummer {number}.", "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "read", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "DETENTE_WORKERS": "2"},
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while _children(process.pid) < 3:  # two that read and one that keeps account
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"detente: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m detente read --json '{folder}' | head -c 20; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("{")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_progress_only_on_a_terminal_and_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with open(theirs, "w", encoding="utf-8") as terminal:  # noqa: PTH123 - a descriptor, no path
        monkeypatch.setattr(sys, "stderr", terminal)
        with Progress() as progress:  # done at once: nothing to show
            progress("read", 1, 2)
        monkeypatch.setattr("detente.cli.terminal._PATIENCE", 0.05)
        with Progress() as progress:
            progress("read", 1, 2)
            time.sleep(0.5)
            progress("join", 0, 1)
            time.sleep(0.3)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert shown.index("Reading reports") < shown.index("1/2") < shown.index("Joining them")


def test_no_progress_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("detente.cli.terminal._PATIENCE", 0.0)
    with Progress() as progress:
        progress("read", 1, 2)
        time.sleep(0.2)
    assert capsys.readouterr() == ("", "")


def test_what_is_read_is_kept_and_found_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Norway rejected the Swedish proposal to ban fishing.\n", "utf-8")
    kept = tmp_path / "kept"
    first = run("read", tmp_path / "note.txt", "--json", "--keep", kept, "--workers", "1")
    assert first.code == 0
    (file,) = kept.glob("*.json")
    again = run("read", tmp_path / "note.txt", "--json", "--keep", kept)
    assert again.out == first.out
    assert [file] == list(kept.glob("*.json"))


def test_what_cannot_be_kept_and_no_number_of_workers_cost_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Norway rejected the proposal.\n", "utf-8")
    shown = run("read", tmp_path / "note.txt", "--keep", tmp_path / "note.txt")
    assert (shown.code, len(shown.err.splitlines())) == (1, 1)
    assert "note.txt" in shown.err
    assert run("read", tmp_path / "note.txt", "--workers", "0").code == 2
