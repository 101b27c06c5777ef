"""Small tables for the tests, and the solutions worked out the slow way, in fractions, over all outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from detente.contract import Option, Party
from detente.negotiation import Negotiation, TableIssue
from detente.settlement import Utilities

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
    """Every outcome of `utilities` and what it gives; solutions are lists of deals, in lexicographic order."""

    def __init__(self, utilities: Utilities) -> None:
        sizes = [range(len(options)) for options in utilities.options]
        self.deals: list[Deal] = list(product(*sizes))
        self.reservation = [sum(row, Fraction()) for row in utilities.without_deal]
        self.utility = {
            deal: tuple(sum((values[i][o] for i, o in enumerate(deal)), Fraction()) for values in utilities.values)
            for deal in self.deals
        }
        self.gain = {
            deal: tuple(u - r for u, r in zip(row, self.reservation, strict=True)) for deal, row in self.utility.items()
        }
        self.rational = [deal for deal in self.deals if min(self.gain[deal]) >= 0]

    def efficient(self) -> list[Deal]:
        def dominated(row: Row) -> bool:
            return any(
                other != row and all(a >= b for a, b in zip(other, row, strict=True)) for other in self.utility.values()
            )

        return [deal for deal in self.deals if not dominated(self.utility[deal])]

    def nash(self) -> list[Deal]:
        def worth(deal: Deal) -> tuple[int, Fraction]:
            gainers = [g for g in self.gain[deal] if g > 0]
            return len(gainers), Fraction(prod(gainers))

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
