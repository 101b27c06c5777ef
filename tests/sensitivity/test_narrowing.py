"""Where a label changes: several halvings at a time come to the very number that one after the other does."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.sensitivity.breaking import narrowed


@pytest.mark.parametrize("place", [0.1, 1 / 3, 0.5, 0.7, np.nextafter(1.0, 0.0)])
@pytest.mark.parametrize(("same", "other"), [(0.0, 1.0), (1.0, 0.0), (-2.0, 7.5)])
@pytest.mark.parametrize("halvings", [1, 5, 45, 2000])
def test_several_halvings_at_a_time(place: float, same: float, other: float, halvings: int) -> None:
    def label(points: NDArray[np.float64]) -> list[Hashable]:
        return [bool(point > place) for point in points]

    singly = narrowed(label, same, other, halvings)
    assert narrowed(label, same, other, halvings, at_once=4) == singly
    assert label(np.array([singly])) != label(np.array([same]))
    if halvings > 40:
        assert singly == pytest.approx(place, abs=1e-9)
