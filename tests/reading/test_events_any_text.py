"""Whatever the text: no crash, spans and keys that exist, known types, the same each time.  And the lexicons hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.contract import EventStatus, EventType, Report
from detente.reading.analysis import analyse
from detente.reading.events.find import find_events
from detente.reading.events.rules import rules
from detente.reading.language import LANGUAGES, lexicon

SHARED = Path(__file__).parents[2].parent / "shared"
PIECES = [
    "der", "die", "des", "am", "Montag", "3.", "Mai", "2024", "gestern", "last", "week", "in", "Genf", "zwischen",
    "between", "mit", "with", "und", "and", ",", ".", "„", "“", "(", ")", "Norwegen", "Norway", "EU-Gipfel", "USA",
    "Treffen", "talks", "Verhandlungen", "scheiterten", "failed", "traf", "met", "forderte", "lehnte", "ab", "sich",
    "einigten", "nicht", "not", "to", "zu", "treffen", "wurde", "was", "signed", "unterzeichnet", "von", "by",
    "Abkommen", "treaty", "dass", "that", "will", "soll", "könnte", "Streik", "Rolle", "Vermittlers", "sie", "they",
    "beide", "Seiten", "\n",
]  # fmt: skip


def check(text: str, language: str, date: str | None) -> None:
    analysis = analyse(Report(id="r", language=language, text=text, date=date))
    found = find_events(analysis)
    for event in found:
        assert 0 <= event.start < event.end <= len(text)
        assert event.type in get_args(EventType)
        assert event.status in get_args(EventStatus)
        assert 0 <= event.confidence <= 1
        assert event.participants and all(key in analysis.actors for key in event.participants)
        assert len(event.participants) == len(set(event.participants))
        assert event.when is None or event.when in text
        assert event.place is None or event.place in text
        assert event.date is None or event.when is not None
    assert find_events(analyse(Report(id="r", language=language, text=text, date=date))) == found


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from([None, "2025-08-20", "0001-01-01", "2025"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sentence(language: str, pieces: list[str], date: str | None) -> None:
    check(" ".join(pieces), language, date)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_characters(language: str, text: str) -> None:
    check(text, language, "2025-08-20")


def test_no_text_and_unknown_languages() -> None:
    assert find_events(analyse(Report(id="r", language="de", text=""))) == []
    assert find_events(analyse(Report(id="r", language="fi", text="Norja tapasi Ruotsin."))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_holds(language: str) -> None:
    own = rules(language)
    every = [*(r for found in own.verbs.values() for r in found), *own.nouns]
    assert {r.type for r in every} == set(get_args(EventType))
    for rule in every:
        assert 0 < rule.confidence <= 1
        if hasattr(rule, "negated"):
            assert all(w in {"skip", "failed", *get_args(EventType)} for w in rule.negated.split())
        if hasattr(rule, "needs"):
            assert rule.needs in ("subject", "partner", "both", "either")
    assert set(own.words) == set(rules(LANGUAGES[0]).words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_names_no_verb_for_two_types_by_the_same_rule(language: str) -> None:
    """Of two rules for one verb the first must ask for more, or the second could never fit."""
    for lemma, found in rules(language).verbs.items():
        for rule in [r for r in found if not r.wide][:-1]:
            narrow = rule.nouns or rule.subjects or rule.preps or rule.next or rule.words or rule.without
            assert narrow, f"{lemma}: nothing can pass the rule for {rule.type}"
    assert lexicon(language, "events")["verb"]


@pytest.mark.skipif(not SHARED.exists(), reason=f"no annotated reports at {SHARED}")
def test_the_seed_reports() -> None:
    """The meeting, the call, the planned meeting of three, the suspended aid and the failed deal."""
    seen = set()
    for source in sorted((SHARED / "gold" / "texts").glob("seed-*.txt")):
        gold = json.loads((SHARED / "gold" / "dev" / f"{source.stem}.json").read_text("utf-8"))
        analysis = analyse(Report(id=source.stem, language=gold["lang"], text=source.read_text("utf-8")))
        for event in find_events(analysis):
            names = frozenset(analysis.actors[key].name.split()[-1] for key in event.participants)
            seen.add((event.type, event.status, names))
    assert any(t == "meet" and s in ("happened", "ongoing") and {"Trump", "Selenskyj"} <= n for t, s, n in seen)
    assert any(t == "call" and s == "happened" and {"Jermak", "Waltz"} <= n for t, s, n in seen)
    assert any(t == "meet" and s == "planned" and {"Trump", "Selenskyj", "Putin"} <= n for t, s, n in seen)
    assert any(t == "suspend" and s == "happened" for t, s, _ in seen)
    assert any(t == "agree" and s == "failed" and {"Selenskyj", "Trump"} <= n for t, s, n in seen)
