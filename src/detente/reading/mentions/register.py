"""The register of a report's actors: which names stand for one and the same party."""

from __future__ import annotations

import re
from functools import cache

from detente.reading.language import lexicon
from detente.reading.mentions.names import PARTICLES, Known, first_names
from detente.reading.model import Actor


@cache
def famous() -> dict[str, list[str]]:
    """Persons known by surname: full name, state, gender."""
    people: dict[str, list[str]] = lexicon("any", "persons")["known"]
    return people


class Register:
    """Actors by key, with the names and shorter names under which the report calls them."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self._names: dict[str, Actor] = {}
        self._shorter: dict[str, Actor] = {}
        self._alone: list[Actor] = []

    def find(self, name: str) -> Actor | None:
        """The actor of a name: in full, or a surname or acronym used before."""
        key = fold(name)
        return self._names.get(key) or self._shorter.get(key)

    def known(self, known: Known) -> Actor:
        """The actor of a known name."""
        key = known.key
        actor = self.actors.get(key)
        if actor is None:
            actor = Actor(key, known.name, "state" if known.kind == "state" else "organisation", code=key)
            actor.plural = False
            self._add(actor)
        return actor

    def person(self, name: str) -> Actor:
        """The actor of a person's name, which may be a surname alone; a fuller name replaces a shorter one."""
        actor = self._names.get(fold(name))
        if actor is not None and actor.kind == "person":
            return actor
        tokens = name.split()
        if len(tokens) == 1:
            actor = self._shorter.get(fold(name))
            if actor is not None and actor.kind == "person":
                return actor
        else:
            actor = self._shorter.get(fold(surname(name)))
            if actor is not None and actor.kind == "person" and _compatible(actor.name, name):
                if len(tokens) > len(actor.name.split()):
                    actor.aliases.append(actor.name)
                    actor.name = name
                self._names[fold(name)] = actor
                self._index_person(actor, name)
                return actor
        actor = Actor(self._key(name), name, "person")
        self._add(actor)
        self._index_person(actor, name)
        if len(tokens) == 1 and name in famous():
            self._alone.append(actor)
        return actor

    def complete(self) -> None:
        """Give the full name and the state to those whom the report calls by a surname that anybody knows."""
        for actor in self._alone:
            if not actor.offices and actor.of is None and actor.name in famous():
                name, code, gender = famous()[actor.name]
                actor.aliases.append(actor.name)
                actor.name, actor.feminine = name, gender == "f"
                if code in self.actors:
                    actor.of = code

    def other(self, name: str, kind: str, aliases: list[str]) -> Actor:
        """The actor of an organisation's or a group's name."""
        actor = self.find(name) or next((a for alias in aliases if (a := self.find(alias)) and a.kind == kind), None)
        if actor is None:
            actor = Actor(self._key(name), name, "group" if kind == "group" else "organisation")
            self._add(actor)
        if kind == "group":
            for alias in aliases:
                self._shorter.setdefault(fold(alias), actor)
        else:
            self.call(actor, aliases)
        return actor

    def call(self, actor: Actor, aliases: list[str]) -> None:
        """Remember further names of an actor."""
        for alias in aliases:
            self._shorter.setdefault(fold(alias), actor)
            if alias != actor.name and alias not in actor.aliases:
                actor.aliases.append(alias)

    def described(self, name: str) -> Actor:
        """The actor of an office without a name."""
        actor = self._names.get(fold(name))
        if actor is None or actor.kind != "person":
            actor = Actor(self._key(name), name, "person")
            self._add(actor)
        return actor

    def _index_person(self, actor: Actor, name: str) -> None:
        tokens = name.replace(",", "").split()
        self._shorter[fold(surname(name))] = actor
        for token in tokens[1:]:
            if token.lower() not in PARTICLES and len(token) > 2 and token not in ("Jr", "Jr.", "Sr"):
                if token == tokens[-1]:
                    self._shorter[fold(token)] = actor
                else:
                    self._shorter.setdefault(fold(token), actor)
        if len(tokens) > 1 and tokens[0] not in first_names() and len(tokens[0]) > 2:
            self._shorter.setdefault(fold(tokens[0]), actor)

    def _key(self, name: str) -> str:
        key = name
        number = 2
        while key in self.actors:
            key = f"{name} {number}"
            number += 1
        return key

    def _add(self, actor: Actor) -> None:
        self.actors[actor.key] = actor
        self._names.setdefault(fold(actor.name), actor)


def fold(name: str) -> str:
    """A name for comparison."""
    return re.sub(r"[\s-]+", " ", name.replace("’", "'").lower()).strip()


def surname(name: str) -> str:
    """The last name with its particles: "Ursula von der Leyen" gives "von der Leyen"."""
    tokens = name.replace(",", "").split()
    if tokens and tokens[-1] in ("Jr", "Jr.", "Sr", "Sr."):
        tokens = tokens[:-1]
    k = len(tokens) - 1
    while k > 1 and tokens[k - 1].lower() in PARTICLES:
        k -= 1
    return " ".join(tokens[k:])


def _compatible(one: str, other: str) -> bool:
    """Whether two names with the same surname may be one person's: no differing first names."""
    a, b = one.split(), other.split()
    if len(a) == 1 or len(b) == 1:
        return True
    return (
        a[0] == b[0]
        or (a[0][0] == b[0][0] and (a[0].endswith(".") or b[0].endswith(".")))
        or set(a[:-1]) <= set(b)
        or set(b[:-1]) <= set(a)
    )
