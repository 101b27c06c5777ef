"""A merge as a whole: reports, parties, issues, and what refers to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from detente.contract import Discrepancy, Dossier, Event, Ruling, Statement
from detente.dossier.merge.issues import Issues
from detente.dossier.merge.parties import PARTY_KEYS, token_of, unified
from detente.dossier.merge.reports import Input, Reports
from detente.dossier.summary import language_of

Item = TypeVar("Item", Statement, Event, Ruling)


def merge(dossiers: Sequence[Dossier]) -> Dossier:
    """Make one dossier of several; none of them is changed.

    A report that is in several dossiers is taken once, with what the first of them says about it; two reports that
    share an id but not their text are both kept, the later one under another id.  The ids of a dossier that was drawn
    up before (one of several reports, or with issues or rulings) are kept; the parties of a report that was just read
    get language-independent ids.  Merging a merged dossier again changes nothing.
    """
    reports = Reports()
    inputs = [reports.add(number, dossier) for number, dossier in enumerate(dossiers)]
    reports.link_repeats(inputs)
    language = language_of(reports.reports)
    parties, party_ids = unified(inputs, language)
    issues = Issues()
    issue_ids = [issues.add(one, party_ids) for one in inputs]
    statements: list[Statement] = []
    events: list[Event] = []
    rulings: list[Ruling] = []
    discrepancies: dict[tuple[object, ...], Discrepancy] = {}
    for one, issue_of in zip(inputs, issue_ids, strict=True):

        def party(local: str, source: int = one.number) -> str:
            return party_ids.get(token_of(source, local), local)

        for statement in one.dossier.statements:
            if one.owns(statement.evidence):
                changes: dict[str, object] = {
                    "party": party(statement.party),
                    "evidence": one.place(statement.evidence),
                }
                changes["addressee"] = party(statement.addressee) if statement.addressee else None
                changes["issue"] = issue_of.get(statement.issue, statement.issue) if statement.issue else None
                statements.append(statement.model_copy(update=changes | {"id": one.item_id(statement)}))
        for event in one.dossier.events:
            if one.owns(event.evidence):
                participants = list(dict.fromkeys(party(local) for local in event.participants))
                changes = {
                    "participants": participants,
                    "evidence": one.place(event.evidence),
                    "id": one.item_id(event),
                }
                events.append(event.model_copy(update=changes))
        rulings += [_ruling(ruling, one, party, issue_of) for ruling in one.dossier.rulings]
        for found in one.dossier.discrepancies:
            between = [one.place(evidence) for evidence in found.between]
            whose = party(found.party) if found.party else None
            key = (found.kind, whose, tuple(sorted((e.report, e.start, e.end) for e in between)))
            discrepancies.setdefault(key, found.model_copy(update={"party": whose, "between": between}))
    return Dossier(
        reports=reports.reports,
        parties=parties,
        issues=issues.issues,
        statements=_once(statements),
        events=_once(events),
        discrepancies=list(discrepancies.values()),
        rulings=_once(rulings),
    )


def _ruling(ruling: Ruling, one: Input, party: Callable[[str], str], issue_of: dict[str, str]) -> Ruling:
    evidence = one.place(ruling.evidence) if ruling.evidence else None

    def pointed(item: dict[str, object]) -> dict[str, object]:
        item = dict(item)
        for key in PARTY_KEYS:
            if isinstance(local := item.get(key), str):
                item[key] = party(local)
        if isinstance(participants := item.get("participants"), list):
            item["participants"] = [party(str(local)) for local in participants]
        held = item.get("controlled_by")
        if isinstance(held, list):
            item["controlled_by"] = [party(str(local)) for local in held]
        elif isinstance(held, dict):
            item["controlled_by"] = {
                option: [party(str(local)) for local in ids] if isinstance(ids, list) else ids
                for option, ids in held.items()
            }
        if isinstance(local := item.get("issue"), str):
            item["issue"] = issue_of.get(local, local)
        if isinstance(local := item.get("id"), str):
            if ruling.target == "party":
                item["id"] = party(local)
            elif ruling.target == "issue":
                item["id"] = issue_of.get(local, local)
        return item

    return ruling.model_copy(update={"evidence": evidence, "item": pointed(ruling.item), "was": pointed(ruling.was)})


def _once(items: Iterable[Item]) -> list[Item]:
    """The items with unique ids; an item that is there already in every respect is left out."""
    at: dict[str, Item] = {}
    for item in items:
        name, count = item.id, 1
        while name in at and at[name].model_copy(update={"id": item.id}) != item:
            count += 1
            name = f"{item.id}-{count}"
        at.setdefault(name, item if name == item.id else item.model_copy(update={"id": name}))
    return list(at.values())
