from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import VARIANTS, scholz, scholz_draws

from .published import CAPABILITY, CAR_ACTORS, POSITION, SALIENCE, needs_shared, read

BELGIUM = CAR_ACTORS.index("Belgium")
KINDS = {"confrontation": "confrontation", "compromise": "compromise", "capitulation": "compel"}


def utilities_of_belgium(variant: str) -> dict[str, tuple[float, float]]:
    offers = scholz(POSITION, CAPABILITY, SALIENCE, variant=variant, rounds=1).rounds[0].offers
    return {CAR_ACTORS[o.other]: (o.own, o.others) for o in offers if o.actor == BELGIUM}


def test_the_figure_of_the_paper() -> None:
    # Read by eye from the published octant figure, to 0.02
    published = {
        "Denmark": (-0.83, 0.24),
        "UK": (-0.66, 0.24),
        "Germany": (-0.47, 0.24),
        "Netherlands": (-0.47, 0.24),
        "France": (-0.11, 0.24),
        "Italy": (-0.11, 0.24),
    }
    found = utilities_of_belgium("paper")
    for actor, place in published.items():
        assert found[actor] == pytest.approx(place, abs=0.02)
    step = scholz(POSITION, CAPABILITY, SALIENCE, rounds=1).rounds[0].step
    for actor, place in {"Luxembourg": (0.60, 0.24), "Ireland": (0, 0), "Greece": (0, 0)}.items():
        j = CAR_ACTORS.index(actor)
        assert (step.own[BELGIUM, j, 0], step.others[BELGIUM, j, 0]) == pytest.approx(place, abs=0.02)


def test_table_2_of_the_paper() -> None:
    rounds = scholz(POSITION, CAPABILITY, SALIENCE, rounds=8).rounds
    medians, means = [r.median for r in rounds], [r.mean for r in rounds]
    published = [8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6]
    assert medians[1] == pytest.approx(9.61, abs=0.01)  # the one that differs
    del medians[1], published[1]
    assert medians == pytest.approx(published, abs=0.1)
    assert means == pytest.approx([7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6], abs=0.1)


def test_other_readings_miss_the_paper() -> None:
    # Eq. 31 as printed puts the Netherlands on the other side of the figure
    assert utilities_of_belgium("eq31")["Netherlands"][0] == pytest.approx(0.41, abs=0.005)
    words = scholz(POSITION, CAPABILITY, SALIENCE, variant="least_movement", rounds=6).rounds
    assert words[5].median == pytest.approx(10, abs=0.01)  # Table 2: 7.4


def test_the_misprint_of_eq_25b_changes_only_the_others_side() -> None:
    ours, printed = (
        scholz(POSITION, CAPABILITY, SALIENCE, variant=v, rounds=1).rounds[0].step for v in ("eq31", "printed")
    )
    assert np.array_equal(ours.own, printed.own)
    belgium, uk = BELGIUM, CAR_ACTORS.index("UK")
    # The responder's salience (Belgium, 0.4) leaves a challenge less resisted than the challenger's (UK, 0.9)
    assert ours.others[belgium, uk, 0] > printed.others[belgium, uk, 0]


@needs_shared
@pytest.mark.parametrize("case", ["eu_car_emissions", "sultan_oil"])
def test_the_rounds_of_the_replication(case: str) -> None:
    published = read("scholz_jmckib_rounds.json")[case]
    names = [row["Actor"] for row in published["input"]]
    x, c, s = ([row[key] for row in published["input"]] for key in ("Position", "Capability", "Salience"))
    played = scholz(x, c, s, variant="jmckib", rounds=10)
    assert (played.median, played.mean) == pytest.approx(
        (published["initial"]["median"], published["initial"]["mean"]), abs=1e-9
    )
    assert len(played.rounds) == 10 or played.settled
    drawn = scholz_draws([x], c, s, variant="jmckib", rounds=10)
    for number, theirs in enumerate(published["rounds"]):
        ours = played.rounds[min(number, len(played.rounds) - 1)]
        positions = [theirs["positions"][name] for name in names]
        assert ours.positions == pytest.approx(positions, abs=1e-9)
        assert drawn.positions[0, number + 1] == pytest.approx(positions, abs=1e-9)
        assert ours.risks == pytest.approx([theirs["risk"][name] for name in names], abs=1e-9)
        assert (ours.median, ours.mean) == pytest.approx((theirs["median"], theirs["mean"]), abs=1e-9)
        taken = [offer for offer in ours.offers if offer.taken]
        assert len(taken) == len(theirs["offers"])
        for mine, offer in zip(taken, theirs["offers"], strict=True):
            assert (names[mine.actor], names[mine.other]) == (offer["actor"], offer["other"])
            assert mine.kind == KINDS[offer["type"]]
            assert (mine.own, mine.others, mine.position) == pytest.approx(
                (offer["eu_ij"], offer["eu_ji"], offer["new_pos"]), abs=1e-9
            )


