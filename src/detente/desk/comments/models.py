"""Comments and the decisions on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"


class Comment(models.Model):
    """A comment on a published dossier; it appears once it is approved, and nowhere while it is not.

    `flags` are the reasons for a second look that the checks found, as codes with their words.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    address = models.EmailField(blank=True)
    user: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, default="en")
    text = models.TextField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in (WAITING, APPROVED, REJECTED)], default=WAITING)
    flags = models.JSONField(default=list)
    client = models.CharField(max_length=64, blank=True)
    made = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made", "pk"]
        indexes = [models.Index(fields=["dossier", "state", "made"])]


class Decision(models.Model):
    """The audit log: who decided what on which comment, when and why; rows are only ever added."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    moderator: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    moderator_name = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=8)
    code = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    time = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-time", "-pk"]
