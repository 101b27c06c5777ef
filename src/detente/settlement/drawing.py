"""What the draws say of single deals: how often a deal is efficient, and how often each solution would choose it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.negotiation.model import Draws, Floats
from detente.settlement.chances import Chance, chance_of
from detente.settlement.scenario import Places

# Draws times outcomes times parties that are gone through: about two seconds.
WORK = 1.5 * 10**8
FEWEST = 50
_CELLS = 1 << 19
_SAME = 1e-12

NAMES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one deal: the chance that it is efficient, and that each solution (by name) chooses it."""

    efficient: Chance
    chosen: dict[str, Chance]


def verdicts(sample: Draws, counts: Sequence[int], deals: Sequence[Places]) -> dict[Places, Verdict]:
    """Compare deals with all outcomes in every draw; counts: the number of options of each issue.

    With many outcomes only the first draws are gone through, as many as WORK allows; with so many that fewer than
    FEWEST (50) would be, the answer is empty.  Parties gain from no deal or, where nobody says what that is, from
    their worst outcome.
    """
    parties, outcomes = sample.salience.shape[1], prod(counts)
    draws = min(len(sample.salience), int(WORK / (outcomes * parties)))
    if draws < min(FEWEST, len(sample.salience)) or not deals:
        return {}
    gains = sample.gains
    if gains is None:
        gains = sample.contributions - np.nanmin(sample.contributions, axis=3, keepdims=True)
    places = np.array([_place(deal, counts) for deal in deals])
    efficient = np.zeros((draws, len(deals)), dtype=bool)
    chosen = {name: np.zeros((draws, len(deals)), dtype=bool) for name in NAMES}
    step = max(1, _CELLS // (outcomes * parties))
    for start in range(0, draws, step):
        some = slice(start, min(start + step, draws))
        totals = _totals(gains[some], counts)
        efficient[some] = _efficient(totals, places)
        for name, best in zip(NAMES, _solutions(totals), strict=True):
            chosen[name][some] = best[:, places]
    return {
        deal: Verdict(chance_of(efficient[:, n]), {name: chance_of(chosen[name][:, n]) for name in NAMES})
        for n, deal in enumerate(deals)
    }


def _place(deal: Places, counts: Sequence[int]) -> int:
    place = 0
    for option, count in zip(deal, counts, strict=True):
        place = place * count + option
    return place


def _totals(gains: Floats, counts: Sequence[int]) -> Floats:
    """The gains of all outcomes, the last issue running fastest: (parties, draws, outcomes)."""
    draws, parties = gains.shape[:2]
    total = np.zeros((parties, draws, 1))
    for issue, count in enumerate(counts):
        added = np.swapaxes(gains[:, :, issue, :count], 0, 1)
        total = (total[:, :, :, None] + added[:, :, None, :]).reshape(parties, draws, -1)
    return total


def _efficient(totals: Floats, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    found = np.empty((totals.shape[1], len(places)), dtype=bool)
    for n, place in enumerate(places.tolist()):
        own = totals[:, :, place, None]
        at_least = np.ones(totals.shape[1:], dtype=bool)
        more = np.zeros(totals.shape[1:], dtype=bool)
        for party, mine in zip(totals, own, strict=True):
            at_least &= party >= mine - _SAME
            more |= party > mine + _SAME
        found[:, n] = ~(at_least & more).any(axis=1)
    return found


def _solutions(totals: Floats) -> Iterator[NDArray[np.bool_]]:
    """Which outcomes each solution chooses, in the order of NAMES, (draws, outcomes); see `choosing`."""
    rational = np.asarray((totals >= 0).all(axis=0))
    gaining = totals > 0
    gainers = np.where(rational, gaining.sum(axis=0), -1)
    most = rational & (gainers == gainers.max(axis=1, keepdims=True))
    yield _greatest(np.where(gaining, totals, 1.0).prod(axis=0), most)
    ideal = np.where(rational, totals, 0.0).max(axis=2)
    shares = totals / np.where(ideal > 0, ideal, 1.0)[:, :, None]
    shares[ideal <= 0] = 1.0  # the same for every outcome, so it decides nothing
    yield _leximin(shares, rational)
    yield _leximin(totals, np.ones_like(rational))
    yield _greatest(totals.sum(axis=0), np.ones_like(rational))


def _leximin(worth: Floats, candidates: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The outcomes with the greatest least worth, and of these the greatest second least, and so on."""
    best = _greatest(worth.min(axis=0), candidates)
    tied = np.flatnonzero(best.sum(axis=1) > 1)
    for draw in tied.tolist():
        places = np.flatnonzero(best[draw])
        rows = np.sort(worth[:, draw, places], axis=0)
        left = np.ones(len(places), dtype=bool)
        for row in rows:
            left &= row >= row[left].max() - _SAME
        best[draw, places[~left]] = False
    return best


def _greatest(worth: Floats, candidates: NDArray[np.bool_]) -> NDArray[np.bool_]:
    top = np.where(candidates, worth, -np.inf).max(axis=1, keepdims=True)
    return np.asarray(candidates & (worth >= top - _SAME * np.maximum(1.0, np.abs(top))))
