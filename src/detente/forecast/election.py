"""The probabilistic Condorcet election: how likely each option is to stand once all pairs of options were voted on.

B. Wise, L. Lester, B. Efird 2015, An introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB), KAPSARC.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from detente.forecast.arrays import Floats, numbers, weights_of

Vote = Literal["proportional", "binary", "cubic"]
Standing = Literal["conditional", "stationary"]


def election(
    utilities: ArrayLike, weights: ArrayLike, *, vote: Vote = "proportional", standing: Standing = "conditional"
) -> Floats:
    """The probability of each option, (..., actors, options) and (..., actors) -> (..., options), adding up to 1.

    Between options i and j each actor votes for the one it likes better, with its weight times the difference of
    utility (`proportional`), its third power (`cubic`) or 1 (`binary`).  i beats j with the probability of its share of
    the votes, 1/2 if nobody cares.  standing: `conditional`, that i beats all others given that one option does; or
    `stationary`, how often i stands if again and again a random option challenges the one that stands.
    Raises ValueError on NaN, negative or all-zero weights, empty or ill-shaped inputs, unknown rules.
    """
    beats = victories(utilities, weights, vote=vote)
    if standing == "conditional":
        options = beats.shape[-1]
        all_others = np.where(np.eye(options, dtype=bool), 1.0, beats).prod(axis=-1)
        return np.asarray(all_others / all_others.sum(axis=-1, keepdims=True))
    if standing == "stationary":
        return _stationary(beats)
    raise ValueError(f"standing: {standing!r} is unknown; choose conditional or stationary")


def victories(utilities: ArrayLike, weights: ArrayLike, *, vote: Vote = "proportional") -> Floats:
    """The probability that option i beats j, (..., options, options), 1/2 on the diagonal; else as `election`."""
    u, w = numbers("utilities", utilities), weights_of("weights", weights)
    if u.ndim < 2 or u.shape[-2] != w.shape[-1]:
        raise ValueError(f"the shapes do not fit together: utilities {u.shape}, weights {w.shape}")
    support = np.zeros((*np.broadcast_shapes(u.shape[:-2], w.shape[:-1]), u.shape[-1], u.shape[-1]))
    for actor in range(u.shape[-2]):
        own = u[..., actor, :]
        more = np.maximum(own[..., :, None] - own[..., None, :], 0.0)
        if vote == "binary":
            more = np.sign(more)
        elif vote == "cubic":
            more = more**3
        elif vote != "proportional":
            raise ValueError(f"vote: {vote!r} is unknown; choose proportional, binary or cubic")
        support += w[..., actor, None, None] * more
    total = support + support.swapaxes(-1, -2)
    return np.asarray(np.where(total > 0, support, 0.5) / np.where(total > 0, total, 1.0))


def utilities_on_line(positions: ArrayLike, options: ArrayLike, *, span: float = 100.0) -> Floats:
    """1 - |option - position| / span: (..., actors) and (options,) -> (..., actors, options)."""
    x, places = numbers("positions", positions), numbers("options", options)
    if not (np.isfinite(span) and span > 0):
        raise ValueError(f"span: {span} is no length; the scale from 0 to 100 has the span 100")
    return np.asarray(1 - np.abs(places - x[..., None]) / span)


def _stationary(beats: Floats) -> Floats:
    """Solved, not iterated.  There is one solution, as of any two options one can be beaten by the other."""
    options = beats.shape[-1]
    diagonal = np.eye(options, dtype=bool)
    moves = np.where(diagonal, 0.0, beats) / options
    system = moves - diagonal * moves.sum(axis=-2)[..., None, :]
    system[..., -1, :] = 1.0
    right = np.zeros((*beats.shape[:-1], 1))
    right[..., -1, 0] = 1.0
    found = np.maximum(np.linalg.solve(system, right)[..., 0], 0.0)
    return np.asarray(found / found.sum(axis=-1, keepdims=True))
