"""Small tables for the tests, and the solutions worked out the slow way, in fractions, over all outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from detente.contract import Option, Party
from detente.negotiation import Negotiation, TableIssue
from detente.settlement import Implication, Scenario

Cells = Sequence[Sequence[Sequence[tuple[int, int]]]]
Deal = tuple[int, ...]
Row = tuple[Fraction, ...]


def table(cells: Cells, status_quo: Sequence[int | None], spoken: Sequence[Sequence[int]] | None = None) -> Negotiation:
    """A negotiation; cells[party][issue][option] = (supports, opposes), options of an issue as many as there are."""
    sizes = [len(issue) for issue in cells[0]]
    shape = (len(cells), len(sizes), max(sizes))
    supports, opposes = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for p, party in enumerate(cells):
        for i, issue in enumerate(party):
            for o, (for_it, against) in enumerate(issue):
                supports[p, i, o], opposes[p, i, o] = for_it, against
    issues = []
    for i, (size, quo) in enumerate(zip(sizes, status_quo, strict=True)):
        options = tuple(Option(id=f"o{o}", label=f"Option {o}") for o in range(size))
        issues.append(TableIssue(f"i{i}", f"Issue {i}", options, None if quo is None else f"o{quo}", "test"))
    return Negotiation(
        parties=tuple(Party(id=f"p{p}", name=f"Party {p}", kind="state") for p in range(len(cells))),
        issues=tuple(issues),
        supports=supports,
        opposes=opposes,
        spoken=(supports + opposes).sum(axis=2) if spoken is None else np.array(spoken),
        basis={},
        sources={},
        statuses=(),
        assumptions=(),
    )


class BruteForce:
    """Every outcome of a scenario and what it gives; solutions are lists of deals, in lexicographic order."""

    def __init__(self, scenario: Scenario) -> None:
        sizes = [range(len(issue.options)) for issue in scenario.issues]
        self.scenario = scenario
        self.deals: list[Deal] = [deal for deal in product(*sizes) if self._allowed(deal)]
        self.utility = {deal: self._worth(deal) for deal in self.deals}
        self.reservation: list[Fraction] = []
        for p, party in enumerate(scenario.parties):
            if party.reservation is not None:
                self.reservation.append(party.reservation)
            elif scenario.status_quo is not None:
                self.reservation.append(self._worth(scenario.status_quo)[p])
            else:
                self.reservation.append(min(row[p] for row in self.utility.values()))
        self.gain = {
            deal: tuple(u - r for u, r in zip(row, self.reservation, strict=True)) for deal, row in self.utility.items()
        }
        self.rational = [deal for deal in self.deals if min(self.gain[deal]) >= 0]

    def _worth(self, deal: Deal) -> Row:
        chosen = {i.id: i.options[o].id for i, o in zip(self.scenario.issues, deal, strict=True)}
        totals = []
        for party, values in zip(self.scenario.parties, self.scenario.values, strict=True):
            total = sum((values[i][o] for i, o in enumerate(deal)), Fraction())
            for each in self.scenario.interactions:
                together = all(chosen[issue] == option for issue, option in (each.first, each.second))
                total += each.value if together and each.party == party.id else 0
            totals.append(total)
        return tuple(totals)

    def _allowed(self, deal: Deal) -> bool:
        chosen = {i.id: i.options[o].id for i, o in zip(self.scenario.issues, deal, strict=True)}

        def holds(named: tuple[str, str]) -> bool:
            return chosen[named[0]] == named[1]

        return all(
            holds(each.then) or not holds(each.option)
            if isinstance(each, Implication)
            else not all(map(holds, each.combination))
            for each in self.scenario.constraints
        )

    def efficient(self) -> list[Deal]:
        def dominated(row: Row) -> bool:
            return any(
                other != row and all(a >= b for a, b in zip(other, row, strict=True)) for other in self.utility.values()
            )

        return [deal for deal in self.deals if not dominated(self.utility[deal])]

    def nash(self, power: Sequence[int] | None = None) -> list[Deal]:
        def worth(deal: Deal) -> tuple[int, Fraction]:
            gainers = [
                (g, w) for g, w in zip(self.gain[deal], power or [1] * len(self.gain[deal]), strict=True) if g > 0
            ]
            return len(gainers), Fraction(prod(g**w for g, w in gainers))

        best = max(map(worth, self.rational), default=None)
        return [deal for deal in self.rational if worth(deal) == best]

    def egalitarian(self) -> list[Deal]:
        best = max(sorted(row) for row in self.gain.values())
        return [deal for deal in self.deals if sorted(self.gain[deal]) == best]

    def kalai_smorodinsky(self) -> list[Deal]:
        if not self.rational:
            return []
        ideal = [max(self.gain[deal][p] for deal in self.rational) for p in range(len(self.reservation))]

        def shares(deal: Deal) -> list[Fraction]:
            return sorted(g / best for g, best in zip(self.gain[deal], ideal, strict=True) if best > 0)

        top = max(map(shares, self.rational))
        return [deal for deal in self.rational if shares(deal) == top]

    def utilitarian(self) -> list[Deal]:
        best = max(sum(row) for row in self.utility.values())
        return [deal for deal in self.deals if sum(self.utility[deal]) == best]

    def has_zone(self) -> bool:
        return any(max(self.gain[deal]) > 0 for deal in self.rational)

    def largest_coalitions(self) -> set[tuple[int, ...]]:
        found = {tuple(p for p, gain in enumerate(row) if gain >= 0) for row in self.gain.values() if max(row) > 0}
        return {members for members in found if len(members) == max(map(len, found))}

    def openings(self) -> dict[int, Fraction]:
        """For each party that alone can open an agreement zone, by how much."""
        found = {}
        for p in range(len(self.reservation)):
            others = [[g for q, g in enumerate(row) if q != p] for row in self.gain.values()]
            fit = [
                -row[p]
                for row, rest in zip(self.gain.values(), others, strict=True)
                if rest and min(rest) >= 0 < max(rest)
            ]
            if fit:
                found[p] = min(fit)
        return found