def slowly(x, c, s, *, span: float, denominator: str, q: float, t: float | None):  # type: ignore[no-untyped-def]
    """E(U_ij) and E(U_ji) as i sees them, by the printed formulas, one number after the other."""
    n = len(x)
    cost = [(sum(c[k] * s[k] * abs(x[k] - place) for k in range(n)), place) for place in x]
    mu = min(cost)[1]
    r = [1.0] * n

    def chance(i: int, j: int) -> float:
        def votes(a: int, b: int) -> list[float]:
            power = [1.0 if denominator == "eq31" else risk for risk in r]
            near = [(abs(x[k] - x[a]) / span, abs(x[k] - x[b]) / span, k) for k in range(n)]
            return [c[k] * s[k] * (to_b ** power[k] - to_a ** power[k]) for to_a, to_b, k in near]

        contests = [(i, j)] if denominator == "eq31" else [(a, b) for a in range(n) for b in range(n)]
        total = sum(abs(vote) for a, b in contests for vote in votes(a, b))
        return sum(max(vote, 0) for vote in votes(i, j)) / total if total else 0.0

    def expected(viewer: int, i: int, j: int) -> float:
        risk, gap, far = r[viewer], abs(x[i] - x[j]) / span, abs(x[i] - mu) / span
        success, failure = 2 - 4 * (0.5 - 0.5 * gap) ** risk, 2 - 4 * (0.5 + 0.5 * gap) ** risk
        better, worse = 2 - 4 * (0.5 - 0.25 * (far + gap)) ** risk, 2 - 4 * (0.5 + 0.25 * (far + gap)) ** risk
        p, bettering = chance(i, j), (float(far < gap) if t is None else t)
        idle = q * (2 - 4 * 0.5**risk) + (1 - q) * (bettering * better + (1 - bettering) * worse)
        return s[j] * (p * success + (1 - p) * failure) + (1 - s[j]) * success - idle

    danger = [sum(expected(j, j, i) for j in range(n) if j != i) for i in range(n)]
    basis = [(2 * d - max(danger) - min(danger)) / (max(danger) - min(danger)) for d in danger]
    r = [(1 - b / 3) / (1 + b / 3) for b in basis]
    own = np.array([[expected(i, i, j) for j in range(n)] for i in range(n)])
    others = np.array([[expected(i, j, i) for j in range(n)] for i in range(n)])
    return np.array(r), own, others


