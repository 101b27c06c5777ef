"""What each party at the table has in its hands, on what grounds, and what is left out of the conflict."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente.contract import Control, Dossier, Issue, Option
from detente.negotiation import Assumption, Negotiation, TableIssue
from detente.negotiation.model import RULING
from detente.negotiation.tally import spoken_for

# Events that say that something has changed which the status quo of an issue may not show yet.
CHANGING = ("suspend", "break_off", "sanction", "strike", "agree", "sign")


@dataclass(frozen=True, slots=True)
class Hand:
    """Something a party can choose: an option of an issue, by ids."""

    party: str
    issue: str
    option: str


@dataclass(frozen=True)
class Hands:
    """What the parties at the table can choose, in the order of the parties; why, and what was left out."""

    hands: tuple[Hand, ...]
    assumptions: tuple[Assumption, ...]
    cautions: tuple[Assumption, ...]
    controlled: tuple[str, ...]
    unseated: tuple[str, ...]
    unknown: tuple[str, ...]

    def why_none(self) -> tuple[str, dict[str, str]]:
        """Why there is nothing to choose: a key of `hands.toml` under "none", and its words."""
        if self.unseated:
            return "unseated", {"options": "; ".join(self.unseated)}
        if self.unknown:
            return "unknown", {"options": "; ".join(self.unknown)}
        return "uncontrolled", {}


@dataclass(frozen=True)
class _Candidate:
    issue: TableIssue
    option: Option
    parties: tuple[str, ...]
    contested: bool
    weight: int


def find_hands(negotiation: Negotiation, dossier: Dossier, most_options: int) -> Hands:
    """Who can choose what: see `conflict_of`.  The dossier's rulings have been applied."""
    finder = _Finder(negotiation, dossier)
    candidates = finder.candidates()
    chosen: list[_Candidate] = []
    left_out: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (not c.contested, -c.weight)):
        fits = sum(len(c.parties) for c in (*chosen, candidate)) <= most_options
        (chosen if fits else left_out).append(candidate)
    # In the order of the table, so that the same dossier gives the same conflict whatever the weights.
    chosen.sort(key=lambda c: candidates.index(c))
    hands = [
        Hand(party.id, c.issue.id, c.option.id)
        for party in negotiation.parties
        for c in chosen
        if party.id in c.parties
    ]
    if left_out:
        finder.note("hands_left_out", value=str(most_options), options="; ".join(map(_label, left_out)))
    idle = [p.name for p in negotiation.parties if p.id not in {hand.party for hand in hands}]
    if idle and hands:
        finder.note("hands_idle", parties=", ".join(idle))
    return Hands(
        hands=tuple(hands),
        assumptions=(*_rules(chosen), *finder.grounds(chosen), *finder.notes),
        cautions=(*finder.open(chosen), *finder.cautions(chosen)),
        controlled=tuple(map(_label, candidates)),
        unseated=tuple(finder.unseated),
        unknown=tuple(finder.unknown),
    )


