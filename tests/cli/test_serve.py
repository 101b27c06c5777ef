"""`detente serve` as a process: it starts on an empty folder, says what is wrong, and ends cleanly."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import urllib.request
from contextlib import closing

import pytest
from serving import COMMAND, environment, served


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, env=environment(**more), timeout=60)


def test_on_an_empty_folder_it_asks_for_the_owner(tmp_path):
    with served(tmp_path / "data") as (address, process):
        with urllib.request.urlopen(address) as answer:
            assert answer.url == f"{address}/people/first-run/"
        assert (tmp_path / "data" / "desk.sqlite3").exists()
        assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_second_start_migrates_nothing_and_keeps_the_key(tmp_path):
    with served(tmp_path):
        key = (tmp_path / "secret-key").read_text()
    with served(tmp_path) as (_, process):
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=20)[0]
    assert "set up" not in told
    assert (tmp_path / "secret-key").read_text() == key


def test_check_says_what_is_missing_and_then_nothing(tmp_path):
    before = run("--check", "--data", tmp_path)
    assert before.returncode == 1
    assert "migrations to run" in before.stdout
    with served(tmp_path):
        pass
    after = run("--check", "--data", tmp_path)
    assert (after.returncode, after.stdout) == (0, "All is well.\n")


@pytest.mark.parametrize(
    ("arguments", "more", "words"),
    [
        (["--port", "99999"], {}, "99999 is no port"),
        (["--server", "apache"], {}, "No such server"),
        (["nowhere.txt"], {}, "No such file: nowhere.txt"),
        ([], {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "The database cannot be used"),
        ([], {"DETENTE_SMTP_URL": "http://mail"}, "expected smtp://"),
        ([], {"DETENTE_UPLOAD_MB": "many"}, "expected a whole number"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(tmp_path, arguments, more, words):
    done = run("--data", tmp_path, *arguments, **more)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--data", tmp_path, "--port", taken.getsockname()[1])
    assert done.returncode == 1
    assert "Nothing can be served on" in done.stderr


def test_a_database_of_another_version_is_left_alone(tmp_path):
    with served(tmp_path):
        pass
    for step in ("9999_later", "0003_rendering_taken_books"):  # a later version's, and one from before the release
        with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as base, base:
            base.execute("DELETE FROM django_migrations WHERE app = 'dossiers' AND name <> '0001_initial'")
            base.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('dossiers', ?, '2030-01-01')", [step]
            )
        done = run("--data", tmp_path)
        assert done.returncode == 1
        assert "another version of détente" in done.stderr
        checked = run("--data", tmp_path, "--check")
        assert checked.returncode == 1
        assert f"dossiers.{step}" in checked.stdout


def test_files_become_a_dossier(tmp_path):
    report = tmp_path / "a.txt"
    report.write_text("Paris, 5 March 2026 - France called for an immediate ceasefire.\n")
    with served(tmp_path / "data", str(report)) as (_, process):
        process.send_signal(signal.SIGTERM)
        assert "The reports are in the dossier 'a'." in process.communicate(timeout=20)[0]
