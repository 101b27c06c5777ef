from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.contract import Dossier, Evidence, Statement
from detente.forecast import Table, TableRow
from detente.negotiation import build
from detente.sensitivity import (
    AddStatement,
    Change,
    ChangeError,
    Joins,
    Leaves,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
    WithoutOption,
    WithoutStatement,
    state,
    what_if,
)

from .tables import SEATS, case

AGENDA = ["aid", "border", "toll"]
SAID = Statement(
    id="new",
    party="norland",
    stance="support",
    issue="border",
    option="open",
    topic="Grenze",
    cue="begrüßt",
    evidence=Evidence(report="r1", start=0, end=1, quote="x"),
    rule="test",
    confidence=1.0,
)


def dropped(dossier: Dossier, key: str) -> Dossier:
    return dossier.model_copy(update={"statements": [s for s in dossier.statements if s.id != key]})


def added(dossier: Dossier) -> Dossier:
    return dossier.model_copy(update={"statements": [*dossier.statements, SAID]})


def cut(dossier: Dossier) -> Dossier:
    issues = [
        i.model_copy(update={"options": [o for o in i.options if o.id != "daily"]}) if i.id == "border" else i
        for i in dossier.issues
    ]
    statements = [s.model_copy(update={"option": None}) if s.option == "daily" else s for s in dossier.statements]
    return dossier.model_copy(update={"issues": issues, "statements": statements})


def opened(dossier: Dossier) -> Dossier:
    issues = [i.model_copy(update={"status_quo": "open"}) if i.id == "border" else i for i in dossier.issues]
    return dossier.model_copy(update={"issues": issues})


@pytest.mark.parametrize(
    ("change", "changed", "seats"),
    [
        (WithoutStatement("s8"), lambda d: dropped(d, "s8"), SEATS),
        (WithoutStatement("s1"), lambda d: dropped(d, "s1"), SEATS),
        (AddStatement(SAID), added, SEATS),
        (WithoutOption("border", "daily"), cut, SEATS),
        (SetStatusQuo("border", "open"), opened, SEATS),
        (Leaves("sudland"), lambda d: d, ["norland", "union"]),
        (Joins("berg"), None, None),
    ],
)
def test_equals_the_analyses_of_a_dossier_that_was_really_changed(
    change: Change, changed: Callable[[Dossier], Dossier] | None, seats: list[str] | None
) -> None:
    table, dossier = case()
    if changed is None or seats is None:  # Berg speaks for Norland, who sits there already
        with pytest.raises(ChangeError, match="already"):
            what_if(table, [change], dossier=dossier)
        return
    found = what_if(table, [change], dossier=dossier, draws=60, seed=3)
    real = changed(dossier)
    want = state(build(real, parties=seats, issues=AGENDA), real, draws=60, seed=3)
    got = found.after
    assert got.settlement is not None and want.settlement is not None
    assert got.settlement.nash == want.settlement.nash
    assert got.settlement.frontier == want.settlement.frontier
    assert got.stability is not None and want.stability is not None
    assert got.stability.outcomes == want.stability.outcomes
    assert got.forecast is not None and want.forecast is not None
    assert [i.as_json() for i in got.forecast.issues] == [i.as_json() for i in want.forecast.issues]
    assert got.zone is not None and want.zone is not None
    assert got.zone.tolist() == want.zone.tolist()


def test_what_is_set_holds_in_all_three_analyses() -> None:
    table, dossier = case()
    found = what_if(table, [SetAcceptance("sudland", "toll", "none", 1.0)], dossier=dossier, draws=200)
    assert found.after.settlement is not None
    assert any(each.changed for each in found.solutions)
    nash = found.solutions[0]
    assert nash.after is not None and nash.after["toll"] == "none"
    assert nash.moved["toll"][1] == "none"
    assert {each.issue for each in found.forecasts if each.model == "weighted_mean"} == {"toll"}
    assert [each.gained or each.lost for each in found.outcomes].count(True) > 0
    assert found.accepted is not None and found.accepted.before != found.accepted.after
    assert found.texts("de") != found.texts("en")


def test_a_certain_position_is_the_place_of_the_option() -> None:
    table, dossier = case()
    found = what_if(table, [SetPosition("norland", "border", option="open")], dossier=dossier, analyses=("forecast",))
    assert found.after.forecast is not None
    actors = {each.actor: each.position for each in found.after.forecast.issue("border").actors}
    assert actors["norland"] == pytest.approx(100)
    assert found.after.settlement is None


