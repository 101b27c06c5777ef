"""What is published for everybody is answered before anything looks at cookies, sessions or forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import ResolverMatch, resolve

# Which view an address belongs to is found out once for the addresses that are asked for most.
_resolve: Callable[[str], ResolverMatch] = lru_cache(maxsize=1024)(resolve)


class Public:
    """Serves shared views (see `serving.shared`) on the spot; all else, and what is for members only, goes on.

    It stands first, before the middleware for security headers, and sets these headers itself: what they say is the
    same for all answers, and working it out each time takes as long as all the rest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._headers: dict[bool, dict[str, str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        answer = self._shared(request) if request.method in ("GET", "HEAD") else None
        if answer is None:
            return self.get_response(request)
        for name, value in self._secured(request).items():
            answer.headers[name] = value
        return answer

    def _shared(self, request: HttpRequest) -> HttpResponse | None:
        try:
            match = _resolve(request.path_info)
            if not getattr(match.func, "without_session", False):
                return None
            request.get_host()  # refuses names that are not the desk's
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Exception:
            # Not there, not for all, or broken: the rest knows who asks, and has a page that says what is wrong.
            return None
        return answer

    def _secured(self, request: HttpRequest) -> dict[str, str]:
        """The headers for security that every answer carries, worked out once for http and once for https."""
        secure = request.is_secure()
        if secure not in self._headers:
            blank = HttpResponse()
            for middleware in (CSPMiddleware, SecurityMiddleware, XFrameOptionsMiddleware):
                middleware(lambda _: blank).process_response(request, blank)
            self._headers[secure] = {name: value for name, value in blank.items() if name != "Content-Type"}
        return self._headers[secure]
