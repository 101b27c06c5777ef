"""Reading what a dossier was given, one source at a time, in the background."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from detente import reading, reports
from detente.contract import Report
from detente.desk.dossiers.current import want_join
from detente.desk.dossiers.models import Dossier
from detente.desk.sources.models import ADDRESS, DONE, FAILED, READING, WAITING, Reading, Source
from detente.desk.words import say

# A source that was taken so long ago and is still being read was left behind by a worker that died.
LEFT_BEHIND = timedelta(minutes=10)
MAX_TRIES = 3


def add(
    dossier: Dossier,
    kind: str,
    name: str,
    *,
    content: bytes | None = None,
    address: str = "",
    user: Any = None,
    **more: Any,
) -> tuple[Source, bool]:
    """Keep a source to be read, and whether it is new: the same content or address is kept once in a dossier."""
    digest = hashlib.sha256(content if content is not None else address.encode()).hexdigest()
    with transaction.atomic():
        known = dossier.sources.filter(digest=digest).exclude(state=FAILED).first()
        if known is not None:
            return known, False
        made = Source.objects.create(
            dossier=dossier, kind=kind, name=name[:500], content=content, address=address, digest=digest,
            added_by=user, **more,
        )  # fmt: skip
    return made, True


def take() -> Source | None:
    """The next source to read, marked as taken; None where none is waiting."""
    stale = Q(state=READING, taken__lt=timezone.now() - LEFT_BEHIND)
    found = Source.objects.filter(Q(state=WAITING) | stale).order_by("added", "pk").first()
    if found is None:
        return None
    # Only one worker gets it: the update counts only where the row still is as it was found.
    taken = Source.objects.filter(pk=found.pk, state=found.state, taken=found.taken).update(
        state=READING, taken=timezone.now(), tries=found.tries + 1
    )
    return Source.objects.select_related("dossier").get(pk=found.pk) if taken else take()


def take_back() -> None:
    """Have everything read again that a worker of this machine had begun when it was stopped."""
    Source.objects.filter(state=READING).update(state=WAITING)


def read_next() -> bool:
    """Read one waiting source; False where there is none."""
    source = take()
    if source is None:
        return False
    read(source)
    return True


def read(source: Source) -> None:
    """Read a source into readings of its reports; a failure is kept with its reason and costs only this source."""
    if source.tries > MAX_TRIES:
        _fail(source, say("sources.reason.gave_up", lang=source.dossier.language, n=MAX_TRIES))
        return
    loaded = _load(source)
    if not loaded.reports:
        _fail(source, "; ".join(failure.reason for failure in loaded.failures) or "?")
        return
    rows = []
    failures = [f"{failure.source}: {failure.reason}" for failure in loaded.failures]
    for report in loaded.reports:
        try:
            found = reading.read(report, precision=source.dossier.precision)
        except Exception as error:  # whatever goes wrong in one report must cost that report only
            failures.append(f"{report.title or report.source}: {type(error).__name__}: {error}")
            continue
        rows.append(_row(source, report, found.model_dump_json()))
    if not rows:
        _fail(source, "; ".join(failures))
        return
    with transaction.atomic():
        source.readings.all().delete()
        Reading.objects.bulk_create(rows)
        Source.objects.filter(pk=source.pk).update(state=DONE, reason="; ".join(failures)[:2000])
        want_join(source.dossier)


def _load(source: Source) -> reports.Loaded:
    language = None
    if source.content is None:
        return reports.load([source.address], language=language)
    named = source.address if source.kind == ADDRESS or source.address else source.name
    return reports.load_bytes(bytes(source.content), named)


def _row(source: Source, report: Report, content: str) -> Reading:
    return Reading(
        source=source,
        report=report.id,
        title=(report.title or "")[:500],
        publisher=(report.publisher or "")[:200],
        date=(report.date or "")[:40],
        language=report.language[:8],
        content=content,
    )


def _fail(source: Source, reason: str) -> None:
    Source.objects.filter(pk=source.pk).update(state=FAILED, reason=reason[:2000])
