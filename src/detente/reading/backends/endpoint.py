"""The endpoint: one question to a server that speaks the chat-completions protocol, and its answer as text.

Refusals that pass (429, 5xx), broken connections and time-outs are tried again, with pauses that double; a server's
`Retry-After` is kept to.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from detente.reading.backends.answers import SCHEMA
from detente.reading.backends.model import BackendError, BackendFailure

if TYPE_CHECKING:
    import httpx

PASSING = (408, 425, 429, 500, 502, 503, 504)
# A server that does not know structured output refuses it with one of these.
UNKNOWN_FIELD = (400, 404, 415, 422, 501)
MOST_BYTES = 2_000_000
# A server that wants a longer pause than this (seconds) is done with for this report.
LONGEST_PAUSE = 60.0


class EndpointError(Exception):
    """No answer: `failure` says why, without address or key."""

    def __init__(self, failure: BackendFailure, again: bool = False, pause: float | None = None) -> None:
        super().__init__(failure.detail)
        self.failure, self.again, self.pause = failure, again, pause


def checked_url(url: str) -> str:
    """The address that questions go to.  Raises `BackendError` for what is no http or https address."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password:
        # A password in an address would show up wherever the address does.
        raise BackendError("bad_url", "DETENTE_LLM_URL must be an http or https address without a user name")
    path = parts.path.rstrip("/")
    path = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
    return parts._replace(path=path, fragment="").geturl()


class Endpoint:
    """A connection to the server, for the questions about one report.

    `timeout` (seconds) is for a whole answer, `pause` the first one between `tries`.
    """

    def __init__(self, url: str, model: str, key: str, timeout: float, tries: int, pause: float) -> None:
        import httpx

        self._url, self._model, self._timeout, self._tries, self._pause = url, model, timeout, tries, pause
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Redirects are not followed: the report and the key go where the user said and nowhere else.
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        self.structured = True

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(self, system: str, user: str) -> str:
        """What the model answers.  Raises `EndpointError` after the last try."""
        pause = self._pause
        for left in reversed(range(self._tries)):
            try:
                return self._ask(system, user)
            except EndpointError as error:
                wait = pause if error.pause is None else error.pause
                if not error.again or not left or wait > LONGEST_PAUSE:
                    raise
            time.sleep(wait)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _ask(self, system: str, user: str) -> str:
        body: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        }
        if self.structured:
            schema = {"name": "statements", "strict": True, "schema": SCHEMA}
            plain = body | {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": schema}}
            status, headers, content = self._post(plain)
            if status not in UNKNOWN_FIELD:
                return _content(status, headers, content)
            self.structured = False
        return _content(*self._post(body))

    def _post(self, body: dict[str, object]) -> tuple[int, httpx.Headers, bytes]:
        import httpx

        until = time.monotonic() + self._timeout
        received = bytearray()
        try:
            with self._client.stream("POST", self._url, json=body) as answer:
                for piece in answer.iter_bytes():
                    received += piece
                    if len(received) > MOST_BYTES:
                        raise EndpointError(BackendFailure("too_large", f"more than {MOST_BYTES:,} bytes"))
                    if time.monotonic() > until:  # a server that sends a byte now and then
                        raise httpx.ReadTimeout("too slow")
                return answer.status_code, answer.headers, bytes(received)
        except httpx.TimeoutException as error:
            raise EndpointError(BackendFailure("timeout", f"{self._timeout:g} s"), again=True) from error
        except httpx.TransportError as error:
            raise EndpointError(BackendFailure("unreachable", type(error).__name__), again=True) from error
        except httpx.HTTPError as error:
            raise EndpointError(BackendFailure("answer", type(error).__name__)) from error


def _content(status: int, headers: httpx.Headers, content: bytes) -> str:
    """The text of an answer.  Raises `EndpointError` for what is no answer of the protocol."""
    if status != 200:
        failure = BackendFailure("status", f"HTTP {status}")
        raise EndpointError(failure, again=status in PASSING, pause=_retry_after(headers.get("retry-after", "")))
    try:
        message = json.loads(content)["choices"][0]["message"]
        text = message["content"]
        if isinstance(text, list):
            text = "".join(part["text"] for part in text if part.get("type") == "text")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise EndpointError(BackendFailure("answer", "it is not what a chat-completions server sends")) from error
    if not isinstance(text, str) or not text.strip():
        raise EndpointError(BackendFailure("answer", "it is empty"))
    return text


def _retry_after(value: str) -> float | None:
    """The pause (seconds) that a server asks for, as a number or a date; None where it asks for none."""
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