@pytest.mark.parametrize("variant", ["paper", "eq31"])
@pytest.mark.parametrize(("q", "t"), [(1.0, None), (0.5, None), (0.3, 0.8)])
def test_the_formulas(variant: str, q: float, t: float | None) -> None:
    rng = np.random.default_rng(5)
    for _ in range(5):
        x, c, s = rng.uniform(0, 100, 5), rng.uniform(0.1, 1, 5), rng.uniform(0.1, 1, 5)
        risks, own, others = slowly(x, c, s, span=100.0, denominator=VARIANTS[variant].denominator, q=q, t=t)
        found = scholz(x, c, s, variant=variant, rounds=1, q=q, t=t, span=100).rounds[0]
        apart = ~np.eye(5, dtype=bool)
        assert found.risks == pytest.approx(risks, abs=1e-9)
        assert found.step.own[apart, 0] == pytest.approx(own[apart], abs=1e-9)
        assert found.step.others[apart, 0] == pytest.approx(others[apart], abs=1e-9)


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_offers_follow_the_octants(variant: str) -> None:
    rng = np.random.default_rng(3)
    kinds = set()
    for _ in range(40):
        x, c, s = rng.uniform(0, 100, 7), rng.uniform(0.1, 1, 7), rng.uniform(0.1, 1, 7)
        for now in scholz(x, c, s, variant=variant, q=0.8, rounds=3, span=100).rounds:
            moved = {}
            for offer in now.offers:
                a, b, here, there = offer.own, offer.others, now.before[offer.actor], now.before[offer.other]
                kinds.add(offer.kind)
                if offer.kind == "confrontation":
                    assert b > a > 0 and offer.position == there
                elif offer.kind == "compromise":
                    assert b > -a > 0 and offer.position == pytest.approx(here + (there - here) * -a / b)
                elif offer.kind == "compel":
                    assert -a > b > 0 and offer.position == there
                else:
                    assert a < 0 and b < 0 and offer.position == here and not offer.taken
                if offer.taken:
                    assert offer.actor not in moved
                    moved[offer.actor] = offer.position
            for actor, place in enumerate(now.before):
                assert now.positions[actor] == pytest.approx(moved.get(actor, place), abs=1e-9)
    # In the lowest-average and least-movement readings alike, confrontations come before compromises
    assert {"confrontation", "compromise"} <= kinds
    assert variant not in ("paper", "least_movement") or "compel" in kinds
    assert variant != "jmckib" or "compel" not in kinds


@pytest.mark.parametrize("variant", ["paper", "least_movement"])
def test_which_offer_is_taken(variant: str) -> None:
    rank = {"confrontation": 0, "compromise": 1, "compel": 2}
    rng = np.random.default_rng(4)
    for _ in range(30):
        x, c, s = rng.uniform(0, 100, 6), rng.uniform(0.1, 1, 6), rng.uniform(0.1, 1, 6)
        now = scholz(x, c, s, variant=variant, rounds=1).rounds[0]
        for actor in range(6):
            mine = [o for o in now.offers if o.actor == actor and o.kind in rank]
            if not mine:
                assert now.positions[actor] == x[actor]
                continue
            (taken,) = (o for o in mine if o.taken)
            best = [o for o in mine if rank[o.kind] == min(rank[other.kind] for other in mine)]
            assert taken in best
            if taken.kind == "compromise" and variant == "paper":
                key = [(-o.own * x[actor] + o.others * x[o.other]) / (o.others - o.own) for o in best]
            else:
                key = [abs(o.position - x[actor]) for o in best]
            assert key[best.index(taken)] == pytest.approx(min(key), abs=1e-9)


