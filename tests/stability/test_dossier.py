"""From a dossier to a conflict, and what would hold of it.  Sentences and places are invented."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from detente.contract import Control, Dossier, Event, Evidence, Issue, Option, Party, Report, Ruling, Statement
from detente.negotiation import Negotiation, build
from detente.settlement import settle
from detente.stability import solve
from detente.stability.dossier import DossierConflict, NoConflictError, conflict_of
from detente.stability.holding import hold

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
EXAMPLES = Path(__file__).parents[2] / "examples"
QUOTE = "Norland suspended the coal deliveries."
Row = tuple[str, str, str, str]


def option(key: str, *controlled_by: str) -> Option:
    return Option(id=key, label=key, controlled_by=list(controlled_by))


def truce(*controlled_by: str) -> Issue:
    options = [option("full", *controlled_by), option("part", *controlled_by), option("none")]
    return Issue(id="truce", label="Truce", options=options, status_quo="none", codebook="own")


def coal(*controlled_by: str, controls: Sequence[Control] = ()) -> Issue:
    options = [option("deliver"), option("stop", *controlled_by)]
    return Issue(
        id="coal", label="Coal", options=options, status_quo="deliver", codebook="own", controls=list(controls)
    )


def dossier(rows: Sequence[Row], issues: Sequence[Issue], *, rulings: Sequence[Ruling] = ()) -> Dossier:
    parties = [Party(id=key, name=key.title(), kind="state", mentions=9) for key in ("norland", "sudland", "ostland")]
    statements = [
        Statement(
            id=f"s{n}", party=party, stance=stance, issue=issue, option=chosen, topic=issue, cue="wants",
            evidence=Evidence(report="r", start=0, end=1, quote="N"), rule="t", confidence=1,
        )  # type: ignore[arg-type]
        for n, (party, stance, issue, chosen) in enumerate(rows)
    ]  # fmt: skip
    suspended = Event(
        id="e1", type="suspend", participants=["norland"], evidence=Evidence(report="r", start=0, end=38, quote=QUOTE)
    )
    return Dossier(
        reports=[Report(id="r", language="en", text=QUOTE)], parties=parties, issues=list(issues),
        statements=statements, events=[suspended], rulings=list(rulings),
    )  # fmt: skip


def conflict(rows: Sequence[Row], *issues: Issue, rulings: Sequence[Ruling] = (), most: int = 12) -> DossierConflict:
    one = dossier(rows, issues, rulings=rulings)
    return conflict_of(build(one), one, most_options=most)


BOTH_WANT = [("norland", "support", "truce", "full"), ("sudland", "support", "truce", "full")]
ONE_WANTS = [("norland", "support", "truce", "full"), ("sudland", "oppose", "truce", "full")]
ONE_SILENT = [("norland", "support", "truce", "full"), ("sudland", "support", "coal", "deliver")]


def outcomes(case: DossierConflict, concept: str = "nash") -> set[str | None]:
    return {case.outcome(number)["truce"] for number in solve(case.conflict).equilibria[concept]}


def test_an_option_takes_all_who_hold_it() -> None:
    case = conflict(BOTH_WANT, truce("norland", "sudland"))
    assert [(h.party, h.option) for h in case.hands] == [("norland", "full"), ("sudland", "full")]
    assert [case.outcome(number)["truce"] for number in range(4)] == ["none", "none", "none", "full"]
    assert case.start == 0


def test_both_want_it_so_it_holds_and_nothing_else_does() -> None:
    case = conflict(BOTH_WANT, truce("norland", "sudland"))
    assert outcomes(case) == {"full"}
    assert solve(case.conflict).equilibria["nash"] == (3,)


def test_one_against_keeps_the_status_quo_while_the_other_stands_by_its_offer() -> None:
    case = conflict(ONE_WANTS, truce("norland", "sudland"))
    assert solve(case.conflict).equilibria["nash"] == (1,)
    assert outcomes(case) == {"none"}


def test_what_nothing_is_known_of_stays_a_tie_and_is_said() -> None:
    case = conflict(ONE_SILENT, truce("norland", "sudland"), coal())
    assert outcomes(case) == {"none", "full"}
    found = hold(case, draws=200)
    assert all(each.undecided == ("sudland",) for each in found.outcomes)
    (prospect,) = found.prospects
    assert (prospect.wanting, prospect.against, prospect.unknown) == (("norland",), (), ("sudland",))
    assert 0.2 < prospect.chance.share < 0.45
    assert [a.kind for a in case.cautions] == ["hands_open"]


def test_a_sole_controller_decides_alone() -> None:
    case = conflict(
        [("norland", "oppose", "coal", "deliver"), ("sudland", "support", "coal", "deliver")], coal("norland")
    )
    assert [maker.name for maker in case.conflict.decision_makers] == ["norland"]
    assert case.outcome(solve(case.conflict).equilibria["nash"][0]) == {"coal": "stop"}


def test_options_of_one_issue_exclude_each_other() -> None:
    rows = [*BOTH_WANT, ("norland", "support", "truce", "part"), ("sudland", "support", "truce", "part")]
    case = conflict(rows, truce("norland", "sudland"))
    assert len(case.hands) == 4
    assert len(case.conflict.states) == 9
    assert all(value in ("full", "part", "none") for number in case.conflict.states.numbers.tolist()
               for value in case.outcome(number).values())  # fmt: skip
    apart = Issue(id="truce", label="Truce", status_quo="none", codebook="own", options=[
        option("full", "norland"), option("part", "sudland"), option("none")])  # fmt: skip
    rows = [("norland", "support", "truce", "full"), ("sudland", "support", "truce", "part")]
    assert conflict(rows, apart).conflict.infeasible == ("YY",)


def test_preferences_are_exact_and_the_outcome_goes_before_the_gesture() -> None:
    rows = [*ONE_WANTS, *[("norland", "oppose", "coal", "stop")] * 2, ("sudland", "support", "coal", "stop")]
    case = conflict(rows, truce("norland", "sudland"), coal("norland"))
    truce_at, _ = case.cell("truce", "full")
    assert case.mean_gain("norland", truce_at, 0) == Fraction(2, 5) * (Fraction(2, 3) - Fraction(1, 2))
    ranks = case.conflict.ranks[0]
    by_outcome: dict[int, list[int]] = {}
    for place, kind in enumerate(case.same_outcome.tolist()):
        by_outcome.setdefault(kind, []).append(int(ranks[place]))
    spans = sorted((min(each), max(each)) for each in by_outcome.values())
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_draws_keep_states_with_one_outcome_together() -> None:
    case = conflict(ONE_WANTS, truce("norland", "sudland"))
    utilities = case.utilities(50, seed=3)
    assert utilities.shape == (50, 2, 4)
    assert np.abs(utilities[:, :, 0] - utilities[:, :, 1]).max() < 1e-8
    assert (utilities == case.utilities(50, seed=3)).all()
    gains = case.gains(50, seed=3)[:, :, 0, 0]
    assert utilities[:, :, 3] - utilities[:, :, 0] == pytest.approx(gains, abs=1e-8)


def test_every_control_traces_to_a_sentence_or_says_that_it_does_not() -> None:
    shown = Control(
        party="norland", side="supplier", reason="event", event="e1",
        evidence=Evidence(report="r", start=0, end=38, quote=QUOTE),
    )  # fmt: skip
    case = conflict([("norland", "oppose", "coal", "stop")], coal("norland", controls=[shown]))
    grounds = [a for a in case.assumptions if a.kind == "hands_event"]
    assert [a.party for a in grounds] == ["norland"]
    assert QUOTE in grounds[0].text("en")
    assert QUOTE in case.cautions[0].text("de")
    assert case.cautions[0].kind == "hands_caution"
    given = conflict([("norland", "oppose", "coal", "stop")], coal("norland"))
    assert [a.kind for a in given.assumptions if a.party == "norland"] == ["hands_given"]


def test_a_ruling_that_names_controllers_is_traced() -> None:
    ruling = Ruling(
        id="k7", action="correct", target="issue", was={"id": "truce"}, item={"controlled_by": ["Norland", "sudland"]}
    )
    case = conflict(BOTH_WANT, truce(), rulings=[ruling])
    assert {a.ruling for a in case.assumptions if a.kind == "hands_ruling"} == {"k7"}
    assert "k7" in next(a for a in case.assumptions if a.kind == "hands_ruling").text("de")


def test_what_is_left_out_is_said() -> None:
    rows = [*BOTH_WANT, ("norland", "oppose", "coal", "stop")]
    case = conflict(rows, truce("norland", "sudland"), coal("norland", "ostland"), most=2)
    kinds = {a.kind: a.text("en") for a in case.assumptions}
    assert "Truce: part" in kinds["hands_unknown"]
    assert "Coal: stop" in kinds["hands_unseated"]
    assert "Ostland" in kinds["hands_unseated"]
    rows += [("sudland", "support", "coal", "stop")]
    small = conflict(rows, truce("norland", "sudland"), coal("norland"), most=2)
    assert len(small.hands) <= 2
    assert "hands_left_out" in {a.kind for a in small.assumptions}


def test_members_of_a_bloc_go_along() -> None:
    bloc = [Control(party=key, side="allies", reason="name", bloc=True) for key in ("norland", "ostland")]
    case = conflict([("norland", "oppose", "coal", "stop")], coal("norland", "ostland", controls=bloc))
    assert [hand.party for hand in case.hands] == ["norland"]
    assert "Ostland" in next(a for a in case.assumptions if a.kind == "hands_along").text("en")


@pytest.mark.parametrize(
    ("rows", "issue", "key"),
    [
        (BOTH_WANT, truce(), "uncontrolled"),
        (BOTH_WANT, truce("ostland"), "unseated"),
        ([("norland", "open", "truce", "full")], truce("norland"), "unknown"),
    ],
)
def test_no_conflict_names_the_reason_and_the_remedy(rows: Sequence[Row], issue: Issue, key: str) -> None:
    with pytest.raises(NoConflictError) as caught:
        conflict(rows, issue)
    assert caught.value.key == key
    assert "controlled_by" in caught.value.text("en")
    assert "controlled_by" in caught.value.text("de")


def test_which_deals_hold_and_who_would_leave() -> None:
    rows = [("norland", "support", "truce", "full")] * 3 + [("sudland", "oppose", "truce", "full")]
    one = dossier(rows, [truce("norland", "sudland")])
    table = build(one)
    found = hold(conflict_of(table, one), settle(table, draws=50), draws=200)
    assert [each.outcome["truce"] for each in found.outcomes] == ["none"]
    utilitarian = next(each for each in found.deals if "utilitarian" in each.solutions)
    assert utilitarian.outcome == {"truce": "full"}
    assert utilitarian.concepts == ()
    (leaving,) = utilitarian.leaving
    assert (leaving.party, leaving.changes, leaving.deterred) == ("sudland", {"truce": "none"}, ())
    assert "Sudland" in found.move_text(leaving, "en")
    assert 0.1 < utilitarian.chances["nash"].share < 0.6


def test_chances_agree_with_the_draws() -> None:
    """The chance of "full" is that both would rather have it: neither gains by withdrawing."""
    case = conflict(ONE_WANTS, truce("norland", "sudland"))
    found = hold(case, draws=400, seed=5)
    gains = case.gains(400, seed=5)[:, :, 0, 0]
    full = np.flatnonzero(case.conflict.states.numbers == 3)[0]
    assert found.state_chances["nash"][full] == pytest.approx((gains > 0).all(axis=1).mean())
    assert found.prospects[0].chance.share == pytest.approx((gains > 0).all(axis=1).mean())


def test_as_json_is_plain_and_complete() -> None:
    import json

    found = hold(conflict(BOTH_WANT, truce("norland", "sudland")), draws=20)
    plain = json.loads(json.dumps(found.as_json("de")))
    assert {"prospects", "start", "outcomes", "deals", "draws", "seed", "assumptions"} <= set(plain)
    assert plain["outcomes"][0]["outcome"] == {"truce": "full"}


def table_of(sources: list[str]) -> tuple[Negotiation, Dossier]:
    from detente.workflow import read_all

    read = read_all(sources).dossier
    return build(read), read


@pytest.mark.parametrize("example", ["summit", "wages"])
def test_the_examples_make_a_conflict(example: str) -> None:
    table, read = table_of([str(EXAMPLES / example)])
    case = conflict_of(table, read)
    assert len(case.conflict.decision_makers) >= 2
    assert len(case.hands) <= 12
    grounds = {a.party for a in case.assumptions if a.kind in ("hands_event", "hands_phrase", "hands_name")}
    assert {hand.party for hand in case.hands} <= grounds
    if example == "wages":
        assert {hand.party for hand in case.hands} == {"gsv", "kuestenbahn"}
    else:
        assert {"russia", "ukraine"} <= {hand.party for hand in case.hands if hand.issue == "peace.ceasefire"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not on this machine")
def test_the_seeds_say_only_what_an_analyst_could_forward() -> None:
    table, read = table_of(sorted(map(str, SEEDS.glob("*.txt"))))
    case = conflict_of(table, read)
    held = {(hand.issue, hand.option): {h.party for h in case.hands if h.issue == hand.issue} for hand in case.hands}
    # The fighting ends only if both sides to it choose so; troops take who sends them and who lets them in.
    assert held["peace.ceasefire", "immediate"] == {"ukraine", "russia"}
    assert held["peace.foreign_troops", "deployed"] == {"united-kingdom", "ukraine"}
    # Who gives aid is known by a sentence; what it wants to do with it is not, so aid is no move in this conflict.
    assert not any(issue == "peace.arms_aid" for issue, _ in held)
    assert any(a.kind == "hands_unknown" and a.issue == "peace.arms_aid" for a in case.assumptions)
    # Nothing is known of what Russia would choose: no outcome is passed off as certain.
    found = hold(case, draws=100)
    assert all("russia" in each.undecided for each in (found.start, *found.outcomes))
    assert all(each.chance.share < 0.6 for each in found.prospects)
