"""Who may do what.  Every page, feed, export and API call asks here, and nowhere else.

| | anonymous | reader | moderator | analyst | owner |
|---|---|---|---|---|---|
| see what is published for everybody, comment, subscribe | yes | yes | yes | yes | yes |
| see a dossier at work | no | member | member | member | yes |
| add reports, rule, keep scenarios, publish | no | no | no | member | yes |
| make a dossier | no | no | no | yes | yes |
| moderate comments | no | no | yes | no | yes |
| people, policy, notices | no | no | no | no | yes |

A dossier that somebody may not see does not exist for them: the answer is 404, never 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from detente.desk.dossiers.models import EVERYBODY, Dossier
from detente.desk.people.models import ANALYST, MODERATOR, OWNER

Action = Literal["see", "work", "write", "moderate", "administer"]


def may(user: Any, action: Action, dossier: Dossier | None = None) -> bool:
    """Whether somebody may: see or work on (change) a dossier, write (make) dossiers, moderate, administer."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.role == OWNER:
        return True
    if action == "moderate":
        return bool(user.role == MODERATOR)
    if action == "write":
        return bool(user.role == ANALYST)
    if action == "administer" or dossier is None:
        return False
    if action == "work" and user.role != ANALYST:
        return False
    return bool(dossier.members.filter(pk=user.pk).exists())


def visible(user: Any) -> QuerySet[Dossier]:
    """The dossiers that somebody may see at work."""
    if not user.is_authenticated or not user.is_active:
        return Dossier.objects.none()
    return Dossier.objects.all() if user.role == OWNER else Dossier.objects.filter(members=user)


def public() -> QuerySet[Dossier]:
    """The dossiers with a published version that everybody may read."""
    return Dossier.objects.filter(audience=EVERYBODY, versions__isnull=False)


def published(user: Any) -> QuerySet[Dossier]:
    """The dossiers with a published version that somebody may read: those for everybody, and one's own."""
    out = Dossier.objects.filter(versions__isnull=False)
    return (out.filter(audience=EVERYBODY) | out.filter(pk__in=visible(user).values("pk"))).distinct()


def find(user: Any, slug: str, action: Action = "see") -> Dossier:
    """The dossier under a slug.  Raises Http404 if it may not be seen, PermissionDenied if seen but not `action`."""
    found = visible(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    if action != "see" and not may(user, action, found):
        raise PermissionDenied
    return found


View = Callable[..., HttpResponse]


def needs(action: Action) -> Callable[[View], View]:
    """A page for those who may do this; whoever is not logged in is asked to."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, action):
                raise PermissionDenied
            return view(request, *args, **options)

        return page

    return decorate


def on_dossier(action: Action) -> Callable[[View], View]:
    """A page on one dossier: the view gets the `Dossier` in place of the slug."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, slug: str, **options: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, find(request.user, slug, action), **options)

        return page

    return decorate
