from __future__ import annotations

import json
from itertools import product
from math import prod

import numpy as np
import pytest

from detente.negotiation import Negotiation
from detente.settlement import LISTED, Guard, from_negotiation, settle

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
    assert settlement.zone_exists is False
    # Any of the three options suits one party, and the other issue nobody minds.
    assert [each.parties for each in settlement.coalitions] == [("p0",), ("p1",), ("p2",)]
    assert settlement.openings == ()  # one party giving way does not help: two of three are always worse off


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
    assert set(data["agreement_zone"]) == {"exists", "coalitions", "openings"}
    for solution in data["solutions"].values():
        assert set(solution) >= {"deals", "utilities", "gap", "exact", "method", "all_ties", "efficient", "chosen"}
        assert len(solution["deals"]) == len(solution["acceptance"]) == len(solution["tied_utilities"])
        assert solution["utilities"] == solution["tied_utilities"][0]


def large_table() -> Negotiation:
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 4, (3, 9, 5, 2))
    spoken = [[9 - i for i in range(9)]] * 3
    return table([[[tuple(o) for o in issue] for issue in party] for party in cells.tolist()], [0] * 9, spoken)  # type: ignore[misc]


def test_two_million_outcomes_are_compared_exactly() -> None:
    settlement = settle(large_table(), draws=50)
    assert settlement.outcomes == 5**9
    assert settlement.exact
    assert settlement.nash.exact
    assert settlement.stopped is None
    assert all(len(point.deal) == 9 for point in settlement.frontier)
    assert settlement.as_json()["outcomes"] == str(5**9)
    assert not settlement.rational.zone_exact
    assert settlement.rational.outcomes is not None
    assert settlement.rational.share is not None
    assert settlement.rational.share.share == settlement.rational.outcomes / 5**9
    # Draws times outcomes are too many to say in how many draws the deal is efficient.
    assert settlement.nash.efficient == ()


def test_what_the_guard_stops_is_certified_instead() -> None:
    """The same table without a frontier: the same solutions by programmes, and points that are on the frontier."""
    whole = settle(large_table(), draws=5)
    part = settle(large_table(), draws=5, guard=Guard(points=20))
    assert part.stopped == "more than 20 efficient points"
    assert not part.exact
    on_it = {tuple(point.deal.items()) for point in whole.frontier}
    assert len(part.frontier) > 3
    assert {tuple(point.deal.items()) for point in part.frontier} <= on_it
    for one, other in zip(part.solutions, whole.solutions, strict=True):
        assert one.deals == other.deals
        assert one.all_ties
        assert one.gap is not None
        assert one.gap <= 1e-9
    assert [solution.exact for solution in part.solutions] == [False, False, False, True]
    assert "HiGHS" in part.nash.method
    assert part.rational.outcomes == whole.rational.outcomes
    assert part.zone_exists is whole.zone_exists is True


def test_out_of_time() -> None:
    part = settle(large_table(), draws=5, guard=Guard(seconds=0))
    assert part.stopped == "more than 0 s"
    assert part.nash.deals


def test_verdicts_count_draws() -> None:
    """Efficient, and the Nash deal: the shares of draws, worked out draw by draw."""
    settlement = settle(SIMPLE, draws=60, seed=3)
    gains = SIMPLE.draw(60, 3).gains
    assert gains is not None
    deals = list(product(range(2), repeat=2))
    (nash,) = [tuple(int(deal[i].removeprefix("o")) for i in settlement.issues) for deal in settlement.nash.deals]
    efficient = chosen = 0
    for draw in gains:
        worth = {deal: tuple(sum(row[i][o] for i, o in enumerate(deal)) for row in draw) for deal in deals}
        efficient += not any(
            all(a >= b for a, b in zip(other, worth[nash], strict=True)) and other != worth[nash]
            for other in worth.values()
        )
        rational = {deal: row for deal, row in worth.items() if min(row) >= 0}
        best = max(
            rational, key=lambda deal: (sum(g > 0 for g in rational[deal]), prod(g for g in rational[deal] if g > 0))
        )
        chosen += best == nash
    assert settlement.nash.efficient[0].share == pytest.approx(efficient / 60)
    assert settlement.nash.chosen[0].share == pytest.approx(chosen / 60)
    assert 0 < settlement.nash.chosen[0].share < 1


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
