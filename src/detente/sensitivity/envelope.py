"""Where one number at the table makes the Nash deal another one, solved exactly.

A party's gain from a deal is linear in any one of its acceptances, in the salience of an issue (the others sharing the
rest) and in its reservation value.  The gains of the others stay.  So the Nash product of every deal is a line over
that number, and the Nash deal is the line on top: where another one comes to the top is found by walking along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.negotiation import Fixed, Negotiation
from detente.sensitivity.breaking import BreakEven, first_change, narrowed
from detente.sensitivity.cells import Cells
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.inputs import Floats, Input
from detente.sensitivity.sampling import sample
from detente.settlement import from_negotiation, settle
from detente.settlement.way.outcomes import MOST, Outcomes, outcomes

Places = NDArray[np.intp]
Truth = NDArray[np.bool_]
_ENOUGH = 1e-9
_DRAWS = 500
_SAME = 1e-12
_SLIGHTEST = 1e-6
_STEPS = 32
# Just beyond the value, where the deal is another one for certain.
_BEYOND = (1e-9, 1e-6, 1e-4, 1e-2)


@dataclass(frozen=True, eq=False)
class NashTable:
    """All deals at expected utilities, and which of them are Nash deals.

    Raises ChangeError where there is no Nash deal.
    """

    table: Negotiation
    deals: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, table: Negotiation) -> NashTable:
        """The table with its Nash deals."""
        found = settle(from_negotiation(table)).nash.deals if len(table.parties) > 1 and table.issues else ()
        if not found:
            raise ChangeError("no_nash")
        return cls(table, found)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Every acceptance, salience and, where there are any, reservation value at the table."""
        table = self.table
        cells = [
            (p, i, o)
            for p in range(len(table.parties))
            for i, issue in enumerate(table.issues)
            for o in range(len(issue.options))
        ]
        weights = [(p, i) for p in range(len(table.parties)) for i in range(len(table.issues))]
        found = list(Cells(table, cells, weights).inputs)
        if table.reservation is not None:
            drawn = sample(table, _DRAWS).reservation
            assert drawn is not None
            ends = np.quantile(drawn, [0.1, 0.9], axis=0).tolist()
            found += [
                Input("reservation", party.id, float(own), ends[0][p], ends[1][p], 0.0, 1.0)
                for p, (party, own) in enumerate(zip(table.parties, table.reservation, strict=True))
            ]
        return tuple(found)

    @cached_property
    def outcomes(self) -> Outcomes | None:
        """All outcomes with what they are worth; None where they are too many."""
        scenario = from_negotiation(self.table)
        return outcomes(scenario) if scenario.combinations <= MOST else None

    @cached_property
    def gains(self) -> Floats:
        """What each outcome gives each party above no deal, (outcomes, parties)."""
        assert self.outcomes is not None
        columns = [self.gain(p, self.table, slice(None)) for p in range(len(self.table.parties))]
        return np.column_stack(columns)

    def gain(self, p: int, table: Negotiation, rows: slice | Places) -> Floats:
        """What some outcomes give one party above no deal, with the numbers of another table."""
        assert self.outcomes is not None
        acceptance, salience = table.mean_acceptance, table.mean_salience
        worth = salience[p][:, None] * acceptance[p]
        deals = self.outcomes.deals[rows]
        total = np.zeros(len(deals))
        for i in range(deals.shape[1]):
            total += worth[i][deals[:, i]]
        reservation = table.reservation_at(acceptance, salience)
        floor = float(np.nanmin(worth, axis=1).sum()) if reservation is None else float(reservation[p])
        return np.asarray(total - floor)

    def fixed(self, each: Input, value: float | Fraction) -> Negotiation:
        """The table with one input at a value."""
        exact = value if isinstance(value, Fraction) else Fraction(value)
        was = self.table.fixed
        if each.kind == "acceptance":
            assert each.issue is not None and each.option is not None
            key = (each.party, each.issue, each.option)
            return replace(self.table, fixed=replace(was, acceptance={**was.acceptance, key: exact}))
        if each.kind == "salience":
            assert each.issue is not None
            return replace(self.table, fixed=replace(was, salience={**was.salience, (each.party, each.issue): exact}))
        return replace(self.table, fixed=Fixed(was.acceptance, was.salience, {**was.reservation, each.party: exact}))

    def break_evens(self, each: Input) -> list[tuple[float, bool, bool]]:
        """The nearest values below and above an input's base at which none of the Nash deals is one any more.

        And whether each was solved; otherwise, where not everybody gains from the Nash deal or outcomes are too many
        to list, it was found by a scan and halving.  And whether it lies above.
        """
        found = []
        for end in (each.least, each.most):
            value, solved = self._towards(each, end)
            if value is not None:
                found.append((value, solved, end > each.base))
        return found

    def _towards(self, each: Input, end: float) -> tuple[float | None, bool]:
        if end == each.base:
            return None, True
        if self.outcomes is None:
            return self._scanned(each, end), False
        p = next(n for n, party in enumerate(self.table.parties) if party.id == each.party)
        rows, others = self._willing[p]
        start = each.base
        for stop in self._bends(each, end):
            ends = [self.gain(p, self.fixed(each, x), rows) for x in (start, stop)]
            if self._everybody:
                weight = others.prod(axis=1)
                share = _first(ends[0] * weight, ends[1] * weight, self._own[rows])
            else:
                share = _searched(ends[0], ends[1], others, self._own[rows])
            if share is not None:
                return start + share * (stop - start), self._everybody
            start = stop
        return None, self._everybody

    @cached_property
    def _everybody(self) -> bool:
        """Whether all gain by the Nash deals."""
        return bool((self.gains[self._own] > _ENOUGH).all())

    @cached_property
    def _own(self) -> Truth:
        """Which outcomes are Nash deals."""
        best = np.zeros(len(self.gains), dtype=bool)
        rational = (self.gains >= -_ENOUGH).all(axis=1)
        best[rational] = _best(self.gains[rational][None])[0]
        return best

    @cached_property
    def _willing(self) -> list[tuple[Places, Floats]]:
        """For each party the outcomes that all others can agree to, and what these gain by them.

        Where all gain by the Nash deal, only those by which all others gain.
        """
        found = []
        for p in range(len(self.table.parties)):
            others = np.delete(self.gains, p, axis=1)
            least = _ENOUGH if self._everybody else -_ENOUGH
            rows = np.flatnonzero((others > least).all(axis=1))
            found.append((rows, others[rows]))
        return found

    def _bends(self, each: Input, end: float) -> Iterator[float]:
        """Where the gain stops being linear, on the way to `end`, and `end`.

        Without a status quo gains count from the worst outcome, and the worst option may be another one.
        """
        if each.kind == "acceptance" and not self.table.has_status_quo:
            p = next(n for n, party in enumerate(self.table.parties) if party.id == each.party)
            i = next(n for n, issue in enumerate(self.table.issues) if issue.id == each.issue)
            o = self.table.issues[i].index(each.option or "")
            least = float(np.nanmin(np.delete(self.table.mean_acceptance[p, i], o)))
            if min(each.base, end) < least < max(each.base, end):
                yield least
        yield end

    def _scanned(self, each: Input, end: float) -> float | None:
        def label(points: Floats) -> list[bool]:
            return [self.stays(self.fixed(each, float(x))) for x in points]

        step = first_change(label, each.base, end, 24)
        return None if step is None else narrowed(label, *step, halvings=24)

    def stays(self, table: Negotiation) -> bool:
        """Whether one of the Nash deals is one at another table, in fractions."""
        now = settle(from_negotiation(table)).nash
        return any(deal in now.deals for deal in self.deals)

    def at(self, each: Input, value: float, solved: bool, above: bool) -> BreakEven | None:
        """The break-even at a value, with the Nash deal just beyond it in fractions; None if it is none."""
        way = 1 if above else -1
        for beyond in _BEYOND:
            x = min(each.most, max(each.least, value + way * beyond))
            now = settle(from_negotiation(self.fixed(each, Fraction(x)))).nash
            if any(deal in now.deals for deal in self.deals):
                continue
            if not now.deals:
                return BreakEven(each, value, "nash", solved, above=above)
            pairs = [(one, two) for one in self.deals for two in now.deals]
            before, after = max(pairs, key=lambda pair: sum(pair[0][key] == pair[1][key] for key in pair[0]))
            moved: dict[str, tuple[str | None, str | None]] = {
                key: (before[key], after[key]) for key in before if before[key] != after[key]
            }
            return BreakEven(each, value, "nash", solved, above=above, deal=after, moved=moved)
        return None


