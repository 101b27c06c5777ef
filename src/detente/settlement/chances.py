"""Chances over draws: that all accept a given deal, and that there is any deal to be had.

A party accepts a deal if the deal is worth at least as much to it, in that draw, as having none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.negotiation.model import Floats

ALL = 10**6
_ROWS = 1 << 18
_BEAM = 16
_WIDE_BEAM = 512


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of draws in [0, 1], and its Monte-Carlo standard error, sqrt(share (1 - share) / draws)."""

    share: float
    error: float

    def as_json(self) -> dict[str, float]:
        """As plain data: `chance` and `error`."""
        return {"chance": self.share, "error": self.error}


def chance_of(happened: NDArray[np.bool_]) -> Chance:
    """The chance of what happened in some of the draws."""
    share = float(np.mean(happened))
    return Chance(share, float(np.sqrt(share * (1 - share) / len(happened))))


def accepted(gains: Floats, deal: Sequence[int]) -> NDArray[np.bool_]:
    """In which draws all parties accept a deal; gains (draws, parties, issues, options), deal: one option an issue."""
    chosen = gains[:, :, np.arange(gains.shape[2]), np.asarray(deal)]
    return np.asarray((chosen.sum(axis=2) >= 0).all(axis=1))


def zone_exists(gains: Floats, counts: Sequence[int]) -> NDArray[np.bool_]:
    """In which draws there is an agreement zone: a deal with which nobody is worse off and somebody better off.

    gains (draws, parties, issues, options), counts: the number of options of each issue.  Exact for every draw: deals
    are put together issue by issue, and given up once some party cannot be brought back to 0 any more.  A first search
    follows only the most promising partial deals of each draw; where that finds nothing, a second one follows all.
    Above ALL (10^6) outcomes the second follows 512 of each draw, so that a zone may be overlooked.
    """
    order = np.argsort(-np.nanmax(np.abs(gains), axis=(0, 1, 3)), kind="stable")
    found = np.zeros(len(gains), dtype=bool)
    last = (None, prod(counts)) if prod(counts) <= ALL else (_WIDE_BEAM, _WIDE_BEAM * max(counts))
    for beam, rows in ((_BEAM, _BEAM * max(counts)), last):
        left = np.flatnonzero(~found)
        step = max(1, _ROWS // rows)
        for start in range(0, len(left), step):
            some = left[start : start + step]
            found[some] = _search(gains[some], counts, order, beam)
    return found


def _search(gains: Floats, counts: Sequence[int], order: NDArray[np.int64], beam: int | None) -> NDArray[np.bool_]:
    draws, parties = gains.shape[:2]
    best = np.nanmax(gains, axis=3)
    owner = np.arange(draws)
    total = np.zeros((draws, parties))
    for step, issue in enumerate(order):
        rest = best[:, :, order[step + 1 :]].sum(axis=2)
        added = np.swapaxes(gains[:, :, issue, : counts[issue]], 1, 2)[owner]
        total = (total[:, None, :] + added).reshape(-1, parties)
        owner = np.repeat(owner, counts[issue])
        within_reach = total + rest[owner]
        keep = np.flatnonzero((within_reach >= 0).all(axis=1))
        if beam is not None:
            keep = _most_promising(keep, owner, within_reach.min(axis=1), beam)
        total, owner = total[keep], owner[keep]
    found = np.zeros(draws, dtype=bool)
    found[owner[(total > 0).any(axis=1)]] = True
    return found


def _most_promising(keep: NDArray[np.int64], owner: NDArray[np.int64], score: Floats, beam: int) -> NDArray[np.int64]:
    """Of the rows `keep`, for each owner the `beam` ones with the highest score."""
    keep = keep[np.lexsort((-score[keep], owner[keep]))]
    first = np.searchsorted(owner[keep], owner[keep])
    return keep[np.arange(len(keep)) - first < beam]
