"""Who wrote a report, where a line of it says so."""

from __future__ import annotations

import re
from functools import cache

from detente.reports.dateline import agency_named
from detente.reports.dates import date_line, find_date
from detente.reports.wordlists import wordlist

_SEPARATORS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*\.?$")
LONGEST = 120


@cache
def _prefix() -> re.Pattern[str]:
    prefixes = sorted(wordlist("bylines")["prefixes"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(p) for p in prefixes)})(?:(?<=:)|\b)\s*", re.IGNORECASE)


def byline(line: str) -> tuple[str, str | None] | None:
    """The author and, if it has one, the date of a line such as "Von Max Muster, Berlin | 3. Mai 2024".

    None for a line that is anything else.  Several authors are joined by ", ".
    """
    stripped = line.strip().strip("*_")
    if len(stripped) > LONGEST or not stripped:
        return None
    prefix = _prefix().match(stripped)
    author: str | None = None
    date: str | None = None
    pieces = [piece for piece in _SEPARATORS.split(stripped[prefix.end() if prefix else 0 :]) if piece]
    for number, piece in enumerate(pieces):
        dated = date_line(piece)
        if dated:
            date = date or dated[0]
            continue
        if number == 0:
            written = find_date(piece)
            if written and written.iso:
                date, piece = written.iso, piece[: written.start].strip(" ,")
            author = _names(piece)
            if author is None:
                return None
        elif len(piece.split()) > 4 or not (piece[:1].isupper() or piece[:1].isdigit()):
            return None
    if author is None or not (prefix or (date and len(author.split()) >= 2)):
        return None
    return author, date


def _names(text: str) -> str | None:
    lists = wordlist("bylines")
    text = re.split(rf"\s(?:{'|'.join(lists['places'])})\s(?=[^\W\d_a-zäöüß])", text)[0]
    people = []
    for number, piece in enumerate(re.split(r"\s*(?:,|&|/|\bund\b|\band\b)\s*", text)):
        words = piece.split()
        if not words:
            continue
        name_words = [w for w in words if w.lower() not in lists["particles"]]
        fits = (
            2 <= len(words) <= 5
            and all(_NAME_WORD.match(w) for w in words)
            and all(w[0].isupper() for w in name_words)
            and len(name_words) >= 2
            and words[0].lower() not in lists["no_names"]
            and agency_named(piece) is None
        )
        if fits:
            people.append(" ".join(w.capitalize() if w.isupper() and len(w) > 2 else w for w in words))
        elif number == 0 or len(words) > 4 or not words[0][0].isupper():
            # After the first name a place, an agency or an office may follow: "Jane Doe, Associated Press".
            return None
    return ", ".join(people) or None
