from __future__ import annotations

import pytest

from detente.briefing import Brief, compose
from detente.contract import Dossier, Report
from detente.dossier import apply_rulings
from detente.negotiation import build
from detente.settlement import settle

from .disputes import crowd, ferries, water


def test_deals_are_those_of_the_settlement(ferries_brief: Brief) -> None:
    found = settle(build(apply_rulings(ferries())))
    deals = ferries_brief.deals
    assert deals.outcomes == found.outcomes
    assert deals.zone == (found.rational.zone.share if found.rational.zone else None)
    assert sum(len(deal.solutions) for deal in deals.deals) == 4
    first = deals.deals[0]
    assert "Nash" in first.solutions
    assert [gain.utility for gain in first.gains] == list(found.nash.utilities[0])
    assert [gain.reserve for gain in first.gains] == list(found.rational.reservation or ())
    assert first.chance == found.nash.chances[0].share


def test_terms_say_yes_and_no_where_there_is_only_the_issue(ferries_brief: Brief) -> None:
    terms = {issue: option for _, issue, option in ferries_brief.deals.deals[0].terms}
    assert terms["Cap on night shifts"] in ("yes", "no")
    assert terms["Pay rise"] in ("none", "3%", "6%")


def test_the_frontier_is_that_of_the_two_most_opposed(water_brief: Brief) -> None:
    frontier = water_brief.deals.frontier
    assert frontier is not None
    assert {frontier.x_party, frontier.y_party} == {"Nordmark", "Südmark"}
    assert frontier.of_parties == 3
    assert frontier.reserve is not None


@pytest.mark.parametrize(
    ("language", "reason"),
    [("de", "Am Tisch sitzen weniger als zwei Parteien"), ("en", "Fewer than two parties")],
)
def test_one_party_settles_nothing(language: str, reason: str) -> None:
    deals = compose(crowd(1, 4), language=language).deals
    assert deals.why_none is not None
    assert reason in deals.why_none


def test_without_issues_nothing_is_settled() -> None:
    deals = compose(Dossier(reports=[Report(id="a", text="x")]), language="en").deals
    assert deals.why_none == "No issue has options to choose between."


def test_without_a_status_quo_no_chance_is_claimed() -> None:
    dossier = water()
    for issue in dossier.issues:
        issue.status_quo = None
    brief = compose(dossier)
    assert brief.deals.zone is None
    assert all(deal.chance is None for deal in brief.deals.deals)
    assert all(gain.reserve is None for deal in brief.deals.deals for gain in deal.gains)
    words = [run.text for line in brief.state if line.kind == "deal" for run in line.runs]
    assert words == [
        "Ob es eine Einigungszone gibt, lässt sich nicht sagen: "
        "Für keinen Streitpunkt ist benannt, was ohne Einigung gilt."
    ]


def test_assumptions_name_their_sentences_or_say_that_there_are_none(water_brief: Brief) -> None:
    numbers = [a for a in water_brief.assumptions if a.number]
    evidenced = [a for a in numbers if a.evidenced]
    assert any("80 Kubikmeter" in a.words and [c.label for c in a.cites] == ["1.1", "2.3"] for a in evidenced)
    bare = [a for a in numbers if not a.evidenced]
    assert bare
    assert all("kein Beleg" in a.words for a in bare)
    assert numbers == evidenced + bare


def test_a_ruling_stands_beside_what_it_decides(ferries_brief: Brief) -> None:
    ruled = [a for a in ferries_brief.assumptions if a.ruling is not None]
    assert [(a.ruling, a.evidenced) for a in ruled] == [("ruling by A. Analyst: no rise without a contract", True)]


def test_the_same_seed_gives_the_same_brief_and_another_may_not() -> None:
    first, again = compose(water(), draws=60, seed=3), compose(water(), draws=60, seed=3)
    assert first == again
    assert compose(water(), draws=60, seed=4).deals.zone != first.deals.zone
