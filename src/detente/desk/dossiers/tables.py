"""The tables of a dossier's pages as rows, the first of them the header: for CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from detente.contract import Dossier
from detente.desk.dossiers.network import network
from detente.dossier import as_csv, table, timeline

Row = tuple[object, ...]


def _parties(dossier: Dossier) -> Iterator[Row]:
    names = {party.id: party.name for party in dossier.parties}
    yield "id", "name", "kind", "of", "of_name", "roles", "aliases", "mentions", "code", "capability"
    for p in dossier.parties:
        roles, aliases = "; ".join(p.roles), "; ".join(p.aliases)
        yield p.id, p.name, p.kind, p.of, names.get(p.of or "", ""), roles, aliases, p.mentions, p.code, p.capability


def _timeline(dossier: Dossier) -> Iterator[Row]:
    names = {party.id: party.name for party in dossier.parties}
    yield "date", "when", "type", "status", "participants", "participant_names", "place", "topic", "reports", "events"
    for entry in timeline(dossier):
        yield (
            entry.date,
            entry.when,
            entry.type,
            entry.status,
            "; ".join(entry.participants),
            "; ".join(names.get(party, party) for party in entry.participants),
            entry.place,
            next((event.topic for event in entry.events if event.topic), None),
            "; ".join(dict.fromkeys(event.evidence.report for event in entry.events)),
            "; ".join(event.id for event in entry.events),
        )


def _network(dossier: Dossier) -> Iterator[Row]:
    names = {party.id: party.name for party in dossier.parties}
    yield "a", "a_name", "b", "b_name", "agree", "differ", "agreeing_statements", "differing_statements"
    for tie in network(dossier).ties:
        agreeing, differing = ("; ".join(s.id for s in some) for some in (tie.agreeing, tie.differing))
        yield tie.a, names[tie.a], tie.b, names[tie.b], tie.agree, tie.differ, agreeing, differing


def _discrepancies(dossier: Dossier) -> Iterator[Row]:
    yield "kind", "party", "note", "report_1", "quote_1", "report_2", "quote_2"
    for each in dossier.discrepancies:
        passages = [part for e in each.between[:2] for part in (e.report, e.quote)]
        yield each.kind, each.party, each.note, *passages, *[None] * (4 - len(passages))


_OWN: dict[str, Callable[[Dossier], Iterator[Row]]] = {
    "parties": _parties,
    "timeline": _timeline,
    "network": _network,
    "discrepancies": _discrepancies,
}
NAMES = ("statements", "events", "positions", *_OWN)


def as_text(dossier: Dossier, name: str) -> str:
    """A table as CSV, as the library writes its own.  Raises KeyError for an unknown name."""
    return as_csv(_OWN[name](dossier)) if name in _OWN else table(dossier, name)


def as_rows(dossier: Dossier, name: str) -> list[dict[str, Any]]:
    """A table as records.  Numbers and absent values of our own tables stay what they are; others are text."""
    if name in _OWN:
        head, *rows = _OWN[name](dossier)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return list(csv.DictReader(io.StringIO(table(dossier, name).removeprefix("\ufeff"), newline="")))
