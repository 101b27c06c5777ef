"""Finding what is published: a dossier's versions as far as somebody may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from detente.desk import access
from detente.desk.dossiers.models import EVERYBODY, Dossier
from detente.desk.publishing.models import Version
from detente.desk.publishing.serving import NotForAllError
from detente.dossier.folding import fold


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a dossier, by its keys: what the cache needs to know, without the version's contents."""

    dossier: int
    version: int
    number: int
    made: datetime
    latest: int
    latest_made: datetime
    language: str
    public: bool

    @property
    def depends(self) -> tuple[object, ...]:
        """What tells this version's pages from all others."""
        return (self.dossier, self.version, self.number, self.made.isoformat(), self.latest)


def find(request: HttpRequest, slug: str, number: int | None = None) -> Published:
    """A version of a dossier by number, or the latest, where whoever asks may read it.

    Raises Http404 where there is none; `NotForAllError` where it is not for everybody and nobody knows yet who asks.
    """
    public = True
    last = _last_for_all(slug)
    if last is None:
        if not hasattr(request, "user"):
            raise NotForAllError
        public = False
        last = _last(access.published(request.user), slug)
    if last is None:
        raise Http404
    dossier, latest, pk, latest_made, language = last
    made = latest_made
    if number is not None and number != latest:
        found = Version.objects.filter(dossier=dossier, number=number).values_list("pk", "made").first()
        if found is None:
            raise Http404
        pk, made = found
    return Published(dossier, pk, number or latest, made, latest, latest_made, language, public)


_FIELDS = ("pk", "versions__number", "versions__pk", "versions__made", "language")
_Row = tuple[int, int, int, datetime, str]


def _last(among: QuerySet[Dossier], slug: str) -> _Row | None:
    return among.filter(slug=slug).order_by("-versions__number").values_list(*_FIELDS).first()


def _last_for_all(slug: str) -> _Row | None:
    """As `_last` among what is for everybody, but the query is built once: building it takes longer than asking it."""
    sql, parameters = _query(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug if value == _SLUG else value for value in parameters])
        row = cursor.fetchone()
    if row is None:
        return None
    return (row[0], row[1], row[2], _time(row[3]), row[4])


def _time(value: datetime | str) -> datetime:
    """A time as the database gives it: SQLite's are UTC and do not say so, and those it worked out are text."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if timezone.is_aware(time) else time.replace(tzinfo=UTC)


_SLUG = "the slug goes here"  # no slug itself: it has blanks


@cache
def _query(vendor: str) -> tuple[str, tuple[object, ...]]:
    rows = access.public().filter(slug=_SLUG).order_by("-versions__number").values_list(*_FIELDS)[:1]
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def light() -> QuerySet[Version]:
    """Versions without their contents, which are large, latest first."""
    return Version.objects.defer("content", "sections", "words").select_related("dossier").order_by("-made", "-pk")


def latest(user: Any, asked: str = "") -> list[tuple[Dossier, Version]]:
    """The dossiers that somebody may read as published, each with its latest version, latest first.

    `asked` are words that must all stand in title, summary or names, without regard to case and accents.
    """
    terms = [term for term in (fold(word) for word in asked.split()) if term]
    dossiers = {each.pk: each for each in access.published(user)}
    newest = Dossier.objects.filter(pk__in=dossiers).annotate(last=Max("versions__pk")).values("last")
    rows = Version.objects.filter(pk__in=newest).defer("content", "sections").select_related("dossier")
    found = []
    for version in rows.order_by("-made", "-pk"):
        dossier = dossiers[version.dossier_id]
        looked_through = f"{fold(f'{version.title} {dossier.title} {dossier.summary}')}\n{version.words}"
        if all(term in looked_through for term in terms):
            found.append((dossier, version))
    return found


def state_of_all() -> tuple[tuple[object, ...], datetime | None]:
    """What tells the set of all versions for everybody from any other, and when the last of them was made."""
    sql, parameters = _query_of_all(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = [(*row[:3], _time(row[3])) for row in cursor.fetchall()]
    return tuple((*row[:3], row[3].isoformat()) for row in rows), max((row[3] for row in rows), default=None)


@cache
def _query_of_all(vendor: str) -> tuple[str, tuple[object, ...]]:
    rows = (
        Version.objects.filter(dossier__audience=EVERYBODY)
        .order_by("dossier").values_list("dossier", "dossier__slug")
        .annotate(last=Max("number"), time=Max("made"))
    )  # fmt: skip
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)
