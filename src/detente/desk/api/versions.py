"""Published versions: publishing the next one, and reading what is published."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente import contract
from detente import dossier as dossiers
from detente.desk import access
from detente.desk.api.answering import Language, Page, Paging, Slug, Spoken, answers, page, spoken
from detente.desk.api.auth import Throttle
from detente.desk.dossiers import books
from detente.desk.dossiers.models import Dossier
from detente.desk.publishing import drafts, exports
from detente.desk.publishing import publish as publishing
from detente.desk.publishing.comparing import whats_new
from detente.desk.publishing.models import Draft, Version
from detente.desk.publishing.pages import searches_of
from detente.desk.publishing.published import latest as all_latest
from detente.desk.publishing.published import light
from detente.desk.words import say

router = Router(tags=["versions"])
published = Router(tags=["versions"])
Format = Literal["json", "csv", "graphml", "html"]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
_DRAW = Throttle("drafts", "60/m")
_FILE = {"responses": {200: {"description": "The file.", "content": {"*/*": {}}}}}


class VersionIn(Schema):
    """What the next version is called and says of itself; `unread_too` publishes although sources are being read.

    With a `draft` (its `id`) exactly that one is published, or nothing where the dossier has changed since.
    """

    model_config = ConfigDict(extra="forbid")
    draft: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    title: Annotated[str, Field(max_length=160, pattern=r"\S")] | None = None
    note: Annotated[str, Field(max_length=20_000)] = ""
    audience: Literal["everybody", "members"] | None = None
    unread_too: bool = False


class VersionOut(Schema):
    """A published version without its contents; `changes` says in both languages what is new since the one before."""

    dossier: str
    number: int
    title: str
    note: str
    author: str
    made: datetime
    changes: dict[Language, list[str]]

    @staticmethod
    def resolve_dossier(row: Version) -> str:
        """The dossier's slug."""
        return str(row.dossier.slug)

    @staticmethod
    def resolve_author(row: Version) -> str:
        """Who published it, as the name was then."""
        return row.author_name


class DraftOut(Schema):
    """What the next version would be: its number, and once it is `ready` what is new in it, or why it cannot be made.

    `unread` is how many sources are still to be read or joined, which publishing has to be told to do without.
    """

    id: int
    number: int
    ready: bool
    reason: str
    changes: dict[Language, list[str]]
    unread: int


class Since(Schema):
    """The number of an earlier version."""

    since: Number


class Link(Schema):
    """A site's page that searches for words."""

    name: str
    address: str


class SearchOut(Schema):
    """Words to look for, and where."""

    query: str
    links: list[Link]


@router.post("/versions", response=answers(VersionOut, 201, 409), throttle=Throttle("publish", "60/m"))
def publish(request: HttpRequest, slug: Slug, given: VersionIn) -> Any:
    """Publish the dossier as it stands as its next version; 409 with the reason where that cannot be."""
    dossier = access.find(request.user, slug, "work")
    number = given.draft
    if number is None:
        draft = drafts.ask(dossier)
        if draft.made is None:
            drafts.prepare(draft)
        number = draft.pk
    try:
        made = publishing.publish(
            number,
            dossier,
            request.user,
            title=dossier.title if given.title is None else given.title,
            note=given.note,
            audience=given.audience or dossier.audience,
            unread_too=given.unread_too,
        )
    except publishing.NotPublishedError as error:
        raise HttpError(409, error.say()) from error
    return Status(201, made)


@router.post("/drafts", response=answers(DraftOut, 200, 409), throttle=_DRAW)
def ask(request: HttpRequest, slug: Slug) -> Any:
    """Ask for the next version of the dossier as it stands; the worker draws it up, once for each state."""
    dossier = access.find(request.user, slug, "work")
    if not dossier.sources.exists():
        raise HttpError(409, say("publishing.refused.empty"))
    return _drafted(drafts.ask(dossier))


@router.get("/drafts/{int:number}", response=answers(DraftOut))
def draft(request: HttpRequest, slug: Slug, number: Key) -> Any:
    """A draft: ask again until it is `ready`; 404 where the dossier has moved on before it was."""
    return _drafted(_draft(request, slug, number))


