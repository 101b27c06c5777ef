from __future__ import annotations

import json
from math import prod

import numpy as np
import pytest

from detente.settlement import LIMIT, LISTED, from_negotiation, settle

from .tables import BruteForce, table

# Two issues, the first option of each is the status quo.  Party 0 wants both changed, party 1 the second only.
SIMPLE = table([[[(0, 3), (3, 0)], [(0, 1), (1, 0)]], [[(2, 0), (0, 2)], [(0, 4), (4, 0)]]], [0, 0])
# What one wants the other refuses, on the only issue.
CLASH = table([[[(0, 2), (2, 0)]], [[(2, 0), (0, 2)]]], [0])
SILENT = table([[[(0, 0), (0, 0)]] * 2] * 2, [0, 0])


def test_a_deal_that_both_gain_from() -> None:
    settlement = settle(SIMPLE, draws=400)
    # Party 1 gives way on the issue that matters less to it: gains 26/50 and 1/4, against 1/10 and 3/7 otherwise.
    assert settlement.nash.deals == ({"i0": "o1", "i1": "o1"},)
    assert settlement.nash.gainers == 2
    gains = np.subtract(settlement.nash.utilities[0], settlement.rational.reservation)
    assert gains.tolist() == pytest.approx([26 / 50, 1 / 4])
    assert settlement.nash.rational
    assert settlement.nash.gap == 0
    assert settlement.rational.zone is not None
    assert settlement.rational.zone.share > 0.7
    assert settlement.nash.chances[0].share > 0.6
    assert settlement.rational.reservation == pytest.approx(tuple(SIMPLE.reservation))  # type: ignore[arg-type]


def test_opposed_wishes_leave_things_as_they_are() -> None:
    settlement = settle(CLASH, draws=400)
    assert settlement.nash.deals == settlement.kalai_smorodinsky.deals == ({"i0": "o0"},)
    assert settlement.nash.status_quo == (True,)
    assert settlement.nash.gainers == 0
    assert settlement.nash.chances[0].share == 1  # nobody refuses what there is already
    assert settlement.rational.outcomes == 1
    assert settlement.rational.zone is not None
    assert settlement.rational.zone.share < 0.4


def test_a_party_without_statements_does_not_decide() -> None:
    """NegMAS: one party with zero range makes the whole frontier "Nash"."""
    cells = [[[(0, 0), (0, 0), (0, 0)]], [[(0, 2), (1, 0), (3, 0)]], [[(0, 1), (3, 0), (2, 0)]]]
    settlement = settle(table(cells, [0]), draws=10)
    assert len(settlement.frontier) == 2
    assert settlement.nash.gainers == 2
    for solution in (settlement.nash, settlement.kalai_smorodinsky, settlement.egalitarian):
        assert solution.ties == 1
    # Both options give the worse-off of the two 5/12; the other party gains 7/15 by o1 and 11/20 by o2.
    assert settlement.egalitarian.deals == ({"i0": "o2"},)


def test_without_any_evidence_everything_ties_and_stays_open() -> None:
    settlement = settle(SILENT, draws=50)
    assert settlement.outcomes == 4
    assert [point.ties for point in settlement.frontier] == [4]
    assert all(len(solution.deals) == 4 for solution in settlement.solutions)
    assert sum(settlement.nash.status_quo) == 1


def test_the_same_seed_gives_the_same_chances() -> None:
    one, same, other = (settle(SIMPLE, draws=60, seed=seed).as_json() for seed in (1, 1, 2))
    assert one == same
    assert one["individually_rational"] != other["individually_rational"]


def test_chances_are_shares_of_the_draws() -> None:
    settlement = settle(SIMPLE, draws=200, seed=4)
    draws = SIMPLE.draw(200, 4)
    assert draws.reservation is not None
    for solution in settlement.solutions:
        for deal, chance in zip(solution.deals, solution.chances, strict=True):
            chosen = [int(deal[i].removeprefix("o")) for i in settlement.issues]
            utility = sum(draws.contributions[:, :, i, o] for i, o in enumerate(chosen))
            share = ((utility - draws.reservation) >= -1e-12).all(axis=1).mean()
            assert chance.share == pytest.approx(share)


def test_no_status_quo_no_chances() -> None:
    settlement = settle(table([[[(0, 3), (3, 0)]], [[(2, 0), (0, 2)]]], [None]), draws=10)
    assert settlement.rational.reservation is None
    assert settlement.rational.zone is None
    assert settlement.rational.outcomes == settlement.outcomes == 2
    assert settlement.nash.chances == ()
    # From its worst outcome the first can gain 3/5, the second 1/2, never both: the greater gain of one is chosen.
    assert settlement.nash.deals == ({"i0": "o1"},)
    assert settlement.nash.gainers == 1
    assert settlement.nash.status_quo == (False,)
    assert settlement.as_json()["individually_rational"]["agreement_zone"] is None  # type: ignore[index]


