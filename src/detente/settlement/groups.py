"""Groups of linked issues: all combinations of their options, some at a time, with constraints and interactions."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.settlement.exact import Integers, Units
from detente.settlement.scenario import Places, Scenario

_CHUNK = 1 << 16


class Group:
    """The combinations of options of some issues (places), numbered from 0 with the last issue running fastest."""

    def __init__(self, scenario: Scenario, units: Units, issues: Places) -> None:
        self.issues = issues
        self._units = units
        self._sizes = [len(scenario.issues[i].options) for i in issues]
        self.size = prod(self._sizes)
        column = {issue: n for n, issue in enumerate(issues)}
        self._nogoods = [[(column[i], o) for i, o in each] for each in scenario.nogoods if min(each)[0] in column]
        self._pairs = [
            ((column[a[0]], a[1]), (column[b[0]], b[1]), both, other)
            for (a, b), (both, other) in units.pairs.items()
            if a[0] in column
        ]

    def choices(self, combination: int) -> dict[int, int]:
        """A combination as option by issue (places)."""
        found = {}
        for issue, size in zip(reversed(self.issues), reversed(self._sizes), strict=True):
            combination, found[issue] = divmod(combination, size)
        return found

    def chunks(self) -> Iterator[tuple[NDArray[np.int64], Integers]]:
        """The allowed combinations, some at a time: their numbers (n,) and what they give (n, columns)."""
        if len(self.issues) == 1 and not self._nogoods:
            yield np.arange(self.size), self._units.tables[self.issues[0]]
            return
        for start in range(0, self.size, _CHUNK):
            numbers = np.arange(start, min(start + _CHUNK, self.size))
            chosen = np.column_stack(np.unravel_index(numbers, self._sizes))
            allowed = np.ones(len(numbers), dtype=bool)
            for nogood in self._nogoods:
                allowed &= ~np.logical_and.reduce([chosen[:, n] == option for n, option in nogood])
            numbers, chosen = numbers[allowed], chosen[allowed]
            total = self._units.tables[self.issues[0]][chosen[:, 0]]
            for n, issue in enumerate(self.issues[1:], 1):
                total = self._units.add(total, self._units.tables[issue][chosen[:, n]])
            for (n, a), (m, b), both, other in self._pairs:
                together = (chosen[:, n] == a) & (chosen[:, m] == b)
                total = self._units.add(total, np.where(together[:, None], both, other))
            yield numbers, total

    def matching(self, point: Integers) -> Iterator[dict[int, int]]:
        """All combinations that give exactly this point."""
        for numbers, total in self.chunks():
            yield from map(self.choices, numbers[(total == point).all(axis=1)].tolist())
