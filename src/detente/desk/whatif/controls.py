"""The sliders and switches of a table: what each says now, what it said before, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from detente.desk.whatif.trying import MORE_ISSUES
from detente.desk.whatif.wanted import MOST_SAID


@dataclass(frozen=True, slots=True)
class Control:
    """One slider, list or switch.

    base: what it says before any change; value: what it says now; on: for a switch, whether it is on.  rests: how many
    sentences are behind the base value; note: what else it rests on.  key: what tells switches of one name apart.
    """

    name: str
    label: str
    base: str
    value: str
    most: str = "1"
    step: str = "0.01"
    choices: tuple[tuple[str, str], ...] = ()
    on: bool = False
    rests: int = 0
    note: str = ""
    key: str = ""

    @property
    def changed(self) -> bool:
        """Whether it says something else than before."""
        return self.on or self.value != self.base

    @property
    def id(self) -> str:
        """An id for the page, the same for the same control."""
        return _id(self.name + self.key)


@dataclass(frozen=True, slots=True)
class OnIssue:
    """What can be set of a party on an issue."""

    label: str
    salience: Control
    position: Control
    acceptances: tuple[Control, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is set."""
        return any(each.changed for each in (self.salience, self.position, *self.acceptances))


@dataclass(frozen=True, slots=True)
class OfParty:
    """What can be set of a party."""

    name: str
    leaves: Control
    capability: Control
    reservation: Control | None
    issues: tuple[OnIssue, ...]

    @property
    def changed(self) -> int:
        """How much of it is set."""
        own = (self.leaves, self.capability, *((self.reservation,) if self.reservation else ()))
        parts = [c for i in self.issues for c in (i.salience, i.position, *i.acceptances)]
        return sum(each.changed for each in (*own, *parts))


@dataclass(frozen=True, slots=True)
class Lever:
    """An issue's levers: what holds without a deal, an option that all accept, an option off the table.

    hands: who holds options of it in their hands, by name.
    """

    label: str
    holds: Control
    accepted: tuple[Control, ...]
    out: tuple[Control, ...]
    hands: tuple[str, ...]

    @property
    def changed(self) -> int:
        """How much of it is set."""
        return sum(each.changed for each in (self.holds, *self.accepted, *self.out))


@dataclass(frozen=True, slots=True)
class Suppose:
    """Statements that are supposed: a control each for how often it is made, and what the next can be made up of.

    abouts: for each issue its label and its options, each as it stands in a field's name, with its label.
    """

    made: tuple[Control, ...]
    parties: tuple[tuple[str, str], ...]
    abouts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    stances: tuple[tuple[str, str], ...]
    most: int = MOST_SAID


@dataclass(frozen=True, slots=True)
class Panel:
    """All controls of a table."""

    levers: tuple[Lever, ...]
    more: tuple[Lever, ...]
    parties: tuple[OfParty, ...]
    joins: tuple[Control, ...]
    statements: tuple[Control, ...]
    suppose: Suppose
    most_more: int = MORE_ISSUES


@lru_cache(maxsize=4096)
def _id(name: str) -> str:
    return "c-" + quote(name, safe="").replace("%", "_")
