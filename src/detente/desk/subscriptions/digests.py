"""Digests: what came in one mail, daily at seven, or Mondays at seven, by the site's clock; nothing new, no mail."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from detente.desk.home.models import Site
from detente.desk.publishing.models import Version
from detente.desk.subscriptions import links, notify, outbox
from detente.desk.subscriptions.models import DAILY, INSTANT, WEEKLY, News, Subscription
from detente.desk.words import say

HOUR = time(7)


def create_next(now: datetime | None = None) -> bool:
    """Put one digest that is due into the outbox; False where none is."""
    for rhythm in (INSTANT, DAILY, WEEKLY):
        until = due(rhythm, now or timezone.now())
        waiting = News.objects.filter(
            told=None, made__lte=until, subscription__rhythm=rhythm, subscription__confirmed__isnull=False
        )
        first = waiting.select_related("subscription").first()
        if first is not None:
            _create(first.subscription, until)
            return True
    return False


def due(rhythm: str, now: datetime) -> datetime:
    """Up to when news are in the digests made at `now`: the last seven o'clock (weekly: on a Monday) in the time zone.

    For the instant rhythm, which has waiting news where somebody changed to it from a digest, it is `now`.
    """
    if rhythm == INSTANT:
        return now
    here = timezone.localtime(now)
    day = here.date() if here.time() >= HOUR else here.date() - timedelta(days=1)
    if rhythm == WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, HOUR, tzinfo=here.tzinfo)


@transaction.atomic
def _create(one: Subscription, until: datetime) -> None:
    """One mail for all that an address has in this rhythm and language."""
    group = list(
        Subscription.objects.filter(
            address=one.address, rhythm=one.rhythm, language=one.language, confirmed__isnull=False
        ).select_related("dossier").order_by("pk")
    )  # fmt: skip
    waiting = News.objects.filter(told=None, made__lte=until, subscription__in=group)
    # Of two workers the second waits here, and finds nothing left.
    rows = list(waiting.select_for_update())
    found = Version.objects.filter(pk__in={row.version_id for row in rows}).select_related("dossier")
    versions = [
        version
        for version in found.defer("content", "sections").order_by("dossier__title", "dossier", "number")
        if notify.hearing(version.dossier)(one.address)
    ]
    now = timezone.now()
    if versions:
        lang = one.language
        words = {"site": Site.get().name, "n": len(versions)}
        outbox.enqueue(
            one.address,
            say("subscriptions.mail.digest.subject", lang=lang, **words),
            "\n\n\n".join([*(notify.described(version, lang) for version in versions), notify.closing(group, lang)]),
            headers=links.headers(group, "digest"),
            cause=f"digest:{max(row.pk for row in rows)}",
        )
        Subscription.objects.filter(pk__in=[each.pk for each in group]).update(told=now)
    News.objects.filter(pk__in=[row.pk for row in rows]).update(told=now)
