"""RSS and Atom feeds: each entry's own text where it is whole, else the page that it links to."""

from __future__ import annotations

import io
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from detente.reports.document import read_document
from detente.reports.fetch import fetch
from detente.reports.limits import FETCHERS, MAX_ENTRIES
from detente.reports.model import Draft, SourceError
from detente.reports.plain import read_lines, read_plain
from detente.reports.recognise import recognise
from detente.reports.text import clean

# An entry's text of this many words is the report itself; a shorter one is a teaser.
WHOLE = 120
# Fewer words than these are no report, even where the page cannot be had.
TEASER = 8


@dataclass(slots=True)
class Entry:
    """An entry of a feed: its place (from 1), its page's address, and its report or what went wrong."""

    number: int
    address: str | None
    result: Draft | SourceError


def read_feed(data: bytes, address: str | None = None) -> list[Entry]:
    """The entries of a feed, in its order, at most `MAX_ENTRIES`; pages are fetched several at a time.

    Raises `SourceError` ("broken_feed", "no_text").
    """
    feed = _parse(data)
    entries = list(getattr(feed, "entries", []))
    if not entries:
        if getattr(feed, "bozo", False):
            raise SourceError("broken_feed", "the feed cannot be parsed")
        raise SourceError("no_text", "a feed without entries")
    about = getattr(feed, "feed", {})
    publisher = clean(str(about.get("title") or "")).strip() or None
    language = str(about.get("language") or "")[:2].lower()
    language = language if re.fullmatch(r"[a-z]{2}", language) else ""

    def read(pair: tuple[int, Any]) -> Entry:
        number, entry = pair
        link = urljoin(address or "", str(entry.get("link") or ""))
        page = link if link.lower().startswith(("http://", "https://")) else None
        try:
            draft = _read_entry(entry, page)
        except SourceError as error:
            return Entry(number, page, error)
        except RecursionError:
            return Entry(number, page, SourceError("unsupported", "nested too deeply"))
        draft.title = draft.title or clean(str(entry.get("title") or "")).strip() or None
        draft.author = draft.author or clean(str(entry.get("author") or "")).strip() or None
        draft.publisher = draft.publisher or publisher
        draft.date = _date(entry) or draft.date
        draft.language = draft.language or language or None
        return Entry(number, page, draft)

    with ThreadPoolExecutor(FETCHERS) as pool:
        return list(pool.map(read, enumerate(entries[:MAX_ENTRIES], 1)))


def _parse(data: bytes) -> Any:
    import feedparser  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # A stream: feedparser would take a string for an address or a file's name.
            return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        except (RecursionError, MemoryError):
            raise
        except Exception as error:
            # feedparser raises whatever its parsers do for broken files.
            raise SourceError("broken_feed", "the feed cannot be parsed") from error


def _read_entry(entry: Any, page: str | None) -> Draft:
    content = max((str(part.get("value") or "") for part in entry.get("content", [])), key=len, default="")
    summary = str(entry.get("summary") or "")
    own = _draft(max(content, summary, key=len))
    if own and len(own.text.split()) >= WHOLE:
        return own
    if page is None:
        if own is None or len(own.text.split()) < TEASER:
            raise SourceError("no_text", "an entry without text or page")
        return own
    try:
        return _read_page(page)
    except SourceError:
        if own and len(own.text.split()) >= WHOLE / 2:
            return own
        raise


def _read_page(address: str) -> Draft:
    page = fetch(address)
    kind = recognise(page.data, page.address.split("?")[0], page.content_type)
    if kind == "feed" or kind == "mail":
        raise SourceError("unsupported", "the entry links to another feed or a mail")
    return read_document(page.data, kind, page.charset, page.address)


def _draft(text: str) -> Draft | None:
    """The report of an entry's own text, which is HTML or plain; its title is not in it."""
    if not text.strip():
        return None
    if re.search(r"<[a-zA-Z/][^<>]*>|&[a-z]+;", text):
        from detente.reports.page import page_lines, parse

        lines = page_lines(parse(clean(text)))
        regions = {n: line.region for n, line in enumerate(lines) if line.region}
        return read_lines([line.text for line in lines], regions=regions)
    return read_plain(text)


def _date(entry: Any) -> str | None:
    for key in ("published_parsed", "created_parsed", "updated_parsed"):
        parsed = entry.get(key)
        try:
            if parsed:
                return date(*parsed[:3]).isoformat()
        except (ValueError, TypeError):
            continue
    return None
