"""The desk on PostgreSQL: its own tests again, on a real server that is started for them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[2]
# These start processes, browsers or servers of their own, or look at pages for a long time rather than at the database.
APART = (
    "test_postgres", "test_crash", "test_tour", "test_every_page", "*_browser", "test_api_schema", "test_access",
    "test_security", "test_public.", "test_public_first", "test_dossiers.", "test_home", "test_comments_nowhere",
    "test_exports", "test_sources_texts", "test_whatif.", "test_api_whatif", "test_api_comments",
    "test_startup",
)  # fmt: skip
LONGEST = 900


def _program(name: str) -> str | None:
    """A program of PostgreSQL's: Debian keeps them out of the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)


def _as_server() -> list[str]:
    """PostgreSQL does not run as root: what stands before its commands where we are."""
    if os.geteuid() != 0:
        return []
    runuser = shutil.which("runuser") or shutil.which("runuser", path="/usr/sbin:/sbin")
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("we are root, and there is no user postgres to run the server as")
    if runuser is None:
        pytest.skip("we are root, and there is no runuser to start the server with")
    return [runuser, "-u", "postgres", "--"]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The DATABASE_URL of a server of our own: a folder in /tmp, a socket in it, no port."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    first = _as_server()
    # Lower case and short: it becomes the host's name in an address, and a socket's path may not be long.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    data = folder / "data"
    if first:
        shutil.chown(folder, "postgres")

    def run(*command: str | Path) -> None:
        done = subprocess.run([*first, *map(str, command)], cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(initdb, "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} -c listen_addresses='' -F", "start")
        try:
            yield f"postgres://desk@{quote(str(folder), safe='')}/postgres"
        finally:
            run(pg_ctl, "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(database: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DETENTE_", "PYTEST_", "DJANGO"))}
    return {**kept, "DATABASE_URL": database}


def test_the_desks_own_tests_pass(database: str) -> None:
    apart = [f"--ignore-glob={ROOT}/tests/desk/{name}*" for name in APART]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "tests/desk",
            "-p",
            "no:cacheprovider",
            "--reuse-db",
            "--tb=short",
            *apart,
        ],
        cwd=ROOT,
        env=_environment(database),
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed and int(passed[1]) > 20, done.stdout[-500:]
    # The tests' database is still there: they did run on this server.
    import psycopg

    with psycopg.connect(re.sub(r"/postgres$", "/test_postgres", database)) as connection:
        row = connection.execute("SELECT count(*) FROM django_migrations WHERE app = 'dossiers'").fetchone()
    assert row is not None and row[0] > 0


def test_serve_checks_and_brings_up_the_tables(database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detente", "serve", "--data", str(tmp_path), "--check"]
    before = subprocess.run(
        command, env=_environment(database), capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert before.returncode == 1
    assert "migrations to run" in before.stdout, before.stdout + before.stderr
    wrong = subprocess.run(
        command,
        env=_environment(database.replace("/postgres", "/nowhere")),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stdout + wrong.stderr
    assert "nowhere" in wrong.stdout
