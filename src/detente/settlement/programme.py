"""Deals as a mixed-integer linear programme (HiGHS), for scenarios whose frontier is too large.

One binary variable says for each issue and option whether it is chosen.  Where nothing links an issue to others, only
options that no other one dominates have a variable.  An interaction is a variable between 0 and 1 that is forced to be
the product of its two options (McCormick 1976), a constraint is a row.  Solutions are rounded to a deal and worth what
the exact fractions say; the bound is HiGHS'.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.settlement.intervals import Intervals
from detente.settlement.scenario import Places, Scenario

Floats = NDArray[np.float64]
Row = dict[int, float]
# HiGHS accepts violations of 1e-6 and stops at an absolute gap of 1e-6: rows and objectives are scaled up by this much.
SHARP = 1e5


class NoDealError(Exception):
    """The programme has no solution; `proven` is False if only the time ran out."""

    def __init__(self, proven: bool) -> None:
        super().__init__("no deal" if proven else "no deal within the time")
        self.proven = proven


@dataclass(frozen=True, slots=True)
class Found:
    """A deal that solves a programme; bound: no solution has a greater objective (in the caller's units)."""

    deal: Places
    bound: float
    values: Floats


@dataclass(slots=True, eq=False)
class Programme:
    """The choices of a scenario as variables, and rows over them; more of both can be added.

    floor: what each party has without a deal; unit: the greatest range of utilities of any party, the unit of gains in
    the rows, so that their size is about 1.  every: dominated options have a variable, too.  intervals: real issues
    whose deals may have any number between their options.
    """

    scenario: Scenario
    floor: tuple[Fraction, ...]
    deadline: float
    every: bool = False
    intervals: Intervals | None = None
    unit: Fraction = Fraction(1)
    gains: list[tuple[Row, float]] = field(default_factory=list)
    same: list[dict[int, tuple[int, ...]]] = field(default_factory=list)
    _column: dict[tuple[int, int], int] = field(default_factory=dict)
    _upper: list[float] = field(default_factory=list)
    _lower: list[float] = field(default_factory=list)
    _whole: list[int] = field(default_factory=list)
    _rows: list[tuple[Row, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        scenario = self.scenario
        linked = {issue for group in scenario.components if len(group) > 1 for issue in group}
        linked |= {issue for nogood in scenario.nogoods for issue, _ in nogood}
        ranges = (sum((max(i) - min(i) for i in row), Fraction()) for row in scenario.values)
        added = (max(map(abs, row)) for row in scenario.pairs.values())
        self.unit = max(max(ranges), max(added, default=Fraction())) or Fraction(1)
        for i, issue in enumerate(scenario.issues):
            if i in self.ends:
                self._interval(i)
                continue
            columns = list(zip(*(row[i] for row in scenario.values), strict=True))
            same = _each(len(issue.options)) if self.every or i in linked else _undominated(columns)
            self.same.append(same)
            for o in same:
                self._column[i, o] = self.variable(0, 1, whole=True)
            self.row({self._column[i, o]: 1.0 for o in same}, 1, 1)
        for nogood in scenario.nogoods:
            self.row({self._column[choice]: 1.0 for choice in nogood}, -np.inf, len(nogood) - 1)
        products = {}
        for first, second in scenario.pairs:
            a, b, both = self._column[first], self._column[second], self.variable(0, 1)
            self.row({both: 1.0, a: -1.0}, -np.inf, 0)
            self.row({both: 1.0, b: -1.0}, -np.inf, 0)
            self.row({both: 1.0, a: -1.0, b: -1.0}, -1, np.inf)
            products[first, second] = both
        for p, values in enumerate(scenario.values):
            row = {column: float(values[i][o] / self.unit) for (i, o), column in self._column.items()}
            row |= {products[key]: float(add[p] / self.unit) for key, add in scenario.pairs.items() if add[p]}
            self.gains.append((row, float(-self.floor[p] / self.unit)))

    @property
    def ends(self) -> dict[int, Places]:
        """The issues with deals between their options (see `Intervals.ends`); empty: every issue is a grid."""
        return {} if self.intervals is None else self.intervals.ends

    def _interval(self, i: int) -> None:
        """Weights of an interval's ends, of which only two neighbours may be above 0."""
        ends = self.ends[i]
        self.same.append({o: (o,) for o in ends})
        for o in ends:
            self._column[i, o] = self.variable(0, 1)
        self.row({self._column[i, o]: 1.0 for o in ends}, 1, 1)
        if len(ends) == 2:
            return
        stretches = [self.variable(0, 1, whole=True) for _ in ends[1:]]
        self.row(dict.fromkeys(stretches, 1.0), 1, 1)
        for k, o in enumerate(ends):
            near = stretches[max(k - 1, 0) : k + 1]
            self.row({self._column[i, o]: 1.0} | dict.fromkeys(near, -1.0), -np.inf, 0)

    def column(self, issue: int, option: int) -> int:
        """The variable that says whether an option is chosen (of those in `same`)."""
        return self._column[issue, option]

    def variable(self, lower: float, upper: float, *, whole: bool = False) -> int:
        """Add a variable and say which column it is."""
        self._lower.append(lower)
        self._upper.append(upper)
        self._whole.append(int(whole))
        return len(self._upper) - 1

    def row(self, row: Row, lower: float, upper: float) -> None:
        """Add a row: lower <= sum of coefficient times variable <= upper."""
        self._rows.append((row, lower, upper))

    def gain(self, party: int, scale: float = SHARP) -> tuple[Row, float]:
        """A party's gain in units of `unit`, times `scale`: its row and the constant that belongs to it."""
        row, constant = self.gains[party]
        return {column: scale * value for column, value in row.items()}, scale * constant

    def bound(self, party: int) -> float:
        """More than the party can gain or lose at any deal, in units of `unit`."""
        row, constant = self.gains[party]
        size = sum(max(abs(row[self._column[i, o]]) for o in same) for i, same in enumerate(self.same))
        chosen = set(self._column.values())
        return 1.0 + abs(constant) + size + sum(abs(value) for column, value in row.items() if column not in chosen)

    def at_least(self, party: int, least: float) -> None:
        """Add a row: the party gains at least so much (in units of `unit`)."""
        row, constant = self.gain(party)
        self.row(row, SHARP * least - constant, np.inf)

    def exclude(self, deal: Places) -> None:
        """Add a row that leaves out a deal, and those that differ from it only in options of equal worth to all.

        Raises ValueError where there are intervals: next to each of their deals there are others as good as it.
        """
        if self.ends:
            raise ValueError("a deal on an interval cannot be left out")
        self.row({self._column[i, self._stands(i, o)]: 1.0 for i, o in enumerate(deal)}, -np.inf, len(deal) - 1)

    def mark(self) -> tuple[int, int]:
        """The present size, to which `back` goes back."""
        return len(self._rows), len(self._upper)

    def back(self, mark: tuple[int, int]) -> None:
        """Take out the rows and variables that were added since `mark`."""
        del self._rows[mark[0] :]
        for each in (self._lower, self._upper, self._whole):
            del each[mark[1] :]

    def maximise(self, objective: Row) -> Found:
        """Find the deal with the greatest objective.  Raises NoDealError if there is none, or none in time."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise NoDealError(proven=False)
        size = len(self._upper)
        cost = np.zeros(size)
        for column, value in objective.items():
            cost[column] = -value
        entries = [(n, column, value) for n, (row, _, _) in enumerate(self._rows) for column, value in row.items()]
        places, columns, values = zip(*entries, strict=True)
        # Takes long to import, and most tables are small enough to do without.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        matrix = csr_array((values, (places, columns)), shape=(len(self._rows), size))
        limits = np.array([bounds for _, *bounds in self._rows])
        # HiGHS' presolve calls some small programmes infeasible that are not, so nothing is
        # taken as proven that only presolve says.
        for presolve in (True, False):
            with _quiet():
                result = milp(
                    cost,
                    constraints=[LinearConstraint(matrix, limits[:, 0], limits[:, 1])],
                    bounds=Bounds(np.array(self._lower), np.array(self._upper)),
                    integrality=np.array(self._whole),
                    options={"mip_rel_gap": 0, "time_limit": left, "presolve": presolve},
                )
            left = self.deadline - time.monotonic()
            if result.x is not None or left <= 0:
                break
        if result.x is None:
            raise NoDealError(proven=result.status == 2 and not presolve)
        bound = -result.fun if result.mip_dual_bound is None else -result.mip_dual_bound
        return Found(self._deal(result.x), float(bound), result.x)

    def worth(self, deal: Places) -> tuple[Fraction, ...]:
        """The exact gains of a deal, in the scenario's units."""
        rows = zip((self.intervals or self.scenario).utilities(deal), self.floor, strict=True)
        return tuple(utility - floor for utility, floor in rows)

    def alike(self, deal: Places) -> int:
        """How many deals differ from this one at most in options of equal worth to all."""
        return prod(map(len, self._alike(deal)))

    def spread(self, deal: Places) -> Iterator[Places]:
        """All deals that differ from this one at most in options of equal worth to all."""
        return product(*self._alike(deal))

    def _alike(self, deal: Places) -> list[Places]:
        return [(o,) if i in self.ends else self.same[i][self._stands(i, o)] for i, o in enumerate(deal)]

    def _stands(self, issue: int, option: int) -> int:
        return next(key for key, options in self.same[issue].items() if option in options)

    def _deal(self, values: Floats) -> Places:
        weights = [[max(float(values[self._column[i, o]]), 0.0) for o in same] for i, same in enumerate(self.same)]
        return tuple(
            self.intervals.place(i, row) if self.intervals and i in self.ends else list(same)[row.index(max(row))]
            for i, (same, row) in enumerate(zip(self.same, weights, strict=True))
        )


def _each(options: int) -> dict[int, tuple[int, ...]]:
    return {option: (option,) for option in range(options)}


def _undominated(columns: Sequence[tuple[Fraction, ...]]) -> dict[int, tuple[int, ...]]:
    """The options that no other one dominates, those of equal worth to all together under the first of them."""
    found: dict[tuple[Fraction, ...], list[int]] = {}
    for option, column in enumerate(columns):
        found.setdefault(column, []).append(option)
    best = [
        column
        for column in found
        if not any(other != column and all(a >= b for a, b in zip(other, column, strict=True)) for other in found)
    ]
    return {found[column][0]: tuple(found[column]) for column in best}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what HiGHS writes past its own settings out of the standard output, where JSON may be expected."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except (OSError, ValueError, AttributeError):
        yield
        return
    try:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        with contextlib.suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).fflush(None)  # what the C library holds back would come after we are done
        os.dup2(kept, 1)
        os.close(kept)
