"""Everything that the engine finds, against all outcomes worked out in plain Python fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.negotiation import Negotiation
from detente.settlement import (
    Analysis,
    Forbidden,
    Implication,
    Interaction,
    Scenario,
    ScenarioError,
    ScenarioParty,
    Settlement,
    Solution,
    analyse,
    discrete,
    find_frontier,
    from_negotiation,
    settle,
)
from detente.settlement.bargaining import Bargaining
from detente.settlement.engine import NAMES

from .tables import BruteForce, Deal, table

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "settlement.py"


@st.composite
def tables(draw: st.DrawFn) -> Negotiation:
    """2 to 4 parties, 1 to 3 issues of 2 or 3 options, few statements: ties, silent parties, no common gain."""
    parties = draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    count = st.integers(0, 2)
    cells = []
    for _ in range(parties):
        silent = draw(st.booleans()) and draw(st.booleans())
        cells.append([[(0, 0) if silent else (draw(count), draw(count)) for _ in range(size)] for size in sizes])
    quo = [draw(st.one_of(st.none(), st.integers(0, size - 1))) for size in sizes]
    return table(cells, quo)


@st.composite
def scenarios(draw: st.DrawFn, linked: bool = False, most: int = 3) -> Scenario:
    """Small fractions, few values, any reservation values: ties, zero ranges, and often no deal good enough for all."""
    parties = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, most), min_size=1, max_size=4))
    value = st.fractions(min_value=0, max_value=1, max_denominator=draw(st.sampled_from([1, 2, 7])))
    reserve = st.one_of(st.none(), st.fractions(min_value=-1, max_value=2, max_denominator=5))
    issues = [discrete(f"i{i}", [f"o{o}" for o in range(size)]) for i, size in enumerate(sizes)]
    named = st.integers(0, len(sizes) - 1).flatmap(
        lambda i: st.tuples(st.just(f"i{i}"), st.integers(0, sizes[i] - 1).map(lambda o: f"o{o}"))
    )
    bonus = st.fractions(min_value=-1, max_value=1, max_denominator=3)
    interactions, constraints = [], []
    if linked and len(sizes) > 1:
        for _ in range(draw(st.integers(0, 3))):
            first, second = draw(named), draw(named)
            if first[0] != second[0]:
                interactions.append(Interaction(f"p{draw(st.integers(0, parties - 1))}", first, second, draw(bonus)))
        for _ in range(draw(st.integers(0, 3))):
            rule = draw(st.booleans())
            pair = draw(named), draw(named)
            constraints.append(Implication(*pair) if rule else Forbidden(pair))
    quo = draw(st.one_of(st.none(), st.tuples(*(st.integers(0, size - 1) for size in sizes))))
    try:
        return Scenario(
            parties=tuple(ScenarioParty(f"p{p}", f"Party {p}", draw(reserve)) for p in range(parties)),
            issues=tuple(issues),
            values=tuple(tuple(tuple(draw(value) for _ in range(size)) for size in sizes) for _ in range(parties)),
            status_quo=quo,
            interactions=tuple(interactions),
            constraints=tuple(constraints),
        )
    except ScenarioError:
        return draw(scenarios(linked=False))


def places(settlement: Settlement, solution: Solution) -> list[Deal]:
    return sorted(tuple(int(deal[issue].removeprefix("o")) for issue in settlement.issues) for deal in solution.deals)


@settings(max_examples=100, deadline=None)
@given(tables())
def test_settle(negotiation: Negotiation) -> None:
    settlement = settle(negotiation, draws=10)
    slow = BruteForce(from_negotiation(negotiation))
    assert settlement.exact
    assert settlement.outcomes == len(slow.deals)
    assert settlement.rational.outcomes == len(slow.rational)
    efficient = slow.efficient()
    assert sum(point.ties or 0 for point in settlement.frontier) == len(efficient)
    expected = {tuple(map(float, slow.utility[deal])) for deal in efficient}
    assert {point.utilities for point in settlement.frontier} == expected
    for point in settlement.frontier:
        deal = tuple(int(point.deal[issue].removeprefix("o")) for issue in settlement.issues)
        assert point.utilities == tuple(map(float, slow.utility[deal]))
        assert point.rational == (min(slow.gain[deal]) >= 0)
    assert settlement.rational.efficient == len({slow.utility[d] for d in efficient if min(slow.gain[d]) >= 0})
    assert places(settlement, settlement.nash) == slow.nash()
    assert places(settlement, settlement.kalai_smorodinsky) == slow.kalai_smorodinsky()
    assert places(settlement, settlement.egalitarian) == slow.egalitarian()
    assert places(settlement, settlement.utilitarian) == slow.utilitarian()
    for solution in settlement.solutions:
        assert solution.ties == len(solution.deals)
        assert set(places(settlement, solution)) <= set(efficient)


def check(scenario: Scenario, weights: Sequence[int] | None = None) -> None:
    slow, found = BruteForce(scenario), analyse(scenario, weights=weights)
    assert found.exact
    assert found.stopped is None
    assert scenario.outcomes == len(slow.deals)
    assert found.floor == tuple(slow.reservation)
    assert found.share.count == len(slow.rational)
    frontier = find_frontier(scenario)
    efficient = slow.efficient()
    assert sorted(deal for n in range(len(frontier)) for deal in frontier.deals(n)) == efficient
    assert [point.utilities for point in found.points] == sorted({slow.utility[d] for d in efficient}, reverse=True)
    assert [point.ties for point in found.points] == [len(list(frontier.deals(n))) for n in range(len(frontier))]
    check_solutions(found, slow, weights)
    assert found.zone.exists == slow.has_zone()
    if not found.zone.exists:
        largest = slow.largest_coalitions()
        assert {each.parties for each in found.zone.coalitions} == largest
        assert {each.party: each.amount for each in found.zone.openings} == slow.openings()
        for opening in found.zone.openings:
            assert opening.amount == -slow.gain[opening.deal][opening.party]


def check_solutions(found: Analysis, slow: BruteForce, weights: Sequence[int] | None = None) -> None:
    expected = (slow.nash(weights), slow.kalai_smorodinsky(), slow.egalitarian(), slow.utilitarian())
    for name, deals in zip(NAMES, expected, strict=True):
        solved = found.solutions[name]
        assert sorted(solved.deals) == deals, name
        assert solved.ties == len(deals)
        assert solved.gap == (0 if deals else None)


@settings(max_examples=300, deadline=None)
@given(scenarios())
def test_additive_scenarios(scenario: Scenario) -> None:
    check(scenario)


@settings(max_examples=300, deadline=None)
@given(scenarios(linked=True))
def test_interactions_and_constraints(scenario: Scenario) -> None:
    check(scenario)


@settings(max_examples=100, deadline=None)
@given(scenarios(), st.data())
def test_bargaining_weights(scenario: Scenario, data: st.DataObject) -> None:
    check(scenario, [data.draw(st.integers(1, 4)) for _ in scenario.parties])


@settings(max_examples=100, deadline=None)
@given(scenarios(linked=True), st.integers(0, 99))
def test_differences_that_floats_do_not_tell_apart(scenario: Scenario, seed: int) -> None:
    """The same utilities, each option worth up to two tiny units more: whole numbers of several words."""
    rng = np.random.default_rng(seed)
    values = tuple(
        tuple(tuple(value + Fraction(int(rng.integers(0, 3)), 3**80) for value in issue) for issue in party)
        for party in scenario.values
    )
    fine = replace(scenario, values=values)
    check(fine)


@settings(max_examples=100, deadline=None)
@given(scenarios(linked=True))
def test_only_rational_points(scenario: Scenario) -> None:
    """Leaving out early what cannot give every party its reservation value leaves the rest of the frontier."""
    slow, frontier = BruteForce(scenario), find_frontier(scenario, rational_only=True)
    expected = [deal for deal in slow.efficient() if min(slow.gain[deal]) >= 0]
    assert sorted(deal for n in range(len(frontier)) for deal in frontier.deals(n)) == expected


@settings(max_examples=80, deadline=None)
@given(scenarios(linked=True), st.data())
def test_programmes(scenario: Scenario, data: st.DataObject) -> None:
    """Without any frontier HiGHS finds the same deals, all ties while there are few, and a gap of zero."""
    slow = BruteForce(scenario)
    power = [data.draw(st.integers(1, 2)) for _ in scenario.parties]
    bargaining = Bargaining(scenario, tuple(slow.reservation))
    solved = {
        "nash": (bargaining.nash(power), slow.nash(power)),
        "kalai_smorodinsky": (bargaining.kalai_smorodinsky(), slow.kalai_smorodinsky()),
        "egalitarian": (bargaining.egalitarian(), slow.egalitarian()),
        "utilitarian": (bargaining.utilitarian(), slow.utilitarian()),
    }
    for name, (found, deals) in solved.items():
        assert set(found.deals) <= set(deals), name
        assert bool(found.deals) == bool(deals), name
        if deals:
            assert found.gap is not None
            assert found.gap <= 1e-9
        if found.all_ties:
            efficient = set(slow.efficient())
            assert sorted(found.deals) == [deal for deal in deals if deal in efficient or deal in found.deals], name
            assert {slow.utility[d] for d in found.deals} == {slow.utility[d] for d in deals if d in efficient}, name


def reference() -> ModuleType:
    if not REFERENCE.exists():
        pytest.skip(f"the reference implementation is not at {REFERENCE}")
    import importlib.util

    spec = importlib.util.spec_from_file_location("reference_settlement", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("parties", "issues", "options"), list(product((2, 3, 5), (4,), (3, 5))))
def test_reference_implementation(parties: int, issues: int, options: int) -> None:
    theirs = reference()
    added = theirs.gen(parties, issues, options, "dir", 1)
    scenario = Scenario(
        parties=tuple(ScenarioParty(f"p{p}", f"p{p}", Fraction()) for p in range(parties)),
        issues=tuple(discrete(f"i{i}", [f"o{o}" for o in range(options)]) for i in range(issues)),
        values=tuple(tuple(tuple(map(Fraction, issue)) for issue in party) for party in added.tolist()),
    )
    found = analyse(scenario)
    utilities = np.array([[float(u) for u in point.utilities] for point in found.points])
    their_frontier, _ = theirs.frontier(added)
    assert np.allclose(np.sort(utilities, axis=0), np.sort(their_frontier, axis=0), atol=1e-12)
    best = theirs.milp_solutions(added)
    nash, egalitarian = (scenario.utilities(found.solutions[name].deals[0]) for name in ("nash", "egalitarian"))
    assert np.log([float(u) for u in nash]).sum() == pytest.approx(best["nash"][0], abs=1e-6)
    assert float(min(egalitarian)) == pytest.approx(best["egal"][0], abs=1e-6)
