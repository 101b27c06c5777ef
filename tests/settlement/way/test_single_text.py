from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.settlement.frontier import find_frontier
from detente.settlement.scenario import Forbidden, Scenario
from detente.settlement.way import single_text

from .scenes import PIE, TRADE, scenario


def test_each_step_is_a_joint_gain_and_the_last_text_is_efficient() -> None:
    way = single_text(TRADE, frontier=find_frontier(TRADE))
    assert [step.move for step in way.steps] == ["first_text", "joint_gain", "joint_gain"]
    assert way.steps[0].utilities == (3, 2)
    # First the issue that both gain from, then the trade of two issues in which each gives what it cares less for.
    assert way.steps[1].changed == {"i2": "o1"}
    assert way.steps[2].changed == {"i0": "o1", "i1": "o1"}
    assert way.agreement == (1, 1, 1)
    assert way.utilities == (8, 9)
    assert (way.efficient, way.to_frontier, way.to_nash) == (True, 0, 0)


def test_a_gain_that_needs_three_changes_at_once_is_found() -> None:
    # Any one or two of the changes cost somebody; all three together are better for everyone.
    three = scenario(
        [[[0, 4], [0, -2], [0, -1]], [[0, -1], [0, 4], [0, -2]], [[0, -2], [0, -1], [0, 4]]], quo=(0, 0, 0)
    )
    way = single_text(three)
    assert way.agreement == (1, 1, 1)
    assert len(way.steps) == 2
    assert way.efficient is None


def test_no_agreement_where_the_text_stays_below_a_reservation_value() -> None:
    way = single_text(scenario([[[5, 0]], [[0, 5]]], reserves=[4, 4]))
    assert way.agreement is None
    assert way.utilities is None
    assert len(way.steps) == 1


def test_the_first_draft_favours_nobody() -> None:
    assert single_text(PIE).steps[0].utilities == (5, 5)
    assert single_text(PIE, start=(2,)).steps[0].utilities == (2, 8)


def test_constraints_hold_in_every_text() -> None:
    barred = scenario(
        [[[0, 6], [3, 0], [0, 2]], [[2, 0], [0, 7], [0, 2]]],
        quo=(0, 0, 0),
        constraints=[Forbidden((("i0", "o1"), ("i1", "o1")))],
    )
    way = single_text(barred)
    assert way.agreement == (0, 0, 1)
    assert all(barred.allowed(step.deal) for step in way.steps)


small = st.lists(
    st.lists(st.lists(st.integers(-3, 6), min_size=3, max_size=3), min_size=3, max_size=3), min_size=2, max_size=3
)


@given(small, st.booleans())
@settings(max_examples=150, deadline=None)
def test_against_all_outcomes(values: list[list[list[int]]], known: bool) -> None:
    case: Scenario = scenario(values, quo=(0, 1, 2) if known else None)
    way = single_text(case, frontier=find_frontier(case))
    worths = [case.utilities(step.deal) for step in way.steps]
    for old, new in itertools.pairwise(worths):
        assert all(b >= a for a, b in zip(old, new, strict=True))
        assert any(b > a for a, b in zip(old, new, strict=True))
    last = worths[-1]
    for deal in itertools.product(range(3), repeat=3):
        other = case.utilities(deal)
        assert other == last or any(b < a for a, b in zip(last, other, strict=True))
    assert way.agreement is not None
    assert way.efficient
    assert way.utilities == tuple(map(float, last))
    assert sum(last) >= sum(worths[0], Fraction())
