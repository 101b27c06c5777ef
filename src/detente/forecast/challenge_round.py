"""One round of challenges (Scholz, Calbert, Smith 2011), for many draws at once.

Arrays have the axes (actors, draws) or (i, j, draws), draws last so that numpy's inner loops are long ones.  i receives
the offer, j makes it; everything between the two is seen through the eyes, and with the risk exponent, of i.
numpy is slow at choosing (`where`) and fast at adding up, hence the masks that are multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.forecast.arrays import Floats, Ints
from detente.forecast.voters import weighted_median

NONE, CONFRONTATION, COMPROMISE, COMPEL, STALEMATE = range(5)
_TIE = 1e-12
_SAME_PLACE = 1e-6
_NO_OFFER = 100.0
_SMALL = 1e-300


@dataclass(frozen=True, slots=True)
class Variant:
    """A reading of the model, where the paper, its figures and its replications differ.

    denominator: of the chance to win: `all_pairs` (the votes in the contests of all pairs of actors) or `eq31` (those
    in the contest of the two, as the paper prints it, without risk exponents).  compromise: which of several is taken,
    that of the `least_movement` (the paper's words) or that of the `lowest_average` of the two positions weighted with
    their expected utilities (it gives the paper's Table 2).  compel: whether an actor can be compelled to move.
    salience: in the other's challenge that of the one challenged (`responder`) or the `challenger` (eq. 25b printed).
    change: whether a status quo that changes, with chance 1 - Q, has the utility of eq. 22 and 23, or none.
    """

    denominator: Literal["all_pairs", "eq31"] = "all_pairs"
    compromise: Literal["least_movement", "lowest_average"] = "lowest_average"
    compel: bool = True
    salience: Literal["responder", "challenger"] = "responder"
    change: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """What happened in a round: positions after it (actors, draws), risk exponents, and who offered what to whom.

    own, others: the expected utilities of challenging and of being challenged, (i, j, draws); kind: one of NONE,
    CONFRONTATION, COMPROMISE, COMPEL, STALEMATE; taken: the j whose offer i takes, -1 for none.
    """

    positions: Floats
    risks: Floats
    own: Floats
    others: Floats
    kind: NDArray[np.int8]
    taken: Ints


def play(x: Floats, c: Floats, s: Floats, span: Floats, variant: Variant, q: float, t: float | None) -> Step:
    """Play one round; x, c, s (actors, draws), span (draws,), q and t as in `challenge.scholz`."""
    contest = _Contest(x, c * s, s, np.where(span > 0, span, 1.0), variant, q, t)
    risks = _risks(contest.danger())
    own, others = contest.utilities(risks)
    return _settle(x, contest.span, risks, own, others, variant)


class _Contest:
    """Everything about the pairs of actors that does not depend on their risk exponents."""

    def __init__(
        self, x: Floats, w: Floats, s: Floats, span: Floats, variant: Variant, q: float, t: float | None
    ) -> None:
        self.x, self.w, self.s, self.span, self.variant, self.q, self.t = x, w, s, span, variant, q, t
        actors, draws = x.shape
        self.apart = np.abs(x[:, None] - x) / span
        self.order = np.argsort(x, axis=0)
        ranked = np.take_along_axis(x, self.order, 0)
        self.reach = np.abs(x[:, None] - ranked) / span
        rows = np.arange(actors)[:, None, None] * ((actors + 1) * draws) + np.arange(draws)
        self.near = _count(ranked, (x[:, None] + x) / 2) * draws + rows
        if variant.change and q < 1:
            self.to_median = (np.abs(x - weighted_median(x.T, w.T)) / span)[:, None]

    def danger(self) -> Floats:
        """What all others together expect from challenging each actor (section 5), everyone being neutral to risk."""
        success, at_stake = self._stakes(None)
        lost = 1 - self._chance(None)
        utilities = success - self.s * lost * at_stake - self._unchallenged(None, mine=True)
        return np.asarray(utilities.sum(axis=0) - np.diagonal(utilities).T)

    def utilities(self, risks: Floats) -> tuple[Floats, Floats]:
        """The expected utility of i challenging j, and of j challenging i, as i with its risk exponent sees them."""
        r = risks[:, None]
        success, at_stake = self._stakes(r)
        lost = 1 - self._chance(risks)
        s_i, s_j = self.s[:, None], self.s
        responder = s_i if self.variant.salience == "responder" else s_j
        own = success - s_j * lost * at_stake - self._unchallenged(r, mine=True)
        others = success - responder * lost.swapaxes(0, 1) * at_stake - self._unchallenged(r, mine=False)
        return own, others

    def _stakes(self, r: Floats | None) -> tuple[Floats, Floats]:
        """The utility of a challenge that succeeds (eq. 15), and how much less it is if it fails (eq. 16)."""
        half = 0.5 * self.apart
        success = 2 - 4 * _power(np.maximum(0.5 - half, 0.0), r)
        return success, success - (2 - 4 * _power(0.5 + half, r))

    def _unchallenged(self, r: Floats | None, *, mine: bool) -> Floats:
        """What the challenger has without a challenge (eq. 7): Q U_sq + (1 - Q) (T U_b + (1 - T) U_w)."""
        status_quo = np.zeros(1) if r is None else 2 - 4 * _power(np.full(1, 0.5), r)
        if not self.variant.change or self.q == 1:
            return np.asarray(self.q * status_quo)
        from_median = self.to_median if mine else self.to_median.swapaxes(0, 1)
        shift = 0.25 * (from_median + self.apart)
        better = 2 - 4 * _power(np.maximum(0.5 - shift, 0.0), r)
        worse = 2 - 4 * _power(0.5 + shift, r)
        t = np.where(from_median < self.apart, 1.0, 0.0) if self.t is None else self.t
        return np.asarray(self.q * status_quo + (1 - self.q) * (t * better + (1 - t) * worse))

    def _chance(self, risks: Floats | None) -> Floats:
        """The chance that i wins against j: the votes of those nearer to i, over all votes of the denominator.

        Those nearer to i than to j are all on i's side of the middle between the two.  So the votes are differences of
        running sums over the actors from left to right, and the arrays have n^2 cells instead of n^3.  On the side of
        i the difference is positive, on the other negative.
        """
        by_pair = self.variant.denominator == "eq31"
        ranked_risks = None if risks is None or by_pair else np.take_along_axis(risks, self.order, 0)
        loss = _power(self.reach, ranked_risks) * np.take_along_axis(self.w, self.order, 0)
        actors, _, draws = loss.shape
        sums = np.zeros((actors, actors + 1, draws))
        for place in range(actors):
            np.add(sums[:, place], loss[:, place], out=sums[:, place + 1])
        left = np.take(sums, self.near)
        left = left.swapaxes(0, 1) - left
        right = sums[:, -1] - sums[:, -1:] - left
        votes = np.maximum(left, right)
        total = votes + votes.swapaxes(0, 1) if by_pair else 2 * votes.sum(axis=(0, 1))
        return np.asarray(votes / np.where(total > 0, total, 1.0))


def _power(base: Floats, exponent: Floats | None) -> Floats:
    return base if exponent is None else np.asarray(np.power(base, exponent))


def _count(ranked: Floats, middle: Floats) -> NDArray[np.integer]:
    """How many actors stand at or left of each middle, (i, j, draws)."""
    count: NDArray[np.integer] = np.zeros(middle.shape, dtype=np.uint8 if len(ranked) < 256 else np.int32)
    for place in ranked:
        count += (place <= middle).view(np.uint8)
    return count.astype(np.int64)


def _risks(danger: Floats) -> Floats:
    """Risk exponents between 1/2 and 2 (eq. 33, 34): the most endangered actor is the most cautious one."""
    high, low = danger.max(axis=0), danger.min(axis=0)
    differ = high - low > _TIE * np.maximum(np.abs(high), np.abs(low))
    basis = np.where(differ, (2 * danger - high - low) / np.where(differ, high - low, 1.0), 0.0)
    return np.asarray((1 - basis / 3) / (1 + basis / 3))


def _settle(x: Floats, span: Floats, risks: Floats, a: Floats, b: Floats, variant: Variant) -> Step:
    """The kind of each offer by the octant of (a, b), and the one that each actor takes (section 6)."""
    # Whoever stands this near has nothing left to gain but rounding errors, and those would decide who moves where
    differ = np.abs(x - x[:, None]) > _SAME_PLACE * span
    wanted = differ & (b > 0)
    unwilling = a < 0
    meets = wanted & unwilling
    partly = meets & (b > -a)
    moves = (wanted & (a > 0) & (b > a)) | partly
    kind = np.int8(CONFRONTATION) * moves + np.int8(COMPROMISE - CONFRONTATION) * partly
    if variant.compel:
        fully = meets & (b < -a)
        moves |= fully
        kind += np.int8(COMPEL) * fully
    gap = (x - x[:, None]) / span
    ratio = share(a, b)
    least = np.abs(gap)
    if variant.compromise == "lowest_average":
        average = ((x - x.min(axis=0)) / span)[:, None] + gap / (1 + ratio)
        key = least + partly * (average - least)
    else:
        key = least * (1 - partly * (1 - ratio))
    key += 2.0 * kind
    key += _NO_OFFER * ~moves
    first = np.argmax(key <= key.min(axis=1)[:, None] + _TIE, axis=1)
    chosen = first[:, None]
    part = np.take_along_axis(partly, chosen, 1)[:, 0]
    way = np.take_along_axis(ratio, chosen, 1)[:, 0]
    moved = np.take_along_axis(moves, chosen, 1)[:, 0]
    goal = np.take_along_axis(x, first, 0)
    goal = np.where(part, x + (goal - x) * way, goal)
    kind += np.int8(STALEMATE) * (differ & unwilling & (b < 0))
    return Step(np.where(moved, goal, x), risks, a, b, kind, np.where(moved, first, -1))


def share(a: Floats, b: Floats) -> Floats:
    """How much of the way a compromise goes, |a / b| (eq. 36); any finite number where there is none."""
    return np.asarray(np.abs(a) / np.maximum(b, _SMALL))
