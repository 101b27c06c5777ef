"""Chances under uncertain preferences: the same as solving each draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.stability import CONCEPTS, ConflictError, Utilities, moves, probabilities, solve, uncertain

from .conflicts import load, random_conflict


@pytest.mark.parametrize("seed", range(40))
def test_share_of_draws(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = random_conflict(seed)
    monkeypatch.setattr(uncertain, "_AT_ONCE", 3 * len(conflict.states))  # several portions, the last not full
    utilities = np.random.default_rng(seed).integers(0, 6, (8, len(conflict.decision_makers), len(conflict.states)))
    found = probabilities(conflict, utilities)
    counted = {concept: np.zeros(len(conflict.states)) for concept in CONCEPTS}
    for draw in utilities:
        makers = tuple(
            replace(maker, preference=Utilities(tuple(values)))
            for maker, values in zip(conflict.decision_makers, draw.tolist(), strict=True)
        )
        one = solve(replace(conflict, decision_makers=makers))
        for concept in CONCEPTS:
            counted[concept] += one.stable[concept].all(axis=0)
    for concept in CONCEPTS:
        assert found.shares[concept] == pytest.approx(counted[concept] / 8)


def test_what_is_given_back() -> None:
    conflict = load("chicken")
    found = probabilities(conflict, np.stack([conflict.ranks, conflict.ranks, -conflict.ranks]), concepts=["nash"])
    assert found.of(1) == {"nash": pytest.approx(2 / 3)}
    assert found.error("nash")[1] == pytest.approx((2 / 9 / 3) ** 0.5)
    data = found.as_json()
    assert data["draws"] == 3
    listed = data["equilibria"]["nash"]  # type: ignore[index]
    assert [each["state"] for each in listed] == [1, 2, 0, 3], "the likeliest first"
    assert [each["share"] for each in listed] == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 3])


def test_many_moves_a_state_go_in_small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = load("korea")
    utilities = np.random.default_rng(1).normal(size=(50, 2, 12))
    whole = probabilities(conflict, utilities)
    monkeypatch.setattr(uncertain, "_MOVES_AT_ONCE", 1)
    monkeypatch.setattr(moves, "MAX_ARCS", 40)
    for concept, share in probabilities(conflict, utilities).shares.items():
        assert np.array_equal(share, whole.shares[concept])


@pytest.mark.parametrize("shape", [(0, 2, 4), (2, 4), (3, 2, 5), (3, 1, 4)])
def test_wrong_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(ConflictError, match="2 decision makers, 4 states"):
        probabilities(load("chicken"), np.zeros(shape))


def test_no_numbers() -> None:
    with pytest.raises(ConflictError, match="no finite number"):
        probabilities(load("chicken"), np.full((1, 2, 4), np.nan))
