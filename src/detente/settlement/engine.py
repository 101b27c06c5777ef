"""The analysis of a scenario: its frontier or as much of it as is certain, the solutions, and the agreement zone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice

from detente.settlement import choosing
from detente.settlement.bargaining import LISTED, SECONDS, Bargaining, Solved
from detente.settlement.counting import Share, count_rational
from detente.settlement.exact import Units, units
from detente.settlement.frontier import Frontier, find_frontier
from detente.settlement.gains import Gains
from detente.settlement.groups import Group
from detente.settlement.intervals import Intervals
from detente.settlement.merging import Guard, Merger, StoppedError
from detente.settlement.numbers import Number
from detente.settlement.opening import Zone, zone_by_programme, zone_from_frontier
from detente.settlement.programme import NoDealError, Programme
from detente.settlement.refining import refine
from detente.settlement.scenario import Places, Scenario
from detente.settlement.supported import supported

NAMES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
_METHODS = {
    "nash": "product of gains",
    "kalai_smorodinsky": "leximin of shares of the ideal gain",
    "egalitarian": "leximin of gains",
    "utilitarian": "sum of utilities",
}


@dataclass(frozen=True, slots=True)
class Efficient:
    """A point of the Pareto frontier: exact utilities, one of its deals, and how many there are (None: not known)."""

    utilities: tuple[Fraction, ...]
    deal: Places
    ties: int | None
    rational: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found about a scenario.

    scenario: with the numbers that were found on its intervals as options.  points: its frontier, exact where `exact`;
    else only efficient deals that were found.  rational_only: the points are those at which nobody has less than
    without a deal.  stopped: why there is no whole frontier.  floor: what each
    party's gains are counted from.  certified: for each solution whether it was chosen from an exact frontier.
    share: of the outcomes of the grid as it was.  efficient: how many points give nobody less than without a deal.
    within: no number between the options of real issues is worth more to each party than some outcome of the grid, and
    so much; 0 where there is no such issue.
    """

    scenario: Scenario
    points: tuple[Efficient, ...]
    exact: bool
    rational_only: bool
    stopped: str | None
    floor: tuple[Fraction, ...]
    solutions: dict[str, Solved]
    certified: dict[str, bool]
    share: Share
    zone: Zone
    efficient: int
    within: tuple[Fraction, ...] = ()


def analyse(
    scenario: Scenario,
    *,
    weights: Sequence[Number] | None = None,
    guard: Guard | None = None,
    seconds: float = SECONDS,
    points: bool = True,
) -> Analysis:
    """Find the frontier and choose the solutions from it; where it is too large, the solutions by programmes.

    guard: how much the frontier may take (default: 10 s, 100,000 points); if that does not do, the frontier is tried
    once more without what is not individually rational.  weights: one bargaining weight for each party, for Nash.
    seconds: for each programme.  points: whether to list the frontier's points, which takes longer than to find them.
    Raises ScenarioError for weights that are none.
    """
    power = choosing.powers(weights, len(scenario.parties))
    scale = units(scenario)
    if not (intervals := Intervals(scenario)).ends:
        return _on_grid(scenario, scale, power, guard or Guard(), seconds, points)
    floor = floors(scenario, scale, seconds)
    refined = refine(intervals, floor, power, seconds)
    found = _on_grid(refined.scenario, units(refined.scenario), power, guard or Guard(), seconds, points)
    return replace(
        found,
        solutions={name: refined.solved(name, solved) for name, solved in found.solutions.items()},
        certified={name: done and name not in refined.gaps for name, done in found.certified.items()},
        share=count_rational(scenario, scale, _whole(scale, floor)),
        within=refined.within,
    )


def _on_grid(
    scenario: Scenario, scale: Units, power: list[int], limits: Guard, seconds: float, points: bool
) -> Analysis:
    frontier, stopped = None, None
    for rational_only in (False, True):
        if rational_only and not any(scale.reservation(scenario)):  # no reservation value that leaves anything out
            continue
        try:
            frontier = find_frontier(
                scenario, rational_only=rational_only, guard=Guard(limits.seconds, limits.points, limits.group)
            )
            break
        except StoppedError as why:
            stopped = stopped or str(why)
    if frontier is not None and (not frontier.rational_only or len(frontier)):
        return _from_frontier(frontier, power, stopped, seconds, points)
    return _by_programmes(scenario, scale, power, stopped, seconds)


