"""Which persons of several reports are one person: by name, office and affiliation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detente.dossier.folding import fold
from detente.dossier.names import (
    PersonName,
    given_agree,
    is_transliterated,
    organisation_key,
    person_name,
    romanised,
)
from detente.dossier.nodes import Node, Unions, code_of
from detente.dossier.offices import Role, described_office, parse_role


def unite_persons(nodes: list[Node], unions: Unions) -> None:
    """Join in `unions` the persons among the nodes that are one; states and organisations have to be joined before."""
    people = _People(nodes, unions, _Owners(nodes, unions))
    people.unite()
    people.unite_descriptions()


class _Owners:
    """Looks up the party that an office or a person belongs to: as a set of `unions`, or as a code nobody has."""

    def __init__(self, nodes: list[Node], unions: Unions) -> None:
        self._unions = unions
        self._at = {node.party.id: number for number, node in enumerate(nodes)}
        self._nodes = nodes
        self._coded: dict[str, int] = {}
        self._named: dict[str, int] = {}
        for number, node in enumerate(nodes):
            if node.party.kind == "person":
                continue
            if code := code_of(node.party):
                self._coded.setdefault(code, number)
            self._named.setdefault(organisation_key(node.party.name), number)

    def of_id(self, party_id: str | None) -> str | None:
        number = self._at.get(party_id) if party_id else None
        if number is None or self._nodes[number].party.kind == "person":
            return None
        return self._key(number)

    def of_role(self, role: Role) -> str | None:
        if role.of:
            number = self._coded.get(role.of)
            return f"{role.of} (no party)" if number is None else self._key(number)
        if role.owner:
            number = self._named.get(organisation_key(role.owner))
            return None if number is None else self._key(number)
        return None

    def _key(self, number: int) -> str:
        root = self._unions.find(number)
        return f"{'state' if self._nodes[root].party.kind == 'state' else 'house'} {root}"

    def related(self, one: str, other: str) -> bool:
        """Whether one house is part of the other or called after it ("EU", "EU-Kommission")."""
        first, second = (self._nodes[int(key.partition(" ")[2])].party for key in (one, other))
        if self.of_id(first.of) == other or self.of_id(second.of) == one:
            return True
        words = [set(fold(party.name).replace("-", " ").replace("/", " ").split()) for party in (first, second)]
        return words[0] <= words[1] or words[1] <= words[0]


@dataclass(slots=True, eq=False)
class _Person:
    """What is known of a person so far."""

    members: list[int]
    full: set[PersonName] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)
    affiliations: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    former: set[tuple[str, str]] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    apart: set[tuple[str, PersonName]] = field(default_factory=set)

    def take(self, other: _Person) -> None:
        self.members += other.members
        self.full |= other.full
        self.short |= other.short
        self.keys |= other.keys
        self.suffixes |= other.suffixes
        self.affiliations |= other.affiliations
        self.offices |= other.offices
        self.former |= other.former
        self.languages |= other.languages
        self.apart |= other.apart

    def owners(self, kind: str) -> set[str]:
        return {key for key in self.affiliations if key.startswith(kind)}

    def office_states(self) -> set[str]:
        return {owner for _, owner in self.offices | self.former if owner.startswith("state")}


_Same = Callable[[_Person, _Person], bool]


class _People:
    def __init__(self, nodes: list[Node], unions: Unions, owners: _Owners) -> None:
        self._nodes, self._unions, self._owners = nodes, unions, owners
        self._people: list[_Person] = []
        self._descriptions: list[tuple[int, Role]] = []
        grouped: dict[int, list[int]] = defaultdict(list)
        for number, node in enumerate(nodes):
            if node.party.kind == "person":
                grouped[unions.find(number)].append(number)
        for members in grouped.values():
            person: _Person | None = None
            for number in members:
                role = described_office(nodes[number].party.name)
                if role is not None:
                    self._descriptions.append((number, role))
                    continue
                one = self._person(number)
                if person is None:
                    person = one
                else:
                    person.take(one)
            if person is not None:
                self._people.append(person)

    def _person(self, number: int) -> _Person:
        node = self._nodes[number]
        party = node.party
        person = _Person([number], languages=set(node.languages))
        name = person_name(party.name)
        if name is not None:
            person.short.add(name.surname)
            person.suffixes = {name.suffix} - {""}
            if name.full:
                person.full.add(name)
            tokens = {*name.given, name.surname}
            for alias in party.aliases:
                other = person_name(alias)
                if other is None:
                    continue
                if other.full and other.key == name.key and given_agree(name, other):
                    person.full.add(other)
                    person.short.add(other.surname)
                elif not other.full and (other.key == name.key or other.surname in tokens) and len(other.surname) > 1:
                    person.short.add(other.surname)
        person.keys = {romanised(surname) for surname in person.short}
        person.apart = {(evidence.report, full) for evidence in party.evidence for full in person.full}
        if own := self._owners.of_id(party.of):
            person.affiliations.add(own)
        said = [(office.role, office.of, office.former) for office in party.offices]
        said += [(role, None, False) for role in party.roles if role not in {office.role for office in party.offices}]
        for words, of, over in said:
            role = parse_role(words)
            named = self._owners.of_id(of)
            owner = named or self._owners.of_role(role) or own
            if named:
                person.affiliations.add(named)
            if owner and role.single:
                (person.former if over or role.tenure == "former" else person.offices).add((role.office, owner))
        return person

    # names

    def unite(self) -> None:
        """Join persons by their names: full names in one state first, then any full names, then surnames."""
        full = [person for person in self._people if person.full]
        short = [person for person in self._people if not person.full]
        full = self._pass([], full, self._same_full_and_state)
        full = self._pass([], full, self._same_full)
        self._people = self._pass(full, short, self._same_surname)

    def _pass(self, known: list[_Person], people: list[_Person], same: _Same) -> list[_Person]:
        """Take each person into the one of those known that is the same, or to those known; gives all known then."""
        blocks: dict[str, list[_Person]] = defaultdict(list)
        for person in known:
            for key in person.keys:
                blocks[key].append(person)
        done = list(known)
        for person in sorted(people, key=self._specific):
            if home := self._home(person, _distinct(blocks[key] for key in person.keys), same):
                self._unions.join(home.members[0], person.members[0])
                home.take(person)
            else:
                home = person
                done.append(person)
            for key in home.keys:
                if not any(other is home for other in blocks[key]):
                    blocks[key].append(home)
        return done

    def _specific(self, person: _Person) -> tuple[object, ...]:
        parties = [self._nodes[number].party for number in person.members]
        longest = max((sum(len(part) > 1 for part in name.given) for name in person.full), default=-1)
        return (
            -longest,
            not person.suffixes,
            -len(person.affiliations),
            -len(person.offices | person.former),
            -sum(party.mentions for party in parties),
            min(party.name for party in parties),
            sorted((e.report, e.start) for party in parties for e in party.evidence[:1]),
            min(party.id for party in parties),
        )

    def _home(self, person: _Person, known: list[_Person], same: _Same) -> _Person | None:
        homes = [other for other in known if same(person, other)]
        if person.full:
            exact = [other for other in homes if other.full & person.full]
            return _only(homes) or _only(exact) or self._closest(person, exact or homes)
        full = [other for other in homes if other.full]
        if len(full) > 1:
            return self._closest(person, full) or _only([other for other in homes if not other.full])
        return _only(full) or _only(homes)

    def _closest(self, person: _Person, homes: list[_Person]) -> _Person | None:
        """The only one of several that shares an office, or else an affiliation, with the person."""
        return _only([other for other in homes if other.offices & person.offices]) or _only(
            [other for other in homes if other.affiliations & person.affiliations]
        )

    def _same_full_and_state(self, one: _Person, other: _Person) -> bool:
        states = one.owners("state"), other.owners("state")
        return (not all(states) or bool(states[0] & states[1])) and self._same_full(one, other)

    def _same_full(self, one: _Person, other: _Person) -> bool:
        if not all(a.key == b.key and given_agree(a, b) for a in one.full for b in other.full):
            return False
        # A reader that kept two bearers of one name apart in a report knew why.
        if any(name in other.full for _, name in one.apart & other.apart):
            return False
        if one.offices & other.offices or one.former & other.former:
            return True
        initials = all(len(name.given[0]) == 1 for name in one.full) or all(len(n.given[0]) == 1 for n in other.full)
        if initials:
            return not self._clash(one, other)
        states = one.office_states(), other.office_states()
        if all(states) and not states[0] & states[1]:
            return False
        return one.owners("state") & other.owners("state") != set() or not self._houses_clash(one, other)

    def _same_surname(self, short: _Person, other: _Person) -> bool:
        if self._clash(short, other) or not _suffixes_agree(short.suffixes, other.suffixes):
            return False
        if short.short & other.short:
            return True
        if not short.keys & other.keys:
            return False
        if any(is_transliterated(name) for name in short.short | other.short):
            return True
        return bool(short.affiliations & other.affiliations) and not short.languages & other.languages

    def _clash(self, one: _Person, other: _Person) -> bool:
        states = one.owners("state"), other.owners("state")
        return (all(states) and not states[0] & states[1]) or self._houses_clash(one, other)

    def _houses_clash(self, one: _Person, other: _Person) -> bool:
        mine, theirs = one.owners("house"), other.owners("house")
        if not mine or not theirs or mine & theirs:
            return False
        return not any(self._owners.related(a, b) for a in mine for b in theirs)

    # definite descriptions

    def unite_descriptions(self) -> None:
        """Join "der ukrainische Präsident" with the one person in that office; else descriptions of one office."""
        holders: dict[tuple[str, str], list[_Person]] = defaultdict(list)
        for person in self._people:
            for office in person.offices | person.former:
                holders[office].append(person)
        alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, role in self._descriptions:
            owner = self._owners.of_id(self._nodes[number].party.of) or self._owners.of_role(role)
            if owner is None or not role.single or role.tenure == "uncertain":
                continue
            office = (role.office, owner)
            holder = _only(holders[office])
            if holder and office in (holder.former if role.tenure == "former" else holder.offices):
                self._unions.join(holder.members[0], number)
            elif not holders[office]:
                alike[(*office, role.tenure)].append(number)
        for numbers in alike.values():
            self._unions.join_all(numbers)


def _suffixes_agree(one: set[str], other: set[str]) -> bool:
    """Whether "Reed Jr." can be "Reed" (no), "Elisabeth II" can be "Elisabeth" (yes) or "Elisabeth I" (no)."""
    family = {"jr", "sr"}
    if one & family != other & family:
        return False
    return not one or not other or bool(one & other)


def _only(people: list[_Person]) -> _Person | None:
    return people[0] if len(people) == 1 else None


def _distinct(lists: Iterable[list[_Person]]) -> list[_Person]:
    return list({id(person): person for people in lists for person in people}.values())
