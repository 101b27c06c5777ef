"""The parties of a merge: those of all inputs unified, under the ids that they get."""

from __future__ import annotations

from collections import defaultdict

from detente.contract import Party
from detente.dossier.joining import final_ids, joined, repointed, shown
from detente.dossier.merge.reports import Input
from detente.dossier.nodes import Node, Unions
from detente.dossier.parties import unite
from detente.dossier.summary import Language

# Where a ruling names a party.
PARTY_KEYS = ("party", "addressee", "of")


def token_of(source: int, local: str) -> str:
    """An id that no other input has, for a party of the input `source`."""
    return f"{source}\x1f{local}"


def unified(inputs: list[Input], language: Language) -> tuple[list[Party], dict[str, str]]:
    """The unified parties, and the id of each by the token of every party that went into it."""
    nodes: list[Node] = []
    kept: set[str] = set()
    told: list[set[tuple[str, int, int]]] = []
    for one in inputs:
        languages = {report.id: report.language for report in one.dossier.reports}
        known = {party.id for party in one.dossier.parties}
        kept |= {token_of(one.number, local) for local in _needed(one)}
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


def _needed(one: Input) -> set[str]:
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
            needed |= {str(fields[key]) for key in PARTY_KEYS if fields.get(key)}
            needed |= {str(fields["id"])} if ruling.target == "party" and fields.get("id") else set()
    for party in one.dossier.parties:
        unplaced = not party.evidence and (one.own or not one.dossier.reports)
        if unplaced or any(one.owns(evidence) for evidence in party.evidence):
            needed.add(party.id)
    return needed


def _localised(party: Party, one: Input, known: set[str]) -> Party:
    """A party with ids that no other input has, and with what only the reports that this input brings say of it."""

    def token(local: str | None) -> str | None:
        return token_of(one.number, local) if local in known and local is not None else None

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
