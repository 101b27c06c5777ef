"""Utilities as whole numbers of any size in numpy arrays, so that every comparison is exact.

A party's utility is base + n / scale with a whole n >= 0.  Points are arrays (points, parties * words) of int64: each n
takes `words` columns of 60 bits, most significant first (one column where 62 bits are enough).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from detente.settlement.scenario import Scenario

Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]
_BITS = 60
_MASK = (1 << _BITS) - 1
_ONE_WORD = 1 << 62
_FLOAT_EXACT = 1 << 53


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """How the utilities of a scenario become whole numbers.

    tables[i] (options, columns): what each option of issue i adds; pairs: for each interaction what it adds where both
    options are chosen and where not; base and scale by party; largest: bound of any total.
    """

    base: tuple[Fraction, ...]
    scale: tuple[int, ...]
    words: int
    largest: int
    tables: tuple[Integers, ...]
    pairs: dict[tuple[tuple[int, int], tuple[int, int]], tuple[Integers, Integers]]

    @property
    def parties(self) -> int:
        """The number of parties."""
        return len(self.scale)

    def reservation(self, scenario: Scenario) -> list[int]:
        """The least whole number that each party accepts; 0, which every deal gives, where no reservation is known."""
        rows = zip(scenario.reservation, self.base, self.scale, strict=True)
        return [0 if own is None else max(0, int((own - base) * scale)) for own, base, scale in rows]

    def pack(self, rows: Sequence[Sequence[int]]) -> Integers:
        """Rows of whole numbers, one a party, as points."""
        if self.words == 1:
            return np.array(rows, dtype=np.int64).reshape(len(rows), self.parties)
        shifts = [_BITS * word for word in reversed(range(self.words))]
        return np.array([[(n >> s) & _MASK for n in row for s in shifts] for row in rows], dtype=np.int64)

    def unpack(self, points: Integers) -> list[list[int]]:
        """Points as rows of whole numbers."""
        rows: list[list[int]] = points.tolist()
        if self.words == 1:
            return rows
        unpacked = []
        for row in rows:
            whole = []
            for start in range(0, len(row), self.words):
                n = 0
                for word in row[start : start + self.words]:
                    n = (n << _BITS) + word
                whole.append(n)
            unpacked.append(whole)
        return unpacked

    def add(self, left: Integers, right: Integers) -> Integers:
        """Sums of points; shapes broadcast."""
        return self._carry(left + right)

    def subtract(self, left: Integers, right: Integers) -> Integers:
        """Differences of points; meaningful where no party's becomes negative."""
        return self._carry(left - right)

    def _carry(self, points: Integers) -> Integers:
        for column in range(points.shape[-1] - 1, -1, -1) if self.words > 1 else ():
            if column % self.words:
                points[..., column - 1] += points[..., column] >> _BITS
                points[..., column] &= _MASK
        return points

    def above(self, points: Integers, least: Sequence[int], *, strictly: bool = False) -> Bools:
        """For each point and party whether the whole number is at least `least` (or above it), (points, parties)."""
        found = np.empty((len(points), self.parties), dtype=bool)
        bound = self.pack([[min(max(n, 0), self.largest + 1) for n in least]])[0]
        for p, n in enumerate(least):
            if n < 0:
                found[:, p] = True
                continue
            columns = range(p * self.words, (p + 1) * self.words)
            equal = np.ones(len(points), dtype=bool)
            found[:, p] = False
            for column in columns:
                found[:, p] |= equal & (points[:, column] > bound[column])
                equal &= points[:, column] == bound[column]
            if not strictly:
                found[:, p] |= equal
        return found

    def extreme(self, points: Integers, *, greatest: bool) -> list[int]:
        """The greatest (or least) whole number of each party among points; 0 if there are none."""
        if not len(points):
            return [0] * self.parties
        found = []
        for p in range(self.parties):
            rows, n = points, 0
            for column in range(p * self.words, (p + 1) * self.words):
                word = rows[:, column].max() if greatest else rows[:, column].min()
                rows, n = rows[rows[:, column] == word], (n << _BITS) + int(word)
            found.append(n)
        return found

    def undominated(self, points: Integers) -> NDArray[np.intp]:
        """Places of the points that no other dominates; equal points all stay.

        Whole numbers beyond a float's 53 bits are compared by their ranks.
        """
        if len(points) < 2:
            return np.arange(len(points))
        if self.words > 1 or self.largest > _FLOAT_EXACT:
            keys = np.column_stack([self._rank(points, p) for p in range(self.parties)]).astype(np.float64)
        else:
            keys = points.astype(np.float64)
        import moocore  # takes long to import

        return np.flatnonzero(moocore.is_nondominated(keys, maximise=True, keep_weakly=True))

    def _rank(self, points: Integers, party: int) -> Integers:
        if self.words == 1:
            return np.asarray(np.unique(points[:, party], return_inverse=True)[1])
        columns = points[:, party * self.words : (party + 1) * self.words]
        order = np.lexsort(columns.T[::-1])
        ranks = np.empty(len(points), dtype=np.int64)
        ranks[order] = np.cumsum(np.append(False, (np.diff(columns[order], axis=0) != 0).any(axis=1)))
        return ranks


def units(scenario: Scenario) -> Units:
    """Scales on which all values, interactions and reservation values are whole, and how many words they take."""
    bases, scales, columns, spans, extra = [], [], [], [], []
    for p, rows in enumerate(scenario.values):
        added = [row[p] for row in scenario.pairs.values()]
        reserve = scenario.reservation[p]
        base = sum((min(row) for row in rows), Fraction()) + sum((min(a, Fraction()) for a in added), Fraction())
        known = (v.denominator for row in rows for v in row)
        scale = lcm(*known, *(a.denominator for a in added), 1 if reserve is None else (reserve - base).denominator)
        column = [[int((value - low) * scale) for value in row] for row, low in ((row, min(row)) for row in rows)]
        extra.append([(int(max(a, Fraction()) * scale), int(max(-a, Fraction()) * scale)) for a in added])
        spans.append(sum(map(max, column)) + sum(max(pair) for pair in extra[-1]))
        bases.append(base)
        scales.append(scale)
        columns.append(column)
    largest = max(spans)
    words = 1 if largest < _ONE_WORD else -(-largest.bit_length() // _BITS)
    frame = Units(tuple(bases), tuple(scales), words, largest, (), {})
    tables = tuple(
        frame.pack(list(zip(*(column[i] for column in columns), strict=True))) for i in range(len(scenario.issues))
    )
    pairs = {
        key: (frame.pack([[own[n][0] for own in extra]])[0], frame.pack([[own[n][1] for own in extra]])[0])
        for n, key in enumerate(scenario.pairs)
    }
    return Units(frame.base, frame.scale, words, largest, tables, pairs)
