"""The expected-utility model of challenges and concessions: Bueno de Mesquita's, as Scholz, Calbert and Smith read it.

J. B. Scholz, G. J. Calbert, G. A. Smith 2011, Unravelling Bueno De Mesquita's group decision model (ICAART; Journal of
Theoretical Politics 23).  In each round every pair of actors weighs whether to challenge one another; those who expect
to lose move, all at once.  What the printed formulas leave open is chosen by name in VARIANTS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detente.forecast.arrays import Floats, numbers, span_of, together, weights_of
from detente.forecast.challenge_round import (
    COMPEL,
    COMPROMISE,
    CONFRONTATION,
    NONE,
    STALEMATE,
    Step,
    Variant,
    play,
    share,
)
from detente.forecast.voters import weighted_mean, weighted_median

Kind = Literal["confrontation", "compromise", "compel", "stalemate"]
_KINDS: dict[int, Kind] = {
    CONFRONTATION: "confrontation",
    COMPROMISE: "compromise",
    COMPEL: "compel",
    STALEMATE: "stalemate",
}
_CELLS = 1 << 15

VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {
        "paper": Variant(),
        "jmckib": Variant(compel=False, change=False),
        "least_movement": Variant(compromise="least_movement", change=False),
        "eq31": Variant(denominator="eq31", compromise="least_movement"),
        "printed": Variant(denominator="eq31", compromise="least_movement", salience="challenger"),
    }
)
"""Readings of the model by name.

paper: what reproduces the paper's figure and, but for the median of round 2, its Table 2 (the default).
jmckib: the public replication by that author, whose branch for compelling is never reached.
least_movement: the same with the compromise that the paper's words describe, and with compelling.
eq31: the chance to win by eq. 31 as printed, which does not reproduce the figure.
printed: eq. 31 and eq. 25b both as printed.
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """What `other` offers `actor` (both by place in the input).

    own, others: the expected utility of challenging the other, and of the other's challenge, as the actor sees them;
    position: where the actor would move to, which in a stalemate is where it is; taken: whether it does.
    """

    actor: int
    other: int
    kind: Kind
    own: float
    others: float
    position: float
    taken: bool


