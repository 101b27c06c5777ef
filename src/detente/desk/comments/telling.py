"""Mail about comments: the decision to the author, a counter to the moderators.  No mail holds a comment's text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from detente.desk import access
from detente.desk.comments.models import APPROVE, WAITING, Comment, Decision, Told
from detente.desk.comments.reasons import reasons
from detente.desk.people.models import MODERATOR, OWNER, User
from detente.desk.subscriptions import outbox
from detente.desk.subscriptions.models import Mail
from detente.desk.words import moment, say

# New comments are announced at most this often; while nothing is new, what still waits is called to mind.
PAUSE, REMINDER = timedelta(hours=1), timedelta(hours=24)


def moderated(user: Any) -> QuerySet[Comment]:
    """The comments that somebody moderates: those on dossiers whose published versions they may read."""
    return Comment.objects.filter(dossier__in=access.published(user).values("pk"))


def tell_author(comment: Comment, decision: Decision) -> None:
    """Put the mail with the decision into the outbox, where the author gave an address."""
    if not comment.address:
        return
    lang = comment.language

    def words(key: str, **values: object) -> str:
        return say(f"comments.mail.{key}", lang=lang, **values)

    about = {"dossier": comment.dossier.title, "time": moment(comment.made, lang), "site": outbox.one_line(_site())}
    parts = [words("greeting")]
    if decision.action == APPROVE:
        page = reverse("comments:fragment", args=[comment.dossier.slug])
        parts += [words("approved", **about), f"{settings.ADDRESS}{page}?comment={comment.pk}"]
    else:
        parts += [words("rejected", **about), reasons()[decision.code][f"to_{lang}"]]
        if decision.note:
            parts.append(decision.note)
        parts.append(words("again"))
    parts += [words("policy", address=settings.ADDRESS + reverse("comments:policy")), words("why", **about)]
    subject = words(f"subject_{decision.action}", **about)
    outbox.enqueue(comment.address, subject, "\n\n".join(parts) + "\n", cause=_cause(comment.pk, decision))


def take_back(decision: Decision | None) -> None:
    """Drop the mail with a decision that is looked at again, if it has not been sent yet."""
    if decision is not None and decision.number is not None:
        Mail.objects.filter(cause=_cause(decision.number, decision), sent=None).delete()


def forget(comment: Comment) -> None:
    """Drop all mail about a comment that is erased."""
    Mail.objects.filter(cause__startswith=f"comment:{comment.pk}:").delete()


def count_next() -> bool:
    """Tell one moderator how many comments wait, where that is due; False where nobody has to be told."""
    if not Comment.objects.filter(state=WAITING).exists():
        return False
    people = User.objects.filter(role__in=[MODERATOR, OWNER], is_active=True).exclude(email="")
    told = dict(Told.objects.values_list("moderator", "time"))
    return any(_count(user) for user in people if _due(told.get(user.pk), timezone.now() - PAUSE))


def _due(told: Any, since: Any) -> bool:
    return told is None or told <= since


def _count(user: User) -> bool:
    now = timezone.now()
    with transaction.atomic():
        row, first = Told.objects.select_for_update().get_or_create(moderator=user, defaults={"time": now})
        waiting = moderated(user).filter(state=WAITING)
        newest = waiting.aggregate(at=Max("made"))["at"]
        fresh = first or (row.time <= now - PAUSE and newest is not None and newest > row.time)
        if newest is None or not (fresh or row.time <= now - REMINDER):
            if first:
                row.delete()
            return False
        lang, n = user.language, waiting.count()
        address = settings.ADDRESS + reverse("comments:queue")
        subject = say("comments.mail.subject_counter", lang=lang, n=n, site=_site())
        text = say("comments.mail.counter", lang=lang, n=n, address=address)
        outbox.enqueue(user.email, subject, text + "\n", cause=f"moderation:{user.pk}:{now.isoformat()}")
        Told.objects.filter(pk=row.pk).update(time=now)
    return True


def _cause(number: int, decision: Decision) -> str:
    return f"comment:{number}:decision:{decision.pk}"


def _site() -> str:
    from detente.desk.home.models import Site

    return Site.get().name
