"""What the public pages cost under load, beside a bare Django page of the same size on the same server.

    python benchmarks/desk/load.py [--seconds 4] [--rounds 3] [--servers waitress granian]

Publishes the dossier of examples/summit, serves it with `detente serve`, and asks with wrk (Debian package `wrk`), desk
and bare page in turn.  Prints Markdown: requests a second (which depends on what else the machine does) and processor
time of the server for each request (which hardly does), as the median of the rounds.  Linux only (/proc).
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve()
SUMMIT = HERE.parents[2] / "examples" / "summit"
CONNECTIONS = 8

# A whole Django project in a file: one view, a string of a given length, no middleware, no database.
BARE = """
import sys
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

TEXTS = {}

def page(request, size):
    if size not in TEXTS:
        TEXTS[size] = b"x" * size
    return HttpResponse(TEXTS[size])

settings.configure(ROOT_URLCONF="bare", ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[], USE_I18N=False)
urlpatterns = [path("<int:size>/", page)]

from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()

if __name__ == "__main__":
    sys.modules["bare"] = sys.modules["__main__"]
    port, threads = int(sys.argv[2]), int(sys.argv[3])
    if sys.argv[1] == "waitress":
        import waitress
        waitress.serve(application, host="127.0.0.1", port=port, threads=threads, ident=None)
    else:
        from granian.constants import Interfaces
        from granian.server import Server
        Server("bare:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1,
               blocking_threads=threads, log_access=False).serve()
"""


def prepare() -> None:
    """A desk's database with an owner and the published dossier, through the library's own functions."""
    from detente.desk import serving, worker

    serving.set_up()
    serving.migrate()
    slug = serving.take_in([str(SUMMIT)])
    worker.finish()
    from detente.desk.dossiers.models import EVERYBODY, Dossier
    from detente.desk.people.models import OWNER, User
    from detente.desk.publishing import drafts
    from detente.desk.publishing.publish import publish

    owner = User.objects.create_user("owner", "owner@example.org", "a long enough password", role=OWNER)
    dossier = Dossier.objects.get(slug=slug)
    draft = drafts.ask(dossier)
    worker.finish()
    publish(draft.pk, dossier, owner, title="Summit", note="First version.", audience=EVERYBODY)
    worker.finish()


def busy(pid: int) -> float:
    """Processor seconds so far of a process and all that it started, but for the desk's background worker."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if b"detente.desk.worker" not in (folder / "cmdline").read_bytes():
                    children.setdefault(parent, []).append(int(folder.name))
            except OSError:
                continue
    ticks, todo = 0, [pid]
    while todo:
        each = todo.pop()
        parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(parts[11]) + int(parts[12])
        todo += children.get(each, [])
    return ticks / os.sysconf("SC_CLK_TCK")


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (names in small letters), body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: str) -> Iterator[int]:
    """A server as long as it is needed; its process id."""
    with (Path(folder) / f"log-{port}").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        for _ in range(300):
            try:
                ask(port, "/")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit(f"{command} does not answer:\n" + (Path(folder) / f"log-{port}").read_text())
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@dataclass
class Case:
    """Something to ask for, on the desk and (its size in bytes) on the bare page; what came of it in each round."""

    name: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 0
    desk: list[tuple[float, float]] = field(default_factory=list)
    bare: list[tuple[float, float]] = field(default_factory=list)


def load(port: int, pid: int, path: str, headers: dict[str, str], seconds: int) -> tuple[float, float]:
    """Requests a second and processor milliseconds of the server for a request."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    before = busy(pid)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *given, f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = busy(pid) - before
    count = re.search(r"(\d+) requests in", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if count is None or rate is None or "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{path}: {told}")
    return float(rate[1]), 1000 * spent / int(count[1])


def cases(port: int) -> list[Case]:
    """What is asked for, with sizes as the desk answers them."""
    page, packed = "/d/summit/?lang=en", {"Accept-Encoding": "gzip"}
    _, headers, _ = ask(port, page, **packed)
    found = [
        Case("published page, packed (as to a browser)", page, packed),
        Case("published page, not packed", page),
        Case("conditional GET, 304", page, {**packed, "If-None-Match": headers["etag"]}),
        Case("language by Accept-Language", "/d/summit/", {**packed, "Accept-Language": "de,en;q=0.8"}),
        Case("page of version 1 (permalink), packed", "/d/summit/v/1/?lang=en", packed),
        Case("Atom feed of the dossier", "/d/summit/feed.atom"),
        Case("Atom feed of all", "/feed.atom"),
    ]
    for each in found:
        status, headers, body = ask(port, each.path, **each.headers)
        if status != (304 if "If-None-Match" in each.headers else 200) or "content-security-policy" not in headers:
            raise SystemExit(f"{each.path}: {status} {headers}")
        each.size = len(body)
    return found


def measure(server: str, data: str, seconds: int, rounds: int) -> None:
    """A table for one server."""
    desk_port, bare_port = free_port(), free_port()
    desk = [sys.executable, "-m", "detente", "serve", "--data", data, "--port", str(desk_port), "--server", server]
    bare = [sys.executable, "bare.py", server, str(bare_port), "8"]
    with running(desk, desk_port, data) as desk_pid, running(bare, bare_port, data) as bare_pid:
        found = cases(desk_port)
        for case in found:  # warm up
            load(desk_port, desk_pid, case.path, case.headers, 1)
            load(bare_port, bare_pid, f"/{case.size}/", {}, 1)
        for _ in range(rounds):
            for case in found:
                case.desk.append(load(desk_port, desk_pid, case.path, case.headers, seconds))
                case.bare.append(load(bare_port, bare_pid, f"/{case.size}/", {}, seconds))
    print(f"## {server}\n")
    print("| what | bytes | desk: requests/s | CPU-ms | bare Django: requests/s | CPU-ms | CPU, desk : bare |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for case in found:
        rate, cost = (statistics.median(column) for column in zip(*case.desk, strict=True))
        bare_rate, bare_cost = (statistics.median(column) for column in zip(*case.bare, strict=True))
        print(f"| {case.name} | {case.size:,} | {rate:,.0f} | {cost:.2f} | {bare_rate:,.0f} | {bare_cost:.2f} "
              f"| {cost / bare_cost:.2f} |")  # fmt: skip
    print(flush=True)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=int, default=4)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--servers", nargs="+", default=["waitress", "granian"])
    given.add_argument("--data", help="a folder to keep the published desk in, to ask it again")
    chosen = given.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="detente-load-") as temporary:
        data = str(Path(chosen.data or temporary).resolve())
        os.environ |= {"DETENTE_DATA": data, "DJANGO_SETTINGS_MODULE": "detente.desk.settings"}
        if not (Path(data) / "desk.sqlite3").exists():
            prepare()
        (Path(data) / "bare.py").write_text(BARE)
        print(f"{CONNECTIONS} connections, {chosen.seconds} s, median of {chosen.rounds} rounds; "
              f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start.\n")  # fmt: skip
        for server in chosen.servers:
            measure(server, data, chosen.seconds, chosen.rounds)
        print(f"Load at the end: {os.getloadavg()[0]:.1f} (wrk itself counts in it).")


if __name__ == "__main__":
    main()
