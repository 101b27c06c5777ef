from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import election, utilities_on_line, victories

RULES = [(vote, standing) for vote in ("proportional", "binary", "cubic") for standing in ("conditional", "stationary")]


def test_two_options_split_by_their_votes() -> None:
    # Differences of 0.5 with weight 1 and of 0.25 with weight 4: votes of 0.5 against 1
    utilities, weights = [[1, 0.5], [0.25, 0.5]], [1, 4]
    for standing in ("conditional", "stationary"):
        assert election(utilities, weights, standing=standing) == pytest.approx([1 / 3, 2 / 3])
        assert election(utilities, weights, vote="binary", standing=standing) == pytest.approx([1 / 5, 4 / 5])
        cubes = [0.5**3, 4 * 0.25**3]
        expected = np.array(cubes) / sum(cubes)
        assert election(utilities, weights, vote="cubic", standing=standing) == pytest.approx(expected)


def test_three_options_by_hand() -> None:
    utilities = utilities_on_line([0, 50, 100], [0, 50, 100])
    assert utilities[0] == pytest.approx([1, 0.5, 0])
    beats = victories(utilities, [1, 1, 1])
    # The middle gets the votes of two thirds against either end (1/2 + 1/2 against 1/2)
    assert beats[1] == pytest.approx([2 / 3, 1 / 2, 2 / 3])
    products = np.array([1 / 6, 4 / 9, 1 / 6])
    assert election(utilities, [1, 1, 1]) == pytest.approx(products / products.sum())
    # In the long run e goes to m as often as m to e: e * 2/3 = m * 1/3
    assert election(utilities, [1, 1, 1], standing="stationary") == pytest.approx([1 / 4, 1 / 2, 1 / 4])


@pytest.mark.parametrize("standing", ["conditional", "stationary"])
def test_what_all_prefer_stands(standing: str) -> None:
    found = election([[1, 0.2, 0.9], [1, 0.8, 0.1]], [1, 5], standing=standing)  # type: ignore[arg-type]
    assert found == pytest.approx([1, 0, 0], abs=1e-12)


@pytest.mark.parametrize(("vote", "standing"), RULES)
def test_the_long_run(vote: str, standing: str) -> None:
    rng = np.random.default_rng(0)
    u, w = rng.uniform(size=(5, 4)), rng.uniform(size=5)
    found = election(u, w, vote=vote, standing=standing)  # type: ignore[arg-type]
    beats = victories(u, w, vote=vote)  # type: ignore[arg-type]
    assert beats + beats.T == pytest.approx(np.ones((4, 4)))
    if standing == "conditional":
        expected = np.array([np.prod([beats[i, j] for j in range(4) if j != i]) for i in range(4)])
        expected /= expected.sum()
    else:
        expected = np.full(4, 0.25)
        for _ in range(2000):
            expected = np.array([(beats[i] * (expected[i] + expected)).sum() / 4 for i in range(4)])
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("vote", "standing"), RULES)
@given(st.integers(0, 10**6), st.floats(0.1, 9), st.floats(-5, 5))
@settings(max_examples=20, deadline=None)
def test_order_and_units_change_nothing(vote: str, standing: str, seed: int, scale: float, shift: float) -> None:
    rules = {"vote": vote, "standing": standing}
    rng = np.random.default_rng(seed)
    u, w = rng.uniform(size=(4, 5)), rng.uniform(0.1, 1, size=4)
    found = election(u, w, **rules)  # type: ignore[arg-type]
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    rows, columns = rng.permutation(4), rng.permutation(5)
    assert election(u[rows][:, columns], w[rows], **rules) == pytest.approx(found[columns], abs=1e-9)  # type: ignore[arg-type]
    assert election(u * scale + shift, w * 3, **rules) == pytest.approx(found, abs=1e-9)  # type: ignore[arg-type]


@pytest.mark.parametrize(("vote", "standing"), RULES)
def test_a_batch_equals_the_loop(vote: str, standing: str) -> None:
    rules = {"vote": vote, "standing": standing}
    rng = np.random.default_rng(1)
    u, w = rng.uniform(size=(7, 4, 3)), rng.uniform(size=(7, 4))
    found = election(u, w, **rules)  # type: ignore[arg-type]
    assert found == pytest.approx(np.stack([election(a, b, **rules) for a, b in zip(u, w, strict=True)]), abs=1e-12)  # type: ignore[arg-type]
    assert election(u[0], w, **rules).shape == (7, 3)  # type: ignore[arg-type]


def test_nobody_cares_and_one_option() -> None:
    assert election(np.zeros((2, 3)), [1, 1]) == pytest.approx([1 / 3] * 3)
    assert election(np.zeros((2, 3)), [1, 1], standing="stationary") == pytest.approx([1 / 3] * 3)
    assert election([[0.5]], [1]) == pytest.approx([1])
    assert election([[0.5]], [1], standing="stationary") == pytest.approx([1])


@pytest.mark.parametrize(
    ("utilities", "weights", "options", "words"),
    [
        ([[1, np.nan]], [1], {}, "utilities: holds NaN"),
        ([[1, 2]], [-1], {}, "negative"),
        ([[1, 2]], [0], {}, "all zero"),
        ([[1, 2]], [1, 2], {}, "do not fit"),
        ([1, 2], [1, 2], {}, "do not fit"),
        ([[]], [1], {}, "empty"),
        ([[1, 2]], [1], {"vote": "loud"}, "choose proportional, binary or cubic"),
        ([[1, 2]], [1], {"standing": "ovation"}, "choose conditional or stationary"),
    ],
)
def test_bad_input(utilities: object, weights: object, options: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        election(utilities, weights, **options)  # type: ignore[arg-type]


def test_no_length() -> None:
    with pytest.raises(ValueError, match="no length"):
        utilities_on_line([1], [1], span=0)
