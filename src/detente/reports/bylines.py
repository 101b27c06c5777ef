"""Who wrote and printed a report and when, where a line of it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.reports.dateline import agency_named
from detente.reports.dates import date_line, find_date
from detente.reports.wordlists import wordlist

_PIECES = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+|(?:(?<=[^\W\d_]{2})|(?<=\d{4}))\.\s+(?=[^\W\d_a-zäöüß])")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*\.?$")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a line says of a report's origin; several authors are joined by ", ", `date` is ISO 8601.

    `signed` says that the author stands behind a word such as "Von" or "By".
    """

    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    signed: bool = False


@cache
def _prefix() -> re.Pattern[str]:
    prefixes = sorted(wordlist("bylines")["prefixes"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(p) for p in prefixes)})(?:(?<=:)|\b)\s*", re.IGNORECASE)


def imprint(line: str) -> Imprint | None:
    """The author, publisher and date of a line such as "Von Max Muster, Berlin | 3. Mai 2024" or "Bote, 3. Mai 2024".

    None for a line that has neither an author nor a publisher, or that is anything else.
    """
    stripped = line.strip().strip("*_").rstrip(".")
    if len(stripped) > LONGEST or not stripped:
        return None
    author = publisher = date = loose = None
    signed = False
    for piece in [piece for piece in _PIECES.split(stripped) if piece.strip()]:
        dated = date_line(piece)
        prefix = _prefix().match(piece)
        if dated:
            date = date or dated[0]
            continue
        rest, written = _without_date(piece[prefix.end() :] if prefix else piece)
        date = date or written
        names = _names(rest)
        if prefix:
            if names is None:
                return None
            author, signed = author or names, True
        elif written:
            publisher = publisher or rest
        elif names and loose is None:
            loose = names
        if not prefix and (len(rest.split()) > 4 or not rest[:1].isupper()):
            return None
    if author is None and date and loose:
        author = loose
    if author is None and not (publisher and date):
        return None
    if publisher and publisher.upper() in wordlist("agencies")["no_places"]:
        publisher = None  # "Hintergrund, 3. Mai 2024"
    return Imprint(author, publisher, date, signed)


def _without_date(piece: str) -> tuple[str, str | None]:
    """A piece such as "Bote, 3. Mai 2024, 18:42 Uhr" without its date, and the date; the piece where it has none."""
    found = find_date(piece)
    if not found or not found.iso or not date_line(piece[found.start :]):
        return piece, None
    return piece[: found.start].strip(" ,"), found.iso


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
        elif number == 0 or len(words) > 4:
            # After the first name a place, an agency or an office may follow: "Jane Doe, Associated Press".
            return None
    return ", ".join(people) or None
