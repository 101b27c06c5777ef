"""Everything that `settle` finds, against all outcomes worked out in plain Python fractions."""

from __future__ import annotations

import random
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
from detente.settlement import Settlement, Solution, Utilities, from_negotiation, settle
from detente.settlement.enumeration import count_rational, find_frontier
from detente.settlement.solutions import common_gains, egalitarian, kalai_smorodinsky, nash, utilitarian

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
def profiles(draw: st.DrawFn, whole: bool = False) -> Utilities:
    """Utilities from small fractions with any reservation values: often no outcome is good enough for all."""
    parties = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    value = st.fractions(min_value=0, max_value=1, max_denominator=draw(st.sampled_from([1] if whole else [1, 2, 7])))
    reserve = st.fractions(min_value=-1, max_value=2, max_denominator=1 if whole else 5)
    return Utilities(
        parties=tuple(f"p{p}" for p in range(parties)),
        issues=tuple(f"i{i}" for i in range(len(sizes))),
        options=tuple(tuple(f"o{o}" for o in range(size)) for size in sizes),
        values=tuple(tuple(tuple(draw(value) for _ in range(size)) for size in sizes) for _ in range(parties)),
        without_deal=tuple((draw(reserve), *[Fraction()] * (len(sizes) - 1)) for _ in range(parties)),
    )


def places(settlement: Settlement, solution: Solution) -> list[Deal]:
    return sorted(tuple(int(deal[issue].removeprefix("o")) for issue in settlement.issues) for deal in solution.deals)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_settle(negotiation: Negotiation) -> None:
    settlement = settle(negotiation, draws=10)
    slow = BruteForce(from_negotiation(negotiation))
    assert settlement.exact
    assert settlement.outcomes == len(slow.deals)
    assert settlement.rational.outcomes == len(slow.rational)
    efficient = slow.efficient()
    assert sum(point.ties for point in settlement.frontier) == len(efficient)
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


def check_solutions(utilities: Utilities) -> None:
    slow, units = BruteForce(utilities), utilities.units()
    assert units.exact
    assert count_rational(units) == len(slow.rational)
    frontier = find_frontier(units)
    assert sorted(map(tuple, frontier.deals.tolist())) == slow.efficient()
    gains = common_gains(frontier, units)

    def deals(points: list[int]) -> list[Deal]:
        return sorted(tuple(deal) for n in points for deal in frontier.deals_of(n).tolist())

    assert deals(nash(gains)) == slow.nash()
    assert deals(kalai_smorodinsky(gains)) == slow.kalai_smorodinsky()
    assert deals(egalitarian(gains)) == slow.egalitarian()
    assert deals(utilitarian(gains)) == slow.utilitarian()


@settings(max_examples=200, deadline=None)
@given(profiles())
def test_any_reservation_values(utilities: Utilities) -> None:
    check_solutions(utilities)


def with_fine_print(utilities: Utilities, seed: int, unit: Fraction) -> Utilities:
    """The same utilities, each option worth up to two units more."""
    rng = random.Random(seed)
    values = tuple(
        tuple(tuple(value + rng.randint(0, 2) * unit for value in issue) for issue in party)
        for party in utilities.values
    )
    return replace(utilities, values=values)


@settings(max_examples=100, deadline=None)
@given(profiles(whole=True), st.integers(0, 99))
def test_differences_that_floats_do_not_tell_apart(utilities: Utilities, seed: int) -> None:
    fine = with_fine_print(utilities, seed, Fraction(1, 3**36))
    check_solutions(fine)


def test_integers_beyond_floats_are_compared_exactly() -> None:
    """Two outcomes whose utilities are the same float are two points if one gives a little more to each."""
    tiny = Fraction(1, 3**36)
    values = (((Fraction(1, 2), Fraction(1, 2) + tiny),), ((Fraction(1, 2) + tiny, Fraction(1, 2)),))
    utilities = Utilities(("a", "b"), ("i",), (("x", "y"),), values, ((Fraction(),),) * 2)
    units = utilities.units()
    assert units.exact
    assert units.largest > 2**53
    assert len(find_frontier(units).gains) == 2
    more = replace(utilities, values=(values[0], ((Fraction(1, 2), Fraction(1, 2)),)))
    assert find_frontier(more.units()).deals.tolist() == [[1]]


def test_what_does_not_fit_integers_is_rounded_and_marked() -> None:
    primes = [999_953, 999_959, 999_961, 999_979, 999_983, 1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081]
    rng = random.Random(1)
    values = tuple(
        tuple(tuple(Fraction(rng.randrange(n), n) for n in primes[i : i + 3]) for i in range(5)) for _ in range(3)
    )
    without = tuple(tuple(issue[0] for issue in party) for party in values)
    utilities = Utilities(("a", "b", "c"), tuple("ijklm"), (("x", "y", "z"),) * 5, values, without)
    slow, units = BruteForce(utilities), utilities.units()
    assert not units.exact
    assert count_rational(units) == len(slow.rational)  # the status quo itself still gains exactly nothing
    frontier = find_frontier(units)
    assert sorted(map(tuple, frontier.deals.tolist())) == slow.efficient()
    gains = frontier.gains / np.array(units.scale)
    assert np.allclose(
        gains, [[float(g) for g in slow.gain[tuple(deal)]] for deal in frontier.deals.tolist()], atol=1e-13
    )


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
    utilities = Utilities(
        parties=tuple(f"p{p}" for p in range(parties)),
        issues=tuple(f"i{i}" for i in range(issues)),
        options=tuple(tuple(f"o{o}" for o in range(options)) for _ in range(issues)),
        values=tuple(tuple(tuple(map(Fraction, issue)) for issue in party) for party in added.tolist()),
        without_deal=((Fraction(),) * issues,) * parties,
    )
    units = utilities.units()
    frontier = find_frontier(units)
    gains = frontier.gains / np.array([float(scale) for scale in units.scale])
    their_frontier, _ = theirs.frontier(added)
    assert np.allclose(np.sort(gains, axis=0), np.sort(their_frontier, axis=0), atol=1e-12)
    theirs_best = theirs.milp_solutions(added)
    worth = common_gains(frontier, units)
    assert np.log(gains[nash(worth)[0]]).sum() == pytest.approx(theirs_best["nash"][0], abs=1e-6)
    assert gains[egalitarian(worth)[0]].min() == pytest.approx(theirs_best["egal"][0], abs=1e-6)
