"""The desk as real processes on SQLite: killed in the middle of its work, and written to by many at once.

Whatever was answered with success is there afterwards, nothing is half there, and the worker finishes the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

LONGEST = 90.0
# What is looked up or prepared without the server, in a process of its own, since ours has the tests' database.
PREPARE = """
import django; django.setup()
from detente.desk import serving
serving.migrate()
from detente.desk.people.models import User, Token
from detente.desk.dossiers.models import Dossier
Dossier.objects.create(slug="north", title="The north")
# Several, since one may only call so often.
for name in "abcdefgh":
    user = User.objects.create_user(name, f"{name}@example.org", "a long enough password", role="owner")
    print(Token.make(user, "tests")[1])
"""
LOOK = """
import django, json; django.setup()
from django.db import connection
from detente.desk.comments.models import Comment
from detente.desk.publishing.models import Version
from detente.desk.sources.models import Reading, Source
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    whole = cursor.fetchone()[0]
print(json.dumps({
    "whole": whole,
    "sources": {s.pk: [s.name, s.state, s.readings.count()] for s in Source.objects.defer("content")},
    "versions": [[v.number, bool(json.loads(v.content)["reports"]), sorted(v.sections), len(v.sections["de"])]
                 for v in Version.objects.order_by("number")],
    "comments": list(Comment.objects.values_list("text", flat=True)),
}))
"""
COUNTRIES = ("France", "Sweden", "Norway", "Denmark", "Poland", "Spain", "Italy", "Greece")


def report(number: int) -> str:
    who, other = COUNTRIES[number % 8], COUNTRIES[(number + 3) % 8]
    return (
        f"Oslo, {number % 28 + 1} March 2026 - {who} called for an immediate ceasefire. {other} rejected it ({number})."
    )


class Desk:
    """`detente serve` on a data folder, with its worker."""

    def __init__(self, data: Path, tokens: Sequence[str] = ()) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data / "log"
        self.tokens = tokens or self.run(PREPARE).split()
        self._calls = count()

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DETENTE_", "DATABASE_"))}
        return {**kept, "DETENTE_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "detente.desk.settings"}

    def run(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment(), capture_output=True, text=True, timeout=LONGEST
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def look(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(LOOK))
        assert found["whole"] == "ok"
        return found

    def start(self) -> None:
        command = [sys.executable, "-m", "detente", "serve", "--data", str(self.data), "--port", str(self.port)]
        with self.log.open("ab") as log:
            # A session of its own, so that the worker can be found and killed with it.
            self.process = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        wait(lambda: self.get("/health/") is not None)

    def kill(self) -> None:
        """Server and worker at once, without a word of warning."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return bytes(answer.read())
        except (OSError, urllib.error.HTTPError):
            return None

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """What the API answers; status 0 where nobody does."""
        token = self.tokens[next(self._calls) % len(self.tokens)]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, ValueError):
            return 0, None

    def locked(self) -> list[str]:
        """Lines of the log that tell of a database that could not be written."""
        return [line for line in self.log.read_text("utf-8", "replace").splitlines() if "locked" in line.lower()]


def wait(done: Callable[[], object], longest: float = LONGEST) -> None:
    end = time.monotonic() + longest
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


class Writers:
    """Threads that each do one thing again and again until they are told to stop; what was confirmed is kept."""

    def __init__(self, writers: int, write: Callable[[int], Any]) -> None:
        self.confirmed: list[Any] = []
        self.errors: list[str] = []
        self._write = write
        self._over = threading.Event()
        self._numbers = iter(range(10**6))
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(writers)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            with self._lock:
                number = next(self._numbers)
            try:
                found = self._write(number)
            except Exception as error:
                self.errors.append(repr(error))
                continue
            if found is not None:
                self.confirmed.append(found)
            else:
                time.sleep(0.02)

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(tmp_path: Path, prepared: Desk) -> Iterator[Desk]:
    made = Desk(Path(shutil.copytree(prepared.data, tmp_path / "data")), prepared.tokens)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def all_read(desk: Desk) -> Callable[[], bool]:
    def done() -> bool:
        status, found = desk.call("GET", "/dossiers/north")
        return status == 200 and found["waiting"] == 0

    return done


