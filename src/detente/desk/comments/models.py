"""Comments and the decisions on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from detente.desk.dossiers.models import Dossier

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"
STATES = (WAITING, APPROVED, REJECTED)

# What a decision can be: on a comment, on a dossier's discussion, on the policy.
APPROVE, REJECT, REOPEN, ERASE, CLOSE, OPEN, POLICY = "approve", "reject", "reopen", "erase", "close", "open", "policy"
ACTIONS = (APPROVE, REJECT, REOPEN, ERASE, CLOSE, OPEN, POLICY)


class Comment(models.Model):
    """A comment on a published dossier; it appears once it is approved, and nowhere while it is not.

    `flags` are the reasons for a second look that the checks found: the values of their words by code.  `folded` is
    name and text in lower case, for the search.  `client` is a salted digest of the network address it came from.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    address = models.EmailField(blank=True)
    user: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, default="en")
    text = models.TextField()
    folded = models.TextField(default="")
    state = models.CharField(max_length=8, choices=[(s, s) for s in STATES], default=WAITING)
    flags = models.JSONField(default=dict)
    client = models.CharField(max_length=64, blank=True)
    made = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made", "pk"]
        indexes = [models.Index(fields=["dossier", "state", "made"]), models.Index(fields=["state", "made"])]

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it, and its name and text as the search finds them."""
        self.folded = f"{self.name}\n{self.text}".casefold()
        super().save(*args, **options)


def approved(dossier: Dossier) -> models.QuerySet[Comment]:
    """The dossier's comments that may be shown and counted in public, oldest first: no page takes any others."""
    return Comment.objects.filter(dossier=dossier, state=APPROVED)


class Decision(models.Model):
    """The audit log: who decided what, when and why; rows are only ever added.

    `number` is the comment's, and stays when the comment itself has been erased.  For the policy, `code` is the
    language and `note` the text from then on.
    """

    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="decisions")
    number = models.PositiveBigIntegerField(null=True)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.SET_NULL, related_name="+")
    moderator: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    moderator_name = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=8, choices=[(a, a) for a in ACTIONS])
    code = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    time = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-time", "-pk"]

    def save(self, *args: Any, **options: Any) -> None:
        """Keep a new decision.  Raises TypeError for one that is kept already."""
        if self.pk is not None:
            raise TypeError("a decision is never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Raises TypeError: a decision stays."""
        raise TypeError("a decision is never deleted")


class Closed(models.Model):
    """A dossier whose discussion is closed: what is there can be read, nothing new is taken."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="closed")
    time = models.DateTimeField(default=timezone.now)


class Told(models.Model):
    """When somebody was last told by mail how many comments wait."""

    moderator = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    time = models.DateTimeField()
