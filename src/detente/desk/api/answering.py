"""What all answers share: pages of a list, and what went wrong as `{"detail"}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.client import responses
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from ninja import NinjaAPI, Path, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel, Field

from detente.desk.words import language, say

Item = TypeVar("Item")
Language = Literal["de", "en"]
MOST = 500
# What may go wrong with every call.
ALWAYS = (400, 401, 403, 404, 413, 422, 429)
Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]


class Misfit(Schema):
    """One thing that does not fit: its place in the request and what is wrong with it."""

    place: list[str | int]
    message: str


class Problem(Schema):
    """Why a call was not answered as asked; for 422, `errors` says what is wrong where."""

    detail: str
    errors: list[Misfit] = []


class Page(BaseModel, Generic[Item]):
    """A part of a list, and how long the whole is."""

    items: list[Item]
    count: int = Field(ge=0, description="how many there are in all")


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0


class Spoken(Schema):
    """The language of what is said in words; by default the one that the request's Accept-Language asks for."""

    language: Language | None = None


def page(rows: Sequence[Any] | QuerySet, paging: Paging) -> dict[str, Any]:
    """A page of a list or query."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {"items": list(rows[paging.offset : paging.offset + paging.limit]), "count": count}


def spoken(wanted: str | None) -> Language:
    """The language to answer in."""
    if wanted in ("de", "en"):
        translation.activate(wanted)
    return language()


def answers(model: Any, status: int = 200, *wrong: int) -> Mapping[Any, Any]:
    """An operation's answers: the good one, and what may go wrong beside what may with every call (`ALWAYS`)."""
    return {status: model, **dict.fromkeys(wrong, Problem)}


class Api(NinjaAPI):
    """An API whose schema says of every operation what may go wrong with every call.

    Said for each of them, it would be a class for each code of each operation, made at every start.
    """

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema as OpenAPI."""
        schema = super().get_openapi_schema(**options)
        for operation in (each for methods in schema["paths"].values() for each in methods.values()):
            said = {code: _wrong(code) for code in ALWAYS} | operation["responses"]
            operation["responses"] = dict(sorted(said.items()))
        return schema


def _wrong(code: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": responses[code], "content": {"application/json": {"schema": schema}}}


def handle(api: NinjaAPI) -> None:
    """Have what goes wrong answered as `Problem`."""

    def wrong(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "errors": [], **more}, status=status)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        answer = wrong(request, 401, say("api.unknown"))
        answer["WWW-Authenticate"] = 'Bearer realm="detente"'
        return answer

    @api.exception_handler(HttpError)
    def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
        # What the parser says is hidden behind a sentence that says less.
        said = error.__cause__ if isinstance(error.__cause__, HttpError) else error
        return wrong(request, said.status_code, str(said))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return wrong(request, 413, say("api.too_large"))

    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(SuspiciousOperation)
    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        return wrong(request, 400, say("api.unreadable"))

    @api.exception_handler(Throttled)
    def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
        answer = wrong(request, 429, say("api.too_many"))
        answer["Retry-After"] = str(int(error.wait or 1))
        return answer

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return wrong(request, 403, say("api.forbidden"))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return wrong(request, 404, say("api.missing"))

    @api.exception_handler(ValidationError)
    def misfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [{"place": list(each.get("loc", ())), "message": str(each.get("msg", ""))} for each in error.errors]
        return wrong(request, 422, say("api.misfit"), errors=errors)
