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


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as its feed has it: `content` is the longest text it brings, HTML or plain; `date` is ISO 8601.

    `id` is what the feed names it by, else its page's address, else "": feeds of one publisher may share ids.
    """

    id: str
    address: str | None
    title: str | None
    author: str | None
    publisher: str | None
    date: str | None
    language: str | None
    content: str


@dataclass(slots=True)
class Entry:
    """An entry of a feed: its place (from 1), its page's address, and its report or what went wrong."""

    number: int
    address: str | None
    result: Draft | SourceError


def read_feed(data: bytes, address: str | None = None, *, public_only: bool = False) -> list[Entry]:
    """The entries of a feed, in its order, at most `MAX_ENTRIES`; pages are fetched several at a time.

    Raises `SourceError` ("broken_feed", "no_text").
    """
    entries = parse_feed(data, address)[1]
    if not entries:
        raise SourceError("no_text", "a feed without entries")

    def read(pair: tuple[int, FeedEntry]) -> Entry:
        number, entry = pair
        try:
            return Entry(number, entry.address, read_entry(entry, public_only=public_only))
        except SourceError as error:
            return Entry(number, entry.address, error)
        except RecursionError:
            return Entry(number, entry.address, SourceError("unsupported", "nested too deeply"))

    with ThreadPoolExecutor(FETCHERS) as pool:
        return list(pool.map(read, enumerate(entries, 1)))


def parse_feed(data: bytes, address: str | None = None) -> tuple[str, list[FeedEntry]]:
    """A feed's title and its entries, in its order, at most `MAX_ENTRIES`; nothing is fetched.

    Raises `SourceError` ("broken_feed").
    """
    feed = _parse(data)
    entries = list(getattr(feed, "entries", []))
    if not entries and getattr(feed, "bozo", False):
        raise SourceError("broken_feed", "the feed cannot be parsed")
    about = getattr(feed, "feed", {})
    publisher = _line(about, "title")
    language = str(about.get("language") or "")[:2].lower()
    return publisher or "", [
        _entry(entry, address, publisher, language if re.fullmatch(r"[a-z]{2}", language) else None)
        for entry in entries[:MAX_ENTRIES]
    ]


def read_entry(entry: FeedEntry, *, public_only: bool = False) -> Draft:
    """The report of an entry: its own text where that is whole, else the page that it links to, which is fetched.

    Raises `SourceError`.
    """
    draft = _read_entry(entry, public_only)
    draft.title = draft.title or entry.title
    draft.author = draft.author or entry.author
    draft.publisher = draft.publisher or entry.publisher
    draft.date = entry.date or draft.date
    draft.language = draft.language or entry.language
    return draft


def _entry(entry: Any, address: str | None, publisher: str | None, language: str | None) -> FeedEntry:
    link = clean(str(entry.get("link") or "")).strip()
    try:
        # Nothing joined with the feed's address would be the feed itself.
        link = link and urljoin(address or "", link)
    except ValueError:  # an address that is none ("http://[")
        link = ""
    page = link if link.lower().startswith(("http://", "https://")) else None
    content = max((str(part.get("value") or "") for part in entry.get("content", [])), key=len, default="")
    return FeedEntry(
        id=clean(str(entry.get("id") or "")).strip() or page or "",
        address=page,
        title=_line(entry, "title"),
        author=_line(entry, "author"),
        publisher=publisher,
        date=_date(entry),
        language=language,
        content=max(content, str(entry.get("summary") or ""), key=len),
    )


def _line(found: Any, key: str) -> str | None:
    return clean(str(found.get(key) or "")).strip() or None


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


def _read_entry(entry: FeedEntry, public_only: bool) -> Draft:
    own = _draft(entry.content)
    if own and len(own.text.split()) >= WHOLE:
        return own
    if entry.address is None:
        if own is None or len(own.text.split()) < TEASER:
            raise SourceError("no_text", "an entry without text or page")
        return own
    try:
        return _read_page(entry.address, public_only)
    except SourceError:
        if own and len(own.text.split()) >= WHOLE / 2:
            return own
        raise


def _read_page(address: str, public_only: bool) -> Draft:
    page = fetch(address, public_only=public_only)
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
