"""What the page of a dossier's sources shows: its feeds, one page of its sources, and what there is to wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch

from detente.desk.dossiers.current import extracted, pending
from detente.desk.dossiers.models import Dossier, Extract
from detente.desk.sources.models import ENTRY, FAILED, READING, WAITING, Reading, Source
from detente.desk.words import has, language, say

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Text:
    """A report that was read from a source; `repeats` is the other report's id and title, where it repeats one."""

    report: str
    title: str
    publisher: str
    date: str
    language: str
    statements: int
    repeats: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A source as it is listed; `reasons` say what of it could not be read, in the language of the page."""

    pk: int
    kind: str
    name: str
    address: str
    state: str
    reasons: tuple[str, ...]
    texts: tuple[Text, ...]
    feed: str
    by: str
    added: datetime


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as it is listed."""

    pk: int
    title: str
    address: str
    active: bool
    entries: int
    polled: datetime | None
    due: datetime
    reason: str
    by: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list.  `busy`: something of it will change without anybody's doing; `seen` names this state."""

    feeds: tuple[FeedRow, ...]
    rows: tuple[Row, ...]
    page: int
    pages: int
    count: int
    waiting: int
    failed: int
    busy: bool

    @property
    def seen(self) -> str:
        """A digest of all that is shown, so that a page that looks the same need not be sent again."""
        return hashlib.sha256(f"{language()}{self!r}".encode("utf-8", "replace")).hexdigest()[:16]


def listing(dossier: Dossier, page: object = 1) -> Listing:
    """A page (from 1; the nearest there is) of the dossier's sources, the newest first, and its feeds."""
    rows = (
        dossier.sources.defer("content")
        .select_related("added_by", "feed")
        .prefetch_related(Prefetch("readings", Reading.objects.defer("content")))
        .order_by("-added", "-pk")
    )
    shown = Paginator(rows, PER_PAGE).get_page(page)
    sources: list[Source] = list(shown.object_list)
    repeated = _repeated(dossier, sources)
    waiting, count = pending(dossier)
    feeds = tuple(
        FeedRow(
            feed.pk, feed.title, feed.address, feed.active, feed.number, feed.polled, feed.due,
            failure(feed.code, feed.reason), str(feed.added_by or ""), feed.added,
        )
        for feed in dossier.feeds.select_related("added_by").annotate(number=Count("entries"))
    )  # fmt: skip
    polling = any(feed.active and feed.polled is None for feed in feeds)
    return Listing(
        feeds=feeds,
        rows=tuple(_row(source, repeated) for source in sources),
        page=shown.number,
        pages=shown.paginator.num_pages,
        count=count,
        waiting=waiting,
        failed=dossier.sources.filter(state=FAILED).count(),
        busy=bool(waiting) or polling or dossier_extract(dossier)[2] > 0,
    )


def _row(source: Source, repeated: dict[tuple[int, str], tuple[str, str]]) -> Row:
    return Row(
        pk=source.pk,
        kind=source.kind,
        name=source.name,
        address=source.address,
        state=source.state,
        reasons=() if source.state in (WAITING, READING) else tuple(reasons(source.failures)),
        texts=tuple(
            Text(
                each.report, each.title, each.publisher, each.date, each.language, each.statements,
                repeated.get((source.pk, each.report)),
            )
            for each in source.readings.all()
        ),
        feed=(source.feed.title or source.feed.address) if source.feed and source.kind == ENTRY else "",
        by=str(source.added_by or ""),
        added=source.added,
    )  # fmt: skip


def reasons(failures: Iterable[Sequence[str]]) -> list[str]:
    """The words for what of a source could not be read: "a.pdf: encrypted"."""
    return [f"{named}: {failure(code, why)}" if named else failure(code, why) for named, code, why in failures]


def failure(code: str, reason: str) -> str:
    """The words for a failure in the language of the page; `reason` says more of it, in English."""
    if not code:
        return reason
    key = f"sources.failure.{code}"
    return say(key, reason=reason) if has(key) else reason


def _repeated(dossier: Dossier, sources: Sequence[Source]) -> dict[tuple[int, str], tuple[str, str]]:
    """By source and report on this page, the report that it repeats: another one's text, or its own, given before."""
    here = {(source.pk, each.report): each for source in sources for each in source.readings.all()}
    if not here:
        return {}
    revision, made = dossier_extract(dossier)[:2]
    linked = _linked(dossier.pk, revision, made)
    first: dict[str, int] = {}
    earlier = Reading.objects.filter(source__dossier=dossier, report__in={report for _, report in here})
    for report, pk in earlier.order_by("source__added", "source__pk").values_list("report", "source_id"):
        first.setdefault(report, pk)
    out = {}
    for (pk, report), each in here.items():
        if first.get(report, pk) != pk:
            out[pk, report] = (report, each.title)
        elif report in linked:
            out[pk, report] = linked[report]
    return out


def dossier_extract(dossier: Dossier) -> tuple[int, datetime | None, int]:
    """The revision of the dossier's extract, when it was made, and how many joinings are wanted."""
    found = Extract.objects.filter(dossier=dossier).values_list("revision", "made", "wanted").first()
    return found or (0, None, 0)


@lru_cache(maxsize=32)
def _linked(pk: int, revision: int, made: datetime | None) -> dict[str, tuple[str, str]]:
    """The reports of a dossier that repeat another one, as they were linked when it was last joined."""
    reports = extracted(Dossier.objects.get(pk=pk)).reports
    titles = {report.id: report.title or "" for report in reports}
    return {r.id: (r.duplicate_of, titles[r.duplicate_of]) for r in reports if r.duplicate_of in titles}
