"""Another address for one's account: it counts once it is confirmed by a mail to it."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from detente.desk.people.models import User
from detente.desk.people.writing import write
from detente.desk.subscriptions import limits, links

HOURS = 24
_SALT = "detente.desk.address"


@transaction.atomic
def ask(user: User, address: str) -> None:
    """Send the new address a link.  Whether somebody has it already is told to nobody but them."""
    address = address.lower()
    if not limits.may_mail(address):
        return
    if User.objects.filter(email__iexact=address).exists():
        write(address, "address_taken", user.language)
        return
    key = signing.dumps({"user": user.pk, "from": user.email, "to": address}, salt=_SALT)
    write(address, "address", user.language, name=user.username, link=links.to("people:address", key), hours=HOURS)


def find(key: str) -> tuple[User, str] | None:
    """The user and the new address that a link is about; None for one that is used, too old or made up."""
    try:
        asked = signing.loads(key, salt=_SALT, max_age=timedelta(hours=HOURS))
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=asked["user"], email=asked["from"], is_active=True).first()
    if user is None or User.objects.filter(email__iexact=asked["to"]).exists():
        return None
    return user, asked["to"]


def confirm(user: User, address: str) -> bool:
    """Make the address count, and tell the old one; False where somebody else was faster."""
    try:
        with transaction.atomic():
            before = user.email
            if not User.objects.filter(pk=user.pk, email=before).update(email=address):
                return False
            write(before, "address_changed", user.language, name=user.username, address=address)
    except IntegrityError:
        return False
    return True
