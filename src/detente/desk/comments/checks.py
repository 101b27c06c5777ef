"""What a comment is looked at for before a moderator sees it: a list of pure functions.

Each check takes a `Draft` and returns it, cleaned or with a flag; or raises `RefusedError` where the author has to
change something.  Nothing is refused for what it says: flags tell the moderator why to look twice.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

FLAGS = ("words", "links", "shouting", "hidden", "copied", "rejected", "name")

# Joiners that Persian, Indic scripts and emoji need; all other format characters show nothing or turn text around.
_KEPT = "\u200c\u200d"
_MARKS = 4
_BLANK_LINES = re.compile(r"\n\s*\n")


class RefusedError(Exception):
    """A comment that cannot be taken as it is: `code` of the words, the `field` it is about, values for the words."""

    def __init__(self, code: str, field: str = "text", **values: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.values = code, field, values

    @property
    def status(self) -> int:
        """The status (RFC 9110) of the answer that says so."""
        return 429 if self.code.startswith("rate") else 422


@dataclass(frozen=True)
class Earlier:
    """A comment that the same author, or somebody over the same connection, sent before."""

    text: str
    made: datetime
    rejected: bool = False
    here: bool = True


@dataclass(frozen=True)
class Draft:
    """A comment on its way in, and what the checks need to know of its surroundings.

    `earlier` are the author's comments of the last days, `copies` counts others' comments of the same text, `closed`
    says that nothing new is taken, `taken` that somebody with an account goes by the same name.
    """

    name: str
    text: str
    address: str = ""
    now: datetime = datetime.min
    earlier: tuple[Earlier, ...] = ()
    copies: int = 0
    closed: bool = False
    taken: bool = False
    flags: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def flagged(self, code: str, **values: object) -> Draft:
        """This draft with one more flag."""
        return replace(self, flags={**self.flags, code: values})


@cache
def data() -> dict[str, Any]:
    """Limits and word lists, as they stand in checks.toml."""
    return tomllib.loads((files(__package__) / "checks.toml").read_text("utf-8"))


def plain(text: str) -> str:
    """Text without control, format and private characters, composed (NFC), with at most a few marks on a letter."""
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        kind = unicodedata.category(char)
        if kind in ("Zl", "Zp"):
            char = "\n"
        elif char == "\t" or kind == "Zs":
            char = " "
        elif char != "\n" and kind[0] == "C" and char not in _KEPT:
            continue
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= _MARKS:
            out.append(char)
    lines = (line.rstrip() for line in "".join(out).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def bare(text: str) -> str:
    """Text as it is compared: case, width, spaces and the kind of apostrophe make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def closed(draft: Draft) -> Draft:
    """Nothing is taken where the discussion is closed."""
    if draft.closed:
        raise RefusedError("closed")
    return draft


def clean(draft: Draft) -> Draft:
    """Keep the text without what cannot be seen; what turns text around or hides in it is worth a second look."""
    name, text = " ".join(plain(draft.name).split()), plain(draft.text)
    hidden = sum(unicodedata.category(char) == "Cf" and char not in _KEPT for char in draft.name + draft.text)
    out = replace(draft, name=name, text=text, address=draft.address.strip())
    return out.flagged("hidden", n=hidden) if hidden else out


def length(draft: Draft) -> Draft:
    """There is a name and a text, neither too long, and the address is one or missing."""
    limits = data()["limits"]
    for name, value in (("name", draft.name), ("text", draft.text)):
        if not bare(value.replace("\u200c", "").replace("\u200d", "")):
            raise RefusedError(f"{name}_empty", name)
        if len(value) > limits[name]:
            raise RefusedError(f"{name}_long", name, n=len(value), most=limits[name])
    if draft.address:
        try:
            validate_email(draft.address)
        except ValidationError as error:
            raise RefusedError("address", "address") from error
    return draft


def repeated(draft: Draft) -> Draft:
    """The same text by the same author is taken once; the same text by others or elsewhere is flagged."""
    same = [each for each in draft.earlier if bare(each.text) == bare(draft.text)]
    if any(each.here for each in same):
        raise RefusedError("repeated")
    copies = draft.copies + len(same)
    return draft.flagged("copied", n=copies) if copies else draft


def recent(draft: Draft) -> Draft:
    """So many comments in a while and no more; comments rejected before are worth a second look."""
    limits = data()["limits"]
    ages = [draft.now - each.made for each in draft.earlier]
    if sum(age < timedelta(minutes=limits["minutes"]) for age in ages) >= limits["within_minutes"]:
        raise RefusedError("rate", n=limits["within_minutes"], minutes=limits["minutes"])
    if sum(age < timedelta(days=1) for age in ages) >= limits["within_day"]:
        raise RefusedError("rate_day", n=limits["within_day"])
    rejected = sum(each.rejected for each in draft.earlier)
    return draft.flagged("rejected", n=rejected) if rejected >= limits["rejected"] else draft


def words(draft: Draft) -> Draft:
    """Words of the list, in name and text."""
    found = sorted({" ".join(match.split()) for match in _listed().findall(bare(f"{draft.name} \n {draft.text}"))})
    return draft.flagged("words", found=", ".join(found[:8])) if found else draft


def links(draft: Draft) -> Draft:
    """Addresses of web pages, which is what advertising brings."""
    found = _links().findall(f"{draft.name} {draft.text}")
    return draft.flagged("links", n=len(found)) if found else draft


def shouting(draft: Draft) -> Draft:
    """Text in capitals, or rows of exclamation marks."""
    limits = data()["shouting"]
    letters = [char for char in draft.text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    loud = len(letters) >= limits["letters"] and capitals / len(letters) >= limits["share"]
    if loud or re.search(rf"[!?！？]{{{limits['marks']},}}", draft.text):
        return draft.flagged("shouting")
    return draft


def somebody(draft: Draft) -> Draft:
    """A name that somebody with an account goes by."""
    return draft.flagged("name") if draft.taken else draft


CHECKS: tuple[Callable[[Draft], Draft], ...] = (
    closed, clean, length, repeated, recent, words, links, shouting, somebody,
)  # fmt: skip


def check(draft: Draft) -> Draft:
    """The draft as it is to be kept, with its flags.  Raises `RefusedError` where something has to be changed."""
    for one in CHECKS:
        draft = one(draft)
    return draft


@cache
def _listed() -> re.Pattern[str]:
    lists = data()["words"]
    forms = sorted({bare(word) for spoken in lists.values() for word in spoken}, key=len, reverse=True)
    patterns = (re.escape(form.rstrip("*")).replace(r"\ ", r"\s+") + r"\w*" * form.endswith("*") for form in forms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


@cache
def _links() -> re.Pattern[str]:
    domains = "|".join(map(re.escape, data()["links"]["domains"]))
    return re.compile(rf"(?i)https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:{domains})\b")
