"""Asking for a subscription and confirming it: nobody is written to regularly who did not say so from the mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from detente.desk.dossiers.models import Dossier
from detente.desk.home.models import Site
from detente.desk.subscriptions import limits, links, outbox
from detente.desk.subscriptions.models import Mail, Subscription
from detente.desk.words import language, say

# How long the link in the mail is good for.
DAYS = 7


@transaction.atomic
def ask(address: str, dossier: Dossier | None, rhythm: str, lang: str) -> None:
    """Send the address a link that confirms the subscription; where there is one already, a link to change it.

    Nothing comes of it beyond the limit for one address (see `limits`).  Who asks is told the same in all cases.
    """
    address = address.lower()
    Subscription.objects.filter(confirmed=None, asked__lt=_oldest()).delete()
    if not limits.may_mail(address):
        return
    wanted = {"rhythm": rhythm, "language": lang}
    subscription, new = Subscription.objects.get_or_create(address=address, dossier=dossier, defaults=wanted)
    words = {"site": Site.get().name, "what": title(dossier, lang)}
    if subscription.confirmed:
        words["link"] = links.manage(subscription)
        kind = "known"
    else:
        if not new:
            Subscription.objects.filter(pk=subscription.pk).update(asked=timezone.now(), **wanted)
        words |= {"link": links.to("subscriptions:confirm", subscription.secret), "days": DAYS}
        words["rhythm"] = say(f"subscriptions.rhythm.{rhythm}", lang=lang)
        kind = "confirm"
    outbox.enqueue(
        address,
        say(f"subscriptions.mail.{kind}.subject", lang=lang, **words),
        say(f"subscriptions.mail.{kind}.text", lang=lang, **words),
    )


def find(secret: str) -> Subscription | None:
    """The subscription that a link is about; None where there is none, or it was not confirmed in time."""
    found = Subscription.objects.filter(secret=secret).select_related("dossier").first()
    return None if found is None or (found.confirmed is None and found.asked < _oldest()) else found


def confirm(subscription: Subscription) -> None:
    """Make it count: from now on the address is told."""
    now = timezone.now()
    Subscription.objects.filter(pk=subscription.pk, confirmed=None).update(confirmed=now, told=now)


@transaction.atomic
def end(numbers: list[int]) -> None:
    """End subscriptions, and take back mail about them that has not gone out yet."""
    for number in numbers:
        Mail.objects.filter(sent=None, cause__endswith=f":subscription:{number}").delete()
    Subscription.objects.filter(pk__in=numbers).delete()


def title(dossier: Dossier | None, lang: str | None = None) -> str:
    """What a subscription is to: the dossier's title as it was published last, or "all dossiers"."""
    if dossier is None:
        return say("subscriptions.all", lang=lang or language())
    return outbox.one_line(dossier.versions.values_list("title", flat=True).first() or dossier.title)


def _oldest() -> datetime:
    return timezone.now() - timedelta(days=DAYS)