def _from_frontier(frontier: Frontier, power: list[int], stopped: str | None, seconds: float, points: bool) -> Analysis:
    scenario, gains = frontier.scenario, Gains(frontier)
    rows = zip(frontier.units.base, gains.floor, frontier.units.scale, strict=True)
    floor = tuple(base + Fraction(n, scale) for base, n, scale in rows)
    choose: dict[str, Callable[[], list[int]]] = {
        "nash": lambda: choosing.nash(gains, power),
        "kalai_smorodinsky": lambda: choosing.kalai_smorodinsky(gains),
        "egalitarian": lambda: choosing.egalitarian(gains),
        "utilitarian": lambda: choosing.utilitarian(gains),
    }
    solutions = {name: _chosen(frontier, find(), _METHODS[name]) for name, find in choose.items()}
    if frontier.rational_only:
        solutions["utilitarian"] = Bargaining(scenario, floor, seconds).utilitarian()
    rational = gains.rational.tolist()
    return Analysis(
        scenario=scenario,
        points=tuple(
            Efficient(frontier.utilities(n), frontier.deal(n), frontier.ties(n), rational[n])
            for n in (range(len(frontier)) if points else ())
        ),
        exact=True,
        rational_only=frontier.rational_only,
        stopped=stopped,
        floor=floor,
        solutions=solutions,
        certified={name: name != "utilitarian" or not frontier.rational_only or _unlinked(scenario) for name in NAMES},
        share=count_rational(scenario, frontier.units, gains.floor),
        zone=zone_from_frontier(gains),
        efficient=sum(rational),
    )


def _chosen(frontier: Frontier, points: list[int], method: str) -> Solved:
    deals = tuple(islice(chain.from_iterable(map(frontier.deals, points)), LISTED))
    return Solved(deals, sum(map(frontier.ties, points)), 0.0 if points else None, True, method)


def _by_programmes(scenario: Scenario, scale: Units, power: list[int], stopped: str | None, seconds: float) -> Analysis:
    floor = floors(scenario, scale, seconds)
    bargaining = Bargaining(scenario, floor, seconds)
    solutions = {
        "nash": bargaining.nash(power),
        "kalai_smorodinsky": bargaining.kalai_smorodinsky(),
        "egalitarian": bargaining.egalitarian(),
        "utilitarian": bargaining.utilitarian(),
    }
    proven = [solved.deals[0] for solved in solutions.values() if solved.deals and solved.gap == 0]
    worths = {scenario.utilities(deal): deal for deal in [*supported(bargaining), *proven]}
    points = [
        Efficient(worth, deal, None, all(u >= low for u, low in zip(worth, floor, strict=True)))
        for worth, deal in sorted(worths.items(), reverse=True)
        if not any(o != worth and all(a >= b for a, b in zip(o, worth, strict=True)) for o in worths)
    ]
    return Analysis(
        scenario=scenario,
        points=tuple(points),
        exact=False,
        rational_only=False,
        stopped=stopped,
        floor=floor,
        solutions=solutions,
        certified={name: name == "utilitarian" and _unlinked(scenario) for name in NAMES},
        share=count_rational(scenario, scale, _whole(scale, floor)),
        zone=zone_by_programme(bargaining),
        efficient=sum(point.rational for point in points),
    )


def _whole(scale: Units, floor: Sequence[Fraction]) -> list[int]:
    return [int((low - base) * one) for low, base, one in zip(floor, scale.base, scale.scale, strict=True)]


def _unlinked(scenario: Scenario) -> bool:
    return not scenario.nogoods and not scenario.pairs


def floors(scenario: Scenario, scale: Units, seconds: float = SECONDS) -> tuple[Fraction, ...]:
    """What each party's gains are counted from: its reservation value, or its worst outcome where there is none.

    The worst outcome is exact; where linked issues are too many to go through, it is the best bound that is known.
    """
    if all(own is not None for own in scenario.reservation):
        return tuple(own for own in scenario.reservation if own is not None)
    try:
        merger = Merger(scale, Guard(seconds=seconds))
        nodes = [merger.of_group(Group(scenario, scale, issues)) for issues in scenario.components]
        lowest = [sum(column) for column in zip(*(node.lowest for node in nodes), strict=True)]
        worst = [base + Fraction(n, one) for base, n, one in zip(scale.base, lowest, scale.scale, strict=True)]
    except StoppedError:
        worst = [_worst(scenario, scale, p, seconds) for p in range(len(scenario.parties))]
    return tuple(low if own is None else own for own, low in zip(scenario.reservation, worst, strict=True))


def _worst(scenario: Scenario, scale: Units, party: int, seconds: float) -> Fraction:
    programme = Programme(scenario, (Fraction(),) * len(scenario.parties), time.monotonic() + seconds, every=True)
    row, _ = programme.gain(party)
    try:
        return programme.worth(programme.maximise({column: -value for column, value in row.items()}).deal)[party]
    except NoDealError:
        return scale.base[party]
