"""Coalitions and openings by programmes, against all outcomes."""

from __future__ import annotations

from hypothesis import given, settings

from detente.settlement import Scenario
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
