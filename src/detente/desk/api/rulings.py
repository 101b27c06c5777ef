"""Rulings: what analysts decided on what was read."""

from __future__ import annotations

from collections.abc import Mapping
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
from detente.desk.review import splitting
from detente.desk.review.models import Ruling
from detente.desk.review.passages import NotThereError, place
from detente.desk.review.sight import FIELDS, Sight, items, sight
from detente.desk.words import language, say

router = Router(tags=["rulings"])
Action = Literal["accept", "reject", "correct", "add"]
Target = Literal["statement", "event", "party", "issue"]
# What of parties and issues can be corrected; `id` of another one makes the two one.
_SHARED = {
    "party": ("id", "name", "kind", "of", "roles", "aliases", "code", "capability"),
    "issue": ("id", "label", "options", "status_quo", "controlled_by", "becomes"),
}


class WordsIn(Schema):
    """Words of a report, verbatim.

    Where they stand there more than once it takes the code points at which they begin and end.
    """

    model_config = ConfigDict(extra="forbid")
    report: Annotated[str, Field(max_length=500)]
    quote: Annotated[str, Field(min_length=1, max_length=10_000)]
    start: Annotated[int, Field(ge=0, le=2**31)] | None = None
    end: Annotated[int, Field(ge=0, le=2**31)] | None = None


class RulingIn(Schema):
    """A ruling on the item `id` of the dossier as it stands, or on one to be added.

    `item` holds, for "correct", the fields that change (of a statement party, stance, issue, option; of an event type,
    status, participants, place, date, topic; of a party or issue `id` of another one to make them one, or what else it
    has, as an issue's `options` with their values on its scale), and for "add" the item.  A statement or event to be
    added needs the `evidence`, and one that is corrected may be given other words with it.
    """

    model_config = ConfigDict(extra="forbid")
    action: Action
    target: Target
    id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    item: dict[str, JsonValue] = {}
    evidence: WordsIn | None = None
    reason: Annotated[str, Field(max_length=5_000)] = ""


class RulingOut(Schema):
    """A ruling as it is kept; `item` names what it was made on ("statement:ID").

    `on` is what it is on in the dossier as it stands, "" for nothing: then `lost` says why, unless it was undone.
    """

    key: str
    target: Target
    action: Action
    item: str
    on: str
    lost: str
    content: contract.Ruling
    author: str
    time: datetime
    reason: str
    undone: datetime | None
    undone_by: str


class RulingFilter(Paging):
    """Which rulings are wanted; with `undone` also those that were undone, with `lost` only those that find nothing."""

    target: Target | None = None
    action: Action | None = None
    undone: bool = False
    lost: bool = False


class SplitIn(Schema):
    """Of the party or issue `id` two: the name of the new one, and what moves there, at least one thing.

    `statements` are ids; of a party `mentions` are places in its `evidence`, from 0, and `kind` that of the new one.
    """

    model_config = ConfigDict(extra="forbid")
    target: Literal["party", "issue"]
    id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
    kind: contract.PartyKind | None = None
    statements: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=5_000)] = []
    mentions: Annotated[list[Annotated[int, Field(ge=0, le=10**6)]], Field(max_length=5_000)] = []
    reason: Annotated[str, Field(max_length=5_000)] = ""


def _row(dossier: Dossier, key: str) -> Ruling:
    row = dossier.rulings.filter(key=key).select_related("author", "undone_by").first()
    if row is None:
        raise Http404
    return row


@router.get("/rulings", response=answers(Page[RulingOut]))
def rulings(request: HttpRequest, slug: Slug, wanted: Query[RulingFilter]) -> Any:
    """The rulings in the order in which they were made."""
    dossier = access.find(request.user, slug)
    rows = dossier.rulings.select_related("author", "undone_by")
    asked: dict[str, Any] = {name: value for name in ("target", "action") if (value := getattr(wanted, name))}
    if not wanted.undone or wanted.lost:
        asked["undone"] = None
    seen = sight(dossier)
    if wanted.lost:
        asked["key__in"] = list(seen.lost)
    found = page(rows.filter(**asked), wanted)
    at = {row.key: name for name, each in seen.on.items() for row in each}
    return {**found, "items": [_told(seen, row, at) for row in found["items"]]}


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
    return Status(201, _shown(dossier, row.key))


