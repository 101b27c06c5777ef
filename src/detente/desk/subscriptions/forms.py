"""The forms of subscriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from detente.desk import access
from detente.desk.dossiers.models import MEMBERS, Dossier
from detente.desk.publishing.models import Version
from detente.desk.subscriptions.models import DAILY, INSTANT, WEEKLY, Subscription
from detente.desk.words import say


def _rhythms() -> list[tuple[str, str]]:
    return [(each, say(f"subscriptions.rhythm.{each}")) for each in (INSTANT, DAILY, WEEKLY)]


class SubscribeForm(forms.Form):
    """Where to, of what, how often, in which language; and a field that only programs fill in."""

    address = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    dossier = forms.ChoiceField(required=False)
    rhythm = forms.ChoiceField()
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, user: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        # The title that is known to the public is that of the last version.
        versions = Version.objects.filter(dossier__in=access.published(user)).order_by("dossier", "number")
        titles = dict(versions.values_list("dossier__slug", "title"))
        listed = sorted(titles.items(), key=lambda each: each[1].casefold())
        self.fields["dossier"].choices = [("", say("subscriptions.all")), *listed]
        self.fields["rhythm"].choices = _rhythms()
        for name in ("address", "dossier", "rhythm", "language", "website"):
            self.fields[name].label = say(f"subscriptions.field.{name}")

    def clean(self) -> dict[str, Any]:
        """The dossier in place of its slug.  One for members may be followed from one's own account's address only."""
        data = super().clean() or {}
        slug = data.get("dossier") or ""
        dossier = Dossier.objects.filter(slug=slug).first() if slug else None
        if dossier is not None and dossier.audience == MEMBERS:
            own = getattr(self.user, "email", "")
            if not own or data.get("address", "").lower() != own.lower():
                self.add_error("address", say("subscriptions.own_address", address=own))
        return {**data, "dossier": dossier}


class ChangeForm(forms.ModelForm):
    """How often, in which language."""

    class Meta:
        model = Subscription
        fields = ("rhythm", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options, prefix=f"s{options['instance'].pk}")
        self.fields["rhythm"].choices = _rhythms()
        self.fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES)
        for name in ("rhythm", "language"):
            self.fields[name].label = say(f"subscriptions.field.{name}")
