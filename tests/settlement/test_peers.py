"""Answers of other tools that are not to be repeated (measured with NegMAS 0.16), each with the right one.

What NegMAS makes of GENIUS files and of folders is in `formats/`.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.settlement import Scenario, ScenarioParty, analyse, discrete, find_frontier
from detente.settlement.bargaining import Bargaining
from detente.settlement.choosing import ideal
from detente.settlement.gains import Gains

from .tables import Deal


def one_issue(*outcomes: tuple[str, ...], reservations: tuple[str | None, ...] = ()) -> Scenario:
    """A scenario with one issue, given what each of its options is worth to the parties."""
    parties = len(outcomes[0])
    reserve = reservations or ("0",) * parties
    return Scenario(
        parties=tuple(
            ScenarioParty(f"p{p}", f"p{p}", None if r is None else Fraction(r)) for p, r in enumerate(reserve)
        ),
        issues=(discrete("i", [f"o{n}" for n in range(len(outcomes))]),),
        values=tuple((tuple(Fraction(row[p]) for row in outcomes),) for p in range(parties)),
    )


def chosen(scenario: Scenario, name: str) -> list[Deal]:
    """The deals of a solution, from the frontier and by HiGHS alike."""
    found = analyse(scenario)
    solved = getattr(Bargaining(scenario, found.floor), name)()
    assert sorted(solved.deals) == sorted(found.solutions[name].deals)
    return sorted(found.solutions[name].deals)


def test_kalai_smorodinsky_looks_at_the_level_of_shares_not_only_at_their_difference() -> None:
    """Equal shares of 0.3 do not beat shares of 0.8 and 0.7 (NegMAS takes the smallest difference)."""
    scenario = one_issue(("1", "0"), ("0", "1"), ("0.3", "0.3"), ("0.8", "0.7"))
    assert chosen(scenario, "kalai_smorodinsky") == [(3,)]
    # Of efficient outcomes, too, the closest shares (0.38 and 0.45) need not be the highest ones.
    efficient = one_issue(("1", "0"), ("0", "1"), ("0.5", "0.4"), ("0.38", "0.45"))
    assert len(find_frontier(efficient)) == 4
    assert chosen(efficient, "kalai_smorodinsky") == [(2,)]
    even = one_issue(("1", "0"), ("0", "1"), ("0.5", "0.6"), ("0.6", "0.5"), ("0.45", "0.65"))
    assert chosen(even, "kalai_smorodinsky") == [(2,), (3,)]


def test_the_ideal_point_is_of_individually_rational_outcomes() -> None:
    """What a party could only have where the other would refuse is nobody's ideal."""
    scenario = one_issue(("10", "-1"), ("4", "0"), ("3", "2"), ("2", "3"), ("0", "4"))
    assert ideal(Gains(find_frontier(scenario))) == [4, 4]
    assert chosen(scenario, "kalai_smorodinsky") == [(2,), (3,)]
    # With an ideal of 10 for the first party, 3 would be less than a third for it, and (4, 0) would look better.
    assert analyse(scenario).share.count == 4


def test_a_party_with_zero_range_does_not_make_the_whole_frontier_nash() -> None:
    """The product of gains is 0 everywhere; what counts is what those gain that can gain anything."""
    scenario = one_issue(
        ("5", "0", "4"), ("5", "1", "3"), ("5", "2", "2"), ("5", "3", "0"), reservations=("5", "0", "0")
    )
    assert len(find_frontier(scenario)) == 4
    assert chosen(scenario, "nash") == [(2,)]
    assert chosen(scenario, "kalai_smorodinsky") == [(2,)]
    nobody = one_issue(("5", "0", "4"), ("5", "1", "3"), ("5", "2", "2"), reservations=(None, None, None))
    assert chosen(nobody, "nash") == [(1,)]


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"])
def test_of_tied_outcomes_all_are_returned(name: str) -> None:
    scenario = one_issue(("1", "2"), ("2", "1"), ("0", "0"), ("1", "2"))
    assert chosen(scenario, name) == [(0,), (1,), (3,)]
    found = analyse(scenario)
    assert found.solutions[name].ties == 3
    assert [(point.utilities, point.ties) for point in found.points] == [((2, 1), 1), ((1, 2), 2)]


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    """Floats make different points of equal sums: `jobs` of GeniusWeb has 18, floats gave 20."""
    assert 0.1 + 0.2 != 0.3 + 0.0
    issues = (discrete("a", ["x", "y"]), discrete("b", ["x", "y"]))
    tenth = Fraction(1, 10)
    values = (((tenth, 3 * tenth), (2 * tenth, Fraction(0))), ((Fraction(0), -tenth), (tenth, 2 * tenth)))
    scenario = Scenario((ScenarioParty("p", "p"), ScenarioParty("q", "q")), issues, values)
    # (x, x) and (y, y) give 0.3 and 0.1 both; (y, x) gives 0.5 and 0.0, (x, y) 0.1 and 0.2.
    frontier = find_frontier(scenario)
    assert [frontier.utilities(n) for n in range(3)] == [
        (5 * tenth, 0),
        (3 * tenth, tenth),
        (tenth, 2 * tenth),
    ]
    assert [frontier.ties(n) for n in range(3)] == [1, 2, 1]
    assert sorted(frontier.deals(1)) == [(0, 0), (1, 1)]


def test_reservation_values_mean_something() -> None:
    scenario = one_issue(("1", "0"), ("0.6", "0.5"), ("0.4", "0.7"), reservations=("0.5", "0.5"))
    found = analyse(scenario)
    assert found.share.count == 1
    assert chosen(scenario, "nash") == [(1,)]


def test_no_deal_suits_everybody() -> None:
    """The largest coalitions, and the least that would have to change (0.1 for the second party)."""
    scenario = one_issue(("0.9", "0.1", "0.9"), ("0.6", "0.4", "0.9"), ("0.2", "0.9", "0.9"), reservations=("0.5",) * 3)
    found = analyse(scenario)
    for name in ("nash", "kalai_smorodinsky"):
        assert chosen(scenario, name) == []
        assert found.solutions[name].gap is None
    assert found.zone.exists is False
    assert [each.parties for each in found.zone.coalitions] == [(0, 2), (1, 2)]
    assert [(each.party, each.amount, each.deal) for each in found.zone.openings] == [
        (1, Fraction(1, 10), (1,)),
        (0, Fraction(3, 10), (2,)),
    ]
