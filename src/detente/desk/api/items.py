"""What was read: the dossier as JSON, its statements, parties, issues, events and discrepancies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from detente import contract
from detente import dossier as library
from detente.desk import access
from detente.desk.api.answering import Page, Paging, Slug, answers, page
from detente.desk.dossiers import current as states
from detente.desk.dossiers.models import Dossier

router = Router(tags=["items"])
State = Literal["current", "ruled", "extracted"]
Text = Annotated[str, Field(max_length=500)]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="year, month or day, ISO 8601")]
_STATES = {"current": states.current, "ruled": states.with_rulings, "extracted": states.extracted}


class Wanted(Schema):
    """Which state of the dossier: rulings applied ("current"), beside what was read ("ruled"), or without them."""

    state: State = "current"


class OneOf(Paging, Wanted):
    """Which part of which state is wanted; `id` for one item."""

    id: Text | None = None


class StatementFilter(OneOf):
    """Which statements are wanted; ids, and `text` that stands in the sentence."""

    party: Text | None = None
    issue: Text | None = None
    option: Text | None = None
    stance: contract.Stance | None = None
    report: Text | None = None
    text: Text | None = None
    confidence: Annotated[float, Field(ge=0, le=1, description="at least so sure")] = 0.0


class PartyFilter(OneOf):
    """Which parties are wanted; `text` that stands in a name."""

    kind: contract.PartyKind | None = None
    text: Text | None = None


class IssueFilter(OneOf):
    """Which issues are wanted; `text` that stands in the label."""

    codebook: Text | None = None
    text: Text | None = None


class EventFilter(OneOf):
    """Which events are wanted; `since` and `until` count the day."""

    type: contract.EventType | None = None
    status: contract.EventStatus | None = None
    party: Text | None = None
    report: Text | None = None
    since: Day | None = None
    until: Day | None = None
    text: Text | None = None
    confidence: Annotated[float, Field(ge=0, le=1, description="at least so sure")] = 0.0


class DiscrepancyFilter(Paging, Wanted):
    """Which discrepancies are wanted."""

    kind: contract.DiscrepancyKind | None = None
    party: Text | None = None


class ReportFilter(OneOf):
    """Which reports are wanted; `text` that stands in the headline or the body."""

    language: Annotated[str, Field(max_length=8)] | None = None
    text: Text | None = None


def state_of(dossier: Dossier, wanted: State) -> contract.Dossier:
    """The dossier in the state that is wanted; shared, not to be changed."""
    return _STATES[wanted](dossier)


@router.get("/content", response=answers(contract.Dossier))
def content(request: HttpRequest, slug: Slug, wanted: Query[Wanted]) -> HttpResponse:
    """The whole dossier in détente's JSON, as `detente read` writes it."""
    found = state_of(access.find(request.user, slug), wanted.state)
    return HttpResponse(library.to_json(found), content_type="application/json")


@router.get("/statements", response=answers(Page[contract.Statement]))
def statements(request: HttpRequest, slug: Slug, wanted: Query[StatementFilter]) -> Any:
    """Who stands where on what, each with its sentence."""
    found = state_of(access.find(request.user, slug), wanted.state).statements
    same = _same(wanted, "id", "party", "issue", "option", "stance")
    return page(
        [
            each
            for each in found
            if same(each)
            and each.confidence >= wanted.confidence
            and wanted.report in (None, each.evidence.report)
            and _says(wanted.text, each.evidence.quote)
        ],
        wanted,
    )


@router.get("/parties", response=answers(Page[contract.Party]))
def parties(request: HttpRequest, slug: Slug, wanted: Query[PartyFilter]) -> Any:
    """Who acts, speaks or is addressed."""
    found = state_of(access.find(request.user, slug), wanted.state).parties
    same = _same(wanted, "id", "kind")
    return page([each for each in found if same(each) and _says(wanted.text, each.name, *each.aliases)], wanted)


@router.get("/issues", response=answers(Page[contract.Issue]))
def issues(request: HttpRequest, slug: Slug, wanted: Query[IssueFilter]) -> Any:
    """What is negotiated, with its options."""
    found = state_of(access.find(request.user, slug), wanted.state).issues
    same = _same(wanted, "id", "codebook")
    return page([each for each in found if same(each) and _says(wanted.text, each.label)], wanted)


@router.get("/events", response=answers(Page[contract.Event]))
def events(request: HttpRequest, slug: Slug, wanted: Query[EventFilter]) -> Any:
    """What was done between parties; with `since` or `until`, only what is dated."""
    found = state_of(access.find(request.user, slug), wanted.state).events
    same = _same(wanted, "id", "type", "status")
    return page(
        [
            each
            for each in found
            if same(each)
            and each.confidence >= wanted.confidence
            and wanted.report in (None, each.evidence.report)
            and (wanted.party is None or wanted.party in each.participants)
            and _between(each.date, wanted.since, wanted.until)
            and _says(wanted.text, each.evidence.quote)
        ],
        wanted,
    )


@router.get("/discrepancies", response=answers(Page[contract.Discrepancy]))
def discrepancies(request: HttpRequest, slug: Slug, wanted: Query[DiscrepancyFilter]) -> Any:
    """Passages that cannot both be right, or do not say the same."""
    found = state_of(access.find(request.user, slug), wanted.state).discrepancies
    same = _same(wanted, "kind", "party")
    return page([each for each in found if same(each)], wanted)


@router.get("/reports", response=answers(Page[contract.Report]))
def reports(request: HttpRequest, slug: Slug, wanted: Query[ReportFilter]) -> Any:
    """The reports with their bodies and furniture."""
    found = state_of(access.find(request.user, slug), wanted.state).reports
    same = _same(wanted, "id", "language")
    return page([each for each in found if same(each) and _says(wanted.text, each.title or "", each.text)], wanted)


def _same(wanted: Schema, *names: str) -> Any:
    """Whether an item has what is asked for in these fields."""
    asked = [(name, getattr(wanted, name)) for name in names if getattr(wanted, name) is not None]
    return lambda item: all(getattr(item, name) == value for name, value in asked)


def _says(sought: str | None, *texts: str) -> bool:
    return not sought or any(sought.casefold() in text.casefold() for text in texts)


def _between(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date, maybe of a month or year only, may lie between two others."""
    if since is None and until is None:
        return True
    if date is None:
        return False
    return (since is None or date[: len(since)] >= since[: len(date)]) and (
        until is None or date[: len(until)] <= until[: len(date)]
    )
