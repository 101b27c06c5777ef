from __future__ import annotations

import json
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import detente.negotiation
from detente.contract import Ruling
from detente.negotiation import build

from .dossiers import PARTIES, TALKS, dossier

TEXTS = Path(detente.negotiation.__file__).with_name("assumptions.toml")


def test_each_number_is_listed_with_its_statements() -> None:
    table = build(dossier(TALKS))
    listed = {(a.party, a.issue, a.option): a for a in table.assumptions if a.kind == "acceptance"}
    assert set(listed) == set(table.basis)
    assert listed["sudland", "truce", "lasting"].value == "Beta(1, 3)"
    assert listed["sudland", "truce", "lasting"].statements == ("s5", "s6")
    weights = {(a.party, a.issue): a for a in table.assumptions if a.kind == "salience"}
    assert weights["norland", "truce"].value == "3/5"
    assert weights["norland", "truce"].statements == ("s1", "s2")


def test_what_a_person_says_for_a_party_is_listed() -> None:
    voices = {a.value: a for a in build(dossier(TALKS)).assumptions if a.kind == "speaks_for"}
    assert voices["berg"].party == "norland"
    assert voices["berg"].statements == ("s2", "s3")
    assert voices["berg"].text("de") == "Was Anna Berg sagt, zählt für Norland (2 Aussagen)."
    assert voices["dale"].text("en") == "What Tom Dale says counts for Sudland (2 statements)."


def test_one_and_none_have_their_own_words() -> None:
    listed = {(a.party, a.option): a for a in build(dossier(TALKS)).assumptions if a.kind == "acceptance"}
    assert "aus einer Aussage" in listed["norland", "lasting"].text("de")
    assert "no evidence" in listed["norland", "none"].text("en")
    assert "2 statements" in listed["sudland", "lasting"].text("en")


def test_all_are_json_in_both_languages() -> None:
    for assumption in build(dossier(TALKS)).assumptions:
        german, english = (json.loads(json.dumps(assumption.as_json(language))) for language in ("de", "en"))
        assert german["text"] != english["text"]
        assert german["statements"] == list(assumption.statements)


def test_both_languages_use_the_same_placeholders() -> None:
    def placeholders(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for kind, texts in tomllib.loads(TEXTS.read_text("utf-8")).items():
        for form in (texts, *(texts[key] for key in ("one", "none") if key in texts)):
            assert placeholders(form["de"]) == placeholders(form["en"]), kind


@pytest.mark.parametrize("figure", [2, 2.0, "2"])
def test_a_ruled_capability_is_listed_with_its_ruling(figure: object) -> None:
    talks = dossier(TALKS)
    power = Ruling(id="r7", action="correct", target="party", was={"name": "NORLAND"}, item={"capability": figure})
    listed = build(talks.model_copy(update={"rulings": [power]})).assumptions
    (found,) = [each for each in listed if each.kind.startswith("capability")]
    assert (found.kind, found.party, found.value, found.ruling) == ("capability_ruled", "norland", "2", "r7")
    assert "r7" in found.text("de") and "r7" in found.text("en")


def test_a_capability_of_the_dossier_is_listed_and_none_is_not() -> None:
    assert not [each for each in build(dossier(TALKS)).assumptions if each.kind.startswith("capability")]
    strong = [p.model_copy(update={"capability": 0.5}) if p.id == "sudland" else p for p in PARTIES]
    (found,) = [each for each in build(dossier(TALKS, parties=strong)).assumptions if "capability" in each.kind]
    assert (found.kind, found.party, found.value, found.ruling) == ("capability", "sudland", "0.5", None)
