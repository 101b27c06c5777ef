"""Settle: from the negotiation to the deals that are possible, and the chance that all accept them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

import numpy as np

from detente.negotiation import Negotiation
from detente.negotiation.model import Floats
from detente.settlement.chances import Chance, accepted, chance_of, zone_exists
from detente.settlement.enumeration import LIMIT, Frontier, count_rational, find_frontier
from detente.settlement.model import Deal, Point, Rational, Settlement, Solution
from detente.settlement.solutions import (
    Gains,
    common_gains,
    egalitarian,
    kalai_smorodinsky,
    nash,
    rational,
    utilitarian,
)
from detente.settlement.utilities import Utilities, from_negotiation

LISTED = 1000

_SOLUTIONS: dict[str, tuple[Callable[[Gains], list[int]], str]] = {
    "nash": (nash, "product of gains"),
    "kalai_smorodinsky": (kalai_smorodinsky, "leximin of shares of the ideal gain"),
    "egalitarian": (egalitarian, "leximin of gains"),
    "utilitarian": (utilitarian, "sum of utilities"),
}


def settle(negotiation: Negotiation, *, draws: int = 1000, seed: int = 0) -> Settlement:
    """Find the frontier, the rational outcomes and the four solutions at expected utilities, and their chances.

    Up to LIMIT (10**6) outcomes all are compared, exactly.  Above it only the most salient issues that keep the number
    within LIMIT are dealt with, the others are left as they are without a deal, and the result is marked inexact.

    Raises ValueError if fewer than two parties or no issue are on the table, or if `draws` is below 1.
    """
    if len(negotiation.parties) < 2 or not negotiation.issues:
        raise ValueError(
            f"nothing to settle: {len(negotiation.parties)} parties and {len(negotiation.issues)} issues on the table, "
            "at least two parties with statements on one issue are needed"
        )
    places = _within_limit(negotiation)
    left = tuple(i for i in range(len(negotiation.issues)) if i not in places)
    utilities = from_negotiation(negotiation, places)
    sample = negotiation.draw(draws, seed).gains
    gains = None if sample is None else sample[:, :, list(places), :]
    zone = None if gains is None else chance_of(zone_exists(gains, [len(options) for options in utilities.options]))
    units = utilities.units()
    frontier = find_frontier(units)
    worth = common_gains(frontier, units)
    fine = rational(worth)
    view = _View(
        utilities=utilities,
        frontier=frontier,
        scale=units.scale,
        reservation=utilities.reservation,
        worth=worth,
        status_quo=_status_quo(negotiation, places),
        exact=units.exact and not left,
        gains=gains,
    )
    count = count_rational(units)
    solutions = {name: view.solution(name, solve(worth), method) for name, (solve, method) in _SOLUTIONS.items()}
    return Settlement(
        parties=utilities.parties,
        issues=utilities.issues,
        party_names={party.id: party.name for party in negotiation.parties},
        issue_labels={issue.id: issue.label for issue in negotiation.issues},
        outcomes=prod(len(issue.options) for issue in negotiation.issues),
        considered=utilities.outcomes,
        left_as_is=tuple(negotiation.issues[i].id for i in left),
        exact=view.exact,
        frontier=tuple(view.point(n, n in fine) for n in worth),
        rational=Rational(
            outcomes=count,
            share=count / utilities.outcomes,
            efficient=len(fine),
            reservation=tuple(map(float, view.reservation)) if utilities.known else None,
            zone=zone,
        ),
        nash=solutions["nash"],
        kalai_smorodinsky=solutions["kalai_smorodinsky"],
        egalitarian=solutions["egalitarian"],
        utilitarian=solutions["utilitarian"],
        assumptions=negotiation.assumptions,
        draws=draws,
        seed=seed,
    )


def _within_limit(negotiation: Negotiation) -> tuple[int, ...]:
    """Places of the issues to deal with: all, or the most salient on average that keep the outcomes within LIMIT."""
    salience = negotiation.mean_salience.mean(axis=0)
    kept: list[int] = []
    outcomes = 1
    for i in np.argsort(-salience, kind="stable").tolist():
        if outcomes * len(negotiation.issues[i].options) <= LIMIT:
            outcomes *= len(negotiation.issues[i].options)
            kept.append(i)
    return tuple(sorted(kept))


def _status_quo(negotiation: Negotiation, places: tuple[int, ...]) -> tuple[int, ...] | None:
    """The deal that leaves every issue as it is; None where that is not known of each."""
    chosen = [(issue, issue.status_quo) for issue in (negotiation.issues[i] for i in places)]
    named = tuple(issue.index(option) for issue, option in chosen if option is not None)
    return named if len(named) == len(chosen) else None


@dataclass(slots=True)
class _View:
    """What it takes to turn a frontier point into deals that can be shown."""

    utilities: Utilities
    frontier: Frontier
    scale: tuple[int, ...]
    reservation: tuple[Fraction, ...]
    worth: Gains
    status_quo: tuple[int, ...] | None
    exact: bool
    gains: Floats | None
    chances: dict[tuple[int, ...], Chance] = field(default_factory=dict)

    def point(self, place: int, fine: bool) -> Point:
        deal = self.frontier.deals_of(place)[0].tolist()
        return Point(self._utilities(place), self._deal(deal), int(self.frontier.ties[place]), fine)

    def solution(self, name: str, points: list[int], method: str) -> Solution:
        found = [(n, tuple(deal)) for n in points for deal in self.frontier.deals_of(n)[:LISTED].tolist()]
        listed = found[:LISTED]
        return Solution(
            name=name,
            method=method,
            deals=tuple(self._deal(deal) for _, deal in listed),
            utilities=tuple(self._utilities(n) for n, _ in listed),
            ties=sum(int(self.frontier.ties[n]) for n in points),
            gap=0.0 if points else None,
            exact=self.exact,
            rational=bool(points) and all(min(self.worth[n]) >= 0 for n in points),
            gainers=min((sum(gain > 0 for gain in self.worth[n]) for n in points), default=0),
            status_quo=tuple(deal == self.status_quo for _, deal in listed),
            chances=() if self.gains is None else tuple(self._chance(deal) for _, deal in listed),
        )

    def _deal(self, deal: Sequence[int]) -> Deal:
        rows = zip(self.utilities.issues, self.utilities.options, deal, strict=True)
        return {issue: options[place] for issue, options, place in rows}

    def _utilities(self, point: int) -> tuple[float, ...]:
        rows = zip(self.frontier.gains[point].tolist(), self.scale, self.reservation, strict=True)
        return tuple(float(reservation + Fraction(gain, scale)) for gain, scale, reservation in rows)

    def _chance(self, deal: tuple[int, ...]) -> Chance:
        if deal not in self.chances:
            assert self.gains is not None
            self.chances[deal] = chance_of(accepted(self.gains, deal))
        return self.chances[deal]