def nash_break_evens(
    table: Negotiation, inputs: list[Input] | None = None, *, most: int | None = None
) -> tuple[BreakEven, ...]:
    """For each input the nearest values on either side at which the Nash deal is another one.

    inputs: only these (of `NashTable.inputs`); most: only so many, the nearest in relation to the input's 80 % interval
    (checked in fractions, which takes most of the time).  Raises ChangeError where there is no Nash deal.
    """
    found = NashTable.of(table)
    if inputs is None and found.outcomes is None:
        return ()
    chosen = list(found.inputs) if inputs is None else inputs
    rough = [
        (BreakEven(each, value, "nash", solved).distance, n, value, solved, above)
        for n, each in enumerate(chosen)
        for value, solved, above in found.break_evens(each)
    ]
    checked: list[BreakEven] = []
    for _, n, value, solved, above in sorted(rough)[: None if most is None else 3 * most]:
        if most is not None and len(checked) >= most:
            break
        confirmed = found.at(chosen[n], value, solved, above)
        if confirmed is not None:
            checked.append(confirmed)
    return tuple(checked)


def _best(gains: Floats) -> Truth:
    """Which outcomes are Nash deals, (n, outcomes), by gains (n, outcomes, parties), nan where somebody loses.

    Most gainers first, then the greatest product of their gains (Caragiannis et al. 2016; see `settlement.choosing`).
    """
    gaining = gains > _ENOUGH
    rational = (gains >= -_ENOUGH).all(axis=2)
    count = np.where(rational, gaining.sum(axis=2), -1)
    most = rational & (count == count.max(axis=1, keepdims=True, initial=-1))
    product = np.where(most, np.log(np.where(gaining, gains, 1.0)).sum(axis=2), -np.inf)
    top = product.max(axis=1, keepdims=True, initial=-np.inf)
    return np.asarray(most & (product >= top - _ENOUGH))


