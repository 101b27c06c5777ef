"""When no deal suits everybody: whom one does suit, and how little would have to change.

There is an agreement zone if some deal leaves nobody worse off than no deal, and somebody better off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.settlement.bargaining import LEAST_GAIN, Bargaining
from detente.settlement.gains import Gains
from detente.settlement.programme import SHARP, NoDealError, Programme
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
    everyone = tuple(range(len(bargaining.floor)))
    programme = bargaining.programme()
    try:
        _someone_gains(programme, everyone)
        for p in everyone:
            programme.at_least(p, 0.0)
        programme.maximise({})
        return Zone(True)
    except NoDealError as none:
        if not none.proven:
            return Zone(None)
    return _zone(dict(_coalitions(bargaining.programme())), list(_openings(bargaining)))


def _someone_gains(programme: Programme, parties: Sequence[int]) -> list[int]:
    """Add a variable for each party that can only be 1 if the party gains, and a row: one of them is 1."""
    found = []
    for p in parties:
        row, constant = programme.gain(p)
        gains = programme.variable(0, 1, whole=True)
        bound = programme.bound(p)
        programme.row(row | {gains: -SHARP * (bound + LEAST_GAIN)}, -constant - SHARP * bound, np.inf)
        found.append(gains)
    programme.row(dict.fromkeys(found, 1.0), 1, np.inf)
    return found


def _coalitions(programme: Programme) -> Iterator[tuple[tuple[int, ...], Places]]:
    everyone = range(len(programme.floor))
    member = {}
    for p, gains in zip(everyone, _someone_gains(programme, everyone), strict=True):
        row, constant = programme.gain(p)
        member[p] = programme.variable(0, 1, whole=True)
        bound = programme.bound(p)
        programme.row(row | {member[p]: -SHARP * bound}, -constant - SHARP * bound, np.inf)
        programme.row({gains: 1.0, member[p]: -1.0}, -np.inf, 0)
    size = 0
    for _ in range(_MOST):
        try:
            found = programme.maximise(dict.fromkeys(member.values(), 1.0))
        except NoDealError:
            return
        members = tuple(p for p, gain in enumerate(programme.worth(found.deal)) if gain >= 0)
        if len(members) < size or not members:
            return
        size = len(members)
        yield members, found.deal
        programme.row({member[p]: 1.0 for p in members}, -np.inf, size - 1)


def _openings(bargaining: Bargaining) -> Iterator[Opening]:
    for p in range(len(bargaining.floor)):
        programme = bargaining.programme()
        others = [q for q in range(len(bargaining.floor)) if q != p]
        for q in others:
            programme.at_least(q, 0.0)
        try:
            if others:
                _someone_gains(programme, others)
                found = programme.maximise(programme.gain(p)[0])
                yield Opening(p, -programme.worth(found.deal)[p], found.deal)
        except NoDealError:
            continue