@router.get("/drafts/{int:number}/export/{format}", response=answers(None, 200, 409), openapi_extra=_FILE)
def draft_file(request: HttpRequest, slug: Slug, number: Key, format: Format, asked: Query[Spoken]) -> HttpResponse:
    """A draft as its readers would have it, as a file (see the exports of a version), to be looked at before."""
    found = _draft(request, slug, number)
    if found.reason:
        raise HttpError(409, say("publishing.refused.failed", reason=found.reason))
    if found.made is None:
        raise HttpError(409, say("api.later"))
    return _file(drafts.as_version(found, request.user), format, spoken(asked.language))


class Sought(Paging):
    """Which are wanted: those in whose title, summary or names of parties and issues all these words stand."""

    q: Annotated[str, Field(max_length=200)] = ""


@published.get("/", response=answers(Page[VersionOut]))
def latest(request: HttpRequest, wanted: Query[Sought]) -> Any:
    """The latest version of each dossier whose versions one may read, the last published first."""
    return page([version for _, version in all_latest(request.user, wanted.q)], wanted)


@published.get("/{slug}/versions", response=answers(Page[VersionOut]))
def versions(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> Any:
    """A dossier's versions, the last one first."""
    return page(light().filter(dossier=_published(request, slug)).order_by("-number"), paging)


@published.get("/{slug}/versions/{int:number}", response=answers(VersionOut))
def version(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """One version."""
    return _version(request, slug, number)


@published.get(
    "/{slug}/versions/{int:number}/changes",
    response=answers(dict[Language, list[str]]),
    throttle=Throttle("new", "60/m"),
)
def changes(request: HttpRequest, slug: Slug, number: Number, asked: Query[Since]) -> Any:
    """What is new in a version since an earlier one, in short sentences in both languages."""
    before, now = (dossiers.parse(_version(request, slug, each).content) for each in (asked.since, number))
    return whats_new(before, now, books.loaded(_published(request, slug)))


@published.get("/{slug}/versions/{int:number}/searches", response=answers(list[SearchOut]))
def searches(request: HttpRequest, slug: Slug, number: Number, asked: Query[Spoken]) -> Any:
    """Links that search a version's topic elsewhere."""
    found = searches_of(_version(request, slug, number), spoken(asked.language))
    return [
        {"query": each.query, "links": [{"name": name, "address": link} for name, link in each.links]} for each in found
    ]


@published.get("/{slug}/versions/{int:number}/content", response=answers(contract.Dossier))
def content(request: HttpRequest, slug: Slug, number: Number) -> HttpResponse:
    """A version's dossier in détente's JSON, the reports' texts blanked but for what is cited."""
    return _file(_version(request, slug, number), "json", "en")


@published.get(
    "/{slug}/versions/{int:number}/export/{format}",
    response=answers(None),
    openapi_extra=_FILE,
)
def export(request: HttpRequest, slug: Slug, number: Number, format: Format, asked: Query[Spoken]) -> HttpResponse:
    """A version as JSON, CSV (tables in a zip file), GraphML, or the brief as one HTML file."""
    return _file(_version(request, slug, number), format, spoken(asked.language))


def _draft(request: HttpRequest, slug: str, number: int) -> Draft:
    found = access.find(request.user, slug, "work").drafts.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _drafted(row: Draft) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "ready": row.made is not None,
        "reason": row.reason,
        "changes": row.changes or {"de": [], "en": []},
        "unread": publishing.unread(row.dossier),
    }


def _published(request: HttpRequest, slug: str) -> Dossier:
    found = access.published(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest, slug: str, number: int) -> Version:
    found = Version.objects.filter(dossier=_published(request, slug), number=number).select_related("dossier").first()
    if found is None:
        raise Http404
    return found


def _file(version: Version, format: Format, language: Language) -> HttpResponse:
    name = exports.file_name(version.dossier.slug, version.number, format, language if format == "html" else None)
    content_type = exports.FORMATS[format][0]
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(exports.export(version, format, language), content_type=content_type, headers=disposition)
