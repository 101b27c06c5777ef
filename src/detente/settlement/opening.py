"""When no deal suits everybody: whom one does suit, and how little would have to change.

There is an agreement zone if some deal leaves nobody worse off than no deal, and somebody better off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.settlement.bargaining import LEAST_GAIN, Bargaining
from detente.settlement.gains import Gains
from detente.settlement.programme import SHARP, NoDealError, Programme, Row
from detente.settlement.scenario import Places

_MOST = 20


@dataclass(frozen=True, slots=True)
class Coalition:
    """Parties (places) that a deal suits: none of them is worse off, one at least is better off."""

    parties: tuple[int, ...]
    deal: Places


@dataclass(frozen=True, slots=True)
class Opening:
    """The least change of one party's numbers that opens an agreement zone, and a deal that is then in it.

    If the reservation value of the party (place) were lower by `amount`, or any one option of the deal worth that much
    more to it, nobody would be worse off with this deal, and somebody better off.
    """

    party: int
    amount: Fraction
    deal: Places


@dataclass(frozen=True, slots=True)
class Zone:
    """Whether there is an agreement zone (None: not known); if not, all largest coalitions (at most 20), and for each
    party that alone could open one by how much, the least first."""

    exists: bool | None
    coalitions: tuple[Coalition, ...] = ()
    openings: tuple[Opening, ...] = ()


def zone_from_frontier(gains: Gains) -> Zone:
    """From the points of the whole frontier, exactly."""
    accepted, gaining = gains.accepted, gains.gaining
    if bool((accepted.all(axis=1) & gaining.any(axis=1)).any()):
        return Zone(True)
    sizes = np.where((accepted & gaining).any(axis=1), accepted.sum(axis=1), 0)
    largest: dict[tuple[int, ...], Places] = {}
    for n in np.flatnonzero(sizes == sizes.max(initial=1)).tolist():
        members = tuple(np.flatnonzero(accepted[n]).tolist())
        if members not in largest:
            largest[members] = gains.frontier.deal(n)
    openings = []
    for p in range(accepted.shape[1]):
        others = np.delete(accepted, p, axis=1).all(axis=1) & np.delete(gaining, p, axis=1).any(axis=1)
        points = np.flatnonzero(others).tolist()
        if points:
            best = max(points, key=lambda n: gains.frontier.numbers[n][p])
            openings.append(Opening(p, -gains.exact(best)[p], gains.frontier.deal(best)))
    return _zone(largest, openings)


def _zone(largest: dict[tuple[int, ...], Places], openings: Sequence[Opening]) -> Zone:
    coalitions = tuple(Coalition(members, deal) for members, deal in sorted(largest.items()))
    return Zone(False, coalitions[:_MOST], tuple(sorted(openings, key=lambda each: (each.amount, each.party))))


def zone_by_programme(bargaining: Bargaining) -> Zone:
    """By mixed-integer programmes; a gain counts from 10^-6 of the widest range of utilities on."""
    programme = bargaining.programme()
    together = _all_accept(programme, range(len(bargaining.floor)), 0.0)
    try:
        gains = programme.worth(_first(programme, together, lambda gains: min(gains) >= 0))
        if any(gain > 0 for gain in gains):
            return Zone(True)
    except NoDealError as none:
        if not none.proven:
            return Zone(None)
    return without_zone(bargaining)


def without_zone(bargaining: Bargaining) -> Zone:
    """The largest coalitions and the openings of a scenario without an agreement zone, by programmes."""
    return _zone(dict(_coalitions(bargaining.programme())), list(_openings(bargaining)))


def _first(programme: Programme, objective: Row, fits: Callable[[Sequence[Fraction]], bool]) -> Places:
    """The best deal whose exact gains fit: HiGHS takes 0.999999 for 1, so what it finds may miss a bound."""
    while True:
        deal = programme.maximise(objective).deal
        if fits(programme.worth(deal)):
            return deal
        if programme.ends:
            raise NoDealError(proven=False)
        programme.exclude(deal)


def _all_accept(programme: Programme, parties: Sequence[int], least: float) -> Row:
    """Add rows: none of these parties is worse off, together they gain `least`; what they gain together."""
    together: Row = {}
    constants = 0.0
    for p in parties:
        programme.at_least(p, 0.0)
        row, constant = programme.gain(p)
        constants += constant
        for column, value in row.items():
            together[column] = together.get(column, 0.0) + value
    programme.row(together, SHARP * least - constants, np.inf)
    return together


def _coalitions(programme: Programme) -> Iterator[tuple[tuple[int, ...], Places]]:
    everyone = range(len(programme.floor))
    member, gainer = {}, {}
    for p in everyone:
        row, constant = programme.gain(p)
        bound = programme.bound(p)
        member[p], gainer[p] = (programme.variable(0, 1, whole=True) for _ in range(2))
        programme.row(row | {member[p]: -SHARP * bound}, -constant - SHARP * bound, np.inf)
        programme.row(row | {gainer[p]: -SHARP * (bound + LEAST_GAIN)}, -constant - SHARP * bound, np.inf)
        programme.row({gainer[p]: 1.0, member[p]: -1.0}, -np.inf, 0)
    programme.row(dict.fromkeys(gainer.values(), 1.0), 1, np.inf)
    size = found = 0
    while found < _MOST:
        try:
            deal = _first(programme, dict.fromkeys(member.values(), 1.0), lambda gains: max(gains) > 0)
        except NoDealError:
            return
        members = tuple(p for p, gain in enumerate(programme.worth(deal)) if gain >= 0)
        if len(members) < size:
            return
        size, found = len(members), found + 1
        yield members, deal
        programme.row({member[p]: 1.0 for p in members}, -np.inf, size - 1)


def _openings(bargaining: Bargaining) -> Iterator[Opening]:
    for p in range(len(bargaining.floor)):
        programme = bargaining.programme()
        others = [q for q in range(len(bargaining.floor)) if q != p]
        _all_accept(programme, others, LEAST_GAIN)

        def fits(gains: Sequence[Fraction], others: list[int] = others) -> bool:
            return min(gains[q] for q in others) >= 0 < max(gains[q] for q in others)

        try:
            if others:
                deal = _first(programme, programme.gain(p)[0], fits)
                yield Opening(p, -programme.worth(deal)[p], deal)
        except NoDealError:
            continue
