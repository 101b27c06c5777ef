"""Discrepancies: passages of different reports that cannot both be right.

False alarms cost trust: a change over time is none, a near-duplicate report contradicts nobody, and where a passage
can be read in a way that agrees with the other, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from detente.contract import (
    Discrepancy,
    DiscrepancyKind,
    Dossier,
    Event,
    Evidence,
    Office,
    Party,
    Report,
    Statement,
)
from detente.dossier.figures import Figure, find_figures
from detente.dossier.folding import data, fold
from detente.dossier.history import Mix, dates
from detente.dossier.nodes import code_of
from detente.dossier.offices import Role, parse_role
from detente.dossier.summary import counted, main_language, sources
from detente.dossier.timeline import Seen, day_of, days_between, observations, occasions, same_participants

# A report that is younger than this by days may be up to date where the other one is not.
_OFFICE_DAYS = 60
_SURE = 0.5
_TOPICS_ALIKE = 60
_DONE_OR_NOT = frozenset(("agree", "sign", "vote", "suspend", "sanction", "strike", "break_off"))
_ON_ONE_DAY = frozenset(("meet", "call", "agree", "sign", "vote", "break_off"))


def find_discrepancies(dossier: Dossier) -> list[Discrepancy]:
    """What reports say differently: offices, stances, events, dates of events and figures, in this order.

    Notes are in the dossier's main language.
    """
    look = _Look(dossier)
    return [*look.offices(), *look.stances(), *look.events(), *look.dates(), *look.figures()]


@dataclass(slots=True, eq=False)
class _Claim:
    """That a report gives a person an office, or says that it is over."""

    office: Office
    over: bool
    report: Report
    source: str


class _Look:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.reports = {report.id: report for report in dossier.reports}
        self.parties = {party.id: party for party in dossier.parties}
        self.sources = sources(dossier)
        self.notes = data("notes")[main_language(dossier)]
        self.codes = {code: party.id for party in dossier.parties if (code := code_of(party))}

    def _found(
        self, kind: DiscrepancyKind, party: str | None, between: tuple[Evidence, Evidence], note: str, **words: str
    ) -> Discrepancy:
        name = self.parties[party].name if party in self.parties else party or ""
        text = self.notes[note].format(name=name, **words)
        return Discrepancy(kind=kind, party=party, between=list(between), note=text)

    # offices

    def offices(self) -> Iterator[Discrepancy]:
        for party in self.dossier.parties:
            if party.kind != "person":
                continue
            for claims in self._claims(party).values():
                yield from self._tenures(party, claims)
            yield from self._within(party)

    def _claims(self, party: Party) -> dict[tuple[str, str | None], list[_Claim]]:
        """The claims about each office of a person, one a report; a report that says both says nothing."""
        said: dict[tuple[str, str | None], dict[str, list[_Claim]]] = defaultdict(lambda: defaultdict(list))
        for office in party.offices:
            role = parse_role(office.role)
            report = self.reports.get(office.evidence.report)
            if report is None or role.tenure == "uncertain" or not role.office:
                continue
            over = office.former or role.tenure == "former"
            claim = _Claim(office, over, report, self.sources[report.id])
            said[role.office, self._owner(party, office, role)][report.id].append(claim)
        clear: dict[tuple[str, str | None], list[_Claim]] = {}
        for key, by_report in said.items():
            clear[key] = [claims[0] for claims in by_report.values() if len({claim.over for claim in claims}) == 1]
        return clear

    def _owner(self, party: Party, office: Office, role: Role) -> str | None:
        owner = self.parties.get(office.of) if office.of else None
        if owner is not None and owner.kind != "person":
            return owner.id
        return self.codes.get(role.of or "", role.of) or role.owner or party.of

    def _tenures(self, party: Party, claims: list[_Claim]) -> Iterator[Discrepancy]:
        former = [claim for claim in claims if claim.over]
        held = [claim for claim in claims if not claim.over]
        fewer, more = sorted((former, held), key=len)
        for claim in fewer:
            others = [other for other in more if self._at_odds(*((claim, other) if claim.over else (other, claim)))]
            if not others:
                continue
            other = min(others, key=lambda o: abs(days_between(claim.report.date, o.report.date) or 0))
            first, second = sorted((claim, other), key=lambda c: list(self.reports).index(c.report.id))
            between = (first.office.evidence, second.office.evidence)
            yield self._found("office", party.id, between, "office", one=self._role(first), other=self._role(second))

    def _at_odds(self, former: _Claim, held: _Claim) -> bool:
        """An office may end from one report to the next; and who lost it long ago may have it again."""
        if former.source == held.source:
            return False
        if not former.report.date or not held.report.date:
            return True
        gap = days_between(former.report.date, held.report.date)
        return gap is not None and 0 <= gap <= _OFFICE_DAYS

    def _role(self, claim: _Claim) -> str:
        role = claim.office.role
        if claim.over and parse_role(role).tenure != "former":
            return str(self.notes["former"].format(role=role))
        return role

    def _within(self, party: Party) -> Iterator[Discrepancy]:
        """A former president with "his vice president" in the same report."""
        for office in party.offices:
            role = parse_role(office.role)
            report = self.reports.get(office.evidence.report)
            if report is None or role.office != "president" or not (office.former or role.tenure == "former"):
                continue
            for other in self.dossier.parties:
                if other.kind != "person" or other.id == party.id:
                    continue
                for theirs in other.offices:
                    deputy = parse_role(theirs.role)
                    if theirs.evidence.report != report.id or deputy.office != "vice_president":
                        continue
                    if theirs.former or deputy.tenure != "held" or not self._belongs(theirs, party, report):
                        continue
                    between = (office.evidence, theirs.evidence)
                    words = {
                        "one": self._role(_Claim(office, True, report, "")),
                        "other": f"{theirs.role} {other.name}",
                    }
                    yield self._found("office", party.id, between, "office_within", **words)
                    return

    def _belongs(self, office: Office, party: Party, report: Report) -> bool:
        """Whether the words before an office ("dessen", "his") give it to the person who was named just before."""
        if office.of == party.id:
            return True
        start = office.evidence.start
        lead = fold(report.text[max(0, start - 12) : start + 12]).split()
        if not any(word.strip(",.") in data("offices")["possessive"] for word in lead[:3]):
            return False
        before = [e for e in party.evidence if e.report == report.id and start - 60 <= e.start < start]
        if not before:
            return False
        last = max(e.start for e in before)
        between = (e for p in self.dossier.parties if p.kind == "person" and p.id != party.id for e in p.evidence)
        return not any(e.report == report.id and last < e.start < start for e in between)

    # stances

    def stances(self) -> Iterator[Discrepancy]:
        when = dates(self.dossier)
        told: dict[tuple[str, str | None, str | None, str | None], dict[str, list[Statement]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for s in counted(self.dossier):
            if s.names_issue and s.confidence >= _SURE:
                told[s.party, s.issue, s.option, when[s.id]][s.evidence.report].append(s)
        for (party, _, _, _), by_report in told.items():
            sides: dict[str, list[Statement]] = defaultdict(list)
            for statements in by_report.values():
                if clear := Mix.of(statements).clear:
                    sides[clear].append(max((s for s in statements if s.stance == clear), key=lambda s: s.confidence))
            if sides["support"] and sides["oppose"]:
                pro, con = (max(sides[side], key=lambda s: s.confidence) for side in ("support", "oppose"))
                yield self._found(
                    "stance", party, self._in_order(pro.evidence, con.evidence), "stance", topic=pro.topic
                )

    def _in_order(self, one: Evidence, other: Evidence) -> tuple[Evidence, Evidence]:
        order = list(self.reports)
        return (one, other) if order.index(one.report) <= order.index(other.report) else (other, one)

    # events

    def events(self) -> Iterator[Discrepancy]:
        for group in occasions(self.dossier):
            for one, other in combinations(group, 2):
                if one.source == other.source or one.event.date is None or other.event.date is None:
                    continue
                first, second = one.event, other.event
                party = first.participants[0] if first.participants else None
                between = self._in_order(first.evidence, second.evidence)
                if {first.status, second.status} == {"happened", "failed"} and first.type in _DONE_OR_NOT:
                    said = {e.evidence.report: str(self.notes[e.status]) for e in (first, second)}
                    words = {"one": said[between[0].report], "other": said[between[1].report]}
                    yield self._found("event", party, between, "event_status", **words)
                    break
                late, done = (one, other) if first.status == "planned" else (other, one)
                if late.event.status != "planned" or done.event.status not in ("happened", "failed"):
                    continue
                if (days_between(late.event.date, late.published) or 0) > 0:
                    word = str(self.notes[done.event.status])
                    yield self._found("event", party, between, "event_planned", other=word)
                    break

    def dates(self) -> Iterator[Discrepancy]:
        """One event on different days: only where both reports could know, and neither tells of two such events."""
        seen = [
            s
            for s in observations(self.dossier)
            if s.event.type in _ON_ONE_DAY and day_of(s.event.date) and day_of(s.published)
        ]
        by_type: dict[tuple[str, frozenset[str]], list[Seen]] = defaultdict(list)
        for one in seen:
            by_type[one.event.type, frozenset(one.event.participants)].append(one)
        for block in by_type.values():
            alone = [
                one for one in block if sum(o.event.evidence.report == one.event.evidence.report for o in block) == 1
            ]
            told: set[frozenset[str | None]] = set()
            for one, other in combinations(alone, 2):
                days = frozenset((one.event.date, other.event.date))
                if days not in told and self._other_day(one, other):
                    told.add(days)
                    between = self._in_order(one.event.evidence, other.event.evidence)
                    said = {e.evidence.report: str(e.date) for e in (one.event, other.event)}
                    words = {"one": said[between[0].report], "other": said[between[1].report]}
                    yield self._found("date", one.event.participants[0], between, "date", **words)

    def _other_day(self, one: Seen, other: Seen) -> bool:
        first, second = one.event, other.event
        if one.source == other.source or len(first.participants) < 2 or not same_participants(one, other):
            return False
        gap, apart = days_between(first.date, second.date), days_between(one.published, other.published)
        if gap is None or apart is None or not 1 <= abs(gap) <= 3 or abs(apart) > 1 or one.earlier != other.earlier:
            return False
        if (first.status == "planned") != (second.status == "planned") or _elsewhere(first, second):
            return False
        if one.language == other.language and first.topic and second.topic and not _alike(first.topic, second.topic):
            return False
        if first.status == "planned":
            return one.published == other.published
        return str(max(first.date or "", second.date or "")) <= min(one.published or "", other.published or "")

    # figures

    def figures(self) -> Iterator[Discrepancy]:
        when = dates(self.dossier)
        told: dict[tuple[object, ...], dict[str, list[tuple[Statement, Figure]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for s in counted(self.dossier):
            report = self.reports.get(s.evidence.report)
            if report is None or not s.names_issue or s.stance == "open":
                continue
            figures = find_figures(s.topic, report.language) or find_figures(s.evidence.quote, report.language)
            for figure in figures:
                told[s.party, s.issue, s.stance, when[s.id], figure.unit][report.id].append((s, figure))
        for by_report in told.values():
            single = [said[0] for said in by_report.values() if len({figure.value for _, figure in said}) == 1]
            single = [(s, figure) for s, figure in single if figure.exact]
            for (one, first), (other, second) in combinations(single, 2):
                if first.value != second.value and self._same_thing(one, other):
                    between = self._in_order(one.evidence, other.evidence)
                    texts = {one.evidence.report: first.text, other.evidence.report: second.text}
                    words = {"one": texts[between[0].report], "other": texts[between[1].report]}
                    yield self._found("figure", one.party, between, "figure", **words)
                    break

    def _same_thing(self, one: Statement, other: Statement) -> bool:
        first, second = (self.reports[s.evidence.report].language for s in (one, other))
        return first != second or _alike(one.topic, other.topic)


def _alike(one: str, other: str) -> bool:
    """Whether two topics in one language name the same thing, figures aside."""
    texts = [re.sub(r"[\d.,]+", " ", fold(topic)).strip() for topic in (one, other)]
    return not all(texts) or fuzz.token_set_ratio(*texts) >= _TOPICS_ALIKE


def _elsewhere(one: Event, other: Event) -> bool:
    return bool(one.place and other.place and fold(one.place) != fold(other.place))
