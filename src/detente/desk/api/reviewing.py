"""Review: what to look at first, what rulings made of the result, how far the analysts agree."""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from detente import contract
from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, answers
from detente.desk.api.auth import Throttle
from detente.desk.api.rulings import Action, Target
from detente.desk.review import agreeing, outcomes, queue
from detente.desk.review.ranking import hanging
from detente.desk.review.sight import sight
from detente.desk.words import say
from detente.dossier import Agreement

log = logging.getLogger("detente.desk.api")
router = Router(tags=["rulings"])
_SOME = Throttle("review", "300/m")
Id = Annotated[str, Field(max_length=500)]
Part = Literal["open", "done", "all"]
Share = Annotated[float, Field(ge=0, le=1)]


class QueueFilter(Paging):
    """Which items are wanted: of one kind, not ruled on yet ("open"), ruled on ("done") or all; ids, words in it.

    With `alone` others' rulings on statements and events are left out of sight, so that two can rule independently.
    """

    target: Target = "statement"
    part: Part = "open"
    party: Id = ""
    issue: Id = ""
    report: Id = ""
    id: Id = ""
    q: Annotated[str, Field(max_length=200)] = ""
    alone: bool = False


class EntryOut(Schema):
    """An item to review: what the last ruling on it did ("": none; "out": its party was rejected), its keys.

    `confidence` is that of the reading, `count` how many statements a party made or are on an issue.  `effect` is
    "turns" where the deal would be another without it, "moves" where the chance that all accept it would, by `change`.
    """

    target: Target
    id: str
    item: contract.Statement | contract.Event | contract.Party | contract.Issue
    state: Literal["", "accept", "reject", "correct", "add", "out"]
    rulings: list[str]
    confidence: float | None
    rank: float
    count: int
    effect: Literal["", "turns", "moves", "counts"]
    change: float


class Since(Schema):
    """The key of an earlier state, as an answer gave it."""

    since: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Moved(Schema):
    """A term of the deal, in words; "" for none."""

    issue: str
    before: str
    after: str


class Chances(Schema):
    """A chance before and after, null where it cannot be said."""

    before: Share | None
    after: Share | None


class Difference(Schema):
    """What is another than before: terms of the Nash deal, chances, and by name who and what is on the table."""

    moved: list[Moved]
    zone: Chances
    accepted: Chances
    joined: list[str]
    left: list[str]
    taken_up: list[str]
    dropped: list[str]
    anything: bool


class EffectOut(Schema):
    """The key of the state now, and what is another than in the one asked for.

    `effect` is null where that one is not known any more, or is the state now.
    """

    key: str
    effect: Difference | None


class Alpha(Schema):
    """Krippendorff's alpha (nominal; null where it is not defined), and the share of equal pairs of rulings on an item.

    `units` are the items that two or more ruled on, `values` their rulings.
    """

    alpha: float | None
    observed: float | None
    units: int
    values: int


class Pair(Alpha):
    """How far two analysts agree."""

    analysts: tuple[str, str]


class Verdict(Schema):
    """What an analyst ruled last on an item."""

    analyst: str
    ruling: str
    action: Action


class Differing(Schema):
    """An item that analysts ruled on differently."""

    target: Target
    id: str
    quote: str
    verdicts: list[Verdict]


class AgreementOut(Schema):
    """How far all agree, how far each two do, and on what they differ."""

    overall: Alpha
    pairs: list[Pair]
    differing: list[Differing]


@router.get("/review/queue", response=answers(Page[EntryOut]), throttle=_SOME)
def entries(request: HttpRequest, slug: Slug, wanted: Query[QueueFilter]) -> Any:
    """The items to review: first what the result hangs on most and the reader is least sure of."""
    dossier = access.find(request.user, slug, "work")
    asked = wanted.dict(include={"target", "part", "party", "issue", "report", "q"})
    asked["item"] = f"{wanted.target}:{wanted.id}" if wanted.id else ""
    found = queue.entries(sight(dossier, request.user, alone=wanted.alone), queue.Filter(**asked), hanging(dossier))
    shown = found[wanted.offset : wanted.offset + wanted.limit]
    return {"items": [_entry(each) for each in shown], "count": len(found)}


@router.get("/review/effect", response=answers(EffectOut, 200, 409), throttle=_SOME)
def effect(request: HttpRequest, slug: Slug, asked: Query[Since]) -> Any:
    """What rulings made of the result: ask before a ruling for the key, and with it as `since` afterwards."""
    dossier = access.find(request.user, slug, "work")
    try:
        key, _ = outcomes.keep(dossier)
        found = outcomes.effect(dossier, asked.since) if asked.since else None
    except Exception as error:  # an analysis that fails must not look like a fault of the call
        log.exception("the outcome cannot be drawn up")
        raise HttpError(409, say("api.no_outcome", reason=f"{type(error).__name__}: {error}")) from error
    return {"key": key, "effect": None if found is None else _difference(found)}


@router.get("/review/agreement", response=answers(AgreementOut), throttle=_SOME)
def agreement(request: HttpRequest, slug: Slug) -> Any:
    """How far the analysts agree on what two or more of them ruled on; each one's last ruling on an item counts."""
    found = agreeing.compare(sight(access.find(request.user, slug, "work")))
    return {
        "overall": _alpha(found.overall),
        "pairs": [{"analysts": (one, other), **_alpha(each)} for one, other, each in found.pairs],
        "differing": [
            {
                **_named(each.name),
                "quote": each.quote,
                "verdicts": [{"analyst": who, "ruling": row.key, "action": row.action} for who, row in each.verdicts],
            }
            for each in found.differing
        ],
    }


def _entry(each: queue.Entry) -> dict[str, Any]:
    own = ("item", "state", "confidence", "rank", "count", "effect", "change")
    return {
        **_named(each.name),
        **{name: getattr(each, name) for name in own},
        "rulings": [row.key for row in each.rulings],
    }


def _named(name: str) -> dict[str, str]:
    target, _, key = name.partition(":")
    return {"target": target, "id": key}


def _alpha(found: Agreement) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("alpha", "observed", "units", "values")}


def _difference(found: outcomes.Effect) -> dict[str, Any]:
    return {
        "moved": [{"issue": issue, "before": before, "after": after} for issue, before, after in found.moved],
        **{name: dict(zip(("before", "after"), getattr(found, name), strict=True)) for name in ("zone", "accepted")},
        **{name: list(getattr(found, name)) for name in ("joined", "left", "taken_up", "dropped")},
        "anything": found.anything,
    }
