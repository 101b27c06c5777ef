"""So that nobody can flood a mailbox: how many mails anybody may have sent to an address, or ask for from one place."""

from __future__ import annotations

from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from detente.desk.subscriptions.models import Ask

# Within an hour and within a day: so many mails to one address, so many forms from one client.
TO_ADDRESS = ((timedelta(hours=1), 3), (timedelta(days=1), 8))
FROM_CLIENT = ((timedelta(hours=1), 20), (timedelta(days=1), 60))
_LONGEST = timedelta(days=1)


def may_mail(address: str) -> bool:
    """Whether one more mail that anybody could have asked for may go to the address; counts it if so."""
    return _allow(f"address:{address.lower()}", TO_ADDRESS)


def may_ask(request: HttpRequest) -> bool:
    """Whether one more form that has mail sent may come from where the request comes from; counts it if so."""
    return _allow(f"client:{get_client_ip_address(request)}", FROM_CLIENT)


def _allow(what: str, most: tuple[tuple[timedelta, int], ...]) -> bool:
    now = timezone.now()
    # A digest: who asked is needed for counting only.
    key = salted_hmac("detente.desk.ask", what, algorithm="sha256").hexdigest()
    Ask.objects.filter(made__lt=now - _LONGEST).delete()
    asked = list(Ask.objects.filter(what=key).values_list("made", flat=True))
    if any(sum(made > now - within for made in asked) >= number for within, number in most):
        return False
    Ask.objects.create(what=key, made=now)
    return True
