from __future__ import annotations

import numpy as np
import pytest

from detente.negotiation import build

from .dossiers import TALKS, dossier


def test_the_same_seed_draws_the_same() -> None:
    table = build(dossier(TALKS))
    one, same, other = table.draw(20, 7), table.draw(20, 7), table.draw(20, 8)
    assert np.array_equal(one.acceptance, same.acceptance, equal_nan=True)
    assert np.array_equal(one.salience, same.salience)
    assert not np.array_equal(one.salience, other.salience)


def test_draws_follow_the_distributions() -> None:
    table = build(dossier(TALKS))
    draws = table.draw(20_000, 1)
    a, b = table.alpha, table.beta
    there = np.broadcast_to(table.exists, a.shape)
    assert np.allclose(draws.acceptance.mean(axis=0)[there], table.mean_acceptance[there], atol=0.01)
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert np.allclose(draws.acceptance.var(axis=0)[there], variance[there], atol=0.003)
    assert np.isnan(draws.acceptance[:, ~there]).all()
    assert np.allclose(draws.salience.sum(axis=2), 1)
    c = table.concentration
    share, total = table.mean_salience, c.sum(axis=1, keepdims=True)
    assert np.allclose(draws.salience.mean(axis=0), share, atol=0.01)
    assert np.allclose(draws.salience.var(axis=0), share * (1 - share) / (total + 1), atol=0.003)


def test_reservation_and_gains_of_each_draw() -> None:
    table = build(dossier(TALKS))
    draws = table.draw(50, 2)
    assert draws.reservation is not None
    assert draws.gains is not None
    by_hand = draws.salience[:, :, 0] * draws.acceptance[:, :, 0, 0] + draws.salience[:, :, 1] * draws.acceptance[
        :, :, 1, :2
    ].mean(axis=2)
    assert np.allclose(draws.reservation, by_hand)
    assert (draws.gains[:, :, 0, 0] == 0).all()  # the status quo gains nothing, to the last bit
    utility = draws.contributions[:, :, 0, 2] + draws.contributions[:, :, 1, 1]
    assert np.allclose(draws.gains[:, :, 0, 2] + draws.gains[:, :, 1, 1], utility - draws.reservation)


def test_at_least_one_draw() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        build(dossier(TALKS)).draw(0)
