"""Fetching pages: http and https only, within limits of size and time."""

from __future__ import annotations

import functools
import http.client
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from time import monotonic
from typing import Any

from detente.reports import guard
from detente.reports.files import too_large
from detente.reports.limits import DEADLINE, MAX_REDIRECTS, MAX_SOURCE, TIMEOUT
from detente.reports.model import FailureCode, SourceError

CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: `address` is the one it was found at after redirects.

    `etag` and `modified` are what a later request can name as its condition; `unchanged` says that such a condition
    held, and then there is no data.
    """

    data: bytes
    address: str
    content_type: str
    charset: str | None
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


def fetch(address: str, *, public_only: bool = False, etag: str = "", modified: str = "") -> Page:
    """The page at an http or https address; with `etag` or `modified`, only if it has changed since it had them.

    `public_only` is for a site that fetches what its users name: it keeps to public servers (see `guard`), and to
    direct connections, since behind a proxy nobody could tell where they lead.

    Raises `SourceError`: "unreachable", "timeout", "not_found", "refused", "redirect", "too_large", "unsupported",
    and "private" with `public_only`.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    sockets: list[Any] = []
    late = threading.Event()

    def give_up() -> None:
        # A server that sends a byte every few seconds keeps within every time-out for a single read.
        late.set()
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    watchdog = threading.Timer(DEADLINE, give_up)
    watchdog.daemon = True
    watchdog.start()
    page = failed = None
    try:
        page = _fetch(address, sockets, public_only, {name: value for name, value in conditions.items() if value})
    except SourceError as error:
        failed = error
    finally:
        watchdog.cancel()
    # A connection that is shut down looks like a page's end, or like any other failure.
    if late.is_set():
        raise SourceError("timeout", f"not sent within {DEADLINE:.0f} s")
    if page is None:
        raise failed or SourceError("unreachable", "the page cannot be fetched")
    return page


def _fetch(address: str, sockets: list[Any], public_only: bool, conditions: Mapping[str, str]) -> Page:
    try:
        request = urllib.request.Request(
            _ascii(address),
            headers={
                "User-Agent": _user_agent(),
                "Accept": "text/html, application/xhtml+xml, application/xml, */*;q=0.5",
                **conditions,
            },
        )
        with _opener(sockets, public_only).open(request, timeout=TIMEOUT) as answer:
            content_type = answer.headers.get_content_type()
            if content_type.startswith(("image/", "audio/", "video/")):
                raise SourceError("unsupported", f"the page is {content_type}, not a report")
            data = _read(answer)
            data = _unpack(data, (answer.headers.get("Content-Encoding") or "").strip().lower())
            return Page(
                data,
                answer.geturl(),
                content_type,
                answer.headers.get_content_charset(),
                answer.headers.get("ETag") or "",
                answer.headers.get("Last-Modified") or "",
            )
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 304 and conditions:
            return Page(b"", error.geturl() or address, "", None, unchanged=True)
        raise _status_error(error.code, (error.headers and error.headers.get("Retry-After")) or "") from error
    except TimeoutError as error:
        raise SourceError("timeout", f"no answer within {TIMEOUT:.0f} s") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise SourceError("timeout", f"no answer within {TIMEOUT:.0f} s") from error
        reason = error.reason
        if isinstance(reason, ssl.SSLError):
            raise SourceError("unreachable", "no secure connection to the server") from error
        if isinstance(reason, socket.gaierror):
            raise SourceError("unreachable", "no such server, or no network") from error
        raise SourceError("unreachable", "the server cannot be reached") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SourceError("unreachable", "the page cannot be fetched") from error


def _status_error(status: int, retry_after: str) -> SourceError:
    code: FailureCode = "unreachable"
    reason = "the server failed"
    if status in (404, 410):
        code, reason = "not_found", "no such page"
    elif status in (401, 402, 403, 407, 429, 451):
        code, reason = "refused", "the server refuses the page"
    elif 300 <= status < 400:
        code, reason = "redirect", "a redirect that leads nowhere"
    return SourceError(code, f"{reason} (HTTP {status})", status=status, retry_after=retry_after)


def _read(answer: Any) -> bytes:
    announced = answer.headers.get("Content-Length") or ""
    if announced.isdigit() and int(announced) > MAX_SOURCE:
        raise too_large()
    started = monotonic()
    parts: list[bytes] = []
    length = 0
    while chunk := answer.read1(CHUNK) if hasattr(answer, "read1") else answer.read(CHUNK):
        parts.append(chunk)
        length += len(chunk)
        if length > MAX_SOURCE:
            raise too_large()
        if monotonic() - started > DEADLINE:
            raise SourceError("timeout", f"not sent within {DEADLINE:.0f} s")
    if announced.isdigit() and length < int(announced):
        raise SourceError("unreachable", "the connection broke off")
    return b"".join(parts)


def _unpack(data: bytes, encoding: str) -> bytes:
    """Undo a compression that the server used though it was not asked to, up to `MAX_SOURCE` bytes."""
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        text = unpacker.decompress(data, MAX_SOURCE + 1)
    except zlib.error as error:
        raise SourceError("binary", "the page's compression is broken") from error
    if len(text) > MAX_SOURCE:
        raise too_large()
    return text


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS
    max_repeats = MAX_REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not newurl.lower().startswith(("http://", "https://")):
            fp.close()
            raise SourceError("redirect", "a redirect to what is no page")
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        target = headers.get("location") or headers.get("uri") or ""
        scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", target)
        if scheme and scheme[1].lower() not in ("http", "https"):
            fp.close()
            raise SourceError("redirect", "a redirect to what is no page")
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _opener(sockets: list[Any], public_only: bool) -> urllib.request.OpenerDirector:
    """An opener for http and https only; each connection's socket is added to `sockets`."""

    def watched(base: Callable[..., http.client.HTTPConnection]) -> Callable[..., http.client.HTTPConnection]:
        def connection(host: str, **options: Any) -> http.client.HTTPConnection:
            made = base(host, **options)
            connect = made.connect
            if public_only:
                made._create_connection = guard.connect  # type: ignore[attr-defined]

            def connect_and_note() -> None:
                connect()
                if public_only:
                    # Once more, should another Python's connections not ask for the function above.
                    guard.check_peer(made.sock)
                sockets.append(made.sock)

            made.connect = connect_and_note  # type: ignore[method-assign]
            return made

        return connection

    class Plain(urllib.request.HTTPHandler):
        def http_open(self, req: Any) -> Any:
            return self.do_open(watched(http.client.HTTPConnection), req)

    class Secure(urllib.request.HTTPSHandler):
        def https_open(self, req: Any) -> Any:
            context = ssl.create_default_context()
            secure = functools.partial(http.client.HTTPSConnection, context=context)
            return self.do_open(watched(secure), req)

    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if public_only else None),
        urllib.request.UnknownHandler(),
        Plain(),
        Secure(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _user_agent() -> str:
    try:
        return f"detente/{version('detente')}"
    except PackageNotFoundError:
        return "detente/0"


def _ascii(address: str) -> str:
    """An address with its letters beyond ASCII escaped, as browsers do ("/straße", "müller.de")."""
    from urllib.parse import quote, urlsplit, urlunsplit

    parts = urlsplit(address.strip())
    try:
        host = parts.netloc.encode("ascii").decode()
    except UnicodeEncodeError:
        host = parts.netloc.encode("idna").decode()
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=safe), quote(parts.query, safe=safe), ""))
