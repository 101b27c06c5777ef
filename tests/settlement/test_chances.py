from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.settlement import chances
from detente.settlement.chances import accepted, chance_of, zone_exists


def slow_zone(gains: np.ndarray, counts: list[int]) -> list[bool]:
    found = []
    for draw in gains:
        totals = [
            [sum(party[i][o] for i, o in enumerate(deal)) for party in draw] for deal in product(*map(range, counts))
        ]
        found.append(any(min(total) >= 0 and max(total) > 0 for total in totals))
    return found


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 4), st.lists(st.integers(1, 3), min_size=1, max_size=4), st.sampled_from([1, 2, 16]))
def test_zone_against_all_deals(data: st.DataObject, parties: int, counts: list[int], beam: int) -> None:
    shape = (3, parties, len(counts), max(counts))
    whole = data.draw(arrays(np.int64, shape, elements=st.integers(-3, 3))).astype(float)  # whole: sums are exact
    for issue, count in enumerate(counts):
        whole[:, :, issue, count:] = np.nan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chances, "_BEAM", beam)
        assert zone_exists(whole, counts).tolist() == slow_zone(whole, counts)


def test_zone_where_few_deals_suit_all() -> None:
    """What looks best at first often leads the first search astray; the second one must settle it either way."""
    gains = np.random.default_rng(5).normal(-0.6, 1.0, (60, 3, 5, 3))
    gains[..., 0] = 0
    expected = slow_zone(gains, [3] * 5)
    assert 10 < sum(expected) < 50
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chances, "_BEAM", 1)
        assert zone_exists(gains, [3] * 5).tolist() == expected


def test_leaving_everything_as_it_is_is_no_agreement_zone() -> None:
    assert zone_exists(np.array([[[[0.0, -1.0]], [[0.0, 2.0]]]]), [2]).tolist() == [False]
    assert zone_exists(np.array([[[[0.0, 0.0]], [[0.0, 2.0]]]]), [2]).tolist() == [True]


def test_accepted_is_by_all_and_by_draw() -> None:
    gains = np.array(
        [[[[0.0, 1.0], [0.0, -0.5]], [[0.0, 1.0], [0.0, 2.0]]], [[[0.0, 0.2], [0.0, -0.5]], [[0.0, 1.0], [0.0, 2.0]]]]
    )
    assert accepted(gains, (0, 0)).tolist() == [True, True]
    assert accepted(gains, (1, 1)).tolist() == [True, False]
    assert accepted(gains, (0, 1)).tolist() == [False, False]


def test_chance_and_its_error() -> None:
    chance = chance_of(np.array([True] * 3 + [False]))
    assert chance.share == 0.75
    assert chance.error == pytest.approx((0.75 * 0.25 / 4) ** 0.5)
    assert chance.as_json() == {"chance": 0.75, "error": chance.error}
