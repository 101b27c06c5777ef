"""Settle: from the negotiation to the deals that are possible, and the chance that all accept them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.negotiation import Negotiation
from detente.negotiation.model import Draws, Floats
from detente.settlement.building import from_negotiation
from detente.settlement.chances import ALL, Chance, accepted, chance_of, zone_exists
from detente.settlement.drawing import Verdict, verdicts
from detente.settlement.engine import NAMES, Analysis, analyse
from detente.settlement.merging import Guard
from detente.settlement.model import Coalition, Opening, Point, Rational, Settlement, Solution
from detente.settlement.numbers import Number
from detente.settlement.scenario import Places, Scenario

# So many deals of a solution are looked at in every draw.
JUDGED = 8


def settle(
    subject: Negotiation | Scenario,
    *,
    draws: int = 1000,
    seed: int = 0,
    weights: Sequence[Number] | None = None,
    guard: Guard | None = None,
    judge: bool = True,
    points: bool = True,
) -> Settlement:
    """Find the frontier, the rational outcomes and the four solutions at expected utilities, and their chances.

    A scenario has no distributions to draw from, so it has no chances.  weights: one bargaining weight for each party,
    for the Nash solution.  guard: what the frontier may take (default: 10 s, 100,000 points); beyond it the solutions
    come from mixed-integer programmes, and the frontier is a part that is certain.  judge: whether to solve every draw
    anew for the chances of a deal to be efficient, and to be the solution; that takes longest.  points: whether to list
    the points of the frontier; without them `frontier` is empty, and all else is the same.

    Raises ValueError if fewer than two parties or no issue are on the table, or if `draws` is below 1.
    """
    if len(subject.parties) < 2 or not subject.issues:
        raise ValueError(
            f"nothing to settle: {len(subject.parties)} parties and {len(subject.issues)} issues on the table, "
            "at least two parties with statements on one issue are needed"
        )
    sample = subject.draw(draws, seed) if isinstance(subject, Negotiation) else None
    scenario = from_negotiation(subject) if isinstance(subject, Negotiation) else subject
    analysis = analyse(scenario, weights=weights, guard=guard, points=points)
    grid, scenario = scenario, analysis.scenario
    view = _View(analysis, sample, judge)
    zone = None if view.gains is None else chance_of(zone_exists(view.gains, view.counts))
    known = any(own is not None for own in scenario.reservation)
    solutions = {name: view.solution(name) for name in NAMES}
    ids = [party.id for party in scenario.parties]
    return Settlement(
        parties=tuple(ids),
        issues=tuple(issue.id for issue in scenario.issues),
        party_names={party.id: party.label for party in scenario.parties},
        issue_labels={issue.id: issue.label for issue in scenario.issues},
        outcomes=grid.outcomes,
        exact=analysis.exact,
        rational_only=analysis.rational_only,
        stopped=analysis.stopped,
        frontier=tuple(
            Point(tuple(map(float, point.utilities)), scenario.named(point.deal), point.ties, point.rational)
            for point in analysis.points
        ),
        rational=Rational(
            outcomes=analysis.share.count,
            share=analysis.share.share,
            efficient=analysis.efficient,
            reservation=tuple(None if r is None else float(r) for r in scenario.reservation) if known else None,
            zone=zone,
            zone_exact=scenario.combinations <= ALL,
        ),
        nash=solutions["nash"],
        kalai_smorodinsky=solutions["kalai_smorodinsky"],
        egalitarian=solutions["egalitarian"],
        utilitarian=solutions["utilitarian"],
        zone_exists=analysis.zone.exists,
        coalitions=tuple(
            Coalition(tuple(ids[p] for p in each.parties), scenario.named(each.deal))
            for each in analysis.zone.coalitions
        ),
        openings=tuple(
            Opening(ids[each.party], float(each.amount), scenario.named(each.deal)) for each in analysis.zone.openings
        ),
        assumptions=scenario.assumptions,
        draws=draws if sample is not None else 0,
        seed=seed,
        within=tuple(map(float, analysis.within)),
    )


@dataclass(slots=True)
class _View:
    """What it takes to show a solution: its deals by name, and what the draws say of them."""

    analysis: Analysis
    sample: Draws | None
    judge: bool
    gains: Floats | None = None
    counts: list[int] = field(default_factory=list)
    verdicts: dict[Places, Verdict] = field(default_factory=dict)
    chances: dict[Places, Chance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = [len(issue.options) for issue in self.analysis.scenario.issues]
        if self.sample is not None:
            self.gains = self.sample.gains
            judged = (deal for name in NAMES for deal in self._deals(name)[:JUDGED])
            if self.judge:
                self.verdicts = verdicts(self.sample, self.counts, list(dict.fromkeys(judged)))

    def _deals(self, name: str) -> list[Places]:
        """The deals of a solution in the order of the options, the status quo always among them if it is one."""
        solved, quo = self.analysis.solutions[name], self.analysis.scenario.status_quo
        deals = sorted(solved.deals)
        if quo is not None and deals and quo not in deals and len(deals) < solved.ties:
            worth = self.analysis.scenario.utilities
            if self.analysis.scenario.allowed(quo) and worth(quo) in set(map(worth, deals)):
                deals = [quo, *deals[:-1]]
        return deals

    def solution(self, name: str) -> Solution:
        scenario, floor, solved = self.analysis.scenario, self.analysis.floor, self.analysis.solutions[name]
        deals = self._deals(name)
        worths = [scenario.utilities(deal) for deal in deals]
        gains = [[u - low for u, low in zip(worth, floor, strict=True)] for worth in worths]
        judged = [self.verdicts[deal] for deal in deals[:JUDGED] if deal in self.verdicts]
        return Solution(
            name=name,
            method=solved.method,
            deals=tuple(map(scenario.named, deals)),
            utilities=tuple(tuple(map(float, worth)) for worth in worths),
            ties=solved.ties,
            gap=solved.gap,
            exact=self.analysis.certified[name],
            rational=bool(gains) and all(min(row) >= 0 for row in gains),
            gainers=min((sum(gain > 0 for gain in row) for row in gains), default=0),
            all_ties=solved.all_ties,
            status_quo=tuple(deal == scenario.status_quo for deal in deals),
            chances=() if self.gains is None else tuple(self._chance(deal) for deal in deals),
            efficient=tuple(verdict.efficient for verdict in judged),
            chosen=tuple(verdict.chosen[name] for verdict in judged),
        )

    def _chance(self, deal: Places) -> Chance:
        if deal not in self.chances:
            assert self.gains is not None
            self.chances[deal] = chance_of(accepted(self.gains, deal))
        return self.chances[deal]
