"""Rulings: what analysts decided on what was read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field, JsonValue

from detente import contract
from detente import dossier as library
from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, answers, page
from detente.desk.dossiers import current as states
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling as reviewing
from detente.desk.review.models import Ruling
from detente.desk.review.sight import FIELDS, items, sight
from detente.desk.words import language, say

router = Router(tags=["rulings"])
Action = Literal["accept", "reject", "correct", "add"]
Target = Literal["statement", "event", "party", "issue"]
# What of parties and issues can be corrected; `id` of another one makes the two one.
_SHARED = {
    "party": ("id", "name", "kind", "of", "roles", "aliases", "code", "capability"),
    "issue": ("id", "label", "options", "status_quo", "controlled_by", "becomes"),
}


class RulingIn(Schema):
    """A ruling on the item `id` of the dossier as it stands, or on one to be added.

    `item` holds, for "correct", the fields that change (of a statement party, stance, issue, option; of an event type,
    status, participants, place; of a party or issue `id` of another one to make them one, or what else it has), and for
    "add" the item; a statement or event to be added needs the `evidence`, whose quote stands in its report.
    """

    model_config = ConfigDict(extra="forbid")
    action: Action
    target: Target
    id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    item: dict[str, JsonValue] = {}
    evidence: contract.Evidence | None = None
    reason: Annotated[str, Field(max_length=5_000)] = ""


class RulingOut(Schema):
    """A ruling as it is kept; `item` names what it is on: "statement:ID"."""

    key: str
    target: Target
    action: Action
    item: str
    content: contract.Ruling
    author: str
    time: datetime
    reason: str
    undone: datetime | None
    undone_by: str

    @staticmethod
    def resolve_author(row: Ruling) -> str:
        """Who ruled, as the name is shown."""
        return str(row.author or "")

    @staticmethod
    def resolve_undone_by(row: Ruling) -> str:
        """Who undid it, as the name is shown."""
        return str(row.undone_by or "")


class RulingFilter(Paging):
    """Which rulings are wanted; with `undone` also those that were undone."""

    target: Target | None = None
    action: Action | None = None
    undone: bool = False


def _row(dossier: Dossier, key: str) -> Ruling:
    row = dossier.rulings.filter(key=key).select_related("author", "undone_by").first()
    if row is None:
        raise Http404
    return row


@router.get("/rulings", response=answers(Page[RulingOut]))
def rulings(request: HttpRequest, slug: Slug, wanted: Query[RulingFilter]) -> Any:
    """The rulings in the order in which they were made."""
    rows = access.find(request.user, slug).rulings.select_related("author", "undone_by")
    asked = {name: value for name in ("target", "action") if (value := getattr(wanted, name))}
    return page(rows.filter(**asked, **({} if wanted.undone else {"undone": None})), wanted)


@router.post("/rulings", response=answers(RulingOut, 201))
def make(request: HttpRequest, slug: Slug, given: RulingIn) -> Any:
    """Rule on an item; 422 with the reason where the ruling would not fit the dossier."""
    dossier = access.find(request.user, slug, "work")
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        made = _add(dossier, request.user, given) if given.action == "add" else _rule(dossier, request.user, given)
        row = made.rows[-1]
        if (reason := _misfit(dossier, row)) is not None:
            raise HttpError(422, reason)
    return Status(201, _row(dossier, row.key))


@router.post("/rulings/{key}/undo", response=answers(RulingOut, 200, 409))
def undo(request: HttpRequest, slug: Slug, key: Annotated[str, Field(max_length=60)]) -> Any:
    """Undo a ruling; it stays in the history."""
    dossier = access.find(request.user, slug, "work")
    row = _row(dossier, key)
    if not reviewing.undo(dossier, request.user, row):
        raise HttpError(409, say("api.undone"))
    return _row(dossier, key)


def _add(dossier: Dossier, user: Any, given: RulingIn) -> reviewing.Made:
    if given.id is not None:
        raise HttpError(422, say("api.no_id"))
    return reviewing.add(dossier, user, given.target, given.item, evidence=given.evidence, reason=given.reason)


def _rule(dossier: Dossier, user: Any, given: RulingIn) -> reviewing.Made:
    seen = sight(dossier)
    name = f"{given.target}:{given.id}"
    item, base = seen.item(name), seen.base(name)
    if item is None or base is None:
        raise Http404
    last = seen.on[name][-1].pk if seen.on.get(name) else 0
    if given.action == "accept":
        return reviewing.accept(seen, dossier, user, name, seen=last, reason=given.reason)
    if given.action == "reject":
        return reviewing.rule(dossier, user, base, "reject", reason=given.reason)
    fields = FIELDS.get(given.target) or _SHARED[given.target]
    if not given.item:
        raise HttpError(422, say("api.fields", fields=", ".join(fields)))
    if unknown := ", ".join(sorted(given.item.keys() - set(fields)))[:200]:
        raise HttpError(422, say("api.unknown_fields", unknown=unknown, fields=", ".join(fields)))
    # A ruling on a statement or event says all that it decides.
    whole = reviewing.fields_of(item) if given.target in FIELDS else {}
    return reviewing.rule(dossier, user, base, "correct", {**whole, **given.item}, reason=given.reason)


def _misfit(dossier: Dossier, row: Ruling) -> str | None:
    """Why a ruling that was just made does not fit the dossier, None where it does."""
    found = library.ruled(states.with_rulings(dossier))
    for each in found.unmatched:
        if each.ruling.id == row.key:
            return each.reason(language())
    if row.action in ("accept", "reject") or row.target not in FIELDS:
        return None
    item = items(found.dossier, row.target).get(found.on.get(row.key, ""))
    wanted = row.content["item"]
    # What names a party, issue or option that there is not falls away when rulings are applied.
    off = [key for key in FIELDS[row.target] if key in wanted and getattr(item, key, None) != wanted[key]]
    return say("api.no_such", fields=", ".join(off)) if off else None
