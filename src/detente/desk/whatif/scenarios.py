"""Scenarios: saving a what-if under a name, renaming, overwriting, deleting, comparing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.whatif import comparing
from detente.desk.whatif.base import base_of
from detente.desk.whatif.models import Scenario
from detente.desk.whatif.trying import attempt
from detente.desk.whatif.views import address, refusal, scenario_of, wishes
from detente.desk.whatif.wanted import Wanted, WantedError, as_lists, enough
from detente.desk.words import say


class ScenarioForm(forms.ModelForm):
    """A scenario's name and note."""

    class Meta:
        model = Scenario
        fields = ("name", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = say(f"whatif.scenario.{name}")
        self.fields["note"].widget.attrs["rows"] = 3
        self.fields["note"].max_length = 4000

    def clean_note(self) -> str:
        """A note of at most 4000 characters."""
        note: str = self.cleaned_data["note"]
        if len(note) > 4000:
            raise forms.ValidationError(say("whatif.scenario.long_note"))
        return note


@require_POST
@access.on_dossier("work")
def save(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep what is set under a name; under one that is taken only when that was confirmed."""
    opened = scenario_of(dossier, request.POST.get("scenario", ""))
    try:
        wanted = wishes(request.POST.lists())
        base = base_of(dossier)
        kept = attempt(base, wanted).all if base.possible else wanted
        enough(kept)
        if not kept:
            raise WantedError("nothing")
    except WantedError as error:
        return refusal(request, dossier, error, opened)
    form = ScenarioForm(request.POST)
    # Whether the name is taken is seen below, where it can be confirmed.
    form.instance.dossier = dossier
    if not form.is_valid():
        return _ask(request, dossier, kept, form, None)
    name, note = form.cleaned_data["name"], form.cleaned_data["note"]
    with transaction.atomic():
        taken = dossier.scenarios.select_for_update().filter(name=name).first()
        if taken is not None and request.POST.get("overwrite") == taken.key:
            taken.changes, taken.note, taken.author = as_lists(kept), note, request.user
            taken.changed = timezone.now()
            taken.save()
            messages.success(request, say("whatif.scenario.overwritten", name=name))
            return redirect("whatif:scenario", dossier.slug, taken.key)
    if taken is None:
        try:
            with transaction.atomic():
                made = Scenario.objects.create(
                    dossier=dossier, name=name, note=note, changes=as_lists(kept), author=request.user
                )
        except IntegrityError:  # somebody took the name just now
            taken = dossier.scenarios.filter(name=name).first()
        else:
            messages.success(request, say("whatif.scenario.saved", name=name))
            return redirect("whatif:scenario", dossier.slug, made.key)
    return _ask(request, dossier, kept, form, taken)


@require_http_methods(["GET", "HEAD", "POST"])
@access.on_dossier("work")
def edit(request: HttpRequest, dossier: Dossier, key: str) -> HttpResponse:
    """Give a scenario another name or note."""
    found = _found(dossier, key)
    form = ScenarioForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found.changed = timezone.now()
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("name", say("whatif.scenario.taken"))
        else:
            messages.success(request, say("whatif.scenario.renamed"))
            return redirect("whatif:scenario", dossier.slug, found.key)
    status = 400 if form.errors else 200
    return render(
        request, "whatif/edit.html", {"dossier": dossier, "scenario": _found(dossier, key), "form": form}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.on_dossier("work")
def delete(request: HttpRequest, dossier: Dossier, key: str) -> HttpResponse:
    """Delete a scenario, once that was confirmed."""
    found = _found(dossier, key)
    if request.method == "POST":
        found.delete()
        messages.success(request, say("whatif.scenario.deleted", name=found.name))
        return redirect("whatif:table", dossier.slug)
    return render(request, "whatif/delete.html", {"dossier": dossier, "scenario": found})


@require_safe
@access.on_dossier("see")
def compare(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Scenarios side by side, with the table as it is before them."""
    asked = list(dict.fromkeys(request.GET.getlist("s")))
    found = [each for each in (scenario_of(dossier, key) for key in asked[: comparing.MOST]) if each is not None]
    context: dict[str, Any] = {
        "dossier": dossier,
        "scenarios": dossier.scenarios.select_related("author"),
        "chosen": {each.key for each in found},
        "missing": len(asked[: comparing.MOST]) - len(found),
        "dropped": max(0, len(asked) - comparing.MOST),
        "columns": [],
        "blocks": [],
    }
    base = base_of(dossier)
    if found and base.possible:
        context["columns"] = columns = comparing.columns(base, found)
        context["blocks"] = comparing.blocks(columns)
    return render(request, "whatif/compare.html", context)


def _found(dossier: Dossier, key: str) -> Scenario:
    found = scenario_of(dossier, key)
    if found is None:
        raise Http404
    return found


def _ask(
    request: HttpRequest, dossier: Dossier, kept: tuple[Wanted, ...], form: ScenarioForm, taken: Scenario | None
) -> HttpResponse:
    """Ask for a name that will do, or whether the scenario of that name may be overwritten."""
    context = {
        "dossier": dossier,
        "form": form,
        "taken": taken,
        "wishes": kept,
        "back": address(dossier, kept, scenario_of(dossier, request.POST.get("scenario", ""))),
    }
    return render(request, "whatif/save.html", context, status=400 if form.errors else 409)
