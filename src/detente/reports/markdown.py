"""Markdown: its front matter, and its text without the marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.reports.dates import find_date
from detente.reports.model import Draft
from detente.reports.plain import read_lines
from detente.reports.text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def read_markdown(text: str) -> Draft:
    """A report from Markdown; `title`, `author`, `publisher`, `date` and `language` may stand in front matter."""
    text = clean(text)
    fields: dict[str, str] = {}
    front = _FRONT.match(text[:20_000])
    if front:
        fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])}
        text = text[front.end() :]
    heading, lines = _lines(text)
    draft = read_lines(lines, title=heading or fields.get("title"))
    written = find_date(fields.get("date", ""))
    draft.title = draft.title or fields.get("title")
    draft.author = fields.get("author") or draft.author
    draft.publisher = fields.get("publisher") or fields.get("source") or draft.publisher
    draft.date = (written.iso if written else None) or draft.date
    language = fields.get("language") or fields.get("lang") or ""
    draft.language = language[:2].lower() if re.match(r"[A-Za-z]{2}\b", language) else None
    return draft


def _lines(text: str) -> tuple[str | None, list[str]]:
    """The first heading of the first level, and the lines: one for each block, with a blank line between blocks."""
    from markdown_it import MarkdownIt

    lines: list[str] = []
    heading: str | None = None
    tag = ""
    item = False
    for token in MarkdownIt("commonmark", {"maxNesting": 50}).parse(text):
        if token.type == "heading_open":
            tag = token.tag
        elif token.type == "list_item_open":
            item = True
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lines.append("")
        elif token.type == "inline":
            line = _inline(token)
            if not line:
                continue
            if tag == "h1" and heading is None:
                heading = line
            lines.append(f"- {line}" if item else line)
            if not item:
                lines.append("")
            tag, item = "", False
        elif token.type in ("fence", "code_block"):
            lines.extend([*token.content.rstrip().split("\n"), ""])
        elif token.type == "html_block":
            stripped = " ".join(re.sub(r"<[^<>]*>", " ", token.content).split())
            lines.extend([stripped, ""] if stripped else [])
    return heading, lines


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split(" ")).strip()
