"""Published versions: publishing the next one, and reading what is published."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente import contract
from detente.desk import access
from detente.desk.api.answering import Language, Page, Paging, Slug, Spoken, answers, page, spoken
from detente.desk.api.auth import Throttle
from detente.desk.dossiers.models import Dossier
from detente.desk.publishing import drafts, exports
from detente.desk.publishing import publish as publishing
from detente.desk.publishing.models import Version
from detente.desk.publishing.published import light
from detente.desk.words import say

router = Router(tags=["versions"])
published = Router(tags=["versions"])
Format = Literal["json", "csv", "graphml", "html"]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class VersionIn(Schema):
    """What the next version is called and says of itself; `unread_too` publishes although sources are being read."""

    model_config = ConfigDict(extra="forbid")
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


@router.post("/versions", response=answers(VersionOut, 201, 409), throttle=Throttle("publish", "60/m"))
def publish(request: HttpRequest, slug: Slug, given: VersionIn) -> Any:
    """Publish the dossier as it stands as its next version; 409 with the reason where that cannot be."""
    dossier = access.find(request.user, slug, "work")
    draft = drafts.ask(dossier)
    if draft.made is None:
        drafts.prepare(draft)
    try:
        made = publishing.publish(
            draft.pk,
            dossier,
            request.user,
            title=dossier.title if given.title is None else given.title,
            note=given.note,
            audience=given.audience or dossier.audience,
            unread_too=given.unread_too,
        )
    except publishing.NotPublishedError as error:
        raise HttpError(409, say(f"publishing.refused.{error.key}", lang=None, **error.words)) from error
    return Status(201, made)


@published.get("/", response=answers(Page[VersionOut]))
def latest(request: HttpRequest, paging: Query[Paging]) -> Any:
    """The latest version of each dossier whose versions one may read, the last published first."""
    numbers = access.published(request.user).values_list("pk", "versions__number")
    last: dict[int, int] = dict(numbers.order_by("pk", "versions__number"))
    rows = [row for row in light().filter(dossier__in=last) if last[row.dossier_id] == row.number]
    return page(rows, paging)


@published.get("/{slug}/versions", response=answers(Page[VersionOut]))
def versions(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> Any:
    """A dossier's versions, the last one first."""
    return page(light().filter(dossier=_published(request, slug)).order_by("-number"), paging)


@published.get("/{slug}/versions/{int:number}", response=answers(VersionOut))
def version(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """One version."""
    return _version(request, slug, number)


@published.get("/{slug}/versions/{int:number}/content", response=answers(contract.Dossier))
def content(request: HttpRequest, slug: Slug, number: Number) -> HttpResponse:
    """A version's dossier in détente's JSON, the reports' texts blanked but for what is cited."""
    return _file(_version(request, slug, number), "json", "en")


@published.get(
    "/{slug}/versions/{int:number}/export/{format}",
    response=answers(None),
    openapi_extra={"responses": {200: {"description": "OK", "content": {"*/*": {}}}}},
)
def export(request: HttpRequest, slug: Slug, number: Number, format: Format, asked: Query[Spoken]) -> HttpResponse:
    """A version as JSON, CSV (tables in a zip file), GraphML, or the brief as one HTML file."""
    return _file(_version(request, slug, number), format, spoken(asked.language))


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
