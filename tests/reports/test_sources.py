from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import article, page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.reports import Failure, load
from detente.reports import document as module
from detente.reports.limits import MAX_SOURCE


def codes(failures: list[Failure]) -> dict[str, str]:
    return {Path(f.source).name: f.code for f in failures}


def test_a_folder_is_read_in_order(tmp_path: Path, german: list[str], english: list[str]) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "b" / "a.html").write_text(page(article(english, "Varda walks out of the talks")), "utf-8")
    (tmp_path / "a.txt").write_text("\n".join(german), "utf-8")
    (tmp_path / "c.md").write_text("# Häfen stehen still\n\n" + german[3], "utf-8")
    (tmp_path / ".a.txt").write_text("versteckt", "utf-8")
    (tmp_path / ".hidden" / "a.txt").write_text("versteckt", "utf-8")
    (tmp_path / "README.md").write_text("# Berichte\n\nHier liegen Berichte.", "utf-8")
    (tmp_path / "data.json").write_text("{}", "utf-8")
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    loaded = load([tmp_path])
    assert loaded.failures == []
    assert [Path(r.source).relative_to(tmp_path).as_posix() for r in loaded.reports] == ["a.txt", "b/a.html", "c.md"]
    assert [r.language for r in loaded.reports] == ["de", "en", "de"]


def test_the_same_content_is_one_report(tmp_path: Path, german: list[str]) -> None:
    (tmp_path / "a.txt").write_text("\n".join(german), "utf-8")
    (tmp_path / "b.txt").write_bytes("\r\n\r\n".join(german).encode("cp1252"))
    (tmp_path / "c.html").write_text(page(article(german)), "utf-8")
    loaded = load([tmp_path, tmp_path / "a.txt"])
    assert [Path(r.source).name for r in loaded.reports] == ["a.txt"]
    assert loaded.failures == []


def test_one_bad_source_costs_only_itself(tmp_path: Path, german: list[str]) -> None:
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n\0\n",
        "binary.txt": bytes(range(256)) * 50,
        "zip.txt": b"PK\x03\x04" + b"\0" * 40,
        "gzip.txt": gzip.compress(b"a" * 1_000_000),
        "huge.txt": b"Wort " * (MAX_SOURCE // 5 + 1),
        "long.txt": b"Wort " * 500_000,
        "lines.txt": b"a\n" * 150_000,
        "broken.pdf": b"%PDF-1.4",
        "data.csv": b"a,b\n1,2\n",
        "furniture.txt": b"Alle Kommentare werden moderiert!\nSign up for our newsletter\n",
        "signs.txt": b"--- *** ---",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    good = tmp_path / "good.txt"
    good.write_text("\n".join(german), "utf-8")
    loaded = load([*(tmp_path / name for name in bad), tmp_path / "missing.txt", good])
    assert [r.source for r in loaded.reports] == [str(good)]
    assert codes(loaded.failures) == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "binary.txt": "binary",
        "zip.txt": "unsupported",
        "gzip.txt": "unsupported",
        "huge.txt": "too_large",
        "long.txt": "too_large",
        "lines.txt": "too_large",
        "broken.pdf": "broken_pdf",
        "data.csv": "unsupported",
        "furniture.txt": "no_text",
        "signs.txt": "no_text",
        "missing.txt": "not_found",
    }
    assert all(failure.reason for failure in loaded.failures)


def test_links_pipes_and_loops(tmp_path: Path, german: list[str]) -> None:
    (tmp_path / "a.txt").write_text("\n".join(german), "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    loaded = load([tmp_path])
    assert len(loaded.reports) == 1
    assert codes(loaded.failures) == {"gone.txt": "not_found", "pipe.txt": "unsupported", "self.txt": "unreadable"}


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("geheim", "utf-8")

    def refuse(*_args: object, **_options: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(load([file]).failures) == {"secret.txt": "unreadable"}


def test_an_empty_folder_and_odd_names(tmp_path: Path) -> None:
    names = [str(tmp_path), "", "a\0b", "x" * 5000, "\ud800"]
    loaded = load(names)
    assert loaded.reports == []
    assert [f.source for f in loaded.failures] == names
    assert loaded.failures[0].code == "empty"


def test_standard_input(german: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(["-"], stdin="\n".join(german).encode())
    assert [(r.source, r.language) for r in loaded.reports] == [("-", "de")]
    code = "from detente.reports import load; print(load(['-']).reports[0].text)"
    answer = subprocess.run(
        [sys.executable, "-c", code], input=b"Die Reeder lehnen ab.", capture_output=True, check=True
    )
    assert answer.stdout.decode().strip() == "Die Reeder lehnen ab."


def test_a_given_language_counts(german: list[str]) -> None:
    assert load(["-"], stdin=german[0].encode(), language="nl").reports[0].language == "nl"


def test_progress(tmp_path: Path, german: list[str]) -> None:
    for number, paragraph in enumerate(german):
        (tmp_path / f"{number}.txt").write_text(paragraph, "utf-8")
    seen: list[tuple[int, int | None, str]] = []
    load([tmp_path], on_progress=lambda done, total, source: seen.append((done, total, Path(source).name)))
    assert seen == [(0, 4, "0.txt"), (1, 4, "1.txt"), (2, 4, "2.txt"), (3, 4, "3.txt"), (4, 4, "")]


def test_copies_among_sources_are_linked(tmp_path: Path, german: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Stand: 7. Mai 2024\n" + "\n".join(german) + "\nNachtrag der Redaktion.", "utf-8")
    (tmp_path / "b.txt").write_text("Stand: 6. Mai 2024\n" + "\n".join(german), "utf-8")
    first, second = load([tmp_path]).reports
    assert (first.date, second.date) == ("2024-05-07", "2024-05-06")
    assert first.duplicate_of == second.id
    assert second.duplicate_of is None


def test_plain_text_loads_no_heavy_library(tmp_path: Path, german: list[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("\n".join(german), "utf-8")
    code = (
        "import sys; from detente.reports import load; assert load([sys.argv[1]]).reports; "
        "print([m for m in ('numpy', 'lxml', 'trafilatura', 'pypdf', 'feedparser', 'py3langid', 'urllib.request') "
        "if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True)
    assert answer.stdout.strip() == b"[]"


def test_running_out_of_stack_costs_only_the_source(monkeypatch: pytest.MonkeyPatch, german: list[str]) -> None:
    def overflow(text: str) -> object:
        raise RecursionError

    monkeypatch.setattr(module, "read_plain", overflow)
    assert [f.code for f in load(["-"], stdin=german[0].encode()).failures] == ["unsupported"]


STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"<html><body><p>",
    b"<?xml version='1.0'?><rss><channel><item>",
    b"From: a@b.c\nSubject: x\n\n",
    b"\xff\xfe",
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STARTS), st.binary(max_size=3000))
def test_any_bytes_give_reports_or_failures(start: bytes, data: bytes) -> None:
    loaded = load(["-"], stdin=start + data)
    assert loaded.reports or loaded.failures
    for report in loaded.reports:
        assert report.text
        report.model_dump_json()
