"""Coalitions and openings by programmes, against all outcomes."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from detente.settlement import Scenario, ScenarioParty, discrete
from detente.settlement.bargaining import Bargaining
from detente.settlement.opening import zone_by_programme

from .tables import BruteForce
from .test_against_brute_force import scenarios


@settings(max_examples=100, deadline=None)
@given(scenarios(linked=True))
def test_zone_by_programme(scenario: Scenario) -> None:
    slow = BruteForce(scenario)
    zone = zone_by_programme(Bargaining(scenario, tuple(slow.reservation)))
    assert zone.exists == slow.has_zone()
    if zone.exists:
        return
    assert {each.parties for each in zone.coalitions} == slow.largest_coalitions()
    for coalition in zone.coalitions:
        assert all(slow.gain[coalition.deal][p] >= 0 for p in coalition.parties)
    assert {each.party: each.amount for each in zone.openings} == slow.openings()
    assert [each.amount for each in zone.openings] == sorted(each.amount for each in zone.openings)


def test_what_only_presolve_calls_infeasible_is_not_believed() -> None:
    """HiGHS' presolve finds no deal here; (1, 0) leaves the first party as it is and gives the second one a gain."""
    values = ((("1", "0", "0.5"),), (("0", "1", "0.5"),))
    scenario = Scenario(
        parties=(ScenarioParty("p0", "p0"), ScenarioParty("p1", "p1", Fraction(-1))),
        issues=(discrete("i", ["x", "y", "z"]),),
        values=tuple(tuple(tuple(map(Fraction, issue)) for issue in party) for party in values),
        status_quo=(0,),
    )
    assert zone_by_programme(Bargaining(scenario, (Fraction(1), Fraction(-1)))).exists
