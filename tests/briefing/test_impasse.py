"""A dossier in which no deal suits everybody, and what the brief says of it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from detente.briefing import compose, print_brief, render_html
from detente.contract import Dossier, Issue, Option, Party, Report
from detente.dossier import apply_rulings
from detente.negotiation import build
from detente.settlement import settle
from detente.settlement.robust import robustness

from .disputes import Sketch, ferries


def quarry() -> Dossier:
    """Two villages want a quarry closed, its owner wants it open; nothing else is on the table."""
    text = (
        "Ahaus wants the quarry closed. Bexten wants it closed. The Stone Company wants it kept open. It said so twice."
    )
    sketch = Sketch(Report(id="r1", text=text, language="en"))
    sketch.dossier.parties = [
        Party(id="ahaus", name="Ahaus", kind="state"),
        Party(id="bexten", name="Bexten", kind="state"),
        Party(id="company", name="Stone Company", kind="organisation"),
    ]
    options = [Option(id="closed", label="closed", value=100), Option(id="open", label="open", value=0)]
    sketch.dossier.issues = [Issue(id="quarry", label="Quarry", options=options, status_quo="open")]
    sketch.says("ahaus", "support", "quarry", "closed", "r1", "Ahaus wants the quarry closed.")
    sketch.says("bexten", "support", "quarry", "closed", "r1", "Bexten wants it closed.")
    sketch.says("company", "support", "quarry", "open", "r1", "The Stone Company wants it kept open.")
    return sketch.dossier


def test_the_impasse_is_that_of_the_settlement() -> None:
    found = settle(build(apply_rulings(quarry())))
    assert found.zone_exists is False
    deals = compose(quarry(), language="en").deals
    assert deals.impasse is not None
    assert deals.impasse.groups == ("Ahaus and Bexten, with Quarry: closed",)
    # The company takes 2/3 of the open quarry and 1/2 of the closed one: 17 points are missing.
    assert deals.impasse.openings == (
        "Stone Company: utility without a settlement lower by 17%, or any one of these options worth as much more: "
        "Quarry: closed",
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Nach den Mittelwerten", "Ahaus und Bexten, mit", "17\N{NO-BREAK SPACE}%")),
        ("en", ("At the mean values", "17%")),
    ],
)
def test_page_and_terminal_say_so(language: str, words: tuple[str, ...]) -> None:
    brief = compose(quarry(), language=language)
    console = Console(file=io.StringIO(), width=200)
    print_brief(brief, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    for each in words:
        assert each in render_html(brief)
        assert each in shown


def test_where_a_deal_suits_everybody_nothing_is_said() -> None:
    assert settle(build(apply_rulings(ferries()))).zone_exists
    assert compose(ferries(), language="en").deals.impasse is None


def test_no_statement_is_said_to_change_the_nash_deal_into_what_it_is() -> None:
    table = build(apply_rulings(quarry()))
    found = robustness(table, settle(table))
    assert found.nash == {"quarry": "open"}
    assert found.deal == {"quarry": "closed"}  # the one that all accept in most draws, as the other changes nothing
    assert all(each.nash != found.nash for each in found.influences)
    assert found.influences[0].party == "company"
