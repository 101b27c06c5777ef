"""HTML pages: the body by trafilatura, what it drops kept as furniture, origin and date from the page's metadata."""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import Any

from detente.contract import Furniture
from detente.reports.bylines import imprint
from detente.reports.cues import mark
from detente.reports.dates import date_line
from detente.reports.furniture import judge
from detente.reports.model import Draft
from detente.reports.page import PageLine, page_lines, parse
from detente.reports.plain import headline_named, publisher_named, read_lines
from detente.reports.text import clean

# A body of fewer words than this is compared with what the lines of the page give.
SHORT_BODY = 60
_SPACE = re.compile(r"\W+")

for _name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
    # Their complaints about a page are no concern of whoever reads reports.
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_html(html: str, address: str | None = None) -> Draft:
    """A report from an HTML page.  Raises `SourceError` ("too_large", "broken_html")."""
    tree = parse(clean(html))
    lines = page_lines(tree)
    heading = _heading(tree)
    extracted, found = _extract(tree, address)
    by_lines = _read_by_lines(lines, heading)
    body = _body(extracted, lines, heading, _author(found))
    if _words("\n".join(body)) < SHORT_BODY and _words(by_lines.text) > 2 * _words("\n".join(body)):
        body = [line for line in by_lines.text.split("\n") if line.strip() and not _same(line, heading or "")]
    title = heading or _title(tree, found)
    if heading and body:
        body = [heading, *body]
    text = "\n".join(body)
    furniture = _furniture(lines, text)
    return Draft(
        text=text,
        title=title or headline_named(furniture),
        publisher=_sitename(found) or publisher_named(furniture),
        author=_author(found) or by_lines.author,
        date=_date(tree, address) or by_lines.date,
        language=_language(tree),
        furniture=furniture,
    )


def _extract(tree: Any, address: str | None) -> tuple[list[str], Any]:
    """The body lines by trafilatura in its precise mode, and the metadata that it found."""
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata

    try:
        found = bare_extraction(
            deepcopy(tree),
            url=address,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=False,
        )
    except (RecursionError, MemoryError):
        raise
    except Exception:
        # Whatever a page does to the extraction, its lines can still be read.
        found = None
    try:
        metadata = extract_metadata(deepcopy(tree), default_url=address)
    except (RecursionError, MemoryError):
        raise
    except Exception:
        metadata = None
    text = (getattr(found, "text", None) or "") if found is not None else ""
    return [clean(line).strip() for line in text.split("\n") if line.strip()], metadata


def _body(extracted: list[str], lines: list[PageLine], heading: str | None, author: str | None) -> list[str]:
    """The extracted lines without the headline and without what is furniture after all."""
    known: dict[int, str] = {}
    for number, line in enumerate(extracted):
        # "Jane Doe in Washington" is no sentence.
        signed = author and line.startswith(author.split(",")[0]) and not mark(line).ends
        if imprint(line) or (signed and len(line.split()) <= 8):
            known[number] = "byline"
        elif date_line(line):
            known[number] = "date"
    kinds = judge(extracted, known, page=False)
    kept = [line for line, kind in zip(extracted, kinds, strict=True) if kind is None]
    # The headline comes first on its own account; what stands above it is a kicker.
    place = next((n for n, line in enumerate(kept[:4]) if heading and _same(line, heading)), None)
    if place is not None and not any(mark(line).prose for line in kept[:place]):
        kept = kept[place + 1 :]
    return _with_lede(kept, lines, heading)


def _with_lede(body: list[str], lines: list[PageLine], heading: str | None) -> list[str]:
    """The body with the paragraphs between headline and body that the extraction took for something else."""
    if not body or not heading:
        return body
    places = [n for n, line in enumerate(lines) if _same(line.text, heading)]
    starts = [n for n, line in enumerate(lines) if _same(line.text, body[0])]
    if not places or not starts or not 0 < starts[0] - places[-1] <= 12:
        return body
    between = [line for line in lines[places[-1] + 1 : starts[0]] if line.region is None]
    kinds = judge([line.text for line in between])
    lede = [
        line.text
        for line, kind in zip(between, kinds, strict=True)
        if kind is None and mark(line.text).prose and not imprint(line.text) and not date_line(line.text)
    ]
    return [*lede, *body]


def _read_by_lines(lines: list[PageLine], heading: str | None) -> Draft:
    regions = {n: line.region for n, line in enumerate(lines) if line.region and not _same(line.text, heading or "")}
    return read_lines([line.text for line in lines], title=heading, regions=regions)


def _furniture(lines: list[PageLine], text: str) -> list[Furniture]:
    """The lines of the page that are not in the body, each with its kind."""
    body = {_key(line) for line in text.split("\n")}
    whole = _key(text)
    texts = [line.text for line in lines]
    regions = {n: line.region for n, line in enumerate(lines) if line.region}
    for number, line in enumerate(texts):
        if imprint(line):
            regions[number] = "byline"
        elif date_line(line):
            regions[number] = "date"
    alone = judge(texts)
    kinds = judge(texts, regions)
    left: list[Furniture] = []
    for line, kind, own in zip(texts, kinds, alone, strict=True):
        key = _key(line)
        if key in body or (len(key) > 20 and key in whole):
            continue
        marked = mark(line)
        # The words of the line say more than the element it stands in.
        best = own if own and (marked.sure or marked.heading) else kind
        left.append(Furniture(kind=best or "other", text=line))
    return left


def _heading(tree: Any) -> str | None:
    """The first-level heading above the body, None where the page has none or only its own name."""
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    headings = [h for h in headings if 0 < len(h) <= 300]
    named = [_meta(tree, "og:title"), " ".join((tree.findtext(".//title") or "").split())]
    for heading in headings:
        if any(name and _key(heading) in _key(name) and len(heading.split()) > 1 for name in named):
            return heading
    long = [h for h in headings if len(h.split()) >= 3]
    return long[0] if long else None


def _title(tree: Any, found: Any) -> str | None:
    title = _meta(tree, "og:title") or getattr(found, "title", None) or tree.findtext(".//title")
    return " ".join(str(title).split()) or None if title else None


def _meta(tree: Any, name: str) -> str | None:
    for element in tree.iter("meta"):
        if name in (element.get("property"), element.get("name"), element.get("itemprop")):
            content = " ".join((element.get("content") or "").split())
            if content:
                return content
    return None


def _sitename(found: Any) -> str | None:
    name = getattr(found, "sitename", None)
    return str(name).strip() or None if name else None


def _author(found: Any) -> str | None:
    name = getattr(found, "author", None)
    if not name or len(str(name)) > 200:
        return None
    return ", ".join(dict.fromkeys(part.strip() for part in str(name).split(";") if part.strip())) or None


def _date(tree: Any, address: str | None) -> str | None:
    """The day of publication from the page's metadata, elements and text, by htmldate."""
    from htmldate import find_date

    try:
        return find_date(deepcopy(tree), url=address, original_date=True, extensive_search=False)
    except (RecursionError, MemoryError):
        raise
    except Exception:
        return None


def _language(tree: Any) -> str | None:
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    code = (root.get("lang") or root.get("xml:lang") or "").split("-")[0].strip().lower()
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _key(text: str) -> str:
    return _SPACE.sub(" ", text.casefold()).strip()


def _same(one: str, other: str) -> bool:
    return bool(one) and _key(one) == _key(other)


def _words(text: str) -> int:
    return len(text.split())
