"""Explanations: complete, true by the definitions, and in words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import detente.stability
from detente.stability import CONCEPTS, Conflict, ConflictError, Explanation, meaning, name, solve

from .by_definition import ByDefinition
from .conflicts import load, random_conflict, ranks_by_number


def check(each: Explanation, truth: ByDefinition, conflict: Conflict) -> None:
    """Is what the explanation says so?"""
    names = [maker.name for maker in conflict.decision_makers]
    i, s = names.index(each.decision_maker), each.state
    if each.kind == "content":
        assert not truth.better(i, s)
        return
    assert each.move in truth.better(i, s)
    if each.kind in ("leaves", "gains"):
        assert not each.answer
        return
    assert all(move.by != each.decision_maker for move in each.answer)
    assert each.end is not None
    assert truth.rank[i][each.end] <= truth.rank[i][s]
    if each.kind == "together":
        assert each.concepts == ("sim",)
        assert len({move.by for move in each.answer}) == len(each.answer)
        for move in each.answer:
            assert move.origin == s
            assert move.target in truth.better(names.index(move.by), s)
        return
    at, last = each.move, None
    for move in each.answer:
        j = names.index(move.by)
        assert move.origin == at
        assert move.by != last
        assert move.target in truth.move[j][at]
        if {"seq", "sseq"} & set(each.concepts):
            assert move.target in truth.better(j, at)
        at, last = move.target, move.by
    assert at == each.end
    if {"smr", "sseq"} & set(each.concepts):
        assert each.kind == "trapped"
        assert all(truth.rank[i][t] <= truth.rank[i][s] for t in truth.move[i][at])


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_every_explanation_is_true_and_none_is_missing(start: int) -> None:
    for seed in range(start, start + 20):
        conflict = random_conflict(seed)
        found = solve(conflict)
        truth = ByDefinition(conflict, ranks_by_number(conflict))
        for state in found.states:
            explained = found.explain(state)
            for place, maker in enumerate(conflict.decision_makers):
                own = [each for each in explained if each.decision_maker == maker.name]
                for each in own:
                    check(each, truth, conflict)
                moves = truth.better(place, state)
                for concept in CONCEPTS:
                    said = [each for each in own if concept in each.concepts]
                    assert sorted(each.move for each in said if each.move is not None) == moves
                    leaving = any(each.kind in ("leaves", "gains") for each in said)
                    assert leaving != truth.stable(concept, place, state), (seed, state, concept)


def test_an_answer_is_as_short_as_can_be() -> None:
    explained = solve(load("korea")).explain(10, ["seq"])
    assert all(len(each.answer) == 1 for each in explained)


def test_in_words() -> None:
    found = solve(load("prisoners"))
    said = [each.text() for each in found.explain(3, ["nash", "seq"])]
    assert (
        said[0]
        == "first would gain by going from 3 (silent + keeps silent) to 2 (keeps silent), if nobody answered (Nash)."
    )
    assert said[1].startswith(
        "first would gain by going from 3 (silent + keeps silent) to 2 (keeps silent), but second "
    )
    german = found.explain(0)[0].text("de")
    assert german == "first bleibt bei 0 (nichts gewählt): Kein eigener Zug führt zu etwas Besserem."


def test_simultaneous_moves_in_german_word_order() -> None:
    explained = solve(load("korea")).explain(4, ["sim"])
    [said] = [each.text("de") for each in explained if each.decision_maker == "US"]
    assert "wenn im selben Moment North Korea von 4 (invade) nach 0 (nichts gewählt) geht, endet alles" in said


def test_unknown_state() -> None:
    with pytest.raises(ConflictError, match="no feasible state 3"):
        solve(load("korea")).explain(3)


def test_words_are_there_in_both_languages_with_the_same_placeholders() -> None:
    path = Path(detente.stability.__file__).parent / "words.toml"

    def leaves(table: dict, key: str = ""):
        if {"en", "de"} & set(table):
            yield key, table
        else:
            for each, inner in table.items():
                yield from leaves(inner, f"{key}.{each}")

    found = list(leaves(tomllib.loads(path.read_text("utf-8"))))
    assert len(found) > 20
    for key, table in found:
        assert set(table) == {"en", "de"}, key
        en, de = (sorted(set(re.findall(r"{\w+}", table[language]))) for language in ("en", "de"))
        assert en == de, key
    for concept in CONCEPTS:
        assert name(concept)
        assert meaning(concept, "de").endswith(".")
        assert meaning(concept, "de") != meaning(concept, "en")
