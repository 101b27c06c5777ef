"""Who is told by mail, and the mail on its way."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier

INSTANT, DAILY, WEEKLY = "instant", "daily", "weekly"


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Subscription(models.Model):
    """An address that wants to hear of a dossier, or of all (`dossier` None); it counts once it is `confirmed`."""

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
            models.UniqueConstraint(fields=["address", "dossier"], name="one_subscription", nulls_distinct=False)
        ]


class Mail(models.Model):
    """A mail in the outbox: kept before anybody is told it will come, sent by the worker, tried again on failure."""

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
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["sent", "due"])]
