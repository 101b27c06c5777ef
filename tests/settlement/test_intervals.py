"""Real issues are intervals: the best deal may lie between two options of their grid."""

from fractions import Fraction
from itertools import product
from math import log, prod, sqrt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.settlement import Forbidden, Scenario, additive, discrete, real_range, settle
from detente.settlement.intervals import Intervals
from detente.settlement.scenario import Interaction, ScenarioIssue, ScenarioParty


def linear(*ends: tuple[str, str], reserves: tuple[str | None, ...], steps: int = 3) -> Scenario:
    """One price from 0 to 1; ends[p]: what 0 and 1 are worth to party p; linear in between."""
    price = real_range("price", 0, 1, steps=steps)
    rows = {}
    for p, (low, high) in enumerate(ends):
        at = [Fraction(low) + (Fraction(high) - Fraction(low)) * (o.number or 0) for o in price.options]
        rows[f"p{p}"] = {"price": {option.id: value for option, value in zip(price.options, at, strict=True)}}
    return additive([price], rows, reservations={f"p{p}": reserve for p, reserve in enumerate(reserves)})


def price_of(scenario: Scenario, name: str = "nash", **how: object) -> Fraction:
    solution = getattr(settle(scenario, **how), name)  # type: ignore[arg-type]
    assert solution.gap <= 1e-9
    assert not solution.exact  # the bound is that of HiGHS
    return Fraction(solution.deals[0]["price"])


def test_splitting_a_dollar_is_exact_off_the_grid() -> None:
    dollar = linear(("0", "1"), ("1", "0"), reserves=("0", "0"))
    assert [option.id for option in dollar.issues[0].options] == ["0", "1/3", "2/3", "1"]
    assert price_of(dollar) == Fraction(1, 2)
    assert price_of(dollar, weights=[3, 1]) == Fraction(3, 4)
    assert price_of(dollar, "egalitarian") == Fraction(1, 2)


def test_solutions_that_differ_do_so_off_the_grid() -> None:
    steep = linear(("0", "3"), ("1", "0"), reserves=("0", "0"))
    assert price_of(steep, "egalitarian") == Fraction(1, 4)
    assert price_of(steep, "kalai_smorodinsky") == Fraction(1, 2)
    assert price_of(steep) == Fraction(1, 2)
    assert settle(steep).utilitarian.deals == ({"price": "1"},)


def test_kalai_smorodinsky_measures_by_the_ideal_on_the_interval() -> None:
    # Rational are prices from 0.3 to 0.8; the grid alone has 1/3 and 2/3 and would share its own ideal.
    assert price_of(linear(("0", "1"), ("1", "0"), reserves=("0.3", "0.2")), "kalai_smorodinsky") == Fraction(11, 20)


def test_an_irrational_nash_deal_is_a_decimal_within_the_gap() -> None:
    settled = settle(linear(("0", "1"), ("1", "0"), ("1", "2"), reserves=("0", "0", "0")))
    price = float(Fraction(settled.nash.deals[0]["price"]))
    assert settled.nash.gap is not None and settled.nash.gap <= 1e-9
    assert price == pytest.approx(1 / sqrt(3), abs=1e-4)
    best, ours = (log(x) + log(1 - x) + log(1 + x) for x in (1 / sqrt(3), price))
    assert best - ours <= settled.nash.gap + 1e-12
    assert len(settled.nash.deals[0]["price"]) <= 9  # few decimals do: the product is flat at its top


def test_an_agreement_zone_between_two_options_is_found() -> None:
    settled = settle(linear(("0", "1"), ("1", "0"), reserves=("0.51", "0.47")))
    assert settled.zone_exists
    assert settled.nash.deals == ({"price": "0.52"},)
    assert settled.outcomes == 4
    assert settled.rational.outcomes == 0  # none of the grid itself


def test_an_agreement_zone_of_one_point_is_found() -> None:
    settled = settle(linear(("0", "1"), ("1", "0"), reserves=("0.4", "0.6")))
    assert not settled.zone_exists  # nobody gains
    assert settled.nash.deals == ({"price": "0.4"},)


def test_without_a_zone_the_least_opening_is_that_of_the_interval() -> None:
    settled = settle(linear(("0", "1"), ("1", "0"), reserves=("0.6", "0.5")))
    assert settled.zone_exists is False
    least = settled.openings[0]
    # With 0.5, or just below it, the buyer has its 0.5; what it gains must be more than 10^-6 of the range.
    assert least.amount == pytest.approx(0.1, abs=2e-6)


