"""A ruling on an item of a dossier, as it is kept: what it is on, what it changes, and what the item was."""

from __future__ import annotations

from typing import Literal

from detente.contract import Event, Evidence, Issue, Party, Ruling, Statement

Item = Statement | Event | Party | Issue
# What a ruling keeps of the item that it is on, to know it again among others of the same passage.
FIELDS = {
    "statement": ("party", "stance", "topic", "cue", "addressee", "issue", "option"),
    "event": ("type", "participants", "status", "place", "date", "topic"),
}


def ruling_on(
    item: Item,
    action: Literal["accept", "reject", "correct"],
    *,
    id: str,
    changes: dict[str, object] | None = None,
    author: str = "",
    time: str = "",
    reason: str = "",
) -> Ruling:
    """A ruling on an item of a dossier: `changes` are the fields that `correct` sets, `time` is ISO 8601.

    `evidence` among them, of a statement or an event, points at other words of its report.

    To make two parties or two issues one, correct the `id` of one of them to that of the other.  Of two issues the
    first's options become the other's by `becomes`, a table of option ids (or None) by option ids; those that it leaves
    out become the option with the same id or label, if there is one.
    """
    target: Literal["statement", "event", "party", "issue"]
    evidence: Evidence | None = None
    if isinstance(item, Statement | Event):
        target = "statement" if isinstance(item, Statement) else "event"
        evidence = item.evidence
        was = {name: getattr(item, name) for name in ("id", *FIELDS[target])}
    else:
        target = "party" if isinstance(item, Party) else "issue"
        evidence = item.evidence[0] if isinstance(item, Party) and item.evidence else None
        was = {"id": item.id, "name": item.name} if isinstance(item, Party) else {"id": item.id, "label": item.label}
    given = dict(changes or {})
    return Ruling(
        id=id,
        action=action,
        target=target,
        evidence=evidence,
        item=given,
        was=was,
        author=author,
        time=time,
        reason=reason,
    )
