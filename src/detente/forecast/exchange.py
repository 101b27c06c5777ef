"""Exchange of positions across issues with equal gains (Stokman and van Oosten 1994).

F. N. Stokman, R. van Oosten 1994, The exchange of voting positions: an object-oriented model of policy networks (in
Bueno de Mesquita and Stokman, European Community Decision Making).  Two actors who stand on opposite sides of the
expected outcomes of two issues each give way on the issue that matters less to them, so that both gain the same.  The
exchange with the highest gain comes first; it changes what others can still exchange; and so on until nobody gains any
more.  The expected outcome of an issue is the weighted mean of the positions, before and after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detente.forecast.arrays import Bools, Floats, numbers, together
from detente.forecast.exchange_round import Pair, Trade, trade

ExchangeVariant = Literal["equal_gain", "decide"]


@dataclass(frozen=True, eq=False, slots=True)
class ExchangeRound:
    """A round: `start` and `voting` positions (actors, issues), the outcomes expected before and after it (issues,).

    possible: how many pairs of actors stand on opposite sides of two issues; trades: the exchanges made, in order.
    """

    start: Floats
    voting: Floats
    before: Floats
    forecast: Floats
    possible: int
    trades: tuple[Trade, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Exchange:
    """The rounds of exchange on the given issues, and the outcomes (issues,) expected after the last one."""

    variant: ExchangeVariant
    rounds: tuple[ExchangeRound, ...]
    forecast: Floats


def exchange(
    positions: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    scales: ArrayLike | None = None,
    rounds: int = 1,
    variant: ExchangeVariant = "equal_gain",
) -> Exchange:
    """Let actors exchange for some rounds; each input (actors, issues), saliences in [0, 1].

    An actor whose capability or salience is 0 on an issue takes no part in it; give it any position.  scales (issues,
    2): the ends of each issue's scale, None: 0 and 100.  Gains are in hundredths of the scale times salience.  After a
    round actors start the next one nearer to the positions they voted for: by w = 0.1 + 0.4 (1 - salience) of the way.
    variant: `equal_gain`, or `decide` with three rules of the replication of that name (see `exchange_round.trade`).
    Exchanges with the same gain are made in the order of issues and actors.
    Raises ValueError on NaN, negative weights, an issue without any, positions off the scale, unknown variants.
    """
    if variant not in ("equal_gain", "decide"):
        raise ValueError(f"variant: {variant!r} is unknown; choose equal_gain or decide")
    if rounds < 1:
        raise ValueError(f"rounds: {rounds}; play at least 1")
    x, c, s, low, length = _checked(positions, capabilities, saliences, scales)
    return _play(x, c, s, low, length, rounds, variant, min)


def exchange_draws(
    positions: ArrayLike,
    capabilities: ArrayLike,
    saliences: ArrayLike,
    *,
    scales: ArrayLike | None = None,
    rounds: int = 1,
    variant: ExchangeVariant = "equal_gain",
) -> Floats:
    """The forecasts (draws, issues) of inputs (draws, actors, issues); one after the other, else as `exchange`."""
    x, c, s = (np.asarray(each, dtype=np.float64) for each in (positions, capabilities, saliences))
    if x.ndim != 3:
        raise ValueError(f"positions: shape {x.shape}; draws have the shape (draws, actors, issues)")
    x, c, s = together(positions=x, capabilities=c, saliences=s)
    draws = zip(x, c, s, strict=True)
    return np.stack([exchange(*draw, scales=scales, rounds=rounds, variant=variant).forecast for draw in draws])


def _play(
    x: Floats,
    c: Floats,
    s: Floats,
    low: Floats,
    length: Floats,
    rounds: int,
    variant: ExchangeVariant,
    choose: Callable[[list[Pair]], Pair],
) -> Exchange:
    """`exchange` on positions from 0 to 100; `choose` picks one of several exchanges with the same gain."""
    share = c * s / (c * s).sum(axis=0)
    done: list[ExchangeRound] = []
    for _ in range(rounds):
        voting, possible, trades = trade(x, share, s, choose, as_decide=variant == "decide")
        before, after = (share * x).sum(axis=0), (share * voting).sum(axis=0)
        own = tuple(each.scaled(low, length / 100) for each in trades)
        start, voted, before, after = (low + each * length / 100 for each in (x, voting, before, after))
        done.append(ExchangeRound(start, voted, before, after, possible, own))
        way = 0.1 + 0.4 * (1 - s)
        x = (1 - way) * x + way * voting
    return Exchange(variant, tuple(done), done[-1].forecast)


def _checked(
    positions: ArrayLike, capabilities: ArrayLike, saliences: ArrayLike, scales: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    x = numbers("positions", positions)
    if x.ndim != 2:
        raise ValueError(f"positions: shape {x.shape}; exchanges need (actors, issues)")
    x, c, s = together(
        positions=x,
        capabilities=numbers("capabilities", capabilities),
        saliences=numbers("saliences", saliences),
    )
    for name, array in (("capabilities", c), ("saliences", s)):
        if (array < 0).any():
            raise ValueError(f"{name}: negative; they are 0 or more")
    if (s > 1).any():
        raise ValueError("saliences: above 1; give them as shares between 0 and 1")
    there: Bools = c * s > 0
    if not there.any(axis=0).all():
        raise ValueError(f"issue {int(np.argmin(there.any(axis=0)))}: all weights are zero; leave the issue out")
    ends = np.tile([0.0, 100.0], (x.shape[1], 1)) if scales is None else numbers("scales", scales)
    if ends.shape != (x.shape[1], 2) or (ends[:, 0] >= ends[:, 1]).any():
        raise ValueError("scales: each issue needs two ends, the lower one first")
    low, length = ends[:, 0], ends[:, 1] - ends[:, 0]
    x = np.where(there, (x - low) * 100 / length, 50.0)
    if ((x < -1e-9) | (x > 100 + 1e-9)).any():
        raise ValueError("positions: outside the range of the issue's scale")
    return x, c, s, low, length