def _searched(before: Floats, after: Floats, others: Floats, mine: Truth) -> float | None:
    """How far along, from 0 to 1, none of `mine` is a Nash deal any more, by a scan and halving.

    before, after: what one party gains by the outcomes at the start and at the end; others: what the others gain.
    """
    gaining = others > _ENOUGH
    count, product = gaining.sum(axis=1), np.where(gaining, others, 1.0).prod(axis=1)
    one_each = _unlike(before, after, product, count, mine)
    before, after, product = before[one_each], after[one_each], product[one_each]
    count, mine = count[one_each], mine[one_each]

    def label(points: Floats) -> list[bool]:
        own = before + points[:, None] * (after - before)
        gains = own > _ENOUGH
        gainers = np.where(own >= -_ENOUGH, count + gains, -1)
        most = (gainers >= 0) & (gainers == gainers.max(axis=1, keepdims=True, initial=-1))
        height = np.where(most, product * np.where(gains, own, 1.0), -1.0)
        top = height.max(axis=1, keepdims=True, initial=-1.0)
        return list((most & (height >= top * (1 - _ENOUGH)))[:, mine].any(axis=1))

    # The slightest move often does it, where nothing is known of an option.
    if not label(np.array([_SLIGHTEST]))[0]:
        return 0.0
    step = first_change(label, 0.0, 1.0, _STEPS)
    return None if step is None else narrowed(label, *step, at_once=4)


def _unlike(*columns: NDArray[np.generic]) -> Places:
    """One row of each lot that is the same in all columns; now and then two of them."""
    # Sorted by a sum that hardly any unlike rows share, so that like ones lie side by side.
    mixed = sum(np.sqrt(n + 2) * column for n, column in enumerate(columns))
    order = np.argsort(np.asarray(mixed), kind="stable")
    differs = np.zeros(max(0, len(order) - 1), dtype=bool)
    for column in columns:
        differs |= column[order[1:]] != column[order[:-1]]
    return np.asarray(order[np.concatenate([[True], differs])] if len(order) else order)


def _first(before: Floats, after: Floats, mine: Truth) -> float | None:
    """How far along, from 0 to 1, none of the lines `mine` is on top any more; None if one is to the end.

    before, after: the heights of all lines at the start and at the end.
    """
    slope = after - before
    top = before[mine].max()
    # Of those on top at the start the one that rises most; it is walked along until another one crosses it.
    own = np.flatnonzero(mine & (before >= top - _SAME * max(1.0, abs(top))))
    line = int(own[np.argmax(slope[own])])
    at = 0.0
    for _ in range(int(mine.sum()) + 1):
        ahead = slope > slope[line] + _SAME * np.maximum(1.0, np.abs(slope[line]))
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = np.where(ahead, (before[line] - before) / (slope - slope[line]), np.inf)
        crossing = np.maximum(crossing, at)
        zero = -before[line] / slope[line] if slope[line] < 0 else np.inf
        next_ = float(crossing.min(initial=np.inf))
        if min(next_, zero) > 1:
            return None
        if zero < next_:
            return float(zero)
        crossers = np.flatnonzero(crossing <= next_ + _SAME)
        theirs = crossers[mine[crossers]]
        steepest = int(crossers[np.argmax(slope[crossers])])
        if mine[steepest]:
            line, at = steepest, next_
            continue
        if len(theirs) and slope[theirs].max() >= slope[steepest]:
            line, at = int(theirs[np.argmax(slope[theirs])]), next_
            continue
        return next_
    return None