@dataclass(frozen=True, eq=False)
class Round:
    """A round: positions before and after it, risk exponents (actors,), weighted median and mean after it, offers."""

    before: Floats
    positions: Floats
    risks: Floats
    median: float
    mean: float
    step: Step

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every offer, by actor and then by who makes it; pairs of whom neither wants anything are left out."""
        kind, own, others = self.step.kind[..., 0], self.step.own[..., 0], self.step.others[..., 0]
        way = np.where(kind == COMPROMISE, share(own, others), np.where(kind == STALEMATE, 0.0, 1.0))
        gap = self.before - self.before[:, None]
        proposed = self.before[:, None] + gap * way
        taken = self.step.taken[:, :1] == np.arange(len(kind))
        return tuple(
            Offer(
                i,
                j,
                _KINDS[int(kind[i, j])],
                float(own[i, j]),
                float(others[i, j]),
                float(self.before[j] if kind[i, j] in (CONFRONTATION, COMPEL) else proposed[i, j]),
                bool(taken[i, j]),
            )
            for i, j in np.argwhere(kind != NONE).tolist()
        )


@dataclass(frozen=True, eq=False, slots=True)
class Challenge:
    """The course of the negotiation: `start` (actors,) with its weighted median and mean, and the rounds.

    settled: nobody moved in the last round, so that nobody ever would.
    """

    variant: str
    q: float
    t: float | None
    span: float
    start: Floats
    median: float
    mean: float
    rounds: tuple[Round, ...]
    settled: bool


@dataclass(frozen=True, eq=False, slots=True)
class ChallengeDraws:
    """Before and after each round: positions (draws, rounds + 1, actors), medians and means (draws, rounds + 1)."""

    positions: Floats
    medians: Floats
    means: Floats


def scholz(
    positions: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    variant: str = "paper",
    rounds: int = 10,
    q: float = 1.0,
    t: float | None = None,
    span: float | None = None,
) -> Challenge:
    """Play one issue for up to `rounds` rounds and keep every offer; each input (actors,), saliences in [0, 1].

    q: the chance, in everyone's eyes, that the other stays put if not challenged (Q in [0, 1]; the paper takes 1).
    t: the chance that a move of the other would be for the better (T in [0, 1]); None: 1 where the median is nearer
    than the other, else 0, as in the paper's four cases.  span: the length of the scale; None: the distance of the
    outermost positions at the start.  Stops early once nobody moves.  Actors within a millionth of the scale of each
    other make each other no offers, and of equally good offers that of the first actor is taken.
    Raises ValueError on NaN, negative or all-zero weights, no actors, and values or variants out of range.
    """
    x, c, s = _checked(positions, capabilities, saliences)
    if x.ndim != 1:
        raise ValueError(f"positions: shape {x.shape}; one issue has the shape (actors,), for draws use scholz_draws")
    chosen = _chosen(variant, rounds, q, t)
    length, w = span_of(x, span), c * s
    now, settled = x, False
    done: list[Round] = []
    while len(done) < rounds and not settled:
        step = play(now[:, None], c[:, None], s[:, None], length[None], chosen, q, t)
        after = step.positions[:, 0]
        median, mean = float(weighted_median(after, w)), float(weighted_mean(after, w))
        done.append(Round(now, after, step.risks[:, 0], median, mean, step))
        settled, now = bool((after == now).all()), after
    before = float(weighted_median(x, w)), float(weighted_mean(x, w))
    return Challenge(variant, q, t, float(length), x, *before, tuple(done), settled)


def scholz_draws(
    positions: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    variant: str = "paper",
    rounds: int = 10,
    q: float = 1.0,
    t: float | None = None,
    span: float | None = None,
) -> ChallengeDraws:
    """Play `rounds` rounds in each of many draws; inputs (draws, actors) or what broadcasts to it, else as `scholz`."""
    x, c, s = _checked(positions, capabilities, saliences)
    if x.ndim != 2:
        raise ValueError(f"positions: shape {x.shape}; draws have the shape (draws, actors)")
    chosen = _chosen(variant, rounds, q, t)
    length = span_of(x, span)
    course = np.repeat(x[:, None, :], rounds + 1, axis=1)
    chunk = max(1, _CELLS // x.shape[1] ** 2)
    for first in range(0, len(x), chunk):
        left = np.arange(first, min(first + chunk, len(x)))
        for done in range(rounds):
            before = course[left, done].T
            after = play(before, c[left].T, s[left].T, length[left], chosen, q, t).positions
            moved = (after != before).any(axis=0)
            left = left[moved]
            course[left, done + 1 :] = after[:, moved].T[:, None, :]
            if not len(left):
                break
    w = (c * s)[:, None, :]
    return ChallengeDraws(course, weighted_median(course, w), weighted_mean(course, w))


def _checked(positions: ArrayLike, capabilities: ArrayLike, saliences: ArrayLike) -> list[Floats]:
    c, s = weights_of("capabilities", capabilities), weights_of("saliences", saliences)
    if (s > 1).any():
        raise ValueError("saliences: above 1; give them as shares between 0 and 1")
    x, c, s = together(positions=numbers("positions", positions), capabilities=c, saliences=s)
    weights_of("capabilities * saliences", c * s)
    return [x, c, s]


def _chosen(variant: str, rounds: int, q: float, t: float | None) -> Variant:
    if variant not in VARIANTS:
        raise ValueError(f"variant: {variant!r} is unknown; choose one of {', '.join(VARIANTS)}")
    if rounds < 1:
        raise ValueError(f"rounds: {rounds}; play at least 1")
    if not 0 <= q <= 1:
        raise ValueError(f"q: {q} is no chance between 0 and 1")
    if t is not None and not 0 <= t <= 1:
        raise ValueError(f"t: {t} is no chance between 0 and 1")
    return VARIANTS[variant]
