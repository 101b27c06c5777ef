"""What a codebook is: issues, the ways each can be resolved, and the words that signal them in each language."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from detente.codebooks.phrases import parse_phrase
from detente.codebooks.terms import parse_term
from detente.contract import EventType, Issue, Option, PartyKind

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Wording = Annotated[str, Field(min_length=1)]


def _by_language(value: object, what: str) -> object:
    if isinstance(value, str | list):
        example = f'{what}.en = ["..."]' if isinstance(value, list) else f'{what}.en = "..."'
        raise PydanticCustomError(
            "language", "{what} without a language: write {example}", {"what": what, "example": example}
        )
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Signalled(_Part):
    """Something with labels and with terms that signal it."""

    id: Slug
    label: dict[Language, Wording]
    terms: dict[Language, tuple[Wording, ...]] = {}

    @field_validator("label", mode="before")
    @classmethod
    def _label_by_language(cls, value: object) -> object:
        return _by_language(value, "label")

    @field_validator("terms", mode="before")
    @classmethod
    def _terms_by_language(cls, value: object) -> object:
        return _by_language(value, "terms")

    @field_validator("terms")
    @classmethod
    def _terms_parse(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return check_terms(value)

    def wording(self, language: str) -> str:
        """The label in `language`, or in the first language that the codebook has."""
        return self.label.get(language) or next(iter(self.label.values()))


def check_terms(terms: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Raise ValueError for the first term that cannot be read; return `terms` unchanged."""
    for language, wordings in terms.items():
        for wording in wordings:
            parse_term(wording, language)
    return terms


class CodebookOption(_Signalled):
    """A way to resolve an issue.

    `value` is its place on the issue's scale, 0 to 100.  `opposite` is the option of the same issue that is meant when
    a term of this one is turned round ("renouncing NATO membership"); without it such a statement gets no option.
    `controlled_by` are the sides that have to choose it together; None: those of the issue.
    """

    value: Annotated[float, Field(ge=0, le=100)]
    opposite: Slug | None = None
    controlled_by: tuple[Slug, ...] | None = None


class CodebookIssue(_Signalled):
    """An issue with its options.

    `default_option` is what being "for it" means when a statement names the issue and no option in particular.
    `status_quo` is the option that holds without a deal, where there is one.  `controlled_by` are the sides that have
    to choose together any other option than that.
    """

    options: Annotated[tuple[CodebookOption, ...], Field(min_length=2)]
    default_option: Slug
    status_quo: Slug | None = None
    controlled_by: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _options_known(self) -> CodebookIssue:
        known = _unique([o.id for o in self.options], "option")
        named = [("status_quo", self.status_quo), ("default_option", self.default_option)]
        named += [(f"options.{o.id}.opposite", o.opposite) for o in self.options]
        for key, option in named:
            if option is not None and option not in known:
                raise ValueError(
                    f'{key} = "{option}" is not an option of issue "{self.id}" (it has {", ".join(known)})'
                )
        return self

    def option(self, key: str) -> CodebookOption:
        """The option with this id; KeyError if there is none."""
        for option in self.options:
            if option.id == key:
                return option
        raise KeyError(key)

    def controllers(self, option: CodebookOption) -> tuple[str, ...]:
        """The sides that have to choose this option together; none for the status quo, which needs no choice."""
        if option.id == self.status_quo:
            return ()
        return self.controlled_by if option.controlled_by is None else option.controlled_by


class SideEvent(_Part):
    """An event that shows that a party is of a side: by its first participant, or with `all` by each of them.

    With `issue` only events count that are about that issue of the codebook.
    """

    type: EventType
    issue: Slug | None = None
    all: bool = False


