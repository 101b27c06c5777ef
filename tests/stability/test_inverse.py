"""The inverse question: the conditions say exactly when a state is stable."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from detente.stability import CONCEPTS, ConflictError, Ranking, required_preferences, solve

from .conflicts import load, random_conflict


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_conditions_hold_just_when_the_state_is_stable(start: int) -> None:
    """Under the preferences as they are, and after one decision maker's are all mixed up (the others' as before)."""
    for seed in range(start, start + 20):
        rng = random.Random(seed)
        conflict = random_conflict(seed)
        state = rng.choice(conflict.states.numbers.tolist())
        place = rng.randrange(len(conflict.decision_makers))
        order = conflict.states.numbers.tolist()
        rng.shuffle(order)
        mixed = Ranking(tuple((number,) for number in order))
        makers = list(conflict.decision_makers)
        makers[place] = replace(makers[place], preference=mixed)
        other = replace(conflict, decision_makers=tuple(makers))
        now, then = solve(conflict), solve(other)
        for concept in CONCEPTS:
            required = required_preferences(conflict, state, concept)
            for each in required:
                assert each.fulfilled == (state in now.by_decision_maker[each.decision_maker][concept])
            mine = required[place]

            def prefers(number: int, order: list[int] = order, state: int = state) -> bool:
                return order.index(number) < order.index(state)

            holds = all(
                not prefers(condition.move) or any(not any(map(prefers, states)) for states in condition.or_none_of)
                for condition in mine.conditions
            )
            assert holds == (state in then.by_decision_maker[mine.decision_maker][concept]), (seed, concept)


def test_in_words() -> None:
    us, _ = required_preferences(load("korea"), 4, "sim")
    assert us.texts() == [
        "United States must not prefer 5 (strike + invade) to 4 (invade), or must not prefer 1 (strike) to 4 (invade).",
        "United States must not prefer 6 (withdraw + invade) to 4 (invade), or must not prefer 2 (withdraw) to 4 "
        "(invade).",
    ]
    assert us.texts("de")[0] == (
        "United States darf 5 (strike + invade) nicht besser finden als 4 (invade), oder darf 1 (strike) nicht besser "
        "finden als 4 (invade)."
    )
    data = us.as_json()
    assert data["fulfilled"] is True
    assert data["conditions"][0] == {"move": 5, "or_none_of": [[1]], "fulfilled": True}  # type: ignore[index]


def test_what_is_not_known() -> None:
    with pytest.raises(ConflictError, match="no feasible state 3"):
        required_preferences(load("korea"), 3, "nash")
    with pytest.raises(ConflictError, match="unknown concept 'nosh'"):
        required_preferences(load("korea"), 0, "nosh")
