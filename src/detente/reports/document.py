"""One document: from bytes of a known kind to a draft."""

from __future__ import annotations

from typing import Literal

from detente.reports.encoding import declared_charset, decode
from detente.reports.limits import MAX_LINES, MAX_TEXT
from detente.reports.model import Draft, SourceError
from detente.reports.plain import read_plain

DocumentKind = Literal["pdf", "html", "markdown", "text"]


def read_document(data: bytes, kind: DocumentKind, charset: str | None = None, address: str | None = None) -> Draft:
    """The draft of one document; `charset` is what its server or mail declares, `address` where it was found.

    Raises `SourceError`.  The libraries for a kind are loaded only for it.
    """
    if kind == "pdf":
        from detente.reports.pdf import read_pdf

        return read_pdf(data)
    if kind == "html":
        from detente.reports.html import read_html

        return read_html(decode(data, charset or declared_charset(data)), address)
    text = decode(data, charset)
    if len(text) > MAX_TEXT or text.count("\n") + text.count("\r") > MAX_LINES:
        raise SourceError("too_large", f"longer than {MAX_TEXT:,} characters or {MAX_LINES:,} lines")
    if kind == "markdown":
        from detente.reports.markdown import read_markdown

        return read_markdown(text)
    return read_plain(text)