def test_killed_while_reading_it_reads_on(desk: Desk) -> None:
    def give(number: int) -> int | None:
        status, source = desk.call("POST", "/dossiers/north/sources/texts", {"text": report(number)})
        return source["id"] if status == 201 else None

    writers = Writers(4, give)
    # Once in the middle of giving and reading, once more while what was left is read.
    wait(lambda: len(writers.confirmed) >= 25)
    desk.kill()
    writers.stop()
    confirmed = set(writers.confirmed)
    after = desk.look()
    assert confirmed <= set(map(int, after["sources"]))
    assert any(state != "done" for _, state, _ in after["sources"].values())
    desk.start()
    time.sleep(0.5)
    desk.kill()
    desk.start()
    wait(all_read(desk))
    for name, state, readings in desk.look()["sources"].values():
        assert (state, readings) == ("done", 1), name
    # All of it is in the dossier.
    wait(lambda: desk.call("GET", "/dossiers/north/reports?limit=1")[1]["count"] == len(after["sources"]))


def test_killed_while_publishing_versions_are_whole_or_not_there(desk: Desk) -> None:
    for number in range(3):
        assert desk.call("POST", "/dossiers/north/sources/texts", {"text": report(number)})[0] == 201
    wait(all_read(desk))
    wait(lambda: desk.call("GET", "/dossiers/north/statements")[1]["count"] > 0)

    def publish(number: int) -> int | None:
        status, version = desk.call("POST", "/dossiers/north/versions", {"note": str(number), "unread_too": True})
        return version["number"] if status == 201 else None

    writers = Writers(3, publish)
    wait(lambda: len(writers.confirmed) >= 2)
    desk.kill()
    writers.stop()
    assert len(writers.confirmed) == len(set(writers.confirmed)), "two got the same number"
    versions = desk.look()["versions"]
    numbers = [number for number, *_ in versions]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(writers.confirmed) <= set(numbers)
    assert all(whole and languages == ["de", "en"] and pages > 5 for _, whole, languages, pages in versions)
    desk.start()
    for number in numbers:
        assert desk.get(f"/d/north/v/{number}/") is not None
    status, version = desk.call("POST", "/dossiers/north/versions", {"unread_too": True})
    assert (status, version["number"]) == (201, len(numbers) + 1)


def comment(desk: Desk, number: int, text: str) -> bool:
    """Whether a comment was taken.  Each number is a visitor of its own, since nobody may write many in a while."""
    path = "/d/north/comments/"
    visitor = (f"127.0.{number // 250 + 1}.{number % 250 + 1}", 0)
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=30, source_address=visitor)
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
        cookie = re.match(r"csrftoken=[^;]+", answer.headers.get("Set-Cookie", ""))
        if answer.status != 200 or token is None or cookie is None:
            raise ValueError(answer.status)
        fields = {"csrfmiddlewaretoken": token[1], "name": f"Ada {number}", "text": text}
        headers = {"Cookie": cookie[0], "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (302, 429):
            raise ValueError(answer.status)
        return answer.status == 302


def test_killed_while_comments_come_in_none_that_was_taken_is_lost(desk: Desk) -> None:
    assert desk.call("POST", "/dossiers/north/sources/texts", {"text": report(1)})[0] == 201
    wait(all_read(desk))
    wait(lambda: desk.call("POST", "/dossiers/north/versions", {"unread_too": True})[0] == 201)

    def write(number: int) -> str | None:
        text = f"A comment with the number {number}, in which nobody is demeaned."
        try:
            return text if comment(desk, number, text) else None
        except (OSError, HTTPException):
            return None

    writers = Writers(4, write)
    wait(lambda: len(writers.confirmed) >= 20 or writers.errors)
    desk.kill()
    writers.stop()
    assert not writers.errors
    kept = desk.look()["comments"]
    assert set(writers.confirmed) <= set(kept) and len(kept) == len(set(kept))
    desk.start()
    assert desk.get("/d/north/comments/") is not None


def test_eight_writers_at_once_find_the_database_open(desk: Desk) -> None:
    refused: list[Any] = []

    def write(number: int) -> int | None:
        party = {"id": f"p{number}", "name": f"P {number}", "kind": "group"}
        kinds: list[tuple[str, str, Any]] = [
            ("POST", "/dossiers/north/sources/texts", {"text": report(number)}),
            ("PATCH", "/dossiers/north", {"summary": f"Number {number}"}),
            ("POST", "/dossiers/north/scenarios", {"name": f"Scenario {number}", "changes": []}),
            ("POST", "/dossiers/north/rulings", {"action": "add", "target": "party", "item": party}),
        ]
        method, path, body = kinds[number % len(kinds)]
        status, answer = desk.call(method, path, body)
        if status not in (200, 201):
            refused.append((method, path, status, answer))
            return None
        return number

    writers = Writers(8, write)
    time.sleep(5)
    wait(lambda: len(writers.confirmed) > 40 or refused or writers.errors)
    writers.stop()
    assert not refused and not writers.errors
    assert not desk.locked()
    kept = desk.look()["sources"]
    assert len(kept) == len([number for number in writers.confirmed if number % 4 == 0])
