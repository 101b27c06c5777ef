"""The decision on events: doubts count against a candidate, and a wished precision is a limit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.events.decision import confidence, load_model, shipped, threshold, weigh
from detente.reading.events.find import find_candidates, find_events
from detente.reading.language import LANGUAGES

TEXT = "Norwegen forderte Schweden zum Rückzug auf. Schweden bot Norwegen Gespräche an. Beide verhandelten in Oslo."


def test_doubts_count_against_a_candidate() -> None:
    sure = find_candidates(analyse(Report(id="r", language="de", text="Norwegen lehnte den Plan ab.")))
    doubtful = find_candidates(analyse(Report(id="r", language="de", text="Norwegen könnte den Plan ablehnen.")))
    assert not sure[0].doubts
    assert "undone" in doubtful[0].doubts
    assert weigh(sure[0], shipped()) > 2 * weigh(doubtful[0], shipped())


def test_the_same_features_doubted_score_less() -> None:
    (candidate,) = find_candidates(analyse(Report(id="r", language="de", text="Norwegen lehnte den Plan ab.")))
    assert weigh(replace(candidate, doubts={"undone"}), shipped()) < weigh(candidate, shipped())


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_precision_never_finds_more(language: str) -> None:
    limits = [threshold(language, p / 20) for p in range(1, 20)]
    assert limits == sorted(limits)
    assert limits[0] < limits[-1]
    assert threshold(language, None) == shipped().least[language]


def test_a_wished_precision_is_kept() -> None:
    analysis = analyse(Report(id="r", language="de", text=TEXT))
    found = [len(find_events(analysis, p)) for p in (0.1, 0.6, 0.99)]
    assert found[0] >= found[1] > found[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_confidence_rises_with_the_score(language: str) -> None:
    stated = [confidence(language, s / 50) for s in range(51)]
    assert stated == sorted(stated)
    assert all(0 < c < 1 for c in stated)
    assert stated[-1] > stated[0]


def test_a_repeat_is_told_as_one() -> None:
    text = "Norwegen traf sich mit Schweden. Später traf sich Norwegen nochmals mit Schweden."
    first, second = find_candidates(analyse(Report(id="r", language="de", text=text)))
    assert "told-after" in first.features
    assert "told-before" in second.features


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError):
        load_model("{")
    with pytest.raises(KeyError):
        load_model(json.dumps({"bias": 0}))
