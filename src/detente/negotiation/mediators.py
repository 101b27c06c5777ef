"""Who mediates: by office (words in `mediation.toml`), or as the first named participant of an event "mediate"."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from detente.contract import Dossier, Party


def find_mediators(dossier: Dossier, ends: dict[str, str]) -> tuple[str, ...]:
    """Ids of the mediating parties, each standing for those who speak for it, in the order of the dossier.

    `ends` maps every party to the one it counts for.  A former office does not count.
    """
    found = {ends[party.id] for party in dossier.parties if _by_office(party)}
    for event in dossier.events:
        if event.type == "mediate" and event.participants and event.participants[0] in ends:
            found.add(ends[event.participants[0]])
    return tuple(party.id for party in dossier.parties if party.id in found)


def _by_office(party: Party) -> bool:
    former = {office.role for office in party.offices if office.former}
    return any(_names_mediation(role) for role in party.roles if role not in former)


def _names_mediation(role: str) -> bool:
    return any(word in role.casefold() for word in _words())


@cache
def _words() -> tuple[str, ...]:
    with Path(__file__).with_name("mediation.toml").open("rb") as file:
        return tuple(word for words in tomllib.load(file).values() for word in words)
