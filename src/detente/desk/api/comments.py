"""The discussion of a published dossier: what has been approved, and a comment of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente.desk.api.answering import Language, Page, Paging, Slug, Spoken, answers, page, spoken
from detente.desk.api.auth import Throttle
from detente.desk.comments import checks, taking
from detente.desk.comments import policy as policies
from detente.desk.comments.models import Closed, approved
from detente.desk.words import say

router = Router(tags=["comments"])
everywhere = Router(tags=["comments"])


class CommentOut(Schema):
    """A comment that was approved, and the version that it was made on."""

    id: int
    name: str
    text: str
    version: int
    made: datetime


class CommentPage(Page[CommentOut]):
    """Approved comments, the oldest first; `closed` where no new ones are taken."""

    closed: bool


class CommentIn(Schema):
    """A comment, which appears under the name of the token's account once a moderator has approved it.

    `tell`: the decision is to be sent to the account's address.  Without a version it is on the latest one.
    """

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=100_000, pattern=r"\S")]
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    tell: bool = False


class Kept(Schema):
    """A comment that a moderator will decide on."""

    id: int
    state: Literal["waiting"]
    version: int


class Policy(Schema):
    """The policy under which comments are moderated, and the language it is written in."""

    text: str
    language: Language


@router.get("/comments", response=answers(CommentPage))
def comments(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> Any:
    """The approved comments on a dossier; 404 where comments are switched off."""
    dossier = taking.discussed(request.user, slug)
    return {**page(approved(dossier), paging), "closed": Closed.objects.filter(dossier=dossier).exists()}


@router.post("/comments", response=answers(Kept, 202), throttle=Throttle("comments", "60/m"))
def comment(request: HttpRequest, slug: Slug, given: CommentIn) -> Any:
    """Write a comment, to be read by a moderator first.

    422 with the reason where it cannot be taken as it is, or the discussion is closed; 429 for too many in a while.
    """
    dossier = taking.discussed(request.user, slug)
    user: Any = request.user
    version = taking.version_of(dossier, given.version)
    try:
        made = taking.take(
            request, dossier, version, taking.name_of(user), given.text, user.email if given.tell else ""
        )
    except checks.RefusedError as refused:
        raise HttpError(refused.status, say(f"comments.refused.{refused.code}", **refused.values)) from refused
    return Status(202, {"id": made.pk, "state": made.state, "version": made.version})


@everywhere.get("/policy", response=answers(Policy))
def policy(request: HttpRequest, asked: Query[Spoken]) -> Any:
    """The policy in force, in the other language where there is none in the one asked for."""
    text, written = policies.text(spoken(asked.language))
    return {"text": text, "language": written}
