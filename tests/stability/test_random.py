"""Random conflicts against the definitions, and the order among the concepts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.stability import CONCEPTS, ConflictError, simultaneous, solve

from .by_definition import ByDefinition
from .conflicts import load, random_conflict, ranks_by_number


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_every_state_is_stable_for_whom_the_definition_says(start: int) -> None:
    for seed in range(start, start + 50):
        conflict = random_conflict(seed)
        found = solve(conflict)
        truth = ByDefinition(conflict, ranks_by_number(conflict))
        assert list(found.states) == truth.states
        for concept in CONCEPTS:
            for place, maker in enumerate(conflict.decision_makers):
                expected = tuple(state for state in truth.states if truth.stable(concept, place, state))
                assert found.by_decision_maker[maker.name][concept] == expected, (seed, concept, maker.name)


def test_simultaneous_moves_without_a_table_of_all_combinations(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [solve(random_conflict(seed), concepts=["sim"]).stable["sim"] for seed in range(60)]
    monkeypatch.setattr(simultaneous, "_TABLED", 0)
    for seed in range(60):
        assert np.array_equal(solve(random_conflict(seed), concepts=["sim"]).stable["sim"], expected[seed])


def test_too_many_simultaneous_moves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "MAX_TRIED", 1)
    with pytest.raises(ConflictError, match="leave it out of the concepts"):
        solve(load("korea"), concepts=["sim"])


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_coalitions_as_the_definition_says(start: int) -> None:
    for seed in range(start, start + 20):
        conflict = random_conflict(seed)
        truth = ByDefinition(conflict, ranks_by_number(conflict))
        coalitional = solve(conflict, coalitions=True).coalitional
        assert coalitional is not None
        for concept, groups in coalitional.items():
            assert len(groups) == 2 ** len(conflict.decision_makers) - 1
            for group, stable in groups.items():
                expected = [state for state in truth.states if truth.coalition_stable(concept, group, state)]
                assert conflict.states.numbers[stable].tolist() == expected, (seed, concept, group)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9))
def test_stricter_concepts_hold_in_fewer_states(seed: int) -> None:
    """Fang, Hipel, Kilgour 1993: Nash in all; SMR and SEQ in GMR.  Rêgo and Vieira 2017: SSEQ in SEQ and in SMR."""
    stable = solve(random_conflict(seed)).stable
    for concept in CONCEPTS:
        assert (stable["nash"] <= stable[concept]).all()
    assert (stable["sseq"] <= (stable["seq"] & stable["smr"])).all()
    assert ((stable["seq"] | stable["smr"]) <= stable["gmr"]).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_coalitions_of_one_are_the_decision_makers(seed: int) -> None:
    conflict = random_conflict(seed, makers=2)
    found = solve(conflict, coalitions=True)
    assert found.coalitional is not None
    for concept, groups in found.coalitional.items():
        for place in range(2):
            assert np.array_equal(groups[place,], found.stable[concept][place])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_where_all_states_can_exist_whatever_sim_deters_gmr_deters_too(seed: int) -> None:
    conflict = random_conflict(seed, plain=True)
    if not conflict.infeasible:
        stable = solve(conflict).stable
        assert (stable["sim"] <= stable["gmr"]).all()