class Side(_Part):
    """A role in the field ("donor", "employer"), and how a party is recognised as having it.

    `names` are terms looked for in a party's name, aliases and roles; `phrases` turns of phrase around a mention of it;
    `events` what it does; `parties` names it directly, by name, alias or code.  `kinds` narrows all but the last.
    With fewer than `at_least` members nobody is of the side.  Members of a `bloc` go along with those at the table.
    """

    id: Slug
    label: dict[Language, Wording]
    names: dict[Language, tuple[Wording, ...]] = {}
    phrases: dict[Language, tuple[Wording, ...]] = {}
    events: tuple[SideEvent, ...] = ()
    parties: tuple[Wording, ...] = ()
    kinds: tuple[PartyKind, ...] = ()
    at_least: Annotated[int, Field(strict=True)] = 1
    bloc: bool = False

    @field_validator("label", "names", "phrases", mode="before")
    @classmethod
    def _by_language(cls, value: object, info: Any) -> object:
        return _by_language(value, str(info.field_name))

    @field_validator("names")
    @classmethod
    def _names_parse(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return check_terms(value)

    @field_validator("phrases")
    @classmethod
    def _phrases_parse(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for phrases in value.values():
            for phrase in phrases:
                parse_phrase(phrase)
        return value

    @field_validator("at_least")
    @classmethod
    def _positive(cls, value: int) -> int:
        if value < 1:
            raise ValueError(f"{value} is no number of members: 1 or more")
        return value

    @model_validator(mode="after")
    def _recognisable(self) -> Side:
        if not (self.names or self.phrases or self.events or self.parties):
            raise ValueError("nothing tells who is of this side: give names, phrases, events or parties")
        return self

    def wording(self, language: str) -> str:
        """The label in `language`, or in the first language that the codebook has."""
        return self.label.get(language) or next(iter(self.label.values()))


class Codebook(_Part):
    """A field of negotiation: its issues, and the `domain_terms` by which a report is known to belong to it."""

    id: Slug
    label: dict[Language, Wording]
    description: dict[Language, Wording] = {}
    domain_terms: dict[Language, tuple[Wording, ...]] = {}
    sides: tuple[Side, ...] = ()
    issues: Annotated[tuple[CodebookIssue, ...], Field(min_length=1)]

    @field_validator("label", "description", mode="before")
    @classmethod
    def _texts_by_language(cls, value: object, info: Any) -> object:
        return _by_language(value, str(info.field_name))

    @field_validator("domain_terms", mode="before")
    @classmethod
    def _terms_by_language(cls, value: object) -> object:
        return _by_language(value, "domain_terms")

    @field_validator("domain_terms")
    @classmethod
    def _terms_parse(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return check_terms(value)

    @model_validator(mode="after")
    def _issues_unique(self) -> Codebook:
        _unique([i.id for i in self.issues], "issue")
        return self

    @model_validator(mode="after")
    def _sides_known(self) -> Codebook:
        known = _unique([side.id for side in self.sides], "side")
        listed = f"it has {', '.join(known)}" if known else "it has none"
        for issue in self.issues:
            named = [(f"issues[{issue.id}]", issue.controlled_by)]
            for option in issue.options:
                if option.id == issue.status_quo and option.controlled_by:
                    raise ValueError(
                        f"issues[{issue.id}].options[{option.id}].controlled_by: the status quo holds by itself, "
                        "nobody controls it"
                    )
                named.append((f"issues[{issue.id}].options[{option.id}]", option.controlled_by or ()))
            for place, sides in named:
                for key in sides:
                    if key not in known:
                        raise ValueError(f'{place}.controlled_by: "{key}" is no side of this codebook ({listed})')
        issues = {issue.id for issue in self.issues}
        for side in self.sides:
            for event in side.events:
                if event.issue is not None and event.issue not in issues:
                    raise ValueError(f'sides[{side.id}].events: "{event.issue}" is no issue of this codebook')
        return self

    def side(self, key: str) -> Side:
        """The side with this id; KeyError if there is none."""
        for side in self.sides:
            if side.id == key:
                return side
        raise KeyError(key)

    def issue(self, key: str) -> CodebookIssue:
        """The issue with this id, with or without the codebook's own id before it; KeyError if there is none."""
        for issue in self.issues:
            if key in (issue.id, self.issue_id(issue)):
                return issue
        raise KeyError(key)

    def issue_id(self, issue: CodebookIssue) -> str:
        """The id that the issue has in every dossier: "peace.ceasefire"."""
        return f"{self.id}.{issue.id}"

    def record(self, issue: CodebookIssue, language: str) -> Issue:
        """The issue as a dossier holds it, labelled in `language`."""
        return Issue(
            id=self.issue_id(issue),
            label=issue.wording(language),
            options=[Option(id=o.id, label=o.wording(language), value=o.value) for o in issue.options],
            codebook=self.id,
            status_quo=issue.status_quo,
        )


def _unique(ids: list[str], what: str) -> list[str]:
    for key in ids:
        if ids.count(key) > 1:
            raise ValueError(f'{what} id "{key}" is used {ids.count(key)} times')
    return ids
