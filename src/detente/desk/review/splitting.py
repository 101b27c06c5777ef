"""Of one party or issue two: a new one is added, and the statements that were chosen move there, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from detente import contract
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling
from detente.desk.review.forms import free_id, new_party
from detente.desk.review.sight import Item, Sight, items
from detente.dossier.folding import slug


def party(
    dossier: Dossier,
    user: Any,
    sight: Sight,
    item: contract.Party,
    name: str,
    kind: str,
    statements: Iterable[str],
    mentions: Sequence[contract.Evidence] = (),
    reason: str = "",
) -> ruling.Made:
    """A new party of this name and kind, with statements (ids, as they are shown) and mentions of the old one.

    It speaks for whom the old one speaks for, until that is changed: so what it said counts where it counted.
    The first ruling is the one that adds it.
    """
    new = new_party(sight, name, kind or item.kind)
    new["of"] = item.of
    new["evidence"] = [each.model_dump(mode="json") for each in mentions]
    return _split(dossier, user, "party", new, _moved(sight, statements, {"party": new["id"]}), reason)


def issue(
    dossier: Dossier,
    user: Any,
    sight: Sight,
    item: contract.Issue,
    name: str,
    statements: Iterable[str],
    reason: str = "",
) -> ruling.Made:
    """A new issue of this name with the same options, and statements (ids, as they are shown) that are on it now."""
    same = {"options": [{"id": o.id, "label": o.label, "value": o.value} for o in item.options]}
    key, label = free_issue(sight, name), name.strip()
    new = {"id": key, "label": label, "status_quo": item.status_quo, **same}
    return _split(dossier, user, "issue", new, _moved(sight, statements, {"issue": key}), reason)


def free_issue(sight: Sight, label: str) -> str:
    """An id for an issue of this label that none has."""
    taken = [*items(sight.read, "issue"), *items(sight.plain, "issue")]
    return free_id(slug(label) or "issue", taken)


def _moved(sight: Sight, statements: Iterable[str], to: dict[str, str]) -> list[tuple[Item, dict[str, Any]]]:
    shown, out = items(sight.shown, "statement"), []
    for key in statements:
        base = sight.base(f"statement:{key}")
        if base is not None:
            out.append((base, ruling.fields_of(shown[key]) | to))
    return out


def _split(
    dossier: Dossier,
    user: Any,
    target: str,
    new: Mapping[str, Any],
    moved: Sequence[tuple[Item, Mapping[str, Any]]],
    reason: str,
) -> ruling.Made:
    with transaction.atomic():
        made = ruling.add(dossier, user, target, new, reason=reason)
        others = ruling.rule_on_all(dossier, user, moved, reason)
    return ruling.Made((*made.rows, *others.rows))
