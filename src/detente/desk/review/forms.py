"""The forms of review: correcting and adding statements and events, changing, uniting and splitting parties, issues."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from django import forms

from detente import contract
from detente.desk.review.passages import NotThereError, place
from detente.desk.review.sight import Sight, items
from detente.desk.words import language, phrases, say

Choices = list[tuple[str, Any]]
_LONGEST = 300


class Form(forms.Form):
    """A form whose labels come from the words of this app."""

    # Several forms may stand on one page, so that each names its fields its own way.
    def __init__(self, *args: Any, name: str = "f", **options: Any) -> None:
        super().__init__(*args, auto_id=f"{name}-%s", **options)
        for key, field in self.fields.items():
            field.label = say(f"review.field.{key}")


def _reason() -> forms.CharField:
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


class StatementForm(Form):
    """Who takes which stance on what: for correcting a statement, and part of adding one."""

    party = forms.ChoiceField(required=False)
    new_party = forms.CharField(required=False, max_length=_LONGEST)
    kind = forms.ChoiceField(required=False)
    stance = forms.ChoiceField()
    about = forms.ChoiceField(required=False)
    reason = _reason()

    def __init__(self, sight: Sight, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sight = sight
        self.fields["party"].choices = [("", "–"), *party_choices(sight.shown)]
        self.fields["kind"].choices = labels("kind", get_args(contract.PartyKind))
        self.fields["stance"].choices = labels("stance", get_args(contract.Stance))
        self.fields["about"].choices = about_choices(sight.shown)

    def clean(self) -> dict[str, Any]:
        """The fields, with `issue` and `option` in place of `about`."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("party")) == bool(data.get("new_party")):
            self.add_error("party", say("review.error.one_party"))
        data["issue"], data["option"] = json.loads(data.get("about") or "[null, null]")
        return data


class AddForm(StatementForm):
    """A statement that was not read: its words stand in the report, at a place pointed at or looked for."""

    quote = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, strip=True)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    field_order = ("quote", "start", "end", "party", "new_party", "kind", "stance", "about", "topic", "reason")
    topic = forms.CharField(required=False, max_length=_LONGEST)

    def __init__(self, sight: Sight, report: contract.Report, *args: Any, **options: Any) -> None:
        super().__init__(sight, *args, **options)
        self.report = report
        self.evidence: contract.Evidence | None = None
        self.fields["quote"].help_text = say("review.quote_help")

    def clean(self) -> dict[str, Any]:
        """The fields; `evidence` is where the quote stands."""
        data = super().clean()
        if data.get("quote"):
            try:
                self.evidence = place(self.report, data["quote"], data.get("start"), data.get("end"))
            except NotThereError as error:
                self.add_error("quote", say(f"review.error.{error.key}"))
        return data


