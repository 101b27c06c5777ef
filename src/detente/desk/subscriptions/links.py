"""Addresses in mails: they begin with the desk's own, and those that act carry a key."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.urls import reverse

from detente.desk.subscriptions.models import Subscription

_SALT = "detente.desk.unsubscribe"


def to(name: str, *args: object) -> str:
    """The address of a page as it is seen from outside."""
    return str(settings.ADDRESS) + reverse(name, args=args)


def manage(subscription: Subscription) -> str:
    """Where somebody sees and changes their subscriptions."""
    return to("subscriptions:manage", subscription.secret)


def unsubscribe(subscriptions: Iterable[Subscription]) -> str:
    """Where these subscriptions end at once."""
    numbers = sorted(each.pk for each in subscriptions)
    return to("subscriptions:unsubscribe", signing.Signer(salt=_SALT, sep=".").sign("-".join(map(str, numbers))))


def subscriptions_of(token: str) -> list[int]:
    """The subscriptions that the token of such an address ends.  Raises BadSignature for one we did not make."""
    return [int(number) for number in signing.Signer(salt=_SALT, sep=".").unsign(token).split("-")]


def headers(subscriptions: Iterable[Subscription], name: str) -> dict[str, str]:
    """Headers of a mail to subscribers: one click ends the subscriptions (RFC 2369, RFC 8058); `name` for filters."""
    host = settings.ADDRESS.partition("://")[2].partition(":")[0].partition("/")[0]
    return {
        "List-Id": f"<{name}.{host}>",
        "List-Unsubscribe": f"<{unsubscribe(subscriptions)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
