"""Rulings on statements and events: the item is found by its passage and by what it says."""

from __future__ import annotations

from pydantic import BaseModel
from rapidfuzz import fuzz

from detente.contract import Event, Evidence, Ruling
from detente.dossier.folding import fold
from detente.dossier.rulings.making import FIELDS
from detente.dossier.rulings.passages import OVERLAP, fit
from detente.dossier.rulings.table import CannotApplyError, Model, Table, single, validated

# Two wordings of one topic, as another reader may cut it out.
_TOPICS_ALIKE = 70
_DECISIVE = {"statement": ("party", "stance"), "event": ("type",)}


def rule_item(table: Table, ruling: Ruling, items: dict[str, Model], model: type[Model]) -> None:
    """Apply a ruling on one of `items`.  Raises `CannotApplyError`."""
    out = table.out[ruling.target]
    if ruling.action == "add":
        evidence = table.placed(ruling.evidence)
        defaults: dict[str, object] = {"topic": "", "cue": "", "date": table.reports[evidence.report].date}
        name = str(ruling.item.get("id") or f"{evidence.report}-{ruling.id}")
        given = {"id": name, "evidence": evidence, "rule": "ruling", "confidence": 1.0}
        if model is Event:
            defaults.pop("date")
        items[name] = table.checked(model, defaults | ruling.item | given)
        table.of_report.setdefault((ruling.target, evidence.report), {})[name] = None
        table.found[ruling.id] = name
        out.discard(name)
        return
    name = _find(table, ruling, items)
    if ruling.action == "reject":
        table.found[ruling.id] = name
        out.add(name)
        return
    changes = {key: value for key, value in ruling.item.items() if key != "id"}
    if ruling.action == "accept":
        changes = {}
    if "evidence" in changes:
        changes["evidence"] = table.placed(validated(Evidence, changes["evidence"]))
    items[name] = table.checked(model, items[name].model_dump() | changes | {"confidence": 1.0})
    table.found[ruling.id] = name
    out.discard(name)


def _find(table: Table, ruling: Ruling, items: dict[str, Model]) -> str:
    if ruling.evidence is None:
        raise CannotApplyError("no_item")
    was = ruling.was or ({} if ruling.action == "correct" else ruling.item)
    states = [was, was | ruling.item] if ruling.action == "correct" else [was]
    places = [ruling.evidence]
    if ruling.action == "correct" and "evidence" in ruling.item:
        # Where the ruling has been applied already, the item is at the place that it points at.
        places.append(validated(Evidence, ruling.item["evidence"]))
    found: list[tuple[tuple[float, int, bool], str]] = []
    for name in table.of_report.get((ruling.target, ruling.evidence.report), ()):
        item = items[name]
        versions = [item, table.as_read.get(name, item)]
        near = max(fit(getattr(each, "evidence"), at) for each in versions for at in places)  # noqa: B009
        agreeing = [_agreement(table, each, state, ruling.target) for state in states for each in versions]
        best = max((a for a in agreeing if a is not None), default=None)
        if near >= OVERLAP and best is not None:
            found.append(((round(near, 6), best, name == was.get("id")), name))
    best_fit = max(found)[0] if found else None
    return single([name for each, name in found if each == best_fit])


def _agreement(table: Table, item: BaseModel, was: dict[str, object], target: str) -> int | None:
    """How many known fields agree; None where it is another item: one passage may hold several statements."""
    for key in _DECISIVE[target]:
        if key in was and table.one(getattr(item, key)) != table.one(was[key]):
            return None
    topic, known = getattr(item, "topic", None), was.get("topic")
    if topic and known and fuzz.partial_ratio(fold(str(topic)), fold(str(known))) < _TOPICS_ALIKE:
        return None
    if target == "event" and isinstance(before := was.get("participants"), list):
        now = {table.one(name) for name in getattr(item, "participants", ())}
        then = {table.one(name) for name in before}
        if len(now & then) < OVERLAP * len(now | then):
            return None
    return sum(1 for key in FIELDS[target] if key in was and getattr(item, key) == was[key])
