"""What a party is called, and what is known of it, once several parties turned out to be one."""

from __future__ import annotations

from collections import Counter

from detente.contract import Party
from detente.dossier.folding import fold, slug
from detente.dossier.names import known_name, person_name
from detente.dossier.nodes import Node, code_of
from detente.dossier.offices import described_office
from detente.dossier.places import state_name
from detente.dossier.summary import Language


def joined(token: str, group: list[Node], language: Language) -> Node:
    """Several parties as one of the id `token`; what refers to them is not changed."""
    parties = [node.party for node in group]
    name = _best_name(group, language)
    said = [text for party in parties for text in (party.name, *party.aliases)]
    roles = {fold(role): role for party in reversed(parties) for role in reversed(party.roles)}
    offices = {
        (o.role, o.former, o.evidence.report, o.evidence.start): o
        for p in reversed(parties)
        for o in reversed(p.offices)
    }
    evidence = {(e.report, e.start, e.end): e for party in parties for e in party.evidence}
    unplaced = sum(max(party.mentions - len(party.evidence), 0) for party in parties)
    kinds: Counter[str] = Counter()
    owners: Counter[str] = Counter()
    for party in parties:
        kinds[party.kind] += party.mentions + 1
        if party.of:
            owners[party.of] += party.mentions + 1
    united = parties[0].model_copy(
        update={
            "id": token,
            "name": name,
            "kind": kinds.most_common(1)[0][0],
            "of": owners.most_common(1)[0][0] if owners else None,
            "roles": list(reversed(roles.values())),
            "aliases": [alias for alias in dict.fromkeys(said) if alias != name],
            "mentions": len(evidence) + unplaced,
            "code": next((party.code for party in parties if party.code), None),
            "offices": list(reversed(offices.values())),
            "evidence": list(evidence.values()),
            "capability": next((party.capability for party in parties if party.capability is not None), None),
        }
    )
    sources = frozenset(source for node in group for source in node.sources)
    return Node(united, sources, frozenset(language for node in group for language in node.languages))


def _best_name(group: list[Node], language: Language) -> str:
    """The fullest kind of name that the parties have; of these the most frequent, then one of the main language."""
    weights: Counter[str] = Counter()
    native: set[str] = set()
    for node in group:
        weights[node.party.name] += node.party.mentions
        if language in node.languages:
            native.add(node.party.name)
    person = any(node.party.kind == "person" for node in group)

    def rank(name: str) -> tuple[object, ...]:
        parsed = person_name(name) if person and described_office(name) is None else None
        fullness = 0 if parsed is None else 1 + any(len(part) > 1 for part in parsed.given) + bool(parsed.given)
        return (-fullness, -weights[name], name not in native, name)

    return min(weights, key=rank)


def shown(party: Party, language: Language) -> Party:
    """A state or known organisation under its name in the dossier's language; any other party as it is."""
    code = code_of(party)
    if code is None:
        return party
    kind, _, key = code.partition(" ")
    name = state_name(key, language) if kind == "state" else known_name(key, language)
    if name is None or name == party.name:
        return party
    aliases = [alias for alias in dict.fromkeys([party.name, *party.aliases]) if alias != name]
    return party.model_copy(update={"name": name, "aliases": aliases})


def final_ids(parties: list[Party], saved: set[int]) -> dict[str, str]:
    """Ids by token: a saved dossier's own, else the state's English name, the known key, or the name as a slug."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for party in parties:
        source, _, local = party.id.partition("\x1f")
        if int(source) in saved and local not in taken:
            names[party.id] = local
            taken.add(local)
    for party in parties:
        if party.id in names:
            continue
        kind, _, key = (code_of(party) or "").partition(" ")
        base = slug((state_name(key, "en") if kind == "state" else None) or key) or slug(party.name) or party.kind
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        names[party.id] = name
        taken.add(name)
    return names


def repointed(party: Party, names: dict[str, str]) -> Party:
    """A party whose own id and references are replaced by `names`; nobody belongs to himself."""
    own = names[party.id]

    def new(old: str | None) -> str | None:
        name = names.get(old) if old else None
        return None if name == own else name

    offices = [office.model_copy(update={"of": new(office.of)}) if office.of else office for office in party.offices]
    return party.model_copy(update={"id": own, "of": new(party.of), "offices": offices})
