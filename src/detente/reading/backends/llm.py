"""A language model as a back end: any server that speaks the chat-completions protocol of OpenAI.

The report's text is sent to that server, which nobody but the user names.  The key is never written anywhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from detente.reading.backends.answers import UnusableError, read_answer
from detente.reading.backends.endpoint import Endpoint, EndpointError, checked_url
from detente.reading.backends.model import BackendError, BackendFailure, Proposals
from detente.reading.model import Analysis

# What the statements of a language model are marked with.
RULE = "llm"
# Characters of a report that are asked about at a time, and the parts of a report at most.
PART = 6_000
MOST_PARTS = 20
# After so many reports in a row without any answer the server is left alone.
PATIENCE = 3


@cache
def prompt(language: str) -> dict[str, str]:
    """What is asked, by role: `system` and `user`, the latter with a place for {text}."""
    path = files("detente.reading.backends") / "prompts" / f"{language}.toml"
    return {role: words.strip() for role, words in tomllib.loads(path.read_text("utf-8")).items()}


class LanguageModel:
    """Asks a language model for the statements of a report, part by part.

    `timeout` (seconds) is for each answer; a question is put up to `tries` times, with a `pause` (seconds) between,
    which doubles.  Raises `BackendError` where httpx is missing or address, model or key cannot be used.
    """

    def __init__(
        self, url: str, model: str, key: str = "", *, timeout: float = 120.0, tries: int = 3, pause: float = 1.0
    ) -> None:
        if find_spec("httpx") is None:
            raise BackendError("not_installed", "pip install detente[llm]", extra="llm", package="httpx")
        if not url.strip():
            raise BackendError("no_url", "DETENTE_LLM_URL is not set")
        if not model.strip():
            raise BackendError("no_model", "DETENTE_LLM_MODEL is not set")
        if not (key.isascii() and (key.isprintable() or not key)):
            raise BackendError("bad_key", "DETENTE_LLM_KEY has characters that no key has")
        self.name = f"{RULE} ({model.strip()})"
        self._url, self._model, self._key = checked_url(url), model.strip(), key
        self._timeout, self._tries, self._pause = timeout, tries, pause
        self._silent = 0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> LanguageModel:
        """The one that DETENTE_LLM_URL, DETENTE_LLM_MODEL and DETENTE_LLM_KEY name."""
        url, model, key = (environ.get(f"DETENTE_LLM_{name}", "") for name in ("URL", "MODEL", "KEY"))
        return cls(url, model, key.strip())

    def propose(self, analysis: Analysis) -> Proposals:
        """The statements that the model sees; what was answered before a failure is kept."""
        proposals = Proposals()
        if self._silent >= PATIENCE:
            proposals.failure = BackendFailure("given_up", f"{PATIENCE} reports without an answer")
            return proposals
        asked = prompt(analysis.language)
        with Endpoint(self._url, self._model, self._key, self._timeout, self._tries, self._pause) as endpoint:
            for number, part in enumerate(split(analysis.report.text)):
                if number == MOST_PARTS:
                    proposals.failure = BackendFailure("too_large", f"only {MOST_PARTS * PART:,} characters were sent")
                    break
                try:
                    content = endpoint.ask(asked["system"], asked["user"].replace("{text}", part))
                    items, malformed, cut = read_answer(content, RULE)
                except EndpointError as error:
                    proposals.failure = error.failure
                    break
                except UnusableError as error:
                    proposals.failure = BackendFailure("answer", str(error))
                    continue  # another part may fare better
                proposals.items += items
                proposals.malformed += malformed
                proposals.cut += cut
        gone = proposals.failure is not None and proposals.failure.reason in ("unreachable", "timeout", "status")
        self._silent = self._silent + 1 if gone else 0
        return proposals


def split(text: str) -> Iterator[str]:
    """A text in parts of at most `PART` characters, cut between paragraphs; within one only where it is too long."""
    part = ""
    for piece in (short for paragraph in text.split("\n") for short in _short(paragraph)):
        if part and len(part) + len(piece) + 1 > PART:
            yield part.strip()
            part = ""
        part += piece + "\n"
    if part.strip():
        yield part.strip()


def _short(paragraph: str) -> Iterator[str]:
    """A paragraph cut behind sentences, else between words, else anywhere."""
    while len(paragraph) >= PART:
        ends = (paragraph.rfind(mark, 1, PART - 1) + 1 for mark in (". ", " "))
        cut = next((end for end in ends if end), PART - 1)
        yield paragraph[:cut]
        paragraph = paragraph[cut:]
    yield paragraph