def test_capability_moves_forecasts_alone_and_only_of_that_party() -> None:
    table, dossier = case()
    found = what_if(table, [SetCapability("norland", 5)], dossier=dossier)
    assert not any(each.changed for each in found.solutions)
    assert not found.outcomes
    assert found.forecasts
    assert found.after.forecast is not None
    weights = {each.actor: each.capability for each in found.after.forecast.issues[0].actors}
    assert weights == {"norland": 5, "sudland": 1, "union": 1}


def test_a_reservation_value_of_one_leaves_no_deal() -> None:
    table, dossier = case()
    found = what_if(table, [SetReservation("union", 1.0)], dossier=dossier, draws=50)
    assert found.zone_exists == (True, False)
    assert found.solutions[0].after is None
    assert found.zone is not None and found.zone.after == 0
    assert any("no Nash solution any more" in text for text in found.texts("en"))


def test_nothing_changes_nothing_and_says_so() -> None:
    table, dossier = case()
    same = float(table.mean_salience[0, 0])
    found = what_if(table, [SetCapability("norland", 1)], dossier=dossier, draws=50)
    assert not found.anything
    assert found.texts("en") == ("It makes no difference to the result.",)
    assert 0 < same < 1


def test_several_changes_and_the_state_before_at_hand() -> None:
    table, dossier = case()
    before = state(table, dossier, draws=40, seed=5)
    changes: list[Change] = [SetSalience("union", "aid", 0.9), WithoutStatement("s13"), Leaves("norland")]
    one = what_if(table, changes, dossier=dossier, draws=40, seed=5, before=before)
    two = what_if(table, changes, dossier=dossier, draws=40, seed=5)
    assert one.before is before
    assert one.as_json("de") == two.as_json("de")
    assert one.as_json("de") != what_if(table, changes, dossier=dossier, draws=40, seed=6).as_json("de")


def test_only_what_changed_is_drawn_anew() -> None:
    table, dossier = case()
    found = what_if(table, [SetCapability("union", 3)], dossier=dossier, draws=80)
    assert found.zone is not None and found.zone.error == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetSalience("norland", "aid", 1.5), "between 0 and 1"),
        (SetCapability("norland", -1), "0 or more"),
        (SetCapability("norland", float("nan")), "0 or more"),
        (SetAcceptance("norland", "aid", "half", 0.5), "has no option"),
        (SetSalience("berg", "aid", 0.5), "no party"),
        (SetSalience("norland", "moon", 0.5), "no issue"),
        (WithoutStatement("s99"), "no statement"),
        (WithoutOption("aid", "resumed"), "two options"),
        (WithoutOption("border", "closed"), "another status quo first"),
        (SetPosition("norland", "border", value=17.0), "has the place"),
        (Joins("nobody"), "no party"),
    ],
)
def test_what_cannot_be_changed_is_one_clear_error(change: Change, words: str) -> None:
    table, dossier = case()
    with pytest.raises(ChangeError, match=words) as caught:
        what_if(table, [change], dossier=dossier)
    assert caught.value.text("de") != caught.value.text("en")


def test_shares_that_add_up_to_more_than_one() -> None:
    table, dossier = case()
    with pytest.raises(ChangeError, match="more than 1"):
        what_if(table, [SetSalience("norland", "aid", 0.7), SetSalience("norland", "toll", 0.7)], dossier=dossier)


def test_without_a_dossier_only_the_table_changes() -> None:
    table, _ = case()
    assert what_if(table, [SetSalience("norland", "aid", 0.7)]).after.stability is None
    with pytest.raises(ChangeError, match="give the dossier"):
        what_if(table, [Leaves("norland")])


ROWS = tuple(TableRow("", name, c, x, s) for name, c, x, s in (("A", 2, 0, 0.5), ("B", 1, 100, 0.5), ("C", 1, 60, 1.0)))


def test_a_table_of_actors_changes_its_forecasts() -> None:
    table = Table(ROWS, {})
    found = what_if(table, [SetPosition("A", "", value=50.0), SetSalience("B", "", 0.25), SetCapability("C", 3)])
    mean = next(each for each in found.forecasts if each.model == "weighted_mean")
    assert mean.before == pytest.approx((0 * 1 + 100 * 0.5 + 60 * 1) / 2.5)
    assert mean.after == pytest.approx((50 * 1 + 100 * 0.25 + 60 * 3) / 4.25)
    gone = what_if(table, [Leaves("A")])
    assert next(e for e in gone.forecasts if e.model == "weighted_mean").after == pytest.approx(110 / 1.5)
    for change in (SetReservation("A", 0.5), WithoutStatement("s1")):
        with pytest.raises(ChangeError, match="not possible in a table"):
            what_if(table, [change])
    with pytest.raises(ChangeError, match="there are A, B, C"):
        what_if(table, [Leaves("D")])
