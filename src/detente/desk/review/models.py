"""Rulings as they are kept: one row each, never changed but for being undone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier


class Ruling(models.Model):
    """An analyst's ruling: `content` is the library's `contract.Ruling` as JSON, its id is `key`.

    `item` names what was ruled on (target and id), so that two analysts' verdicts on one item can be compared.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="rulings")
    key = models.CharField(max_length=40, unique=True)
    target = models.CharField(max_length=10)
    action = models.CharField(max_length=8)
    item = models.CharField(max_length=200, db_index=True)
    content = models.JSONField()
    author: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    time = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["time", "pk"]

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that a correction sets to something else than was read."""
        was = {**self.content["was"], "evidence": self.content["evidence"]}
        return {key: value for key, value in self.content["item"].items() if was.get(key, ...) != value}

    @property
    def did(self) -> str:
        """What it does: a correction to what was read is an acceptance."""
        return "accept" if self.action == "correct" and not self.changes else self.action


class Outcome(models.Model):
    """What the analyses say of one state of a dossier (`key`), as `detente.desk.review.outcomes` draws it up.

    It is kept so that a ruling can show at once what it changed.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    content = models.JSONField()
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="one_outcome")]
