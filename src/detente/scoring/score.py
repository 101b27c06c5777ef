"""A dossier of one report beside its annotation: what was found, missed, and is spurious.

A party is found if one of its names is one of the annotated party's.  A statement is found if it stands in the sentence
of the anchor, takes the same stance, and its party is the speaker, another speaker that the annotation admits, or whom
the speaker speaks for.  An event is found if it stands in the sentence of the anchor, is of the same family of
types, and has at least half of the participants.  Optional items count neither as missed nor as spurious.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.contract import Dossier, Event, Statement
from detente.scoring.annotation import AnnotatedEvent, AnnotatedStatement, Annotation
from detente.scoring.figures import Figures, Kind
from detente.scoring.names import fold, keys
from detente.scoring.places import Places

_FAMILIES = (
    {"meet", "call", "mediate"},
    {"agree", "sign"},
    {"break_off", "reject"},
    {"suspend", "threaten", "sanction", "strike"},
    {"offer", "demand"},
)


def akin(one: str, other: str) -> bool:
    """Whether two types of events are the same or of one family, told apart by no scorer."""
    return one == other or any({one, other} <= family for family in _FAMILIES)


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one report by kind, and in words each item that was missed or is spurious.

    `issue` counts the found statements whose topic or issue shares a word with the annotated issue.
    """

    id: str
    language: str
    figures: dict[Kind, Figures]
    missed: dict[Kind, tuple[str, ...]]
    spurious: dict[Kind, tuple[str, ...]]


def score(annotation: Annotation, text: str, dossier: Dossier) -> Score:
    """Compare the dossier of one report with the report's annotation."""
    return _Scoring(annotation, text, dossier).score()


class _Scoring:
    def __init__(self, annotation: Annotation, text: str, dossier: Dossier) -> None:
        self.annotation, self.dossier, self.places = annotation, dossier, Places(text)
        self.read = {party.id: keys(party.name, party.aliases, party.kind) for party in dossier.parties}
        self.owner = {party.id: party.of for party in dossier.parties}
        self.coded = {party.name: keys(party.name, party.aliases, party.kind) for party in annotation.parties}
        self.coded_owner = {party.name: party.of for party in annotation.parties}
        self.labels = {issue.id: issue.label for issue in dossier.issues}

    def score(self) -> Score:
        parties = self._parties()
        statements, issues = self._statements()
        events = self._events()
        every = {"party": parties, "statement": statements, "issue": issues, "event": events}
        return Score(
            self.annotation.id,
            self.annotation.lang,
            {kind: Figures(found, len(missed), len(spurious)) for kind, (found, missed, spurious) in every.items()},  # type: ignore[misc]
            {kind: tuple(missed) for kind, (_, missed, _) in every.items()},  # type: ignore[misc]
            {kind: tuple(spurious) for kind, (_, _, spurious) in every.items()},  # type: ignore[misc]
        )

    def _parties(self) -> tuple[int, list[str], list[str]]:
        core = {party.name for party in self.annotation.parties if party.core}
        hit = {name for name, forms in self.coded.items() if any(forms & read for read in self.read.values())}
        wrong = [
            party.name
            for party in self.dossier.parties
            if not any(self.read[party.id] & forms for forms in self.coded.values())
        ]
        return len(hit & core), sorted(core - hit), wrong

    def _forms(self, name: str) -> frozenset[str]:
        return self.coded.get(name) or frozenset({fold(name)})

    def _is(self, party: str, name: str) -> bool:
        """Whether a party that was read is the annotated one, or one of the two speaks for the other."""
        read = self.read.get(party) or frozenset({fold(party)})
        coded, office = self._forms(name), self.coded_owner.get(name)
        if read & coded or (office and read & self._forms(office)):
            return True
        own = self.read.get(self.owner.get(party) or "")
        return bool(own and own & coded)

    def _statements(self) -> tuple[tuple[int, list[str], list[str]], tuple[int, list[str], list[str]]]:
        def fits(coded: AnnotatedStatement, read: Statement) -> bool:
            speakers = (coded.speaker, *coded.alt_speakers)
            return read.stance == coded.stance and any(self._is(read.party, name) for name in speakers)

        pairs = self._pairs(self.annotation.statements, self.dossier.statements, fits)
        coded, read = self.annotation.statements, self.dossier.statements
        firm = [n for n, each in enumerate(coded) if not each.optional]
        other = [
            f"{read[pairs[n]].topic} ≠ {coded[n].issue}"
            for n in firm
            if n in pairs and not _stems(self._about(read[pairs[n]])) & _stems(coded[n].issue)
        ]
        found = sum(n in pairs for n in firm)
        left = [coded[n] for n in firm if n not in pairs]
        missed = [f"{each.speaker} {each.stance} {each.issue} | {each.anchor}" for each in left]
        used = set(pairs.values())
        spurious = [
            f"{each.party} {each.stance} {each.topic} | {each.evidence.quote[:160]}"
            for n, each in enumerate(read)
            if n not in used
        ]
        return (found, missed, spurious), (found - len(other), other, [])

    def _about(self, statement: Statement) -> str:
        return f"{statement.topic} {self.labels.get(statement.issue or '', '')} {statement.issue or ''}"

    def _events(self) -> tuple[int, list[str], list[str]]:
        def fits(coded: AnnotatedEvent, read: Event) -> bool:
            if not akin(read.type, coded.type):
                return False
            named = sum(any(self._is(party, name) for party in read.participants) for name in coded.participants)
            return 2 * named >= len(coded.participants)

        coded, read = self.annotation.events, self.dossier.events
        pairs = self._pairs(coded, read, fits)
        firm = [n for n, each in enumerate(coded) if not each.optional]
        used = set(pairs.values())
        missed = [
            f"{coded[n].type} {', '.join(coded[n].participants)} | {coded[n].anchor}" for n in firm if n not in pairs
        ]
        spurious = [
            f"{each.type} {', '.join(each.participants)} | {each.evidence.quote[:160]}"
            for n, each in enumerate(read)
            if n not in used
        ]
        return sum(n in pairs for n in firm), missed, spurious

    def _pairs(self, coded: Sequence[Any], read: Sequence[Any], fits: Callable[[Any, Any], bool]) -> dict[int, int]:
        """Each coded item, firm ones first, with the first one read that fits, is in its sentence and not yet taken."""
        where = [self.places.of(each.evidence.quote) for each in read]
        pairs: dict[int, int] = {}
        for n in sorted(range(len(coded)), key=lambda n: coded[n].optional):
            here = self.places.of(coded[n].anchor)
            for at, each in enumerate(read):
                if at not in pairs.values() and where[at] & here and fits(coded[n], each):
                    pairs[n] = at
                    break
        return pairs


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-zäöüß]{4,}", text.casefold())}
