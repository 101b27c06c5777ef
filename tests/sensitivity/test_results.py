from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from detente.forecast import Table, TableRow, forecast
from detente.negotiation import Negotiation, build
from detente.sensitivity import (
    AcceptedBy,
    ChangeError,
    Holds,
    SetCapability,
    SetPosition,
    SetSalience,
    UtilityOf,
    WithoutStatement,
    apply,
    evidence,
    forecast_of,
    overview,
    parse,
    sensitivity,
    tornado,
    what_if,
)
from detente.sensitivity.dealing import nash_deal
from detente.sensitivity.evidence import without
from detente.sensitivity.sampling import sample
from detente.settlement import settle
from detente.settlement.chances import accepted

from .tables import case


@pytest.mark.parametrize("model", ["weighted_mean", "weighted_median", "nash", "scholz"])
def test_a_forecast_as_a_function_is_the_forecast(model: str) -> None:
    table, _ = case()
    function = forecast_of(table, "border", model)
    want = forecast(table, models=[model], draws=1).issue("border").models[model].forecast
    assert function.base == pytest.approx(want, abs=1e-9)
    count = len(function.issue.actors)
    for change, place, value in (
        (SetSalience("sudland", "border", 0.7), count + 1, 0.7),
        (SetCapability("sudland", 2.5), 2 * count + 1, 2.5),
        (SetPosition("sudland", "border", option="daily"), 1, 60.0),
    ):
        got = function.profile(place, np.array([value]))[0]
        after = what_if(table, [change], analyses=("forecast",)).after.forecast
        assert after is not None
        assert got == pytest.approx(after.issue("border").models[model].forecast, abs=1e-9)


def test_the_quantiles_of_the_inputs_are_those_of_the_table() -> None:
    table, _ = case()
    function = forecast_of(table, "border")
    u = (np.arange(4000) + 0.5) / 4000
    drawn = table.draw(40_000, 1)
    i = [issue.id for issue in table.issues].index("border")
    for place, each in enumerate(function.inputs[: 2 * len(function.issue.actors)]):
        values = function.quantiles[place](u)
        assert values.mean() == pytest.approx(each.base, abs=0.02 * max(1.0, each.most))
        p = [party.id for party in table.parties].index(each.party)
        if each.kind == "salience":
            assert np.quantile(values, 0.9) == pytest.approx(np.quantile(drawn.salience[:, p, i], 0.9), abs=0.01)
            assert each.high == pytest.approx(np.quantile(values, 0.9), abs=0.01)


def test_the_chance_that_all_accept_is_that_over_draws() -> None:
    table, _ = case()
    deal = nash_deal(table)
    function = AcceptedBy(table, deal, draws=20_000)
    gains = table.draw(40_000, 9).gains
    assert gains is not None
    want = accepted(gains, function.places).mean()
    assert function.base == pytest.approx(want, abs=0.02)
    settled = settle(table, draws=2000)
    assert function.base == pytest.approx(settled.nash.chances[0].share, abs=0.04)
    points = np.random.default_rng(0).random((6000, len(function.inputs)))
    assert float(np.mean(function.from_unit(points) >= 0)) == pytest.approx(want, abs=0.03)


def test_one_at_a_time_the_chance_is_that_of_a_what_if() -> None:
    table, _ = case()
    function = AcceptedBy(table, nash_deal(table), draws=8000)
    for place, each in list(enumerate(function.inputs))[::5]:
        value = each.high
        got = function.profile(place, np.array([value]))[0]
        word = (
            f"acceptance {each.party} {each.issue} {each.option} {value}"
            if each.kind == "acceptance"
            else f"salience {each.party} {each.issue} {value}"
        )
        changed = apply(table, [parse(word, table)]).subject
        assert isinstance(changed, Negotiation)
        gains = sample(changed, 8000).gains
        assert gains is not None
        assert got == pytest.approx(accepted(gains, function.places).mean(), abs=0.02)


def test_the_utility_of_a_deal_is_linear_and_its_tornado_the_ends() -> None:
    table, _ = case()
    deal = nash_deal(table)
    settled = settle(table, draws=1)
    for p, party in enumerate(table.parties):
        function = UtilityOf(table, deal, party.id)
        assert function.base == pytest.approx(settled.nash.utilities[0][p])
        bars = tornado(function).bars
        assert bars[0].swing >= bars[-1].swing
        best = next(bar for bar in bars if bar.input.kind == "acceptance")
        weight = next(table.mean_salience[p, i] for i, issue in enumerate(table.issues) if issue.id == best.input.issue)
        assert best.swing == pytest.approx(weight * (best.input.high - best.input.low))