@given(st.integers(0, 10**6), st.sampled_from(["least_movement", "eq31"]), st.floats(-50, 50), st.floats(0.1, 9))
@settings(max_examples=30, deadline=None)
def test_shift_scale_mirror_and_order_change_nothing(seed: int, variant: str, shift: float, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x, c, s = rng.uniform(0, 100, 6), rng.uniform(0.1, 1, 6), rng.uniform(0.1, 1, 6)
    found = scholz(x, c, s, variant=variant, rounds=2).rounds[-1].positions
    order = rng.permutation(6)
    again = scholz(x[order], c[order], s[order], variant=variant, rounds=2).rounds[-1].positions
    assert again == pytest.approx(found[order], abs=1e-6)
    moved = scholz(x * scale + shift, c * 7, s, variant=variant, rounds=2).rounds[-1].positions
    assert moved == pytest.approx(found * scale + shift, abs=1e-5)
    assert scholz(-x, c, s, variant=variant, rounds=2).rounds[-1].positions == pytest.approx(-found, abs=1e-6)


@pytest.mark.parametrize("variant", list(VARIANTS))
@pytest.mark.parametrize("q", [1.0, 0.5])
def test_a_batch_equals_the_loop(variant: str, q: float) -> None:
    rng = np.random.default_rng(6)
    x, c, s = rng.uniform(0, 100, (500, 9)), rng.uniform(0, 1, (500, 9)), rng.uniform(0, 1, (500, 9))
    drawn = scholz_draws(x, c, s, variant=variant, rounds=4, q=q)
    assert drawn.positions.shape == (500, 5, 9)
    for row in range(0, 500, 25):
        one = scholz(x[row], c[row], s[row], variant=variant, rounds=4, q=q)
        for number in range(4):
            now = one.rounds[min(number, len(one.rounds) - 1)]
            assert drawn.positions[row, number + 1] == pytest.approx(now.positions, abs=1e-9)
            assert drawn.medians[row, number + 1] == pytest.approx(now.median, abs=1e-9)
            assert drawn.means[row, number + 1] == pytest.approx(now.mean, abs=1e-9)


def test_many_actors() -> None:
    rng = np.random.default_rng(7)
    x, c, s = rng.uniform(0, 100, 300), rng.uniform(size=300), rng.uniform(size=300)
    now = scholz(x, c, s, rounds=1).rounds[0]
    assert now.positions.min() >= x.min() and now.positions.max() <= x.max()
    assert now.risks.min() == pytest.approx(0.5, abs=1e-9) and now.risks.max() == pytest.approx(2, abs=1e-9)
    # More than 255 actors are counted in another type of integer than few
    i, j = 17, 230
    near = np.abs(x - x[j]) - np.abs(x - x[i])
    assert _chances(x, c, s, "eq31")[i, j] == pytest.approx(
        (c * s * np.maximum(near, 0)).sum() / (c * s * np.abs(near)).sum(), abs=1e-9
    )


def _chances(x: np.ndarray, c: np.ndarray, s: np.ndarray, variant: str) -> np.ndarray:
    """The chances to win, back from the expected utilities: a = U_s - s_j (1 - P) (U_s - U_f) - U_sq."""
    step = scholz(x, c, s, variant=variant, rounds=1, span=100).rounds[0].step
    r = step.risks[:, :1]
    gap = np.abs(x[:, None] - x) / 100
    success, failure = 2 - 4 * (0.5 - 0.5 * gap) ** r, 2 - 4 * (0.5 + 0.5 * gap) ** r
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = (success - (2 - 4 * 0.5**r) - step.own[:, :, 0]) / (s * (success - failure))
    return np.asarray(1 - lost)


def test_agreement_is_settled() -> None:
    for x in ([5.0, 5.0, 5.0], [3.0]):
        played = scholz(x, np.ones(len(x)), np.ones(len(x)))
        assert played.settled and len(played.rounds) == 1 and played.rounds[0].median == x[0]
        assert not played.rounds[0].offers
    near = scholz([0.0, 50.0, 50.0 + 1e-7, 100.0], [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5], rounds=1).rounds[0]
    assert all({offer.actor, offer.other} != {1, 2} for offer in near.offers)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"positions": [1, np.nan]}, "positions: holds NaN"),
        ({"capabilities": [-1, 1]}, "capabilities: negative"),
        ({"saliences": [0.5, 50]}, "saliences: above 1"),
        ({"saliences": [0, 0]}, "saliences: all zero"),
        ({"capabilities": [1, 0], "saliences": [0, 1]}, r"capabilities \* saliences: all zero"),
        ({"positions": [1, 2, 3]}, "do not fit"),
        ({"positions": []}, "empty"),
        ({"positions": [[1, 2]]}, "scholz_draws"),
        ({"variant": "old"}, "choose one of paper, jmckib"),
        ({"rounds": 0}, "rounds"),
        ({"q": 1.5}, "q: "),
        ({"t": -0.1}, "t: "),
        ({"span": 0.5}, "outside the range"),
    ],
)
def test_bad_input(change: dict[str, object], words: str) -> None:
    asked: dict[str, object] = {"positions": [0, 1], "capabilities": [1, 1], "saliences": [0.5, 0.5]} | change
    with pytest.raises(ValueError, match=words):
        scholz(**asked)  # type: ignore[arg-type]


def test_draws_need_draws() -> None:
    with pytest.raises(ValueError, match="draws have the shape"):
        scholz_draws([0, 1], [1, 1], [1, 1])
