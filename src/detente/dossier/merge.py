"""Several dossiers made one: reports once, parties unified across reports and languages, ids re-mapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from detente.contract import Discrepancy, Dossier, Event, Evidence, Issue, Option, Party, Report, Ruling, Statement
from detente.dossier.folding import fold
from detente.dossier.joining import final_ids, joined, repointed, shown
from detente.dossier.nodes import Node, Unions
from detente.dossier.parties import unite
from detente.dossier.summary import Language, language_of

Item = TypeVar("Item", Statement, Event)
_PARTY_KEYS = ("party", "addressee", "of")


def merge(dossiers: Sequence[Dossier]) -> Dossier:
    """Make one dossier of several; none of them is changed.

    A report that is in several dossiers is taken once, with what the first of them says about it; two reports that
    share an id but not their text are both kept, the later one under another id.  The ids of a dossier that was drawn
    up before (one of several reports, or with issues or rulings) are kept; the parties of a report that was just read
    get language-independent ids.  Merging a merged dossier again changes nothing.
    """
    reports = _Reports()
    inputs = [reports.add(number, dossier) for number, dossier in enumerate(dossiers)]
    reports.link_repeats(inputs)
    language = language_of(reports.reports)
    parties, party_ids = _parties(inputs, language)
    issues = _Issues()
    issue_ids = [issues.add(one, party_ids) for one in inputs]
    statements: list[Statement] = []
    events: list[Event] = []
    rulings: list[Ruling] = []
    discrepancies: dict[tuple[object, ...], Discrepancy] = {}
    for one, issue_of in zip(inputs, issue_ids, strict=True):

        def party(local: str, source: int = one.number) -> str:
            return party_ids.get(_token(source, local), local)

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
        rulings=_rulings_once(rulings),
    )


# --- reports -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Input:
    """One dossier of the merge: what its reports are called here, and which of them no earlier dossier had."""

    number: int
    dossier: Dossier
    renamed: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def owns(self, evidence: Evidence) -> bool:
        return evidence.report in self.own or evidence.report not in self.renamed

    def place(self, evidence: Evidence) -> Evidence:
        report = self.renamed.get(evidence.report, evidence.report)
        return evidence if report == evidence.report else evidence.model_copy(update={"report": report})

    def item_id(self, item: Statement | Event) -> str:
        old = item.evidence.report
        new = self.renamed.get(old, old)
        return new + item.id.removeprefix(old) if new != old and item.id.startswith(old) else item.id

    @property
    def fresh(self) -> bool:
        """Whether this is a report that was just read, so that nobody knows its ids yet."""
        return len(self.dossier.reports) == 1 and not self.dossier.issues and not self.dossier.rulings


class _Reports:
    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.reports: list[Report] = []

    def add(self, number: int, dossier: Dossier) -> _Input:
        one = _Input(number, dossier)
        for report in dossier.reports:
            name, count = report.id, 1
            while name in self._at and self.reports[self._at[name]].text != report.text:
                count += 1
                name = f"{report.id}-{count}"
            one.renamed[report.id] = name
            if name in self._at:
                self.reports[self._at[name]] = _completed(self.reports[self._at[name]], report)
            else:
                one.own.add(report.id)
                self._at[name] = len(self.reports)
                self.reports.append(report.model_copy(update={"id": name}))
        for old in one.own:
            at = self._at[one.renamed[old]]
            original = self.reports[at].duplicate_of
            if original and one.renamed.get(original, original) != original:
                self.reports[at] = self.reports[at].model_copy(update={"duplicate_of": one.renamed[original]})
        return one

    def link_repeats(self, inputs: list[_Input]) -> None:
        """Link near-duplicates of different inputs, as those of one input are when they are loaded."""
        bringing = [one for one in inputs if one.own]
        if len(bringing) < 2:
            return
        from detente.reports.duplicates import link

        brought = {one.renamed[old]: one.number for one in bringing for old in one.own}
        copies = [report.model_copy() for report in self.reports]
        link(copies)
        repeats = {report.id: report.duplicate_of for report in self.reports}
        for report, copy in zip(self.reports, copies, strict=True):
            original = copy.duplicate_of
            if original is None or repeats[report.id] or brought[original] == brought[report.id]:
                continue
            chain: list[str] = []
            root: str | None = original
            while root and root not in (report.id, *chain):
                chain.append(root)
                root = repeats.get(root)
            if root is None:
                report.duplicate_of = repeats[report.id] = original


def _completed(report: Report, other: Report) -> Report:
    """`report` with what only the other copy of it knows."""
    changes = {
        key: getattr(other, key)
        for key in ("title", "publisher", "author", "date", "dateline", "agency", "source", "furniture")
        if not getattr(report, key) and getattr(other, key)
    }
    if report.language == "und" and other.language != "und":
        changes["language"] = other.language
    return report.model_copy(update=changes) if changes else report


# --- parties -----------------------------------------------------------------------------------------------------


def _token(source: int, local: str) -> str:
    return f"{source}\x1f{local}"


def _parties(inputs: list[_Input], language: Language) -> tuple[list[Party], dict[str, str]]:
    """The unified parties, and the id of each by the token of every party that went into it."""
    nodes: list[Node] = []
    kept: set[str] = set()
    told: list[set[tuple[str, int, int]]] = []
    for one in inputs:
        languages = {report.id: report.language for report in one.dossier.reports}
        known = {party.id for party in one.dossier.parties}
        kept |= {_token(one.number, local) for local in _needed(one)}
        for party in one.dossier.parties:
            told.append({(one.renamed.get(e.report, e.report), e.start, e.end) for e in party.evidence})
            local = frozenset(languages[e.report] for e in party.evidence if e.report in languages)
            nodes.append(
                Node(_localised(party, one, known), frozenset((one.number,)), local or frozenset(languages.values()))
            )
    ids = {node.party.id: node.party.id for node in nodes}
    unions = Unions(len(nodes))
    _join_same_mentions(nodes, told, unions)
    saved = {one.number for one in inputs if not one.fresh}
    while True:
        unite(nodes, unions)
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(nodes)):
            groups[unions.find(number)].append(number)
        if len(groups) == len(nodes):
            break
        leaders: dict[str, str] = {}
        united: list[Node] = []
        for numbers in groups.values():
            group = [nodes[number] for number in numbers]
            leader = next((n for n in group if int(n.party.id.partition("\x1f")[0]) in saved), group[0])
            leaders.update({node.party.id: leader.party.id for node in group})
            united.append(joined(leader.party.id, group, language))
        ids = {token: leaders[now] for token, now in ids.items()}
        nodes = [Node(repointed(node.party, leaders), node.sources, node.languages) for node in united]
        unions = Unions(len(nodes))
        kept = {ids[token] for token in kept if token in ids}
    kept |= {node.party.of for node in nodes if node.party.id in kept and node.party.of}
    kept |= {office.of for node in nodes if node.party.id in kept for office in node.party.offices if office.of}
    parties = [shown(node.party, language) for node in nodes if node.party.id in kept]
    names = final_ids(parties, saved)
    return [repointed(party, names) for party in parties], {t: names[now] for t, now in ids.items() if now in names}


def _needed(one: _Input) -> set[str]:
    """The parties of an input that its own reports, items or rulings need."""
    needed: set[str] = set()
    for statement in one.dossier.statements:
        if one.owns(statement.evidence):
            needed |= {statement.party} | ({statement.addressee} if statement.addressee else set())
    for event in one.dossier.events:
        if one.owns(event.evidence):
            needed |= set(event.participants)
    for ruling in one.dossier.rulings:
        for fields in (ruling.item, ruling.was):
            needed |= {str(fields[key]) for key in _PARTY_KEYS if fields.get(key)}
            needed |= {str(fields["id"])} if ruling.target == "party" and fields.get("id") else set()
    for party in one.dossier.parties:
        unplaced = not party.evidence and (one.own or not one.dossier.reports)
        if unplaced or any(one.owns(evidence) for evidence in party.evidence):
            needed.add(party.id)
    return needed


def _localised(party: Party, one: _Input, known: set[str]) -> Party:
    """A party with ids that no other input has, and with what only the reports that this input brings say of it."""

    def token(local: str | None) -> str | None:
        return _token(one.number, local) if local in known and local is not None else None

    evidence = [one.place(e) for e in party.evidence if one.owns(e)]
    unplaced = max(party.mentions - len(party.evidence), 0) if one.own or not one.dossier.reports else 0
    offices = [
        office.model_copy(update={"of": token(office.of), "evidence": one.place(office.evidence)})
        for office in party.offices
        if one.owns(office.evidence)
    ]
    own = token(party.id)
    changes = {"id": own, "of": token(party.of), "evidence": evidence, "offices": offices}
    if party.evidence and not evidence:
        # All that this input says of it another one says as well: only the name is needed, to find the other.
        return party.model_copy(update=changes | {"mentions": 0, "aliases": [], "roles": [], "offices": []})
    elsewhere = {office.role for office in party.offices} - {office.role for office in offices}
    roles = [role for role in party.roles if role not in elsewhere]
    return party.model_copy(update=changes | {"mentions": len(evidence) + unplaced, "roles": roles})


def _join_same_mentions(nodes: list[Node], told: list[set[tuple[str, int, int]]], unions: Unions) -> None:
    """Join parties of one name that two inputs saw in the same place, or that neither saw anywhere."""
    at: dict[tuple[object, ...], int] = {}
    for number, (node, places) in enumerate(zip(nodes, told, strict=True)):
        party = node.party
        local = party.id.partition("\x1f")[2]
        keys: list[tuple[object, ...]] = [(party.kind, name, *place) for name in {party.name} for place in places]
        for key in keys or [(party.kind, party.name, local)]:
            other = at.setdefault(key, number)
            if nodes[other].sources != node.sources:
                unions.join(other, number)


# --- issues, statements, events, rulings -------------------------------------------------------------------------


class _Issues:
    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.issues: list[Issue] = []

    def add(self, one: _Input, party_ids: dict[str, str]) -> dict[str, str]:
        """Take in a dossier's issues; gives the id of each by the id that the dossier uses."""
        names: dict[str, str] = {}
        for issue in (_held(issue, one, party_ids) for issue in one.dossier.issues):
            name, count = issue.id, 1
            while name in self._at and not _same_issue(self.issues[self._at[name]], issue):
                count += 1
                name = f"{issue.id}-{count}"
            names[issue.id] = name
            if name in self._at:
                self.issues[self._at[name]] = _joined_issue(self.issues[self._at[name]], issue)
            else:
                self._at[name] = len(self.issues)
                self.issues.append(issue.model_copy(update={"id": name}))
        return names


