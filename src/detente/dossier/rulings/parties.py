"""Rulings on parties: found by id, mentions or name; two can be made one."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from detente.contract import Evidence, Party, Ruling
from detente.dossier.folding import fold, slug
from detente.dossier.joining import joined
from detente.dossier.nodes import Node
from detente.dossier.rulings.passages import OVERLAP, fit
from detente.dossier.rulings.table import CannotApplyError, Table, single
from detente.dossier.summary import main_language


def rule_party(table: Table, ruling: Ruling) -> None:
    """Apply a ruling on a party.  Raises `CannotApplyError`."""
    if ruling.action == "add":
        name = str(ruling.item.get("id") or slug(str(ruling.item.get("name", ""))) or ruling.id)
        evidence = _mentions(table, ruling)
        fields = {"mentions": len(evidence)} | ruling.item | {"evidence": evidence, "id": name}
        table.parties[name] = table.checked(Party, fields)
        _take_mentions(table, name)
        table.found[ruling.id] = name
        table.out["party"].discard(name)
        return
    name = table.found[ruling.id] = _find_party(table, ruling)
    if ruling.action == "reject":
        table.out["party"].add(name)
        return
    table.out["party"].discard(name)
    if ruling.action == "accept":
        return
    other = ruling.item.get("id")
    if isinstance(other, str) and other != name:
        if other not in table.parties:
            del table.found[ruling.id]
            raise CannotApplyError("no_party", id=other)
        nodes = [Node(table.parties[key], frozenset()) for key in (other, name)]
        table.parties[other] = joined(other, nodes, main_language(table.dossier)).party
        del table.parties[name]
        table.same = {old: other if new == name else new for old, new in table.same.items()} | {name: other}
        name = other
    changes = {key: value for key, value in ruling.item.items() if key != "id"}
    try:
        table.parties[name] = table.checked(Party, table.parties[name].model_dump() | changes)
    except CannotApplyError:
        del table.found[ruling.id]
        raise


def _mentions(table: Table, ruling: Ruling) -> list[Evidence]:
    """The mentions of an added party: its evidence, or those in `item`, as far as they still stand somewhere."""
    given = ruling.item.get("evidence")
    if given is None:
        return [table.placed(ruling.evidence)] if ruling.evidence else []
    placed: list[Evidence] = []
    try:
        for each in TypeAdapter(list[Evidence]).validate_python(given):
            try:
                placed.append(table.placed(each))
            except CannotApplyError:
                continue
    except ValidationError as error:
        raise CannotApplyError("misfit", reason=f"evidence: {error.errors()[0]['msg']}") from error
    return placed


def _take_mentions(table: Table, name: str) -> None:
    """One mention is of one party: those of the party `name` are no longer the others'."""
    taken = {(each.report, each.start, each.end) for each in table.parties[name].evidence}
    for key, party in table.parties.items():
        kept = [each for each in party.evidence if (each.report, each.start, each.end) not in taken]
        lost = len(party.evidence) - len(kept)
        if key != name and lost:
            table.parties[key] = party.model_copy(
                update={"evidence": kept, "mentions": max(party.mentions - lost, len(kept))}
            )


def _find_party(table: Table, ruling: Ruling) -> str:
    wanted = ruling.was.get("id") or (None if ruling.action == "correct" and ruling.was else ruling.item.get("id"))
    if isinstance(wanted, str) and table.same.get(wanted, wanted) in table.parties:
        return table.same.get(wanted, wanted)
    found = [
        party.id
        for party in table.parties.values()
        if ruling.evidence and any(fit(e, ruling.evidence) >= OVERLAP for e in party.evidence)
    ]
    if not found and (name := ruling.was.get("name") or ruling.item.get("name")):
        found = [p.id for p in table.parties.values() if fold(str(name)) in {fold(n) for n in (p.name, *p.aliases)}]
    return single(found)
