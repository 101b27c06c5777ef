"""What-ifs: changes to the table, as a saved scenario holds them, and what they would do."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, ConfigDict, Field

from detente.desk import access
from detente.desk.api.answering import Slug, Spoken, answers, spoken
from detente.desk.api.auth import Throttle
from detente.desk.whatif import trying
from detente.desk.whatif import wanted as wishes
from detente.desk.whatif.base import base_of
from detente.desk.words import say

router = Router(tags=["analyses"])
Part = Annotated[str, Field(max_length=300)]


def _possible(changes: list[list[str]]) -> list[list[str]]:
    try:
        read = wishes.from_lists(changes)
        wishes.enough(read)
    except wishes.WantedError as error:
        raise ValueError(error.text()) from None
    return wishes.as_lists(read)


Wishes = Annotated[
    list[Annotated[list[Part], Field(min_length=2, max_length=6)]],
    Field(
        max_length=wishes.MOST,
        description='each change as its kind, the ids of what it is about, and its value: ["leaves", "poland"], '
        '["salience", "germany", "peace.ceasefire", "0.5"]; kinds: ' + ", ".join(wishes.SHAPES),
    ),
    AfterValidator(_possible),
]


class WhatIfIn(Schema):
    """Changes to be tried together; with `chances`, draws are made, which takes a moment."""

    model_config = ConfigDict(extra="forbid")
    changes: Wishes
    chances: bool = False


class RefusedChange(Schema):
    """A change that cannot be made, and why."""

    change: list[str]
    reason: str


class WhatIfOut(Schema):
    """What the changes made would do, in the JSON of `detente sensitivity --change`, and those that cannot be made."""

    made: list[list[str]]
    refused: list[RefusedChange]
    what_if: dict[str, Any]


@router.post("/what-if", response=answers(WhatIfOut, 200, 409), throttle=Throttle("what-if", "300/m"))
def what_if(request: HttpRequest, slug: Slug, asked: Query[Spoken], given: WhatIfIn) -> Any:
    """What changes to the table would do to settlement, stability and forecast; nothing is kept."""
    dossier = access.find(request.user, slug)
    language = spoken(asked.language)
    base = base_of(dossier)
    if not base.possible:
        raise HttpError(409, say("api.no_table"))
    try:
        tried = trying.attempt(base, wishes.from_lists(given.changes), trying.DRAWS if given.chances else 0)
    except wishes.WantedError as error:
        raise HttpError(422, error.text()) from error
    refused = [{"change": wishes.as_lists([each.wish])[0], "reason": each.reason} for each in tried.refused]
    return {"made": wishes.as_lists(tried.made), "refused": refused, "what_if": tried.found.as_json(language)}
