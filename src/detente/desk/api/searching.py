"""Full-text search over reports, statements and events, and a cell of the positions matrix opened up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from detente import contract
from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, answers
from detente.desk.api.auth import Throttle
from detente.desk.dossiers import cells, search
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.sentences import sentences

everywhere = Router(tags=["search"])
router = Router(tags=["search"])
_SOME = Throttle("search", "300/m")
Kind = Literal["report", "statement", "event"]


class Sought(Paging):
    """What is looked for: all words, in any order, and phrases in double quotes, without regard to case and accents."""

    q: Annotated[str, Field(min_length=1, max_length=search.LONGEST)]
    kind: Kind | None = None


class Piece(Schema):
    """A piece of a text; `found` where it is what was looked for."""

    text: str
    found: bool


class HitOut(Schema):
    """A find: the id of the report, statement or event, its report, the words around, its page on the desk."""

    dossier: str
    kind: Kind
    id: str
    report: str
    head: str
    about: str
    date: str | None
    excerpt: list[Piece]
    address: str


class HitPage(Page[HitOut]):
    """Finds: reports, then statements, then events, each the latest first; `counts` are of all kinds."""

    counts: dict[Kind, int]


class CellAsked(Schema):
    """A cell of the positions matrix, by ids."""

    party: Annotated[str, Field(max_length=500)]
    issue: Annotated[str, Field(max_length=500)]


class SaidOut(Schema):
    """A statement in a cell, its date as far as known, and whether it turns from the side taken before."""

    statement: contract.Statement
    date: str | None
    turned: bool
    address: str


class CellOut(Schema):
    """What a party, and whoever speaks for it, said on an issue, in the order of time."""

    party: contract.Party
    issue: contract.Issue
    said: list[SaidOut]


@everywhere.get("/search", response=answers(HitPage), throttle=_SOME)
def in_all(request: HttpRequest, wanted: Query[Sought]) -> Any:
    """Search in all dossiers that one may see at work."""
    return _found(list(access.visible(request.user)), wanted)


@router.get("/search", response=answers(HitPage), throttle=_SOME)
def in_one(request: HttpRequest, slug: Slug, wanted: Query[Sought]) -> Any:
    """Search in one dossier: its reports with their texts, its statements, its events."""
    return _found([access.find(request.user, slug)], wanted)


@router.get("/cell", response=answers(CellOut))
def cell(request: HttpRequest, slug: Slug, asked: Query[CellAsked]) -> Any:
    """A cell of the positions matrix: who said what when; 404 where the dossier knows the party or the issue not."""
    found = cells.cell(*sentences(access.find(request.user, slug)), asked.party, asked.issue)
    if found is None:
        raise Http404
    said = [
        {"statement": each.statement, "date": each.date, "turned": each.turned, "address": absolute(each.ref.address)}
        for each in found.said
    ]
    return {"party": found.party, "issue": found.issue, "said": said}


def absolute(path: str) -> str:
    """A page of the desk as it is seen from outside."""
    return f"{settings.ADDRESS}{path}"


def _found(dossiers: Sequence[Dossier], wanted: Sought) -> dict[str, Any]:
    found = search.through(dossiers, wanted.q, wanted.kind)
    shown = found.entries[wanted.offset : wanted.offset + wanted.limit]
    return {
        "items": [_hit(search.hit(entry, found.terms), dossier) for entry, dossier in shown],
        "count": len(found.entries),
        "counts": found.counts,
    }


def _hit(hit: search.Hit, dossier: Dossier) -> dict[str, Any]:
    entry = hit.entry
    return {
        **{name: getattr(entry, name) for name in ("kind", "id", "report", "head", "about", "date")},
        "dossier": dossier.slug,
        "excerpt": [{"text": text, "found": marked} for text, marked in hit.pieces],
        "address": absolute(hit.address),
    }
