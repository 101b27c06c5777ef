"""The bargaining solutions by mixed-integer programmes, each with a certificate: how much better any deal could be.

Every solution is searched in the same way: find the best deal, leave it out, and ask for another one that is as good.
If there is none, the deals found are all there are and nothing beats them.  What HiGHS finds is compared as fractions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, islice, product
from math import log, prod

import numpy as np

from detente.settlement.intervals import Intervals
from detente.settlement.programme import SHARP, NoDealError, Programme, Row
from detente.settlement.scenario import Places, Scenario

# How many deals of equal worth are looked for where there is no frontier to count them.
TIES = 20
SECONDS = 30.0
LISTED = 1000
# A gain counts from this share of the widest range of utilities on, where not everybody can gain.
LEAST_GAIN = 1e-6
_CLEAR = 1e-9
# Numbers on intervals are rounded: where that would leave a party short, it is asked for so much more (in units).
_MARGIN = 1e-9
_CUTS = 60
# What a level of leximin may lose to the next one on intervals, where all that may be lost is.
_HELD = 3e-11
_TANGENTS = (1.0, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.1, 0.05)


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution: deals (at most LISTED) and how many there are; all_ties: whether there are no others.

    gap: by how much the objective of another deal could be greater at most (log of the product for Nash, utility or
    share of the ideal for the others); None: no bound is known.  No deals: none is possible, or none was found in time.
    """

    deals: tuple[Places, ...]
    ties: int
    gap: float | None
    all_ties: bool
    method: str


@dataclass(slots=True)
class _Search:
    deals: list[Places]
    best: float
    bound: float
    complete: bool

    @property
    def gap(self) -> float:
        return 0.0 if self.complete else max(0.0, self.bound - self.best)


