"""The grid of a scenario refined by the best deals on its real issues' intervals, and what bounds those have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import inf, log

from detente.settlement.bargaining import SECONDS, Bargaining, Solved
from detente.settlement.intervals import Intervals
from detente.settlement.opening import without_zone
from detente.settlement.scenario import Places, Scenario

# How far the logarithm of the product of gains may be from its bound after numbers are rounded.
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Refined:
    """A scenario whose grid contains the solutions on the intervals; gaps: how much better any deal on them could be.

    A gap is None where no bound is known.  within: for each party, by how much any deal on the intervals can be worth
    more than one on the grid that is next to it.
    """

    scenario: Scenario
    gaps: dict[str, float | None]
    within: tuple[Fraction, ...]

    def solved(self, name: str, found: Solved) -> Solved:
        """A solution on the refined grid as one on the intervals: with the wider gap, and ties that we may not know."""
        if name not in self.gaps:
            return found
        gap = self.gaps[name]
        wider = None if gap is None or found.gap is None else max(gap, found.gap)
        return replace(found, gap=wider, all_ties=False, method=f"{found.method}, on intervals by HiGHS")


def refine(
    intervals: Intervals, floor: tuple[Fraction, ...], power: Sequence[int], seconds: float = SECONDS
) -> Refined:
    """Solve on the intervals and put what was found on the grid.

    Found are the Nash, Kalai-Smorodinsky and egalitarian solutions (the utilitarian one is at an option anyway), each
    party's ideal and, where there is no agreement zone, the largest coalitions and the openings.
    """
    bargaining = Bargaining(intervals.scenario, floor, seconds, intervals)
    nash, fair = bargaining.nash(power), bargaining.egalitarian()
    deals: list[Places] = []
    solved = {"nash": nash, "kalai_smorodinsky": bargaining.kalai_smorodinsky(deals), "egalitarian": fair}
    if nash.deals and nash.gap is not None:
        solved["nash"] = _rounded(intervals, bargaining, power, nash)
    deals += [deal for each in solved.values() for deal in each.deals]
    worths = [bargaining.programme().worth(deal) for deal in fair.deals]
    if worths and not any(min(gains) >= 0 < max(gains) for gains in worths):
        zone = without_zone(bargaining)
        deals += [each.deal for each in zone.coalitions] + [each.deal for each in zone.openings]
    refined = intervals.refined(deals)
    return Refined(refined, {name: each.gap for name, each in solved.items()}, _within(refined, intervals))


def _within(scenario: Scenario, intervals: Intervals) -> tuple[Fraction, ...]:
    """A number is at most half a step from an option, and on the line between two."""
    return tuple(
        sum((max(abs(a - b) for a, b in pairwise(row[i])) / 2 for i in intervals.ends), Fraction())
        for row in scenario.values
    )


def _rounded(intervals: Intervals, bargaining: Bargaining, power: Sequence[int], nash: Solved) -> Solved:
    """The Nash solution with as few decimals as do it no harm: near its best numbers the product of gains is flat."""
    worth = bargaining.programme().worth
    deal, gap = nash.deals[0], nash.gap or 0.0
    gains = worth(deal)

    def loss(other: Places) -> float:
        pairs = list(zip(power, worth(other), gains, strict=True))
        if any(new < 0 or (new > 0) != (old > 0) for _, new, old in pairs):
            return inf
        return -sum(own * log(new / old) for own, new, old in pairs if old > 0)

    near = intervals.rounded(deal, lambda other: gap + loss(other) <= _NEAR)
    return replace(nash, deals=(near,), gap=max(0.0, gap + loss(near)))