class _Finder:
    def __init__(self, negotiation: Negotiation, dossier: Dossier) -> None:
        self.negotiation, self.dossier = negotiation, dossier
        self.ends = spoken_for(dossier.parties, persons_apart=negotiation.persons_apart)
        self.names = {party.id: party.name for party in dossier.parties}
        self.seated = {party.id for party in negotiation.parties}
        self.records = {issue.id: issue for issue in dossier.issues}
        self.states = {status.issue: status.state for status in negotiation.statuses}
        self.notes: list[Assumption] = []
        self.unseated: list[str] = []
        self.unknown: list[str] = []

    def note(
        self, kind: str, issue: str | None = None, option: str | None = None, value: str = "", **words: str
    ) -> None:
        """Keep an assumption."""
        self.notes.append(Assumption(kind, issue=issue, option=option, value=value, words=words))

    def candidates(self) -> list[_Candidate]:
        """The options that parties at the table control and on which one of these took a stance."""
        found = []
        for issue in self.negotiation.issues:
            for option in issue.options:
                if option.id == issue.status_quo or not option.controlled_by:
                    continue
                parties = self._choosing(issue, option)
                if not parties:
                    continue
                weight = self._stances(parties, issue, option)
                label = f"{issue.label}: {option.label}"
                if not weight:
                    self.unknown.append(label)
                    names = ", ".join(self.names[party] for party in parties)
                    self.note("hands_unknown", issue.id, option.id, options=label, parties=names)
                    continue
                found.append(_Candidate(issue, option, parties, self.states[issue.id] == "contested", weight))
        return found

    def _choosing(self, issue: TableIssue, option: Option) -> tuple[str, ...]:
        """The parties at the table that have to choose the option; none if it takes somebody who has no seat."""
        wanted = list(dict.fromkeys(self.ends[party] for party in option.controlled_by if party in self.ends))
        here = tuple(party for party in wanted if party in self.seated)
        absent = [party for party in wanted if party not in self.seated]
        sides = self._sides(issue)
        label = f"{issue.label}: {option.label}"
        needed = [p for p in absent if not any(sides.get(p) and sides[p] == sides.get(other) for other in here)]
        if needed or not here:
            names = ", ".join(self.names[party] for party in needed or absent)
            self.unseated.append(f"{label} ({names})")
            self.note("hands_unseated", issue.id, option.id, options=label, parties=names)
            return ()
        for party in absent:
            self.note("hands_along", issue.id, option.id, party=self.names[party], options=label)
        return here

    def _sides(self, issue: TableIssue) -> dict[str, str]:
        """The bloc that each party acts in on an issue."""
        controls = self.records[issue.id].controls if issue.id in self.records else []
        return {self.ends.get(c.party, c.party): c.side for c in controls if c.bloc}

    def _stances(self, parties: Sequence[str], issue: TableIssue, option: Option) -> int:
        """How many firm statements those who choose made on the option, or on what holds without it."""
        count = 0
        for party in parties:
            for each in (option.id, issue.status_quo):
                if each is not None:
                    basis = self.negotiation.basis[party, issue.id, each]
                    count += len(basis.supports) + len(basis.opposes)
        return count

    def grounds(self, chosen: Sequence[_Candidate]) -> Iterator[Assumption]:
        """For each who chooses: the events, words, codebook or rulings that put which issues in its hands."""
        found: dict[tuple[str, str, str, str], list[str]] = {}
        beside: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
        for seat, candidate in ((p.id, c) for p in self.negotiation.parties for c in chosen if p.id in c.parties):
            issue = self.records[candidate.issue.id]
            ruling = self._ruling(issue, candidate.option.id)
            controls = [c for c in issue.controls if self.ends.get(c.party, c.party) == seat]
            reasons: list[tuple[str, str, str, str]] = []
            if ruling is not None:
                reasons.append(("ruling", seat, ruling, ""))
            elif not controls:
                reasons.append(("given", seat, "", ""))
            for control in controls if ruling is None else ():
                quote = " ".join((control.evidence.quote if control.evidence else "").split())
                reasons.append((control.reason, seat, issue.codebook or "?", quote))
                beside[reasons[-1]] = self._beside(control)
            for reason in reasons:
                held = found.setdefault(reason, [])
                if issue.label not in held:
                    held.append(issue.label)
        for (kind, seat, source, quote), held in found.items():
            yield Assumption(
                f"hands_{kind}",
                party=seat,
                value=", ".join(held),
                statements=beside.get((kind, seat, source, quote), ()),
                ruling=source if kind == "ruling" else None,
                words={"party": self.names[seat], "codebook": source, "quote": quote},
            )

    def _beside(self, control: Control) -> tuple[str, ...]:
        """Statements that the same words make: a way to the sentence for whoever lists assumptions by statements."""
        where = control.evidence
        return tuple(
            s.id
            for s in self.dossier.statements
            if where is not None
            and s.evidence.report == where.report
            and s.evidence.start < where.end
            and where.start < s.evidence.end
            and self.ends.get(s.party) == self.ends.get(control.party)
        )

    def _ruling(self, issue: Issue, option: str) -> str | None:
        found = None
        for ruling in sorted(self.dossier.rulings, key=lambda each: each.time):
            given = ruling.item.get("controlled_by")
            named = {ruling.was.get("id"), ruling.item.get("id"), ruling.was.get("label"), ruling.item.get("label")}
            if ruling.target != "issue" or given is None or not {issue.id, issue.label} & named:
                continue
            if not isinstance(given, dict) or option in given:
                found = ruling.id
        return found

    def open(self, chosen: Sequence[_Candidate]) -> Iterator[Assumption]:
        """Who has something in its hands of which it never said whether it wants it."""
        for seat in (party.id for party in self.negotiation.parties):
            silent = [c for c in chosen if seat in c.parties and not self._stances([seat], c.issue, c.option)]
            if silent:
                options = "; ".join(map(_label, silent))
                yield Assumption("hands_open", party=seat, value=options, words={"party": self.names[seat]})

    def cautions(self, chosen: Sequence[_Candidate]) -> Iterator[Assumption]:
        """Events that may mean that the status quo of an issue in the hands of one side alone is another by now."""
        events = {event.id: event for event in self.dossier.events}
        for issue in dict.fromkeys(c.issue.id for c in chosen):
            table = next(c.issue for c in chosen if c.issue.id == issue)
            controls = self.records[issue].controls
            ruled = (table.status_quo_source or "").startswith(RULING)
            if table.status_quo is None or ruled or len({control.side for control in controls}) > 1:
                continue
            label = table.options[table.index(table.status_quo)].label
            for key in dict.fromkeys(control.event for control in controls):
                event = events.get(key or "")
                if event is not None and event.type in CHANGING and event.status in ("happened", "ongoing"):
                    quote = " ".join(event.evidence.quote.split())
                    words = {"issue": table.label, "option": label, "quote": quote}
                    yield Assumption("hands_caution", issue=issue, option=table.status_quo, value=event.id, words=words)


def _rules(chosen: Sequence[_Candidate]) -> Iterator[Assumption]:
    """How options come about, where more than one has to choose."""
    together = dict.fromkeys(c.issue.label for c in chosen if len(c.parties) > 1)
    if together:
        yield Assumption("hands_together", value=", ".join(together))
    if chosen:
        yield Assumption("hands_standing_by")


def _label(candidate: _Candidate) -> str:
    return f"{candidate.issue.label}: {candidate.option.label}"


def phrase(key: str, language: str) -> str:
    """A text of `hands.toml` ("none.uncontrolled") in German ("de") or else in English."""
    section, name = key.split(".")
    return str(_texts()[section][name]["de" if language == "de" else "en"])


@cache
def _texts() -> dict[str, Any]:
    with Path(__file__).with_name("hands.toml").open("rb") as file:
        texts: dict[str, Any] = tomllib.load(file)
    return texts
