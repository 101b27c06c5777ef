from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest
from conftest import Site, article, drip, page, pdf, redirect

from detente.reports import fetch as module
from detente.reports import load
from detente.reports.fetch import fetch
from detente.reports.limits import MAX_SOURCE
from detente.reports.model import SourceError


def code_of(address: str) -> str:
    loaded = load([address])
    assert loaded.reports == []
    (failure,) = loaded.failures
    assert failure.source == address
    assert failure.reason
    return failure.code


def test_a_page(site: Site, german: list[str]) -> None:
    address = site.add("/hafen?id=1", page(article(german, "Reeder bleiben hart")))
    site.pages["/hafen"] = site.pages.pop("/hafen?id=1")
    loaded = load([address])
    assert [(r.title, r.source) for r in loaded.reports] == [("Reeder bleiben hart", address)]
    assert site.agents[0].startswith("detente/")


def test_the_charset_of_the_header(site: Site, german: list[str]) -> None:
    body = f"<html><body>{article(german)}</body></html>".encode("utf-16-le")
    address = site.add("/a", body, "text/html; charset=utf-16-le")
    assert load([address]).reports[0].text.split("\n") == german


def test_letters_beyond_ascii_in_an_address(site: Site, german: list[str]) -> None:
    site.add("/stra%C3%9Fe", page(article(german)))
    assert len(load([site.address + "/straße"]).reports) == 1


def test_text_and_pdf(site: Site, german: list[str]) -> None:
    plain = site.add("/a", "\n".join(german), "text/plain; charset=utf-8")
    file = site.add("/b", pdf([[*german[0].split(". ")]]), "application/pdf")
    loaded = load([plain, file])
    assert loaded.failures == []
    assert len(loaded.reports) == 2


def test_redirects(site: Site, german: list[str]) -> None:
    site.add("/new", page(article(german)))
    assert len(load([site.add("/old", redirect("/new"))]).reports) == 1
    assert code_of(site.add("/file", redirect("file:///etc/passwd"))) == "redirect"
    assert code_of(site.add("/ftp", redirect("ftp://example.org/x"))) == "redirect"
    assert code_of(site.add("/loop", redirect("/loop"))) == "redirect"


def test_what_the_server_says(site: Site) -> None:
    assert code_of(site.address + "/missing") == "not_found"
    for status, code in ((403, "refused"), (500, "unreachable")):

        def answer(request: BaseHTTPRequestHandler, status: int = status) -> None:
            request.send_error(status)

        assert code_of(site.add(f"/{status}", answer)) == code
    assert code_of(site.add("/png", b"\x89PNG", "image/png")) == "unsupported"
    assert code_of(site.add("/json", b'{"a": 1}', "application/json")) == "unsupported"
    assert code_of(site.add("/empty", b"")) == "empty"


def test_too_large(site: Site) -> None:
    def announce(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(MAX_SOURCE * 10))
        request.end_headers()

    def pour(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(30):
            request.wfile.write(b" " * 1_000_000)

    assert code_of(site.add("/announce", announce)) == "too_large"
    assert code_of(site.add("/pour", pour)) == "too_large"


def test_compression_is_undone_within_limits(site: Site, german: list[str]) -> None:
    def packed(content: bytes) -> object:
        def answer(request: BaseHTTPRequestHandler) -> None:
            body = gzip.compress(content)
            request.send_response(200)
            request.send_header("Content-Type", "text/html; charset=utf-8")
            request.send_header("Content-Encoding", "gzip")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        return answer

    assert len(load([site.add("/a", packed(page(article(german)).encode()))]).reports) == 1  # type: ignore[arg-type]
    assert code_of(site.add("/bomb", packed(b" " * (MAX_SOURCE + 10)))) == "too_large"  # type: ignore[arg-type]


def test_slow_servers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    monkeypatch.setattr(module, "DEADLINE", 0.6)

    def silent(_request: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    def slow_header(request: BaseHTTPRequestHandler) -> None:
        end = time.monotonic() + 3
        while time.monotonic() < end:
            request.wfile.write(b"H")
            time.sleep(0.05)

    assert code_of(site.add("/silent", silent)) == "timeout"
    assert code_of(site.add("/drip", drip(3))) == "timeout"
    assert code_of(site.add("/header", slow_header)) == "timeout"


def test_no_server() -> None:
    assert code_of("http://127.0.0.1:9/") == "unreachable"
    assert code_of("http://name.invalid/") == "unreachable"
    assert code_of("http://[broken/") == "unreachable"
    assert code_of("ftp://example.org/x") == "unsupported"
    assert code_of("file:///etc/passwd") == "unsupported"


def test_a_connection_that_breaks_off(site: Site) -> None:
    def half(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"<p>half")

    assert code_of(site.add("/half", half)) == "unreachable"


def test_the_address_after_redirects(site: Site) -> None:
    site.add("/new", "<p>x</p>")
    assert fetch(site.add("/old", redirect("/new"))).address == site.address + "/new"


def test_a_page_that_has_not_changed(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        same = request.headers.get("If-None-Match") == '"one"' or request.headers.get("If-Modified-Since") == STAMP
        request.send_response(304 if same else 200)
        request.send_header("ETag", '"one"')
        request.send_header("Last-Modified", STAMP)
        request.send_header("Content-Length", "0" if same else "3")
        request.end_headers()
        if not same:
            request.wfile.write(b"<p>")

    address = site.add("/a", answer)
    first = fetch(address)
    assert (first.unchanged, first.data, first.etag, first.modified) == (False, b"<p>", '"one"', STAMP)
    assert fetch(address, etag=first.etag).unchanged
    assert fetch(address, modified=first.modified).unchanged
    assert not fetch(address, etag='"two"').unchanged


STAMP = "Mon, 06 May 2024 08:00:00 GMT"


def test_what_a_busy_server_asks_for(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(503)
        request.send_header("Retry-After", "120")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with pytest.raises(SourceError) as caught:
        fetch(site.add("/busy", answer))
    assert (caught.value.status, caught.value.retry_after) == (503, "120")
