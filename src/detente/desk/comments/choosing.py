"""Which comments a moderator looks at, and which decisions of the audit log: for the pages and for the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from detente.desk import access
from detente.desk.comments.models import WAITING, Comment, Decision
from detente.desk.comments.telling import moderated

ANY, ALL = "any", "all"


def comments(user: Any, *, state: str = WAITING, dossier: str = "", flag: str = "", q: str = "") -> QuerySet[Comment]:
    """Comments that somebody moderates: those that wait first, the oldest first, then those decided on last.

    `state` may be ALL, `flag` ANY or the code of a flag; `q` are words that all stand in the name or the text.
    """
    rows = moderated(user).select_related("dossier").prefetch_related("decisions")
    if state != ALL:
        rows = rows.filter(state=state)
    if dossier:
        rows = rows.filter(dossier__slug=dossier)
    if flag == ANY:
        rows = rows.exclude(flags={})
    elif flag:
        rows = rows.filter(flags__has_key=flag)
    for word in q.replace("\0", "").casefold().split():
        rows = rows.filter(folded__contains=word)
    if state == WAITING:
        return rows.order_by("made", "pk")
    first = Case(When(state=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(first, "-decided", "made", "pk")


def readable(user: Any) -> QuerySet[Decision]:
    """The decisions that somebody who moderates may read: what concerns no dossier concerns the whole site."""
    return Decision.objects.filter(Q(dossier=None) | Q(dossier__in=access.published(user).values("pk")))


def decisions(
    user: Any, *, action: str = "", name: str = "", dossier: str = "", comment: int | None = None
) -> QuerySet[Decision]:
    """The audit log, latest first: of one action, by the moderator of this name, on a dossier, on a comment."""
    asked = {"action": action, "moderator_name": name, "dossier__slug": dossier}
    rows = readable(user).select_related("dossier").filter(**{key: value for key, value in asked.items() if value})
    return rows if comment is None else rows.filter(number=comment)
