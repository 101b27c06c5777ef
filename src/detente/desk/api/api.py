"""The API as a whole: its parts, its schema at /api/v1/openapi.json, and what holds for all of it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from detente.desk.api import (
    analyses,
    codebooks,
    comments,
    dossiers,
    exports,
    following,
    items,
    moderation,
    reviewing,
    rulings,
    scenarios,
    searching,
    sources,
    trying,
    versions,
)
from detente.desk.api.answering import Api, handle
from detente.desk.api.auth import Bearer, Throttle
from detente.desk.api.parsing import Strict
from detente.desk.words import say

api = Api(
    title="détente",
    version="1",
    description="Dossiers, their reports, rulings, analyses and published versions, for programs.",
    auth=Bearer(),
    parser=Strict(),
    docs_url=None,
    urls_namespace="api",
    throttle=[Throttle("all", "1200/m")],
)
handle(api)
api.add_router("/dossiers", dossiers.router)
for each in (searching, codebooks, comments):
    api.add_router("", each.everywhere)
for part in (sources, items, searching, exports, codebooks, rulings, reviewing, analyses, trying, scenarios, versions):
    api.add_router("/dossiers/{slug}", part.router)
api.add_router("/published", versions.published)
api.add_router("/published/{slug}", comments.router)
api.add_router("/moderation", moderation.router)
api.add_router("/subscriptions", following.router)


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """404 as JSON, for an address that there is not."""
    return api.on_exception(request, Http404())


def in_json(pattern: URLPattern) -> URLPattern:
    """An operation's pattern, with the answer to another method than its own (405) as JSON too."""
    view = pattern.callback

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        answer = view(request, *args, **options)
        if answer.status_code == 405:
            plain = api.create_response(request, {"detail": say("api.method"), "errors": []}, status=405)
            plain["Allow"] = answer["Allow"]
            return plain
        return answer

    pattern.callback = answered
    return pattern
