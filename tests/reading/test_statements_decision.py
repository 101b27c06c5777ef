"""Which candidates are statements, and how sure they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

import pytest

from detente.contract import Report, Statement
from detente.reading import read
from detente.reading.analysis import analyse
from detente.reading.statements.decision import confidence, load_model, shipped, threshold, weigh
from detente.reading.statements.features import stance_marks
from detente.reading.statements.find import find_candidates

TALKS = """Gewerkschaft Verdi lehnt Angebot der Arbeitgeber ab

Die Gewerkschaft Verdi hat das Angebot der Arbeitgeber zurückgewiesen. Verdi forderte acht Prozent mehr Lohn.
Die Arbeitgeber warnten vor einem Streik. Das Wetter in Rostock war am Dienstag freundlich. Man begann um neun Uhr.
Verdi-Chef Frank Werneke sagte, der Vorschlag sei inakzeptabel. Ein Sprecher der Arbeitgeber kam mit dem Zug."""


def statements(text: str, language: str, precision: float | None = None) -> list[Statement]:
    return read(Report(id="r", language=language, text=text), precision=precision).statements


def quoted(found: Iterable[Statement]) -> str:
    return " ".join(s.evidence.quote for s in found)


def test_plain_demands_and_rejections_are_found() -> None:
    found = statements(TALKS, "de")
    assert {"support", "oppose"} <= {s.stance for s in found}
    assert "zurückgewiesen" in quoted(found)
    assert "acht Prozent" in quoted(found)


def test_what_is_no_position_is_left_out() -> None:
    assert "Wetter" not in quoted(statements(TALKS, "de"))
    assert "Zug" not in quoted(statements(TALKS, "de"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_more_precision_finds_a_part_of_what_less_finds(language: str) -> None:
    text = (
        TALKS
        if language == "de"
        else (
            "The union rejected the offer on Monday. The union demanded higher wages. Ministers met in Oslo. "
            "Prime Minister Anna Berg said the plan was wrong. Norway will not sign the treaty, she said."
        )
    )
    kept = [
        {(s.party, s.stance, s.topic, s.evidence.start) for s in statements(text, language, precision)}
        for precision in (0.3, 0.6, 0.8)
    ]
    assert kept[2] <= kept[1] <= kept[0]
    assert len(kept[2]) < len(kept[0])


def test_the_default_is_the_precision_of_the_model() -> None:
    assert statements(TALKS, "de") == statements(TALKS, "de", shipped().precision)


@pytest.mark.parametrize("language", ["de", "en"])
def test_thresholds_and_confidence_rise(language: str) -> None:
    wished = [threshold(language, p) for p in (0.4, 0.6, 0.7, 0.8, 0.99)]
    assert wished == sorted(wished)
    stated = [confidence(language, k / 50) for k in range(51)]
    assert stated == sorted(stated)
    assert 0 < stated[0] < 0.2
    assert 0.7 < stated[-1] < 1


def test_scores_lie_between_0_and_1_for_every_candidate() -> None:
    scores = [
        score for c in find_candidates(analyse(Report(id="r", language="de", text=TALKS))) for _, score in weigh(c)
    ]
    assert len(scores) > 6
    assert all(0 < score < 1 for score in scores)


def test_a_party_may_take_two_stances_in_a_sentence() -> None:
    found = statements("Die CDU begrüßte den Vertrag, lehnte aber die neue Steuer ab.", "de", 0.3)
    assert {"support", "oppose"} <= {s.stance for s in found}


def test_whoever_stands_in_a_list_with_one_who_speaks_shares_what_he_does() -> None:
    text = "Norwegen, Schweden und Finnland unterzeichneten den Vertrag."
    by_name = {c.actor.name: c for c in find_candidates(analyse(Report(id="r", language="de", text=text)))}
    assert {"Norwegen", "Schweden", "Finnland"} <= set(by_name)
    assert any("verb:support" in f for f in by_name["Finnland"].features)


def test_what_one_does_and_what_one_says_count_alike() -> None:
    assert stance_marks({"subject|verb:support"}) == stance_marks({"says-quote|verb:support"})
    assert stance_marks({"ruled:oppose"})["ruled:oppose"] > 1
    assert stance_marks({"at:1", "named:3"}) == {}


def test_the_model_is_plain_numbers() -> None:
    text = (files("detente.reading.statements") / "decision.json").read_text("utf-8")
    assert isinstance(json.loads(text)["bias"], float)
    with pytest.raises(KeyError):
        load_model("{}")
    with pytest.raises(ValueError, match="Expecting"):
        load_model("no model")
