from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from detente.negotiation import Negotiation
from detente.sensitivity import (
    Change,
    ChangeError,
    Holds,
    Input,
    SetAcceptance,
    SetReservation,
    SetSalience,
    apply,
    forecast_break_evens,
    forecast_of,
    nash_break_evens,
    nearest,
    stability_break_evens,
    state,
)
from detente.sensitivity.sentences import Names
from detente.settlement import from_negotiation, settle

from .tables import any_case, case


def moved(table: Negotiation, each: Input, value: float) -> Negotiation:
    """The table as a what-if would have it."""
    change: Change
    if each.kind == "acceptance":
        assert each.issue is not None and each.option is not None
        change = SetAcceptance(each.party, each.issue, each.option, value)
    elif each.kind == "salience":
        assert each.issue is not None
        change = SetSalience(each.party, each.issue, value)
    else:
        change = SetReservation(each.party, value)
    found = apply(table, [change]).subject
    assert isinstance(found, Negotiation)
    return found


def brute(table: Negotiation, each: Input, end: float, steps: int) -> tuple[float, float] | None:
    """The first step of a fine grid in which none of the Nash deals is one any more."""
    own = settle(from_negotiation(table)).nash.deals
    points = np.linspace(each.base, end, steps + 1)
    for before, after in pairwise(points):
        now = settle(from_negotiation(moved(table, each, float(after)))).nash.deals
        if not any(deal in now for deal in own):
            return float(before), float(after)
    return None


@pytest.mark.parametrize("seed", range(6))
def test_where_the_nash_deal_changes_agrees_with_a_fine_grid(seed: int) -> None:
    table, _ = any_case(seed)
    try:
        found = nash_break_evens(table)
    except ChangeError:
        pytest.skip("no Nash deal")
    from detente.sensitivity.envelope import NashTable

    inputs = NashTable.of(table).inputs
    rng = np.random.default_rng(seed)
    checked = 0
    for each in [inputs[n] for n in rng.permutation(len(inputs))[:8]]:
        for end in (each.least, each.most):
            step = brute(table, each, end, 24)
            own = [b for b in found if b.input == each and b.above == (end > each.base)]
            if step is None:
                # Nothing, or something that is undone within a step of the grid.
                continue
            checked += 1
            (only,) = own
            low, high = sorted(step)
            assert low - 1e-6 <= only.value <= high + 1e-6 or abs(only.value - each.base) < abs(low - each.base)
    assert checked or not found


@pytest.mark.parametrize("seed", [None, 0, 3])
def test_just_before_it_the_deal_stays_and_just_beyond_it_is_the_one_given(seed: int | None) -> None:
    table, _ = case() if seed is None else any_case(seed)
    own = settle(from_negotiation(table)).nash.deals
    found = nash_break_evens(table, most=12)
    assert found
    for each in found:
        way = 1 if each.above else -1
        if abs(each.value - each.input.base) > 1e-5:
            close = moved(table, each.input, each.value - way * 1e-6)
            assert any(deal in settle(from_negotiation(close)).nash.deals for deal in own)
        beyond = min(each.input.most, max(each.input.least, each.value + way * 1e-4))
        now = settle(from_negotiation(moved(table, each.input, beyond))).nash.deals
        assert not any(deal in now for deal in own)
        assert each.deal is None if not now else each.deal in now or each.deal is not None


def test_a_break_even_that_can_be_worked_out_by_hand() -> None:
    # With a utility of 1 without a deal nobody can gain: the reservation value that ends all deals is at most the best.
    table, _ = case()
    scenario = from_negotiation(table)
    p = 2
    inputs = [each for each in _inputs(table) if each.kind == "reservation" and each.party == "union"]
    found = nash_break_evens(table, inputs)
    above = [each for each in found if each.above]
    assert above
    best = max(float(point.utilities[p]) for point in settle(scenario).frontier if point.rational)
    assert above[0].value <= best + 1e-9


def _inputs(table: Negotiation) -> tuple[Input, ...]:
    from detente.sensitivity.envelope import NashTable

    return NashTable.of(table).inputs


def test_without_a_status_quo_gains_count_from_the_worst() -> None:
    table, _ = case()
    bare = replace(table, issues=tuple(replace(issue, status_quo=None) for issue in table.issues))
    own = settle(from_negotiation(bare)).nash.deals
    for each in nash_break_evens(bare, most=8):
        assert each.input.kind != "reservation"
        way = 1 if each.above else -1
        beyond = min(each.input.most, max(each.input.least, each.value + way * 1e-4))
        now = settle(from_negotiation(moved(bare, each.input, beyond))).nash.deals
        assert not any(deal in now for deal in own)


@pytest.mark.parametrize("model", ["weighted_mean", "weighted_median", "nash", "scholz"])
def test_forecasts_change_their_nearest_option_there(model: str) -> None:
    table, _ = case()
    function = forecast_of(table, "border", model)
    now = function.nearest(function.base)
    assert now is not None
    for each in forecast_break_evens(function):
        place = function.inputs.index(each.input)
        way = 1 if each.above else -1
        near, beyond = function.profile(place, np.array([each.value - way * 1e-6, each.value + way * 1e-9]))
        assert function.nearest(float(near)) == now
        later = function.nearest(float(beyond))
        assert later is not None and later.id == each.option != now.id


def test_a_threshold_of_the_weighted_mean_by_hand() -> None:
    table, _ = case()
    function = forecast_of(table, "border", "weighted_mean")
    goal = function.base + 3
    found = {(b.input.kind, b.input.party): b for b in forecast_break_evens(function, threshold=goal)}
    issue = function.issue
    assert issue.positions is not None
    place = issue.actors.index("norland")
    share = issue.weights[place] / issue.weights.sum()
    want = float(issue.positions[place] + 3 / share)
    if want <= 100:
        assert found["position", "norland"].value == pytest.approx(want, abs=1e-6)
    assert all(each.threshold == goal for each in found.values())
    assert found


def test_other_outcomes_hold_there() -> None:
    table, dossier = case()
    function = Holds(table, dossier)
    found = nearest(stability_break_evens(function))
    assert found
    before = state(table, dossier, analyses=("stability",)).stability
    assert before is not None
    held = {outcome for outcome, concepts in before.outcomes.items() if "nash" in concepts}
    for each in found:
        way = 1e-4 if each.above else -1e-4
        changed = moved(table, each.input, min(1.0, max(0.0, each.value + way)))
        after = state(changed, dossier, analyses=("stability",)).stability
        assert after is not None
        now = {outcome for outcome, concepts in after.outcomes.items() if "nash" in concepts}
        assert now != held
        assert {tuple(sorted(o.items())) for o in each.gained} == now - held
        assert {tuple(sorted(o.items())) for o in each.lost} == held - now


def test_sentences_in_both_languages() -> None:
    table, dossier = case()
    names = Names(table, dossier)
    for each in nash_break_evens(table, most=3):
        assert names.party(each.input.party) in each.text(names, "de")
        assert each.text(names, "de") != each.text(names, "en")
