"""Rulings: what analysts decided, laid over what was read.

A ruling finds its item by evidence (the same report, an overlapping span or the same quote), so that it still holds
after another reader or codebook has gone over the reports.  Where it finds nothing, or several items, it stays in the
dossier and is reported (`unmatched_rulings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from rapidfuzz import fuzz

from detente.contract import Dossier, Event, Evidence, Issue, Party, Report, Ruling, Statement
from detente.dossier.discrepancies import find_discrepancies
from detente.dossier.folding import data, fold, slug
from detente.dossier.joining import joined
from detente.dossier.nodes import Node
from detente.dossier.summary import Language, main_language

Item = Statement | Event | Party | Issue
Model = TypeVar("Model", bound=BaseModel)
# Two spans are of one item where they share half of what either covers.
_OVERLAP = 0.5
# Two wordings of one topic, as another reader may cut it out.
_TOPICS_ALIKE = 70
_FIELDS = {
    "statement": ("party", "stance", "topic", "cue", "addressee", "issue", "option"),
    "event": ("type", "participants", "status", "place", "date", "topic"),
}
_DECISIVE = {"statement": ("party", "stance"), "event": ("type",)}


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A ruling that could not be applied, and why."""

    ruling: Ruling
    key: str
    words: dict[str, object] = field(default_factory=dict)

    def reason(self, language: Language = "en") -> str:
        """Why it could not be applied, in German or English."""
        return str(data("messages")[language]["ruling"][self.key]).format(**self.words)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A dossier with its rulings applied.

    on: the id of the item that each ruling is on, by the ruling's id, without those that cannot be applied.
    """

    dossier: Dossier
    on: dict[str, str]
    unmatched: tuple[Unmatched, ...]


class _CannotApplyError(Exception):
    def __init__(self, key: str, **words: object) -> None:
        super().__init__(key)
        self.key, self.words = key, words


def ruling_on(
    item: Item,
    action: Literal["accept", "reject", "correct"],
    *,
    id: str,
    changes: dict[str, object] | None = None,
    author: str = "",
    time: str = "",
    reason: str = "",
) -> Ruling:
    """A ruling on an item of a dossier: `changes` are the fields that `correct` sets, `time` is ISO 8601.

    `evidence` among them, of a statement or an event, points at other words of its report.

    To make two parties or two issues one, correct the `id` of one of them to that of the other.  Of two issues the
    first's options become the other's by `becomes`, a table of option ids (or None) by option ids; those that it leaves
    out become the option with the same id or label, if there is one.
    """
    target: Literal["statement", "event", "party", "issue"]
    evidence: Evidence | None = None
    if isinstance(item, Statement | Event):
        target = "statement" if isinstance(item, Statement) else "event"
        evidence = item.evidence
        was = {name: getattr(item, name) for name in ("id", *_FIELDS[target])}
    else:
        target = "party" if isinstance(item, Party) else "issue"
        evidence = item.evidence[0] if isinstance(item, Party) and item.evidence else None
        was = {"id": item.id, "name": item.name} if isinstance(item, Party) else {"id": item.id, "label": item.label}
    given = dict(changes or {})
    return Ruling(
        id=id,
        action=action,
        target=target,
        evidence=evidence,
        item=given,
        was=was,
        author=author,
        time=time,
        reason=reason,
    )


def apply_rulings(dossier: Dossier) -> Dossier:
    """The dossier as the analysts have it; the rulings stay in it, and applying them again changes nothing.

    `reject` takes the item out (a party with its statements, an issue without them), `correct` sets fields, `add` adds
    an item, `accept` leaves it; whatever was ruled on has confidence 1.  Of several rulings on one item the later ones
    (by time, then by their order) prevail.  Discrepancies are found anew where something was ruled.
    """
    return _Table(dossier).ruled()[0]


def unmatched_rulings(dossier: Dossier) -> list[Unmatched]:
    """The rulings that find no item of this dossier, or cannot be applied to it, in their order."""
    return _Table(dossier).ruled()[1]


def ruled(dossier: Dossier) -> Ruled:
    """All at once: the dossier as `apply_rulings` gives it, what each ruling is on, and which cannot be applied."""
    table = _Table(dossier)
    result, unmatched = table.ruled()
    on = {key: table.same.get(name, table.now(name, None)[0] or name) for key, name in table.found.items()}
    return Ruled(result, on, tuple(unmatched))


class _Table:
    """The dossier spread out: items by id, and which of them are out."""

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

    def ruled(self) -> tuple[Dossier, list[Unmatched]]:
        """The dossier with the rulings applied, and those that could not be."""
        unmatched: list[Unmatched] = []
        rulings = sorted(self.dossier.rulings, key=lambda ruling: ruling.time)
        # Statements and events refer to parties and issues, so those come first.
        for target in ("party", "issue", "statement", "event"):
            for ruling in rulings:
                if ruling.target == target:
                    try:
                        self._apply(ruling)
                    except _CannotApplyError as error:
                        unmatched.append(Unmatched(ruling, error.key, error.words))
        order = [ruling.id for ruling in self.dossier.rulings]
        unmatched.sort(key=lambda one: order.index(one.ruling.id))
        if len(unmatched) == len(self.dossier.rulings):
            return self.dossier, unmatched
        return self._gathered(), unmatched

    def _apply(self, ruling: Ruling) -> None:
        if ruling.target == "party":
            self._rule_party(ruling)
        elif ruling.target == "issue":
            self._rule_issue(ruling)
        elif ruling.target == "statement":
            self._rule_item(ruling, self.statements, Statement)
        else:
            self._rule_item(ruling, self.events, Event)

    # statements and events

    def _rule_item(self, ruling: Ruling, items: dict[str, Model], model: type[Model]) -> None:
        out = self.out[ruling.target]
        if ruling.action == "add":
            evidence = self._placed(ruling.evidence)
            defaults: dict[str, object] = {"topic": "", "cue": "", "date": self.reports[evidence.report].date}
            name = str(ruling.item.get("id") or f"{evidence.report}-{ruling.id}")
            given = {"id": name, "evidence": evidence, "rule": "ruling", "confidence": 1.0}
            if model is Event:
                defaults.pop("date")
            items[name] = self._checked(model, defaults | ruling.item | given)
            self.of_report.setdefault((ruling.target, evidence.report), {})[name] = None
            self.found[ruling.id] = name
            out.discard(name)
            return
        name = self._find(ruling, items)
        if ruling.action == "reject":
            self.found[ruling.id] = name
            out.add(name)
            return
        changes = {key: value for key, value in ruling.item.items() if key != "id"}
        if ruling.action == "accept":
            changes = {}
        if "evidence" in changes:
            changes["evidence"] = self._placed(_validated(Evidence, changes["evidence"]))
        items[name] = self._checked(model, items[name].model_dump() | changes | {"confidence": 1.0})
        self.found[ruling.id] = name
        out.discard(name)

    def _find(self, ruling: Ruling, items: dict[str, Model]) -> str:
        if ruling.evidence is None:
            raise _CannotApplyError("no_item")
        was = ruling.was or ({} if ruling.action == "correct" else ruling.item)
        states = [was, was | ruling.item] if ruling.action == "correct" else [was]
        places = [ruling.evidence]
        if ruling.action == "correct" and "evidence" in ruling.item:
            # Where the ruling has been applied already, the item is at the place that it points at.
            places.append(_validated(Evidence, ruling.item["evidence"]))
        found: list[tuple[tuple[float, int, bool], str]] = []
        for name in self.of_report.get((ruling.target, ruling.evidence.report), ()):
            item = items[name]
            versions = [item, self.as_read.get(name, item)]
            fit = max(_fit(getattr(each, "evidence"), at) for each in versions for at in places)  # noqa: B009
            agreeing = [self._agreement(each, state, ruling.target) for state in states for each in versions]
            best = max((a for a in agreeing if a is not None), default=None)
            if fit >= _OVERLAP and best is not None:
                found.append(((round(fit, 6), best, name == was.get("id")), name))
        if not found:
            raise _CannotApplyError("no_item")
        best_fit = max(found)[0]
        names = [name for fit, name in found if fit == best_fit]
        if len(names) > 1:
            raise _CannotApplyError("several")
        return names[0]

    def _agreement(self, item: BaseModel, was: dict[str, object], target: str) -> int | None:
        """How many known fields agree; None where it is another item: one passage may hold several statements."""
        for key in _DECISIVE[target]:
            if key in was and self._one(getattr(item, key)) != self._one(was[key]):
                return None
        topic, known = getattr(item, "topic", None), was.get("topic")
        if topic and known and fuzz.partial_ratio(fold(str(topic)), fold(str(known))) < _TOPICS_ALIKE:
            return None
        if target == "event" and isinstance(before := was.get("participants"), list):
            now = {self._one(name) for name in getattr(item, "participants", ())}
            then = {self._one(name) for name in before}
            if len(now & then) < _OVERLAP * len(now | then):
                return None
        return sum(1 for key in _FIELDS[target] if key in was and getattr(item, key) == was[key])

    def _one(self, name: object) -> object:
        """What a party's id is now; anything else as it is."""
        return self.same.get(name, name) if isinstance(name, str) else name

    def now(self, issue: str | None, option: str | None) -> tuple[str | None, str | None]:
        """An issue and one of its options, as they are called since they were made part of another issue."""
        while issue is not None and issue not in self.issues and issue in self.moved:
            issue, became = self.moved[issue]
            here = {each.id for each in self.issues[issue].options} if issue in self.issues else set()
            option = became.get(option, option if option in here else None) if option is not None else None
        return issue, option

    def _placed(self, evidence: Evidence | None) -> Evidence:
        """Evidence of an added item where its quote stands in the text now."""
        report = self.reports.get(evidence.report) if evidence else None
        if evidence is None or report is None:
            raise _CannotApplyError("no_evidence")
        if report.text[evidence.start : evidence.end] == evidence.quote:
            return evidence
        start = report.text.find(evidence.quote) if evidence.quote else -1
        if start < 0:
            raise _CannotApplyError("no_evidence")
        return Evidence(report=report.id, start=start, end=start + len(evidence.quote), quote=evidence.quote)

    def _checked(self, model: type[Model], fields: dict[str, object]) -> Model:
        item = _validated(model, fields)
        for key in ("party", "addressee", "of"):
            name = getattr(item, key, None)
            if name is not None and self.same.get(name, name) not in self.parties:
                raise _CannotApplyError("no_party", id=name)
        for name in getattr(item, "participants", ()):
            if self.same.get(name, name) not in self.parties:
                raise _CannotApplyError("no_party", id=name)
        issue, option = self.now(getattr(item, "issue", None), getattr(item, "option", None))
        if issue is not None and issue not in self.issues:
            raise _CannotApplyError("no_issue", id=issue)
        if option is not None and (issue is None or option not in {o.id for o in self.issues[issue].options}):
            raise _CannotApplyError("no_issue", id=option)
        return item

    # parties and issues

    def _rule_party(self, ruling: Ruling) -> None:
        if ruling.action == "add":
            name = str(ruling.item.get("id") or slug(str(ruling.item.get("name", ""))) or ruling.id)
            evidence = self._mentions(ruling)
            fields = {"mentions": len(evidence)} | ruling.item | {"evidence": evidence, "id": name}
            self.parties[name] = self._checked(Party, fields)
            self._take_mentions(name)
            self.found[ruling.id] = name
            self.out["party"].discard(name)
            return
        name = self.found[ruling.id] = self._find_party(ruling)
        if ruling.action == "reject":
            self.out["party"].add(name)
            return
        self.out["party"].discard(name)
        if ruling.action == "accept":
            return
        other = ruling.item.get("id")
        if isinstance(other, str) and other != name:
            if other not in self.parties:
                del self.found[ruling.id]
                raise _CannotApplyError("no_party", id=other)
            nodes = [Node(self.parties[key], frozenset()) for key in (other, name)]
            self.parties[other] = joined(other, nodes, main_language(self.dossier)).party
            del self.parties[name]
            self.same = {old: other if new == name else new for old, new in self.same.items()} | {name: other}
            name = other
        changes = {key: value for key, value in ruling.item.items() if key != "id"}
        try:
            self.parties[name] = self._checked(Party, self.parties[name].model_dump() | changes)
        except _CannotApplyError:
            del self.found[ruling.id]
            raise

    def _mentions(self, ruling: Ruling) -> list[Evidence]:
        """The mentions of an added party: its evidence, or those in `item`, as far as they still stand somewhere."""
        given = ruling.item.get("evidence")
        if given is None:
            return [self._placed(ruling.evidence)] if ruling.evidence else []
        placed: list[Evidence] = []
        try:
            for each in TypeAdapter(list[Evidence]).validate_python(given):
                try:
                    placed.append(self._placed(each))
                except _CannotApplyError:
                    continue
        except ValidationError as error:
            raise _CannotApplyError("misfit", reason=f"evidence: {error.errors()[0]['msg']}") from error
        return placed

    def _take_mentions(self, name: str) -> None:
        """One mention is of one party: those of the party `name` are no longer the others'."""
        taken = {(each.report, each.start, each.end) for each in self.parties[name].evidence}
        for key, party in self.parties.items():
            kept = [each for each in party.evidence if (each.report, each.start, each.end) not in taken]
            lost = len(party.evidence) - len(kept)
            if key != name and lost:
                self.parties[key] = party.model_copy(
                    update={"evidence": kept, "mentions": max(party.mentions - lost, len(kept))}
                )

    def _find_party(self, ruling: Ruling) -> str:
        wanted = ruling.was.get("id") or (None if ruling.action == "correct" and ruling.was else ruling.item.get("id"))
        if isinstance(wanted, str) and self.same.get(wanted, wanted) in self.parties:
            return self.same.get(wanted, wanted)
        found = [
            party.id
            for party in self.parties.values()
            if ruling.evidence and any(_fit(e, ruling.evidence) >= _OVERLAP for e in party.evidence)
        ]
        if not found and (name := ruling.was.get("name") or ruling.item.get("name")):
            found = [p.id for p in self.parties.values() if fold(str(name)) in {fold(n) for n in (p.name, *p.aliases)}]
        return _single(found)

    def _rule_issue(self, ruling: Ruling) -> None:
        if ruling.action == "add":
            name = str(ruling.item.get("id") or slug(str(ruling.item.get("label", ""))) or ruling.id)
            self.issues[name] = self._controlled(_validated(Issue, ruling.item | {"id": name}), ruling)
            self.found[ruling.id] = name
            self.out["issue"].discard(name)
            return
        other = ruling.item.get("id") if ruling.action == "correct" and ruling.was else None
        name = self._find_issue(ruling, other if isinstance(other, str) else None)
        if ruling.action == "reject":
            self.out["issue"].add(name)
        elif ruling.action == "correct":
            name = self._corrected_issue(ruling, name, other if isinstance(other, str) else name)
            self.out["issue"].discard(name)
        else:
            self.out["issue"].discard(name)
        self.found[ruling.id] = name

    def _find_issue(self, ruling: Ruling, other: str | None) -> str:
        wanted = ruling.was.get("id") or ruling.item.get("id")
        label = ruling.was.get("label") or ruling.item.get("label")
        wanted = self.now(wanted, None)[0] if isinstance(wanted, str) else wanted
        found = [issue.id for issue in self.issues.values() if issue.id == wanted]
        if not found and other in self.issues:
            return str(other)  # what was to become part of it is not there, or no longer
        if not found and label:
            found = [issue.id for issue in self.issues.values() if fold(issue.label) == fold(str(label))]
        return _single(found)

    def _corrected_issue(self, ruling: Ruling, name: str, into: str) -> str:
        """Set what a ruling sets of the issue `name`, after it was made part of the issue `into`."""
        if into not in self.issues:
            raise _CannotApplyError("no_issue", id=into)
        became = self._became(self.issues[name], self.issues[into], ruling.item.get("becomes"))
        fields = self._united(self.issues[name], self.issues[into], became) if into != name else self.issues[name]
        changed = _validated(Issue, fields.model_dump() | ruling.item | {"id": into})
        self.issues[into] = self._controlled(changed, ruling)
        old = ruling.was.get("id")
        if into != name:
            del self.issues[name]
            self.moved[name] = (into, became)
        elif isinstance(old, str) and old not in self.issues:
            self.moved[old] = (into, became)
        return into

    @staticmethod
    def _became(old: Issue, new: Issue, given: object) -> dict[str, str | None]:
        """What the options of an issue are in another: as `given`, else the one of the same id or label, else None."""
        table = given if isinstance(given, dict) else {}
        ids = {option.id for option in new.options}
        labels = {fold(option.label): option.id for option in new.options}
        became: dict[str, str | None] = {}
        for option in old.options:
            became[option.id] = option.id if option.id in ids else labels.get(fold(option.label))
        for key, value in table.items():
            if value is not None and value not in ids:
                raise _CannotApplyError("no_issue", id=value)
            became[str(key)] = value
        return became

    @staticmethod
    def _united(old: Issue, new: Issue, became: dict[str, str | None]) -> Issue:
        """The issue `new` with who holds what became of the options of `old`, and a status quo if it has none."""
        holders: dict[str, list[str]] = {}
        for option in old.options:
            if (key := became.get(option.id)) is not None:
                holders.setdefault(key, []).extend(option.controlled_by)
        options = [
            each.model_copy(
                update={"controlled_by": list(dict.fromkeys([*each.controlled_by, *holders.get(each.id, [])]))}
            )
            for each in new.options
        ]
        quo = new.status_quo or became.get(old.status_quo or "")
        return new.model_copy(
            update={"options": options, "controls": [*new.controls, *old.controls], "status_quo": quo}
        )

    def _controlled(self, issue: Issue, ruling: Ruling) -> Issue:
        """The issue with its options in the hands that the ruling puts them in; what was read of that counts no more.

        `controlled_by` is a list of parties (id, name, alias or code) for every option but the status quo, or a table
        of such lists by option.
        """
        given = ruling.item.get("controlled_by")
        if given is None:
            return issue
        known = [option.id for option in issue.options]
        by_option = given if isinstance(given, dict) else {key: given for key in known if key != issue.status_quo}
        held: dict[str, list[str]] = {}
        for key, names in by_option.items():
            if key not in known:
                raise _CannotApplyError("no_issue", id=key)
            if not isinstance(names, list) or key == issue.status_quo:
                raise _CannotApplyError("misfit", reason=f"controlled_by: {key}")
            held[key] = list(dict.fromkeys(self._party_named(str(name)) for name in names))
        options = [
            option.model_copy(update={"controlled_by": held.get(option.id, option.controlled_by)})
            for option in issue.options
        ]
        ruled = {party for names in held.values() for party in names}
        controls = [control for control in issue.controls if control.party not in ruled]
        return issue.model_copy(update={"options": options, "controls": controls})

    def _party_named(self, name: str) -> str:
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
            raise _CannotApplyError("several" if found else "no_party", id=name)
        return found[0]

    # the result

    def _gathered(self) -> Dossier:
        parties = {name: party for name, party in self.parties.items() if name not in self.out["party"]}
        issues = {name: issue for name, issue in self.issues.items() if name not in self.out["issue"]}
        options = {name: {option.id for option in issue.options} for name, issue in issues.items()}

        def here(name: str | None) -> str | None:
            name = self.same.get(name, name) if name else None
            return name if name in parties else None

        statements = []
        for statement in self._standing(self.statements, "statement"):
            issue, option = self.now(statement.issue, statement.option)
            issue = issue if issue in issues else None
            option = option if issue and option in options[issue] else None
            if (party := here(statement.party)) is not None:
                changes = {"party": party, "addressee": here(statement.addressee), "issue": issue, "option": option}
                statements.append(statement.model_copy(update=changes))
        events = []
        for event in self._standing(self.events, "event"):
            present = list(dict.fromkeys(party for name in event.participants if (party := here(name))))
            if present or not event.participants:
                events.append(event.model_copy(update={"participants": present}))
        result = self.dossier.model_copy(
            update={
                "parties": [_repointed(party, here) for party in parties.values()],
                "issues": [
                    _held_by(
                        issue
                        if issue.status_quo in options[issue.id]
                        else issue.model_copy(update={"status_quo": None}),
                        here,
                        self.out["event"],
                    )
                    for issue in issues.values()
                ],
                "statements": statements,
                "events": events,
                "discrepancies": [],
            }
        )
        return result.model_copy(update={"discrepancies": find_discrepancies(result)})

    def _standing(self, items: dict[str, Model], target: str) -> Iterable[Model]:
        return (item for name, item in items.items() if name not in self.out[target])


