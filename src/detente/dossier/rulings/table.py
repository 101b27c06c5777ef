"""The dossier spread out while rulings are applied, and what an item has to be to stand in it."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from detente.contract import Dossier, Event, Evidence, Report, Statement
from detente.dossier.folding import fold

Model = TypeVar("Model", bound=BaseModel)


class CannotApplyError(Exception):
    """A ruling cannot be applied: `key` names the words for the reason, in messages.toml."""

    def __init__(self, key: str, **words: object) -> None:
        super().__init__(key)
        self.key, self.words = key, words


class Table:
    """The dossier spread out: items by id, which of them are out, and what others are called by now."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.reports: dict[str, Report] = {report.id: report for report in dossier.reports}
        self.parties = {party.id: party for party in dossier.parties}
        self.issues = {issue.id: issue for issue in dossier.issues}
        self.statements = {statement.id: statement for statement in dossier.statements}
        self.events = {event.id: event for event in dossier.events}
        self.out: dict[str, set[str]] = {"party": set(), "issue": set(), "statement": set(), "event": set()}
        self.same: dict[str, str] = {}
        # Issues that were made part of another one, with what became of their options.
        self.moved: dict[str, tuple[str, dict[str, str | None]]] = {}
        # Rulings are on an item as it was read, or as an earlier ruling left it.
        self.as_read: dict[str, Statement | Event] = {**self.statements, **self.events}
        self.found: dict[str, str] = {}
        # Many rulings look for their item: only those of their report can be it.
        self.of_report: dict[tuple[str, str], dict[str, None]] = {}
        for target, items in (("statement", self.statements), ("event", self.events)):
            for name, item in items.items():
                self.of_report.setdefault((target, item.evidence.report), {})[name] = None

    def now(self, issue: str | None, option: str | None) -> tuple[str | None, str | None]:
        """An issue and one of its options, as they are called since they were made part of another issue."""
        while issue is not None and issue not in self.issues and issue in self.moved:
            issue, became = self.moved[issue]
            here = {each.id for each in self.issues[issue].options} if issue in self.issues else set()
            option = became.get(option, option if option in here else None) if option is not None else None
        return issue, option

    def one(self, name: object) -> object:
        """What a party's id is now; anything else as it is."""
        return self.same.get(name, name) if isinstance(name, str) else name

    def placed(self, evidence: Evidence | None) -> Evidence:
        """Evidence where its quote stands in the text now.  Raises `CannotApplyError` where it stands nowhere."""
        report = self.reports.get(evidence.report) if evidence else None
        if evidence is None or report is None:
            raise CannotApplyError("no_evidence")
        if report.text[evidence.start : evidence.end] == evidence.quote:
            return evidence
        start = report.text.find(evidence.quote) if evidence.quote else -1
        if start < 0:
            raise CannotApplyError("no_evidence")
        return Evidence(report=report.id, start=start, end=start + len(evidence.quote), quote=evidence.quote)

    def checked(self, model: type[Model], fields: dict[str, object]) -> Model:
        """An item of these fields that refers to none that is not here.  Raises `CannotApplyError`."""
        item = validated(model, fields)
        for key in ("party", "addressee", "of"):
            name = getattr(item, key, None)
            if name is not None and self.same.get(name, name) not in self.parties:
                raise CannotApplyError("no_party", id=name)
        for name in getattr(item, "participants", ()):
            if self.same.get(name, name) not in self.parties:
                raise CannotApplyError("no_party", id=name)
        issue, option = self.now(getattr(item, "issue", None), getattr(item, "option", None))
        if issue is not None and issue not in self.issues:
            raise CannotApplyError("no_issue", id=issue)
        if option is not None and (issue is None or option not in {o.id for o in self.issues[issue].options}):
            raise CannotApplyError("no_issue", id=option)
        return item

    def party_named(self, name: str) -> str:
        """The id of the party with this id, name, alias or code.  Raises `CannotApplyError`."""
        name = self.same.get(name, name)
        if name in self.parties:
            return name
        wanted = fold(name)
        found = [
            party.id
            for party in self.parties.values()
            if wanted in {fold(each) for each in (party.name, *party.aliases, party.code or "")}
        ]
        if len(found) != 1:
            raise CannotApplyError("several" if found else "no_party", id=name)
        return found[0]


def validated(model: type[Model], fields: object) -> Model:
    """An item of these fields.  Raises `CannotApplyError` where they make none."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CannotApplyError("misfit", reason=f"{place}: {first['msg']}") from error


def single(names: list[str]) -> str:
    """The only one of these ids.  Raises `CannotApplyError` where there is none, or several."""
    if not names:
        raise CannotApplyError("no_item")
    if len(names) > 1:
        raise CannotApplyError("several")
    return names[0]
