"""Reading what a dossier was given, one source at a time, in the background."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from detente import reading, reports
from detente.contract import Dossier as ReadDossier
from detente.contract import Report
from detente.desk.dossiers.current import want_join
from detente.desk.dossiers.models import Dossier
from detente.desk.sources.models import (
    DONE,
    ENTRY,
    FAILED,
    READING,
    TEXT,
    WAITING,
    Dropped,
    Reading,
    Source,
)
from detente.reports.feed import FeedEntry
from detente.settings import LANGUAGES

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
    """Keep a source to be read, and whether it is new: the same content or address is kept once in a dossier.

    `more` are other fields of it: `about` with title, publisher and date (ISO 8601) of a text, as far as known.
    """
    digest = digest_of(content, address)
    with transaction.atomic():
        known = dossier.sources.filter(digest=digest).exclude(state=FAILED).defer("content").first()
        if known is not None:
            return known, False
        made = Source.objects.create(
            dossier=dossier, kind=kind, name=name[:500], content=content, address=address, digest=digest,
            added_by=user, **more,
        )  # fmt: skip
    return made, True


def digest_of(content: bytes | None, address: str) -> str:
    """What sources with the same content, or else address, have in common: a SHA-256 in hexadecimal."""
    return hashlib.sha256(content if content is not None else address.encode()).hexdigest()


def again(source: Source) -> bool:
    """Have a source read once more that failed, or of which not all could be read; False where it is neither."""
    return bool(
        Source.objects.filter(Q(state=FAILED) | Q(state=DONE) & ~Q(reason=""), pk=source.pk).update(
            state=WAITING, tries=0, taken=None, reason="", failures=[]
        )
    )


def remove(source: Source) -> None:
    """Take a source and what was read from it out of its dossier; a feed does not bring it back."""
    with transaction.atomic():
        if source.entry:
            Dropped.objects.get_or_create(dossier_id=source.dossier_id, entry=source.entry)
        read_from = source.readings.exists()
        source.delete()
        if read_from:
            want_join(source.dossier)


def take() -> Source | None:
    """The next source to read, marked as taken; None where none is waiting."""
    stale = Q(state=READING, taken__lt=timezone.now() - LEFT_BEHIND)
    waiting = Source.objects.filter(Q(state=WAITING) | stale).order_by("added", "pk")
    found = waiting.only("state", "taken", "tries").first()
    if found is None:
        return None
    # Only one worker gets it: the update counts only where the row still is as it was found.
    taken = Source.objects.filter(pk=found.pk, state=found.state, taken=found.taken).update(
        state=READING, taken=timezone.now(), tries=found.tries + 1
    )
    return Source.objects.select_related("dossier").filter(pk=found.pk).first() if taken else take()


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
    """Read a source that was taken into readings of its reports; a failure is kept with its reason, and costs only it.

    What it gave is thrown away if it was taken out of its dossier meanwhile, or by another worker.
    """
    if source.tries > MAX_TRIES:
        _finish(source, [], [("", "gave_up", str(MAX_TRIES))])
        return
    rows = []
    try:
        loaded = _load(source)
    except Exception as error:  # a source that cannot even be loaded must not stop the worker
        _finish(source, [], [("", "reader", f"{type(error).__name__}: {error}")])
        return
    # Of a source with one part it need not be said which one failed.
    failures = [("" if failure.source == _named(source) else failure.source, failure.code, failure.reason)
                for failure in loaded.failures]  # fmt: skip
    for report in loaded.reports:
        try:
            found = reading.read(report, precision=source.dossier.precision)
        except Exception as error:  # whatever goes wrong in one report must cost that report only
            failures.append((report.title or report.source, "reader", f"{type(error).__name__}: {error}"))
            continue
        if report.language not in LANGUAGES:
            failures.append(("" if len(loaded.reports) == 1 else report.title or "", "language", report.language))
        rows.append(_row(source, report, found))
    _finish(source, rows, failures)


def _named(source: Source) -> str:
    """What the library knows a source by."""
    return source.address or ("pasted.txt" if source.kind == TEXT else source.name)


def _load(source: Source) -> reports.Loaded:
    public_only = not settings.ALLOW_PRIVATE_ADDRESSES
    named = _named(source)
    if source.kind == ENTRY:
        entry = FeedEntry(**source.about, content=bytes(source.content or b"").decode())
        return reports.load_entry(entry, source.name, public_only=public_only)
    if source.content is None:
        # Whatever else an address may be: a file of this machine it must never be.
        if not source.address.lower().startswith(("http://", "https://")):
            failure = reports.Failure(source.address, "only http and https addresses can be read", "unsupported")
            return reports.Loaded([], [failure])
        return reports.load([source.address], public_only=public_only)
    loaded = reports.load_bytes(bytes(source.content), named, public_only=public_only)
    if source.kind == TEXT:
        known = {name: value for name, value in source.about.items() if value}
        loaded.reports = [report.model_copy(update={"source": "", **known}) for report in loaded.reports]
    return loaded


def _row(source: Source, report: Report, found: ReadDossier) -> Reading:
    return Reading(
        source=source,
        report=report.id,
        title=(report.title or "")[:500],
        publisher=(report.publisher or "")[:200],
        date=(report.date or "")[:40],
        language=report.language[:8],
        statements=len(found.statements),
        content=found.model_dump_json(),
    )


def _finish(source: Source, rows: Sequence[Reading], failures: Sequence[tuple[str, str, str]]) -> None:
    """Keep what a source gave; without any row it has failed, and what it gave before stays."""
    said = [list(failure) for failure in failures] or ([] if rows else [["", "no_text", "no report in it"]])
    reason = "; ".join(": ".join(part for part in (named, why) if part) for named, _, why in said)
    with transaction.atomic():
        ours = Source.objects.select_for_update().filter(pk=source.pk, state=READING, taken=source.taken)
        if not list(ours.values_list("pk", flat=True)):
            return
        state = DONE if rows else FAILED
        Source.objects.filter(pk=source.pk).update(state=state, reason=reason[:2000], failures=said[:_NAMED])
        if rows:
            source.readings.all().delete()
            Reading.objects.bulk_create(rows)
            want_join(source.dossier)


# Failures of one source that are named at most.
_NAMED = 100
