"""What a dossier is fed with: texts, files and addresses, whether they are read, and the feeds that are followed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError as AddressError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import AfterValidator, ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, answers, page
from detente.desk.dossiers.models import Dossier
from detente.desk.sources import feeds as following
from detente.desk.sources import reading
from detente.desk.sources.models import ADDRESS, FILE, TEXT, Feed, Source
from detente.desk.words import say
from detente.reports.limits import MAX_SOURCE

router = Router(tags=["sources"])
State = Literal["waiting", "reading", "done", "failed"]
Kind = Literal["file", "text", "address", "entry"]
Day = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", description="ISO 8601")]


def _web(address: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except AddressError:
        raise ValueError(say("api.no_address")) from None
    return address


Address = Annotated[str, Field(max_length=2000), AfterValidator(_web)]


class SourceOut(Schema):
    """A source, its state and, where it failed, why; `reports` are the ids of what was read from it."""

    id: int
    kind: Kind
    name: str
    address: str
    state: State
    reason: str
    added: datetime
    reports: list[str]


class SourceFilter(Paging):
    """Which sources are wanted."""

    state: State | None = None
    kind: Kind | None = None


class TextIn(Schema):
    """A report as text, and what is known of it."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=1_000_000, pattern=r"\S")]
    title: Annotated[str, Field(max_length=500)] = ""
    publisher: Annotated[str, Field(max_length=200)] = ""
    date: Day | None = None


class AddressIn(Schema):
    """The address of a page, a file or a feed's entry on a public server."""

    model_config = ConfigDict(extra="forbid")
    address: Address


class FeedIn(Schema):
    """The address of a feed, and how often to look at it."""

    model_config = ConfigDict(extra="forbid")
    address: Address
    minutes: Annotated[int, Field(ge=5, le=10_080)] = 30


class FeedOut(Schema):
    """A feed that is followed; `reason` says why it could not be polled last time."""

    id: int
    address: str
    title: str
    minutes: int
    active: bool
    polled: datetime | None
    due: datetime
    failures: int
    reason: str
    added: datetime


def _shown(source: Source) -> SourceOut:
    fields = ("id", "kind", "name", "address", "state", "reason", "added")
    return SourceOut(
        **{name: getattr(source, name) for name in fields},
        reports=list(source.readings.values_list("report", flat=True)),
    )


def _source(dossier: Dossier, number: int) -> Source:
    found = dossier.sources.filter(pk=number).defer("content").first()
    if found is None:
        raise Http404
    return found


def _feed(dossier: Dossier, number: int) -> Feed:
    found = dossier.feeds.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.get("/sources", response=answers(Page[SourceOut]))
def sources(request: HttpRequest, slug: Slug, wanted: Query[SourceFilter]) -> Any:
    """What the dossier was given, in the order in which it came."""
    asked = {name: value for name in ("state", "kind") if (value := getattr(wanted, name))}
    rows = access.find(request.user, slug).sources.filter(**asked).defer("content").prefetch_related("readings")
    found = page(rows, wanted)
    return {**found, "items": [_shown(each) for each in found["items"]]}


@router.post("/sources/texts", response={**answers(SourceOut, 201), 200: SourceOut})
def add_text(request: HttpRequest, slug: Slug, given: TextIn) -> Any:
    """Add a report as text, to be read in the background; 200 with the one that is there if it is there already."""
    dossier = access.find(request.user, slug, "work")
    name = given.title or " ".join(given.text.split())[:80]
    about = {key: value for key in ("title", "publisher", "date") if (value := getattr(given, key))}
    source, new = reading.add(dossier, TEXT, name, content=given.text.encode("utf-8"), user=request.user, about=about)
    return Status(201 if new else 200, _shown(source))


@router.post("/sources/addresses", response={**answers(SourceOut, 201), 200: SourceOut})
def add_address(request: HttpRequest, slug: Slug, given: AddressIn) -> Any:
    """Add the page or file at an address, to be fetched and read in the background; 200 if it is there already."""
    dossier = access.find(request.user, slug, "work")
    source, new = reading.add(dossier, ADDRESS, given.address, address=given.address, user=request.user)
    return Status(201 if new else 200, _shown(source))


@router.post("/sources/files", response=answers(list[SourceOut], 201))
def add_files(request: HttpRequest, slug: Slug, files: File[list[UploadedFile]]) -> Any:
    """Add files (a form's field "files", multipart/form-data), all or none, to be read in the background."""
    dossier = access.find(request.user, slug, "work")
    if sum(file.size or 0 for file in files) > settings.UPLOAD_LIMIT or any(
        (file.size or 0) > MAX_SOURCE for file in files
    ):
        raise HttpError(413, say("api.too_large"))
    with transaction.atomic():
        made = [
            reading.add(dossier, FILE, file.name or "file", content=file.read(), user=request.user)[0] for file in files
        ]
    return Status(201, [_shown(each) for each in made])


@router.get("/sources/{int:number}", response=answers(SourceOut))
def source(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """One source and its state."""
    return _shown(_source(access.find(request.user, slug), number))


@router.post("/sources/{int:number}/retry", response=answers(SourceOut, 200, 409))
def retry(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Have a source read once more that failed, or of which not all could be read."""
    dossier = access.find(request.user, slug, "work")
    found = _source(dossier, number)
    if not reading.again(found):
        raise HttpError(409, say("api.not_failed"))
    return _shown(_source(dossier, number))


@router.delete("/sources/{int:number}", response=answers(None, 204))
def remove(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Take a source and what was read from it out of the dossier."""
    reading.remove(_source(access.find(request.user, slug, "work"), number))
    return Status(204, None)


@router.get("/feeds", response=answers(Page[FeedOut]))
def feeds(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> Any:
    """The feeds that the dossier follows."""
    return page(access.find(request.user, slug).feeds.all(), paging)


@router.post("/feeds", response={**answers(FeedOut, 201), 200: FeedOut})
def follow(request: HttpRequest, slug: Slug, given: FeedIn) -> Any:
    """Follow a feed from now on; 200 if it is followed already, with its rhythm changed."""
    dossier = access.find(request.user, slug, "work")
    with transaction.atomic():
        feed, new = following.follow(dossier, given.address, request.user)
        if feed.minutes != given.minutes:
            Feed.objects.filter(pk=feed.pk).update(minutes=given.minutes)
    return Status(201 if new else 200, _feed(dossier, feed.pk))


@router.post("/feeds/{int:number}/poll", response=answers(FeedOut))
def poll(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Look at a feed as soon as may be; one that was paused is followed again."""
    dossier = access.find(request.user, slug, "work")
    following.poll_now(_feed(dossier, number))
    return _feed(dossier, number)


@router.post("/feeds/{int:number}/pause", response=answers(FeedOut))
def pause(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Look at a feed no more until it is polled or followed again."""
    dossier = access.find(request.user, slug, "work")
    following.pause(_feed(dossier, number))
    return _feed(dossier, number)


@router.delete("/feeds/{int:number}", response=answers(None, 204))
def unfollow(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Follow a feed no longer; its reports stay."""
    _feed(access.find(request.user, slug, "work"), number).delete()
    return Status(204, None)
