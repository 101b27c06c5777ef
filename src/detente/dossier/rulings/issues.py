"""Rulings on issues: found by id or label; two can be made one, and options put into parties' hands."""

from __future__ import annotations

from detente.contract import Issue, Ruling
from detente.dossier.folding import fold, slug
from detente.dossier.rulings.table import CannotApplyError, Table, single, validated


def rule_issue(table: Table, ruling: Ruling) -> None:
    """Apply a ruling on an issue.  Raises `CannotApplyError`."""
    if ruling.action == "add":
        name = str(ruling.item.get("id") or slug(str(ruling.item.get("label", ""))) or ruling.id)
        table.issues[name] = _controlled(table, validated(Issue, ruling.item | {"id": name}), ruling)
        table.found[ruling.id] = name
        table.out["issue"].discard(name)
        return
    other = ruling.item.get("id") if ruling.action == "correct" and ruling.was else None
    name = _find_issue(table, ruling, other if isinstance(other, str) else None)
    if ruling.action == "reject":
        table.out["issue"].add(name)
    elif ruling.action == "correct":
        name = _corrected_issue(table, ruling, name, other if isinstance(other, str) else name)
        table.out["issue"].discard(name)
    else:
        table.out["issue"].discard(name)
    table.found[ruling.id] = name


def _find_issue(table: Table, ruling: Ruling, other: str | None) -> str:
    wanted = ruling.was.get("id") or ruling.item.get("id")
    label = ruling.was.get("label") or ruling.item.get("label")
    wanted = table.now(wanted, None)[0] if isinstance(wanted, str) else wanted
    found = [issue.id for issue in table.issues.values() if issue.id == wanted]
    if not found and other in table.issues:
        return str(other)  # what was to become part of it is not there, or no longer
    if not found and label:
        found = [issue.id for issue in table.issues.values() if fold(issue.label) == fold(str(label))]
    return single(found)


def _corrected_issue(table: Table, ruling: Ruling, name: str, into: str) -> str:
    """Set what a ruling sets of the issue `name`, after it was made part of the issue `into`."""
    if into not in table.issues:
        raise CannotApplyError("no_issue", id=into)
    became = _became(table.issues[name], table.issues[into], ruling.item.get("becomes"))
    fields = _united(table.issues[name], table.issues[into], became) if into != name else table.issues[name]
    changed = validated(Issue, fields.model_dump() | ruling.item | {"id": into})
    table.issues[into] = _controlled(table, changed, ruling)
    old = ruling.was.get("id")
    if into != name:
        del table.issues[name]
        table.moved[name] = (into, became)
    elif isinstance(old, str) and old not in table.issues:
        table.moved[old] = (into, became)
    return into


def _became(old: Issue, new: Issue, given: object) -> dict[str, str | None]:
    """What the options of an issue are in another: as `given`, else the one of the same id or label, else None."""
    table = given if isinstance(given, dict) else {}
    ids = {option.id for option in new.options}
    labels = {fold(option.label): option.id for option in new.options}
    became: dict[str, str | None] = {}
    for option in old.options:
        became[option.id] = option.id if option.id in ids else labels.get(fold(option.label))
    for key, value in table.items():
        if value is not None and value not in ids:
            raise CannotApplyError("no_issue", id=value)
        became[str(key)] = value
    return became


def _united(old: Issue, new: Issue, became: dict[str, str | None]) -> Issue:
    """The issue `new` with who holds what became of the options of `old`, and a status quo if it has none."""
    holders: dict[str, list[str]] = {}
    for option in old.options:
        if (key := became.get(option.id)) is not None:
            holders.setdefault(key, []).extend(option.controlled_by)
    options = [
        each.model_copy(update={"controlled_by": list(dict.fromkeys([*each.controlled_by, *holders.get(each.id, [])]))})
        for each in new.options
    ]
    quo = new.status_quo or became.get(old.status_quo or "")
    return new.model_copy(update={"options": options, "controls": [*new.controls, *old.controls], "status_quo": quo})


def _controlled(table: Table, issue: Issue, ruling: Ruling) -> Issue:
    """The issue with its options in the hands that the ruling puts them in; what was read of that counts no more.

    `controlled_by` is a list of parties (id, name, alias or code) for every option but the status quo, or a table
    of such lists by option.
    """
    given = ruling.item.get("controlled_by")
    if given is None:
        return issue
    known = [option.id for option in issue.options]
    by_option = given if isinstance(given, dict) else {key: given for key in known if key != issue.status_quo}
    held: dict[str, list[str]] = {}
    for key, names in by_option.items():
        if key not in known:
            raise CannotApplyError("no_issue", id=key)
        if not isinstance(names, list) or key == issue.status_quo:
            raise CannotApplyError("misfit", reason=f"controlled_by: {key}")
        held[key] = list(dict.fromkeys(table.party_named(str(name)) for name in names))
    options = [
        option.model_copy(update={"controlled_by": held.get(option.id, option.controlled_by)})
        for option in issue.options
    ]
    ruled = {party for names in held.values() for party in names}
    controls = [control for control in issue.controls if control.party not in ruled]
    return issue.model_copy(update={"options": options, "controls": controls})
