from __future__ import annotations

from dataclasses import replace

import pytest

from detente.briefing import Brief, compose
from detente.briefing.deals import settlement_view
from detente.briefing.ground import Ground
from detente.briefing.hinges import carries
from detente.dossier import apply_rulings
from detente.negotiation import build
from detente.settlement import settle
from detente.settlement.influence import influences

from .disputes import crowd, ferries, water


def test_hinges_are_the_most_influential_statements_with_their_sentences(ferries_brief: Brief) -> None:
    table = build(apply_rulings(ferries()))
    found = influences(table, settle(table).nash.deals[0])
    first = ferries_brief.deals.hinges[0]
    names = {party.id: party.name for party in table.parties}
    assert first.party == names[found[0].party]
    statement = next(s for s in ferries().statements if s.id == found[0].statement)
    assert [cite.label for cite in first.cites]
    assert statement.issue is not None and first.issue == "Cap on night shifts"
    assert first.effects[0] == "Without this, the Nash solution would have: Cap on night shifts: yes."
    assert "points" in first.effects[1]


def test_statements_that_say_the_same_stand_together(ferries_brief: Brief) -> None:
    together = [hinge for hinge in ferries_brief.deals.hinges if len(hinge.cites) > 1]
    assert together
    assert together[0].effects[0].startswith("Without one of these 2 passages")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "ist auch am robustesten"), ("en", "is also the most robust one")]
)
def test_a_robust_deal_that_is_shown_goes_by_its_key(language: str, words: str) -> None:
    robust = compose(ferries(), language=language).deals.robust
    assert robust is not None and words in robust


def test_another_robust_deal_is_spelled_out() -> None:
    dossier = water()
    ground = Ground(apply_rulings(dossier), "en")
    settlement = settle(ground.table, draws=50)
    found = carries(ground, settlement, replace(settlement_view(ground, settlement), deals=()))
    assert found.robust is not None
    assert found.robust.startswith("Most robust, as all accept it in most draws (")
    assert any("accept the most robust deal would" in effect for hinge in found.hinges for effect in hinge.effects)


def test_without_a_status_quo_no_chance_and_no_robust_deal() -> None:
    dossier = water()
    for issue in dossier.issues:
        issue.status_quo = None
    deals = compose(dossier, language="en").deals
    assert deals.robust is None
    assert all("points" not in effect for hinge in deals.hinges for effect in hinge.effects)


def test_nothing_to_settle_hangs_on_nothing() -> None:
    deals = compose(crowd(1, 4), language="en").deals
    assert deals.robust is None
    assert deals.hinges == ()
