"""Mail about new versions, to the address of the token's account."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Language, Page, Paging, answers, page
from detente.desk.subscriptions import asking, limits
from detente.desk.subscriptions.models import Subscription
from detente.desk.words import language, say

router = Router(tags=["subscriptions"])
Rhythm = Literal["instant", "daily", "weekly"]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class SubscriptionIn(Schema):
    """What to be told of, all dossiers without one; how often, and in which language (by default Accept-Language's)."""

    model_config = ConfigDict(extra="forbid")
    dossier: Annotated[str, Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")] | None = None
    rhythm: Rhythm = "instant"
    language: Language | None = None


class SubscriptionChange(Schema):
    """What of a subscription to change; what is left out or null stays."""

    model_config = ConfigDict(extra="forbid")
    rhythm: Rhythm | None = None
    language: Language | None = None


class SubscriptionOut(Schema):
    """A subscription of the account's address; it counts once its link was followed (`confirmed`)."""

    id: int
    dossier: str | None
    rhythm: Rhythm
    language: Language
    confirmed: datetime | None

    @staticmethod
    def resolve_dossier(row: Subscription) -> str | None:
        """The dossier's slug, None for all dossiers."""
        return row.dossier.slug if row.dossier else None


class Asked(Schema):
    """A mail with a link is on its way to `address`; the link is good for so many `days`."""

    address: str
    days: int


@router.get("/", response=answers(Page[SubscriptionOut]))
def subscriptions(request: HttpRequest, paging: Query[Paging]) -> Any:
    """What the account's address is told of, or would be once it has confirmed."""
    return page(_own(request), paging)


@router.post("/", response=answers(Asked, 202))
def ask(request: HttpRequest, given: SubscriptionIn) -> Any:
    """Have a mail sent that asks for confirmation, as the page does; the same limits hold (429)."""
    dossier = None
    if given.dossier is not None:
        dossier = access.published(request.user).filter(slug=given.dossier).first()
        if dossier is None:
            raise Http404
    address = request.user.email
    if not address:
        raise HttpError(422, say("api.no_mail"))
    if not limits.may_ask(request):
        raise HttpError(429, say("subscriptions.too_many"))
    asking.ask(address, dossier, given.rhythm, given.language or language())
    return Status(202, {"address": address, "days": asking.DAYS})


@router.patch("/{number}", response=answers(SubscriptionOut))
def change(request: HttpRequest, number: Number, given: SubscriptionChange) -> Any:
    """Change how often the address is told, and in which language."""
    row = _found(request, number)
    wanted = given.model_dump(exclude_none=True)
    if wanted:
        Subscription.objects.filter(pk=row.pk).update(**wanted)
        row.refresh_from_db()
    return row


@router.delete("/{number}", response=answers(None, 204))
def end(request: HttpRequest, number: Number) -> Any:
    """End a subscription; mail of it that waits to be sent is taken back."""
    asking.end([_found(request, number).pk])
    return Status(204, None)


def _own(request: HttpRequest) -> QuerySet[Subscription]:
    """The subscriptions of the account's address, but none to what the account may not see."""
    address = request.user.email.lower()
    seen = Q(dossier=None) | Q(dossier__in=access.published(request.user))
    return Subscription.objects.filter(seen, address=address or None).select_related("dossier").order_by("pk")


def _found(request: HttpRequest, number: int) -> Subscription:
    row = _own(request).filter(pk=number).first()
    if row is None:
        raise Http404
    return row
