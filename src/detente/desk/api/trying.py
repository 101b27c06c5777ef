"""What-ifs: changes to the table, as a saved scenario holds them, and what they would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, ConfigDict, Field

from detente import contract
from detente.desk import access
from detente.desk.api.answering import Language, Slug, Spoken, answers, spoken
from detente.desk.api.auth import Throttle
from detente.desk.api.searching import absolute
from detente.desk.dossiers.sentences import sentences
from detente.desk.whatif import resting, trying
from detente.desk.whatif import wanted as wishes
from detente.desk.whatif.base import base_of
from detente.desk.whatif.controls import Control, Panel
from detente.desk.whatif.panel import panel
from detente.desk.words import say

router = Router(tags=["analyses"])
Part = Annotated[str, Field(max_length=300)]
_SOME = Throttle("what-if-table", "300/m")


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


class Choice(Schema):
    """A value that a control can have."""

    id: str
    name: str


class ControlOut(Schema):
    """Something that can be changed; a change is its `change`, and for no switch a value behind it.

    `group` names the party or issue it is of.  `value` is what it says before any change: a share, an amount, or one of
    the `choices`.  `rests` is how many sentences that rests on, `note` what else.
    """

    change: list[str]
    switch: bool
    group: list[str]
    label: str
    value: str
    choices: list[Choice]
    rests: int
    note: str


class TableOut(Schema):
    """The table as it is: who sits at it, what is negotiated, and all that can be changed."""

    parties: list[Choice]
    issues: list[contract.Issue]
    controls: list[ControlOut]


class About(Schema):
    """A change, part by part: `change=salience&change=germany&change=peace.ceasefire&change=0`."""

    change: Annotated[list[Part], Field(min_length=2, max_length=6)]


class SentenceOut(Schema):
    """A sentence of a report: who says what by it, and its page on the desk."""

    quote: str
    party: str
    stance: str
    about: str
    report: str | None
    address: str


class BasisOut(Schema):
    """What a control is about, in words, and the sentences it rests on before anything is changed."""

    title: str
    sentences: list[SentenceOut]


@router.get("/what-if", response=answers(TableOut, 200, 409), throttle=_SOME)
def table(request: HttpRequest, slug: Slug, asked: Query[Spoken]) -> Any:
    """What can be changed.

    Beside that, statements can be supposed: `["says", PARTY, ISSUE, OPTION or "-", STANCE, "2"]`, made twice.
    """
    dossier = access.find(request.user, slug)
    spoken(asked.language)
    base = base_of(dossier)
    if not base.possible:
        raise HttpError(409, say("api.no_table"))
    on_table = {issue.id for issue in base.table.issues}
    return {
        "parties": [{"id": party.id, "name": party.name} for party in base.table.parties],
        "issues": [issue for issue in base.dossier.issues if issue.id in on_table],
        "controls": [_control(each, *group) for group, each in _controls(panel(base, base.table, ()))],
    }


@router.get("/what-if/basis", response=answers(BasisOut), throttle=_SOME)
def basis(request: HttpRequest, slug: Slug, asked: Query[About]) -> Any:
    """The sentences that a control rests on; 404 where the table knows nothing of it."""
    dossier = access.find(request.user, slug)
    try:
        wanted = wishes.from_lists([asked.change])
    except wishes.WantedError as error:
        raise HttpError(422, error.text()) from error
    try:
        if len(wanted) != 1:
            raise Http404
        found = resting.of(base_of(dossier), sentences(dossier)[1], wanted[0])
    except (KeyError, IndexError):
        raise Http404 from None
    own = ("quote", "party", "stance", "about")
    said = [
        {
            **{name: getattr(each, name) for name in own},
            "report": None if each.report is None else each.report.id,
            "address": absolute(each.ref.address),
        }
        for each in found.sentences
    ]
    return {"title": found.title, "sentences": said}


def _controls(all_of_it: Panel) -> Iterator[tuple[list[str], Control]]:
    for lever in (*all_of_it.levers, *all_of_it.more):
        for each in (lever.holds, *lever.accepted, *lever.out):
            yield [lever.label], each
    for party in all_of_it.parties:
        own = (party.leaves, party.capability, party.reservation)
        yield from (([party.name], each) for each in own if each is not None)
        for issue in party.issues:
            for each in (issue.salience, issue.position, *issue.acceptances):
                yield [party.name, issue.label], each
    yield from (([], each) for each in (*all_of_it.joins, *all_of_it.statements))


def _control(each: Control, *group: str) -> dict[str, Any]:
    switch = bool(each.key)
    return {
        "change": [*wishes.field_parts(each.name), *([each.value] if switch else [])],
        "switch": switch,
        "group": list(group),
        "value": "" if switch else each.base,
        "choices": [{"id": key, "name": name} for key, name in each.choices],
        **{name: getattr(each, name) for name in ("label", "rests", "note")},
    }


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
    return outcome(tried, language)


def outcome(tried: trying.Tried, language: Language) -> dict[str, Any]:
    """What came of a what-if, as `WhatIfOut`."""
    refused = [{"change": wishes.as_lists([each.wish])[0], "reason": each.reason} for each in tried.refused]
    return {"made": wishes.as_lists(tried.made), "refused": refused, "what_if": tried.found.as_json(language)}
