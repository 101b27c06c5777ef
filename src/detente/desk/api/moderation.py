"""The moderators' work: the queue of comments, decisions on them, discussions, the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, Spoken, answers, page, spoken
from detente.desk.api.auth import Throttle
from detente.desk.comments import choosing, deciding
from detente.desk.comments.models import Comment, Decision
from detente.desk.comments.reasons import named, reasons
from detente.desk.comments.telling import moderated
from detente.desk.words import say

router = Router(tags=["moderation"])
_SOME = Throttle("moderation", "300/m")
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
State = Literal["waiting", "approved", "rejected"]
Flag = Literal["words", "links", "shouting", "hidden", "copied", "rejected", "name"]
Code = Annotated[str, Field(max_length=20, description="a reason for not publishing: " + ", ".join(reasons()))]
Action = Literal["approve", "reject", "reopen", "erase", "close", "open", "policy"]


class ReasonOut(Schema):
    """A reason for not publishing a comment, and what moderators call it."""

    code: str
    name: str


class Flagged(Schema):
    """Why a comment deserves a second look."""

    code: Flag
    reason: str


class DecisionOut(Schema):
    """A decision; `code` is a rejection's reason, `comment` the number of the comment, which may be erased by now."""

    id: int
    action: Action
    code: str
    note: str
    moderator: str
    time: datetime
    comment: int | None
    dossier: str | None

    @staticmethod
    def resolve_moderator(row: Decision) -> str:
        """Who decided, as the name was then."""
        return row.moderator_name

    @staticmethod
    def resolve_comment(row: Decision) -> int | None:
        """The comment's number."""
        return row.number

    @staticmethod
    def resolve_dossier(row: Decision) -> str | None:
        """The dossier's slug."""
        return str(row.dossier.slug) if row.dossier else None


class ModeratedOut(Schema):
    """A comment as moderators see it; `account`: its author has one, `told`: the author will be told the decision."""

    id: int
    dossier: str
    version: int
    name: str
    text: str
    state: State
    flags: list[Flagged]
    account: bool
    told: bool
    made: datetime
    decided: datetime | None
    decisions: list[DecisionOut]


class QueueFilter(Paging):
    """Which comments are wanted: by default those that wait; `q` are words that all stand in name or text."""

    state: State | Literal["all"] = "waiting"
    dossier: Annotated[str, Field(max_length=80)] = ""
    flag: Flag | Literal["any"] | None = None
    q: Annotated[str, Field(max_length=200)] = ""


class DecisionIn(Schema):
    """A decision on a comment; a rejection needs the `code` of its reason, and "other" a `note`.

    `seen` is the id of the latest decision on it that one knows of, null for none.
    """

    model_config = ConfigDict(extra="forbid")
    action: Literal["approve", "reject", "reopen"]
    code: Code | None = None
    note: Annotated[str, Field(max_length=5_000)] = ""
    seen: Number | None = None


class DiscussionIn(Schema):
    """Whether a dossier's discussion is closed: what is there can be read, nothing new is taken."""

    model_config = ConfigDict(extra="forbid")
    closed: bool


class LogFilter(Paging):
    """Which decisions are wanted."""

    action: Action | None = None
    moderator: Annotated[str, Field(max_length=120)] = ""
    dossier: Annotated[str, Field(max_length=80)] = ""
    comment: Number | None = None


@router.get("/comments", response=answers(Page[ModeratedOut]), throttle=_SOME)
def queue(request: HttpRequest, wanted: Query[QueueFilter]) -> Any:
    """The comments on all dossiers that one moderates: those that wait, oldest first; or what else is asked for."""
    _needs(request, "moderate")
    rows = choosing.comments(
        request.user, state=wanted.state, dossier=wanted.dossier, flag=wanted.flag or "", q=wanted.q
    )
    found = page(rows, wanted)
    return {**found, "items": [_shown(each) for each in found["items"]]}


