"""The forms that shape parties and issues: changing, uniting, splitting them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django import forms

from detente import contract
from detente.desk.review.forms import LONGEST, Choices, Form, free_id, labels, party_choices, reason_field
from detente.desk.review.sight import Sight
from detente.desk.words import say


class PartyForm(Form):
    """A party's name, kind, whom it speaks for, and an analyst's figure for its power."""

    name = forms.CharField(max_length=LONGEST)
    kind = forms.ChoiceField()
    of = forms.ChoiceField(required=False)
    capability = forms.FloatField(required=False, min_value=0, max_value=1e9)
    reason = reason_field()

    def __init__(self, sight: Sight, *args: Any, but: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = labels("kind", get_args(contract.PartyKind))
        self.fields["of"].choices = [("", "–"), *party_choices(sight.shown, but=but)]
        self.fields["capability"].help_text = say("review.capability_help")
        self.fields["capability"].widget.attrs["step"] = "any"


class MergeForm(Form):
    """Of two parties, or two issues, one: which other it is part of from now on."""

    into = forms.ChoiceField()
    reason = reason_field()

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

    name = forms.CharField(max_length=LONGEST)
    kind = forms.ChoiceField(required=False)
    statements = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    mentions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = reason_field()

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

    label = forms.CharField(max_length=LONGEST)
    status_quo = forms.ChoiceField(required=False)
    reason = reason_field()
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
                required=False, max_length=LONGEST, label=said, initial=option.label if option else ""
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


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is another in `after`."""
    return {key: value for key, value in after.items() if value != before.get(key)}
