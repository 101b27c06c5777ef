"""A strict look at an HTML document: what browsers would silently repair is an error here."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_VOID = {"meta", "br", "hr", "link", "img", "input", "wbr"}
# Elements that must not stand in a paragraph: the browser would end the paragraph before them.
_BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "figure", "section", "article", "h1", "h2", "h3", "details"}


class Page(HTMLParser):
    """What a document holds.  Raises AssertionError on the first thing that is not well-formed."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.links: list[dict[str, str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: Counter[str] = Counter()
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(document)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice in <{tag}>: {names}"
        self.tags[tag] += 1
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "a":
            assert "a" not in self._open, "a link within a link"
            self.links.append(given)
        assert not (tag in _BLOCKS and "p" in self._open), f"<{tag}> within <p>"
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> without a start"
        started = self._open.pop()
        assert started == tag, f"<{started}> ended by </{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("style", "script"):
            self.texts.append(data)
