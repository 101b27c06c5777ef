"""Draws that can be compared: every number has random numbers of its own, by its ids.

When one number at the table changes, all others are drawn as before, also when somebody leaves.  So the difference
between two tables shows in few draws (common random numbers; Kahn and Marshall 1953).
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np

from detente.negotiation import Draws, Negotiation
from detente.negotiation.model import Floats


def sample(table: Negotiation, draws: int, seed: int = 0) -> Draws:
    """As many draws of acceptance and salience as `Negotiation.draw` gives, by the inverse of their distributions."""
    shape = (draws, *table.supports.shape)
    acceptance = np.full(shape, np.nan)
    weight = np.empty(shape[:3])
    for p, party in enumerate(table.parties):
        for i, issue in enumerate(table.issues):
            weight[:, p, i] = gamma_of(float(table.concentration[p, i]), uniform(draws, seed, party.id, issue.id))
            for o, option in enumerate(issue.options):
                a, b = 1.0 + float(table.supports[p, i, o]), 1.0 + float(table.opposes[p, i, o])
                acceptance[:, p, i, o] = beta_of(a, b, uniform(draws, seed, party.id, issue.id, option.id))
    salience = weight / weight.sum(axis=2, keepdims=True)
    return table.draws_of(table.with_acceptance(acceptance), table.with_salience(salience))


@lru_cache(maxsize=4096)
def uniform(draws: int, seed: int, *ids: str) -> Floats:
    """Numbers in (0, 1) that hang on seed and ids alone, (draws,): one in each of as many strata, in random order."""
    rng = np.random.default_rng([seed, *(crc32(each.encode()) for each in ids)])
    found = (rng.permutation(draws) + rng.random(draws)) / draws
    found.setflags(write=False)
    return np.clip(found, 1e-12, 1 - 1e-12)


def beta_of(alpha: float, beta: float, u: Floats) -> Floats:
    """Quantiles of Beta(alpha, beta); closed where a parameter is 1, as most are."""
    if beta == 1:
        return np.asarray(u if alpha == 1 else u ** (1 / alpha))
    if alpha == 1:
        return np.asarray(1 - (1 - u) ** (1 / beta))
    from scipy.special import betaincinv  # takes long to import

    return np.asarray(betaincinv(alpha, beta, u))


def gamma_of(shape: float, u: Floats) -> Floats:
    """Quantiles of Gamma(shape)."""
    if shape == 1:
        return np.asarray(-np.log1p(-u))
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, u))
