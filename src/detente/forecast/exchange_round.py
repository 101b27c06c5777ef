"""One round of exchanges: which pairs can exchange, what they gain, and what an exchange changes for the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from detente.forecast.arrays import Bools, Floats, Ints

Pair = tuple[int, int, int, int]
_NO_MOVE = 1e-10
_TIE = 1e-12
_THERE = 1e-12
# How many times more one issue may matter than another: beyond it nothing is worth an exchange, and division overflows.
_INCOMPARABLE = 1e12


@dataclass(frozen=True, slots=True)
class Trade:
    """`actor` gives way on `issue` from `start` to `end`, and `partner` on `partner_issue`; both gain `gain`."""

    actor: int
    issue: int
    start: float
    end: float
    partner: int
    partner_issue: int
    partner_start: float
    partner_end: float
    gain: float

    def scaled(self, low: Floats, unit: Floats) -> Trade:
        """The same with positions in the units of the issues' scales."""
        a, b = self.issue, self.partner_issue
        return replace(
            self,
            start=float(low[a] + self.start * unit[a]),
            end=float(low[a] + self.end * unit[a]),
            partner_start=float(low[b] + self.partner_start * unit[b]),
            partner_end=float(low[b] + self.partner_end * unit[b]),
        )


def trade(
    x: Floats, share: Floats, s: Floats, choose: Callable[[list[Pair]], Pair], *, as_decide: bool
) -> tuple[Floats, int, list[Trade]]:
    """Exchange until nobody gains: voting positions, the number of possible exchanges at first, and the exchanges made.

    x, share, s: positions from 0 to 100, shares of the weight on each issue, and saliences, (actors, issues).
    choose: picks one of several (actor, partner, partner's issue, actor's issue) with the same gain.
    as_decide: three rules of the replication foarsitter/decide-exchange-model.  It gives up an exchange once the moves
    to the right that were ever planned for it add up to more than the scale (so that mirrored issues have other
    results), lets an outcome that has passed the demander's position go on as if that were a gain, and of several moves
    that somebody makes on an issue for the same demander, lets the latter know the first only.
    """
    market = _Market(x, share, s, as_decide)
    made: list[Trade] = []
    while True:
        best = market.best(choose)
        if best is None:
            return market.y, market.possible, made
        made.append(market.make(best))


