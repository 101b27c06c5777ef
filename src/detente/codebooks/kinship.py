"""Which reports tell of the same negotiation, judged by who speaks in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

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

    def akin(self, reports: Collection[str], others: Collection[str]) -> bool:
        """Whether one of the reports is akin to one of the others, or is one of them."""
        if not set(reports).isdisjoint(others):
            return True
        return self._told(reports, others) or self._told(others, reports)

    def groups(self, reports: Iterable[str]) -> list[list[str]]:
        """The reports that are akin, directly or through others, in groups; all in alphabetical order."""
        listed = sorted(set(reports))
        speaking = {party for report in listed for party in self._speaking.get(report, ())}
        home = {report: report for report in listed}

        def root(report: str) -> str:
            while home[report] != report:
                home[report] = report = home[home[report]]
            return report

        first: dict[str, str] = {}
        for report in listed:
            for party in sorted(self._mentioned.get(report, set()) & speaking):
                one, other = sorted((root(first.setdefault(party, report)), root(report)))
                home[other] = one
        found: dict[str, list[str]] = defaultdict(list)
        for report in listed:
            found[root(report)].append(report)
        return list(found.values())

    def _told(self, reports: Iterable[str], others: Iterable[str]) -> bool:
        speaking = {party for report in reports for party in self._speaking.get(report, ())}
        return any(not speaking.isdisjoint(self._mentioned.get(other, ())) for other in others)
