"""From a draft to a report: its id, language, dateline and agency."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from pathlib import PurePath

from detente.contract import Report
from detente.reports.dateline import find_dateline, signature
from detente.reports.language import find_language
from detente.reports.model import Draft
from detente.reports.plain import read_plain


def load_text(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    date: str | None = None,
    language: str | None = None,
    source: str = "",
) -> Report:
    """A report from text that is at hand, furniture and headline told apart as in a file.

    What is given is taken over, what is not is looked for in the text; `date` is ISO 8601.
    """
    draft = read_plain(text, title=title)
    draft.publisher = publisher or draft.publisher
    draft.author = author or draft.author
    draft.date = date or draft.date
    return build(draft, source, language)


def build(draft: Draft, source: str, language: str | None = None) -> Report:
    """The report of a draft.  `language`, where given, overrides what the source declares and what is found."""
    dateline = find_dateline(draft.text)
    agency = dateline.agency if dateline and dateline.agency else signature(draft.text)[0]
    return Report(
        id=identify(draft.text or draft.title or ""),
        title=draft.title,
        publisher=draft.publisher,
        author=draft.author,
        date=draft.date or _date_in_name(source),
        dateline=list(dateline.places) if dateline else [],
        agency=agency,
        language=language or _language(draft),
        source=source,
        text=draft.text,
        furniture=draft.furniture,
    )


def identify(text: str) -> str:
    """The id of a text: "r" and ten hexadecimal digits, the same on every machine and for every path.

    Case, punctuation and white space make no difference.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    plain = " ".join(words) if words else text
    return "r" + hashlib.sha256(plain.encode("utf-8", errors="replace")).hexdigest()[:10]


def _date_in_name(source: str) -> str | None:
    """The day that a file's name begins with ("2025-08-29-paris.txt"), where the report itself tells none."""
    found = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", PurePath(source).name)
    try:
        return datetime.date.fromisoformat(found.group()).isoformat() if found else None
    except ValueError:
        return None


def _language(draft: Draft) -> str:
    """The language of the text; what the page declares only counts where the text is too short to tell."""
    found = find_language(draft.text)
    return draft.language if found == "und" and draft.language else found
