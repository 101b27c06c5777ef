"""What the owner sets for the whole site."""

from __future__ import annotations

from typing import Any

from django.db import models


class Site(models.Model):
    """The site's name and texts: one row.  Notices stand beside published dossiers, as job offers do on news sites."""

    name = models.CharField(max_length=80, default="détente")
    about_de = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    notices_de = models.TextField(blank=True)
    notices_en = models.TextField(blank=True)
    policy_de = models.TextField(blank=True)
    policy_en = models.TextField(blank=True)
    registration = models.BooleanField(default=False)
    comments = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get(cls) -> Site:
        """The site's settings; defaults where the owner has saved none."""
        return cls.objects.first() or cls(pk=1)

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it, always as the one row."""
        self.pk = 1
        super().save(*args, **options)

    def text(self, name: str, language: str) -> str:
        """One of the texts ("about", "notices", "policy") in a language, else in the other, else ""."""
        other = "en" if language == "de" else "de"
        return str(getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{other}"))
