"""Rankings, prioritised statements, weights and utilities as ranks."""

from __future__ import annotations

import pytest

from detente.stability import Conflict, ConflictError, Prioritised, Ranking, Utilities, Weights

from .conflicts import maker


def ranks(preference, *others) -> list[int]:
    makers = (maker("a", "x y", preference), *(others or (maker("b", "z", Weights(())),)))
    return Conflict(makers).ranks[0].tolist()


@pytest.mark.parametrize(
    ("statement", "true_in"),
    [
        ("x", {1, 3, 5, 7}),
        ("not x", {0, 2, 4, 6}),
        ("x and y", {3, 7}),
        ("x or y and z", {1, 3, 5, 7, 6}),
        ("(x or y) and z", {5, 6, 7}),
        ("not x and y", {2, 6}),
        ("not (x and y)", {0, 1, 2, 4, 5, 6}),
        ("z if x", {0, 2, 4, 6, 5, 7}),
        ("x iff z", {0, 2, 5, 7}),
        ("x or y if z", {0, 1, 2, 3, 5, 6, 7}),
        ("NOT x AND NOT y AND b.z", {4}),
        ("not not x", {1, 3, 5, 7}),
        ("(x if y) if z", {0, 1, 2, 3, 4, 5, 7}),
    ],
)
def test_statement(statement: str, true_in: set[int]) -> None:
    assert {state for state, rank in enumerate(ranks(Prioritised((statement,)))) if rank} == true_in


def test_an_earlier_statement_beats_all_later_ones_together() -> None:
    assert ranks(Prioritised(("x", "y", "z"))) == [0, 4, 2, 6, 1, 5, 3, 7]


def test_more_statements_than_bits_in_a_number() -> None:
    many = Prioritised(("x",) * 100 + ("y",))
    assert ranks(many) == [0, 2, 1, 3, 0, 2, 1, 3]


def test_names_with_spaces_and_words_inside_names() -> None:
    makers = (
        maker("a", "x", Prioritised(("not air strike or order",))),
        maker("b", "z", Weights(())),
    )
    from dataclasses import replace

    from detente.stability import ConflictOption

    named = replace(makers[0], options=(ConflictOption("air strike", ""), ConflictOption("order", "")))
    assert Conflict((named, makers[1])).ranks[0].tolist() == [1, 0, 1, 1, 1, 0, 1, 1]


def test_same_option_names_are_told_apart_by_their_owner() -> None:
    other = maker("b", "x", Weights(()))
    assert ranks(Prioritised(("x",)), other) == [0, 1, 0, 1, 0, 1, 0, 1], "one's own first"
    assert ranks(Prioritised(("b.x",)), other) == [0, 0, 0, 0, 1, 1, 1, 1]
    third = maker("c", "w", Prioritised(("x",)))
    with pytest.raises(ConflictError, match=r"belongs to several; write a\.x or b\.x"):
        ranks(Weights(()), other, third)


def test_equal_sums_of_weights_are_ties() -> None:
    assert ranks(Weights((("x", 0.1), ("y", 0.2), ("z", 0.3)))) == [0, 1, 2, 3, 3, 4, 5, 6]
    assert ranks(Weights((("x", -1), ("z", 1e300)))) == [1, 0, 1, 0, 3, 2, 3, 2]


def test_weights_name_each_option_once() -> None:
    with pytest.raises(ConflictError, match="weighted twice"):
        ranks(Weights((("x", 1), ("a.x", 2))))


def test_utilities_and_rankings() -> None:
    assert ranks(Utilities((5, -1, 5, 0.25, 9, 9, 9, 9))) == [2, 0, 2, 1, 3, 3, 3, 3]
    assert ranks(Ranking(((7, 6), (5,), (4, 3, 2), (1, 0)))) == [0, 0, 1, 1, 1, 2, 3, 3]
    with pytest.raises(ConflictError, match="3 utilities for 8 states"):
        ranks(Utilities((1, 2, 3)))


def test_coalesced_states_are_as_good_as_their_lowest_number() -> None:
    conflict = Conflict((maker("a", "x y", Weights((("x", -1), ("y", 2)))),), coalesce=("-Y",))
    assert conflict.states.numbers.tolist() == [0, 1, 2]
    assert conflict.ranks.tolist() == [[1, 0, 2]]
    assert [conflict.states.text(place, conflict) for place in range(3)] == ["NN", "YN", "-Y"]
