"""What the owner sets for the whole site."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils import timezone

# So many seconds may pass until another process's change of the settings is seen on the pages.
_GOOD_FOR = 5
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


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
    changed = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get(cls) -> Site:
        """The site's settings; defaults where the owner has saved none."""
        return cls.objects.first() or cls(pk=1, changed=_NEVER)

    @classmethod
    def known(cls) -> Site:
        """The settings as they were a few seconds ago at most, for pages; to be looked at only."""
        found = cache.get("site")
        if found is None:
            found = cls.get()
            cache.set("site", found, _GOOD_FOR)
        return found

    @classmethod
    def known_change(cls) -> datetime:
        """When the settings were changed last, as it was known a few seconds ago at most."""
        found: datetime | None = cache.get("site-changed")
        if found is None:
            found = cls.get().changed
            cache.set("site-changed", found, _GOOD_FOR)
        return found

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it, always as the one row."""
        self.pk, self.changed = 1, timezone.now()
        super().save(*args, **options)
        cache.delete_many(["site", "site-changed"])

    def text(self, name: str, language: str) -> str:
        """One of the texts ("about", "notices", "policy") in a language, else in the other, else ""."""
        other = "en" if language == "de" else "de"
        return str(getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{other}"))
