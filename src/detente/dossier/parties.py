"""Which parties of several reports are one party.

Wrong merges cost more trust than missed ones: where two parties would fit, neither is taken.  The result does not
depend on the order of the parties, since they are compared from the most specific name to the least.
"""

from __future__ import annotations

from collections import defaultdict

from detente.dossier.folding import fold
from detente.dossier.names import acronym_of, is_everywhere, is_generic, organisation_key
from detente.dossier.nodes import Node, Unions, code_of
from detente.dossier.persons import unite_persons


def unite(nodes: list[Node], unions: Unions) -> None:
    """Join in `unions` (over the places in `nodes`) what is one party."""
    _unite_coded(nodes, unions)
    _unite_named(nodes, unions)
    unite_persons(nodes, unions)


def _unite_coded(nodes: list[Node], unions: Unions) -> None:
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if code := code_of(node.party):
            blocks[code].append(number)
    for block in blocks.values():
        unions.join_all(block)


def _unite_named(nodes: list[Node], unions: Unions) -> None:
    """Organisations and groups without a code: by name, by another's alias, by acronym."""
    at = {node.party.id: number for number, node in enumerate(nodes)}
    named: dict[str, list[int]] = defaultdict(list)
    aliased: dict[str, list[int]] = defaultdict(list)
    acronyms: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        party = node.party
        if party.kind == "state" and not code_of(party):
            named[f"state {fold(party.name)}"].append(number)
        if party.kind not in ("organisation", "group"):
            continue
        if key := organisation_key(party.name):
            named[key].append(number)
        for alias in {organisation_key(alias) for alias in party.aliases} - {"", key}:
            aliased[alias].append(number)
        if acronym := acronym_of(party.name):
            acronyms[organisation_key(acronym)].append(number)

    stories = _stories(nodes, unions)

    def state(number: int) -> int | None:
        of = nodes[number].party.of
        owner = at.get(of) if of else None
        if owner is None:
            return None
        known = nodes[owner].party
        return unions.find(owner) if known.kind == "state" or is_generic(nodes[number].party.name) else None

    def join(block: list[int]) -> None:
        owned: dict[int | None, list[int]] = defaultdict(list)
        for number in block:
            owned[state(number)].append(number)
        common = [n for n in block if nodes[n].party.kind == "group" or is_generic(nodes[n].party.name)]
        if len(owned.keys() - {None}) <= 1 and not common:
            unions.join_all(block)
            return
        for owner, same in owned.items():
            if common and owner is None:
                _join_related(same, nodes, unions, stories)
            else:
                unions.join_all(same)

    for key in sorted(named):
        join(named[key])
    for others in (aliased, acronyms):
        for key in sorted(others.keys() & named.keys()):
            roots = {unions.find(number) for number in others[key]}
            own = named[key]
            if len(roots) != 1 or any(is_generic(nodes[n].party.name) for n in own):
                continue
            if others is acronyms and not all(nodes[n].party.name.isupper() for n in own):
                continue
            owners = {state(n) for n in [*own, *others[key]]} - {None}
            if len(owners) <= 1:
                unions.join_all([*own, *others[key]])


def _stories(nodes: list[Node], unions: Unions) -> dict[str, set[int]]:
    """By report the persons and houses in it that are not in the news of all the world."""
    told: dict[str, set[int]] = defaultdict(set)
    for number, node in enumerate(nodes):
        party = node.party
        if party.kind in ("state", "group") or is_generic(party.name):
            continue
        if party.kind == "organisation" and is_everywhere((code_of(party) or "").partition(" ")[2]):
            continue
        for evidence in party.evidence:
            told[evidence.report].add(unions.find(number))
    return told


def _join_related(block: list[int], nodes: list[Node], unions: Unions, stories: dict[str, set[int]]) -> None:
    """Join what a common noun names ("Experten", "Polizei") where the reports tell of the same persons or houses."""
    reports: dict[int, set[str]] = defaultdict(set)
    for number in block:
        reports[unions.find(number)] |= {evidence.report for evidence in nodes[number].party.evidence}
    by_actor: dict[int, list[int]] = defaultdict(list)
    nowhere = [number for number, where in reports.items() if not where]
    for number, where in reports.items():
        for actor in {actor for report in where for actor in stories.get(report, ())}:
            by_actor[actor].append(number)
    for numbers in (*by_actor.values(), nowhere):
        if numbers:
            unions.join_all(numbers)
