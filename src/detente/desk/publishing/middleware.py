"""What is published for everybody is answered before anything looks at cookies, sessions or forms."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve


class Public:
    """Serves shared views (see `serving.shared`) on the spot; all else, and what is for members only, goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        if request.method in ("GET", "HEAD"):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return self.get_response(request)
            if getattr(match.func, "without_session", False):
                request.get_host()  # refuses names that are not the desk's
                try:
                    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
                except Http404:
                    return self.get_response(request)
                return answer
        return self.get_response(request)
