"""A site that fetches what its users name keeps to public servers; a user's own machine does not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import Site, redirect

from detente.reports import guard
from detente.reports.fetch import fetch
from detente.reports.model import SourceError

PUBLIC = "93.184.215.14"


def refused(address: str) -> bool:
    with pytest.raises(SourceError) as caught:
        fetch(address, public_only=True)
    return caught.value.code == "private"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """Names and the addresses that they resolve to, one after the other if there are several answers."""
    table: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **options: Any) -> Any:
        if host not in table:
            return real(host, port, *args, **options)
        answers = table[host]
        ip = answers.pop(0) if len(answers) > 1 else answers[0]
        return [i for each in ip.split() for i in real(each, port, *args, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    yield table


@pytest.fixture
def as_public(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Take an IP address for public, and the site's port for a web server's."""

    def take(ip: str) -> None:
        monkeypatch.setattr(guard, "PORTS", guard.PORTS | {urlsplit(site.address).port})
        real = guard.is_public
        monkeypatch.setattr(guard, "is_public", lambda each: each == ip or real(each))

    return take


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_what_is_not_public(ip: str) -> None:
    assert not guard.is_public(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_public(ip: str) -> None:
    assert guard.is_public(ip)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.1.2.3", "169.254.169.254", "0", "[fe80::1]", "[64:ff9b::7f00:1]",
        "①②⑦.0.0.1",
    ],
)  # fmt: skip
def test_hosts_that_are_refused(host: str) -> None:
    assert refused(f"http://{host}/")
    assert refused(f"https://{host}/")


def test_the_local_server_is_refused_and_never_asked(site: Site, as_public: Callable[[str], None]) -> None:
    as_public("none")
    address = site.add("/a", "<p>secret</p>")
    assert refused(address)
    assert site.agents == []
    assert fetch(address).data == b"<p>secret</p>"


def test_ports_that_serve_no_pages(site: Site) -> None:
    for port in (21, 22, 25, 3306, 5432, 6379, urlsplit(site.address).port):
        assert refused(f"http://{PUBLIC}:{port}/"), port


def test_a_public_page_is_fetched(site: Site, as_public: Callable[[str], None]) -> None:
    as_public("127.0.0.1")
    site.add("/new", "<p>news</p>")
    page = fetch(site.add("/old", redirect("/new")), public_only=True)
    assert (page.data, page.address) == (b"<p>news</p>", site.address + "/new")


def test_a_redirect_into_the_network(site: Site, as_public: Callable[[str], None]) -> None:
    as_public("127.0.0.1")
    port = urlsplit(site.address).port
    for target in (f"http://127.0.0.2:{port}/", "http://169.254.169.254/latest/", "http://[::1]/", "http://0x7f.2/"):
        assert refused(site.add("/out", redirect(target))), target


def test_a_name_for_an_address_within(names: dict[str, list[str]]) -> None:
    names["inside.example"] = ["10.0.0.7"]
    names["both.example"] = [f"{PUBLIC} 127.0.0.1"]
    assert refused("http://inside.example/")
    assert refused("https://inside.example/")
    assert refused("http://both.example/")


def test_a_name_is_resolved_once_and_that_address_connected_to(
    site: Site, names: dict[str, list[str]], as_public: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer would lead into the network, as with DNS rebinding: it is never asked for."""
    as_public("127.0.0.1")
    port = urlsplit(site.address).port
    site.add("/", "<p>first</p>")
    names["turning.example"] = ["127.0.0.1", "10.0.0.7"]
    connected: list[str] = []
    real = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, place: (connected.append(place[0]), real(self, place))[1]
    )
    assert fetch(f"http://turning.example:{port}/", public_only=True).data == b"<p>first</p>"
    assert connected == ["127.0.0.1"]
    assert refused(f"http://turning.example:{port}/")
    assert connected == ["127.0.0.1"]


def test_the_other_end_is_looked_at_again(
    site: Site, as_public: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should connections be made without the guard's own function, what they lead to is still refused."""
    as_public("none")
    monkeypatch.setattr(guard, "connect", socket.create_connection)
    assert refused(site.add("/a", "<p>secret</p>"))
    assert site.agents == []


def test_no_proxy_leads_around_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    assert refused("http://127.0.0.1/")
    assert site.agents == []
