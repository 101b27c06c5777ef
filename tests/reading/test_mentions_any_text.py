"""Whatever the text: no crash, indexes in range, actors that exist, in text order, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mentioning import Reading

SHARED = Path(__file__).parents[2].parent / "shared"
PIECES = [
    "der", "die", "des", "the", "of", "US-Präsident", "Präsidenten", "president", "Karl", "Huber", "Anna", "von",
    "der", "Leyen", "(", ")", ",", ".", "„", "“", "EU", "Union", "Gewerkschaft", "GDL", "Washington", "in",
    "zwischen", "und", "and", "'s", "sie", "they", "russische", "Regierung", "government", "House",
    "Representatives", "Senators", "fordert", "rejected", "-", "Jr", "II", "al-Muster", "dessen", "NUT",
    "National", "Teachers", "Sprecher", "Minister", "Ex-", "Frankreichs",
    "\n",
]  # fmt: skip


def check(text: str, language: str) -> None:
    analysis = Reading(text, language).analysis
    spans = []
    for mention in analysis.mentions:
        length = len(analysis.sentences[mention.sentence].words)
        assert 0 <= mention.outer_first <= mention.first < mention.last <= mention.outer_last <= length
        assert analysis.actors[mention.actor.key] is mention.actor
        spans.append((mention.sentence, mention.first))
    assert spans == sorted(spans)
    for key, actor in analysis.actors.items():
        assert actor.key == key
        assert actor.name
        assert actor.of is None or (actor.of in analysis.actors and actor.of != key)
        for office in actor.offices:
            assert 0 <= office.start < office.end <= len(text)
            assert office.of is None or office.of in analysis.actors


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_words_of_the_news_in_any_order(language: str, text: str) -> None:
    check(text, language)


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_characters(language: str, text: str) -> None:
    check(text, language)


def test_the_same_text_gives_the_same() -> None:
    text = "US-Präsident Karl Muster traf Anna Probe (SPD). Sie lehnte ab. Die GDL und die Bahn verhandeln."
    one, two = (Reading(text, "de") for _ in range(2))
    assert [one.words(m) for m in one.analysis.mentions] == [two.words(m) for m in two.analysis.mentions]
    assert list(one.analysis.actors) == list(two.analysis.actors)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the seed reports are not at {SHARED}")
def test_the_named_persons_of_the_seed_reports() -> None:
    from detente.reports import load

    found = {}
    for source in sorted((SHARED / "seeds").glob("*.txt")):
        report = load([source]).reports[0]
        reading = Reading(report.text, "de")
        for actor in reading.analysis.actors.values():
            if actor.kind == "person":
                found[actor.name] = reading.of(actor.name)
                assert actor.offices or actor.name == "Wladimir Putin"
    assert found == {
        "Donald Trump": "Vereinigte Staaten",
        "Wolodymyr Selenskyj": "Ukraine",
        "Keir Starmer": "Großbritannien",
        "Friedrich Merz": "Deutschland",
        "Emmanuel Macron": "Frankreich",
        "Ursula von der Leyen": "Europäische Union",
        "Wladimir Putin": "Russland",
        "Andrij Jermak": "Ukraine",
        "Michael Waltz": "Vereinigte Staaten",
        "J.D. Vance": "Vereinigte Staaten",
    }
