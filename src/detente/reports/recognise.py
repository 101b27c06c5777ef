"""What a source is, by its content: the ending of its name decides only between kinds of plain text."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Literal

from detente.reports.model import SourceError

SourceKind = Literal["pdf", "html", "feed", "mail", "markdown", "text"]

# The endings that a folder is searched for.
REPORT_SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf", ".eml", ".rss", ".atom"}
)
_MARKDOWN = frozenset({".md", ".markdown"})
_DATA = frozenset(
    {".json", ".jsonl", ".csv", ".tsv", ".toml", ".yaml", ".yml", ".py", ".js", ".css", ".ini", ".sql", ".tex"}
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS", "a PostScript document"),
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_MAIL_HEADERS = frozenset(
    b"from to subject date received return-path mime-version message-id content-type delivered-to".split()
)
_TAG = re.compile(
    rb"</?(?:p|div|br|h[1-6]|span|article|section|title|meta|table|ul|li|a|body|head|main)\b[^<>]*>", re.IGNORECASE
)


def recognise(data: bytes, name: str = "", content_type: str = "") -> SourceKind:
    """What kind of report some bytes hold.  Raises `SourceError` for what holds none."""
    if not data.strip(b"\0 \t\r\n\x0b\x0c"):
        raise SourceError("empty", "the source is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        office = next((what for sign, what in _OFFICE if sign in data[:4000]), "a zip archive")
        raise SourceError("unsupported", f"{office}, not a report")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise SourceError("unsupported", f"{what}, not a report")
    if data[4:8] == b"ftyp":
        raise SourceError("unsupported", "a video, not a report")
    suffix = PurePosixPath(name.split("?")[0]).suffix.lower()
    start = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, after which no tag can be seen byte by byte
        start = start.replace(b"\0", b"")[2:].lstrip()
    lower = start[:4096].lower()
    if re.search(rb"<(?:rss|rdf:rdf|(?:[a-z]+:)?feed)[\s>]", lower) and (
        lower.startswith(b"<") or suffix in (".rss", ".atom")
    ):
        if lower.startswith((b"<!doctype html", b"<html")):
            return "html"
        return "feed"
    if lower.startswith(b"<") and re.search(rb"<(?:!doctype html|html|head|body)\b", lower):
        return "html"
    if lower.startswith(b"<?xml"):
        raise SourceError("unsupported", "XML that is neither a page nor a feed")
    tags = len(_TAG.findall(start))
    if tags >= 3 and (lower.startswith(b"<") or suffix in (".html", ".htm", ".xhtml")):
        return "html"
    if _is_mail(data):
        return "mail"
    if suffix in _DATA or _is_json(start, data):
        raise SourceError("unsupported", "data or code, not a report")
    if suffix in (".html", ".htm", ".xhtml") or content_type in ("text/html", "application/xhtml+xml"):
        return "html"
    if suffix in _MARKDOWN or content_type == "text/markdown":
        return "markdown"
    if content_type.startswith(("image/", "audio/", "video/")):
        raise SourceError("unsupported", f"the page is {content_type}, not a report")
    return "text"


_OFFICE = (
    (b"word/", "a Word document"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
    (b"mimetypeapplication/epub", "an e-book"),
    (b"xl/", "a spreadsheet"),
    (b"ppt/", "a presentation"),
)


def _is_mail(data: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", data[:65536], maxsplit=1)[0]
    names: set[bytes] = set()
    for number, line in enumerate(head.splitlines()):
        if number == 0 and line.startswith(b"From "):  # a mailbox's separator
            continue
        if line[:1] in (b" ", b"\t") and names:
            continue
        if not _HEADER.match(line):
            return False
        names.add(line.split(b":", 1)[0].lower())
    known = names & _MAIL_HEADERS
    return (
        len(known) >= 2
        and bool(names & {b"from", b"subject", b"mime-version"})
        and len(known - {b"date", b"content-type"}) >= 1
    )


def _is_json(start: bytes, data: bytes) -> bool:
    if start[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