@dataclass(slots=True, eq=False)
class Bargaining:
    """Solves a scenario; floor: what each party has without a deal.  Each solution may take `seconds`.

    With intervals, the numbers of real issues may lie between their options (see `Intervals`).
    """

    scenario: Scenario
    floor: tuple[Fraction, ...]
    seconds: float = SECONDS
    intervals: Intervals | None = None

    def programme(self) -> Programme:
        """A new programme, with `seconds` to solve it."""
        deadline = time.monotonic() + self.seconds
        return Programme(self.scenario, self.floor, deadline, intervals=self.intervals)

    def egalitarian(self) -> Solved:
        """Leximin of gains (see `choosing.egalitarian`)."""
        programme = self.programme()
        return self._leximin(programme, [programme.unit] * len(self.floor), "leximin of gains", rational=False)

    def kalai_smorodinsky(self, ideals: list[Places] | None = None) -> Solved:
        """Leximin of shares of the ideal gain (see `choosing.kalai_smorodinsky`).

        The deals that are the parties' ideals are added to `ideals`, for whoever needs them besides.
        """
        method = "leximin of shares of the ideal gain"
        programme = self.programme()
        try:
            deals, slack = self.ideals(programme)
        except NoDealError as none:
            return _unsolved(method, none)
        if ideals is not None:
            ideals += deals
        ideal = [programme.worth(deal)[p] for p, deal in enumerate(deals)]
        solved = self._leximin(programme, ideal, method, rational=True)
        gap = None if solved.gap is None else max(solved.gap, slack)
        return Solved(solved.deals, solved.ties, gap, solved.all_ties, solved.method)

    def ideals(self, programme: Programme) -> tuple[list[Places], float]:
        """The individually rational deal at which each party gains most, and the relative gap of the least certain.

        Raises NoDealError if there is none, or none was found.
        """
        self._rational(programme)
        found: list[Places] = []
        slack = 0.0
        for p in range(len(self.floor)):
            row, constant = programme.gain(p)

            def worth(deal: Places, p: int = p) -> float:
                return float(programme.worth(deal)[p] / programme.unit)

            search = self._search(programme, row, constant, worth, rational=True, ties=1)
            if not search.deals:
                raise NoDealError(search.complete)
            deal = max(search.deals, key=lambda deal: programme.worth(deal)[p])
            if worth(deal) > 0:
                slack = max(slack, search.gap / worth(deal))
            found.append(deal)
        return found, slack

    def nash(self, powers: Sequence[int] | None = None) -> Solved:
        """The greatest (weighted) product of gains (see `choosing.nash`), its logarithm approached by tangents."""
        power = list(powers or [1] * len(self.floor))
        programme = self.programme()
        start = programme.mark()
        everyone = self._worst_off(programme)
        programme.back(start)
        least = max((min(programme.worth(deal)) for deal in everyone.deals), default=Fraction(-1))
        if least < 0:
            return _unsolved("product of gains", NoDealError(everyone.gap <= _CLEAR))
        self._rational(programme)
        gainers, most = None, len(power)
        try:
            if least == 0:
                gainers, most = self._gainers(programme)
        except NoDealError as none:
            return _unsolved("product of gains", none)
        objective = {}
        for p, own in enumerate(power):
            bound = programme.bound(p)
            term = programme.variable(-np.inf, np.inf)
            objective[term] = float(own)
            if gainers is not None:
                programme.row({term: 1.0, gainers[p]: -self._loose(programme)}, -np.inf, 0)
            for share in _TANGENTS:
                self._tangent(programme, p, term, share * bound, gainers)
        terms = list(objective)
        flat = [_TANGENTS[-1] * programme.bound(p) for p in range(len(power))]

        def worth(deal: Places) -> float:
            gains = [(own, gain) for own, gain in zip(power, programme.worth(deal), strict=True) if gain > 0]
            return sum(own * _log(gain) for own, gain in gains) if len(gains) >= most else -np.inf

        def cut(deal: Places) -> None:
            for p, gain in enumerate(programme.worth(deal)):
                if gain > 0:
                    self._tangent(programme, p, terms[p], float(gain / programme.unit), gainers)
                elif gainers is None:  # the logarithm has no tangent here: one nearer to it than all before
                    flat[p] /= 4
                    self._tangent(programme, p, terms[p], flat[p], gainers)

        cut(everyone.deals[0])
        search = self._search(programme, objective, 0.0, worth, cut=cut, rational=True, ties=TIES)

        def product_of(deal: Places) -> tuple[int, Fraction]:
            gains = programme.worth(deal)
            return sum(g > 0 for g in gains), Fraction(
                prod(g**own for g, own in zip(gains, power, strict=True) if g > 0)
            )

        return self._solved(programme, search, product_of, "product of gains")

    def utilitarian(self) -> Solved:
        """The greatest sum of utilities, issue by issue where nothing links the issues."""
        method = "sum of utilities"
        if not self.scenario.nogoods and not self.scenario.pairs:
            best = []
            for i in range(len(self.scenario.issues)):
                sums = [
                    sum(column, Fraction()) for column in zip(*(row[i] for row in self.scenario.values), strict=True)
                ]
                best.append([o for o, total in enumerate(sums) if total == max(sums)])
            deals = tuple(islice(product(*best), LISTED))
            return Solved(deals, prod(map(len, best)), 0.0, True, f"{method}, issue by issue")
        programme = self.programme()
        objective: Row = {}
        constant = 0.0
        for p in range(len(self.floor)):
            row, own = programme.gain(p)
            constant += own
            for column, value in row.items():
                objective[column] = objective.get(column, 0.0) + value

        def total(deal: Places) -> Fraction:
            return sum(programme.worth(deal), Fraction())

        search = self._search(programme, objective, constant, lambda deal: float(total(deal) / programme.unit))
        return self._solved(programme, search, total, method)

    def _rational(self, programme: Programme) -> None:
        for p in range(len(self.floor)):
            programme.at_least(p, 0.0)

    def _gainers(self, programme: Programme) -> tuple[list[int], int]:
        """Add variables that say who gains, and let as many gain as can; also how many that is."""
        columns = [programme.variable(0, 1, whole=True) for _ in self.floor]
        for p, column in enumerate(columns):
            row, constant = programme.gain(p)
            programme.row(row | {column: -SHARP * LEAST_GAIN}, -constant, np.inf)
        most = round(programme.maximise(dict.fromkeys(columns, 1.0)).bound - 0.5 + 1e-6)
        programme.row(dict.fromkeys(columns, 1.0), most, most)
        return columns, most

    def _tangent(self, programme: Programme, party: int, term: int, at: float, gainers: list[int] | None) -> None:
        """Add a row: the term is at most the tangent of the logarithm of the party's gain, at a gain of `at`."""
        if at <= 0:
            return
        row, constant = programme.gain(party, SHARP / at)
        row = row | {term: -1.0}
        least = SHARP * (1 - log(at) - _log(programme.unit)) - constant
        if gainers is not None:
            row[gainers[party]] = -self._loose(programme)
            least -= self._loose(programme)
        programme.row(row, least, np.inf)

    def _loose(self, programme: Programme) -> float:
        """More than the logarithm of a gain can be, so that a row with it says nothing of who does not gain."""
        return SHARP * (40 + abs(_log(programme.unit)))

    def _worst_off(self, programme: Programme) -> _Search:
        """A deal that is best for the party that gains least."""
        term = programme.variable(-np.inf, np.inf)
        for p in range(len(self.floor)):
            row, constant = programme.gain(p)
            programme.row(row | {term: -1.0}, -constant, np.inf)

        def worth(deal: Places) -> float:
            return float(min(programme.worth(deal)) / programme.unit)

        return self._search(programme, {term: 1.0}, 0.0, worth, ties=1)

    def _leximin(self, programme: Programme, scale: Sequence[Fraction], method: str, *, rational: bool) -> Solved:
        """Level by level: the least share, then the sum of the two least, and so on (Ogryczak, Sliwinski 2006).

        Stops at the first level that leaves no more deals than can be compared one by one.
        """
        able = [p for p, most in enumerate(scale) if most > 0]

        def shares(deal: Places) -> list[Fraction]:
            gains = programme.worth(deal)
            return sorted(gains[p] / scale[p] for p in able)

        gap = 0.0
        for level in range(1, len(able) + 1) or [0]:
            term = programme.variable(-np.inf, np.inf)
            objective = {term: float(level)}
            for p in able:
                row, constant = programme.gain(p, SHARP * float(programme.unit / scale[p]))
                row = row | {term: -1.0}
                if level > 1:
                    short = programme.variable(0, np.inf)
                    objective[short] = -1.0
                    row[short] = 1.0
                programme.row(row, -constant, np.inf)

            def worth(deal: Places, level: int = level) -> float:
                return float(sum(shares(deal)[:level], Fraction()))

            here = self._search(programme, objective, 0.0, worth, rational=rational)
            if programme.ends and level > 1 and not here.deals:
                break  # what the level before holds is lost in rounding: its deals are as good as can be told
            search = here
            if not search.deals:
                return _unsolved(method, NoDealError(search.complete))
            gap = max(gap, search.gap)
            if search.complete or level == len(able) or (search.gap > _CLEAR and not programme.ends):
                break
            programme.row(objective, SHARP * (search.best - (_HELD if programme.ends else _CLEAR)), np.inf)
        solved = self._solved(programme, search, shares, method)
        if programme.ends:
            return replace(solved, gap=gap)
        finished = search.complete or level >= len(able)
        return solved if finished else Solved(solved.deals, solved.ties, gap if level == 1 else None, False, method)

    def _search(
        self,
        programme: Programme,
        objective: Row,
        constant: float,
        worth: Callable[[Places], float],
        *,
        cut: Callable[[Places], None] | None = None,
        rational: bool = False,
        ties: int = TIES,
    ) -> _Search:
        """The best deals, in rows scaled by SHARP; worth: what the objective is really, for a deal.

        Every deal that is found is left out of the next search, which is for one at least as good; so at the end
        `bound` holds for all that were not found.  With ties=1 only the best deal is wanted.  On intervals, where deals
        cannot be left out, one deal is found, and `complete` stays False.
        """
        search = _Search([], -np.inf, np.inf, False)
        start = programme.mark()
        for turn in count(1):
            try:
                found = programme.maximise(objective)
            except NoDealError as none:
                search.complete = none.proven and (turn == 1 or not programme.ends)
                break
            search.bound = (found.bound + constant) / SHARP
            if search.bound < search.best - _CLEAR:
                search.complete = True
                break
            value = worth(found.deal)
            if not rational or min(programme.worth(found.deal)) >= 0:
                search.best = max(search.best, value)
                found_so_far = dict.fromkeys([*search.deals, found.deal])
                search.deals = [deal for deal in found_so_far if worth(deal) >= search.best - _CLEAR]
            if search.bound - search.best <= _CLEAR and len(search.deals) >= ties:
                break
            if cut is not None:
                cut(found.deal)
            if not programme.ends:
                programme.exclude(found.deal)
            elif search.bound - search.best <= _CLEAR or turn == (2 if cut is None else _CUTS):
                break
            elif rational and min(programme.worth(found.deal)) < 0:
                for p in range(len(self.floor)):
                    programme.at_least(p, _MARGIN)
        programme.back(start)
        return search

    def _solved(self, programme: Programme, search: _Search, worth: Callable[[Places], object], method: str) -> Solved:
        if not search.deals:
            return _unsolved(method, NoDealError(search.complete))
        worths = [worth(deal) for deal in search.deals]
        top = max(worths)  # type: ignore[type-var]
        best = sorted(deal for deal, value in zip(search.deals, worths, strict=True) if value == top)
        spread = (each for deal in best for each in programme.spread(deal))
        ties = sum(programme.alike(deal) for deal in best)
        return Solved(tuple(islice(spread, LISTED)), ties, search.gap, search.complete, f"{method}, by HiGHS")


def _log(value: Fraction) -> float:
    return log(value.numerator) - log(value.denominator)


def _unsolved(method: str, none: NoDealError) -> Solved:
    return Solved((), 0, None, none.proven, f"{method}, by HiGHS" + ("" if none.proven else ", out of time"))
