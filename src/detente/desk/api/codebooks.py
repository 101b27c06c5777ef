"""Codebooks: those that ship, and a team's own, which belong to a dossier."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from detente import codebooks as library
from detente.desk import access
from detente.desk.api.answering import Slug, answers
from detente.desk.api.auth import Throttle
from detente.desk.dossiers import books
from detente.desk.dossiers.models import Book, Dossier
from detente.desk.words import say

everywhere = Router(tags=["codebooks"])
router = Router(tags=["codebooks"])
_TOML = {"responses": {200: {"description": "TOML.", "content": {"application/toml": {"schema": {"type": "string"}}}}}}
Name = Annotated[str, Field(max_length=80)]


class BookOut(Schema):
    """A codebook of a dossier's own; `codebook` is its name among those to use, `used` whether it is there."""

    name: str
    codebook: str
    used: bool
    added: datetime


@everywhere.get("/codebooks", response=answers(list[str]))
def shipped(request: HttpRequest) -> Any:
    """The names of the codebooks that come with détente, which every dossier can use."""
    return library.available()


@router.get("/codebooks", response=answers(list[BookOut]))
def own(request: HttpRequest, slug: Slug) -> Any:
    """The dossier's own codebooks, by name."""
    dossier = access.find(request.user, slug)
    return [_shown(dossier, book) for book in dossier.books.all()]


@router.post("/codebooks", response=answers(BookOut, 201), throttle=Throttle("codebooks", "60/m"))
def upload(request: HttpRequest, slug: Slug, file: File[UploadedFile]) -> Any:
    """Upload a codebook (a form's field "file", TOML), to be used from now on; 422 says what is wrong in it.

    It is named as its file is; one of that name is replaced.
    """
    dossier = access.find(request.user, slug, "work")
    if (file.size or 0) > books.LARGEST:
        raise HttpError(413, say("dossiers.book.too_large"))
    try:
        book = books.take_in(dossier, file.name or "", file.read())
    except library.CodebookError as error:
        raise HttpError(422, str(error)) from error
    return Status(201, _shown(dossier, book))


@router.get("/codebooks/{name}", response=answers(None), openapi_extra=_TOML)
def content(request: HttpRequest, slug: Slug, name: Name) -> HttpResponse:
    """A codebook of the dossier's own, as TOML."""
    book = _book(access.find(request.user, slug), name)
    headers = {"Content-Disposition": 'attachment; filename="codebook.toml"'}
    return HttpResponse(book.content, content_type="application/toml; charset=utf-8", headers=headers)


@router.delete("/codebooks/{name}", response=answers(None, 204))
def delete(request: HttpRequest, slug: Slug, name: Name) -> Any:
    """Take out a codebook of the dossier's own; where it was used, the dossier is joined anew."""
    dossier = access.find(request.user, slug, "work")
    books.take_out(_book(dossier, name), dossier)
    return Status(204, None)


def _book(dossier: Dossier, name: str) -> Book:
    found = dossier.books.filter(name=name).first()
    if found is None:
        raise Http404
    return found


def _shown(dossier: Dossier, book: Book) -> dict[str, Any]:
    called = f"{books.OWN}{book.name}"
    return {"name": book.name, "codebook": called, "used": called in dossier.codebooks, "added": book.added}