def test_an_empty_agreement_zone() -> None:
    """No status quo is named for the second issue; half of it each is more than the parties can have."""
    cells = [[[(9, 0), (0, 9), (0, 9)]], [[(0, 9), (9, 0), (0, 9)]], [[(0, 9), (0, 9), (9, 0)]]]
    both = table([[*row, [(0, 0), (0, 0)]] for row in cells], [None, 0], spoken=[[9, 0]] * 3)
    settlement = settle(both, draws=20)
    assert settlement.rational.outcomes == 0
    assert settlement.nash.deals == settlement.kalai_smorodinsky.deals == ()
    assert settlement.nash.gap is None
    assert not settlement.nash.rational
    assert settlement.egalitarian.deals
    assert not settlement.egalitarian.rational
    assert settlement.as_json()["solutions"]["nash"]["utilities"] is None  # type: ignore[index]


@pytest.mark.parametrize("empty", [table([[[(1, 0), (0, 1)]]], [0]), table([[[(1, 0), (0, 1)]]], [None])])
def test_nothing_to_settle(empty: object) -> None:
    with pytest.raises(ValueError, match="at least two parties"):
        settle(empty)  # type: ignore[arg-type]


def test_json_is_the_contract() -> None:
    data = json.loads(json.dumps(settle(SIMPLE, draws=20).as_json("de")))
    assert data["parties"] == ["p0", "p1"]
    assert data["outcomes"] == "4"
    assert set(data) >= {"parties", "outcomes", "frontier", "individually_rational", "solutions", "assumptions"}
    assert set(data["frontier"]) >= {"size", "exact", "points"}
    assert data["frontier"]["size"] == len(data["frontier"]["points"])
    for point in data["frontier"]["points"]:
        assert set(point) >= {"utilities", "deal", "ties"}
        assert len(point["utilities"]) == 2
    assert set(data["solutions"]) == {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}
    for solution in data["solutions"].values():
        assert set(solution) >= {"deals", "utilities", "gap", "exact", "method"}
        assert len(solution["deals"]) == len(solution["acceptance"]) == len(solution["tied_utilities"])
        assert solution["utilities"] == solution["tied_utilities"][0]


def test_above_the_limit_the_most_salient_issues_are_kept() -> None:
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 4, (3, 9, 5, 2))
    spoken = [[9 - i for i in range(9)]] * 3
    big = table([[[tuple(o) for o in issue] for issue in party] for party in cells.tolist()], [0] * 9, spoken)  # type: ignore[misc]
    settlement = settle(big, draws=50)
    assert settlement.outcomes == 5**9
    assert settlement.considered == 5**8 <= LIMIT
    assert settlement.left_as_is == ("i8",)
    assert not settlement.exact
    assert not settlement.nash.exact
    assert all("i8" not in point.deal for point in settlement.frontier)
    assert settlement.as_json()["outcomes"] == str(5**9)


def test_a_million_ties_are_counted_and_some_listed() -> None:
    settlement = settle(table([[[(0, 0)] * 10] * 6] * 5, [0] * 6), draws=5)
    assert settlement.outcomes == 10**6
    assert settlement.nash.ties == 10**6
    assert len(settlement.nash.deals) == LISTED
    assert settlement.nash.status_quo[0]


def test_a_large_table_against_all_its_outcomes() -> None:
    rng = np.random.default_rng(3)
    cells = rng.integers(0, 6, (3, 4, 6, 2)).tolist()
    large = table([[[tuple(o) for o in issue] for issue in party] for party in cells], [0] * 4)  # type: ignore[misc]
    utilities = from_negotiation(large)
    slow = BruteForce(utilities)
    settlement = settle(large, draws=5)
    assert settlement.rational.outcomes == len(slow.rational)
    assert [tuple(int(deal[i][1:]) for i in settlement.issues) for deal in settlement.nash.deals] == slow.nash()
    point = settlement.kalai_smorodinsky
    assert [tuple(int(deal[i][1:]) for i in settlement.issues) for deal in point.deals] == slow.kalai_smorodinsky()
    product = prod(u - r for u, r in zip(settlement.nash.utilities[0], map(float, utilities.reservation), strict=True))
    assert product == pytest.approx(float(prod(slow.gain[slow.nash()[0]])))
