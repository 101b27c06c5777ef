from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from detente.negotiation import Fixed, Negotiation, build, positions
from detente.settlement import from_negotiation

from .dossiers import TALKS, dossier


def table(**fixed: dict[object, Fraction]) -> Negotiation:
    return replace(build(dossier(TALKS)), fixed=Fixed(**fixed))  # type: ignore[arg-type]


def test_an_acceptance_that_is_set_holds_everywhere() -> None:
    plain = table()
    party, issue = plain.parties[0].id, plain.issues[0]
    option = issue.options[1].id
    changed = table(acceptance={(party, issue.id, option): Fraction(7, 10)})
    assert changed.acceptance_fraction(0, 0, 1) == Fraction(7, 10)
    assert changed.mean_acceptance[0, 0, 1] == 0.7
    assert (changed.draw(50, 1).acceptance[:, 0, 0, 1] == 0.7).all()
    assert np.array_equal(changed.draw(50, 1).acceptance[:, 1], plain.draw(50, 1).acceptance[:, 1], equal_nan=True)
    own = from_negotiation(changed).values[0][0][1]
    assert own == Fraction(7, 10) * plain.salience_fraction(0, 0)
    assert positions(changed)[0][0].acceptance[option].low == 0.7


def test_a_share_that_is_set_leaves_the_others_their_proportions() -> None:
    plain = table()
    party, issue = plain.parties[0].id, plain.issues[0].id
    changed = table(salience={(party, issue): Fraction(1, 2)})
    assert changed.salience_fraction(0, 0) == Fraction(1, 2)
    assert sum(changed.salience_fraction(0, i) for i in range(len(plain.issues))) == 1
    assert changed.mean_salience.sum(axis=1) == pytest.approx(1)
    assert float(changed.salience_fraction(0, 1)) == pytest.approx(changed.mean_salience[0, 1])
    drawn = changed.draw(20_000, 2).salience
    assert (drawn[:, 0, 0] == 0.5).all()
    assert drawn.sum(axis=2) == pytest.approx(1)
    assert drawn[:, 0].mean(axis=0) == pytest.approx(changed.mean_salience[0], abs=0.01)


def test_shares_are_shares_of_one() -> None:
    plain = table()
    party = plain.parties[0].id
    too_much = table(salience={(party, issue.id): Fraction(3, 4) for issue in plain.issues})
    with pytest.raises(ValueError, match="shares of 1"):
        too_much.salience_fraction(0, 0)


def test_a_reservation_value_that_is_set_is_what_draws_and_scenario_have() -> None:
    plain = replace(table(), issues=tuple(replace(issue, status_quo=issue.options[0].id) for issue in table().issues))
    party = plain.parties[1].id
    changed = replace(plain, fixed=Fixed(reservation={party: Fraction(2, 5)}))
    assert from_negotiation(changed).reservation[1] == Fraction(2, 5)
    assert from_negotiation(changed).reservation[0] == from_negotiation(plain).reservation[0]
    assert changed.reservation is not None
    assert changed.reservation[1] == pytest.approx(0.4)
    drawn = changed.draw(30, 4)
    assert drawn.reservation is not None and drawn.gains is not None
    assert drawn.reservation[:, 1] == pytest.approx(0.4)
    deal = drawn.gains[:, 1, :, 0].sum(axis=1)
    assert deal == pytest.approx(drawn.contributions[:, 1, :, 0].sum(axis=1) - 0.4)


def test_the_preferred_option_with_certain_acceptances() -> None:
    plain = table()
    party, issue = plain.parties[0].id, plain.issues[0]
    options = [option.id for option in issue.options]
    for number in (0.0, 0.35, 1.0):
        changed = table(acceptance={(party, issue.id, options[0]): Fraction(str(number))})
        best = np.argmax(changed.draw(60_000, 5).acceptance[:, 0, 0, : len(options)], axis=1)
        shares = [float((best == o).mean()) for o in range(len(options))]
        assert list(positions(changed)[0][0].preferred.values()) == pytest.approx(shares, abs=0.01)
    certain = table(acceptance={(party, issue.id, o): Fraction(n == 1) for n, o in enumerate(options)})
    assert positions(certain)[0][0].preferred[options[1]] == 1
    assert certain.firm[0, 0]