def test_stability_over_draws_and_its_swings() -> None:
    table, dossier = case()
    function = Holds(table, dossier, draws=600)
    assert 0 < function.base < 1
    points = np.random.default_rng(1).random((1500, len(function.inputs)))
    assert function.from_unit(points).mean() == pytest.approx(function.base, abs=0.06)
    bars = tornado(function).bars
    place = bars[0].place
    low, high = function.profile(place, np.array([bars[0].input.low, bars[0].input.high]))
    assert (high - low) * (bars[0].high - bars[0].low) > 0


def test_inputs_that_are_set_are_no_inputs() -> None:
    table, _ = case()
    changed = apply(table, [SetSalience("union", "toll", 0.4)]).subject
    assert isinstance(changed, Negotiation)
    kinds = [(each.kind, each.party, each.issue) for each in AcceptedBy(changed, nash_deal(changed)).inputs]
    assert ("salience", "union", "toll") not in kinds
    assert ("salience", "norland", "toll") in kinds


def test_evidence_is_what_leaving_it_out_really_changes() -> None:
    table, dossier = case()
    function = forecast_of(table, "border", "weighted_mean")
    found = evidence(function, table, dossier)
    assert [abs(each.change or 0) for each in found] == sorted((abs(each.change or 0) for each in found), reverse=True)
    for each in found[:5]:
        after = what_if(table, [WithoutStatement(each.statement)], dossier=dossier, analyses=("forecast",)).after
        assert after.forecast is not None
        assert each.result == pytest.approx(after.forecast.issue("border").models["weighted_mean"].forecast)
        said = next(s for s in dossier.statements if s.id == each.statement)
        assert (each.quote, each.report) == (said.evidence.quote, said.evidence.report)
    changed = apply(table, [WithoutStatement("s8")], dossier).subject
    own = without(table, "s8")
    assert isinstance(changed, Negotiation)
    assert np.array_equal(own.supports, changed.supports) and np.array_equal(own.spoken, changed.spoken)
    assert own.basis == changed.basis


def test_evidence_for_deals_and_stability() -> None:
    table, dossier = case()
    assert evidence(AcceptedBy(table, nash_deal(table)), table, dossier, draws=300)
    found = evidence(Holds(table, dossier, draws=300), table, dossier)
    assert found and all(each.quote for each in found)


def test_all_of_it_for_each_result() -> None:
    table, dossier = case()
    for on in (
        "nash",
        "utility:Küstenunion",
        "forecast:Grenze",
        "forecast:border:scholz",
        "stability",
        "stability:seq",
    ):
        found = sensitivity(table, on, dossier=dossier, n=16)
        assert found.tornado.bars
        assert found.indices is not None
        for language in ("de", "en"):
            plain = found.as_json(language)
            assert plain["title"] and plain["notes"]
            bars = plain["tornado"]["bars"]  # type: ignore[index]
            assert all("{" not in bar["text"] for bar in bars)
        assert found.as_json() == sensitivity(table, on, dossier=dossier, n=16).as_json()


@pytest.mark.parametrize("on", ["moon", "forecast:moon", "forecast:border:moon", "utility:moon", "stability:moon"])
def test_results_that_there_are_not(on: str) -> None:
    table, dossier = case()
    with pytest.raises(ChangeError, match=r"there is no|choose from|there are"):
        sensitivity(table, on, dossier=dossier)


def test_overview_takes_the_nash_deal_or_else_a_forecast() -> None:
    table, dossier = case()
    found = overview(table, dossier)
    assert found is not None and found.on == "nash"
    assert found.indices is None
    assert len(found.break_evens) <= 5
    bare = replace(table, issues=tuple(replace(issue, status_quo=None) for issue in table.issues))
    other = overview(bare, dossier)
    assert other is not None and other.on == "forecast"
    empty = replace(bare, supports=0 * bare.supports, opposes=0 * bare.opposes)
    assert overview(empty, dossier) is None


