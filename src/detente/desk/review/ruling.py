"""Making and undoing rulings: rows that are only ever added, and undone by noting so.

Each ruling on a statement or event says all that it decides, and is on the item as it was read: so it holds whatever
becomes of the rulings before it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from detente import contract
from detente import dossier as dossiers
from detente.desk.dossiers.current import touch
from detente.desk.dossiers.models import Dossier
from detente.desk.review.models import Ruling
from detente.desk.review.sight import FIELDS, SHARED, Item, Sight, items
from detente.desk.review.sight import sight as everything

NAME_LENGTH = 200


@dataclass(frozen=True)
class Made:
    """Rulings that were made, and those of others on the same item that whoever ruled had not seen."""

    rows: tuple[Ruling, ...]
    meanwhile: tuple[Ruling, ...] = ()


def target_of(item: Item) -> str:
    """The contract's word for what an item is."""
    return type(item).__name__.lower()


def name_of(item: Item) -> str:
    """What an item is called here: "statement:ID"."""
    return f"{target_of(item)}:{item.id}"


def fields_of(item: Item) -> dict[str, Any]:
    """The fields of a statement or event that a ruling decides."""
    return {key: getattr(item, key) for key in FIELDS[target_of(item)]}


def seen_fields(sight: Sight, name: str, seen: int) -> dict[str, Any]:
    """The fields of an item as somebody saw it whose last ruling on it was the row `seen` (0: none)."""
    base = sight.base(name)
    assert base is not None
    fields = fields_of(base)
    decided = {*fields, "evidence"}
    if seen:
        for row in sight.on.get(name, []):
            if row.action == "correct":
                fields |= {key: value for key, value in row.content["item"].items() if key in decided}
            if row.pk == seen:
                break
    return fields


def accept(sight: Sight, dossier: Dossier, user: Any, name: str, *, seen: int, reason: str = "") -> Made:
    """Accept an item as it was seen; where somebody corrected it otherwise, that is a correction back."""
    item = sight.base(name)
    assert item is not None
    if isinstance(item, contract.Statement | contract.Event):
        fields = seen_fields(sight, name, seen)
        changed = fields != fields_of(item)
        # Also a correction that whoever rules alone does not see.
        corrections = [row for row in everything(dossier).on.get(name, []) if row.action == "correct"]
        if any("evidence" in row.content["item"] for row in corrections):
            fields.setdefault("evidence", item.evidence.model_dump(mode="json"))
        if changed or corrections:
            return rule(dossier, user, item, "correct", fields, reason=reason, seen=seen)
    return rule(dossier, user, item, "accept", reason=reason, seen=seen)


def correct(
    sight: Sight,
    dossier: Dossier,
    user: Any,
    name: str,
    fields: Mapping[str, Any],
    evidence: contract.Evidence,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Made:
    """Rule that a statement or event has these fields (all that a ruling decides), and rests on these words."""
    base, now = sight.base(name), sight.item(name)
    assert isinstance(base, contract.Statement | contract.Event)
    assert isinstance(now, contract.Statement | contract.Event)
    # What parties and issues are called since some were made one is no correction.
    plain = items(sight.plain, target_of(base)).get(base.id)
    decided = {
        key: getattr(base, key) if plain is not None and value == getattr(plain, key) else value
        for key, value in fields.items()
    }
    # Where its words are others than those read, or were, the ruling says which they are.
    if not evidence == now.evidence == base.evidence:
        decided["evidence"] = evidence.model_dump(mode="json")
    return rule(dossier, user, base, "correct", decided, reason=reason, seen=seen)


def rule(
    dossier: Dossier,
    user: Any,
    item: Item,
    action: str,
    changes: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Made:
    """Rule on an item of the dossier as it was read (see `Sight.base`); `changes` are what `correct` sets.

    seen: the row of the last ruling on it that whoever rules has seen, 0 for none.
    """
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        earlier = dossier.rulings.filter(undone=None, item=name_of(item)[:NAME_LENGTH]).select_related("author")
        meanwhile = () if seen is None else tuple(earlier.filter(pk__gt=seen).exclude(author=user))
        key, time = _stamp(dossier)
        content = dossiers.ruling_on(
            item,
            action,  # type: ignore[arg-type]  # checked by the model
            id=key,
            changes=dict(changes or {}),
            author=str(user),
            time=time.astimezone(UTC).isoformat(timespec="microseconds"),
            reason=reason,
        )
        row = _keep(dossier, user, content, name_of(item), time)
    return Made((row,), meanwhile)


def rule_on_all(dossier: Dossier, user: Any, rulings: Sequence[tuple[Item, Mapping[str, Any]]], reason: str) -> Made:
    """Correct several items at once: all or none."""
    with transaction.atomic():
        return Made(
            tuple(rule(dossier, user, item, "correct", changes, reason=reason).rows[0] for item, changes in rulings)
        )


def add(
    dossier: Dossier,
    user: Any,
    target: str,
    item: Mapping[str, Any],
    *,
    evidence: contract.Evidence | None = None,
    reason: str = "",
) -> Made:
    """Add an item that was not read; a statement or event needs `evidence`, whose quote stands in its report."""
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        key, time = _stamp(dossier)
        content = contract.Ruling(
            id=key,
            action="add",
            target=target,  # type: ignore[arg-type]  # checked by the model
            evidence=evidence,
            item=dict(item),
            author=str(user),
            time=time.astimezone(UTC).isoformat(timespec="microseconds"),
            reason=reason,
        )
        name = str(item.get("id") or (f"{evidence.report}-{key}" if evidence else key))
        return Made((_keep(dossier, user, content, f"{target}:{name}", time),))


def undo(dossier: Dossier, user: Any, row: Ruling) -> bool:
    """Undo a ruling; False where it was undone already.  It stays in the history.

    With a party or an issue that was split off goes what its author moved there: the split is undone as a whole.
    """
    with transaction.atomic():
        noted = {"undone": timezone.now(), "undone_by": user}
        count = dossier.rulings.filter(pk=row.pk, undone=None).update(**noted)
        if count and row.action == "add" and row.target in SHARED:
            later = dossier.rulings.filter(undone=None, author=row.author_id, time__gt=row.time, target="statement")
            there = row.item.partition(":")[2]
            moved = [
                each.pk for each in later.filter(action="correct") if each.content["item"].get(row.target) == there
            ]
            dossier.rulings.filter(pk__in=moved).update(**noted)
        if count:
            touch(dossier)
    return bool(count)


def _stamp(dossier: Dossier) -> tuple[str, Any]:
    """A new key, and a time later than that of all rulings there are: of two, the one that was kept later prevails."""
    last = dossier.rulings.order_by("-time").values_list("time", flat=True).first()
    now = timezone.now()
    return secrets.token_hex(8), max(now, last + timedelta(microseconds=1)) if last else now


def _keep(dossier: Dossier, user: Any, content: contract.Ruling, name: str, time: Any) -> Ruling:
    row = Ruling.objects.create(
        dossier=dossier,
        key=content.id,
        target=content.target,
        action=content.action,
        item=name[:NAME_LENGTH],
        content=content.model_dump(mode="json"),
        author=user,
        time=time,
        reason=content.reason,
    )
    touch(dossier)
    return row
