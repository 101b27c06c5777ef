"""The forms that correct and add statements and events, and what the other forms of review share with them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, get_args

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from detente import contract
from detente.desk.review.passages import NotThereError, place
from detente.desk.review.sight import Sight, items
from detente.desk.words import language, phrases, say

Choices = list[tuple[str, Any]]
LONGEST = 300


class Form(forms.Form):
    """A form whose labels come from the words of this app."""

    # Several forms may stand on one page, so that each names its fields its own way.
    def __init__(self, *args: Any, name: str = "f", **options: Any) -> None:
        super().__init__(*args, auto_id=f"{name}-%s", **options)
        for key, field in self.fields.items():
            field.label = say(f"review.field.{key}")


def reason_field() -> forms.CharField:
    """Why somebody rules so."""
    return forms.CharField(required=False, max_length=1000)


def labels(group: str, values: Iterable[str]) -> Choices:
    """The contract's words as choices, in the language of the page."""
    book = phrases(language())
    return [(each, book.label(group, each)) for each in values]


def party_choices(dossier: contract.Dossier, *, but: str = "") -> Choices:
    """The parties by name; `but` is left out."""
    found = sorted(dossier.parties, key=lambda party: (party.name.casefold(), party.id))
    twice = {party.name for n, party in enumerate(found) if n and found[n - 1].name == party.name}
    return [
        (party.id, f"{party.name} ({party.id})" if party.name in twice else party.name)
        for party in found
        if party.id != but
    ]


def about_choices(dossier: contract.Dossier) -> Choices:
    """Issues with their options as one choice, "[issue, option]" as JSON: it works without a script."""
    found: Choices = [(about_value(None, None), say("review.no_issue"))]
    spoken: dict[str, int] = {}
    for statement in dossier.statements:
        spoken[statement.issue or ""] = spoken.get(statement.issue or "", 0) + 1
    for issue in sorted(dossier.issues, key=lambda each: -spoken.get(each.id, 0)):
        whole = (about_value(issue.id, None), say("review.issue_only", issue=issue.label))
        options = [(about_value(issue.id, o.id), f"{issue.label}: {o.label}") for o in issue.options]
        found.append((issue.label, [whole, *options]))
    return found


def about_value(issue: str | None, option: str | None) -> str:
    """An issue and its option as the value of a choice."""
    return json.dumps([issue, option], ensure_ascii=False)


class Several(forms.SelectMultiple):
    """A choice of several as lists one below the other, two more than are chosen: so the keyboard does it with ease."""

    use_fieldset = True
    _LEAST = 4

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The lists, each with a name of its own to the ear."""
        chosen = [each for each in value or [] if each]
        one = forms.Select(choices=[("", "–"), *self.choices])
        base = dict(attrs or {})
        found = []
        for n in range(max(len(chosen) + 2, self._LEAST)):
            own = {**base, "id": f"{base.get('id', name)}-{n}", "aria-label": say("review.participant_n", n=n + 1)}
            found.append((one.render(name, chosen[n] if n < len(chosen) else "", own, renderer),))
        return format_html_join("\n", "{}", found)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What is chosen, each once."""
        return list(dict.fromkeys(each for each in super().value_from_datadict(data, files, name) or () if each))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The group has a legend, so that no list is its label's."""
        return ""


class DayField(forms.CharField):
    """A day, month or year as ISO 8601; also written 4.5.2031."""

    def clean(self, value: Any) -> Any:
        """ISO 8601, None without a date."""
        written = super().clean(value)
        if not written:
            return None
        if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", written):
            day, month, year = found.groups()
            written = f"{year}-{int(month):02}-{int(day):02}"
        try:
            date.fromisoformat({4: f"{written}-01-01", 7: f"{written}-01"}.get(len(written), written))
        except ValueError:
            raise forms.ValidationError(say("review.error.date")) from None
        return written