def test_a_table_says_what_is_assumed() -> None:
    rows = [TableRow("", "A", 2, 0, 0.5, 1), TableRow("", "B", 1, 100, 0.5, 2), TableRow("", "C", 1, 60, 1.0, 3)]
    found = sensitivity(Table(tuple(rows), {}), "forecast", n=64, threshold=50.0)
    assert any("±10 %" in note for note in found.notes("en"))
    assert found.base == pytest.approx(44)
    assert all(each.threshold == 50 for each in found.break_evens)
    by_hand = {each.input.party: each.value for each in found.break_evens if each.input.kind == "position"}
    assert by_hand["C"] == pytest.approx(75)
    with pytest.raises(ChangeError, match="only forecasts"):
        sensitivity(Table(tuple(rows), {}), "nash")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "there is no change|cannot be read|syntax"),
        ("hope Norland", "there is no change 'hope'"),
        ("salience Norland", "does not say everything"),
        ("salience Norland Grenze viel", "is no number"),
        ("leaves Nirgendwo", "no party 'Nirgendwo'"),
        ("leaves land", "fits several"),
        ('leaves "Norland', "quotation mark"),
        ("says Norland maybe Grenze", "does not say everything"),
        ("acceptance Norland Grenze zu 0.5", "has no option"),
    ],
)
def test_what_cannot_be_read(written: str, words: str) -> None:
    table, dossier = case()
    with pytest.raises(ChangeError, match=words):
        parse(written, table, dossier)


def test_names_labels_and_parts_of_them() -> None:
    table, dossier = case()
    assert parse("salience norland GRENZE 0,5", table) == SetSalience("norland", "border", 0.5)
    assert parse('position Küstenunion Grenze "tagsüber offen"', table) == SetPosition("union", "border", "daily")
    assert parse("leaves kuesten", table) == parse("leaves union", table)
    added = parse("says Norland oppose Maut keine", table, dossier)
    after = what_if(table, [added], dossier=dossier, analyses=("settlement",)).after.subject
    assert isinstance(after, Negotiation)
    p, i = 0, [issue.id for issue in table.issues].index("toll")
    assert after.opposes[p, i].sum() == table.opposes[p, i].sum() + 1
    joined = what_if(table, [parse("joins Westmark", table, dossier)], dossier=dossier).after.subject
    assert isinstance(joined, Negotiation) and len(joined.parties) == 4


def test_what_is_set_to_the_last_share_leaves_nothing_to_move() -> None:
    table, dossier = case()
    changed = apply(table, [SetSalience("norland", "toll", 1.0)]).subject
    assert isinstance(changed, Negotiation)
    for on in ("utility:norland", "nash", "stability", "forecast:toll"):
        try:
            found = sensitivity(changed, on, dossier=dossier, n=8)
        except ChangeError as error:
            assert error.key == "no_nash"
            continue
        assert not any((bar.input.kind, bar.input.party) == ("salience", "norland") for bar in found.tornado.bars)
    alone = build(dossier, parties=["norland", "sudland"], issues=["toll"])
    found = sensitivity(alone, "stability", dossier=dossier, n=8)
    assert all(bar.input.kind != "salience" for bar in found.tornado.bars)


def test_reasons_are_in_the_language_of_the_message() -> None:
    _, dossier = case()
    free = dossier.model_copy(
        update={
            "issues": [
                issue.model_copy(
                    update={"options": [o.model_copy(update={"controlled_by": []}) for o in issue.options]}
                )
                for issue in dossier.issues
            ]
        }
    )
    with pytest.raises(ChangeError) as caught:
        Holds(build(free, parties=["norland", "sudland", "union"]), free)
    german, english = caught.value.text("de"), caught.value.text("en")
    assert german.startswith("es gibt keine Stabilität: ") and english.startswith("there is no stability: ")
    assert german.split(": ", 1)[1] != english.split(": ", 1)[1]


def test_every_text_stands_in_both_languages_with_the_same_gaps() -> None:
    from detente.sensitivity.words import _data

    def check(each: dict[str, object]) -> None:
        if isinstance(each.get("en"), str):
            assert set(each) == {"en", "de"}
            gaps = [set(re.findall(r"{(\w+)", str(each[language]))) for language in ("en", "de")]
            assert gaps[0] == gaps[1]
            return
        for inner in each.values():
            assert isinstance(inner, dict)
            check(inner)

    check(_data())
