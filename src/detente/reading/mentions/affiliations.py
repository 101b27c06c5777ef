"""Whom an office belongs to: "US-Präsident", "Frankreichs Präsident", "chief executive of the bank"."""

from __future__ import annotations

from collections import Counter

from detente.reading.mentions.names import gazetteer
from detente.reading.mentions.parts import Part, Sketch
from detente.reading.mentions.register import Register
from detente.reading.mentions.role import Role
from detente.reading.mentions.tables import table
from detente.reading.model import Actor
from detente.reading.text.words import Word

_AUSTRIAN = {"OEVP", "SPOE", "FPOE", "NATIONALRAT"}


class Affiliations:
    """Finds the key of the party that an office belongs to; `home` is the country whose "Bundeskanzler" is meant."""

    def __init__(self, register: Register, language: str, sketches: list[Sketch]) -> None:
        self.register = register
        self.language = language
        counts = _countries(sketches)
        self.home, number = counts.most_common(1)[0] if counts else ("DE", 0)
        self.home_named = number > 0

    def of(self, role: Role, result: Sketch, made: dict[int, Actor]) -> str | None:
        """The party that a role belongs to, by the words in it, before it and after it."""
        first = role.possessor if role.possessor is not None else max(role.outer - 1, 0)
        for span in ((first, role.head), (role.head_last, role.last)):
            for part in result.parts:
                owner = self._owner(part, role, span, made)
                if owner is not None:
                    return owner
        return self._of_prefix(role)

    def _owner(self, part: Part, role: Role, span: tuple[int, int], made: dict[int, Actor]) -> str | None:
        first, last = span
        possessor = role.possessor is not None and part.last - 1 == role.possessor
        if (
            not ((first <= part.first and part.last <= last) or possessor)
            or id(part) not in made
            or part.kind == "group"
        ):
            return None
        if part.last <= role.outer and not (part.genitive or possessor):
            return None
        actor = made[id(part)]
        if part.kind == "person":
            return actor.of
        if actor.kind == "state" and "-" in actor.key and role.base in table(self.language, "elected"):
            return None
        return actor.key

    def _of_prefix(self, role: Role) -> str | None:
        if role.code is not None:
            if role.prefix == "Bundes":
                if not self.home_named:
                    return None
                return self.register.known(gazetteer(self.language).state(self.home)).key
            names = gazetteer(self.language)
            parts = [Word(k, part, 0, 0) for k, part in enumerate(role.prefix.split())]
            found = names.find(parts, 0) if parts else None
            return self.register.known(found.known if found else names.state(role.code)).key
        if role.prefix:
            actor = self.register.find(role.prefix)
            if actor is not None and actor.kind != "person":
                return actor.key
        return None


def _countries(sketches: list[Sketch]) -> Counter[str]:
    """How often a report names the countries that have federal offices in German."""
    counts: Counter[str] = Counter()
    for result in sketches:
        for part in result.parts:
            if part.known is None:
                continue
            country = part.known.key.split("-")[0]
            if country in ("DE", "AT", "CH") and part.known.kind == "state" and part.known.how == "name":
                counts[country] += 1
            elif part.known.key in _AUSTRIAN:
                counts["AT"] += 1
    return counts
