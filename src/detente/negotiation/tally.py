"""Counting: which statements count, for whom, on which option."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from detente.contract import UNSPECIFIED, Dossier, Party, Statement
from detente.dossier import counted, sources
from detente.negotiation.model import Basis, TableIssue


@dataclass(slots=True)
class Tally:
    """Counted statements by party and issue, each party standing for those who speak for it.

    `said` maps (party, issue) to the statements in the dossier's order; `voices` maps (speaker, party) to the ids of
    the statements that the speaker made for another party; `repeats` maps a repeated report to the one it repeats.
    """

    said: dict[tuple[str, str], list[Statement]] = field(default_factory=lambda: defaultdict(list))
    voices: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    repeats: dict[str, str] = field(default_factory=dict)

    def count(self, party: str) -> int:
        """How many counted statements a party has on all issues that are known; "unspecified" is none."""
        return sum(len(said) for (who, issue), said in self.said.items() if who == party and issue != UNSPECIFIED)

    def firm(self, party: str) -> bool:
        """Whether a party supports or opposes anything."""
        return any(s.stance != "open" for (who, _), said in self.said.items() if who == party for s in said)

    def ids(self, party: str, issue: str) -> tuple[str, ...]:
        """The ids of a party's counted statements on an issue."""
        return tuple(s.id for s in self.said.get((party, issue), ()))

    def basis(self, party: str, issue: TableIssue, option: str) -> Basis:
        """The statements of a party on one option, by stance.

        On an implied issue every statement is about its first option, and the second is the contrary of that.
        """
        on_it = [s for s in self.said.get((party, issue.id), ()) if issue.implied or s.option == option]
        supports, opposes, undecided = (
            tuple(s.id for s in on_it if s.stance == stance) for stance in ("support", "oppose", "open")
        )
        contrary = issue.implied and option == issue.options[1].id
        return Basis(opposes, supports, undecided) if contrary else Basis(supports, opposes, undecided)

    def unplaced(self, party: str, issue: TableIssue) -> tuple[str, ...]:
        """Statements of a party on an issue that name none of its options."""
        if issue.implied:
            return ()
        return tuple(s.id for s in self.said.get((party, issue.id), ()) if s.option is None)


def spoken_for(parties: list[Party], *, persons_apart: bool = False) -> dict[str, str]:
    """For every party the one its statements count for: the end of its chain of `of`.

    A chain that leads in a circle or to a party that the dossier does not list ends at the last party before.
    With `persons_apart`, persons stand for themselves.
    """
    known = {party.id: party for party in parties}
    ends = {}
    for party in parties:
        end, seen = party, {party.id}
        while not (persons_apart and party.kind == "person") and end.of in known and end.of not in seen:
            end = known[end.of]
            seen.add(end.id)
        ends[party.id] = end.id
    return ends


def tally(dossier: Dossier, *, persons_apart: bool = False) -> Tally:
    """Count the statements that have an issue, once for each source.

    Raises ValueError if a statement names a party, an issue or an option that the dossier does not list.
    """
    ends = spoken_for(dossier.parties, persons_apart=persons_apart)
    options = {issue.id: {option.id for option in issue.options} for issue in dossier.issues}
    repeats = {report: source for report, source in sources(dossier).items() if report != source}
    result = Tally(repeats=repeats)
    for statement in counted(dossier):
        if statement.issue is None:
            continue
        _check(statement, ends, options)
        party = ends[statement.party]
        result.said[party, statement.issue].append(statement)
        if party != statement.party:
            result.voices[statement.party, party].append(statement.id)
    return result


def _check(statement: Statement, parties: dict[str, str], options: dict[str, set[str]]) -> None:
    if statement.party not in parties:
        raise ValueError(f"statement {statement.id}: the dossier has no party {statement.party!r}")
    assert statement.issue is not None
    if statement.issue not in options:
        raise ValueError(f"statement {statement.id}: the dossier has no issue {statement.issue!r}")
    if statement.option is not None and statement.option not in options[statement.issue]:
        raise ValueError(f"statement {statement.id}: issue {statement.issue!r} has no option {statement.option!r}")
