"""A dossier at work as files: for the library, spreadsheets, network tools and databases."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from detente.desk import access
from detente.desk.api.answering import Slug, answers
from detente.desk.api.auth import Throttle
from detente.desk.dossiers import exporting

router = Router(tags=["exports"])
_SOME = Throttle("exports", "120/m")
_FILE = {"responses": {200: {"description": "The file.", "content": {"*/*": {}}}}}
Format = Literal["json", "csv", "graphml", "plover", "dna"]
Table = Literal["statements", "events", "positions", "parties", "timeline", "network", "discrepancies"]


class TableFormat(Schema):
    """How a table is wanted: as CSV, or as a list of records in JSON."""

    format: Literal["csv", "json"] = "json"


@router.get("/export/{format}", response=answers(None), throttle=_SOME, openapi_extra=_FILE)
def export(request: HttpRequest, slug: Slug, format: Format) -> HttpResponse:
    """The dossier as it stands as a file; the brief is at `/brief`.

    Formats: détente's JSON (rulings beside what was read), CSV (all tables in a zip file), GraphML, PLOVER events (JSON
    lines), a database of Discourse Network Analyzer.
    """
    return exporting.exported(access.find(request.user, slug), format)


@router.get("/tables/{name}", response=answers(None), throttle=_SOME, openapi_extra=_FILE)
def table(request: HttpRequest, slug: Slug, name: Table, wanted: Query[TableFormat]) -> HttpResponse:
    """One table of the dossier as it stands; the network counts on how many options two parties agree and differ."""
    return exporting.tabled(access.find(request.user, slug), name, wanted.format)
