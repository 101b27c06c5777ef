"""Running the command line as a user does, in the same process (fast) or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.cli import main

REPORT = """Norwegen droht mit Zöllen auf Käse

OSLO (nda) - Norwegen fordert höhere Zölle auf Käse. Schweden lehnt höhere Zölle ab.
Die schwedische Handelsministerin Karla Mönch sagte am Montag in Oslo, sie sei gegen eine Erhöhung der Zölle.
Der norwegische Ministerpräsident Arne Solbakken forderte niedrigere Quoten für Fisch.
"""
WIRE = """Norway and Sweden at odds over cheese

OSLO (nda) - Norway demands higher tariffs on cheese. Sweden rejected higher tariffs on Monday.
Swedish Trade Minister Karla Mönch said she opposed a rise in tariffs. Norway supports lower quotas on fish.
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine plays in; the current folder is an empty one of the test's own."""
    for name in [*os.environ]:
        if name.startswith(("DETENTE_", "_DETENTE_", "LC_")) or name in ("LANG", "LANGUAGE", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DETENTE_WORKERS", "1")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `detente` with these arguments in this process."""

    def runner(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(int(exit.value.code or 0), captured.out, captured.err)

    return runner


@pytest.fixture
def run_apart() -> Run:
    """Runs `detente` with these arguments in a process of its own, with standard input where it is given."""

    def runner(*arguments: object, stdin: bytes = b"", **environ: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "detente", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env={**os.environ, **environ},
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return runner


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in German."""
    path = tmp_path / "bericht.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two reports, German and English."""
    path = tmp_path / "reports"
    path.mkdir()
    (path / "a.txt").write_text(REPORT, "utf-8")
    (path / "b.txt").write_text(WIRE, "utf-8")
    return path
