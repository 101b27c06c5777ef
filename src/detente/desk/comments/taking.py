"""Taking a comment: checked, and kept as waiting before anybody is told so."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from detente.desk import access
from detente.desk.comments import checks
from detente.desk.comments.models import REJECTED, Closed, Comment
from detente.desk.dossiers.models import Dossier
from detente.desk.home.models import Site
from detente.desk.people.models import User
from detente.desk.words import language

_LOOKED_AT = 200


def discussed(user: Any, slug: str) -> Dossier:
    """A published dossier whose discussion somebody may read.  Raises Http404, also where comments are switched off."""
    found = access.published(user).filter(slug=slug).first() if Site.get().comments else None
    if found is None:
        raise Http404
    return found


def version_of(dossier: Dossier, asked: int | None = None) -> int:
    """The number of the version that a comment is on: the one asked for where there is it, else the latest."""
    known = dossier.versions.filter(number=asked) if asked else dossier.versions.none()
    return int((known.first() or dossier.versions.latest("number")).number)


def name_of(user: User) -> str:
    """The name that somebody with an account comments under."""
    return str(user)[: checks.data()["limits"]["name"]]


def take(request: HttpRequest, dossier: Dossier, version: int, name: str, text: str, address: str) -> Comment:
    """Keep a comment for the moderators.  Raises `checks.RefusedError` where the author has to change something."""
    user = request.user if request.user.is_authenticated else None
    client = client_of(request)
    with transaction.atomic():
        # One at a time for each dossier, so that a form sent twice at once is taken once.
        Dossier.objects.select_for_update(no_key=True).get(pk=dossier.pk)
        own = _own(user, client, address.strip())
        now = timezone.now()
        since = now - timedelta(days=checks.data()["limits"]["history_days"])
        earlier = Comment.objects.filter(own, made__gte=since).order_by("-made")[:_LOOKED_AT]
        draft = checks.check(
            checks.Draft(
                name=name,
                text=text,
                address=address,
                now=now,
                earlier=tuple(
                    checks.Earlier(each.text, each.made, each.state == REJECTED, each.dossier_id == dossier.pk)
                    for each in earlier
                ),
                copies=Comment.objects.filter(text=checks.plain(text)).exclude(own).count(),
                closed=Closed.objects.filter(dossier=dossier).exists(),
                taken=user is None and _taken(name),
            )
        )
        return Comment.objects.create(
            dossier=dossier,
            version=version,
            name=draft.name,
            address=draft.address,
            user=user,
            language=language(),
            text=draft.text,
            flags={code: dict(values) for code, values in draft.flags.items()},
            client=client,
            made=now,
        )


def client_of(request: HttpRequest) -> str:
    """A salted digest of the network a request comes from: enough to know it again, not to tell where it is.

    Of an IPv6 address the first half counts, which is what one household has.  Behind a trusted proxy it is the
    address that the proxy names (see `serving`).
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    network = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return salted_hmac("detente.desk.comments.client", str(network), algorithm="sha256").hexdigest()


def _own(user: User | None, client: str, address: str) -> Q:
    own = Q(user=user) if user is not None else Q(pk=None)
    if client:
        own |= Q(client=client)
    if address:
        own |= Q(address__iexact=address)
    return own


def _taken(name: str) -> bool:
    shown = checks.bare(checks.plain(name))
    rows = User.objects.filter(is_active=True).values_list("name", "username")
    return any(shown == checks.bare(each) for row in rows for each in row if each)