class EventForm(Form):
    """What was done, by whom, where: for correcting an event."""

    type = forms.ChoiceField()
    status = forms.ChoiceField()
    participants = forms.MultipleChoiceField(required=False)
    place = forms.CharField(required=False, max_length=_LONGEST)
    reason = _reason()

    def __init__(self, sight: Sight, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type"].choices = labels("event", get_args(contract.EventType))
        self.fields["status"].choices = labels("status", get_args(contract.EventStatus))
        self.fields["participants"].choices = party_choices(sight.shown)
        self.fields["participants"].widget.attrs["size"] = 8


class PartyForm(Form):
    """A party's name, kind, whom it speaks for, and an analyst's figure for its power."""

    name = forms.CharField(max_length=_LONGEST)
    kind = forms.ChoiceField()
    of = forms.ChoiceField(required=False)
    capability = forms.FloatField(required=False, min_value=0, max_value=1e9)
    reason = _reason()

    def __init__(self, sight: Sight, *args: Any, but: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = labels("kind", get_args(contract.PartyKind))
        self.fields["of"].choices = [("", "–"), *party_choices(sight.shown, but=but)]
        self.fields["capability"].help_text = say("review.capability_help")
        self.fields["capability"].widget.attrs["step"] = "any"


class MergeForm(Form):
    """Of two parties, or two issues, one: which other it is part of from now on."""

    into = forms.ChoiceField()
    reason = _reason()

    def __init__(self, choices: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].choices = choices


class BecomesForm(Form):
    """What each option of an issue is in the other issue that it becomes part of."""

    def __init__(self, old: contract.Issue, new: contract.Issue, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.old = old
        choices = [("", say("review.no_option")), *((option.id, option.label) for option in new.options)]
        by_label = {option.label.casefold(): option.id for option in new.options}
        ids = {option.id for option in new.options}
        for n, option in enumerate(old.options):
            same = option.id if option.id in ids else by_label.get(option.label.casefold(), "")
            self.fields[f"option{n}"] = forms.ChoiceField(
                choices=choices, required=False, initial=same, label=option.label
            )

    def becomes(self) -> dict[str, str | None]:
        """The options of the other issue by those of this one."""
        return {o.id: self.cleaned_data[f"option{n}"] or None for n, o in enumerate(self.old.options)}


class SplitForm(Form):
    """A new party or issue, and what moves there."""

    name = forms.CharField(max_length=_LONGEST)
    kind = forms.ChoiceField(required=False)
    statements = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    mentions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = _reason()

    def __init__(self, statements: Choices, mentions: Choices | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statements"].choices = statements
        if mentions is None:  # an issue
            del self.fields["mentions"], self.fields["kind"]
        else:
            self.fields["kind"].choices = labels("kind", get_args(contract.PartyKind))
            self.fields["mentions"].choices = mentions

    def clean(self) -> dict[str, Any]:
        """Something has to move."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("statements") and not data.get("mentions"):
            self.add_error(None, say("review.error.nothing_chosen"))
        return data


class IssueForm(Form):
    """An issue's label, its options in their order, and what holds without a deal.  Two rows are for new options."""

    label = forms.CharField(max_length=_LONGEST)
    status_quo = forms.ChoiceField(required=False)
    reason = _reason()
    NEW = 2

    def __init__(self, issue: contract.Issue | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.issue = issue
        known = list(issue.options) if issue else []
        if issue:
            self.fields["label"].initial = issue.label
            self.fields["status_quo"].initial = issue.status_quo
        self.fields["status_quo"].choices = [("", "–"), *((option.id, option.label) for option in known)]
        if not known:
            del self.fields["status_quo"]
        self.rows = max(len(known) + self.NEW, 3)
        for n in range(self.rows):
            option = known[n] if n < len(known) else None
            said = say("review.field.option_n", n=n + 1)
            self.fields[f"option{n}"] = forms.CharField(
                required=False, max_length=_LONGEST, label=said, initial=option.label if option else ""
            )
            self.fields[f"value{n}"] = forms.FloatField(
                required=False, min_value=0, max_value=100, label=say("review.field.value_n", n=n + 1),
                initial=option.value if option else None, widget=forms.NumberInput(attrs={"step": "any"}),
            )  # fmt: skip
        options_ = [f"{name}{n}" for n in range(self.rows) for name in ("option", "value")]
        self.order_fields(["label", *options_, "status_quo", "reason"])

    def options(self) -> list[dict[str, Any]]:
        """The options as they are now, as the contract has them; those without a label are out."""
        from detente.dossier.folding import slug

        known = list(self.issue.options) if self.issue else []
        ids = {option.id for option in known}
        made: list[dict[str, Any]] = []
        for n in range(self.rows):
            label = " ".join(self.cleaned_data[f"option{n}"].split())
            if not label:
                continue
            if n < len(known):
                changed = {"label": label, "value": self.cleaned_data[f"value{n}"]}
                made.append(known[n].model_dump(mode="json") | changed)
                continue
            key = free_id(slug(label) or "option", ids)
            ids.add(key)
            made.append({"id": key, "label": label, "value": self.cleaned_data[f"value{n}"]})
        return made

    def clean(self) -> dict[str, Any]:
        """What holds without a deal must be one of the options that stay."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors or not data.get("status_quo"):
            return data
        if data["status_quo"] not in {each["id"] for each in self.options()}:
            self.add_error("status_quo", say("review.error.status_quo"))
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


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is another in `after`."""
    return {key: value for key, value in after.items() if value != before.get(key)}