class _Market:
    """All exchanges: i demands issue p and gives way on q, j demands q and gives way on p.

    i is the one of the two to whom p matters more.  The expected outcome on an issue is, for an exchange, that of the
    positions at the start plus the moves that others have made for the one who demands it.
    """

    def __init__(self, x: Floats, share: Floats, s: Floats, as_decide: bool) -> None:
        self.x, self.share, self.as_decide = x, share, as_decide
        self.y = x.copy()
        self.i, self.j, self.p, self.q = pairs = _opposites(x, share, s)
        self.possible = len(self.i)
        i, j, p, q = pairs
        with np.errstate(over="ignore"):
            ratio = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])
        self.ratio = np.clip(ratio, 1 / _INCOMPARABLE, _INCOMPARABLE)
        self.s_ip, self.s_iq = s[i, p], s[i, q]
        self.mean = (share * x).sum(axis=0)
        self.granted = np.zeros((len(x), x.shape[1], len(x)))
        self.gain = np.full(self.possible, -1.0)
        self.move_i, self.move_j = np.zeros(self.possible), np.zeros(self.possible)
        self.open: Bools = np.ones(self.possible, dtype=bool)
        self.planned_i, self.planned_j = np.zeros(self.possible), np.zeros(self.possible)
        issues = x.shape[1]
        cells = len(x) * issues
        self.supplies = _index(np.concatenate([i * issues + q, j * issues + p]), cells)
        self.demands = _index(np.concatenate([i * issues + p, j * issues + q]), cells)
        self._plan(np.arange(self.possible))

    def best(self, choose: Callable[[list[Pair]], Pair]) -> int | None:
        if not self.possible:
            return None
        highest = self.gain.max()
        if highest < 0:
            return None
        tied = np.flatnonzero(self.gain >= highest - _TIE * max(1.0, highest))
        if len(tied) == 1:
            return int(tied[0])
        names = {self._pair(each): each for each in tied.tolist()}
        return names[choose(list(names))]

    def _pair(self, e: int) -> Pair:
        return int(self.i[e]), int(self.j[e]), int(self.p[e]), int(self.q[e])

    def make(self, e: int) -> Trade:
        """Make an exchange, and plan anew those whose positions or expected outcomes it changes."""
        i, j, p, q = self._pair(e)
        start_i, start_j = float(self.y[i, q]), float(self.y[j, p])
        end_i = _arrive(start_i + float(self.move_i[e]), float(self.x[j, q]))
        end_j = _arrive(start_j + float(self.move_j[e]), float(self.x[i, p]))
        done = Trade(i, q, start_i, end_i, j, p, start_j, end_j, float(self.gain[e]))
        self.open[e], self.gain[e] = False, -1.0
        self.y[i, q], self.y[j, p] = end_i, end_j
        for demander, issue, supplier in ((j, q, i), (i, p, j)):
            if not (self.as_decide and self.granted[demander, issue, supplier]):
                moved = self.y[supplier, issue] - self.x[supplier, issue]
                self.granted[demander, issue, supplier] = self.share[supplier, issue] * moved
        issues = self.x.shape[1]
        supplied = np.concatenate([self._at(self.supplies, i * issues + q), self._at(self.supplies, j * issues + p)])
        demanded = [self._at(self.demands, j * issues + q), self._at(self.demands, i * issues + p)]
        if self.as_decide:
            by_i, by_j = supplied < self.possible, supplied >= self.possible
            mine, theirs = supplied[by_i], supplied[by_j] - self.possible
            self.planned_i[mine] += self.move_i[mine]
            self.planned_j[theirs] += self.move_j[theirs]
        touched = np.unique(np.concatenate([supplied, *demanded]) % self.possible)
        self._plan(touched[self.open[touched]])
        return done

    def _at(self, index: tuple[Ints, Ints], cell: int) -> Ints:
        order, bounds = index
        return order[bounds[cell] : bounds[cell + 1]]

    def _plan(self, e: Ints) -> None:
        """What each of the exchanges moves and gains now; those that gain nothing are closed for good."""
        i, j, p, q, ratio = self.i[e], self.j[e], self.p[e], self.q[e], self.ratio[e]
        way_i, way_j = self.x[j, q] - self.y[i, q], self.x[i, p] - self.y[j, p]
        share_i, share_j = self.share[i, q], self.share[j, p]
        room_q = np.minimum(np.abs(way_i) * share_i, self._left(j, q, i, np.sign(way_i)))
        room_p = np.minimum(np.abs(way_j) * share_j, self._left(i, p, j, np.sign(way_j)))
        on_p = np.minimum(room_p, room_q / ratio)
        on_q = on_p * ratio
        move_i, move_j = np.sign(way_i) * on_q / share_i, np.sign(way_j) * on_p / share_j
        gain = np.abs(on_p * self.s_ip[e] - on_q * self.s_iq[e])
        onward = (move_i * (self.y[i, q] - self.x[i, q]) >= 0) & (move_j * (self.y[j, p] - self.x[j, p]) >= 0)
        fine = onward & (np.abs(move_i) > _NO_MOVE) & (np.abs(move_j) > _NO_MOVE) & (gain >= _NO_MOVE)
        if self.as_decide:
            fine &= (self.planned_i[e] + move_i <= 100 + _TIE) & (self.planned_j[e] + move_j <= 100 + _TIE)
        self.move_i[e], self.move_j[e] = move_i, move_j
        self.gain[e] = np.where(fine, gain, -1.0)
        self.open[e] = fine

    def _left(self, demander: Ints, issue: Ints, supplier: Ints, direction: Floats) -> Floats:
        """How far the expected outcome may still go before it passes the position of the one who demands it."""
        others = self.granted[demander, issue].sum(axis=1) - self.granted[demander, issue, supplier]
        moved = self.share[supplier, issue] * (self.y[supplier, issue] - self.x[supplier, issue])
        left = (self.x[demander, issue] - self.mean[issue] - others - moved) * direction
        return np.asarray(np.where(left > _THERE, left, np.inf if self.as_decide else 0.0))


def _arrive(end: float, wish: float) -> float:
    return wish if abs(end - wish) < _NO_MOVE else end


def _opposites(x: Floats, share: Floats, s: Floats) -> tuple[Ints, Ints, Ints, Ints]:
    """Who stands on opposite sides of both of two issues, the one to whom p matters more than q first."""
    left = x <= (share * x).sum(axis=0)
    there = share > 0
    found = [np.zeros((4, 0), dtype=np.int64)]
    for p, q in combinations(range(x.shape[1]), 2):
        both = there[:, p] & there[:, q]
        for same in (True, False):
            one = np.flatnonzero(both & ~left[:, p] & (left[:, q] != same))
            other = np.flatnonzero(both & left[:, p] & (left[:, q] == same))
            i, j = np.repeat(one, len(other)), np.tile(other, len(one))
            if not len(i):
                continue
            less = s[i, p] * s[j, q] < s[j, p] * s[i, q]
            i, j = np.where(less, j, i), np.where(less, i, j)
            found.append(np.stack([i, j, np.full_like(i, p), np.full_like(i, q)]))
    i, j, p_, q_ = np.concatenate(found, axis=1)
    return i, j, p_, q_


def _index(cell: Ints, cells: int) -> tuple[Ints, Ints]:
    """Where each cell is named: the places sorted by cell, and the bounds of each cell in that order."""
    order = np.argsort(cell, kind="stable")
    return order, np.searchsorted(cell[order], np.arange(cells + 1))