def test_an_issue_in_an_interaction_or_a_constraint_stays_a_grid() -> None:
    price, place = real_range("price", 0, 1, steps=2), discrete("place", ["here", "there"])
    rows = {
        "a": {"price": {"0": 0, "0.5": 1, "1": 2}, "place": {"here": 1, "there": 0}},
        "b": {"price": {"0": 2, "0.5": 1, "1": 0}, "place": {"here": 0, "there": 1}},
    }
    free = additive([price, place], rows)
    assert Intervals(free).ends == {0: (0, 2)}
    bound = additive([price, place], rows, constraints=[Forbidden((("price", "1"), ("place", "here")))])
    assert Intervals(bound).ends == {}
    alone = additive([price, place], rows, constraints=[Forbidden((("price", "1"),))])
    assert Intervals(alone).ends == {}
    pair = [Interaction("a", ("price", "1"), ("place", "here"), Fraction(1))]
    assert Intervals(additive([price, place], rows, interactions=pair)).ends == {}
    assert settle(bound).within == ()


def test_utilities_with_a_bend_are_linear_on_either_side_of_it() -> None:
    price = real_range("price", 0, 10, steps=10)
    peak = {option.id: min(option.number or 0, 2 * (10 - (option.number or 0)) / 3) for option in price.options}
    down = {option.id: 10 - (option.number or 0) for option in price.options}
    scenario = additive([price], {"a": {"price": peak}, "b": {"price": down}}, reservations={"a": 0, "b": 0})
    assert Intervals(scenario).ends == {0: (0, 4, 10)}
    settled = settle(scenario)
    assert settled.nash.deals == ({"price": "4"},)
    assert settled.egalitarian.deals == ({"price": "4"},)


def test_within_says_how_much_lies_between_the_options() -> None:
    settled = settle(linear(("0", "3"), ("1", "0"), reserves=("0", "0"), steps=1))
    # The grid became 0, 1/4 (egalitarian), 1/2 (Nash) and 1: half its widest step is a quarter.
    assert settled.within == (0.75, 0.25)
    assert settled.as_json()["frontier"]["within"] == [0.75, 0.25]  # type: ignore[index]


@st.composite
def mixed(draw: st.DrawFn) -> Scenario:
    """Two or three parties, one discrete issue and one or two real ones, every party linear in these."""
    number = st.integers(-6, 6).map(Fraction)
    parties = draw(st.integers(2, 3))
    issues = [
        discrete("mode", ["x", "y"]),
        *(real_range(f"r{n}", 0, 2, steps=2) for n in range(draw(st.integers(1, 2)))),
    ]
    rows: list[list[tuple[Fraction, ...]]] = []
    for _ in range(parties):
        row = [(draw(number), draw(number))]
        for _ in issues[1:]:
            low, high = draw(number), draw(number)
            row.append((low, (low + high) / 2, high))
        rows.append(row)
    reserve = [draw(st.none() | number.map(lambda n: n - 4)) for _ in range(parties)]
    seated = tuple(ScenarioParty(f"p{n}", f"p{n}", each) for n, each in enumerate(reserve))
    return Scenario(seated, tuple[ScenarioIssue, ...](issues), tuple(map(tuple, rows)))


def gains_everywhere(scenario: Scenario, floor: np.ndarray, steps: int = 40) -> np.ndarray:
    """Gains (deals, parties) on a grid that is `steps` times finer than the scenario's."""
    shares = np.linspace(0, 1, steps + 1)
    columns = []
    for i, issue in enumerate(scenario.issues):
        ends = np.array([[float(row[i][0]), float(row[i][-1])] for row in scenario.values])
        columns.append(ends if issue.kind == "discrete" else ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * shares)
    return np.array([np.sum(parts, axis=0) - floor for parts in product(*(list(column.T) for column in columns))])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixed())
def test_nothing_on_a_fine_grid_beats_what_is_certified(scenario: Scenario) -> None:
    settled = settle(scenario)
    lowest = np.array([sum(float(min(row)) for row in rows) for rows in scenario.values])
    reserve = np.array([np.nan if r is None else float(r) for r in scenario.reservation])
    floor = np.where(np.isnan(reserve), lowest, reserve)
    fine = gains_everywhere(scenario, floor)
    egalitarian = np.array(settled.egalitarian.utilities[0]) - floor
    assert settled.egalitarian.gap is not None
    assert egalitarian.min() >= fine.min(axis=1).max() - settled.egalitarian.gap * 40 - 1e-9
    rational = fine[(fine >= 0).all(axis=1)]
    if not settled.nash.deals:
        assert not (fine > 1e-6).all(axis=1).any()
        return
    gains = np.array(settled.nash.utilities[0]) - floor
    assert gains.min() >= 0
    if gains.min() > 0 and settled.nash.gap is not None:
        assert log(prod(gains)) >= np.log(np.maximum(rational, 1e-300)).sum(axis=1).max() - settled.nash.gap - 1e-9
    if (gains > 1e-6).all() and settled.kalai_smorodinsky.gap is not None:
        ideal = rational.max(axis=0)
        shares = (np.array(settled.kalai_smorodinsky.utilities[0]) - floor) / ideal
        # The ideal on the interval is at least that of the fine grid, so a share of the latter is no smaller.
        assert shares.min() >= (rational / ideal).min(axis=1).max() * 0.9
    assert settled.zone_exists or not (rational > 1e-6).any()
