"""Dossiers: list, make, read, change, delete; what was read from them, and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Language, Page, Paging, Slug, answers, page
from detente.desk.dossiers import current as states
from detente.desk.dossiers import keeping
from detente.desk.dossiers.models import Dossier
from detente.desk.people.models import User
from detente.desk.sources.models import FAILED, Reading
from detente.desk.words import say

router = Router(tags=["dossiers"])
Title = Annotated[str, Field(min_length=1, max_length=160, pattern=r"\S")]
Summary = Annotated[str, Field(max_length=20_000)]
Audience = Literal["everybody", "members"]


class DossierIn(Schema):
    """A dossier's settings; `codebooks` are names (none: those that fit), `members` log-in names."""

    model_config = ConfigDict(extra="forbid")
    title: Title
    summary: Summary = ""
    language: Language = "en"
    audience: Audience = "everybody"
    codebooks: Annotated[list[str], Field(max_length=100)] = []
    members: Annotated[list[str], Field(max_length=1000)] = []


class DossierChange(Schema):
    """The settings to change; what is left out or null stays, but for `precision`: null is as it comes.

    `precision` is the share of right statements that is wished for; another one has all reports read anew.
    """

    model_config = ConfigDict(extra="forbid")
    title: Title | None = None
    summary: Summary | None = None
    language: Language | None = None
    audience: Audience | None = None
    codebooks: Annotated[list[str], Field(max_length=100)] | None = None
    members: Annotated[list[str], Field(max_length=1000)] | None = None
    precision: Annotated[float, Field(ge=keeping.PRECISIONS[0], le=keeping.PRECISIONS[1])] | None = None


class DossierOut(Schema):
    """A dossier at work: `waiting` of its `sources` are still to be read, `failed` could not be.

    `joining`: something was read or taken out that is still to be joined with the rest.  `versions` are published.
    """

    slug: str
    title: str
    summary: str
    language: Language
    audience: Audience
    codebooks: list[str]
    members: list[str]
    precision: float | None
    made: datetime
    changed: datetime
    sources: int
    waiting: int
    failed: int
    reports: int
    joining: bool
    versions: int


_OWN = ("slug", "title", "summary", "language", "audience", "codebooks", "precision", "made", "changed")


def shown(dossier: Dossier) -> DossierOut:
    """A dossier as the API gives it."""
    waiting, sources = states.pending(dossier)
    return DossierOut(
        **{name: getattr(dossier, name) for name in _OWN},
        members=_members(dossier),
        sources=sources,
        waiting=waiting,
        failed=dossier.sources.filter(state=FAILED).count(),
        reports=Reading.objects.filter(source__dossier=dossier).values("report").distinct().count(),
        joining=states.extract_of(dossier).wanted > 0,
        versions=dossier.versions.count(),
    )


@router.get("/", response=answers(Page[DossierOut]))
def dossiers(request: HttpRequest, paging: Query[Paging]) -> Any:
    """The dossiers that one may see at work, the last changed first."""
    found = page(access.visible(request.user), paging)
    return {**found, "items": [shown(each) for each in found["items"]]}


@router.post("/", response=answers(DossierOut, 201))
def make(request: HttpRequest, given: DossierIn) -> Any:
    """Make a dossier; whoever makes it is its member."""
    if not access.may(request.user, "write"):
        raise PermissionDenied
    made = keeping.make(_form(keeping.DossierForm, given.model_dump(), None), request.user)
    return Status(201, shown(made))


@router.get("/{slug}", response=answers(DossierOut))
def dossier(request: HttpRequest, slug: Slug) -> Any:
    """A dossier's settings and how far it is read."""
    return shown(access.find(request.user, slug))


@router.patch("/{slug}", response=answers(DossierOut))
def change(request: HttpRequest, slug: Slug, given: DossierChange) -> Any:
    """Change a dossier's settings; with other codebooks or another language it is joined anew."""
    found = access.find(request.user, slug, "work")
    kept = {name: getattr(found, name) for name in DossierChange.model_fields if name != "members"}
    wanted = {**kept, "members": _members(found), **given.model_dump(exclude_none=True)}
    if "precision" in given.model_fields_set:
        wanted["precision"] = given.precision
    before = keeping.Before(found)
    form = _form(keeping.SettingsForm, {**wanted, "sure": wanted["precision"] is not None}, found)
    keeping.change(form, before)
    return shown(found)


@router.delete("/{slug}", response=answers(None, 204, 409))
def delete(request: HttpRequest, slug: Slug) -> Any:
    """Delete a dossier that was never published, with all that is in it."""
    try:
        access.find(request.user, slug, "work").delete()
    except ProtectedError as error:
        raise HttpError(409, say("api.published")) from error
    return Status(204, None)


def _members(dossier: Dossier) -> list[str]:
    return sorted(dossier.members.values_list("username", flat=True))


def _form(form_type: type[keeping.DossierForm], given: dict[str, Any], instance: Dossier | None) -> keeping.DossierForm:
    """The pages' form, filled in and found right; members are given by log-in name.  Raises ValidationError."""
    known = dict(User.objects.filter(username__in=given["members"], is_active=True).values_list("username", "pk"))
    # A name that nobody has is no choice, which the form says.
    form = form_type({**given, "members": [known.get(name, 0) for name in given["members"]]}, instance=instance)
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ("body", name), "msg": text} for name, texts in form.errors.items() for text in texts]
        )
    return form
