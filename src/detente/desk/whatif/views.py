"""The what-if page: controls, and beside them what comes of it; the chances, and the sentences behind a control."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.sentences import sentences
from detente.desk.whatif import resting
from detente.desk.whatif.base import Base, base_of
from detente.desk.whatif.models import Scenario
from detente.desk.whatif.panel import panel
from detente.desk.whatif.showing import NONE, shown
from detente.desk.whatif.trying import DRAWS, Tried, attempt
from detente.desk.whatif.wanted import Wanted, WantedError, as_lists, from_lists, query, read, suppose
from detente.desk.words import language, phrases, say

# Fields beside the wishes: those of forms, and how the answer is wanted.
_BESIDE = frozenset({"csrfmiddlewaretoken", "format", "scenario", "sure", "name", "note", "overwrite"})


@require_http_methods(["GET", "HEAD", "POST"])
@access.on_dossier("see")
def table(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The controls, set as the address says, and what comes of it; a form that was sent becomes such an address."""
    fields = request.POST if request.method == "POST" else request.GET
    scenario = scenario_of(dossier, fields.get("scenario", ""))
    try:
        wanted = wishes(fields.lists())
        if request.method == "POST":
            base = base_of(dossier)
            kept = attempt(base, wanted).all if base.possible else wanted
            return redirect(address(dossier, kept, scenario))
        return answer(request, dossier, wanted, scenario)
    except WantedError as error:
        return refusal(request, dossier, error, scenario)


@require_safe
@access.on_dossier("see")
def scenario(request: HttpRequest, dossier: Dossier, key: str) -> HttpResponse:
    """A scenario, as its link shows it: what of it can still be tried, on the dossier as it stands now."""
    found = scenario_of(dossier, key)
    if found is None:
        raise Http404
    try:
        return answer(request, dossier, from_lists(found.changes), found)
    except WantedError as error:
        return refusal(request, dossier, error, found)


