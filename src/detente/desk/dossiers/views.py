"""The list of dossiers, a new one, its settings, and the pages that show one section each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from markupsafe import Markup

from detente import codebooks
from detente.briefing.page import SECTIONS
from detente.desk import access
from detente.desk.dossiers import rendering
from detente.desk.dossiers.current import pending, want_join
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.people.models import User
from detente.desk.words import language, say

# The reports have pages of their own (see sources).
SHOWN = tuple(name for name in SECTIONS if name != "reports")


class DossierForm(forms.ModelForm):
    """A dossier's settings."""

    codebooks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    members = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Dossier
        fields = ("title", "summary", "language", "audience", "codebooks", "members")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = say(f"dossiers.field.{name}")
        self.fields["audience"].choices = [(each, say(f"dossiers.audience.{each}")) for each in (EVERYBODY, MEMBERS)]
        self.fields["codebooks"].choices = [(name, name) for name in codebooks.available()]
        self.fields["codebooks"].help_text = say("dossiers.field.codebooks_help")
        self.fields["members"].queryset = User.objects.filter(is_active=True).order_by("username")
        self.fields["summary"].widget.attrs["rows"] = 3


@login_required
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers that one may see at work."""
    return render(request, "dossiers/list.html", {"dossiers": access.visible(request.user)})


@access.needs("write")
def new(request: HttpRequest) -> HttpResponse:
    """Make a dossier."""
    form = DossierForm(request.POST or None, initial={"language": language(), "members": [request.user.pk]})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save(commit=False)
            made.made_by = request.user
            made.slug = free_slug(made.title)
            made.save()
            form.save_m2m()
            made.members.add(request.user)
        return redirect("sources:sources", made.slug)
    return render(request, "dossiers/form.html", {"form": form, "dossier": None})


@access.on_dossier("work")
def edit(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Change a dossier's settings; other codebooks have it joined anew."""
    before = (list(dossier.codebooks), dossier.language)
    form = DossierForm(request.POST or None, instance=dossier)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if (list(dossier.codebooks), dossier.language) != before:
                want_join(dossier)
        messages.success(request, say("dossiers.saved"))
        return redirect("dossiers:settings", dossier.slug)
    return render(request, "dossiers/form.html", {"form": form, "dossier": dossier})


@access.on_dossier("see")
def dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A dossier's first page is its state of play, or where reports are added while there are none."""
    if not dossier.sources.exists() and access.may(request.user, "work", dossier):
        return redirect("sources:sources", dossier.slug)
    return redirect("dossiers:section", dossier.slug, "state")


@access.on_dossier("see")
def section(request: HttpRequest, dossier: Dossier, section: str) -> HttpResponse:
    """One section of the dossier's brief; while a newer one is being drawn up the page says so and asks again."""
    if section not in SHOWN:
        raise Http404
    row, fresh = rendering.ask(dossier, language())
    sections = row.sections if row is not None and row.sections else None
    led = rendering.led(sections, lambda name: _address(dossier, name)) if sections else {}
    context = {
        "dossier": dossier,
        "section": section,
        "html": Markup(led.get(section, "")),  # made by the brief's own templates, which escape
        "basis": Markup(led.get("basis", "")),
        "fresh": fresh,
        "reason": row.reason if row else "",
        "pending": pending(dossier),
    }
    template = "dossiers/section_part.html" if request.headers.get("HX-Request") else "dossiers/section.html"
    return render(request, template, context)


def _address(dossier: Dossier, name: str) -> str:
    if name == "reports":
        return reverse("sources:texts", args=[dossier.slug])
    return reverse("dossiers:section", args=[dossier.slug, "state" if name == "basis" else name])


def free_slug(title: str) -> str:
    """A slug for a title that no dossier has."""
    base = slugify(title)[:60] or "dossier"
    taken = set(Dossier.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken.add("new")
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
