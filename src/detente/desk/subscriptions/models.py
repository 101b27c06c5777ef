"""Who is told by mail, and the mail on its way."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier
from detente.desk.publishing.models import Version

INSTANT, DAILY, WEEKLY = "instant", "daily", "weekly"


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Subscription(models.Model):
    """An address (in small letters) that wants to hear of a dossier, or of all (`dossier` None).

    It counts once it is `confirmed`; `told` is when the last mail was made for it.  Who knows the `secret` has read
    mail to the address.
    """

    address = models.EmailField()
    dossier = models.ForeignKey(Dossier, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions")
    rhythm = models.CharField(max_length=8, choices=[(r, r) for r in (INSTANT, DAILY, WEEKLY)], default=INSTANT)
    language = models.CharField(max_length=2, default="en")
    secret = models.CharField(max_length=40, unique=True, default=_secret)
    asked = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True, blank=True)
    told = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "dossier"], name="one_subscription"),
            # To all dossiers.  (SQLite knows no `nulls_distinct`.)
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(dossier__isnull=True), name="one_subscription_to_all"
            ),
        ]


class News(models.Model):
    """A version that a subscriber is to hear of; `told` once it is in a mail.

    What is new for a digest is what stands here, whatever the clocks say: so nothing is told twice or missed, however
    long a worker stood still.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="news")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    told = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made", "pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "version"], name="one_news")]
        indexes = [models.Index(fields=["told", "made"])]


class Ask(models.Model):
    """That somebody had a mail sent to an address: kept for a day, as a digest of who and what, to hold back floods."""

    what = models.CharField(max_length=64)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["what", "made"])]


class Mail(models.Model):
    """A mail in the outbox: kept before anybody is told it will come, sent by the worker, tried again on failure.

    It is on its way while neither `sent` nor `failed` (given up); `reason` is why the last try failed.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    headers = models.JSONField(default=dict)
    # What the mail is about, so that none goes out twice: "version:12:subscription:3".
    cause = models.CharField(max_length=120, unique=True, null=True, blank=True)
    made = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    sent = models.DateTimeField(null=True, blank=True)
    failed = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["sent", "due"])]