def _same_issue(one: Issue, other: Issue) -> bool:
    return (one.codebook is not None and one.codebook == other.codebook) or fold(one.label) == fold(other.label)


def _held(issue: Issue, one: _Input, party_ids: dict[str, str]) -> Issue:
    """The issue with those who control its options under the ids that they have here."""

    def party(local: str) -> str:
        return party_ids.get(_token(one.number, local), local)

    options = [
        option.model_copy(update={"controlled_by": list(dict.fromkeys(map(party, option.controlled_by)))})
        for option in issue.options
    ]
    controls = [
        control.model_copy(
            update={
                "party": party(control.party),
                "evidence": one.place(control.evidence) if control.evidence else None,
            }
        )
        for control in issue.controls
    ]
    return issue.model_copy(update={"options": options, "controls": controls})


def _joined_issue(one: Issue, other: Issue) -> Issue:
    options: dict[str, Option] = {option.id: option for option in (*other.options, *one.options)}
    for option in other.options:
        joint = list(dict.fromkeys(options[option.id].controlled_by + option.controlled_by))
        options[option.id] = options[option.id].model_copy(update={"controlled_by": joint})
    order = list(dict.fromkeys([option.id for option in (*one.options, *other.options)]))
    changes = {"options": [options[name] for name in order], "status_quo": one.status_quo or other.status_quo}
    controls = [*one.controls, *(control for control in other.controls if control not in one.controls)]
    return one.model_copy(update=changes | {"codebook": one.codebook or other.codebook, "controls": controls})


def _ruling(ruling: Ruling, one: _Input, party: Callable[[str], str], issue_of: dict[str, str]) -> Ruling:
    evidence = one.place(ruling.evidence) if ruling.evidence else None

    def pointed(item: dict[str, object]) -> dict[str, object]:
        item = dict(item)
        for key in _PARTY_KEYS:
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


def _rulings_once(rulings: Iterable[Ruling]) -> list[Ruling]:
    at: dict[str, Ruling] = {}
    for ruling in rulings:
        name, count = ruling.id, 1
        while name in at and at[name].model_copy(update={"id": ruling.id}) != ruling:
            count += 1
            name = f"{ruling.id}-{count}"
        at.setdefault(name, ruling if name == ruling.id else ruling.model_copy(update={"id": name}))
    return list(at.values())
