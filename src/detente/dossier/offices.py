"""Roles: which office the words of a role name, whose office it is, and whether it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from detente.dossier.folding import data, fold
from detente.dossier.names import known_organisation
from detente.dossier.places import adjective_code, state_code

Tenure = Literal["held", "former", "uncertain"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a role says.  `office` is a key of offices.toml, or the folded words where they name no office known there.

    `of` is the state or organisation that the words name ("state US", "house EU"), `owner` those words where it has no
    code.
    """

    office: str
    of: str | None = None
    owner: str = ""
    tenure: Tenure = "held"
    known: bool = False

    @property
    def single(self) -> bool:
        """Whether one person at a time holds this office."""
        return self.known and self.office in data("offices")["single"]["offices"]


@cache
def _office_words() -> dict[str, str]:
    return {word: office for office, words in data("offices")["office"].items() for word in words}


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(data("offices")[key])


def _stem(word: str) -> str:
    """A German adjective without its ending."""
    return re.sub(r"(?<=\w{2})e[rnsm]?$", "", word)


def _office(words: str) -> str | None:
    table = _office_words()
    if words in table:
        return table[words]
    head, _, last = words.rpartition(" ")
    lead = head + " " if head else ""
    for ending in ("innen", "in", "en", "es", "s", "n", "e", "er"):
        if last.endswith(ending) and lead + last[: -len(ending)] in table:
            return table[lead + last[: -len(ending)]]
    return None


def _owner(name: str) -> str | None:
    for spelling in (name, name.removesuffix("s")):
        if code := state_code(spelling):
            return f"state {code}"
    key = known_organisation(name)
    return f"house {key}" if key else None


def _parts(token: str) -> list[str]:
    """A hyphenated word in the parts that say something: "ex-us-praesident" is "ex", "us", "praesident"."""
    if "-" not in token or _office(token) is not None:
        return [token]
    first, _, rest = token.partition("-")
    if first in _listed("former") or first in _listed("uncertain") or adjective_code(first):
        return [first, *_parts(rest)]
    owner, _, last = token.rpartition("-")
    if last in _listed("uncertain") or _office(last) is not None:
        return [*_parts(owner), last]
    return [token]


@lru_cache(maxsize=16384)
def parse_role(role: str) -> Role:
    """Take a role apart ("ehemaliger US-Präsident": president of US, former)."""
    tenure: Tenure = "held"
    of: str | None = None
    tokens: list[str] = []
    for token in re.split(r"[\s,]+", fold(re.sub(r"['’]s\b", "", role)).strip(" .\"'„“»«")):
        if not token:
            continue
        tokens += _parts(token)
    kept: list[str] = []
    owner: list[str] = []
    while tokens and tokens[0] in _listed("articles"):
        tokens = tokens[1:]
    for token in tokens:
        stem = _stem(token)
        if token in _listed("former") or stem in _listed("former"):
            tenure = "former"
        elif token in _listed("uncertain") or stem in _listed("uncertain"):
            tenure = "uncertain"
        elif stem in _listed("idle") or token in _listed("idle"):
            continue
        elif not of and (code := adjective_code(token) or adjective_code(stem)):
            of = code
        else:
            kept.append(token)
    special = data("offices")["title"].get(" ".join(kept))
    if special:
        return Role(str(special["office"]), str(special["of"]), "", tenure, True)
    # The longest run of words that names an office, the last one before "of" or "des"; the rest says whose it is.
    head = next((n for n, word in enumerate(kept) if word in _listed("linking")), len(kept))
    for length in range(len(kept), 0, -1):
        for first in range(min(head, len(kept) - length + 1) - 1, -1, -1):
            office = _office(" ".join(kept[first : first + length]))
            if office is None:
                continue
            owner = [w for w in kept[:first] + kept[first + length :] if w not in _listed("linking")]
            name = " ".join(owner)
            code = of or (_owner(name) if name else None)
            return Role(office, code, "" if code else name, tenure, True)
    return Role(" ".join(kept), of, "", tenure, False)


def described_office(name: str) -> Role | None:
    """The office that a party's name describes where it is no name at all ("der ukrainische Präsident"), or None."""
    role = parse_role(name)
    return role if role.known and not role.owner else None
