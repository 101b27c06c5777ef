"""Analyses of a dossier as it stands: the JSON of the command line's `--json`, and the brief."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from detente.desk import access
from detente.desk.api import computing
from detente.desk.api.answering import Slug, Spoken, answers, spoken
from detente.desk.api.auth import Throttle
from detente.desk.dossiers import books
from detente.desk.dossiers import current as states
from detente.desk.dossiers.models import Dossier

router = Router(tags=["analyses"])
# An analysis may take seconds.
_SOME = Throttle("analyses", "120/m")
# The shape is that of the command line, which docs/ tell of.
Analysis = dict[str, Any]


class Asked(Spoken):
    """How the table is set: `persons_apart` has persons sit beside the party they speak for."""

    persons_apart: bool = False


class SensitivityAsked(Asked):
    """Of which result: "nash", "forecast" or what else `detente sensitivity --on` takes; by default as there."""

    on: Annotated[str, Field(max_length=200)] | None = None


@router.get("/settlement", response=answers(Analysis, 200, 409), throttle=_SOME)
def settlement(request: HttpRequest, slug: Slug, asked: Query[Asked]) -> Any:
    """Which deals are possible, and which the bargaining solutions choose."""
    return _analysis("settlement", request, slug, asked)


@router.get("/stability", response=answers(Analysis, 200, 409), throttle=_SOME)
def stability(request: HttpRequest, slug: Slug, asked: Query[Asked]) -> Any:
    """Which outcomes would hold, and who would leave them."""
    return _analysis("stability", request, slug, asked)


@router.get("/forecast", response=answers(Analysis, 200, 409), throttle=_SOME)
def forecast(request: HttpRequest, slug: Slug, asked: Query[Asked]) -> Any:
    """What to expect of each issue, by several models."""
    return _analysis("forecast", request, slug, asked)


@router.get("/sensitivity", response=answers(Analysis, 200, 409), throttle=_SOME)
def sensitivity(request: HttpRequest, slug: Slug, asked: Query[SensitivityAsked]) -> Any:
    """What would change a result."""
    return _analysis("sensitivity", request, slug, asked, on=asked.on)


@router.get(
    "/brief",
    response=answers(None),
    throttle=_SOME,
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}}}},
)
def brief(request: HttpRequest, slug: Slug, asked: Query[Spoken]) -> HttpResponse:
    """The brief as one HTML file that needs nothing but itself."""
    dossier = access.find(request.user, slug)
    html = _kept(dossier, "brief", spoken(asked.language))
    # A file to keep, not a page of the desk: its script is not the desk's.
    return HttpResponse(html, headers={"Content-Disposition": f'attachment; filename="{dossier.slug}.html"'})


def _analysis(name: str, request: HttpRequest, slug: str, asked: Asked, **more: Any) -> HttpResponse:
    dossier = access.find(request.user, slug)
    found = _kept(dossier, name, spoken(asked.language), persons_apart=asked.persons_apart, **more)
    return HttpResponse(found, content_type="application/json")


def _kept(dossier: Dossier, name: str, language: str, **more: Any) -> str:
    """An analysis of the dossier as it stands, as text, computed once.  Raises HttpError where it cannot be made."""
    found = _computed(dossier.pk, states.key_of(dossier), name, language, tuple(sorted(more.items())))
    if isinstance(found, computing.ImpossibleError):
        raise HttpError(found.status, str(found))
    return found


@lru_cache(maxsize=64)
def _computed(
    pk: int, key: str, name: str, language: str, more: tuple[tuple[str, Any], ...]
) -> str | computing.ImpossibleError:
    row = Dossier.objects.get(pk=pk)
    try:
        found = computing.ANALYSES[name](states.current(row), language, books.loaded(row), **dict(more))
    except computing.ImpossibleError as error:
        return error
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, allow_nan=False)
