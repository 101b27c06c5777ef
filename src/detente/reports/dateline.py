"""Datelines: "WASHINGTON / LONDON (IT BOLTWISE) –", "GENEVA, May 3 (Reuters) —", "Havanna –"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.reports.dates import find_date
from detente.reports.wordlists import spellings, wordlist

# A dateline opens one of the first lines, or follows the headline and lede in a report that is one paragraph.
LINES_SEARCHED = 8
INLINE_REACH = 700
LONGEST_LINE_START = 2000
# A shorter line without a full stop may be a headline.
LONG_LINE = 110


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a report: code points `start:end` (dash and following space included), places, agency.

    Places are in title case ("Washington", "New York"), whatever case the report prints them in.  `date` is the written
    date (ISO 8601) where the dateline has one with its year.
    """

    start: int
    end: int
    places: tuple[str, ...]
    agency: str | None = None
    date: str | None = None


_SENTENCE_END = re.compile(r"[.!?…][\"”“»«)’]*\s+(?=[^\W\d_a-zäöüß(])")
_DASHED = re.compile(
    r"(?P<head>[^\n–—|]{0,110}?[^\s–—|-])(?P<mark>\s*(?:[–—]|--+)[^\S\n]*|\s+-[^\S\n]+|(?<=\))\s*-[^\S\n]*|\s*\|[^\S\n]*)"
)
_UNDASHED = re.compile(r"(?P<head>[^\n()–—|/]{0,60}\([^()\n]{2,40}\))(?P<mark>[.:,]?[^\S\n]+)")
_SLASHED = re.compile(
    r"(?P<head>[^\n()–—|/]{2,60}?)\s*/(?P<agency>[A-Za-z-]{2,20})/(?P<mark>[.:]?[^\S\n]+[–—-]?[^\S\n]*)"
)
_DOTTED = re.compile(r"(?P<head>[^\W\d_][^\n.()–—|:]{2,30})\.(?P<mark>[^\S\n]+)")
_BYLINE = re.compile(r"\s*(?:By|Von)\s+(?:[^\W\d_]\w*[.'’-]?\w*,?\s+){2,5}(?=[^\W\d_a-zäöüß]{4,}\b)")
_NAME_WORD = re.compile(r"(?:[^\W\d_]+\.|[^\W\d_]+(?:[-'’.][^\W\d_]+)*)$")
_SPLIT = re.compile(r"\s*/\s*|\s+(?:und|and|&)\s+")


def find_dateline(text: str) -> Dateline | None:
    """The dateline of a text, or None.  A name before a dash is none unless it is a place or an agency signs it."""
    offset = 0
    seen = 0
    lines = text[: LONGEST_LINE_START + 2 * INLINE_REACH].strip("\n").split("\n")
    for line in text.split("\n"):
        if seen >= LINES_SEARCHED or offset > LONGEST_LINE_START:
            return None
        indent = len(line) - len(line.lstrip())
        if line.strip():
            seen += 1
            byline = _BYLINE.match(line)
            starts = [byline.end() if byline else indent]
            if offset < INLINE_REACH:
                starts += [m.end() for m in _SENTENCE_END.finditer(line, 0, INLINE_REACH)]
            for start in starts:
                found = _dateline_at(line, start, inline=start > starts[0], alone=len(lines) == 1)
                if found:
                    end = offset + start + found.length
                    return Dateline(offset + start, end, found.places, found.agency, found.date)
        offset += len(line) + 1
    return None


@dataclass(slots=True)
class _Found:
    """What stands before the dash: `known` says that one of the places is in the list of cities."""

    length: int
    places: tuple[str, ...]
    agency: str | None
    date: str | None
    known: bool = False


