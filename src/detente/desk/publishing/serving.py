"""Answers that are the same for everybody: made once, kept, and served without session, cookie or token.

A page is kept under a digest of all that it depends on, so nothing ever has to be taken out of the cache: what has
changed has another digest.  The digest is the page's ETag too.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from importlib import metadata
from typing import Any, Literal, cast

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

Language = Literal["de", "en"]
# Another release may draw the same version up in another way.
_RELEASE = metadata.version("detente")
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# A browser asks each time whether a page is still good (the answer is short), a proxy once a minute.
_PUBLIC = "public, max-age=0, s-maxage=60, must-revalidate"
_PRIVATE = "private, no-store"


class NotForAllError(Http404):
    """Not to be served without knowing who asks; with the session at hand the view is called again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer with.

    depends: all that the content depends on; made: when it changed last; make: makes the content; public: whether it is
    for everybody; language: that of the content, None where it has none; negotiated: whether the language came from a
    cookie or header and not from the address; name: a file's name for something to download.
    """

    depends: tuple[object, ...]
    made: datetime
    make: Callable[[], bytes]
    content_type: str = "text/html; charset=utf-8"
    public: bool = True
    language: Language | None = None
    negotiated: bool = False
    name: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def shared(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """A view that gives an `Answer`: cached by what it depends on, with ETag and Last-Modified, packed if wished for.

    Such views are called before there is a session (see `middleware.Public`), and then raise `NotForAllError` for what
    only members may see.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return _respond(request, view(request, *args, **options))

    page.without_session = True  # type: ignore[attr-defined]
    return page


def language_of(request: HttpRequest, default: Language | None = None) -> tuple[Language, bool]:
    """The language asked for by ?lang=, else `default`, else that of the cookie or header, and whether of these two."""
    chosen = request.GET.get("lang")
    if chosen in ("de", "en"):
        return cast(Language, chosen), False
    if default is not None:
        return default, False
    found = translation.get_language_from_request(request)
    return ("de" if found.startswith("de") else "en"), True


def _respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    key = repr((_RELEASE, answer.content_type, answer.language, answer.public, *answer.depends))
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    packed = bool(_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    response = HttpResponse(content_type=answer.content_type)
    response["Cache-Control"] = _PUBLIC if answer.public else _PRIVATE
    response["Vary"] = "Accept-Encoding, Accept-Language, Cookie" if answer.negotiated else "Accept-Encoding"
    if answer.language:
        response["Content-Language"] = answer.language
    if answer.name:
        response["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    etag = f'"{digest}{"-gz" if packed else ""}"'
    if answer.public:
        made = int(answer.made.timestamp())
        response["ETag"], response["Last-Modified"] = etag, http_date(made)
        conditional = get_conditional_response(request, etag, made, response)
        if conditional is not response:
            return cast(HttpResponse, conditional)
    content: bytes | None = caches["pages"].get(etag)
    if content is None:
        with translation.override(answer.language or settings.LANGUAGE_CODE):
            content = answer.make()
        if packed:
            content = gzip.compress(content, 6, mtime=0)
        caches["pages"].set(etag, content)
    if packed:
        response["Content-Encoding"] = "gzip"
    response.content = content
    response["Content-Length"] = str(len(content))
    return response
