"""Telling subscribers of a new version."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from detente.desk import access
from detente.desk.dossiers.models import EVERYBODY, Dossier
from detente.desk.home.models import Site
from detente.desk.people.models import User
from detente.desk.publishing.models import Version
from detente.desk.subscriptions import links, outbox
from detente.desk.subscriptions.asking import title
from detente.desk.subscriptions.models import INSTANT, News, Subscription
from detente.desk.words import moment, phrases, say

# So many changes are told of a version; the page has them all.
MOST_CHANGES = 12


def new_version(version: Version) -> int:
    """Note a version for all who subscribed, and put the mails to the instant ones into the outbox; how many.

    Those with a digest find it there (see `digests`).  May be called again for the same version: nobody is told twice,
    and who was not told yet is.
    """
    may_hear = hearing(version.dossier)
    counted = Q(dossier=version.dossier) | Q(dossier=None)
    mails = 0
    told: set[str] = set()
    for subscription in Subscription.objects.filter(counted, confirmed__lte=version.made).order_by("pk"):
        if not may_hear(subscription.address):
            continue
        at_once = subscription.rhythm == INSTANT
        with transaction.atomic():
            now = timezone.now()
            first = {"made": now, "told": now if at_once else None}
            _, new = News.objects.get_or_create(subscription=subscription, version=version, defaults=first)
            if at_once:
                # Who subscribes to all dossiers and to this one hears once.
                if new and subscription.address not in told:
                    mails += _tell(subscription, version)
                    Subscription.objects.filter(pk=subscription.pk).update(told=now)
                told.add(subscription.address)
    return mails


def hearing(dossier: Dossier) -> Callable[[str], bool]:
    """Who may hear of a dossier now, by address: anybody, or those whose accounts may see it."""
    if dossier.audience == EVERYBODY:
        return lambda address: True
    may = {user.email.lower() for user in User.objects.filter(is_active=True) if access.may(user, "see", dossier)}
    return lambda address: address.lower() in may


def described(version: Version, lang: str) -> str:
    """A version as a paragraph of a mail: title, number and date, what is new, its address."""
    changes = [outbox.one_line(str(change), 500) for change in version.changes.get(lang, [])]
    lines = [
        outbox.one_line(version.title),
        say("subscriptions.mail.version", lang=lang, n=version.number, time=moment(version.made, lang)),
    ]
    if version.note.strip():
        lines += ["", version.note.strip()]
    if changes:
        more = [phrases(lang).say("and_more", n=len(changes) - MOST_CHANGES)] if len(changes) > MOST_CHANGES else []
        lines += ["", *(f"- {change}" for change in [*changes[:MOST_CHANGES], *more])]
    return "\n".join([*lines, "", links.to("publishing:dossier", version.dossier.slug)])


def closing(subscriptions: Iterable[Subscription], lang: str) -> str:
    """The end of a mail: why it came, and how no more do."""
    which = list(subscriptions)
    return say(
        "subscriptions.mail.closing",
        lang=lang,
        site=Site.get().name,
        what=", ".join(title(each.dossier, lang) for each in which),
        rhythm=say(f"subscriptions.rhythm.{which[0].rhythm}", lang=lang),
        manage=links.manage(which[0]),
        end=links.unsubscribe(which),
    )


def _tell(subscription: Subscription, version: Version) -> int:
    lang = subscription.language
    words = {"site": Site.get().name, "title": outbox.one_line(version.title, 120), "n": version.number}
    mail = outbox.enqueue(
        subscription.address,
        say("subscriptions.mail.instant.subject", lang=lang, **words),
        f"{described(version, lang)}\n\n{closing([subscription], lang)}",
        headers=links.headers([subscription], version.dossier.slug),
        cause=f"version:{version.pk}:subscription:{subscription.pk}",
    )
    return int(mail is not None)