def _dateline_at(line: str, start: int, *, inline: bool, alone: bool) -> _Found | None:
    window = line[start : start + 160]
    # "Wien – Gipfel gescheitert" is a headline.
    headline = not (inline or alone) and len(line) < LONG_LINE and line.rstrip()[-1:] not in '.!?:;"”“»«)'
    for pattern in (_DASHED, _UNDASHED, _SLASHED, _DOTTED):
        match = pattern.match(window)
        rest = line[start + match.end() :] if match else ""
        if not match or not rest.strip():
            continue
        slashed = agency_named(match["agency"]) if pattern is _SLASHED else None
        if pattern is _SLASHED and slashed is None:
            continue
        found = _read_head(match["head"], slashed)
        if found is None:
            continue
        found.length = match.end()
        if pattern is _DOTTED:
            # "Berlin. Der Streik ...": only a known city, and no short sentence.
            fits = found.known and not inline and len(line) >= LONG_LINE and _begins_sentence(rest)
        elif pattern is _DASHED:
            fits = _fits(found, match["head"], rest, inline=inline) and not (headline and found.agency is None)
        else:
            fits = found.agency is not None and (found.known or match["head"].split(",")[0].split("(")[0].isupper())
        if fits:
            return found
    return None


def _read_head(head: str, agency: str | None) -> _Found | None:
    """Places, agency and date of what stands before the dash; None where it is no list of names."""
    date = None
    written = find_date(head)
    if written:
        if re.search(r"[^\W\d_]", head[written.end :].split("(")[0]):
            return None
        head, date = head[: written.start] + head[written.end :], written.iso
    inside = None
    bracket = re.search(r"\(([^()]*)\)\s*[.,]?\s*$", head)
    if bracket:
        inside, head = bracket[1].strip(" ,."), head[: bracket.start()]
        agency = agency_named(inside)
    head = head.strip(" \t,")
    if written:
        head = head.rstrip("., \t")
    if agency is None and " " in head and inside is None:
        front, last = head.rsplit(" ", 1)
        if last.rstrip(".") in wordlist("agencies")["names"] and not last.istitle():
            head, agency = front, last.rstrip(".")
    if not head:
        return _Found(0, (), agency, date) if agency and inside else None
    if head.endswith(".") and (agency or written) and not _known(head):
        head = head[:-1]
    found = _places(head)
    if found is None or _is_label(head):
        return None
    places, known = found
    if agency is None and inside:
        # "(IT BOLTWISE)", "(ksta)": no agency that anybody listed, but signed like one.
        capitals = head.split(",")[0].isupper() and inside.isupper() and re.fullmatch(r"[^\W\d_][\w .&®-]+", inside)
        code = known and re.fullmatch(r"[a-z]{2,4}(?:[/-][a-z]{2,5})?", inside)
        service = known and len(inside.split()) > 1 and set(inside.split()) & set(wordlist("agencies")["services"])
        agency = inside if capitals or code or service else None
    return _Found(0, places, agency, date, known)


def _fits(found: _Found, head: str, rest: str, *, inline: bool) -> bool:
    """Whether names before a dash are a dateline: signed by an agency, known as a city, dated, or clearly a place."""
    capitals = head.split(",")[0].split("(")[0].isupper()
    if found.agency is not None:
        return (found.known or capitals or not inline) and (bool(found.places) or not inline)
    if not _begins_sentence(rest):
        return False
    if found.known:
        return True
    if inline or not found.places:
        return False
    name = found.places[0]
    return (
        find_date(head) is not None
        or (capitals and (_looks_like_place(name) or "," in head))
        or (len(rest) >= LONG_LINE and len(name) >= 8 and name.endswith(tuple(wordlist("cities")["sure_endings"])))
    )


def _begins_sentence(rest: str) -> bool:
    return bool(re.match(r"[\"„“»«‚‘'(\[…]*[^\W\d_a-zäöüß]|[\"„“»«‚‘']?\d|\.\.\.", rest))


