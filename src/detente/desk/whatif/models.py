"""Scenarios: what-ifs kept by name."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier


def _key() -> str:
    return secrets.token_urlsafe(9)


class Scenario(models.Model):
    """Changes to a dossier's table under a name; `key` is its place in a link, shown to whoever may see the dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="scenarios")
    key = models.CharField(max_length=20, unique=True, default=_key)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    author: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "name"], name="one_scenario")]
