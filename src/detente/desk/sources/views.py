"""The page of a dossier's sources, and what can be done with each source and feed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.sources import feeds, giving, reading
from detente.desk.sources.listing import listing
from detente.desk.words import say


@require_safe
@access.on_dossier("see")
def sources(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A dossier's sources and feeds; the list asks again while something of it is at work, and rests otherwise."""
    if not request.headers.get("HX-Request"):
        return giving.page(request, dossier)
    found = listing(dossier, request.GET.get("page", 1))
    if found.busy and found.seen == request.GET.get("seen"):
        return HttpResponse(status=204)
    work = access.may(request.user, "work", dossier)
    return render(request, "sources/list.html", {"dossier": dossier, "list": found, "work": work})


@require_POST
@access.on_dossier("work")
def again(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Have a source that failed read once more."""
    reading.again(get_object_or_404(dossier.sources.defer("content"), pk=pk))
    return _back(request, dossier)


@access.on_dossier("work")
def remove(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Take a source out of the dossier, after asking once more."""
    source = get_object_or_404(dossier.sources.defer("content"), pk=pk)
    if request.method == "POST":
        reading.remove(source)
        messages.success(request, say("sources.removed.source", name=source.name))
        return _back(request, dossier)
    context = {"dossier": dossier, "what": "source", "name": source.name, "n": source.readings.count()}
    return render(request, "sources/remove.html", context)


@require_POST
@access.on_dossier("work")
def poll(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Poll a feed now; one that was paused is followed again."""
    feeds.poll_now(get_object_or_404(dossier.feeds, pk=pk))
    return _back(request, dossier)


@require_POST
@access.on_dossier("work")
def pause(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Poll a feed no more until it is resumed."""
    feeds.pause(get_object_or_404(dossier.feeds, pk=pk))
    return _back(request, dossier)


@access.on_dossier("work")
def unfollow(request: HttpRequest, dossier: Dossier, pk: int) -> HttpResponse:
    """Follow a feed no more, after asking once more; what it brought stays."""
    feed = get_object_or_404(dossier.feeds, pk=pk)
    name = feed.title or feed.address
    if request.method == "POST":
        feed.delete()
        messages.success(request, say("sources.removed.feed", name=name))
        return _back(request, dossier)
    return render(request, "sources/remove.html", {"dossier": dossier, "what": "feed", "name": name, "n": 0})


def _back(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    page = request.POST.get("page", "")
    more = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return redirect(reverse("sources:sources", args=[dossier.slug]) + more)
