"""What every answer shares: first run, the language (?lang=, cookie, account), no caching of what is not public."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from detente.desk.people.models import User

_OPEN = ("/static/", "/people/first-run/", "/language/", "/health/")


class Desk:
    """Sends everybody to the first-run page until there is an owner; private pages are kept out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.ready = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        if not self.ready and not request.path.startswith(_OPEN):
            self.ready = User.objects.exists()
            if not self.ready:
                return redirect("people:first_run")
        chosen = request.GET.get("lang")
        if chosen not in dict(settings.LANGUAGES):
            chosen = None
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and settings.SESSION_COOKIE_NAME in request.COOKIES:
                chosen = getattr(request.user, "language", None)
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control"):
            add_never_cache_headers(answer)
        return answer
