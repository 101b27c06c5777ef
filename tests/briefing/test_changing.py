"""What would change it, as the brief shows it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from detente.briefing import Brief, compose, print_brief, render_html
from detente.contract import Dossier
from detente.dossier import apply_rulings
from detente.negotiation import build
from detente.sensitivity import overview

from .disputes import ferries, water


def test_bars_are_those_of_the_tornado(ferries_brief: Brief) -> None:
    dossier = apply_rulings(ferries())
    found = overview(build(dossier), dossier)
    shown = ferries_brief.sensitivity
    assert found is not None and shown is not None
    assert shown.title == "Chance that all accept the Nash deal"
    assert (shown.base, shown.share) == (found.base * 100, True)
    assert [(bar.low, bar.high) for bar in shown.bars] == [
        (bar.low * 100, bar.high * 100) for bar in found.tornado.bars[:8]
    ]
    assert shown.more == max(0, len(found.tornado.bars) - 8)
    assert shown.low <= min(bar.low for bar in shown.bars)
    assert shown.break_evens == tuple(each.text(found.names, "en") for each in found.break_evens)


def test_bars_lead_to_the_sentences_behind_their_number(ferries_brief: Brief) -> None:
    assert ferries_brief.sensitivity is not None
    cited = [bar for bar in ferries_brief.sensitivity.bars if bar.cites]
    assert cited
    page = render_html(ferries_brief)
    for bar in cited:
        assert f'href="#{bar.cites[0].target}"' in page


def test_where_the_nash_deal_changes_nothing_it_is_the_forecast(water_brief: Brief) -> None:
    assert water_brief.deals.deals[0].status_quo is False
    dossier = water()
    for issue in dossier.issues:
        issue.status_quo = None
    swings = compose(dossier, language="en").sensitivity
    assert swings is not None
    assert not swings.share
    assert 0 <= swings.low <= swings.base <= swings.high <= 100


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Keine Zahl bewegt ein Ergebnis"), ("en", "No number moves a result")],
)
def test_nothing_to_move_is_said(language: str, words: str) -> None:
    brief = compose(Dossier(), language=language)
    console = Console(file=io.StringIO(), width=100)
    print_brief(brief, console)
    assert brief.sensitivity is None
    assert words in render_html(brief)
    assert words in console.file.getvalue()  # type: ignore[attr-defined]
