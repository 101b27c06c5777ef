"""Dossiers: list, make, read, change, delete; what was read from them, and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Language, Page, Paging, Slug, answers, page
from detente.desk.dossiers import current as states
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.views import DossierForm, free_slug
from detente.desk.people.models import User
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
    """The settings to change; what is left out or null stays."""

    model_config = ConfigDict(extra="forbid")
    title: Title | None = None
    summary: Summary | None = None
    language: Language | None = None
    audience: Audience | None = None
    codebooks: Annotated[list[str], Field(max_length=100)] | None = None
    members: Annotated[list[str], Field(max_length=1000)] | None = None


class DossierOut(Schema):
    """A dossier at work; `waiting` of its `sources` are still to be read."""

    slug: str
    title: str
    summary: str
    language: Language
    audience: Audience
    codebooks: list[str]
    members: list[str]
    made: datetime
    changed: datetime
    sources: int
    waiting: int


def shown(dossier: Dossier) -> DossierOut:
    """A dossier as the API gives it."""
    waiting, sources = states.pending(dossier)
    return DossierOut(
        **{name: getattr(dossier, name) for name in ("slug", "title", "summary", "language", "audience", "codebooks")},
        members=sorted(dossier.members.values_list("username", flat=True)),
        made=dossier.made,
        changed=dossier.changed,
        sources=sources,
        waiting=waiting,
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
    form = _form(given.model_dump(), None)
    with transaction.atomic():
        made = form.save(commit=False)
        made.made_by = request.user
        made.slug = free_slug(made.title)
        made.save()
        form.save_m2m()
        made.members.add(request.user)
    return Status(201, shown(made))


@router.get("/{slug}", response=answers(DossierOut))
def dossier(request: HttpRequest, slug: Slug) -> Any:
    """A dossier's settings and how far it is read."""
    return shown(access.find(request.user, slug))


@router.patch("/{slug}", response=answers(DossierOut))
def change(request: HttpRequest, slug: Slug, given: DossierChange) -> Any:
    """Change a dossier's settings; with other codebooks or another language it is joined anew."""
    found = access.find(request.user, slug, "work")
    before = shown(found)
    kept = {name: getattr(before, name) for name in DossierIn.model_fields}
    form = _form(kept | given.model_dump(exclude_none=True), found)
    with transaction.atomic():
        form.save()
        if (found.codebooks, found.language) != (before.codebooks, before.language):
            states.want_join(found)
    return shown(found)


@router.delete("/{slug}", response=answers(None, 204, 409))
def delete(request: HttpRequest, slug: Slug) -> Any:
    """Delete a dossier that was never published, with all that is in it."""
    try:
        access.find(request.user, slug, "work").delete()
    except ProtectedError as error:
        raise HttpError(409, say("api.published")) from error
    return Status(204, None)


def _form(given: dict[str, Any], instance: Dossier | None) -> DossierForm:
    """The pages' form, filled in and found right; members are given by log-in name.  Raises ValidationError."""
    known = dict(User.objects.filter(username__in=given["members"], is_active=True).values_list("username", "pk"))
    # A name that nobody has is no choice, which the form says.
    form = DossierForm({**given, "members": [known.get(name, 0) for name in given["members"]]}, instance=instance)
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ("body", name), "msg": text} for name, texts in form.errors.items() for text in texts]
        )
    return form
