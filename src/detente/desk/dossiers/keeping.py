"""Making dossiers and changing their settings, for the pages and for the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import slugify

from detente import codebooks
from detente.desk.dossiers import books
from detente.desk.dossiers.current import want_join
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.people.models import User
from detente.desk.words import say

# Words that stand in addresses where a slug could.
_TAKEN = {"new", "search"}
PRECISIONS = (0.5, 0.95)


class DossierForm(forms.ModelForm):
    """A dossier's settings."""

    codebooks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    members = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Dossier
        fields: tuple[str, ...] = ("title", "summary", "language", "audience", "codebooks", "members")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = say(f"dossiers.field.{name}")
        self.fields["audience"].choices = [(each, say(f"dossiers.audience.{each}")) for each in (EVERYBODY, MEMBERS)]
        own = self.instance.books.values_list("name", flat=True) if self.instance.pk else []
        self.fields["codebooks"].choices = [(name, name) for name in codebooks.available()] + [
            (f"{books.OWN}{name}", say("dossiers.book.own", name=name)) for name in own
        ]
        self.fields["codebooks"].help_text = say("dossiers.field.codebooks_help")
        self.fields["members"].queryset = User.objects.filter(is_active=True).order_by("username")
        self.fields["summary"].widget.attrs["rows"] = 3


class SettingsForm(DossierForm):
    """The settings of a dossier that there is: also how sure reading must be."""

    field_order = (*DossierForm.Meta.fields, "sure", "precision")
    sure = forms.BooleanField(required=False)
    precision = forms.FloatField(required=False, min_value=PRECISIONS[0], max_value=PRECISIONS[1])

    class Meta(DossierForm.Meta):
        fields = (*DossierForm.Meta.fields, "precision")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["precision"].widget = forms.NumberInput(
            {"type": "range", "min": PRECISIONS[0], "max": PRECISIONS[1], "step": "0.05", "data-shown": "percent"}
        )
        self.fields["precision"].help_text = say("dossiers.field.precision_help")
        self.initial["sure"] = self.instance.precision is not None
        if self.instance.precision is None:
            self.initial["precision"] = 0.7

    def clean(self) -> dict[str, Any]:
        """A precision counts only where one is wished for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("sure"):
            cleaned["precision"] = None
        return cleaned


class Before:
    """What of a dossier's settings its reading rests on, as it was before a form is filled in."""

    def __init__(self, dossier: Dossier) -> None:
        self.joined = (list(dossier.codebooks), dossier.language)
        self.precision = dossier.precision


def make(form: DossierForm, user: Any) -> Dossier:
    """The dossier of a form that is valid; whoever makes it is its member."""
    with transaction.atomic():
        made: Dossier = form.save(commit=False)
        made.made_by = user
        made.slug = free_slug(made.title)
        made.save()
        form.save_m2m()
        made.members.add(user)
    return made


def change(form: DossierForm, before: Before) -> None:
    """Keep the settings of a form that is valid; read or joined anew is what does not rest on the same any more."""
    with transaction.atomic():
        dossier: Dossier = form.save()
        if dossier.precision != before.precision:
            read_anew(dossier)
        elif (list(dossier.codebooks), dossier.language) != before.joined:
            want_join(dossier)


def read_anew(dossier: Dossier) -> None:
    """Have all that was read of a dossier read once more."""
    from detente.desk.sources.models import DONE, WAITING

    dossier.sources.filter(state=DONE).update(state=WAITING, tries=0)


def free_slug(title: str) -> str:
    """A slug for a title that no dossier has."""
    base = slugify(title)[:60].strip("-") or "dossier"
    taken = {*Dossier.objects.filter(slug__startswith=base).values_list("slug", flat=True), *_TAKEN}
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
