"""The exact model: numbers as written, ranges, interactions, constraints, and every kind of bad input."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.settlement import (
    Forbidden,
    Implication,
    Interaction,
    Scenario,
    ScenarioError,
    ScenarioParty,
    additive,
    analyse,
    discrete,
    integer_range,
    real_range,
)
from detente.settlement.constraints import count, satisfiable
from detente.settlement.numbers import number

TROOPS = discrete("troops", ["stay", "leave"])
FIRE = discrete("fire", ["goes on", "ceases"])
EVALUATIONS = {
    "north": {"troops": {"stay": 0, "leave": 1}, "fire": {"goes on": 0, "ceases": 1}},
    "south": {"troops": {"stay": 1, "leave": 0}, "fire": {"goes on": 0, "ceases": 1}},
}
LEAVE_ONLY_IN_PEACE = Implication(("troops", "leave"), ("fire", "ceases"))


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("0.1", Fraction(1, 10)),
        (0.1, Fraction(1, 10)),
        (Decimal("0.30"), Fraction(3, 10)),
        ("1/3", Fraction(1, 3)),
        ("-2.5e-1", Fraction(-1, 4)),
        (7, Fraction(7)),
        (Fraction(2, 6), Fraction(1, 3)),
    ],
)
def test_numbers_are_what_they_say(written: str, exact: Fraction) -> None:
    assert number(written) == exact


@pytest.mark.parametrize(
    "bad", ["nan", "inf", "-Infinity", float("nan"), float("inf"), "", "1e99999", "1/0", "x", True]
)
def test_no_number_is_one_clear_error(bad: object) -> None:
    with pytest.raises(ScenarioError, match=r"^talks\.xml: issue 'a': ") as caught:
        number(bad, "talks.xml: issue 'a'")  # type: ignore[arg-type]
    assert caught.value.place == "talks.xml: issue 'a'"


def test_weights_times_evaluations_stay_exact() -> None:
    scenario = additive([TROOPS, FIRE], EVALUATIONS, {p: {"troops": "0.3", "fire": "0.7"} for p in EVALUATIONS})
    assert scenario.values[0] == ((0, Fraction(3, 10)), (0, Fraction(7, 10)))
    assert scenario.utilities((1, 1)) == (1, Fraction(7, 10))
    assert scenario.outcomes == 4
    assert scenario.reservation == (None, None)


def test_reservation_from_a_number_or_the_status_quo() -> None:
    quo = {"troops": "stay", "fire": "goes on"}
    scenario = additive([TROOPS, FIRE], EVALUATIONS, reservations={"north": "0.5"}, status_quo=quo)
    assert scenario.reservation == (Fraction(1, 2), 1)


def test_ranges() -> None:
    whole = integer_range("years", 2, 5)
    assert [option.id for option in whole.options] == ["2", "3", "4", "5"]
    assert whole.options[0].number == 2
    price = real_range("price", "0", "1", steps=3)
    assert [option.number for option in price.options] == [0, Fraction(1, 3), Fraction(2, 3), 1]
    assert [option.id for option in price.options] == ["0", "1/3", "2/3", "1"]
    assert [option.id for option in real_range("p", "-0.5", "0.5", steps=2).options] == ["-0.5", "0", "0.5"]
    assert len(real_range("p", 1, 1).options) == 1
    for bad in ((5, 2), (0, 10**6)):
        with pytest.raises(ScenarioError, match="issue 'years' goes from"):
            integer_range("years", *bad)


def test_a_constraint_leaves_outcomes_out() -> None:
    scenario = additive([TROOPS, FIRE], EVALUATIONS, constraints=[LEAVE_ONLY_IN_PEACE])
    assert scenario.outcomes == 3
    assert not scenario.allowed((1, 0))
    assert scenario.components == ((0, 1),)
    found = analyse(scenario)
    assert [point.deal for point in found.points] == [(1, 1), (0, 1)]


def test_an_interaction_counts_only_where_both_are_chosen() -> None:
    trust = Interaction("south", ("troops", "leave"), ("fire", "ceases"), Fraction(5, 2))
    scenario = additive([TROOPS, FIRE], EVALUATIONS, interactions=[trust])
    assert scenario.utilities((1, 1)) == (2, Fraction(7, 2))
    assert scenario.utilities((1, 0)) == (1, 0)
    assert [point.deal for point in analyse(scenario).points] == [(1, 1)]


def broken(**changes: object) -> Scenario:
    given: dict[str, object] = {"issues": [TROOPS, FIRE], "evaluations": EVALUATIONS, "source": "talks.json"}
    return additive(**(given | changes))  # type: ignore[arg-type]


def without(issue: str) -> dict[str, object]:
    return EVALUATIONS | {"south": {key: row for key, row in EVALUATIONS["south"].items() if key != issue}}


CYCLE = [Implication(("troops", "stay"), ("fire", "ceases")), Implication(("fire", "ceases"), ("troops", "leave"))]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"evaluations": without("fire")}, "talks.json: party 'south': issue 'fire' is missing"),
        ({"evaluations": EVALUATIONS | {"south": EVALUATIONS["south"] | {"oil": {}}}}, "issue 'oil' is unknown"),
        (
            {"evaluations": EVALUATIONS | {"south": EVALUATIONS["south"] | {"fire": {"ceases": 1}}}},
            "party 'south', issue 'fire': option 'goes on' is missing",
        ),
        (
            {"evaluations": EVALUATIONS | {"south": EVALUATIONS["south"] | {"fire": {"ceases": "NaN", "goes on": 0}}}},
            "issue 'fire', option 'ceases': 'NaN' is no finite number",
        ),
        (
            {"weights": {p: {"troops": 1, "fire": -1} for p in EVALUATIONS}},
            "party 'north', issue 'fire': the weight -1 is negative",
        ),
        ({"weights": {"north": {"troops": 1, "fire": 1}}}, "party 'south': has no weights"),
        ({"weights": {p: {"troops": 1} for p in EVALUATIONS}}, "weights: issue 'fire' is missing"),
        ({"reservations": {"north": "inf"}}, "party 'north', reservation value: 'inf'"),
        ({"reservations": {"west": 1}}, "'west', which is no party"),
        ({"status_quo": {"troops": "stay"}}, "says nothing on issue 'fire'"),
        ({"status_quo": {"troops": "hide", "fire": "ceases"}}, "issue 'troops' has no option 'hide'"),
        ({"issues": [], "evaluations": {}}, "needs parties and issues"),
        ({"issues": [TROOPS, FIRE, TROOPS]}, "issue 'troops' occurs twice"),
        ({"constraints": [Forbidden((("oil", "x"),))]}, "there is no issue 'oil'"),
        ({"constraints": [Forbidden(())]}, "names no option"),
        (
            {"constraints": [*CYCLE, Forbidden((("troops", "leave"),))]},
            "troops=stay => fire=ceases; fire=ceases => troops=leave; not troops=leave: "
            "the constraints contradict each other: no outcome is left",
        ),
        ({"interactions": [Interaction("west", ("troops", "stay"), ("fire", "ceases"), Fraction(1))]}, "'west'"),
        ({"interactions": [Interaction("north", ("fire", "goes on"), ("fire", "ceases"), Fraction(1))]}, "one issue"),
    ],
)
def test_bad_input_is_one_clear_error(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        broken(**changes)
    assert says in str(caught.value)
    assert str(caught.value).startswith("talks.json")


def test_a_cycle_that_leaves_outcomes_is_no_error() -> None:
    """Staying would need a ceasefire, which needs leaving: so nobody stays, and the rest is allowed."""
    scenario = broken(constraints=CYCLE)
    assert scenario.outcomes == 2
    assert all(scenario.allowed((1, fire)) for fire in (0, 1))
    mutual = [
        Implication(("troops", "leave"), ("fire", "ceases")),
        Implication(("fire", "ceases"), ("troops", "leave")),
    ]
    assert broken(constraints=mutual).outcomes == 2


def test_shapes_are_checked() -> None:
    party = ScenarioParty("p", "P")
    with pytest.raises(ScenarioError, match="not one value for each party and option"):
        Scenario((party,), (FIRE,), (((Fraction(1),),),))
    with pytest.raises(ScenarioError, match="party 'p' occurs twice"):
        Scenario((party, party), (FIRE,), (((Fraction(1),) * 2,),) * 2)
    with pytest.raises(ScenarioError, match="discount"):
        Scenario((ScenarioParty("p", "P", None, Fraction(2)),), (FIRE,), (((Fraction(1),) * 2,),))
    with pytest.raises(ScenarioError, match="one option of each issue"):
        Scenario((party,), (FIRE,), (((Fraction(1),) * 2,),), (2,))


@settings(max_examples=300, deadline=None)
@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=5))
def test_counting_what_constraints_leave(data: st.DataObject, sizes: list[int]) -> None:
    choice = st.integers(0, len(sizes) - 1).flatmap(lambda i: st.tuples(st.just(i), st.integers(0, sizes[i] - 1)))
    nogoods = data.draw(st.frozensets(st.frozensets(choice, min_size=1, max_size=3), max_size=6))
    deals = product(*map(range, sizes))
    left = sum(not any(all(deal[i] == o for i, o in nogood) for nogood in nogoods) for deal in deals)
    domains = {i: frozenset(range(size)) for i, size in enumerate(sizes)}
    usable = frozenset(each for each in nogoods if len({i for i, _ in each}) == len(each))
    assert count(domains, usable) == left
    assert satisfiable(domains, usable) == (left > 0)


def test_counting_is_exact_beyond_enumeration() -> None:
    """A chain of 60 issues, each "yes" needs the one before: k yeses at the start, then none."""
    issues = [discrete(f"i{n}", ["no", "yes"]) for n in range(60)]
    chain = [Implication((f"i{n + 1}", "yes"), (f"i{n}", "yes")) for n in range(59)]
    rows = {issue.id: {"no": 0, "yes": 1} for issue in issues}
    assert additive(issues, {"p": rows}, constraints=chain).outcomes == 61
