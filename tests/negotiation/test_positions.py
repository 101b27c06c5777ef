from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta as beta_distribution

from detente.contract import Issue, Option
from detente.negotiation import build, positions

from .dossiers import TALKS, TROOPS, dossier


def test_acceptance_and_salience_with_intervals() -> None:
    sudland, norland = positions(build(dossier(TALKS)))
    lasting = sudland[0].acceptance["lasting"]
    assert lasting.mean == pytest.approx(1 / 4)
    assert (lasting.low, lasting.high) == pytest.approx(tuple(beta_distribution.ppf([0.1, 0.9], 1, 3)))
    assert norland[0].salience.mean == pytest.approx(3 / 5)
    assert norland[0].salience.low == pytest.approx(beta_distribution.ppf(0.1, 3, 2))
    assert norland[0].statements == ("s1", "s2")


def test_place_is_that_of_the_most_acceptable_option() -> None:
    table = build(dossier(TALKS))
    draws = table.draw(40_000, 3).acceptance
    for p, row in enumerate(positions(table)):
        position = row[0]
        best = draws[:, p, 0, :].argmax(axis=1)
        shares = [float((best == o).mean()) for o in range(3)]
        assert list(position.preferred.values()) == pytest.approx(shares, abs=0.01)
        assert sum(position.preferred.values()) == pytest.approx(1)
        assert position.place is not None
        assert position.place.mean == pytest.approx(float(np.dot(shares, [0, 50, 100])), abs=1.0)
        assert position.place.low <= position.place.mean <= position.place.high


def test_much_evidence_narrows_none_stays_wide() -> None:
    rows = [("norland", "support", "troops", "yes", "r")] * 30 + [("norland", "oppose", "troops", "no", "r")] * 10
    table = build(dossier(rows), parties=["norland", "union"], issues=["troops"])
    sure, unknown = (row[0] for row in positions(table))
    assert sure.place is not None
    assert unknown.place is not None
    assert (sure.place.low, sure.place.high) == (100, 100)
    assert sure.known
    assert not unknown.known
    assert (unknown.place.low, unknown.place.mean, unknown.place.high) == (0, pytest.approx(50), 100)
    assert unknown.acceptance["yes"].low == pytest.approx(0.1)
    assert unknown.acceptance["yes"].high == pytest.approx(0.9)


def test_large_counts_stay_exact() -> None:
    rows = [("norland", "support", "troops", "yes", "r")] * 600 + [("norland", "support", "troops", "no", "r")] * 590
    [[position]] = positions(build(dossier(rows)))
    # Beta(601, 1) against Beta(591, 1): the chance of the first to be greater is 601 / (601 + 591).
    assert position.preferred["yes"] == pytest.approx(601 / 1192, abs=1e-6)


def test_an_only_issue_has_all_the_weight_and_no_place_without_values() -> None:
    bare = Issue(id="x", label="X", options=[Option(id="a", label="a"), Option(id="b", label="b")])
    [[position]] = positions(build(dossier([("norland", "support", "x", "a", "r")], issues=[bare])))
    assert position.salience.mean == position.salience.low == position.salience.high == 1
    assert position.place is None
    assert position.preferred["a"] == pytest.approx(2 / 3)


def test_options_in_any_order_of_values() -> None:
    turned = TROOPS.model_copy(update={"options": TROOPS.options[::-1]})
    rows = [("norland", "support", "troops", "yes", "r")]
    [[one]] = positions(build(dossier(rows)))
    [[other]] = positions(build(dossier(rows, issues=[turned])))
    assert one.place is not None
    assert other.place is not None
    assert one.place.mean == pytest.approx(other.place.mean)
    assert (one.place.low, one.place.high) == (other.place.low, other.place.high)
