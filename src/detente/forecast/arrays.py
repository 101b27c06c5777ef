"""What the models ask of their arrays, and one clear error where they do not get it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def numbers(name: str, values: ArrayLike) -> Floats:
    """An array of finite floats with at least one axis and one actor; raises ValueError, naming `name`, otherwise."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: not an array of numbers") from None
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"{name}: empty; at least one actor is needed")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: holds NaN or infinity; leave out actors without a value")
    return array


def weights_of(name: str, values: ArrayLike) -> Floats:
    """Finite numbers, none negative and not all zero along the last axis; raises ValueError otherwise."""
    array = numbers(name, values)
    if (array < 0).any():
        raise ValueError(f"{name}: negative; weights are 0 or more")
    if not (array.sum(axis=-1) > 0).all():
        raise ValueError(f"{name}: all zero; at least one actor needs a weight above 0")
    return array


def together(**arrays: Floats) -> list[Floats]:
    """The arrays broadcast to one shape; raises ValueError naming them where their shapes do not fit."""
    actors = {array.shape[-1] for array in arrays.values()}
    try:
        if len(actors) > 1:
            raise ValueError
        return [np.array(each) for each in np.broadcast_arrays(*arrays.values())]
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"the shapes do not fit together: {shapes}") from None


def span_of(positions: Floats, span: float | None) -> Floats:
    """The length of the scale for each draw, (...): `span`, or without one the distance of the outermost positions.

    Raises ValueError if `span` is no positive number or the positions lie further apart than that.
    """
    spread = np.asarray(np.ptp(positions, axis=-1))
    if span is None:
        return spread
    if not (np.isfinite(span) and span > 0):
        raise ValueError(f"span: {span} is no length; the scale from 0 to 100 has the span 100")
    if (spread > span * (1 + 1e-9)).any():
        raise ValueError(f"positions: outside the range; they lie {spread.max():g} apart on a scale of length {span:g}")
    return np.full_like(spread, span)
