"""The conflicts and results in the founders' data, and their independent solver; skipped where these are missing."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType

import pytest

from detente.stability import Conflict, ConflictOption, DecisionMaker, Ranking, RemovedMove, solve

from .conflicts import SHARED, load, random_conflict, ranks_by_number

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason=f"no {SHARED} here")
DIRECTION = {"both": None, "fwd": "forward", "back": "back"}


def given(name: str) -> list[dict]:
    return json.loads((SHARED / "data" / name).read_text())["conflicts"] if SHARED.exists() else []


def example(data: dict) -> tuple[Conflict, dict[int, int]]:
    """The conflict, and the file's own number for each of our state numbers."""
    number = {int(own): state["decimal"] for own, state in data["states"].items()}
    permitted = [DIRECTION[option["permitted"]] for option in data["options"]]
    makers = []
    for each in data["decision_makers"]:
        groups = [group if isinstance(group, list) else [group] for group in each["preference_ranking_best_first"]]
        makers.append(
            DecisionMaker(
                each["name"],
                each["name"],
                tuple(ConflictOption(name, name) for name in each["options"]),
                Ranking(tuple(tuple(number[own] for own in group) for group in groups)),
                {name: rule for name in each["options"] if (rule := permitted.pop(0))},
            )
        )
    return Conflict(tuple(makers), tuple(data["infeasible_patterns"])), {code: own for own, code in number.items()}


@pytest.mark.parametrize("data", given("gmcr_examples.json"), ids=lambda data: data["name"])
def test_example(data: dict) -> None:
    conflict, own = example(data)
    found = solve(conflict)
    assert found.states == tuple(sorted(own))
    for concept, expected in data["own_solver_equilibria"].items():
        assert sorted(own[number] for number in found.equilibria[concept]) == expected, concept


@pytest.mark.parametrize("data", given("gmcr_examples.json"), ids=lambda data: data["name"])
def test_example_has_these_moves(data: dict) -> None:
    conflict, own = example(data)
    play = solve(conflict).play
    numbers = [own[number] for number in conflict.states.numbers.tolist()]
    for moves, maker in zip(play.graph.moves, conflict.decision_makers, strict=True):
        arcs = moves.arcs
        for place, number in enumerate(numbers):
            targets = sorted(numbers[each] for each in arcs.targets[arcs.starts[place] : arcs.starts[place + 1]])
            assert targets == data["moves"][maker.name].get(str(number), [])


def test_garrison_state_6_is_an_equilibrium_that_the_peer_misses_as_its_sanctions_move_each_only_once() -> None:
    [data] = [each for each in given("gmcr_examples.json") if each["name"] == "Garrison.gmcr"]
    conflict, own = example(data)
    found = solve(conflict)
    ours = {own[number] for number in found.equilibria["gmr"]}
    assert ours - set(data["peer_equilibria"]["gmr"]) == {6}
    [six] = [number for number, file in own.items() if file == 6]
    answers = [
        [(move.by, own[move.target]) for move in each.answer]
        for each in found.explain(six, ["gmr"])
        if each.decision_maker == "Canadian Opposition" and each.answer
    ]
    assert answers == [[("US Support", 1), ("US Opposition", 4), ("US Support", 3)]]


@pytest.mark.parametrize("name", ["Prisoners.gmcr", "Cuban.gmcr", "Elmira.gmcr", "Garrison.gmcr"])
def test_peers_nash_and_seq_and_sim(name: str) -> None:
    [data] = [each for each in given("gmcr_examples.json") if each["name"] == name]
    conflict, own = example(data)
    found = solve(conflict).equilibria
    for concept in ("nash", "seq", "sim"):
        assert sorted(own[number] for number in found[concept]) == data["peer_equilibria"][concept], concept


