"""What `solve` gives back, its JSON, and conflicts of a size that nobody lists."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.stability import Conflict, ConflictError, Prioritised, Utilities, Weights, solve
from detente.stability.engine import Graph, Play
from detente.stability.moves import Moves

from .conflicts import load, maker, random_conflict


def test_json_has_the_keys_of_the_contract() -> None:
    data = json.loads(json.dumps(solve(load("elmira"), coalitions=True).as_json("de")))
    assert data["states"][0] == {"number": 2, "options": "NYNNN"}
    assert {"number": 8, "options": "-NNY-"} in data["states"]
    assert set(data["equilibria"]) == {"nash", "gmr", "smr", "seq", "sim", "sseq"}
    assert data["equilibria"]["nash"] == [8, 18, 21]
    assert data["by_decision_maker"]["Uniroyal"]["nash"] == [2, 5, 8, 18, 21]
    assert data["seq_or_sim"] == [8, 18, 21]
    assert data["by_coalition"][4]["members"] == ["ministry", "council"]
    assert data["coalitional_equilibria"]["nash"] == [8, 21]
    first = data["explanations"][0]
    assert set(first) == {"state", "decision_maker", "kind", "concepts", "move", "answer", "end", "text"}
    assert data["explained_states"] == 9
    assert data["note"] is None


def test_explanations_are_limited_equilibria_first() -> None:
    data = solve(load("korea")).as_json(explanations=12)
    explained = {each["state"] for each in data["explanations"]}
    assert 0 < len(data["explanations"]) <= 12
    assert explained <= {0, 5}
    assert data["note"] == f"{len(explained)} of 12 states are explained here; ask for any other by its number."


def test_only_what_is_asked_for() -> None:
    found = solve(load("korea"), concepts=["seq"])
    assert found.equilibria == {"seq": (0, 5, 10)}
    assert found.coalitional is None
    assert found.coalitional_equilibria is None
    assert "seq_or_sim" not in found.as_json()
    with pytest.raises(ConflictError, match="'sim' was not solved for"):
        found.under_any("seq", "sim")
    with pytest.raises(ConflictError, match="unknown concept 'SEQ'"):
        solve(load("korea"), concepts=["SEQ"])


def test_one_alone_goes_where_it_likes_best() -> None:
    alone = Conflict((maker("a", "x y", Prioritised(("x", "not y"))),))
    assert set(solve(alone).equilibria.values()) == {(1,)}


def test_blocks_and_listed_moves_give_the_same() -> None:
    for seed in range(30):
        conflict = random_conflict(seed, plain=True)
        free = solve(conflict)
        graph = Graph.of(conflict)
        listed = tuple(Moves(moves.block, False, False, moves.arcs) for moves in graph.moves)
        play = Play(Graph(conflict, listed), conflict.ranks)
        for concept in ("gmr", "smr", "seq", "sseq"):
            assert np.array_equal(play.deterred(concept), free.stable[concept])


def shape_of_gatt(preference) -> Conflict:
    """Six decision makers with 20 options, of which 138,240 combinations are feasible."""
    infeasible = ("N--Y", "------YY", "------Y-Y", "---------YY", "---------Y-Y", "---------N-Y", "------------YY")
    makers = tuple(
        maker(name, " ".join(f"{name}{k}" for k in range(size)), preference)
        for name, size in zip("abcdef", (5, 4, 3, 2, 3, 3), strict=True)
    )
    return Conflict(makers, tuple(each.ljust(20, "-") for each in infeasible))


def test_138_240_states() -> None:
    conflict = shape_of_gatt(Prioritised(("a0 iff b0", "c0 or d0", "not e1 if f2", "b3 and not a4")))
    assert len(conflict.states) == 138_240
    found = solve(conflict, concepts=("nash", "gmr", "smr", "seq", "sseq"))
    best = conflict.states.numbers[conflict.ranks[0] == conflict.ranks[0].max()]
    assert set(best.tolist()) <= set(found.equilibria["nash"]), "all want the same: the best is best for everybody"
    [*explained] = found.explain(int(best[0]))
    assert {each.kind for each in explained} == {"content"}
    assert len(found.as_json(explanations=60)["explanations"]) == 60


def test_too_many_moves_to_list_are_refused() -> None:
    conflict = Conflict(
        (maker("a", " ".join(f"x{k}" for k in range(14)), Weights(()), x0="forward"), maker("b", "y", Weights(())))
    )
    with pytest.raises(ConflictError, match="moves; 40,000,000 are the most"):
        solve(conflict)


def test_as_many_moves_are_no_matter_where_nothing_restricts_them() -> None:
    size = 14
    utilities = Utilities(tuple(range(2 ** (size + 1))))
    conflict = Conflict((maker("a", " ".join(f"x{k}" for k in range(size)), utilities), maker("b", "y", utilities)))
    assert solve(conflict, concepts=["nash", "gmr", "seq"]).equilibria["nash"] == (2 ** (size + 1) - 1,)
