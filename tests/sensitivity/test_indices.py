from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from detente.forecast import Table, TableRow
from detente.sensitivity import ChangeError, Input, forecast_of, indices, morris, sobol
from detente.sensitivity.inputs import Floats, Unit


class Known:
    """A function of the unit cube, through the same path as the results of a negotiation."""

    unit: Unit = "utility"
    base = 0.0

    def __init__(self, count: int, function: Callable[[Floats], Floats]) -> None:
        self.inputs = [Input("salience", f"p{n}", 0.5, 0.1, 0.9, 0.0, 1.0) for n in range(count)]
        self.function = function

    def from_unit(self, points: Floats) -> Floats:
        return self.function(points)

    def profile(self, place: int, values: Floats) -> Floats:
        raise NotImplementedError


def ishigami(u: Floats) -> Floats:
    x = (2 * u - 1) * np.pi
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_ishigami() -> None:
    # Ishigami and Homma 1990; the values by Saltelli et al. 2008, Global Sensitivity Analysis, with a = 7, b = 0.1.
    found = sobol(Known(3, ishigami), n=2048, seed=1)
    firsts, totals = zip(*((found.of(n).first, found.of(n).total) for n in range(3)), strict=True)
    assert firsts == pytest.approx((0.3139, 0.4424, 0.0), abs=0.03)
    assert totals == pytest.approx((0.5576, 0.4424, 0.2437), abs=0.03)
    assert found.mean == pytest.approx(3.5, abs=0.05)
    assert found.evaluations == 2048 * 5
    assert [row.place for row in found.rows] == [0, 1, 2]
    assert all((row.total_error or 0) > 0 for row in found.rows)


def test_a_mean_far_from_zero_costs_no_digits() -> None:
    found = sobol(Known(3, lambda u: ishigami(u) + 1e6), n=512, seed=1)
    assert found.of(0).total == pytest.approx(0.5576, abs=0.06)


def test_g_function_by_morris_orders_as_sobol_does() -> None:
    # Sobol's g-function: the smaller a, the more an input matters.
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0])
    function = Known(5, lambda u: np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1))
    effects = morris(function, trajectories=60, seed=2)
    assert [row.place for row in effects.rows] == [row.place for row in sobol(function, n=1024).rows]
    assert effects.rows[0].spread is not None and effects.rows[0].effect is not None


def test_linear_effects_are_the_slopes_over_nine_tenths_of_the_range() -> None:
    found = morris(Known(3, lambda u: u @ np.array([3.0, -2.0, 0.0])), trajectories=10, seed=0)
    assert [found.of(n).effect for n in range(3)] == pytest.approx([2.7, 1.8, 0])
    assert [found.of(n).spread for n in range(3)] == pytest.approx([0, 0, 0], abs=1e-9)


def test_the_method_is_chosen_by_the_number_of_inputs() -> None:
    assert indices(Known(30, lambda u: u.sum(axis=1)), n=4).method == "sobol"
    assert indices(Known(31, lambda u: u.sum(axis=1)), n=4).method == "morris"
    assert indices(Known(31, lambda u: u.sum(axis=1)), n=4, method="sobol").method == "sobol"


def test_a_constant_result_has_no_indices_but_zero() -> None:
    found = indices(Known(2, lambda u: np.full(len(u), 3.3)))
    assert found.constant
    assert [row.total for row in found.rows] == [0, 0]
    assert indices(Known(0, lambda u: u.sum(axis=1))).constant


def test_the_seed_decides() -> None:
    one, two, other = (sobol(Known(3, ishigami), n=64, seed=seed) for seed in (4, 4, 5))
    assert one == two
    assert one.rows != other.rows


def test_too_few() -> None:
    with pytest.raises(ChangeError, match="at least 2"):
        sobol(Known(2, ishigami), n=1)
    with pytest.raises(ChangeError, match="at least 2"):
        morris(Known(2, ishigami), trajectories=1)


def test_in_the_expected_utility_model_inputs_work_together() -> None:
    # Nine actors of an invented issue, three positions.
    rows = [
        TableRow("", name, c, x, s)
        for name, c, x, s in (
            ("A", 8, 4, 0.8), ("B", 8, 7, 0.4), ("C", 5, 4, 0.2), ("D", 3, 10, 0.6), ("E", 16, 10, 0.6),
            ("F", 3, 10, 0.9), ("G", 16, 4, 0.8), ("H", 5, 4, 1.0), ("I", 16, 10, 0.6),
        )
    ]  # fmt: skip
    found = sobol(forecast_of(Table(tuple(rows), {}), None, "scholz"), n=128, seed=0)
    linear = sobol(forecast_of(Table(tuple(rows), {}), None, "weighted_mean"), n=128, seed=0)
    assert found.first_sum is not None and linear.first_sum is not None
    assert linear.first_sum == pytest.approx(1, abs=0.1)
    assert found.total_sum is not None and linear.total_sum is not None
    assert linear.total_sum == pytest.approx(1, abs=0.1)
    assert found.total_sum > 1.5
