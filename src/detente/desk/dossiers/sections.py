"""The pages of a dossier: one for each section of its brief, the party network, and one for each cell of the matrix."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from detente.briefing.page import SECTIONS
from detente.desk import access
from detente.desk.dossiers import cells, rendering
from detente.desk.dossiers.books import labelled
from detente.desk.dossiers.models import Dossier, Rendering
from detente.desk.dossiers.sentences import report_page, sentences
from detente.desk.words import language, phrases

# The reports have pages of their own (see sources).
SHOWN = tuple(name for name in SECTIONS if name != "reports")
# In the navigation, the network stands behind the discrepancies.
LISTED = tuple(part for name in SHOWN for part in ((name, "network") if name == "conflicts" else (name,)))
# What a section's page offers as a table.
TABLES = {
    "parties": ("parties",), "positions": ("positions", "statements"), "course": ("timeline", "events"),
    "conflicts": ("discrepancies",), "network": ("network",),
}  # fmt: skip
_FIRST_TIES = 40


@access.on_dossier("see")
def dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A dossier's first page is its state of play, or where reports are added while there are none."""
    if not dossier.sources.exists() and access.may(request.user, "work", dossier):
        return redirect("sources:sources", dossier.slug)
    return redirect("dossiers:section", dossier.slug, "state")


@access.on_dossier("see")
def section(request: HttpRequest, dossier: Dossier, section: str) -> HttpResponse:
    """One section of the dossier's brief.

    While a newer one is being drawn up the page shows the one before and asks, with the state it has, for a newer one;
    204 says that there is none yet.
    """
    if section not in LISTED:
        raise Http404
    state = rendering.state(dossier, language())
    # The script of HTMX asks for a part of the page; a page that it loads as a whole is none.
    part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    if part and request.GET.get("have") == state.token:
        return HttpResponse(status=204)
    context: dict[str, Any] = {"dossier": dossier, "section": section, "state": state, "listed": LISTED, "part": part}
    context["tables"] = TABLES.get(section, ())
    context |= {"empty": not state.sources, "html": "", "basis": ""}
    if section == "network":
        context |= _network(dossier)
    elif state.shown is not None:
        led = rendering.pages(state.shown, *_addresses(dossier, state.shown))
        # Made by the brief's own templates, which escape.
        context |= {"html": Markup(led.get(section, "")), "basis": Markup(led.get("basis", ""))}
    return render(request, "dossiers/section_part.html" if part else "dossiers/section.html", context)


def _network(dossier: Dossier) -> dict[str, Any]:
    content, where = sentences(dossier)
    found, drawn = where.network
    ties = [
        (tie, where.refs(s.evidence for s in tie.agreeing), where.refs(s.evidence for s in tie.differing))
        for tie in found.ties
    ]
    return {
        "network": found,
        "drawing": drawn,
        "names": {party.id: party.name for party in labelled(dossier, content).parties},
        "numbers": {party.id: number for number, (party, _) in enumerate(found.parties, 1)},
        "ties": (ties[:_FIRST_TIES], ties[_FIRST_TIES:]),
        "firsts": {party: where.ref(evidence) for party, evidence in found.first.items()},
        "reached": {(tie.a, tie.b, kind): refs[0] for tie, *both in ties
                    for kind, refs in zip(("agree", "differ"), both, strict=True) if refs},
    }  # fmt: skip


@access.on_dossier("see")
def cell(request: HttpRequest, dossier: Dossier, party: str, issue: str) -> HttpResponse:
    """What a party said on an issue, in the order of time."""
    content, where = sentences(dossier)
    content = labelled(dossier, content)
    found = cells.cell(content, where, party, issue)
    if found is None:
        raise Http404
    issues = {s.issue for s in content.statements}
    context = {
        "dossier": dossier,
        "cell": found,
        "section": "positions",
        "words": phrases(language()),
        "listed": LISTED,
        "issues": [each for each in content.issues if each.id in issues],
    }
    return render(request, "dossiers/cell.html", context)


def _addresses(dossier: Dossier, shown: Rendering) -> tuple[Callable[[str], str], Callable[[int], str]]:
    """The addresses of the sections' pages, and of the reports' by their numbers in the brief."""
    slug = dossier.slug

    def page(name: str) -> str:
        if name == "reports":
            return reverse("sources:texts", args=[slug])
        return reverse("dossiers:section", args=[slug, "state" if name == "basis" else name])

    @cache
    def order() -> list[str]:
        # Sections are large: they are fetched where links are to be led, not for a page that is kept already.
        return str((shown.sections or {}).get("order") or "").split("\n")

    def report(number: int) -> str:
        return report_page(slug, order()[number - 1]) if number <= len(order()) else page("reports")

    return page, report