@require_safe
@access.on_dossier("see")
def chances(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """How sure it is: the chances before and after, over draws.  It takes a moment longer than the rest."""
    scenario = scenario_of(dossier, request.GET.get("scenario", ""))
    try:
        wanted = wishes(request.GET.lists())
        if not request.headers.get("HX-Request"):
            return answer(request, dossier, wanted, scenario, sure=True)
        base = base_of(dossier)
        if not base.possible:
            raise Http404
        return render(request, "whatif/chances.html", {"sure": attempt(base, wanted, DRAWS).found, "draws": DRAWS})
    except WantedError as error:
        return refusal(request, dossier, error, scenario)


@require_safe
@access.on_dossier("see")
def basis(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The sentences that a control rests on before anything is changed."""
    try:
        wanted = wishes([(key, values) for key, values in request.GET.lists() if key != "back"])
        if len(wanted) != 1:
            raise Http404
        found = resting.of(base_of(dossier), sentences(dossier)[1], wanted[0])
    except (WantedError, KeyError):
        raise Http404 from None
    context = {"dossier": dossier, "resting": found, "back": reverse("whatif:table", args=[dossier.slug])}
    return render(request, "whatif/basis.html", context)


def wishes(fields: Iterable[tuple[str, Sequence[Any]]]) -> tuple[Wanted, ...]:
    """The wishes among the fields of a query or a form.  Raises WantedError."""
    return read(suppose((name, str(value)) for name, values in fields if name not in _BESIDE for value in values))


def scenario_of(dossier: Dossier, key: str) -> Scenario | None:
    """The dossier's scenario with a key, None if there is none."""
    fits = key.isascii() and key.isprintable() and len(key) <= 20
    return dossier.scenarios.select_related("author").filter(key=key).first() if key and fits else None


def address(dossier: Dossier, wanted: Sequence[Wanted], scenario: Scenario | None = None) -> str:
    """The page's address with these wishes."""
    asked = query(wanted, scenario="" if scenario is None else scenario.key)
    return reverse("whatif:table", args=[dossier.slug]) + (f"?{asked}" if asked else "")


def answer(
    request: HttpRequest,
    dossier: Dossier,
    wanted: Sequence[Wanted],
    scenario: Scenario | None = None,
    *,
    sure: bool = False,
) -> HttpResponse:
    """The page, only its result (to HTMX), or the JSON, as is asked for.  Raises WantedError."""
    base = base_of(dossier)
    plain = request.GET.get("format") == "json"
    if not base.possible:
        if plain:
            return JsonResponse({"error": say("whatif.nothing")}, status=409)
        return render(request, "whatif/table.html", page(dossier, base, None, scenario))
    tried = attempt(base, wanted)
    if plain:
        return JsonResponse(as_json(dossier, tried, scenario))
    context = page(dossier, base, tried, scenario)
    if request.headers.get("HX-Request"):
        found = render(request, "whatif/result.html", {**context, "live": True})
        found["HX-Replace-Url"] = address(dossier, tried.all, scenario)
        return found
    if sure:
        context |= {"sure": attempt(base, wanted, DRAWS).found, "draws": DRAWS}
    context["panel"] = panel(base, tried.ground, tried.all)
    return render(request, "whatif/table.html", context)


def refusal(
    request: HttpRequest, dossier: Dossier, error: WantedError, scenario: Scenario | None = None
) -> HttpResponse:
    """What is asked for cannot be understood: said in words, on the page with nothing changed."""
    if request.GET.get("format") == "json":
        return JsonResponse({"error": error.text()}, status=400)
    if request.headers.get("HX-Request"):
        # HTMX shows no answer that is an error.
        return render(request, "whatif/wrong.html", {"error": error.text()})
    base = base_of(dossier)
    tried = attempt(base, ()) if base.possible else None
    context = page(dossier, base, tried, scenario) | {"error": error.text()}
    if tried is not None:
        context["panel"] = panel(base, tried.ground, ())
    return render(request, "whatif/table.html", context, status=400)


def page(dossier: Dossier, base: Base, tried: Tried | None, scenario: Scenario | None) -> dict[str, Any]:
    """What the templates show."""
    context: dict[str, Any] = {
        "dossier": dossier,
        "scenario": scenario,
        "scenarios": dossier.scenarios.select_related("author"),
        "tried": tried,
        "base": base,
        "error": "",
        "sure": None,
        "panel": None,
        "live": False,
        "number_of": amount,
    }
    if tried is not None:
        state = tried.all
        context |= {
            "shown": shown(tried),
            "query": query(state, scenario="" if scenario is None else scenario.key),
            "wishes": [(wish, tried.text(wish), without(dossier, state, wish, scenario)) for wish in tried.made],
            "refused": [
                (each.wish, tried.text(each.wish), each.reason, without(dossier, state, each.wish, scenario))
                for each in tried.refused
            ],
            "here": address(dossier, state, scenario),
        }
    return context


def amount(value: str, most: str) -> str:
    """What a slider says: a share in per cent, else a number."""
    return _amount(value, most, language()) if value else NONE


@lru_cache(maxsize=2048)
def _amount(value: str, most: str, spoken: str) -> str:
    book = phrases(spoken)
    return book.share(float(value)) if most == "1" else book.number(float(value))


def without(dossier: Dossier, state: Sequence[Wanted], wish: Wanted, scenario: Scenario | None) -> str:
    """The address with one wish less."""
    return address(dossier, [each for each in state if each != wish], scenario)


def as_json(dossier: Dossier, tried: Tried, scenario: Scenario | None = None) -> dict[str, Any]:
    """A what-if as plain data: the library's, with the wishes, what was refused, and the address that reproduces it."""
    found = tried.found.as_json(language())
    made = [{"change": as_lists([wish])[0], "text": tried.text(wish)} for wish in tried.made]
    refused = [
        {"change": as_lists([each.wish])[0], "text": tried.text(each.wish), "reason": each.reason}
        for each in tried.refused
    ]
    return {
        **found,
        "dossier": dossier.slug,
        "scenario": None if scenario is None else {"key": scenario.key, "name": scenario.name},
        "changes": made,
        "refused": refused,
        "parties": {party.id: party.name for party in tried.ground.parties},
        "issues": {issue.id: issue.label for issue in tried.ground.issues},
        "address": address(dossier, tried.all, scenario),
    }
