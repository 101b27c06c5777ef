"""Forecasts of one formula: the weighted mean, the weighted median and the asymmetric Nash solution on a line."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detente.forecast.arrays import Floats, numbers, span_of, together, weights_of

Loss = Literal["quadratic", "linear"]
_HALVINGS = 64
_EQUAL = 1e-12
_NOTHING = 1e-30


def weighted_mean(positions: ArrayLike, weights: ArrayLike) -> Floats:
    """The mean voter or compromise model: sum(w x) / sum(w), (..., actors) -> (...).

    With w = capability * salience it is the forecast that nothing beats on DEU III (Achen 2006, in Thomson et al., The
    European Union Decides; Van den Bos 1991).  Raises ValueError on NaN, negative or all-zero weights, or no actors.
    """
    x, w = together(positions=numbers("positions", positions), weights=weights_of("weights", weights))
    return np.asarray((x * w).sum(axis=-1) / w.sum(axis=-1))


def weighted_median(positions: ArrayLike, weights: ArrayLike) -> Floats:
    """The weighted median voter (Black 1958), (..., actors) -> (...).

    It is the least position with more than half of the weight at or below it.  Where exactly half of the weight lies
    at or below a position, it is the middle between that position and the next one up that has weight.
    Raises ValueError on NaN, negative or all-zero weights, or no actors.
    """
    x, w = together(positions=numbers("positions", positions), weights=weights_of("weights", weights))
    order = np.argsort(x, axis=-1, kind="stable")
    x, w = np.take_along_axis(x, order, -1), np.take_along_axis(w, order, -1)
    below = np.cumsum(w, axis=-1)
    half, slack = below[..., -1:] / 2, below[..., -1:] * _EQUAL
    low = np.argmax(below >= half - slack, axis=-1)[..., None]
    high = np.argmax(below > half + slack, axis=-1)[..., None]
    return np.asarray(((np.take_along_axis(x, low, -1) + np.take_along_axis(x, high, -1)) / 2)[..., 0])


def nash(
    positions: ArrayLike,
    weights: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    loss: Loss = "quadratic",
    span: float | None = None,
) -> Floats:
    """The asymmetric Nash bargaining solution on a line, (..., actors) -> (...): argmax of sum w_i log gain_i(x).

    gain_i(x) = L(d_i) - L(|x - x_i|) with L(t) = t^2 (`quadratic`, risk-averse) or t (`linear`).  Without `reference`
    no deal is as bad for everyone as an outcome a whole `span` away (None: the distance of the outermost positions), so
    that d_i = span.  With `reference` (...), the outcome if there is no deal, d_i = |reference - x_i|: nobody with
    weight accepts less than that, and where the reference lies between the positions it is the solution itself.
    The weights are bargaining powers (Kalai 1977, Nonsymmetric Nash solutions); the worse no deal is, the nearer the
    quadratic solution is to the weighted mean (Achen 2006).  Accurate to rounding, as the objective is concave.
    Raises ValueError on NaN, negative or all-zero weights, no actors, positions further apart than `span`.
    """
    if loss not in ("quadratic", "linear"):
        raise ValueError(f"loss: {loss!r} is unknown; choose quadratic or linear")
    x, w = together(positions=numbers("positions", positions), weights=weights_of("weights", weights))
    heard = w > 0
    first = np.where(heard, x, np.inf).min(axis=-1)
    last = np.where(heard, x, -np.inf).max(axis=-1)
    if reference is None:
        no_deal = np.broadcast_to(span_of(x, span)[..., None], x.shape)
        low, high = first, last
    else:
        given = np.asarray(reference, dtype=np.float64)
        if not np.isfinite(given).all():
            raise ValueError("reference: holds NaN or infinity; leave it out where no reference outcome is known")
        try:
            given = np.broadcast_to(given, first.shape)
        except ValueError:
            raise ValueError(f"reference: shape {given.shape} does not fit draws of shape {first.shape}") from None
        no_deal = np.abs(given[..., None] - x)
        inside = (first <= given) & (given <= last)
        low = np.where(inside, given, np.where(given < first, first, np.maximum(first, 2 * last - given)))
        high = np.where(inside, given, np.where(given > last, last, np.minimum(last, 2 * first - given)))
    return _highest(x, w, no_deal, low, high, loss)


def _highest(x: Floats, w: Floats, no_deal: Floats, low: Floats, high: Floats, loss: Loss) -> Floats:
    """Where the slope of sum w log gain changes its sign, by halving [low, high]."""
    # On a scale of their own: squares of very small distances would be 0.
    unit = no_deal.max(axis=-1)
    unit = np.where(unit > 0, unit, 1.0)
    origin, most = low, high
    x, no_deal = (x - origin[..., None]) / unit[..., None], no_deal / unit[..., None]
    low, high = np.zeros_like(origin), (high - origin) / unit
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        away = x - middle[..., None]
        if loss == "quadratic":
            gain, slope = no_deal**2 - away**2, 2 * away
        else:
            gain, slope = no_deal - np.abs(away), np.sign(away)
        with np.errstate(divide="ignore", invalid="ignore"):
            pull = w * slope / np.maximum(gain, _NOTHING * no_deal**2)
        upward = np.where(slope != 0, pull, 0.0).sum(axis=-1)
        low, high = np.where(upward < 0, low, middle), np.where(upward > 0, high, middle)
    return np.asarray(np.clip(origin + (low + high) / 2 * unit, origin, most))
