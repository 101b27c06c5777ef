"""From a dossier's table to a conflict: who can do what, and what each would rather have.

An option of an issue comes about if all who hold it in their hands choose it; otherwise the status quo of the issue
holds.  So each option gives every one of its controllers an option of its own in the conflict, "to choose it".  A party
chooses at most one option of an issue, and two options of one issue cannot both come about.

A state is as good for a party as its outcome: the sum of salience times acceptance over the issues (exact fractions, so
that ties are ties).  Of two states with the same outcome a party prefers the one in which it stands by what it likes
better: who wants a ceasefire offers one, also while the other side does not.  What nothing is known of stays a tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
import numpy.typing as npt

from detente.contract import Dossier
from detente.dossier import apply_rulings
from detente.negotiation import Assumption, Draws, Negotiation
from detente.pickling import PicklableError
from detente.stability.hands import Hand, Hands, find_hands
from detente.stability.model import Conflict, ConflictOption, DecisionMaker, Utilities, Weights

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
# How much standing by what one likes weighs beside the outcome, in draws: never enough to outweigh it.
STANDING_BY = 1e-9


class NoConflictError(PicklableError, ValueError):
    """A dossier makes no conflict.  `key` says why (of `hands.toml`); `text` says it, and the remedy, in words."""

    def __init__(self, key: str, words: dict[str, str]) -> None:
        self.key, self.words = key, words
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """Why there is no conflict and what to do about it, in German ("de") or else in English."""
        from detente.stability.hands import phrase

        return phrase(f"none.{self.key}", language).format(**self.words)


@dataclass(frozen=True, eq=False)
class DossierConflict:
    """The conflict of a dossier, and what its states mean at the table.

    `hands` are the options of the conflict, in their order; the start is state 0, in which nobody chooses anything and
    the status quo holds on all issues.  `assumptions` list who controls what and why, and what was left out.
    `cautions` are events of the reports that may mean that the status quo is another by now.
    """

    conflict: Conflict
    negotiation: Negotiation
    hands: tuple[Hand, ...]
    assumptions: tuple[Assumption, ...]
    cautions: tuple[Assumption, ...] = ()
    start: int = 0

    @cached_property
    def issues(self) -> tuple[int, ...]:
        """Places (in the negotiation) of the issues on which somebody can choose something."""
        places = {issue.id: place for place, issue in enumerate(self.negotiation.issues)}
        return tuple(sorted({places[hand.issue] for hand in self.hands}))

    @cached_property
    def outcomes(self) -> Index:
        """Which option each state resolves each issue to, (states, issues): its place, or -1 for "nothing chosen".

        Issues are those of `issues`; -1 stands for the status quo, or for an open end where no status quo is named.
        """
        numbers = self.conflict.states.numbers
        found = np.full((len(numbers), len(self.issues)), -1, dtype=np.intp)
        for column, place in enumerate(self.issues):
            issue = self.negotiation.issues[place]
            for option, each in enumerate(issue.options):
                bits = [n for n, h in enumerate(self.hands) if (h.issue, h.option) == (issue.id, each.id)]
                mask = sum(1 << bit for bit in bits)
                if mask:
                    found[(numbers & mask) == mask, column] = option
        return found

    def outcome(self, number: int) -> dict[str, str | None]:
        """What a state, given by its number, resolves each issue to, by ids: the status quo where nothing is chosen."""
        row = self.outcomes[self.conflict.states.place(number)]
        found: dict[str, str | None] = {}
        for place, option in zip(self.issues, row.tolist(), strict=True):
            issue = self.negotiation.issues[place]
            found[issue.id] = issue.status_quo if option < 0 else issue.options[option].id
        return found

    @cached_property
    def same_outcome(self) -> Index:
        """For each state the number of its outcome, (states,): states with the same one bring about the same."""
        return np.unique(self.outcomes, axis=0, return_inverse=True)[1].reshape(-1)

    def gains(self, draws: int, seed: int = 0) -> Floats:
        """What each option is worth to each party above what holds without it, in draws of the negotiation.

        (draws, parties, issues, options), the issues those of `issues`; NaN where an issue has fewer options.
        """
        return self.gains_in(self.negotiation.draw(draws, seed))

    def gains_in(self, drawn: Draws) -> Floats:
        """The same in draws that there are already."""
        columns = [
            drawn.salience[:, :, place, None]
            * (drawn.acceptance[:, :, place, :] - _unresolved(self.negotiation, place, drawn.acceptance)[..., None])
            for place in self.issues
        ]
        return np.stack(columns, axis=2)

    def mean_gain(self, party: str, column: int, option: int) -> Fraction:
        """What an option is expected to be worth to a party above what holds without it, exactly."""
        negotiation, place = self.negotiation, self.issues[column]
        at, issue = self.party(party), negotiation.issues[place]
        accepted = [negotiation.acceptance_fraction(at, place, each) for each in range(len(issue.options))]
        unresolved = (
            sum(accepted, Fraction(0)) / len(accepted)
            if issue.status_quo is None
            else accepted[issue.index(issue.status_quo)]
        )
        return negotiation.salience_fraction(at, place) * (accepted[option] - unresolved)

    def utilities(self, draws: int, seed: int = 0) -> Floats:
        """The worth of each state for each decision maker in draws of the negotiation, (draws, makers, states)."""
        return self.utilities_in(self.negotiation.draw(draws, seed))

    def utilities_in(self, drawn: Draws) -> Floats:
        """The same in draws that there are already."""
        draws, gained = len(drawn.salience), self.gains_in(drawn)
        makers = [self.party(maker.name) for maker in self.conflict.decision_makers]
        rows, outcome_of = np.unique(self.outcomes, axis=0, return_inverse=True)
        columns = np.arange(len(self.issues))
        numbers = self.conflict.states.numbers
        found = np.empty((draws, len(makers), len(numbers)))
        for place, party in enumerate(makers):
            own = gained[:, party][:, columns, rows]  # (draws, outcomes, issues); -1 takes the last option: put right
            found[:, place] = np.where(rows >= 0, own, 0.0).sum(axis=2)[:, outcome_of.reshape(-1)]
            for bit, hand in enumerate(self.hands):
                if hand.party == self.conflict.decision_makers[place].name:
                    column, option = self.cell(hand.issue, hand.option)
                    found[:, place] += STANDING_BY * gained[:, party, column, option, None] * (numbers >> bit & 1)
        return found

    def party(self, key: str) -> int:
        """Place of a party at the table, by its id."""
        return next(n for n, party in enumerate(self.negotiation.parties) if party.id == key)

    def cell(self, issue: str, option: str) -> tuple[int, int]:
        """Column of an issue in `issues`, and place of its option, by their ids.  Raises KeyError."""
        for column, place in enumerate(self.issues):
            if self.negotiation.issues[place].id == issue:
                return column, self.negotiation.issues[place].index(option)
        raise KeyError(issue)


def conflict_of(negotiation: Negotiation, dossier: Dossier, *, most_options: int = 12) -> DossierConflict:
    """The conflict between the parties at the table that hold something in their hands.

    Of the options that somebody controls those are taken on which somebody at the table took a stance, the contested
    issues first, until there are `most_options` in the conflict; what is left out is among the assumptions.

    Raises NoConflictError, with the remedy, if nobody at the table controls anything that somebody spoke of.
    """
    dossier = apply_rulings(dossier)
    found = find_hands(negotiation, dossier, most_options)
    if not found.hands:
        raise NoConflictError(*found.why_none())
    flat = _conflict(negotiation, found, None)
    shell = DossierConflict(flat, negotiation, found.hands, (), ())
    conflict = _conflict(negotiation, found, [_ranks(shell, maker.name) for maker in flat.decision_makers])
    return DossierConflict(conflict, negotiation, found.hands, found.assumptions, found.cautions)


def _conflict(negotiation: Negotiation, found: Hands, ranks: Sequence[Sequence[int]] | None) -> Conflict:
    labels = {issue.id: issue.label for issue in negotiation.issues}
    options = {(i.id, o.id): o.label for i in negotiation.issues for o in i.options}
    makers: list[DecisionMaker] = []
    for party in negotiation.parties:
        own = [hand for hand in found.hands if hand.party == party.id]
        if own:
            preference = Weights(()) if ranks is None else Utilities(tuple(map(float, ranks[len(makers)])))
            shared = {(h.issue, h.option) for h in found.hands if h.party != party.id}
            chosen = []
            for hand in own:
                cell = (hand.issue, hand.option)
                label = f"{labels[hand.issue]}: {options[cell]}" + (f" ({party.name})" if cell in shared else "")
                chosen.append(ConflictOption(f"{hand.issue}:{hand.option}", label))
            makers.append(DecisionMaker(party.id, party.name, tuple(chosen), preference))
    return Conflict(tuple(makers), tuple(_infeasible(found.hands)))


def _infeasible(hands: Sequence[Hand]) -> list[str]:
    """One party chooses at most one option of an issue; two options of an issue do not both come about."""
    patterns: dict[str, None] = {}
    for one in dict.fromkeys((hand.issue, hand.option) for hand in hands):
        for other in dict.fromkeys((hand.issue, hand.option) for hand in hands):
            if one[0] != other[0] or one >= other:
                continue
            choosing = [{h.party for h in hands if (h.issue, h.option) == each} for each in (one, other)]
            both = choosing[0] & choosing[1]
            for party in sorted(both):
                patterns[_pattern(hands, [(party, *one), (party, *other)])] = None
            if not both:
                chosen = [(p, *each) for each, ps in zip((one, other), choosing, strict=True) for p in sorted(ps)]
                patterns[_pattern(hands, chosen)] = None
    return list(patterns)


def _pattern(hands: Sequence[Hand], chosen: list[tuple[str, str, str]]) -> str:
    return "".join("Y" if (h.party, h.issue, h.option) in chosen else "-" for h in hands)


def _ranks(case: DossierConflict, maker: str) -> list[int]:
    """How good each state is for a decision maker on the mean, 0 the worst; exact."""
    exact = {
        (column, option): case.mean_gain(maker, column, option)
        for column, place in enumerate(case.issues)
        for option in range(len(case.negotiation.issues[place].options))
    }
    # In whole numbers of a common unit: exact as well, and many times faster to add and compare.
    unit = lcm(*(gain.denominator for gain in exact.values()))
    gains = {cell: int(gain * unit) for cell, gain in exact.items()}
    worth: dict[tuple[int, ...], int] = {}
    own = [(b, gains[case.cell(hand.issue, hand.option)]) for b, hand in enumerate(case.hands) if hand.party == maker]
    keys = []
    for number, row in zip(case.conflict.states.numbers.tolist(), case.outcomes.tolist(), strict=True):
        outcome = tuple(row)
        if outcome not in worth:
            worth[outcome] = sum(gains[column, option] for column, option in enumerate(outcome) if option >= 0)
        standing_by = sum(gain for bit, gain in own if number >> bit & 1)
        keys.append((worth[outcome], standing_by))
    order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return [order[key] for key in keys]


def _unresolved(negotiation: Negotiation, place: int, acceptance: Floats) -> Floats:
    """Acceptance of what holds on an issue where nothing is chosen, (draws, parties)."""
    issue = negotiation.issues[place]
    if issue.status_quo is not None:
        return np.asarray(acceptance[:, :, place, issue.index(issue.status_quo)])
    return np.asarray(acceptance[:, :, place, : len(issue.options)].mean(axis=-1))