class ItemForm(Form):
    """What a statement and an event have in common: the words of the report they rest on, and why it is ruled so.

    now: the item as it stands, None for one that is added; evidence: where the words stand, once they were found.
    """

    quote = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, strip=True)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    new_party = forms.CharField(required=False, max_length=LONGEST)
    kind = forms.ChoiceField(required=False)
    reason = reason_field()
    ADDING: tuple[str, ...] = ()
    CORRECTING: tuple[str, ...] = ()

    def __init__(
        self,
        sight: Sight,
        report: contract.Report,
        data: Any = None,
        *,
        now: contract.Statement | contract.Event | None = None,
        initial: dict[str, Any] | None = None,
        name: str = "f",
    ) -> None:
        start = {"kind": "group", **(initial or {})}
        if now is not None:
            at = now.evidence
            start = {"quote": at.quote, "start": at.start, "end": at.end, **start}
        super().__init__(data, initial=start, name=name)
        self.sight, self.report, self.now = sight, report, now
        self.evidence = now.evidence if now is not None else None
        self.fields["quote"].required = now is None
        self.fields["quote"].help_text = say("review.quote_help" if now is None else "review.other_quote_help")
        self.fields["kind"].choices = labels("kind", get_args(contract.PartyKind))
        self.fields["kind"].label = say("review.new_kind")
        shown = self.ADDING if now is None else self.CORRECTING
        for key in set(self.fields) - set(shown):
            del self.fields[key]
        self.order_fields(shown)

    def clean(self) -> dict[str, Any]:
        """The fields; `evidence` is where the quote stands."""
        data: dict[str, Any] = super().clean() or {}
        given = data.get("quote")
        if given and (self.now is None or given.split() != self.now.evidence.quote.split()):
            try:
                self.evidence = place(self.report, given, data.get("start"), data.get("end"))
            except NotThereError as error:
                self.add_error("quote", say(f"review.error.{error.key}"))
        return data


class StatementForm(ItemForm):
    """Who takes which stance on what."""

    party = forms.ChoiceField(required=False)
    stance = forms.ChoiceField()
    about = forms.ChoiceField(required=False)
    topic = forms.CharField(required=False, max_length=LONGEST)
    CORRECTING = ("party", "new_party", "kind", "stance", "about", "quote", "start", "end", "reason")
    ADDING = ("quote", "start", "end", "party", "new_party", "kind", "stance", "about", "topic", "reason")

    def __init__(self, sight: Sight, *args: Any, **options: Any) -> None:
        super().__init__(sight, *args, **options)
        self.fields["party"].choices = [("", "–"), *party_choices(sight.shown)]
        self.fields["stance"].choices = labels("stance", get_args(contract.Stance))
        self.fields["about"].choices = about_choices(sight.shown)

    def clean(self) -> dict[str, Any]:
        """The fields, with `issue` and `option` in place of `about`."""
        data = super().clean()
        if not self.errors and bool(data.get("party")) == bool(data.get("new_party")):
            self.add_error("party", say("review.error.one_party"))
        data["issue"], data["option"] = json.loads(data.get("about") or "[null, null]")
        return data


class EventForm(ItemForm):
    """What was done, by whom, where and when."""

    type = forms.ChoiceField()
    status = forms.ChoiceField()
    participants = forms.MultipleChoiceField(required=False, widget=Several)
    place = forms.CharField(required=False, max_length=LONGEST)
    date = DayField(required=False, max_length=20)
    topic = forms.CharField(required=False, max_length=LONGEST)
    CORRECTING = ("type", "status", "participants", "new_party", "kind", "place", "date", "topic", "quote", "start",
                  "end", "reason")  # fmt: skip
    ADDING = ("quote", "start", "end", *CORRECTING[:-4], "reason")

    def __init__(self, sight: Sight, *args: Any, **options: Any) -> None:
        super().__init__(sight, *args, **options)
        self.fields["type"].choices = labels("event", get_args(contract.EventType))
        self.fields["status"].choices = labels("status", get_args(contract.EventStatus))
        self.fields["participants"].choices = party_choices(sight.shown)
        self.fields["date"].help_text = say("review.date_help")
        self.fields["new_party"].label = say("review.new_participant")

    def clean(self) -> dict[str, Any]:
        """The fields; what is not said of place and topic is None, as it is read."""
        data = super().clean()
        for key in ("place", "topic"):
            data[key] = " ".join((data.get(key) or "").split()) or None
        return data


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """An id like the wanted one that nothing has."""
    ids, number, key = set(taken), 1, wanted
    while key in ids:
        number += 1
        key = f"{wanted}-{number}"
    return key


def new_party(sight: Sight, name: str, kind: str, near: Sequence[contract.Report] = ()) -> dict[str, Any]:
    """A party to be added: its fields, and "evidence" where one of the reports `near` names it."""
    from detente.dossier.folding import slug

    said = " ".join(name.split())
    taken = [*items(sight.read, "party"), *items(sight.plain, "party")]
    made: dict[str, Any] = {"id": free_id(slug(said) or "party", taken), "name": said, "kind": kind}
    for report in near:
        start = report.text.find(said)
        if start >= 0:
            at = {"report": report.id, "start": start, "end": start + len(said), "quote": said}
            return made | {"evidence": [at]}
    return made
