"""Text as it comes out of files: line ends, stray characters, and lines that were wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEW_ITEM = re.compile(r"\s*(?:[-–—•*·>|]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)|\s{4,}|\t")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bzw\.|sowie|and|or)\b")
NARROWEST, WIDEST = 40, 100


def clean(text: str) -> str:
    """The text in composed characters (NFC) with "\\n" line ends, without control characters and soft hyphens."""
    text = _LINE_ENDS.sub("\n", text)
    text = _STRAY.sub("", text)
    text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def unwrap(text: str, *, dehyphenate: bool = False) -> str:
    """Join the lines of paragraphs that were wrapped to a width of 40 to 100 characters; other text stays as it is.

    A text counts as wrapped if its lines keep within a width and break within sentences.  `dehyphenate` joins words
    divided at the line's end, as PDF files have them.
    """
    lines = text.split("\n")
    width = _width(lines)
    if width is None:
        return text
    joined: list[str] = []
    previous = ""
    for line in lines:
        first = line.split(maxsplit=1)[0] if line.strip() else ""
        full = len(previous.rstrip()) + 1 + len(first) > width
        if previous.strip() and first and full and not _NEW_ITEM.match(line):
            start = joined[-1].rstrip()
            if dehyphenate and re.search(r"[^\W\d_]-$", start) and not _KEEPS_HYPHEN.match(first):
                joined[-1] = (start[:-1] if first[0].islower() else start) + line.lstrip()
            else:
                joined[-1] = start + " " + line.lstrip()
        else:
            joined.append(line)
        previous = line
    return "\n".join(joined)


def _width(lines: list[str]) -> int | None:
    """The width that the lines were wrapped to, None where they were not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 3:
        return None
    # A long address or heading may stick out.
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.97))]
    if not NARROWEST <= width <= WIDEST:
        return None
    breaks = within = 0
    for line, following in pairwise(lines):
        if not line.strip() or not following.strip() or len(line.rstrip()) < 0.6 * width:
            continue
        breaks += 1
        # Within a sentence the next line begins in lower case, or the line ends in none of the marks of a sentence.
        within += following.lstrip()[0].islower() or line.rstrip()[-1] not in '.!?:;"”“»…'
    return width if breaks >= 2 and within >= 0.5 * breaks and _lower_starts(lines) >= 2 else None


def _lower_starts(lines: list[str]) -> int:
    return sum(
        bool(line.strip()) and bool(following.strip()) and following.lstrip()[0].islower()
        for line, following in pairwise(lines)
    )
