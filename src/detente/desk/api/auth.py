"""Who calls: bearer tokens only, never a session, so that no page can make a browser call the API for somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from detente.desk.people.models import Token, User

# `used` tells the owner of a token whether it still is in use; to the minute is enough for that.
_USED_EVERY = timedelta(minutes=1)


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`, with a token made on one's account page."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The token's user, None for an unknown token or an account that is closed."""
        row = (
            Token.objects.select_related("user")
            .filter(digest=Token.digest_of(token.strip()), user__is_active=True)
            .first()
        )
        if row is None:
            return None
        now = timezone.now()
        stale = Q(used=None) | Q(used__lt=now - _USED_EVERY)
        if row.used is None or row.used < now - _USED_EVERY:
            Token.objects.filter(stale, pk=row.pk).update(used=now)
        user: User = row.user
        request.user = user
        return user


class Throttle(SimpleRateThrottle):
    """So many calls of one user, of one `scope`, in a while; more are answered with 429."""

    def __init__(self, scope: str, rate: str) -> None:
        self.scope = scope
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """The user's own count."""
        caller: Any = getattr(request, "auth", None)
        return None if caller is None else f"api-{self.scope}-{caller.pk}"
