"""Parties as the inputs of a merge tell them, and the sets that they are joined in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.contract import Party
from detente.dossier.names import known_organisation
from detente.dossier.places import state_code


@dataclass(slots=True, eq=False)
class Node:
    """A party as one input tells it.  Its id is unique over all inputs, and so are the ids that it refers to.

    `sources` are the numbers of the inputs it comes from, `languages` those of the reports that mention it.
    """

    party: Party
    sources: frozenset[int]
    languages: frozenset[str] = frozenset()


class Unions:
    """Disjoint sets of numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """The number that stands for the set of `item`."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make the sets of two numbers one."""
        one, other = sorted((self.find(one), self.find(other)))
        self._parent[other] = one

    def join_all(self, items: Iterable[int]) -> None:
        """Make the sets of all these numbers one."""
        first, *rest = items
        for item in rest:
            self.join(first, item)


def code_of(party: Party) -> str | None:
    """What a state or known organisation is called everywhere ("state UA", "house EU"), from its code or its name."""
    if party.kind == "person":
        return None
    if party.kind == "state":
        code = party.code or state_code(party.name)
        return f"state {code.upper()}" if code else None
    key = party.code or known_organisation(party.name)
    return f"house {key.upper()}" if key else None