@pytest.mark.parametrize("scenario", given("gmcr_test_suite.json")[0]["scenarios"] if SHARED.exists() else [])
def test_korea_scenario(scenario: dict) -> None:
    base = load("korea")
    makers = tuple(
        DecisionMaker(
            maker.name,
            maker.label,
            maker.options,
            Ranking(tuple((number,) for number in scenario["pref"][maker.name])),
            maker.irreversible,
        )
        for maker in base.decision_makers
    )
    removed = tuple(
        RemovedMove("NK", int(origin), target)
        for origin, targets in scenario.get("removed_arcs_NK", {}).items()
        for target in targets
    )
    found = solve(Conflict(makers, base.infeasible, (), removed))
    for name, expected in scenario["published"].items():
        got = found.under_any("seq", "sim") if name == "SEQ+SIM" else found.equilibria[name.lower()]
        assert list(got) == expected, name
    for concept, expected in scenario["own"].items():
        assert list(found.equilibria[concept]) == expected, concept


@pytest.mark.parametrize("name", ["Prisoners Dilemma", "Chicken"])
def test_two_by_two(name: str) -> None:
    [data] = [each for each in given("gmcr_test_suite.json") if each["name"] == name]
    code = {"NN": 0, "YN": 1, "NY": 2, "YY": 3}
    makers = tuple(
        DecisionMaker(
            who, who, (ConflictOption("cooperate", ""),), Ranking(tuple((code[state],) for state in data["pref"][who]))
        )
        for who in ("A", "B")
    )
    found = solve(Conflict(makers)).equilibria
    for concept, expected in data["own"].items():
        assert found[concept] == tuple(sorted(code[state] for state in expected)), concept


@pytest.mark.parametrize("form", ["file", "printed"])
def test_elmira_in_nine_states(form: str) -> None:
    [data] = [each for each in given("gmcr_test_suite.json") if each["name"].startswith("Elmira")]
    number = dict(enumerate((2, 3, 4, 5, 18, 19, 20, 21, 8), start=1))
    order = dict(data["pref_s9_from_file"])
    if form == "printed":
        order |= data["pref_s9_as_usually_printed(R: from memory)"]
    base = load("elmira")
    makers = tuple(
        DecisionMaker(
            maker.name,
            maker.label,
            maker.options,
            Ranking(tuple((number[state],) for state in order[who])),
            maker.irreversible,
        )
        for maker, who in zip(base.decision_makers, ("MoE", "Uniroyal", "LG"), strict=True)
    )
    found = solve(Conflict(makers, base.infeasible, base.coalesce)).equilibria
    for concept, expected in data["own"][form].items():
        assert found[concept] == tuple(sorted(number[state] for state in expected)), concept


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_conflict", SHARED / "reference" / "conflict.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_thousands_of_random_conflicts_as_the_founders_solver() -> None:
    module = reference()
    compared = 0
    for seed in range(3600):
        conflict = random_conflict(seed)
        if conflict.coalesce:
            continue  # the reference does not know them; see test_random
        theirs = module.C(
            [(maker.name, [f"{maker.name}.{each.id}" for each in maker.options]) for maker in conflict.decision_makers],
            conflict.infeasible,
            {
                f"{maker.name}.{option}": {"forward": "fwd", "back": "back"}[rule]
                for maker in conflict.decision_makers
                for option, rule in maker.irreversible.items()
            },
        )
        numbers = [sum(1 << bit for bit, sign in enumerate(state) if sign == "Y") for state in theirs.states]
        assert numbers == conflict.states.numbers.tolist()
        for move in conflict.removed_moves:
            theirs.R[move.by][numbers.index(move.origin)].remove(numbers.index(move.target))
        theirs.u = {
            maker.name: [ranks[number] for number in numbers]
            for maker, ranks in zip(conflict.decision_makers, ranks_by_number(conflict), strict=True)
        }
        found = solve(conflict, concepts=("nash", "gmr", "smr", "seq")).equilibria
        for concept, places in theirs.solve().items():
            assert found[concept] == tuple(numbers[place] for place in places), (seed, concept)
        compared += 1
    assert compared > 2000
