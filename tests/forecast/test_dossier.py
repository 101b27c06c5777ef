"""From the table of a negotiation to the inputs of the models."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from negotiation.dossiers import PARTIES, TALKS, TROOPS, TRUCE, Row, dossier

from detente.contract import Issue, Option, Ruling
from detente.forecast import from_negotiation
from detente.negotiation import Negotiation, build, positions
from detente.negotiation.fixed import Fixed

# The union has said something, but supports and opposes nothing.
OPEN: list[Row] = [*TALKS, ("union", "open", "truce", "limited", "r3"), ("union", "support", "troops", None, "r3")]
COLOURS = Issue(id="flag", label="Flagge", options=[Option(id="red", label="rot"), Option(id="blue", label="blau")])


def negotiation(rows: list[Row] = OPEN, **attributes: object) -> Negotiation:
    return build(dossier(rows, **attributes))  # type: ignore[arg-type]


def test_positions_are_the_expected_places() -> None:
    table = negotiation()
    truce = from_negotiation(table).issues[0]
    places = {row[0].party: row[0].place for row in positions(table)}
    assert truce.id == "truce"
    assert truce.positions is not None
    assert dict(zip(truce.actors, truce.positions, strict=True)) == pytest.approx(
        {actor: places[actor].mean for actor in ("sudland", "norland")}  # type: ignore[union-attr]
    )
    assert truce.scale == (0, 100)
    assert truce.reference == 0
    assert truce.statements == {"norland": ("s1", "s2"), "sudland": ("s4", "s5", "s6")}


def test_a_drawn_position_is_the_value_of_the_most_acceptable_option() -> None:
    table = negotiation()
    (truce, *_), drawn = from_negotiation(table, draws=500, seed=3).issues, table.draw(500, 3)
    assert truce.sample is not None and truce.sample.positions is not None
    assert set(np.unique(truce.sample.positions)) == {0.0, 50.0, 100.0}
    who = [party.id for party in table.parties].index("norland")
    best = drawn.acceptance[:, who, 0].argmax(axis=1)
    assert truce.sample.positions[:, truce.actors.index("norland")].tolist() == [[0, 50, 100][o] for o in best]
    expected = truce.positions
    assert truce.sample.positions.mean(axis=0) == pytest.approx(expected, abs=5)


def test_whoever_has_taken_no_position_is_left_out_and_listed() -> None:
    inputs = from_negotiation(negotiation())
    truce = inputs.issues[0]
    assert truce.left_out == ("union",)
    assert "union" not in truce.actors
    (listed,) = [each for each in inputs.assumptions if each.kind == "no_position" and each.issue == "truce"]
    assert listed.statements == ("s8",)
    assert "Küstenunion" in listed.text("de") and "Küstenunion" in listed.text("en")


def test_what_is_set_counts_as_a_position() -> None:
    table = negotiation()
    shares = {"none": 0, "limited": 1, "lasting": 1}
    given = {("union", "truce", option): Fraction(share) for option, share in shares.items()}
    inputs = from_negotiation(replace(table, fixed=Fixed(acceptance=given)), draws=50)
    truce = inputs.issues[0]
    assert truce.left_out == ()
    place = truce.actors.index("union")
    assert truce.positions is not None and truce.sample is not None and truce.sample.positions is not None
    assert truce.positions[place] == 75
    assert set(truce.sample.positions[:, place]) == {75}


def test_an_issue_with_one_position_is_not_forecast() -> None:
    rows: list[Row] = [*TALKS[:6], ("union", "support", "troops", "yes", "r3")]
    inputs = from_negotiation(negotiation(rows))
    assert [issue.id for issue in inputs.issues] == ["truce"]
    (without,) = inputs.not_forecast
    assert (without.issue, without.reason, without.actors) == ("troops", "one_actor", ("union",))


def test_salience_runs_from_0_to_1_with_its_ratios_kept() -> None:
    table = negotiation()
    inputs = from_negotiation(table, draws=200)
    truce = inputs.issues[0]
    ids = [party.id for party in table.parties]
    raw = np.array([table.mean_salience[ids.index(actor), 0] for actor in truce.actors])
    assert truce.salience == pytest.approx(raw / table.mean_salience.max())
    assert truce.sample is not None
    assert truce.sample.salience.max() <= 1
    assert (np.concatenate([i.sample.salience for i in inputs.issues if i.sample], axis=1).max(axis=1) > 0.2).all()


def test_without_capabilities_all_count_alike() -> None:
    inputs = from_negotiation(negotiation())
    assert inputs.issues[0].capability.tolist() == [1, 1]
    assert [each.kind for each in inputs.assumptions if each.kind.startswith("capab")] == ["capability_equal"]


def test_a_ruled_capability_counts_and_the_others_get_the_mean() -> None:
    talks = dossier(OPEN)
    rulings = [
        Ruling(id=name, action="correct", target="party", was={"id": name}, item={"capability": power})
        for name, power in (("norland", 2), ("union", 6))
    ]
    inputs = from_negotiation(build(talks.model_copy(update={"rulings": rulings})))
    truce = inputs.issues[0]
    assert dict(zip(truce.actors, truce.capability, strict=True)) == {"norland": 2, "sudland": 4}
    listed = {each.party: (each.kind, each.ruling) for each in inputs.assumptions if each.kind.startswith("capab")}
    assert listed == {
        "norland": ("capability_ruled", "norland"),
        "union": ("capability_ruled", "union"),
        "sudland": ("capability_unknown", None),
    }


def test_nobody_with_power_no_forecast() -> None:
    weak = [party.model_copy(update={"capability": 0.0}) for party in PARTIES]
    inputs = from_negotiation(negotiation(TALKS, parties=weak))
    assert inputs.issues == ()
    assert {each.reason for each in inputs.not_forecast} == {"no_weight", "one_actor"}


def test_an_issue_without_a_scale_has_options_only() -> None:
    rows: list[Row] = [("norland", "support", "flag", "red", "r1"), ("sudland", "support", "flag", "blue", "r2")]
    (flag,) = from_negotiation(negotiation(rows, issues=[COLOURS])).issues
    assert (flag.positions, flag.scale, flag.reference) == (None, None, None)
    assert flag.acceptance is not None and flag.acceptance.shape == (2, 2)
    assert flag.sample is not None and flag.sample.positions is None


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two, other = (from_negotiation(negotiation(), draws=50, seed=seed).issues[0].sample for seed in (1, 1, 2))
    assert one is not None and two is not None and other is not None
    assert (one.acceptance == two.acceptance).all()
    assert (one.acceptance != other.acceptance).any()


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        from_negotiation(negotiation([], issues=[TRUCE, TROOPS]))
