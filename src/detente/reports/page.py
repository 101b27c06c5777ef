"""An HTML page as a tree and as lines, guarded against pages made to break parsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.reports.limits import MAX_DEPTH, MAX_HTML
from detente.reports.model import SourceError
from detente.reports.wordlists import wordlist

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_RAW = ("script", "style", "noscript", "template", "svg", "iframe", "object", "textarea")
LONGEST_TAG = 20_000
_NAME_PART = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page as a reader sees it; `region` is the kind of furniture that its place in the page makes it."""

    text: str
    region: str | None


def parse(html: str) -> Any:
    """The tree of a page (an `lxml` element).  Raises `SourceError` ("broken_html", "too_large")."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    html = flatten(html)
    if len(html) > MAX_HTML:
        raise SourceError("too_large", f"a page of more than {MAX_HTML:,} characters")
    parser = HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError("broken_html", "the page cannot be parsed") from error
    return tree


def flatten(html: str) -> str:
    """The page without scripts and styles, and without tags beyond `MAX_DEPTH`; the text in these stays.

    A parser would drop it, or overflow.  Tags with absurdly many attributes lose them, since comparing each
    with each takes parsers minutes.
    """
    depth = 0
    parts: list[str] = []
    end = 0
    raw_until = 0
    flat = _elements("flat")
    levels = wordlist("regions")["levels"]
    for tag in _TAG.finditer(html):
        if tag.start() < raw_until:
            continue
        closing, name = bool(tag[1]), tag[2].lower()
        instead: str | None = None
        if len(tag[3]) > LONGEST_TAG:
            instead = f"<{tag[1]}{name}>"
        if name in _RAW and not closing:
            raw_until = _end_of_raw(html, name, tag.end())
            if "ld+json" not in tag[3]:
                # Only the metadata among the scripts is read.
                parts += [html[end : tag.end()]]
                end = raw_until
                continue
        elif name not in flat and not tag[3].endswith("/"):
            steps = levels.get(name, 1)
            if closing:
                instead = " " if depth > MAX_DEPTH else instead
                depth = max(depth - steps, 0)
            else:
                depth += steps
                instead = " " if depth > MAX_DEPTH else instead
        if instead is not None:
            parts += [html[end : tag.start()], instead]
            end = tag.end()
    return "".join([*parts, html[end:]]) if parts else html


def _end_of_raw(html: str, name: str, start: int) -> int:
    """Where a script or the like ends; one that is never closed takes the rest of the page."""
    found = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, start)
    return found.start() if found else len(html)


def page_lines(tree: Any) -> list[PageLine]:
    """The lines of a page, top to bottom: one for each block of text."""
    lines: list[PageLine] = []
    text: list[str] = []
    regions: list[str | None] = [None]

    blocks = _elements("blocks")

    def flush() -> None:
        line = " ".join("".join(text).split())
        text.clear()
        if line:
            lines.append(PageLine(line, regions[-1]))

    for event, element in _walk(tree):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in blocks:
                flush()
            regions.append(_region(element, name) or regions[-1])
            if element.text:
                text.append(element.text)
        else:
            if name in blocks:
                flush()
            regions.pop()
            if element.tail:
                text.append(element.tail)
    flush()
    return lines


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Start and end of each seen element, without recursion."""
    from lxml import etree

    hidden = _elements("unseen")
    walker = etree.iterwalk(tree, events=("start", "end"))
    unseen: Any = None
    for event, element in walker:
        if unseen is not None:
            if event == "end" and element is unseen:
                unseen = None
                yield "start", _Tail(element.tail)
                yield "end", _Tail(None)
            continue
        if event == "start" and (not isinstance(element.tag, str) or element.tag in hidden):
            unseen = element
            continue
        yield event, element


@dataclass(slots=True)
class _Tail:
    """Stands for an unseen element, of which only the text behind it is read."""

    text: str | None
    tail: str | None = None
    tag: str = "span"

    def get(self, _name: str) -> None:
        return None


@cache
def _elements(name: str) -> frozenset[str]:
    return frozenset(wordlist("regions")[name])


def _region(element: Any, name: str) -> str | None:
    lists = wordlist("regions")
    by_name = lists["elements"].get(name) or lists["roles"].get(element.get("role") or "")
    if by_name or name in ("body", "html", "main", "article"):
        return str(by_name) if by_name else None
    # "article-with-sidebar" is no sidebar: only the words of a short name are taken at their word.
    for attribute in ("id", "class"):
        for part in (element.get(attribute) or "")[:200].split():
            words = [w.lower() for w in _NAME_PART.findall(part)]
            if 0 < len(words) <= 2:
                kind = lists["classes"].get(words[0]) or lists["classes"].get(words[-1])
                if kind:
                    return str(kind)
    return None
