"""Following feeds: polled with conditional requests, more seldom where they fail, their entries kept to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from detente.desk.dossiers.models import Dossier
from detente.desk.sources.models import ENTRY, FAILED, Feed, Source
from detente.desk.sources.reading import digest_of
from detente.reports.feed import FeedEntry, parse_feed
from detente.reports.fetch import Page, fetch
from detente.reports.model import SourceError
from detente.reports.recognise import recognise

# A feed that is being polled is due again after so long, should the worker die over it.
_LEASE = timedelta(minutes=10)
_LONGEST = timedelta(days=1)
# A server may ask us to stay away for longer than that, within reason.
_LONGEST_ASKED = timedelta(days=30)
_GONE = 410


def follow(dossier: Dossier, address: str, user: Any = None) -> tuple[Feed, bool]:
    """Have a dossier follow a feed from now on, and whether it is new to it; one that was paused is resumed."""
    feed, new = Feed.objects.get_or_create(dossier=dossier, address=address, defaults={"added_by": user})
    if not new and not feed.active:
        poll_now(feed)
    return feed, new


def poll_now(feed: Feed) -> None:
    """Have a feed polled as soon as may be; one that was paused is followed again.  Until then its `polled` is None."""
    Feed.objects.filter(pk=feed.pk).update(active=True, due=timezone.now(), polled=None)


def pause(feed: Feed) -> None:
    """Poll a feed no more until it is resumed."""
    Feed.objects.filter(pk=feed.pk).update(active=False)


def poll_next() -> bool:
    """Poll the feed that has been due for longest; False where none is due."""
    while True:
        feed = Feed.objects.filter(active=True, due__lte=timezone.now()).order_by("due", "pk").first()
        if feed is None:
            return False
        # Only one worker gets it: the update counts only where the row still is as it was found.
        taken = Feed.objects.filter(pk=feed.pk, active=True, due=feed.due)
        if taken.update(due=timezone.now() + _LEASE):
            poll(feed)
            return True


def poll(feed: Feed) -> None:
    """Fetch a feed if it has changed and keep its new entries; a failure is kept with its reason."""
    try:
        page = fetch(
            feed.address, public_only=not settings.ALLOW_PRIVATE_ADDRESSES, etag=feed.etag, modified=feed.modified
        )
        if page.unchanged:
            _keep(feed, None, feed.title, [])
            return
        if recognise(page.data, page.address.split("?")[0], page.content_type) != "feed":
            _failed(feed, "no_feed", "not a feed")
            return
        title, entries = parse_feed(page.data, page.address)
    except SourceError as error:
        if error.status == _GONE:
            _failed(feed, "gone", error.reason, gone=True)
        else:
            _failed(feed, error.code, error.reason, asked=_asked(error.retry_after))
    except Exception as error:  # whatever a feed holds must not stop the worker
        _failed(feed, "broken_feed", f"{type(error).__name__}: {error}")
    else:
        _keep(feed, page, title, entries)


def key_of(feed: Feed, entry: FeedEntry) -> str:
    """What tells an entry from all others in the dossier: the same one may come in several feeds, or under one number.

    An id that is an address or another URI is its own everywhere, any other one only within its feed.
    """
    key = entry.id if ":" in entry.id else f"{feed.address}#{entry.id or _digest(entry)}"
    return key if len(key) <= 300 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _digest(entry: FeedEntry) -> str:
    return digest_of(f"{entry.title}\n{entry.content}".encode(), "")


def _keep(feed: Feed, page: Page | None, title: str, entries: Sequence[FeedEntry]) -> None:
    """Keep the new ones of a feed's entries as sources, the oldest first, and when to ask again, all or nothing."""
    now = timezone.now()
    found = {key_of(feed, entry): entry for entry in entries}
    with transaction.atomic():
        rows = Feed.objects.select_for_update().filter(pk=feed.pk)
        if not list(rows.values_list("pk", flat=True)):
            return  # nobody follows it any more
        dossier = feed.dossier
        known = set(dossier.sources.filter(entry__in=found).values_list("entry", flat=True))
        known |= set(dossier.dropped.filter(entry__in=found).values_list("entry", flat=True))
        made = [_source(feed, key, entry) for key, entry in reversed(found.items()) if key not in known]
        # Given by hand before: the same page need not be read twice.
        digests = [source.digest for source in made]
        given = set(dossier.sources.filter(digest__in=digests).exclude(state=FAILED).values_list("digest", flat=True))
        Source.objects.bulk_create([s for s in made if s.digest not in given], ignore_conflicts=True)
        told = {} if page is None else {"etag": _short(page.etag, 500), "modified": _short(page.modified, 200)}
        if title and not feed.title:
            told["title"] = title[:200]
        rows.update(polled=now, due=now + timedelta(minutes=feed.minutes), failures=0, reason="", code="", **told)


def _source(feed: Feed, key: str, entry: FeedEntry) -> Source:
    about = asdict(entry)
    content = about.pop("content").encode("utf-8", "replace")
    address = entry.address if entry.address and len(entry.address) <= 2000 else ""
    about["address"] = address or None
    return Source(
        dossier=feed.dossier,
        kind=ENTRY,
        name=(entry.title or address or feed.title or feed.address)[:500],
        address=address,
        content=content,
        digest=digest_of(None if address else content, address),
        feed=feed,
        entry=key,
        about=about,
    )


def _short(value: str, longest: int) -> str:
    """A header to be sent back as it is, or not at all."""
    return value if len(value) <= longest else ""


def _failed(feed: Feed, code: str, reason: str, *, asked: timedelta = timedelta(0), gone: bool = False) -> None:
    """Keep why a poll failed; the next one comes after twice the time, up to a day, or when the server wants it."""
    now = timezone.now()
    failures = feed.failures + 1
    wait = min(timedelta(minutes=feed.minutes) * 2 ** min(failures, 12), _LONGEST)
    rows = Feed.objects.filter(pk=feed.pk)
    rows.update(polled=now, due=now + max(wait, asked), failures=failures, code=code, reason=reason[:2000])
    if gone:
        rows.update(active=False)


def _asked(retry_after: str) -> timedelta:
    """The time that a server asks for (RFC 9110, Retry-After: seconds, or a date)."""
    value = retry_after.strip()
    try:
        if value.isdecimal():
            return timedelta(seconds=min(int(value[:9]), _LONGEST_ASKED.total_seconds()))
        until = parsedate_to_datetime(value) if value else timezone.now()
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - timezone.now(), timedelta(0)), _LONGEST_ASKED)
