"""How one comes to an account: invited by an owner with a role, or registered as a reader where the site allows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from detente.desk.home.models import Site
from detente.desk.people.models import READER, Invitation, User
from detente.desk.people.writing import write
from detente.desk.subscriptions import limits, links
from detente.desk.words import say

# How long the link is good for.
DAYS = 7
_SALT = "detente.desk.invitation"


@transaction.atomic
def invite(address: str, role: str, lang: str, by: User) -> None:
    """Send an invitation; one that is open for the address is replaced."""
    values = {"role": role, "language": lang, "own": False, "by": by, "made": timezone.now()}
    row, _ = Invitation.objects.update_or_create(address=address.lower(), defaults=values)
    write(
        row.address, "invitation", lang,
        by=str(by), role=say(f"people.role.{role}", lang=lang), link=_link(row), days=DAYS,
    )  # fmt: skip


@transaction.atomic
def register(address: str, lang: str) -> None:
    """Send the address a link to make an account as a reader.  Who has an account is told so, by mail only."""
    address = address.lower()
    known = User.objects.filter(email__iexact=address).first()
    if (known is not None and not known.is_active) or not limits.may_mail(address):
        return
    if known is not None:
        write(known.email, "known", known.language, name=known.username, link=links.to("people:reset"))
        return
    values = {"role": READER, "language": lang, "own": True, "made": timezone.now()}
    row, new = Invitation.objects.get_or_create(address=address, defaults=values)
    if not new and row.own:
        Invitation.objects.filter(pk=row.pk).update(made=timezone.now())
    write(address, "registration", row.language, link=_link(row), days=DAYS)


def find(token: str) -> Invitation | None:
    """The invitation that a link is about; None where it was used, withdrawn, is too old, or never was one."""
    try:
        number = signing.TimestampSigner(salt=_SALT, sep=".").unsign(token, max_age=timedelta(days=DAYS))
        row = Invitation.objects.filter(pk=int(number)).first()
    except (signing.BadSignature, ValueError):
        return None
    if row is None or row.made < oldest() or (row.own and not Site.get().registration):
        return None
    return row


@transaction.atomic
def accept(invitation: Invitation, user: User) -> User | None:
    """Keep the account that somebody filled in; None where another one was made of the invitation meanwhile."""
    row = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if row is None:
        return None
    user.email, user.role, user.language = row.address, row.role, row.language
    user.save()
    row.delete()
    return user


def oldest() -> datetime:
    """Invitations made before this are no longer good."""
    return timezone.now() - timedelta(days=DAYS)


def _link(row: Invitation) -> str:
    return links.to("people:join", signing.TimestampSigner(salt=_SALT, sep=".").sign(str(row.pk)))
