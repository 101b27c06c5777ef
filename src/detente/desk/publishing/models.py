"""Published versions: once kept they are never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier


class Version(models.Model):
    """A dossier as it was published: the data with its rulings, and its pages in both languages.

    `changes` says in both languages what is new since the version before: {"de": [...], "en": [...]}.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    content = models.TextField()
    sections = models.JSONField()
    changes = models.JSONField(default=dict)
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
