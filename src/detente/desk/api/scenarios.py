"""What-ifs kept by name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, Spoken, answers, page, spoken
from detente.desk.api.auth import Throttle
from detente.desk.api.trying import WhatIfOut, Wishes, outcome
from detente.desk.dossiers.models import Dossier
from detente.desk.whatif import comparing
from detente.desk.whatif.base import base_of
from detente.desk.whatif.models import Scenario
from detente.desk.words import say

router = Router(tags=["scenarios"])
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
Note = Annotated[str, Field(max_length=4000)]


class ScenarioIn(Schema):
    """A what-if under a name."""

    model_config = ConfigDict(extra="forbid")
    name: Name
    note: Note = ""
    changes: Wishes


class ScenarioChange(Schema):
    """What of a scenario to change; what is left out or null stays."""

    model_config = ConfigDict(extra="forbid")
    name: Name | None = None
    note: Note | None = None
    changes: Wishes | None = None


class ScenarioOut(Schema):
    """A scenario; `key` is its place in a link."""

    key: str
    name: str
    note: str
    changes: list[list[str]]
    author: str
    made: datetime
    changed: datetime

    @staticmethod
    def resolve_author(row: Scenario) -> str:
        """Who made it, as the name is shown."""
        return str(row.author or "")


def found(dossier: Dossier, key: str) -> Scenario:
    """The dossier's scenario under a key.  Raises Http404."""
    row = dossier.scenarios.filter(key=key).select_related("author").first()
    if row is None:
        raise Http404
    return row


Key = Annotated[str, Field(max_length=40)]


@router.get("/scenarios", response=answers(Page[ScenarioOut]))
def scenarios(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> Any:
    """The dossier's scenarios, by name."""
    return page(access.find(request.user, slug).scenarios.select_related("author"), paging)


@router.post("/scenarios", response=answers(ScenarioOut, 201, 409))
def keep(request: HttpRequest, slug: Slug, given: ScenarioIn) -> Any:
    """Keep a what-if under a name that none has."""
    dossier = access.find(request.user, slug, "work")
    return Status(201, _saved(Scenario(dossier=dossier, author=request.user, **given.model_dump())))


class Compared(Spoken):
    """The scenarios to compare, by their keys, each once: `s=KEY&s=KEY`."""

    s: Annotated[list[Key], Field(min_length=1, max_length=comparing.MOST)]


class Column(Schema):
    """A scenario tried on the table as it is (`scenario` null: that table itself), or why it cannot be (`wrong`)."""

    scenario: ScenarioOut | None
    outcome: WhatIfOut | None
    wrong: str


class Line(Schema):
    """A line over all columns; `differ` marks cells that say something else than the table as it is."""

    head: str
    cells: list[str]
    differ: list[bool]


class Block(Schema):
    """A table of the comparison, in words."""

    title: str
    lines: list[Line]


class Comparison(Schema):
    """Scenarios side by side; the first column is the table as it is."""

    columns: list[Column]
    blocks: list[Block]


@router.get("/scenarios/compare", response=answers(Comparison, 200, 409), throttle=Throttle("compare", "60/m"))
def compare(request: HttpRequest, slug: Slug, asked: Query[Compared]) -> Any:
    """Scenarios side by side, at expected values; 404 where one of them is missing."""
    dossier = access.find(request.user, slug)
    language = spoken(asked.language)
    chosen = [found(dossier, key) for key in dict.fromkeys(asked.s)]
    base = base_of(dossier)
    if not base.possible:
        raise HttpError(409, say("api.no_table"))
    columns = comparing.columns(base, chosen)
    return {
        "columns": [
            {
                "scenario": each.scenario,
                "outcome": None if each.tried is None else outcome(each.tried, language),
                "wrong": each.wrong,
            }
            for each in columns
        ],
        "blocks": comparing.blocks(columns),
    }


@router.get("/scenarios/{key}", response=answers(ScenarioOut))
def scenario(request: HttpRequest, slug: Slug, key: Key) -> Any:
    """One scenario."""
    return found(access.find(request.user, slug), key)


@router.patch("/scenarios/{key}", response=answers(ScenarioOut, 200, 409))
def change(request: HttpRequest, slug: Slug, key: Key, given: ScenarioChange) -> Any:
    """Change a scenario."""
    row = found(access.find(request.user, slug, "work"), key)
    for name, value in given.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(row, name, value)
    row.changed = timezone.now()
    return _saved(row)


@router.delete("/scenarios/{key}", response=answers(None, 204))
def delete(request: HttpRequest, slug: Slug, key: Key) -> Any:
    """Delete a scenario."""
    found(access.find(request.user, slug, "work"), key).delete()
    return Status(204, None)


def _saved(row: Scenario) -> Scenario:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise HttpError(409, say("api.name_taken")) from error
    return row
