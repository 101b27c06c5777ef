"""Deciding on comments: each decision is made on what the moderator saw, once, and put on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from detente.desk.comments import telling
from detente.desk.comments.checks import plain
from detente.desk.comments.models import (
    APPROVE,
    APPROVED,
    CLOSE,
    ERASE,
    OPEN,
    REJECT,
    REJECTED,
    REOPEN,
    WAITING,
    Closed,
    Comment,
    Decision,
)
from detente.desk.comments.reasons import OTHER, reasons
from detente.desk.dossiers.models import Dossier

NOTE_LIMIT = 1000
_AFTER = {APPROVE: APPROVED, REJECT: REJECTED, REOPEN: WAITING}


class OvertakenError(Exception):
    """Somebody else has decided on the comment meanwhile: `decision` is theirs."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.pk)
        self.decision = decision


class IncompleteError(ValueError):
    """A rejection without a reason, or with one that needs a note: the code of the words."""


def last(comment: Comment) -> Decision | None:
    """The latest decision on a comment."""
    return comment.decisions.order_by("-pk").first()


def decide(comment: Comment, user: Any, action: str, *, seen: str = "", code: str = "", note: str = "") -> Decision:
    """Approve, reject or reopen a comment, and have its author told.

    `seen` is the number of the latest decision that the moderator saw on it, "" for none.  Raises OvertakenError where
    there is a later one, IncompleteError for a rejection without its reason, ValueError for an action that does not
    fit the comment's state.
    """
    if action not in _AFTER:
        raise ValueError(action)
    note = plain(note)
    if action == REJECT:
        if code not in reasons():
            raise IncompleteError("no_reason")
        if code == OTHER and not note:
            raise IncompleteError("no_note")
        if len(note) > NOTE_LIMIT:
            raise IncompleteError("long_note")
    else:
        code = note = ""
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        before = last(row)
        if before is not None and str(before.pk) != seen:
            raise OvertakenError(before)
        if (row.state == WAITING) != (action in (APPROVE, REJECT)):
            raise ValueError(action)
        now = timezone.now()
        Comment.objects.filter(pk=row.pk).update(state=_AFTER[action], decided=None if action == REOPEN else now)
        made = Decision.objects.create(
            comment=row, number=row.pk, dossier=row.dossier, moderator=user, moderator_name=str(user), action=action,
            code=code, note=note, time=now,
        )  # fmt: skip
        if action == REOPEN:
            telling.take_back(before)
        else:
            telling.tell_author(row, made)
    comment.refresh_from_db()
    return made


def erase(comment: Comment, user: Any) -> Decision:
    """Delete a comment for good, with the notes on it, which may quote it; that it was there stays on record."""
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        Decision.objects.filter(number=row.pk).update(note="")
        telling.forget(row)
        made = Decision.objects.create(
            number=row.pk, dossier=row.dossier, moderator=user, moderator_name=str(user), action=ERASE
        )
        row.delete()
    return made


def close(dossier: Dossier, user: Any, closed: bool) -> None:
    """Close a dossier's discussion, or open it again."""
    with transaction.atomic():
        if closed:
            changed = Closed.objects.get_or_create(dossier=dossier)[1]
        else:
            changed = bool(Closed.objects.filter(dossier=dossier).delete()[0])
        if changed:
            action = CLOSE if closed else OPEN
            Decision.objects.create(dossier=dossier, moderator=user, moderator_name=str(user), action=action)
