"""The reader as a whole: any text, same answer, spans that fit, and the two seed reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.contract import Dossier, Report
from detente.reading import read

SHARED = Path(__file__).parents[3] / "shared"
WORDS = """Norwegen lehnt ab , dass der Minister Kern sagte „ “ und nicht die Quoten fordert . müsse zu von beide
Seiten was ? Sweden said it would reject the offer 's that to ( ) : – NATO"""
PIECES = [*WORDS.split(), "\n"]


def check(dossier: Dossier, text: str) -> None:
    ids = {p.id for p in dossier.parties}
    assert len(ids) == len(dossier.parties)
    for item in [*dossier.statements, *dossier.events]:
        assert item.evidence.quote == text[item.evidence.start : item.evidence.end]
        assert item.evidence.quote
        assert 0 <= item.confidence <= 1
    for statement in dossier.statements:
        assert statement.party in ids
        assert statement.addressee is None or statement.addressee in ids
        assert statement.topic.strip()
    for event in dossier.events:
        assert set(event.participants) <= ids
    for party in dossier.parties:
        assert party.of is None or party.of in ids
        for evidence in [*party.evidence, *(o.evidence for o in party.offices)]:
            assert evidence.quote == text[evidence.start : evidence.end]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.sampled_from(["de", "en", "und"]))
def test_any_text(text: str, language: str) -> None:
    check(read(Report(id="r", language=language, text=text)), text)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["de", "en"]))
def test_any_order_of_words(pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    check(read(Report(id="r", language=language, text=text)), text)


def test_the_same_report_gives_the_same_dossier() -> None:
    report = Report(id="r", language="de", text="Norwegen lehnt die Quoten ab. Schweden fordert Gespräche mit Oslo.")
    assert read(report) == read(report)


def test_a_language_that_is_not_read_gives_no_items() -> None:
    dossier = read(Report(id="r", language="fr", text="La Norvège rejette les quotas."))
    assert not dossier.parties and not dossier.statements and not dossier.events


def test_the_headline_is_read_too() -> None:
    text = "Norwegen lehnt Quoten ab\n\nOslo – Die Gespräche gehen weiter."
    dossier = read(Report(id="r", language="de", text=text, title="Norwegen lehnt Quoten ab"))
    assert [s.stance for s in dossier.statements] == ["oppose"]


@pytest.mark.skipif(not SHARED.exists(), reason="the seed reports lie in ../shared, which is not here")
def test_seeds() -> None:
    text = next((SHARED / "seeds").glob("000*")).read_text("utf-8").split("\n- Die")[0]
    dossier = read(Report(id="r", language="de", text=text))
    names = {p.id: p.name for p in dossier.parties}
    found = {(names[s.party], s.stance, s.topic) for s in dossier.statements}
    for party, stance, words in [
        ("Donald Trump", "oppose", "Waffenruhe"),
        ("Wolodymyr Selenskyj", "support", "Waffenruhe"),
        ("Donald Trump", "oppose", "NATO-Beitritt"),
        ("Wolodymyr Selenskyj", "support", "NATO-Beitritt"),
        ("Donald Trump", "oppose", "Krim"),
        ("Wolodymyr Selenskyj", "support", "Krim"),
        ("Russland", "oppose", "NATO-Truppen"),
        ("Keir Starmer", "support", "NATO-Truppen"),
        ("Donald Trump", "open", "US-Truppen"),
    ]:
        assert any(p == party and s == stance and words in t for p, s, t in found), (party, stance, words)
