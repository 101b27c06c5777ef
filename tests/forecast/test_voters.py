from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from detente.forecast import nash, weighted_mean, weighted_median

from .published import CAPABILITY, POSITION, SALIENCE

Actors = tuple[np.ndarray, np.ndarray]
WEIGHTS = CAPABILITY * SALIENCE


@st.composite
def actors(draw: st.DrawFn) -> Actors:
    n = draw(st.integers(1, 8))
    x = draw(st.lists(st.integers(0, 100), min_size=n, max_size=n))
    w = draw(st.lists(st.integers(1, 50), min_size=n, max_size=n))
    return np.array(x, float), np.array(w, float)


def test_car_emissions() -> None:
    assert weighted_mean(POSITION, WEIGHTS) == pytest.approx(7.389955686853767, abs=1e-12)
    assert weighted_median(POSITION, WEIGHTS) == 7


@pytest.mark.parametrize(
    ("positions", "weights", "median"),
    [
        ([0, 100], [1, 1], 50),
        ([0, 100], [1, 1.001], 100),
        ([0, 40, 100], [1, 1, 2], 70),
        ([0, 40, 60, 100], [1, 0, 0, 1], 50),
        ([0, 40, 100], [0.1, 0.2, 0.3], 70),
        ([100, 0, 100], [1, 1, 1], 100),
        ([5], [3], 5),
    ],
)
def test_median_and_halves(positions: list[float], weights: list[float], median: float) -> None:
    assert weighted_median(positions, weights) == pytest.approx(median, abs=1e-12)


@given(actors())
def test_median_minimises_the_weighted_distance(given_actors: Actors) -> None:
    x, w = given_actors
    found = float(weighted_median(x, w))

    def distance(place: float) -> float:
        return float((w * np.abs(x - place)).sum())

    assert distance(found) <= min(distance(place) for place in x) + 1e-9


@pytest.mark.parametrize("loss", ["quadratic", "linear"])
@given(given_actors=actors())
@settings(max_examples=40, deadline=None)
def test_nash_maximises_the_product_of_gains(loss: str, given_actors: Actors) -> None:
    x, w = given_actors

    def minus_log_product(place: float) -> float:
        away = np.abs(x - place)
        gains = 100**2 - away**2 if loss == "quadratic" else 100 - away
        return float(-(w * np.log(np.maximum(gains, 1e-300))).sum())

    found = float(nash(x, w, loss=loss, span=100))  # type: ignore[arg-type]
    best = minimize_scalar(minus_log_product, bounds=(0, 100), method="bounded", options={"xatol": 1e-9})
    assert minus_log_product(found) <= min([best.fun, *map(minus_log_product, x)]) + 1e-9


@given(given_actors=actors(), reference=st.integers(-50, 150))
@settings(max_examples=60, deadline=None)
def test_nobody_loses_against_the_reference(given_actors: Actors, reference: float) -> None:
    x, w = given_actors
    found = float(nash(x, w, reference))
    assert (np.abs(found - x) <= np.abs(reference - x) + 1e-9).all()
    if x.min() <= reference <= x.max():
        assert found == reference


def test_nash_by_hand() -> None:
    # No deal at -10 leaves the actors at 0 and 10 with gains of 10 - x and 10 + x
    assert nash([0, 10], [1, 1], -10, loss="linear") == pytest.approx(0, abs=1e-9)
    # With weights 1 and 3 the slope 3 / (10 + x) = 1 / (10 - x) vanishes at 5
    assert nash([0, 10], [1, 3], -10, loss="linear") == pytest.approx(5, abs=1e-9)


@pytest.mark.parametrize("loss", ["quadratic", "linear"])
@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1e100])
def test_nash_knows_no_unit(loss: str, unit: float) -> None:
    wide = nash([0, 1, 3], [1, 1, 1], loss=loss)  # type: ignore[arg-type]
    assert nash([0, unit, 3 * unit], [1, 1, 1], loss=loss) == pytest.approx(wide * unit, rel=1e-9, abs=0)  # type: ignore[arg-type]


def test_nash_without_agreement_to_fear_is_the_mean() -> None:
    x, w = [0, 50, 100], [1, 2, 4]
    assert nash(x, w, span=1e6) == pytest.approx(float(weighted_mean(x, w)), abs=1e-3)


def test_weightless_actors_are_not_asked() -> None:
    assert nash([0, 10, 500], [1, 3, 0], -10, loss="linear") == pytest.approx(5, abs=1e-9)
    assert weighted_median([0, 10, 500], [1, 3, 0]) == 10


@pytest.mark.parametrize("model", [weighted_mean, weighted_median, nash])
@given(given_actors=actors(), shift=st.integers(-200, 200), scale=st.integers(1, 9), seed=st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_shift_scale_and_order_change_nothing(model, given_actors: Actors, shift: int, scale: int, seed: int) -> None:  # type: ignore[no-untyped-def]
    x, w = given_actors
    found = float(model(x, w))
    order = np.random.default_rng(seed).permutation(len(x))
    assert model(x[order], w[order]) == pytest.approx(found, abs=1e-9)
    assert model(x * scale + shift, w) == pytest.approx(found * scale + shift, abs=1e-7)
    assert model(-x, w) == pytest.approx(-found, abs=1e-9)
    assert model(x, w * scale) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize("model", [weighted_mean, weighted_median, nash])
def test_a_batch_equals_the_loop(model) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(1)
    x, w = rng.uniform(0, 100, (3, 4, 6)), rng.uniform(0, 1, (3, 4, 6))
    found = model(x, w)
    assert found.shape == (3, 4)
    for a in range(3):
        for b in range(4):
            assert found[a, b] == pytest.approx(float(model(x[a, b], w[a, b])), abs=1e-12)
    assert model(x, w[0, 0]).shape == (3, 4)


def test_references_by_draw() -> None:
    rng = np.random.default_rng(2)
    x, w, reference = rng.uniform(0, 100, (5, 3)), rng.uniform(0.1, 1, (5, 3)), rng.uniform(-50, 150, 5)
    found = nash(x, w, reference)
    assert found == pytest.approx([float(nash(*row)) for row in zip(x, w, reference, strict=True)], abs=1e-12)


@pytest.mark.parametrize("model", [weighted_mean, weighted_median, nash])
@pytest.mark.parametrize(
    ("positions", "weights", "words"),
    [
        ([], [], "empty"),
        ([1, np.nan], [1, 1], "NaN"),
        ([1, 2], [1, np.inf], "NaN or infinity"),
        ([1, 2], [1, -1], "negative"),
        ([1, 2], [0, 0], "all zero"),
        ([1, 2], [1, 2, 3], "do not fit"),
        (["a", "b"], [1, 2], "numbers"),
        (3, 1, "empty"),
    ],
)
def test_bad_input(model, positions: object, weights: object, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        model(positions, weights)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"loss": "cubic"}, "choose quadratic or linear"),
        ({"span": 5}, "outside the range"),
        ({"span": -1}, "no length"),
        ({"reference": np.nan}, "reference"),
        ({"reference": [1, 2, 3]}, "reference"),
    ],
)
def test_bad_options_of_nash(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nash([0, 10], [1, 1], **options)  # type: ignore[arg-type]
