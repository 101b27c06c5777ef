"""What can be offered, with what it is worth to each party, as floats: procedures need speed, not exactness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.settlement.frontier import Frontier
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Places, Scenario

Floats = NDArray[np.float64]
MOST = 200_000


@dataclass(frozen=True, eq=False)
class Outcomes:
    """N outcomes: deals (N, issues; places) and what each is worth to each of P parties (N, P)."""

    deals: NDArray[np.int32]
    worth: Floats

    def deal(self, n: int) -> Places:
        """Outcome n as places."""
        return tuple(map(int, self.deals[n]))


def outcomes(scenario: Scenario, frontier: Frontier | None = None) -> Outcomes:
    """All outcomes where there are at most MOST (200,000), else one deal of each point of the frontier.

    Raises ScenarioError where there are more and no frontier is given.
    """
    if scenario.combinations > MOST:
        if frontier is None:
            raise ScenarioError(f"more than {MOST} outcomes, and no frontier to choose offers from", scenario.source)
        points = range(len(frontier))
        deals = np.array([frontier.deal(n) for n in points], dtype=np.int32)
        return Outcomes(deals, np.array([[float(u) for u in frontier.utilities(n)] for n in points]))
    sizes = [len(issue.options) for issue in scenario.issues]
    deals = np.indices(sizes, dtype=np.int32).reshape(len(sizes), -1).T
    for nogood in scenario.nogoods:
        deals = deals[~np.all([deals[:, i] == o for i, o in nogood], axis=0)]
    worth = np.zeros((len(deals), len(scenario.parties)))
    for p, row in enumerate(scenario.values):
        for i, values in enumerate(row):
            worth[:, p] += np.array([float(value) for value in values])[deals[:, i]]
    for ((i, a), (j, b)), added in scenario.pairs.items():
        worth[(deals[:, i] == a) & (deals[:, j] == b)] += [float(value) for value in added]
    return Outcomes(deals, worth)
