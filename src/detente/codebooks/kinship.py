"""Which reports tell of the same negotiation, judged by who speaks in them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from detente.contract import Dossier


class Kinship:
    """Reports are akin if a party that takes a stance in the one is mentioned in the other.

    "Neuwahlen" in two reports are the same ones only then.  A person counts with those whom they speak for; groups
    ("the unions") are others in each report.
    """

    def __init__(self, dossier: Dossier) -> None:
        groups = {party.id for party in dossier.parties if party.kind == "group"}
        owner = {party.id: party.of for party in dossier.parties}
        self._speaking: dict[str, set[str]] = defaultdict(set)
        self._mentioned: dict[str, set[str]] = defaultdict(set)
        for statement in dossier.statements:
            named = {statement.party, owner.get(statement.party) or statement.party}
            self._speaking[statement.evidence.report] |= named - groups
        self._mentioned |= {report: set(parties) for report, parties in self._speaking.items()}
        for party in dossier.parties:
            if party.id in groups:
                continue
            for evidence in party.evidence:
                self._mentioned[evidence.report] |= {party.id, party.of or party.id} - groups
        self.akin = cache(self._akin)

    def _akin(self, one: str, other: str) -> bool:
        return one == other or bool(
            self._speaking[one] & self._mentioned[other] or self._speaking[other] & self._mentioned[one]
        )
