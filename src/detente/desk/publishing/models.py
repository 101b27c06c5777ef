"""Published versions: once kept they are never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier


class Version(models.Model):
    """A dossier as it was published: the data with its rulings applied, and its pages in both languages.

    `content` is the library's JSON, in which the reports' texts are blanked but for what is cited (`quoting.quotable`).
    `sections` are the brief's sections as HTML by language and name, with its "title" as text.  `changes` says in both
    languages what is new since the version before, a sentence each: {"de": [...], "en": [...]}.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    content = models.TextField()
    sections = models.JSONField()
    changes = models.JSONField(default=dict)
    # What the first page's search looks through: names of parties and issues in both languages, folded.
    words = models.TextField(blank=True)
    author: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="one_version")]

    def save(self, *args: Any, **options: Any) -> None:
        """Keep a new version.  Raises TypeError for one that is kept already."""
        if self.pk is not None:
            raise TypeError("a published version is never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Raises TypeError: a published version stays."""
        raise TypeError("a published version is never deleted")


class Draft(models.Model):
    """What the next version would be, drawn up by the worker for one state of the dossier (`key`) and one number.

    It is what an analyst looks at before publishing, and publishing makes a version of exactly this.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    content = models.TextField(blank=True)
    sections = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    asked = models.DateTimeField(default=timezone.now)
    made = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number", "key"], name="one_draft")]


class Telling(models.Model):
    """That subscribers were told of a version, and when; `mails` is how many that were."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="telling")
    time = models.DateTimeField(default=timezone.now)
    mails = models.PositiveIntegerField(default=0)
