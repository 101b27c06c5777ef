from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.settlement.frontier import find_frontier
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Forbidden, Interaction
from detente.settlement.way import STRATEGIES, MiCRO, Seat, TimeDependent, alternating_offers, outcomes
from detente.settlement.way import outcomes as make_outcomes

from .scenes import PIE, TRADE, scenario

WIDE = scenario([[[*range(101)]], [[*range(100, -1, -1)]]], reserves=[0, 0])


def seat(worth: list[float], reserve: float = 0.0) -> Seat:
    return Seat(np.array(worth), reserve, np.random.default_rng(0), {1: []})


@pytest.mark.parametrize(("beta", "half"), [(0.2, 1 - 0.5**5), (1.0, 0.5), (5.0, 1 - 0.5**0.2)])
def test_time_dependent_aspiration_is_that_of_the_formula(beta: float, half: float) -> None:
    strategy, place = TimeDependent("x", beta), seat([n / 1000 for n in range(1001)])
    assert strategy.offer(place, 0.0) == 1000
    assert strategy.offer(place, 1.0) == 0
    assert strategy.offer(place, 0.5) == pytest.approx(1000 * half, abs=1)


def test_nobody_offers_or_takes_less_than_its_reservation_value() -> None:
    strategy, place = TimeDependent("x", 1.0), seat([n / 10 for n in range(11)], 0.4)
    assert strategy.offer(place, 1.0) == 4
    assert not strategy.accepts(place, 3, 4)
    assert strategy.accepts(place, 4, 4)


def test_who_holds_out_gets_more() -> None:
    hard = alternating_offers(WIDE, ["boulware", "conceder"])
    soft = alternating_offers(WIDE, ["conceder", "boulware"])
    even = alternating_offers(WIDE, "linear")
    assert hard.utilities and soft.utilities and even.utilities
    assert hard.utilities[0] > 80 > 20 > soft.utilities[0]
    assert even.utilities[0] == pytest.approx(50, abs=2)


def test_tit_for_tat_repays_what_it_got() -> None:
    place = seat([n / 10 for n in range(11)])
    strategy = STRATEGIES["tit_for_tat"]()
    assert strategy.offer(place, 0.0) in (9, 10)
    place.received[1] = [0, 2, 4]
    assert strategy.offer(place, 0.5) in (5, 6)
    place.received[1] = [4, 2]
    assert strategy.offer(place, 0.5) in (9, 10)


def test_micro_concedes_one_rank_for_each_new_offer_of_the_other() -> None:
    place, strategy = seat([n / 10 for n in range(11)]), MiCRO()
    for received, expected in (([], 10), ([0], 9), ([0, 1], 8)):
        place.received[1] = received
        offered = strategy.offer(place, 0.5)
        assert offered == expected
        place.made.append(offered)
    # No new offer, no concession: it repeats one of its own.
    place.received[1] = [0, 1, 1]
    assert strategy.offer(place, 0.5) in (8, 9, 10)
    assert strategy.accepts(place, 8, 10)
    assert not strategy.accepts(place, 7, 10)


def test_micro_against_itself_meets_in_the_middle() -> None:
    way = alternating_offers(WIDE, "micro")
    assert way.utilities == (50, 50)


def test_all_others_must_take_an_offer() -> None:
    three = scenario([[[6, 5, 0]], [[0, 5, 6]], [[0, 5, 6]]], reserves=[1, 1, 1])
    way = alternating_offers(three, "linear")
    assert way.agreement == (1,)
    assert [step.move for step in way.steps[-2:]] == ["accept", "accept"]
    assert len({step.by for step in way.steps[-2:]}) == 2


def test_without_a_zone_there_is_no_agreement() -> None:
    for name in STRATEGIES:
        assert alternating_offers(scenario([[[5, 0]], [[0, 5]]], reserves=[3, 3]), name, rounds=20).agreement is None
        assert alternating_offers(scenario([[[5, 0]], [[0, 5]]], reserves=[9, 0]), name, rounds=20).steps == ()


