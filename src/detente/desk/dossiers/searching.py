"""The search pages: in one dossier, and in all that one may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from detente.desk import access
from detente.desk.dossiers import search
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.sections import LISTED

_PER_PAGE = 20


@access.on_dossier("see")
def in_one(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Search in one dossier."""
    context = _found(request, [dossier]) | {"dossier": dossier, "listed": LISTED, "section": ""}
    return render(request, "dossiers/search.html", context)


@login_required
def in_all(request: HttpRequest) -> HttpResponse:
    """Search in all dossiers that one may see at work."""
    return render(request, "dossiers/search_all.html", _found(request, list(access.visible(request.user))))


def _found(request: HttpRequest, dossiers: Sequence[Dossier]) -> dict[str, Any]:
    """What a search page shows: hits of all kinds or of one, a page of them at a time."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[: search.LONGEST]
    kind = request.GET.get("kind", "")
    kind = kind if kind in search.KINDS else ""
    found = search.through(dossiers, query, kind or None)
    page = Paginator(found.entries, _PER_PAGE).get_page(request.GET.get("page"))
    return {
        "query": query,
        "kind": kind,
        "counts": found.counts,
        "page": page,
        "hits": [(search.hit(each, found.terms), dossier) for each, dossier in page],
    }
