"""What would hold, as the brief shows it."""

from __future__ import annotations

import pytest

from detente.briefing import Brief, compose
from detente.briefing.graphs import graph_height, graph_lines
from detente.briefing.outlook import Arc
from detente.contract import Dossier, Issue, Option, Party, Report
from detente.dossier import apply_rulings
from detente.negotiation import build
from detente.settlement import settle
from detente.stability.dossier import conflict_of
from detente.stability.holding import hold

from .disputes import Sketch, ferries, water


def test_outcomes_are_those_of_the_stability(water_brief: Brief) -> None:
    dossier = apply_rulings(water())
    table = build(dossier)
    found = hold(conflict_of(table, dossier), settle(table))
    start = water_brief.holding.outcomes[0]
    assert start.terms == ()
    assert (start.nash, start.seq) == (found.start.chances["nash"].share, found.start.chances["seq"].share)
    assert start.holds == bool(found.start.concepts)
    assert start.deals == ("I",)  # what the deal adds is in nobody's hands here, and the note says so
    assert start.notes == ("Davon liegt hier in niemandes Hand: Gemeinsame Messstellen, Erhöhung des Damms.",)
    listed = len(water_brief.holding.outcomes) + water_brief.holding.more
    assert listed == len({tuple(sorted(each.outcome.items())) for each in (found.start, *found.outcomes)})


def trade() -> Dossier:
    """Access against money: each side wants one of the two, the money is in the hands of who would pay it."""
    text = (
        "North wants money. North wants money now. South will not pay. "
        "South wants access. South wants access now. North is against access."
    )
    sketch = Sketch(Report(id="r1", text=text, language="en"))
    sketch.dossier.parties = [Party(id=each.lower(), name=each, kind="state") for each in ("North", "South")]
    sketch.dossier.issues = [
        Issue(
            id=each,
            label=each.capitalize(),
            options=[
                Option(id="yes", label="given", value=100, controlled_by=by),
                Option(id="no", label="none", value=0),
            ],
            status_quo="no",
        )
        for each, by in (("money", ["south"]), ("access", []))
    ]
    for party, stance, issue, quote in (
        ("north", "support", "money", "North wants money."),
        ("north", "support", "money", "North wants money now."),
        ("south", "oppose", "money", "South will not pay."),
        ("south", "support", "access", "South wants access."),
        ("south", "support", "access", "South wants access now."),
        ("north", "oppose", "access", "North is against access."),
    ):
        sketch.says(party, stance, issue, "yes", "r1", quote)
    return sketch.dossier


def test_an_arc_leads_back_where_somebody_would_rather_not() -> None:
    brief = compose(trade(), language="en")
    assert brief.deals.deals[0].terms[0][2] == "given"
    assert [(o.key, o.deals, o.holds) for o in brief.holding.outcomes][:2] == [("A", (), True), ("B", ("I",), False)]
    assert brief.holding.outcomes[1].verdict == "Would not hold."
    assert brief.holding.outcomes[1].notes[0] == "South would leave it, for Money: none."
    assert brief.holding.arcs == (Arc("B", "A", "South", "against", (("1.3", "e1-3"),)),)


def test_arcs_run_between_shown_outcomes_and_stay_inside(water_brief: Brief) -> None:
    holds = water_brief.holding
    keys = {node.key for node in holds.nodes}
    assert keys == {outcome.key for outcome in holds.outcomes}
    assert [(arc.origin, arc.target, arc.parties, arc.kind) for arc in holds.arcs] == [
        ("A", "B", "Südmark und Nordmark", "open")
    ]
    height = graph_height(holds.nodes)
    for line in graph_lines(holds.nodes, holds.arcs):
        assert 0 < line.y1 < height
        assert 0 < line.y2 < height


@pytest.mark.parametrize(("language", "words"), [("de", "Sagen Sie, wer worüber bestimmt"), ("en", "Say who controls")])
def test_without_anybody_in_control_the_brief_says_what_to_do(language: str, words: str) -> None:
    holds = compose(ferries(), language=language).holding
    assert holds.why_none is not None
    assert words in holds.why_none
    assert not holds.outcomes


def test_controls_are_assumptions_with_the_sentence_that_shows_them(water_brief: Brief) -> None:
    control = next(each for each in water_brief.assumptions if "In der Hand von Südmark" in each.words)
    assert [cite.label for cite in control.cites] == ["1.4"]


def test_every_concept_is_explained_in_the_language_of_the_brief(water_brief: Brief) -> None:
    german = dict(water_brief.holding.meanings)
    english = dict(compose(water(), language="en").holding.meanings)
    assert set(german) == {"Nash", "GMR", "SMR", "SEQ", "SIM", "SSEQ"} == set(english)
    assert german["Nash"] == "Niemand kann durch einen eigenen Zug gewinnen."
    assert english["Nash"] != german["Nash"]
