"""Accounts and tokens."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

OWNER, ANALYST, MODERATOR, READER = "owner", "analyst", "moderator", "reader"
ROLES = (OWNER, ANALYST, MODERATOR, READER)


class User(AbstractUser):
    """Somebody with an account.  What the role allows stands in `detente.desk.access`."""

    first_name = None
    last_name = None
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(unique=True)
    role = models.CharField(max_length=10, choices=[(role, role) for role in ROLES], default=READER)
    language = models.CharField(max_length=2, choices=[("de", "Deutsch"), ("en", "English")], default="en")

    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as it is shown."""
        return str(self)


class Invitation(models.Model):
    """An open invitation to make an account for an address (in small letters); it ends when the account is made.

    `own`: nobody invited them, they asked through the registration form.
    """

    address = models.EmailField(unique=True)
    role = models.CharField(max_length=10, choices=[(role, role) for role in ROLES], default=READER)
    language = models.CharField(max_length=2, default="en")
    own = models.BooleanField(default=False)
    by: Any = models.ForeignKey("User", null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made"]


class Token(models.Model):
    """A token for the API; only its digest is kept, so that nobody can read it back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made"]

    @classmethod
    def make(cls, user: Any, name: str) -> tuple[Token, str]:
        """A new token, and its words, which are shown once."""
        words = f"dt_{secrets.token_urlsafe(32)}"
        return cls.objects.create(user=user, name=name, digest=cls.digest_of(words)), words

    @staticmethod
    def digest_of(words: str) -> str:
        """The SHA-256 of a token's words, in hexadecimal."""
        return hashlib.sha256(words.encode()).hexdigest()
