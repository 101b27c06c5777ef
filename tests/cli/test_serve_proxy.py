"""Behind a proxy: whose address counts for the limits, and whom the desk believes about it."""

from __future__ import annotations

import http.client
import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from serving import COMMAND, environment, served

SERVERS = ("waitress", "granian")
HTTPS = {"DETENTE_ADDRESS": "https://desk.example.org"}
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.9, 203.0.113.7"}


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Message
    text: str


def ask(address: str, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
    """An answer, as a proxy for desk.example.org would ask for it."""
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request(method, path, body, {"Host": "desk.example.org", **headers})
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())


def visitors(data: Path) -> set[str]:
    """The addresses that wrong passwords came from."""
    with closing(sqlite3.connect(data / "desk.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT ip_address FROM axes_accessattempt")}


def wrong_password(address: str) -> None:
    """Log in with one, through a proxy that ends https."""
    page = ask(address, "GET", "/people/login/", **PROXIED)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    form = urlencode({"username": "ada", "password": "not this one", "csrfmiddlewaretoken": token[1]})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Origin": "https://desk.example.org",
    }  # fmt: skip
    answer = ask(address, "POST", "/people/login/", form, **headers, **PROXIED)
    assert answer.status == 200 and "csrf" in answer.text


def owner(address: str) -> None:
    """The first-run page's owner, so that there is a log-in page."""
    page = ask(address, "GET", "/people/first-run/")
    fields = dict(re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', page.text))
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = fields["csrfmiddlewaretoken"]
    given = {
        "username": "ada", "name": "Ada", "email": "ada@example.org", "password1": "a long enough password",
        "password2": "a long enough password", "csrfmiddlewaretoken": token,
    }  # fmt: skip
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Origin": "https://desk.example.org",
    }  # fmt: skip
    answer = ask(address, "POST", "/people/first-run/", urlencode(given), **headers)
    assert answer.status == 302, answer.text


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("trusted", "visitor"), [("127.0.0.1", "203.0.113.7"), ("192.0.2.1", "127.0.0.1")])
def test_only_the_trusted_proxy_is_believed(tmp_path, server, trusted, visitor):
    if server == "granian":
        pytest.importorskip("granian", reason="granian is not installed")
    with served(tmp_path, "--server", server, **HTTPS, DETENTE_TRUSTED_PROXY=trusted) as (address, _):
        owner(address)
        wrong_password(address)
        secured = ask(address, "GET", "/people/login/", **PROXIED).headers["Strict-Transport-Security"]
        assert (secured is not None) == (visitor != "127.0.0.1")
        assert ask(address, "GET", "/people/login/").headers["Strict-Transport-Security"] is None
    assert visitors(tmp_path) == {visitor}


def test_no_proxy_is_believed_by_default(tmp_path):
    with served(tmp_path, **HTTPS) as (address, _):
        owner(address)
        wrong_password(address)
    assert visitors(tmp_path) == {"127.0.0.1"}


def test_a_proxy_is_an_address(tmp_path):
    for value in ("proxy.example.org", "*", "10.0.0.0/8"):
        made = subprocess.run(
            [*COMMAND, "--check", "--data", str(tmp_path)], capture_output=True, text=True, timeout=60,
            env=environment(DETENTE_TRUSTED_PROXY=value),
        )  # fmt: skip
        assert made.returncode == 1 and "expected an IP address" in made.stderr + made.stdout


def test_check_says_that_the_proxy_is_not_named(tmp_path):
    def check(**more: str) -> str:
        words = [*COMMAND, "--check", "--data", str(tmp_path)]
        return subprocess.run(words, capture_output=True, text=True, timeout=60, env=environment(**more)).stdout

    assert "DETENTE_TRUSTED_PROXY" in check(**HTTPS)
    assert "DETENTE_TRUSTED_PROXY" not in check(**HTTPS, DETENTE_TRUSTED_PROXY="127.0.0.1")
    assert "DETENTE_TRUSTED_PROXY" not in check()
