"""Conflicts from the literature, typed in from their descriptions, and what is published about them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.stability import Conflict, Ranking, RemovedMove, required_preferences, solve

from .conflicts import load


def ranked(conflict: Conflict, *orders: str) -> Conflict:
    makers = tuple(
        replace(maker, preference=Ranking(tuple((int(number),) for number in order.split())))
        for maker, order in zip(conflict.decision_makers, orders, strict=True)
    )
    return replace(conflict, decision_makers=makers)


# Once the North has invaded it cannot go back, as long as the talks have not begun: single moves, no blanket rule.
NO_WAY_BACK = tuple(
    RemovedMove("NK", origin, target) for origin, ends in {4: (0, 8), 5: (1, 9), 6: (2, 10)}.items() for target in ends
)
EAGER = "8 9 0 10 13 12 5 4 1 2 14 6"
KOREA = {
    "bloodthirsty": (EAGER, "6 14 4 12 5 13 2 0 10 1 9 8"),
    "deterred": (EAGER, "6 14 4 12 0 10 5 13 2 1 9 8"),
    "pacifist": ("8 0 10 2 9 12 4 5 14 13 6 1", "6 14 2 10 0 8 4 12 5 1 9 13"),
}


def test_korea_base_two_published_sets() -> None:
    found = solve(load("korea"))
    assert found.under_any("seq", "sim") == (0, 4, 5, 10)
    assert found.equilibria["smr"] == (0, 4, 5, 10, 12)
    assert 4 not in found.equilibria["seq"], "only what both do at the same moment deters there"


def test_korea_invasion_cannot_be_undone() -> None:
    found = solve(replace(load("korea"), removed_moves=NO_WAY_BACK))
    assert found.equilibria["seq"] == (0, 5, 10)


def test_korea_with_a_blanket_rule_is_another_conflict() -> None:
    korea = load("korea")
    us, nk = korea.decision_makers
    blanket = replace(korea, decision_makers=(us, replace(nk, irreversible={"invade": "forward"})))
    assert solve(blanket).equilibria["seq"] == (0, 5, 10, 12)


@pytest.mark.parametrize(
    ("scenario", "seq", "smr"),
    [
        ("bloodthirsty", (5, 12), (5, 12)),
        ("deterred", (0, 5, 10, 12), (0, 5, 10, 12)),
        ("pacifist", (0, 4, 5), (0, 2, 4, 5, 8, 10, 12)),
    ],
)
def test_korea_six_more_published_sets(scenario: str, seq: tuple[int, ...], smr: tuple[int, ...]) -> None:
    found = solve(ranked(replace(load("korea"), removed_moves=NO_WAY_BACK), *KOREA[scenario]))
    assert found.equilibria["seq"] == seq
    assert found.equilibria["smr"] == smr


def test_prisoners_dilemma() -> None:
    found = solve(load("prisoners")).equilibria
    assert found == {"nash": (0,)} | dict.fromkeys(("gmr", "smr", "seq", "sim", "sseq"), (0, 3))


def test_two_prisoners_together_leave_what_neither_leaves_alone() -> None:
    coalitional = solve(load("prisoners"), coalitions=True).coalitional_equilibria
    assert coalitional == {"nash": (), "gmr": (3,), "smr": (3,), "seq": (3,)}


def test_chicken() -> None:
    found = solve(load("chicken")).equilibria
    assert found["nash"] == found["seq"] == (1, 2)
    assert found["gmr"] == found["smr"] == (1, 2, 3)


def test_cuba() -> None:
    found = solve(load("cuba")).equilibria
    assert found["nash"] == (5,)
    assert found["seq"] == (4, 5, 6)
    assert found["gmr"] == found["smr"] == (0, 1, 2, 4, 5, 6, 7)


def test_elmira_with_abandonment_as_one_state() -> None:
    found = solve(load("elmira"))
    assert found.states == (2, 3, 4, 5, 8, 18, 19, 20, 21)
    assert found.equilibria["nash"] == found.equilibria["seq"] == (8, 18, 21)
    assert found.equilibria["gmr"] == found.equilibria["smr"] == (2, 5, 8, 18, 21)


def test_elmira_as_usually_printed_where_uniroyal_ranks_three_states_otherwise() -> None:
    printed = ranked(load("elmira"), "20 4 5 21 18 2 3 19 8", "2 5 21 18 8 4 20 3 19", "20 4 18 2 21 19 5 3 8")
    found = solve(printed).equilibria
    assert found["nash"] == found["seq"] == (8, 18, 21)
    assert found["gmr"] == found["smr"] == (2, 5, 8, 18, 21)


def test_elmira_where_ministry_and_uniroyal_together_leave_the_status_quo() -> None:
    """The equilibrium jump from the fifth to the eighth state (Kilgour, Hipel, Fang, Peng 2001)."""
    found = solve(load("elmira"), coalitions=True)
    assert found.coalitional is not None
    assert found.coalitional_equilibria is not None
    assert 18 in found.equilibria["nash"]
    place = found.states.index(18)
    assert not found.coalitional["nash"][0, 1][place]
    assert not found.coalitional["seq"][0, 1][place]
    assert 21 in found.coalitional_equilibria["nash"]


def test_who_answers_may_move_again_after_another_has() -> None:
    found = solve(load("weir"))
    assert 0 in found.by_decision_maker["mill"]["gmr"]
    [explanation] = [each for each in found.explain(0, ["gmr"]) if each.decision_maker == "mill"]
    assert [(move.by, move.target) for move in explanation.answer] == [("upper", 3), ("lower", 7), ("upper", 5)]


def test_what_would_have_to_be_different_for_peace_by_abandonment_alone() -> None:
    us, nk = required_preferences(load("korea"), 8, "nash")
    assert us.fulfilled, "the US has what it wants most"
    assert not nk.fulfilled
    assert [condition.move for condition in nk.conditions if not condition.fulfilled] == [0, 4, 12]
