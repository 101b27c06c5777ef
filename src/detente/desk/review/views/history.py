"""The history of rulings, undoing, and how far the analysts agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.review import agreeing, ruling
from detente.desk.review.models import Ruling
from detente.desk.review.sight import Sight, sight
from detente.desk.review.telling import deeds, subject
from detente.desk.review.views import common
from detente.desk.words import language, say

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A ruling as the history shows it; `on` is the item it is on now, "" where it finds none; `lost` says why."""

    row: Ruling
    subject: str
    quote: str
    deeds: tuple[str, ...]
    on: str
    lost: str


@access.on_dossier("work")
@require_GET
def history(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Every ruling there was, the latest first; who rules alone sees one's own and those on parties and issues."""
    sight = common.look(request, dossier)
    rows = dossier.rulings.select_related("author", "undone_by").order_by("-time", "-pk")
    lost_only = request.GET.get("lost") == "yes"
    if lost_only:
        rows = rows.filter(undone=None, key__in=list(sight.lost))
    if common.alone(request, dossier):
        rows = rows.filter(author=request.user) | rows.filter(target__in=("party", "issue"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    at = {row.key: name for name, each in sight.on.items() for row in each}
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    context = {
        "dossier": dossier,
        "page": page,
        "lines": [line(sight, row, at.get(row.key, "")) for row in page],
        "query": common.address("history", dossier, lost="yes" if lost_only else "") + ("&" if lost_only else "?"),
        "lost": len(sight.lost),
        "lost_only": lost_only,
        "alone": common.alone(request, dossier),
        "effect": effect,
        "effect_reason": reason,
    }
    return common.render(request, "review/history.html", context)


def line(sight: Sight, row: Ruling, on: str) -> Line:
    """A ruling in words."""
    lost = sight.lost.get(row.key)
    evidence = row.content.get("evidence")
    return Line(
        row=row,
        subject=subject(sight, row),
        quote=str(evidence["quote"]) if evidence and row.target in ("statement", "event") else "",
        deeds=deeds(sight, row),
        on=on,
        lost=lost.reason(language()) if lost is not None and row.undone is None else "",
    )


@access.on_dossier("work")
@require_POST
def undo(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Undo a ruling, whoever made it: it stays in the history."""
    row = get_object_or_404(dossier.rulings, pk=pk)
    was = common.before(dossier)
    if ruling.undo(dossier, request.user, row):
        messages.success(request, say("review.done.undo"))
    else:
        messages.warning(request, say("review.nothing_to_undo"))
    return common.done(dossier, "history", was)


@access.on_dossier("work")
@require_GET
def agreement(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """How far the analysts agree, and on what they differ."""
    full = sight(dossier)
    context = {
        "dossier": dossier,
        "sight": full,
        "found": agreeing.compare(full),
        "alone": common.alone(request, dossier),
    }
    return common.render(request, "review/agreement.html", context)
