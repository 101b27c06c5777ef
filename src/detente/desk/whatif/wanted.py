"""What is wanted of a what-if, as it stands in an address, a form and a saved scenario.

Each wish is a field of a query: its name says what is changed, by ids, its value to what.
`salience:germany:peace.ceasefire=0.5`; `leaves=poland`.  Ids are quoted where they contain a colon.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import get_args
from urllib.parse import quote, unquote, urlencode

from detente.contract import Stance
from detente.desk.words import say

# What stands in a field's name after the kind; what its value is; and whether it may be there more than once.
# The order is the one in which they are made: what is more exact comes later, and holds.
SHAPES: dict[str, tuple[tuple[str, ...], str, bool]] = {
    "leaves": ((), "party", True),
    "joins": ((), "party", True),
    "without": ((), "statement", True),
    "says": (("party", "issue", "option", "stance"), "count", False),
    "status-quo": (("issue",), "option", False),
    "no-option": (("issue",), "option", True),
    "capability": (("party",), "amount", False),
    "reservation": (("party",), "share", False),
    "salience": (("party", "issue"), "share", False),
    "all-accept": (("issue",), "option", True),
    "position": (("party", "issue"), "option", False),
    "acceptance": (("party", "issue", "option"), "share", False),
}
MOST = 80
MOST_SAID = 20
# Stands for no option: what nobody knows; a statement on an issue as a whole.
NOBODY_KNOWS = "-"
# The fields that a supposed statement is made up of before it is a wish, as they stand in the form.
SUPPOSE = ("suppose-party", "suppose-about", "suppose-stance", "suppose-count")
_LONGEST = 300
_LARGEST = 1e9


class WantedError(ValueError):
    """What is wanted cannot be read; `key` (of the words under whatif.error) says why."""

    def __init__(self, key: str, **words: object) -> None:
        self.key, self.words = key, words
        super().__init__(key)

    def text(self) -> str:
        """What is wrong, in the language of the page."""
        return say(f"whatif.error.{self.key}", lang=None, **self.words)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wish: its kind, the ids that its name gives, its value (a number as it is written, or an id)."""

    kind: str
    about: tuple[str, ...]
    value: str

    @property
    def name(self) -> str:
        """The name of the field."""
        return field_name(self.kind, *self.about)

    @property
    def ids(self) -> dict[str, str]:
        """What it is about: ids by "party", "issue", "option", "statement"."""
        about, value, _ = SHAPES[self.kind]
        found = dict(zip(about, self.about, strict=True))
        if value in ("party", "option", "statement") and self.value != NOBODY_KNOWS:
            found[value] = self.value
        return found

    @property
    def number(self) -> float:
        """The value as a number."""
        return float(self.value)


def field_name(kind: str, *about: str) -> str:
    """The name of the field for a kind of change and what it is about."""
    return ":".join([kind, *(quote(part, safe=" ") for part in about)])


def field_parts(name: str) -> tuple[str, ...]:
    """The kind and what it is about, as a field's name has them."""
    kind, *about = name.split(":")
    return (kind, *map(unquote, about))


def read(fields: Iterable[tuple[str, str]]) -> tuple[Wanted, ...]:
    """The wishes in the fields of a query, in the order in which they are made; empty values wish nothing.

    Raises WantedError for a field that is no change and for a number that is none or out of range.
    """
    found: dict[object, Wanted] = {}
    for name, value in fields:
        if value == "":
            continue
        wish = _read(name, value)
        several = SHAPES[wish.kind][2]
        found[(wish.name, wish.value) if several else wish.name] = wish
    return ordered(found.values())


def suppose(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a form with those that make up a supposed statement as one, where they name a party."""
    given = list(fields)
    made = {name: value for name, value in given if name in SUPPOSE}
    rest = [(name, value) for name, value in given if name not in SUPPOSE]
    party, about, stance, count = (made.get(name, "") for name in SUPPOSE)
    if party and about:
        rest.append((":".join((field_name("says", party), about, stance or "support")), count or "1"))
    return rest


def from_lists(saved: object) -> tuple[Wanted, ...]:
    """The wishes of a saved scenario (see `as_lists`).  Raises WantedError."""
    if not isinstance(saved, list):
        raise WantedError("field", name=type(saved).__name__)
    fields = []
    for each in saved:
        if not isinstance(each, list) or len(each) < 2 or not all(isinstance(part, str) for part in each):
            raise WantedError("field", name=str(each)[:80])
        fields.append((field_name(each[0], *each[1:-1]), each[-1]))
    return read(fields)


def as_lists(wanted: Iterable[Wanted]) -> list[list[str]]:
    """The wishes as plain data: kind, ids, value."""
    return [[wish.kind, *wish.about, wish.value] for wish in wanted]


def query(wanted: Iterable[Wanted], **more: str) -> str:
    """The wishes as the query of an address, with other fields behind them."""
    fields = [(wish.name, wish.value) for wish in wanted] + [each for each in more.items() if each[1]]
    return urlencode(fields, safe=":")


def ordered(wanted: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """In the order in which they are made, those of a kind in a fixed order: the same wishes are the same tuple."""
    kinds = list(SHAPES)
    return tuple(sorted(wanted, key=lambda wish: (kinds.index(wish.kind), wish.about, wish.value)))


def enough(wanted: Sequence[Wanted]) -> None:
    """Raise WantedError where there are too many to be tried at once."""
    if len(wanted) > MOST:
        raise WantedError("many", n=len(wanted), most=MOST)


def written(value: float) -> str:
    """A number as it stands in an address: at most four decimals."""
    return format(round(value, 4) + 0.0, ".12g")


def _read(name: str, value: str) -> Wanted:
    parts = field_parts(name)
    kind, about = parts[0], parts[1:]
    if len(name) > 3 * _LONGEST or len(value) > _LONGEST or any(ord(c) < 32 for c in "".join((*about, kind, value))):
        raise WantedError("field", name=name[:80])
    if kind not in SHAPES or len(about) != len(SHAPES[kind][0]) or not all(about):
        raise WantedError("field", name=name[:80])
    what = SHAPES[kind][1]
    if kind == "says" and about[-1] not in get_args(Stance):
        raise WantedError("field", name=name[:80])
    if what == "count":
        value = str(round(float(_number(value, MOST_SAID))))
    elif what in ("share", "amount"):
        value = _number(value, 1.0 if what == "share" else _LARGEST)
    return Wanted(kind, about, value)


def _number(value: str, most: float) -> str:
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        raise WantedError("number", value=value[:40]) from None
    if not isfinite(found):
        raise WantedError("number", value=value[:40])
    if not 0 <= found <= most:
        raise WantedError("range", value=value[:40], most=int(most))
    return written(found)
