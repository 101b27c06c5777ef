"""How soon a what-if answers over HTTP, on a running desk with a made-up dossier of 6 parties x 8 issues.

    python benchmarks/desk/whatif.py [--options 3] [--requests 200]

Prints Markdown.  Every request asks for what no request before it asked for, so that no answer is kept already; the
state before the changes is kept, as it is while somebody tries things out.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2] / "tests" / "desk"))
PASSWORD = "a long enough password"
PARTIES, ISSUES, STATEMENTS = 6, 8, 200


def prepare(options: int) -> None:
    """A desk's database with an owner and the dossier."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from whatif_tables import made_up

    from detente.desk.dossiers.models import Dossier, Extract
    from detente.desk.people.models import OWNER, User

    User.objects.create_user("owner", "owner@example.org", PASSWORD, role=OWNER)
    made = Dossier.objects.create(slug="made-up", title="Made up", language="en")
    content = made_up(PARTIES, ISSUES, options, STATEMENTS)
    Extract.objects.create(dossier=made, content=content.model_dump_json(), revision=1)


class Browser:
    """One connection that stays open, with its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str, float]:
        """Status, text, seconds."""
        headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Referer": f"http://127.0.0.1:{self.port}/",
            **({"Content-Type": "application/x-www-form-urlencoded"} if body else {}),
            **headers,
        }
        start = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        seconds = time.perf_counter() - start
        for key, value in answer.getheaders():
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
        return answer.status, text, seconds

    def log_in(self) -> None:
        _, page, _ = self.ask("GET", "/people/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {"username": "owner", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        status, _, _ = self.ask("POST", "/people/login/", urlencode(form))
        assert status == 302, status


def row(name: str, seconds: list[float]) -> str:
    """A line of the table, in milliseconds."""
    found = sorted(seconds)

    def at(share: float) -> float:
        return 1000 * found[min(len(found) - 1, int(share * len(found)))]

    return f"| {name} | {len(found)} | {at(0.5):.0f} | {at(0.9):.0f} | {at(0.99):.0f} | {1000 * found[-1]:.0f} |"


def kinds(count: int) -> dict[str, Callable[[int], dict[str, str]]]:
    """What is asked for, by name: the fields of the n-th request, no two of them alike."""

    def share(n: int) -> str:
        return f"{0.05 + 0.9 * n / count:.4f}"

    return {
        "salience, a slider dragged": lambda n: {"salience:p0:i1": share(n)},
        "acceptance, a slider dragged": lambda n: {"acceptance:p2:i3:o1": share(n)},
        "capability, a slider dragged": lambda n: {"capability:p1": share(n)},
        "reservation, a slider dragged": lambda n: {"reservation:p4": f"{0.3 + 0.3 * n / count:.4f}"},
        "a party leaves, and a slider dragged": lambda n: {"leaves": "p5", "salience:p0:i1": share(n)},
        "an issue more, and a slider dragged": lambda n: {"status-quo:aid": "resumed", "salience:p0:i1": share(n)},
        "a statement left out, an option off the table, a slider dragged": lambda n: {
            "without": f"s{n}",
            "no-option:i4": "o1",
            "salience:p0:i1": share(n),
        },
    }


def busy(pid: int) -> float:
    """The processor seconds of a process so far (Linux)."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def measure(port: int, count: int, pid: int) -> None:
    browser = Browser(port)
    browser.log_in()
    page = "/desk/made-up/what-if/"
    status, text, first = browser.ask("GET", page)
    assert status == 200 and 'id="result"' in text
    whole = [browser.ask("GET", page)[2] for _ in range(10)]
    print("| request | times | median ms | 90 % | 99 % | longest |\n|---|---|---|---|---|---|")
    print(row("the page for the first time (base state worked out)", [first]))
    print(row(f"the page again, {len(text) // 1024} KiB", whole))
    every: list[float] = []
    spent = 0.0
    for name, fields in kinds(count).items():
        found = []
        before = busy(pid)
        for n in range(count):
            status, text, seconds = browser.ask("GET", f"{page}?{urlencode(fields(n))}", **{"HX-Request": "true"})
            assert status == 200 and 'id="result"' in text and "error" not in text, text[:300]
            found.append(seconds)
        every += found
        spent += busy(pid) - before
        print(row(name, found))
    print(row("**all of these**", every))
    asked = [f"{page}chances/?salience:p0:i1={0.055 + 0.9 * n / 20:.4f}" for n in range(20)]
    browser.ask("GET", asked[0], **{"HX-Request": "true"})
    print(row("chances, 200 draws", [browser.ask("GET", each, **{"HX-Request": "true"})[2] for each in asked[1:]]))
    same = [browser.ask("GET", f"{page}?salience:p0:i1=0.7777", **{"HX-Request": "true"})[2] for _ in range(20)]
    print(row("an answer that is kept", same[1:]))
    mean = 1000 * spent / len(every)
    print(f"\n{mean:.0f} ms of processor time for a what-if on the mean; load {os.getloadavg()[0]:.1f}.")
    print(f"{sum(each <= 0.2 for each in every) / len(every):.1%} of all what-ifs within 200 ms.")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--options", type=int, default=3)
    ask.add_argument("--requests", type=int, default=60)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-whatif-") as data, socket.socket() as probe:
        os.environ |= {"DETENTE_DATA": data, "DJANGO_SETTINGS_MODULE": "detente.desk.settings"}
        prepare(given.options)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "detente", "serve", "--data", data, "--port", str(port)]
        with (Path(data) / "log").open("wb") as log:
            desk = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            for _ in range(300):
                try:
                    if Browser(port).ask("GET", "/health/")[0] == 200:
                        break
                except OSError:
                    time.sleep(0.2)
            measure(port, given.requests, desk.pid)
        finally:
            os.killpg(desk.pid, signal.SIGTERM)
            desk.wait(20)


if __name__ == "__main__":
    main()