@router.post("/rulings/split", response=answers(list[RulingOut], 201))
def split(request: HttpRequest, slug: Slug, given: SplitIn) -> Any:
    """Split a party or an issue: the rulings that this takes are all made or none; the first adds the new one."""
    dossier = access.find(request.user, slug, "work")
    user: Any = request.user
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        seen = sight(dossier)
        item = items(seen.shown, given.target).get(given.id)
        if item is None:
            raise Http404
        chosen = list(dict.fromkeys(given.statements))
        own = {each.id for each in seen.shown.statements if getattr(each, given.target) == given.id}
        if not set(chosen) <= own:
            raise HttpError(422, say("api.not_its_own"))
        if given.target == "party":
            if any(place >= len(item.evidence) for place in given.mentions):
                raise HttpError(422, say("api.not_its_own"))
            mentions = [item.evidence[place] for place in dict.fromkeys(given.mentions)]
        elif given.mentions or given.kind:
            raise HttpError(422, say("api.issue_split"))
        if not chosen and not given.mentions:
            raise HttpError(422, say("review.error.nothing_chosen"))
        if given.target == "party":
            made = splitting.party(
                dossier, user, seen, item, given.name, given.kind or "", chosen, mentions, given.reason
            )
        else:
            made = splitting.issue(dossier, user, seen, item, given.name, chosen, given.reason)
    return Status(201, [_shown(dossier, row.key) for row in made.rows])


@router.post("/rulings/{key}/undo", response=answers(RulingOut, 200, 409))
def undo(request: HttpRequest, slug: Slug, key: Annotated[str, Field(max_length=60)]) -> Any:
    """Undo a ruling; it stays in the history."""
    dossier = access.find(request.user, slug, "work")
    row = _row(dossier, key)
    if not reviewing.undo(dossier, request.user, row):
        raise HttpError(409, say("api.undone"))
    return _shown(dossier, key)


def _shown(dossier: Dossier, key: str) -> dict[str, Any]:
    seen = sight(dossier)
    return _told(seen, _row(dossier, key), {row.key: name for name, each in seen.on.items() for row in each})


def _told(seen: Sight, row: Ruling, at: Mapping[str, str]) -> dict[str, Any]:
    own = ("key", "target", "action", "item", "content", "time", "reason", "undone")
    lost = seen.lost.get(row.key) if row.undone is None else None
    return {
        **{name: getattr(row, name) for name in own},
        "on": at.get(row.key, ""),
        "lost": "" if lost is None else lost.reason(language()),
        "author": str(row.author or ""),
        "undone_by": str(row.undone_by or ""),
    }


def _placed(dossier: Dossier, words: WordsIn | None) -> contract.Evidence | None:
    """Where words stand in their report.  Raises HttpError where they stand nowhere, or nobody can know where."""
    if words is None:
        return None
    report = next((each for each in states.extracted(dossier).reports if each.id == words.report), None)
    if report is None:
        raise HttpError(422, say("api.no_report"))
    try:
        return place(report, words.quote, words.start, words.end)
    except NotThereError as error:
        raise HttpError(422, say(f"review.error.{error.key}")) from error


def _add(dossier: Dossier, user: Any, given: RulingIn) -> reviewing.Made:
    if given.id is not None:
        raise HttpError(422, say("api.no_id"))
    return reviewing.add(
        dossier, user, given.target, given.item, evidence=_placed(dossier, given.evidence), reason=given.reason
    )


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
    words = _placed(dossier, given.evidence)
    if not given.item and words is None:
        raise HttpError(422, say("api.fields", fields=", ".join(fields)))
    if unknown := ", ".join(sorted(given.item.keys() - set(fields)))[:200]:
        raise HttpError(422, say("api.unknown_fields", unknown=unknown, fields=", ".join(fields)))
    if isinstance(item, contract.Statement | contract.Event):
        # A ruling on a statement or event says all that it decides.
        whole = {**reviewing.fields_of(item), **given.item}
        return reviewing.correct(seen, dossier, user, name, whole, words or item.evidence, reason=given.reason)
    if words is not None:
        raise HttpError(422, say("api.no_evidence"))
    return reviewing.rule(dossier, user, base, "correct", given.item, reason=given.reason)


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