def test_discounts_count_from_the_time_of_the_agreement() -> None:
    slow = scenario([[[*range(11)]], [[*range(10, -1, -1)]]], reserves=[0, 0], discounts=[Fraction(1, 2), Fraction(1)])
    way = alternating_offers(slow, "linear", rounds=101)
    assert way.utilities and way.discounted
    time = way.steps[-1].round / 100
    assert way.discounted == pytest.approx((way.utilities[0] * 0.5**time, way.utilities[1]))


def test_measures_against_the_frontier() -> None:
    frontier = find_frontier(TRADE)
    way = alternating_offers(TRADE, "conceder", frontier=frontier)
    assert way.efficient
    assert way.to_frontier == 0
    assert way.to_nash is not None
    assert alternating_offers(TRADE, "conceder").efficient is None


def test_a_trace_is_json_with_a_line_for_each_step() -> None:
    way = alternating_offers(PIE, ["boulware", "micro"], rounds=30, seed=4)
    said = json.loads(json.dumps(way.as_json(PIE)))
    assert (said["seed"], said["rounds"]) == (4, 30)
    assert said["players"] == {"p0": "boulware", "p1": "micro"}
    assert len(said["steps"]) == len(way.steps)
    assert said["steps"][0]["by"] == "p0"


@given(st.integers(0, 50), st.sampled_from(sorted(STRATEGIES)), st.sampled_from(sorted(STRATEGIES)))
@settings(max_examples=60, deadline=None)
def test_the_same_seed_gives_the_same_run_and_nobody_loses(seed: int, first: str, second: str) -> None:
    case = scenario([[[0, 3, 5], [4, 0, 1]], [[5, 4, 0], [0, 2, 3]]], reserves=[3, 3])
    way = alternating_offers(case, [first, second], rounds=40, seed=seed)
    assert way == alternating_offers(case, [first, second], rounds=40, seed=seed)
    if way.agreement is not None:
        assert all(worth >= 3 for worth in case.utilities(way.agreement))
        assert way.steps[-1].move == "accept"
    for step in way.steps:
        who = int(step.by[1:]) if step.by else 0
        assert step.utilities[who] >= 3


def test_outcomes_are_those_of_the_scenario() -> None:
    base = scenario([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], constraints=[Forbidden((("i0", "o0"), ("i1", "o0")))])
    case = type(base)(
        base.parties, base.issues, base.values, constraints=base.constraints,
        interactions=(Interaction("p1", ("i0", "o1"), ("i1", "o1"), Fraction(10)),),
    )  # fmt: skip
    table = make_outcomes(case)
    assert {table.deal(n) for n in range(len(table.deals))} == {(0, 1), (1, 0), (1, 1)}
    for n in range(len(table.deals)):
        assert tuple(table.worth[n]) == tuple(map(float, case.utilities(table.deal(n))))


def test_too_many_outcomes_are_chosen_from_the_frontier() -> None:
    big = scenario([[[0, 1, 2]] * 12, [[2, 1, 0]] * 12], reserves=[0, 0])
    with pytest.raises(ScenarioError, match="more than 200000 outcomes"):
        alternating_offers(big, "linear")
    frontier = find_frontier(big)
    assert len(outcomes(big, frontier).deals) == len(frontier)
    assert alternating_offers(big, "linear", frontier=frontier).efficient


def test_unknown_or_missing_strategies() -> None:
    with pytest.raises(ScenarioError, match="no strategy 'stubborn'; there are boulware"):
        alternating_offers(PIE, "stubborn")
    with pytest.raises(ScenarioError, match="1 strategies for 2 parties"):
        alternating_offers(PIE, ["linear"])
    with pytest.raises(ScenarioError, match="at least 1"):
        alternating_offers(PIE, "linear", rounds=0)
