"""How many outcomes give no party less than it has without a deal: exactly where that can be counted."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.settlement.chances import Chance
from detente.settlement.exact import Integers, Units
from detente.settlement.groups import Group
from detente.settlement.scenario import Scenario

COUNTED = 3 * 10**8
SAMPLE = 20_000
_HALF = 1 << 20
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Share:
    """count: how many outcomes (None: too many to count); share: of all, then estimated from SAMPLE random ones."""

    count: int | None
    share: Chance | None


def count_rational(scenario: Scenario, units: Units, floor: list[int]) -> Share:
    """Count the outcomes at which every party has at least `floor` (whole numbers of `units`).

    All combinations of one half of the issues are set against all of the other half, up to COUNTED (3 * 10^8) pairs.
    Beyond that the share is that of random outcomes (always the same ones), None if constraints leave too few of them.
    """
    groups = sorted((Group(scenario, units, each) for each in scenario.components), key=lambda group: -group.size)
    halves: list[list[Group]] = [[], []]
    for group in groups:
        halves[prod(g.size for g in halves[0]) > prod(g.size for g in halves[1])].append(group)
    sizes = [prod(group.size for group in half) for half in halves]
    if prod(sizes) > COUNTED or max(sizes) > _HALF:
        return Share(None, _estimate(scenario, floor, units))
    left, right = (_all(units, half) for half in halves)
    count = _count(units, left, right, floor)
    return Share(count, Chance(count / scenario.outcomes, 0.0))


def _all(units: Units, groups: list[Group]) -> Integers:
    total = np.zeros((1, units.parties * units.words), dtype=np.int64)
    for group in groups:
        rows = np.concatenate([points for _, points in group.chunks()])
        total = units.add(total[:, None, :], rows[None, :, :]).reshape(-1, total.shape[1])
    return total


def _count(units: Units, left: Integers, right: Integers, floor: list[int]) -> int:
    needed, place = [], []
    for p, least in enumerate(floor):
        own, other = ([row[p] for row in units.unpack(half)] for half in (left, right))
        ordered = sorted(set(other))
        ranks = {n: rank for rank, n in enumerate(ordered)}
        needed.append(np.array([bisect_left(ordered, least - n) for n in own], dtype=np.int32))
        place.append(np.array([ranks[n] for n in other], dtype=np.int32))
    count, step = 0, max(1, _CHUNK // max(1, len(right)))
    for start in range(0, len(left), step):
        fine: NDArray[np.bool_] = np.ones((len(left[start : start + step]), len(right)), dtype=bool)
        for rank, least_rank in zip(place, needed, strict=True):
            fine &= rank[None, :] >= least_rank[start : start + step, None]
        count += int(np.count_nonzero(fine))
    return count


def _estimate(scenario: Scenario, floor: list[int], units: Units) -> Chance | None:
    rng = np.random.default_rng(0)
    deals = rng.integers(0, [len(issue.options) for issue in scenario.issues], (SAMPLE, len(scenario.issues)))
    allowed = [deal for deal in map(tuple, deals.tolist()) if scenario.allowed(deal)]
    if len(allowed) < SAMPLE // 100:
        return None
    least = [base + Fraction(n, scale) for base, n, scale in zip(units.base, floor, units.scale, strict=True)]
    fine = [all(own >= low for own, low in zip(scenario.utilities(deal), least, strict=True)) for deal in allowed]
    share = sum(fine) / len(fine)
    return Chance(share, float(np.sqrt(share * (1 - share) / len(fine))))