def _held_by(issue: Issue, here: Callable[[str | None], str | None], rejected: set[str]) -> Issue:
    """The issue with those who control it as they are called now, without whom only a rejected event speaks for."""
    controls = [
        control.model_copy(update={"party": party})
        for control in issue.controls
        if (party := here(control.party)) is not None and control.event not in rejected
    ]
    dropped = {here(control.party) for control in issue.controls} - {control.party for control in controls}
    options = []
    for option in issue.options:
        held = [party for name in option.controlled_by if (party := here(name)) is not None and party not in dropped]
        options.append(option.model_copy(update={"controlled_by": list(dict.fromkeys(held))}))
    return issue.model_copy(update={"options": options, "controls": controls})


def _repointed(party: Party, here: Callable[[str | None], str | None]) -> Party:
    of = here(party.of)
    offices = [office.model_copy(update={"of": here(office.of)}) for office in party.offices]
    return party.model_copy(update={"of": None if of == party.id else of, "offices": offices})


def _validated(model: type[Model], fields: object) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _CannotApplyError("misfit", reason=f"{place}: {first['msg']}") from error


def _single(names: list[str]) -> str:
    if not names:
        raise _CannotApplyError("no_item")
    if len(names) > 1:
        raise _CannotApplyError("several")
    return names[0]


def _fit(one: Evidence, other: Evidence) -> float:
    """How much two passages are one: 1 for the same place, else the overlap; just under 1 for one quote elsewhere."""
    if one.report != other.report:
        return 0.0
    if (one.start, one.end, one.quote) == (other.start, other.end, other.quote):
        return 1.0
    if one.quote == other.quote:
        # The nearer of two places with the same words is the one that was meant.
        return 0.99 - min(abs(one.start - other.start), 10**6) * 1e-8
    # Spans mean nothing where the text moved under them: then one quote has to contain the other.
    shared = min(one.end, other.end) - max(one.start, other.start)
    whole = max(one.end, other.end) - min(one.start, other.start)
    overlap = shared / whole if shared > 0 and whole else 0.0
    shorter, longer = sorted((one.quote, other.quote), key=len)
    if shorter and shorter in longer:
        overlap = max(overlap, len(shorter) / len(longer))
    return min(overlap, 0.98)
