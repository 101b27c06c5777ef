"""PDF files: their text, with the lines of each page joined to paragraphs and repeated headers left out."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections import Counter
from time import monotonic
from typing import Any

from detente.contract import Furniture
from detente.reports.limits import MAX_PDF_PAGE, MAX_PDF_PAGES, MAX_TEXT, PDF_DEADLINE
from detente.reports.model import Draft, SourceError
from detente.reports.plain import read_plain
from detente.reports.text import clean

logging.getLogger("pypdf").addHandler(logging.NullHandler())

# Lines at the top and bottom of a page that are looked at for headers and footers.
MARGIN = 3


def read_pdf(data: bytes) -> Draft:
    """A report from a PDF file with text in it.

    Raises `SourceError`: "broken_pdf", "encrypted", "no_text" (a scan), "too_large".
    """
    pages, title, author = _pages(data)
    furniture: list[Furniture] = []
    repeated = _repeated(pages)
    kept: list[str] = []
    for page in pages:
        lines = page.split("\n")
        filled = [n for n, line in enumerate(lines) if line.strip()]
        margin = {*filled[:MARGIN], *filled[-MARGIN:]}
        for number, line in enumerate(lines):
            if number in margin and (_shape(line) in repeated or _is_page_number(line)):
                furniture.append(Furniture(kind="navigation", text=line.strip()))
            else:
                kept.append(line)
    text = "\n".join(kept)
    if not any(c.isalpha() for c in text):
        raise SourceError("no_text", "a PDF without text, perhaps a scan")
    draft = read_plain(text, dehyphenate=True)
    draft.title = draft.title or title
    draft.author = draft.author or author
    draft.furniture = furniture + draft.furniture
    return draft


def _pages(data: bytes) -> tuple[list[str], str | None, str | None]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise SourceError("encrypted", "the PDF is encrypted")
            if len(reader.pages) > MAX_PDF_PAGES:
                raise SourceError("too_large", f"more than {MAX_PDF_PAGES} pages")
            pages: list[str] = []
            length = 0
            end = monotonic() + PDF_DEADLINE

            def watch(*_operation: Any) -> None:
                # Forms that call forms that call forms would go on for years.
                if monotonic() > end:
                    raise SourceError("timeout", f"takes longer than {PDF_DEADLINE:.0f} s to read")

            for page in reader.pages:
                contents = page.get_contents()
                if contents is not None and len(contents.get_data()) > MAX_PDF_PAGE:
                    raise SourceError("too_large", f"a page of more than {MAX_PDF_PAGE // 1_000_000} MB")
                pages.append(clean(page.extract_text(visitor_operand_before=watch) or ""))
                watch()
                length += len(pages[-1])
                if length > MAX_TEXT:
                    raise SourceError("too_large", f"longer than {MAX_TEXT:,} characters")
            title, author = _metadata(reader)
        except (SourceError, MemoryError):
            raise
        except (DependencyError, FileNotDecryptedError) as error:
            raise SourceError("encrypted", "the PDF is encrypted") from error
        except Exception as error:
            # pypdf raises whatever a broken file makes it stumble over: KeyError, TypeError, RecursionError ...
            raise SourceError("broken_pdf", "the PDF cannot be read") from error
    return pages, title, author


def _metadata(reader: Any) -> tuple[str | None, str | None]:
    try:
        info = reader.metadata
        title, author = (str(getattr(info, key, None) or "").strip() for key in ("title", "author"))
    except Exception:
        return None, None
    # Writing programs put file names and their own names there.
    sensible = len(title.split()) >= 3 and not re.search(
        r"\.(?:docx?|pdf|indd|odt|tex)\b|^Microsoft|^untitled", title, re.IGNORECASE
    )
    named = 2 <= len(author.split()) <= 6 and not re.search(r"\d|@|Microsoft|user", author, re.IGNORECASE)
    return (clean(title) if sensible else None), (clean(author) if named else None)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _repeated(pages: list[str]) -> set[str]:
    """The lines, numbers aside, that stand in the margin of at least half the pages, and of two at least."""
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page.split("\n") if line.strip()]
        counts.update({_shape(line) for line in [*filled[:MARGIN], *filled[-MARGIN:]] if len(line) < 150})
    return {shape for shape, count in counts.items() if count >= max(2, len(pages) / 2)}


def _is_page_number(line: str) -> bool:
    return bool(
        re.fullmatch(r"\s*(?:Seite|Page|S\.|p\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:von|of|/)\s*\d{1,4})?\s*", line)
    )