@router.get("/reasons", response=answers(list[ReasonOut]))
def all_reasons(request: HttpRequest, asked: Query[Spoken]) -> Any:
    """The reasons for which a comment is not published."""
    _needs(request, "moderate")
    return [{"code": code, "name": name} for code, name in named(spoken(asked.language))]


@router.get("/comments/{int:number}", response=answers(ModeratedOut), throttle=_SOME)
def comment(request: HttpRequest, number: Number) -> Any:
    """One comment, with the decisions on it, the latest first."""
    _needs(request, "moderate")
    return _shown(_comment(request, number))


@router.post("/comments/{int:number}/decisions", response=answers(ModeratedOut, 201, 409), throttle=_SOME)
def decide(request: HttpRequest, number: Number, given: DecisionIn) -> Any:
    """Approve, reject or reopen a comment; 409 where somebody else has decided meanwhile, or the state does not fit."""
    _needs(request, "moderate")
    seen = "" if given.seen is None else str(given.seen)
    found = _comment(request, number)
    try:
        deciding.decide(found, request.user, given.action, seen=seen, code=given.code or "", note=given.note)
    except deciding.OvertakenError as overtaken:
        by = overtaken.decision
        what = say("comments.overtaken", name=by.moderator_name, what=say(f"comments.did.{by.action}"))
        raise HttpError(409, what) from overtaken
    except deciding.IncompleteError as incomplete:
        raise HttpError(422, say(f"comments.incomplete.{incomplete}", n=deciding.NOTE_LIMIT)) from incomplete
    except ValueError as unfit:
        raise HttpError(409, say("comments.incomplete.unfit")) from unfit
    except Comment.DoesNotExist as gone:  # erased between our two looks
        raise Http404 from gone
    return Status(201, _shown(_comment(request, number)))


@router.delete("/comments/{int:number}", response=answers(None, 204), throttle=_SOME)
def erase(request: HttpRequest, number: Number) -> Any:
    """Delete a comment for good, which is the owner's: that it was there stays in the log."""
    _needs(request, "administer")
    try:
        deciding.erase(_comment(request, number), request.user)
    except Comment.DoesNotExist as gone:
        raise Http404 from gone
    return Status(204, None)


@router.put("/discussions/{slug}", response=answers(DiscussionIn), throttle=_SOME)
def discussion(request: HttpRequest, slug: Slug, given: DiscussionIn) -> Any:
    """Close a dossier's discussion, or open it again."""
    _needs(request, "moderate")
    dossier = access.published(request.user).filter(slug=slug).first()
    if dossier is None:
        raise Http404
    deciding.close(dossier, request.user, given.closed)
    return given


@router.get("/log", response=answers(Page[DecisionOut]), throttle=_SOME)
def log(request: HttpRequest, wanted: Query[LogFilter]) -> Any:
    """The audit log: every decision, the latest first; for the policy, `code` is the language and `note` the text."""
    _needs(request, "moderate")
    rows = choosing.decisions(
        request.user, action=wanted.action or "", name=wanted.moderator, dossier=wanted.dossier, comment=wanted.comment
    )
    return page(rows, wanted)


def _needs(request: HttpRequest, action: Literal["moderate", "administer"]) -> None:
    if not access.may(request.user, action):
        raise PermissionDenied


def _comment(request: HttpRequest, number: int) -> Comment:
    rows = moderated(request.user).select_related("dossier").prefetch_related("decisions__dossier")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _shown(row: Comment) -> dict[str, Any]:
    own = ("version", "name", "text", "state", "made", "decided")
    return {
        **{name: getattr(row, name) for name in own},
        "id": row.pk,
        "dossier": row.dossier.slug,
        "flags": [
            {"code": code, "reason": say(f"comments.flag.{code}", **values)} for code, values in row.flags.items()
        ],
        "account": row.user_id is not None,
        "told": bool(row.address),
        "decisions": list(row.decisions.all()),
    }
