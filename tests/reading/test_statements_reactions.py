"""Stances whose holder is no subject of a verb, in English and German."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.statements.find import find_candidates


def told(text: str, language: str, title: str | None = None) -> set[tuple[str, str]]:
    """Who takes which stance, as the rules propose."""
    text = f"{title}\n\n{text}" if title else text
    report = Report(id="r", source="r.txt", title=title, text=text, language=language)
    return {(c.actor.name, d.stance) for c in find_candidates(analyse(report)) for d in c.drafts}


@pytest.mark.parametrize(
    ("language", "text", "holder"),
    [
        ("en", "The harbour plan has angered France.", ("France", "oppose")),
        ("de", "Der Hafenplan verärgert die Gewerkschaften.", ("Gewerkschaften", "oppose")),
        ("en", "The harbour plan has the backing of the French government.", ("France", "support")),
        ("en", "Norway gave its approval to the sale.", ("Norway", "support")),
        ("de", "Oslo hat grünes Licht für den Verkauf gegeben.", ("Norwegen", "support")),
        ("en", "Norway is to sell its stake in the harbour.", ("Norway", "support")),
        ("en", "The harbour plans are opposed by Norway.", ("Norway", "oppose")),
    ],
)
def test_the_holder_is_no_subject(language: str, text: str, holder: tuple[str, str]) -> None:
    assert holder in told(text, language)


def test_what_is_not_given_is_no_support() -> None:
    text = "The harbour plan does not have the backing of the French government."
    assert ("France", "support") not in told(text, "en")


@pytest.mark.parametrize(
    ("language", "title", "holder"),
    [
        ("en", "Norway to sell harbour stake", ("Norway", "support")),
        ("en", "Norway against harbour tax", ("Norway", "oppose")),
        ("de", "Norwegen gegen Hafensteuer", ("Norwegen", "oppose")),
    ],
)
def test_headlines_without_a_verb(language: str, title: str, holder: tuple[str, str]) -> None:
    more = {"en": "The talks went on in Oslo.", "de": "Die Gespräche gingen in Oslo weiter."}[language]
    assert holder in told(more, language, title)
