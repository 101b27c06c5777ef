from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import exchange, exchange_draws
from detente.forecast.exchange_round import Pair, trade

from .published import SHARED, needs_shared, read


def inputs(seed: int, actors: int = 6, issues: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    shape = (actors, issues)
    return rng.uniform(0, 100, shape), rng.uniform(0.1, 1, shape), rng.uniform(0.1, 1, shape)


def sample() -> tuple[list[str], list[str], np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The sample of the replication: actors, issues, positions in their own units, capabilities, saliences, scales."""
    lines = (SHARED / "decide_sample_input.txt").read_text(encoding="utf-8").splitlines()
    rows = [[field.strip().strip("'") for field in line.split("\t")] for line in lines]
    actors = [row[1] for row in rows if row[0] == "#A"]
    issues = [row[1] for row in rows if row[0] == "#P"]
    ends = {issue: [float(row[2]) for row in rows if row[:2] == ["#M", issue]] for issue in issues}
    x, s, c = np.zeros((3, len(actors), len(issues)))
    for row in rows:
        if row[0] == "#D":
            place = actors.index(row[1]), issues.index(row[2])
            x[place], s[place], c[place] = map(float, row[3:6])
    return actors, issues, x, c, s, np.array([ends[issue] for issue in issues])


@needs_shared
def test_the_anchors_of_the_sample() -> None:
    *_, x, c, s, scales = sample()
    for variant in ("equal_gain", "decide"):
        first = exchange(x, c, s, scales=scales, variant=variant).rounds[0]  # type: ignore[arg-type]
        assert first.possible == 240
        assert [trade.gain for trade in first.trades[:2]] == pytest.approx([1.97368, 1.79264], abs=5e-6)


@needs_shared
def test_the_ten_rounds_of_the_replication() -> None:
    """Every exchange and outcome to 1e-9; where gains are equal the replication draws lots, and is followed."""
    actors, issues, x, c, s, scales = sample()
    x = (x - scales[:, 0]) * 100 / (scales[:, 1] - scales[:, 0])
    share = c * s / (c * s).sum(axis=0)
    ties = 0
    for theirs in read("decide_exchange_sample.json")["sample_data.txt"]:
        named = [_pair(row, actors, issues) for row in theirs["exchanges"]]

        def follow(tied: list[Pair], named: list[Pair] = named) -> Pair:
            nonlocal ties
            ties += 1
            return next((pair for pair in named if pair in tied), min(tied))

        assert (share * x).sum(axis=0) == pytest.approx(_by_issue(theirs["nbs_before"], issues), abs=1e-9)
        voting, _, trades = trade(x, share, s, follow, as_decide=True)
        assert (share * voting).sum(axis=0) == pytest.approx(_by_issue(theirs["nbs_voting_after"], issues), abs=1e-9)
        assert [(each.actor, each.partner, each.partner_issue, each.issue) for each in trades] == named
        for ours, row in zip(trades, theirs["exchanges"], strict=True):
            places = (ours.start, ours.end, ours.partner_start, ours.partner_end, ours.gain)
            assert places == pytest.approx([row[k] for k in ("i_from", "i_to", "j_from", "j_to", "gain")], abs=1e-9)
        way = 0.1 + 0.4 * (1 - s)
        x = (1 - way) * x + way * voting
    assert ties == 21


def test_a_bigger_round_of_the_replication() -> None:
    """Measured with foarsitter/decide-exchange-model 51dee66; here the third of its own rules has an effect."""
    rng = np.random.default_rng(1)
    x, c, s = rng.uniform(0, 100, (30, 6)), rng.uniform(0.05, 1, (30, 6)), rng.uniform(0.05, 1, (30, 6))
    now = exchange(x, c, s, variant="decide").rounds[0]
    assert (now.possible, len(now.trades)) == (1693, 193)
    assert now.forecast == pytest.approx(
        [
            53.434375213635164,
            56.91282998564314,
            54.75022307341546,
            38.96701682551553,
            50.78364772178967,
            60.921563701287816,
        ],
        abs=1e-9,
    )


def _pair(row: dict[str, Any], actors: list[str], issues: list[str]) -> Pair:
    i, j = actors.index(row["i"]), actors.index(row["j"])
    p, q = (issues.index(row[key].split(" [")[0]) for key in ("j_supply", "i_supply"))
    return i, j, p, q


def _by_issue(figures: dict[str, float], issues: list[str]) -> list[float]:
    named = {name.split(" [")[0]: figure for name, figure in figures.items()}
    return [named[issue] for issue in issues]


def test_an_exchange_by_hand() -> None:
    # Two actors at the ends of two issues, each caring twice as much for one; outcomes 200/3 and 100/3 before.
    x, s = [[100, 100], [0, 0]], [[0.8, 0.4], [0.4, 0.8]]
    found = exchange(x, np.ones((2, 2)), s)
    (made,) = found.rounds[0].trades
    assert (made.actor, made.issue, made.partner, made.partner_issue) == (0, 1, 1, 0)
    assert (made.start, made.end, made.partner_start, made.partner_end) == (100, 0, 0, 100)
    # Both outcomes move by a third of the scale, for 0.8 of salience won and 0.4 lost
    assert made.gain == pytest.approx(100 / 3 * (0.8 - 0.4))
    assert found.rounds[0].before == pytest.approx([200 / 3, 100 / 3])
    assert found.forecast == pytest.approx([100, 0])
    assert found.rounds[0].possible == 1


@pytest.mark.parametrize("variant", ["equal_gain", "decide"])
@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_both_gain_the_same(variant: str, seed: int) -> None:
    x, c, s = inputs(seed)
    share = c * s / (c * s).sum(axis=0)
    found = exchange(x, c, s, variant=variant, rounds=2)  # type: ignore[arg-type]
    for now in found.rounds:
        y, weigh = now.start.copy(), share
        for made in now.trades:
            q, p = made.issue, made.partner_issue
            starts = y[made.actor, q], y[made.partner, p]
            assert (made.start, made.partner_start) == pytest.approx(starts, abs=1e-9)
            on_q = weigh[made.actor, q] * abs(made.end - made.start)
            on_p = weigh[made.partner, p] * abs(made.partner_end - made.partner_start)
            assert on_p * s[made.actor, p] - on_q * s[made.actor, q] == pytest.approx(made.gain, abs=1e-9)
            assert on_q * s[made.partner, q] - on_p * s[made.partner, p] == pytest.approx(made.gain, abs=1e-9)
            # Nobody passes the partner, nor turns back
            for actor, issue, end, wish in (
                (made.actor, q, made.end, now.start[made.partner, q]),
                (made.partner, p, made.partner_end, now.start[made.actor, p]),
            ):
                assert min(y[actor, issue], wish) - 1e-9 <= end <= max(y[actor, issue], wish) + 1e-9
                assert (end - y[actor, issue]) * (y[actor, issue] - now.start[actor, issue]) >= -1e-9
                y[actor, issue] = end
        assert y == pytest.approx(now.voting)
        assert (share * now.voting).sum(axis=0) == pytest.approx(now.forecast)
    way = 0.1 + 0.4 * (1 - s)
    first, second = found.rounds
    assert second.start == pytest.approx((1 - way) * first.start + way * first.voting)


@given(st.integers(0, 10**6), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_order_mirror_and_units_change_nothing(seed: int, swap: int) -> None:
    x, c, s = inputs(seed)
    found = exchange(x, c, s).forecast
    rng = np.random.default_rng(swap)
    rows, columns = rng.permutation(6), rng.permutation(3)
    pick = np.ix_(rows, columns)
    assert exchange(x[pick], c[pick], s[pick]).forecast == pytest.approx(found[columns], abs=1e-6)
    assert exchange(100 - x, c, s).forecast == pytest.approx(100 - found, abs=1e-6)
    scales = np.array([[0, 1], [-50, 50], [10, 20]])
    own = scales[:, 0] + x * (scales[:, 1] - scales[:, 0]) / 100
    there = exchange(own, c * 3, s, scales=scales)
    assert there.forecast == pytest.approx(scales[:, 0] + found * (scales[:, 1] - scales[:, 0]) / 100, abs=1e-6)
    assert [t.gain for t in there.rounds[0].trades] == pytest.approx(
        [t.gain for t in exchange(x, c, s).rounds[0].trades], abs=1e-6
    )


def test_who_has_no_weight_takes_no_part() -> None:
    x, c, s = inputs(1, actors=7)
    s[6, 1] = 0
    moved = x.copy()
    moved[6, 1] = 3
    one, other = exchange(x, c, s), exchange(moved, c, s)
    assert one.forecast == pytest.approx(other.forecast, abs=1e-12)
    assert all((6, 1) not in ((t.actor, t.issue), (t.partner, t.partner_issue)) for t in one.rounds[0].trades)


def test_one_issue_and_one_actor() -> None:
    x, c, s = inputs(2, issues=1)
    alone = exchange(x, c, s)
    assert alone.rounds[0].possible == 0 and not alone.rounds[0].trades
    assert alone.forecast == pytest.approx((c * s * x).sum(axis=0) / (c * s).sum(axis=0))
    assert exchange([[10, 20]], [[1, 1]], [[1, 1]]).forecast == pytest.approx([10, 20])


def test_draws_equal_the_loop() -> None:
    draws = [inputs(seed) for seed in range(4)]
    x, c, s = (np.stack(each) for each in zip(*draws, strict=True))
    found = exchange_draws(x, c, s, rounds=2, variant="decide")
    assert found == pytest.approx(np.stack([exchange(*d, rounds=2, variant="decide").forecast for d in draws]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"positions": [[0, np.nan], [100, 0]]}, "positions: holds NaN"),
        ({"positions": [[0, 101], [100, 0]]}, "positions: outside the range"),
        ({"positions": [0, 100]}, "actors, issues"),
        ({"positions": [[0, 1, 2], [3, 4, 5]]}, "do not fit"),
        ({"positions": np.zeros((0, 2))}, "do not fit"),
        ({"capabilities": [[1, -1], [1, 1]]}, "capabilities: negative"),
        ({"saliences": [[0.5, 2], [1, 1]]}, "saliences: above 1"),
        ({"saliences": [[0.5, 0], [1, 0]]}, "issue 1: all weights are zero"),
        ({"scales": [[0, 100], [100, 0]]}, "scales"),
        ({"scales": [[0, 100]]}, "scales"),
        ({"rounds": 0}, "rounds"),
        ({"variant": "other"}, "choose equal_gain or decide"),
    ],
)
def test_bad_input(change: dict[str, object], words: str) -> None:
    asked: dict[str, object] = {
        "positions": [[0, 100], [100, 0]],
        "capabilities": [[1, 1], [1, 1]],
        "saliences": [[0.5, 1], [1, 0.5]],
    } | change
    with pytest.raises(ValueError, match=words):
        exchange(**asked)  # type: ignore[arg-type]


def test_draws_need_draws() -> None:
    with pytest.raises(ValueError, match="draws have the shape"):
        exchange_draws([[0, 1]], [[1, 1]], [[1, 1]])