def _places(head: str) -> tuple[tuple[str, ...], bool] | None:
    """The places that a head names and whether one of them is known; None where it is no list of names."""
    if _known(head):
        return (_titled(head),), True
    names: list[str] = []
    known = False
    capitals = head.split(",")[0].isupper()
    for part in _SPLIT.split(head):
        name, *qualifiers = [piece.strip() for piece in part.split(",")]
        name = name.removesuffix(".") if not _known(name) else name
        if not _is_name(name) or len(qualifiers) > 2 or not all(_is_name(q) for q in qualifiers):
            return None
        known = known or _known(name)
        names.append(_titled(name))
        # "LONDON, PARIS" are two places; in "ALBANY, New York" the second says where the first is.
        names.extend(
            _titled(q) for q in qualifiers if _known(q) and q.isupper() == capitals and q not in ("D.C.", "DC")
        )
    return (tuple(dict.fromkeys(names)), known) if 0 < len(names) <= 5 else None


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > 4 or len(name) > 40:
        return False
    small = wordlist("cities")["small_words"]
    capitalised = [w for w in words if w[0].isupper()]
    if any(w.isupper() and len(w) > 3 for w in words) and not name.isupper():
        return False
    return (
        words[0][0].isupper()
        and all(_NAME_WORD.match(w) for w in words)
        and all(w[0].isupper() or w in small or w.startswith(("el-", "al-")) for w in words)
        and len(capitalised) >= len(words) / 2
    )


@cache
def _cities() -> dict[str, str]:
    lists = wordlist("cities")
    names = [n for key in ("german", "europe", "americas", "africa_asia_oceania") for n in lists[key]]
    return {spelling: name for name in reversed(names) for spelling in spellings(name)}


def _known(name: str) -> bool:
    return name.casefold() in _cities()


def _titled(name: str) -> str:
    city = _cities().get(name.casefold())
    if city and (name.isupper() or name.casefold() == city.casefold()):
        return city.replace(", D.C.", "").removesuffix(" D.C.").removesuffix(" DC")
    if not name.isupper():
        return name
    small = wordlist("cities")["small_words"]
    words = [w.lower() if i and w.lower() in small else _capital(w) for i, w in enumerate(name.split())]
    return " ".join(words)


def _capital(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)


def _looks_like_place(name: str) -> bool:
    lists = wordlist("cities")
    words = name.split()
    if len(words) > 1 and words[0] in lists["beginnings"]:
        return True
    return len(words[-1]) >= 7 and words[-1].lower().endswith(tuple(lists["endings"]))


def _is_label(head: str) -> bool:
    labels = wordlist("agencies")["no_places"]
    return head.upper() in labels or re.split(r"[\s:,/-]", head, maxsplit=1)[0].upper() in labels


@cache
def _agency_names() -> frozenset[str]:
    return frozenset(name.casefold() for name in wordlist("agencies")["names"])


def agency_named(text: str) -> str | None:
    """The agency that a bracket names, as printed, without a date; None where it names none."""
    written = find_date(text)
    if written:
        text = text[: written.start] + text[written.end :]
    text = text.strip(" ,;.")
    if not text or len(text) > 40:
        return None
    names = _agency_names()
    parts = [part.strip() for part in re.split(r"[/,+]| und | and |(?<=[a-z])-(?=[A-Za-z])", text)]
    first = parts[0].casefold()
    return text if text.casefold() in names or first in names else None


def signature(text: str) -> tuple[str | None, str | None, str | None]:
    """What the bracket that ends a report says: agency, author and date, each None where it says nothing.

    "... Regime. (APA, 11.9.2015)" gives ("APA", None, "2015-09-11"); "(Jane Doe, 3 May 2024)" gives an author.
    """
    match = re.search(r"\(([^()\n]{2,60})\)\s*$", text[-200:])
    if not match:
        return None, None, None
    inside = match[1]
    agency = agency_named(inside)
    written = find_date(inside)
    # A date alone in the bracket is one that the report speaks of.
    signed = written is not None and written.start > 0 and written.end == len(inside.rstrip())
    date = written.iso if written and signed else None
    author = None
    if written and signed and agency is None:
        name = (inside[: written.start] + inside[written.end :]).strip(" ,;")
        words = name.split()
        if 2 <= len(words) <= 5 and all(_NAME_WORD.match(w) and w[0].isupper() for w in words):
            author = name
    return agency, author, date
