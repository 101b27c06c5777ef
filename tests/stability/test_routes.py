"""Status quo analysis against a plain search over sequences."""

from __future__ import annotations

import pytest

from detente.stability import Conflict, ConflictError, paths, solve

from .by_definition import ByDefinition
from .conflicts import load, random_conflict, ranks_by_number


def shortest(truth: ByDefinition, start: int, improving: bool) -> dict[int, int]:
    """Number of moves to each state that can be reached."""
    found = {start: 0}
    level, ends = 0, {(start, None)}
    seen = set(ends)
    while ends:
        level += 1
        nexts = set()
        for state, last in ends:
            for i in truth.makers:
                if i != last:
                    for to in truth.better(i, state) if improving else truth.move[i][state]:
                        nexts.add((to, i))
        ends = nexts - seen
        seen |= ends
        for state, _ in ends:
            found.setdefault(state, level)
    return found


def names(conflict: Conflict) -> list[str]:
    return [maker.name for maker in conflict.decision_makers]


@pytest.mark.parametrize("improving", [True, False])
def test_shortest_routes_to_all_equilibria_within_reach(improving: bool) -> None:
    for seed in range(100):
        conflict = random_conflict(seed)
        truth = ByDefinition(conflict, ranks_by_number(conflict))
        start = truth.states[seed % len(truth.states)]
        found = paths(conflict, start, improving=improving)
        near = shortest(truth, start, improving)
        assert found.reached == len(near)
        equilibria = solve(conflict).equilibria
        every = {state for numbers in equilibria.values() for state in numbers}
        assert {route.target for route in found.routes} == every & set(near)
        assert set(found.unreachable) == every - set(near)
        assert [len(route.moves) for route in found.routes] == sorted(near[route.target] for route in found.routes)
        for route in found.routes:
            assert len(route.moves) == near[route.target]
            assert route.concepts == tuple(concept for concept in equilibria if route.target in equilibria[concept])
            at, last = start, None
            for move in route.moves:
                i = names(conflict).index(move.by)
                assert (move.origin, move.by != last) == (at, True)
                assert move.target in (truth.better(i, at) if improving else truth.move[i][at])
                at, last = move.target, move.by
            assert at == route.target


def test_from_the_talks_to_war() -> None:
    found = paths(load("korea"), 12, concepts=["nash"])
    assert [(route.target, [(move.by, move.target) for move in route.moves]) for route in found.routes] == [
        (0, [("NK", 0)]),
        (5, [("NK", 4), ("US", 5)]),
    ]
    assert found.as_json()["routes"][0] == {  # type: ignore[index]
        "target": 0,
        "concepts": ["nash"],
        "moves": [{"by": "NK", "from": 12, "to": 0}],
    }


def test_unknown_start_and_concept() -> None:
    with pytest.raises(ConflictError, match="no feasible state 3"):
        paths(load("korea"), 3)
    with pytest.raises(ConflictError, match="no concept"):
        paths(load("korea"), 0, concepts=[])
