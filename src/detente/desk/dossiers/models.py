"""A dossier on the desk: its settings, what the reports gave, and the pages drawn up from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

MEMBERS, EVERYBODY = "members", "everybody"


class Dossier(models.Model):
    """What a team works on.  Until it is published for everybody, it is there for its members and the owner only."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=[("de", "Deutsch"), ("en", "English")], default="en")
    audience = models.CharField(max_length=10, choices=[(MEMBERS, MEMBERS), (EVERYBODY, EVERYBODY)], default=EVERYBODY)
    codebooks = models.JSONField(default=list, blank=True)
    precision = models.FloatField(null=True, blank=True)
    members: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="dossiers")
    made_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed"]

    def __str__(self) -> str:
        return self.title


class Book(models.Model):
    """A codebook of the team's own: the library's TOML, checked when it was uploaded.

    Among a dossier's `codebooks` it is named "own:NAME".
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="books")
    name = models.CharField(max_length=80)
    content = models.TextField()
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "name"], name="one_book")]
        ordering = ["name"]


class Extract(models.Model):
    """What was read from a dossier's reports, merged, with issues, before any ruling: the library's JSON.

    `revision` counts the joinings; `wanted` counts what makes a new one necessary (a report read or taken out, another
    codebook) and is not in it yet.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="extract")
    content = models.TextField(default="")
    revision = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(default=timezone.now)


class Rendering(models.Model):
    """The sections of a dossier's brief in one language, drawn up for one state of it (`key`).

    `brief` is the whole as one HTML file.  A worker that draws it up has `taken` it; `made` says when it was done,
    `reason` why it could not be.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="renderings")
    language = models.CharField(max_length=2)
    key = models.CharField(max_length=64)
    sections = models.JSONField(null=True)
    brief = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    asked = models.DateTimeField(default=timezone.now)
    taken = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "language", "key"], name="one_rendering")]
        ordering = ["-asked"]
