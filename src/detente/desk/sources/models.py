"""What a dossier is fed with, what was read from each, and the feeds that are followed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier

WAITING, READING, DONE, FAILED = "waiting", "reading", "done", "failed"
FILE, TEXT, ADDRESS, ENTRY = "file", "text", "address", "entry"


class Feed(models.Model):
    """A feed that a dossier follows: polled with conditional requests, more seldom after failures.

    `etag` and `modified` are the last answer's, `minutes` the time between polls; the words for `code` say why the last
    poll failed, `reason` more of it in English.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="feeds")
    address = models.URLField(max_length=2000)
    title = models.CharField(max_length=200, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField(default=30)
    due = models.DateTimeField(default=timezone.now)
    polled = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    code = models.CharField(max_length=20, blank=True)
    active = models.BooleanField(default=True)
    added_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "address"], name="one_feed")]
        ordering = ["added"]


class Source(models.Model):
    """One thing given to a dossier: a file, a pasted text, an address or a feed's entry.

    It is confirmed to the user once it is kept here, and read later; a worker that died while reading it leaves it
    `reading` with its `taken` time, and another takes it up again.

    `about` is what its giver knows of it: title, publisher and date of a text, a feed's entry without its content.
    `failures` are what of it could not be read, as [source, code, reason in English]; `reason` is them in a line.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in (FILE, TEXT, ADDRESS, ENTRY)])
    name = models.CharField(max_length=500)
    address = models.URLField(max_length=2000, blank=True)
    content = models.BinaryField(null=True)
    about = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    entry = models.CharField(max_length=500, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=[(s, s) for s in (WAITING, READING, DONE, FAILED)], default=WAITING)
    reason = models.TextField(blank=True)
    failures = models.JSONField(default=list, blank=True)
    tries = models.PositiveIntegerField(default=0)
    taken = models.DateTimeField(null=True, blank=True)
    added_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added", "pk"]
        indexes = [models.Index(fields=["state", "added"])]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "entry"], condition=~models.Q(entry=""), name="one_entry")
        ]


class Dropped(models.Model):
    """A feed's entry that an analyst took out: it stays out, however long its feed shows it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="dropped")
    entry = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "entry"], name="one_dropped")]


class Reading(models.Model):
    """What was read from one report of a source: a dossier of that report, as JSON."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings")
    report = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, blank=True)
    statements = models.PositiveIntegerField(default=0)
    content = models.TextField()
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "report"], name="one_reading")]
