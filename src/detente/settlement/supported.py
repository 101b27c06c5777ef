"""Some efficient deals where the whole frontier is out of reach: those that maximise a weighted sum of utilities.

With positive weights no other deal can dominate such a deal (Geoffrion 1968).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from detente.settlement.bargaining import Bargaining
from detente.settlement.programme import NoDealError, Row
from detente.settlement.scenario import Places, Scenario

SUMS = 100
_BY_PROGRAMME = 12
_FINE = 1000


def supported(bargaining: Bargaining) -> list[Places]:
    """Efficient deals, each once: exact where nothing links the issues, else by a few programmes within HiGHS' gap."""
    scenario = bargaining.scenario
    linked = scenario.nogoods or scenario.pairs
    found = _by_programme(bargaining) if linked else _issue_by_issue(scenario)
    return list(dict.fromkeys(found))


def _weights(scenario: Scenario, sums: int) -> Iterator[list[Fraction]]:
    """Positive weights, the same ones at every call, each divided by the party's range of utilities."""
    ranges = [sum((max(i) - min(i) for i in row), Fraction()) or Fraction(1) for row in scenario.values]
    rng = np.random.default_rng(0)
    for row in rng.dirichlet(np.ones(len(ranges)), sums).tolist():
        yield [Fraction(1 + round(_FINE * share)) / span for share, span in zip(row, ranges, strict=True)]


def _issue_by_issue(scenario: Scenario) -> Iterator[Places]:
    columns = [list(zip(*(row[i] for row in scenario.values), strict=True)) for i in range(len(scenario.issues))]
    for weights in _weights(scenario, SUMS):
        yield tuple(
            max(range(len(options)), key=lambda o: sum(w * v for w, v in zip(weights, options[o], strict=True)))
            for options in columns
        )


def _by_programme(bargaining: Bargaining) -> Iterator[Places]:
    programme = bargaining.programme()
    for weights in _weights(bargaining.scenario, _BY_PROGRAMME):
        objective: Row = {}
        for p, weight in enumerate(weights):
            for column, value in programme.gain(p)[0].items():
                objective[column] = objective.get(column, 0.0) + value * float(weight * programme.unit)
        try:
            yield programme.maximise(objective).deal
        except NoDealError:
            return
