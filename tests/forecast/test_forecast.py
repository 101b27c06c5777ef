"""What each model expects on each issue, with intervals, chances and reasons."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from negotiation.dossiers import PARTIES, TALKS, Row, dossier

import detente.forecast
from detente.contract import Issue, Option
from detente.forecast import (
    MODELS,
    VARIANTS,
    Forecast,
    Table,
    TableError,
    TableRow,
    accuracy,
    compare,
    explained,
    forecast,
    from_table,
    inputs_of,
    weighted_mean,
    word,
)
from detente.forecast.record import errors_of
from detente.negotiation import build

HARBOUR = [
    ("depth", "Port", 3, 100, 0.8),
    ("depth", "Line", 2, 90, 0.95),
    ("depth", "Village", 1, 0, 0.6),
    ("toll", "Port", 3, 0, 0.6),
    ("toll", "Line", 2, 10, 0.3),
    ("toll", "Village", 1, 100, 0.85),
    ("night", "Village", 1, 0, 1.0),
]
FOLDER = Path(detente.forecast.__file__).parent


def table(rows: list[tuple[str, str, float | None, float | None, float | None]], **outcomes: float) -> Table:
    lines = tuple(TableRow(*row, line=n) for n, row in enumerate(rows, 2))
    return Table(lines, outcomes, "harbour.csv")


@pytest.fixture(scope="module")
def harbour() -> Forecast:
    return forecast(table(HARBOUR, depth=60, toll=40))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def talks() -> Forecast:
    return forecast(build(dossier([*TALKS, ("union", "support", "troops", "yes", "r3")])), draws=400)


def test_a_table_is_forecast_by_every_model(harbour: Forecast) -> None:
    depth = harbour.issue("depth")
    assert list(depth.models) == list(MODELS) == list(harbour.models)
    weights = np.array([2.4, 1.9, 0.6])
    assert depth.models["weighted_mean"].forecast == pytest.approx((240 + 171) / weights.sum())
    assert depth.models["weighted_median"].forecast == 90
    assert [actor.weight for actor in depth.actors] == pytest.approx(list(weights / weights.sum()))
    assert [each.issue for each in harbour.not_forecast] == ["night"]
    assert all(0 <= model.forecast <= 100 for issue in harbour.issues for model in issue.models.values())  # type: ignore[operator]


@pytest.mark.parametrize("model", MODELS)
def test_a_tables_interval_is_as_wide_as_the_errors_on_deu3(harbour: Forecast, model: str) -> None:
    record = accuracy(model, "paper")
    assert record is not None
    found = harbour.issue("depth").models[model]
    assert (found.basis, found.interval) == ("measured", found.outlook)
    assert found.forecast is not None and found.interval is not None
    low, high = found.interval
    assert low == pytest.approx(max(0, found.forecast - record.within), abs=1)
    assert high == pytest.approx(min(100, found.forecast + record.within), abs=1)


def test_intervals_follow_the_tables_own_scale() -> None:
    rows = [("a", "Port", 1, 4, 1), ("a", "Village", 1, 10, 1)]
    found = forecast(table(rows)).issue("a")  # type: ignore[arg-type]
    assert found.scale == (4, 10)
    assert found.models["weighted_mean"].forecast == 7
    low, high = found.models["weighted_mean"].interval or (0, 0)
    record = accuracy("weighted_mean", "paper")
    assert record is not None
    assert (7 - low, high - 7) == pytest.approx((record.within * 0.06,) * 2, abs=0.05)
    assert [option.id for option in found.options] == ["4", "10"]


def test_actors_without_numbers_are_left_out_and_listed() -> None:
    found = forecast(table([*HARBOUR, ("depth", "Anglers", 1, None, 0.4), ("depth", "Press", 1, 5, None)]))  # type: ignore[arg-type, list-item]
    assert found.issue("depth").left_out == ("Anglers", "Press")
    assert len(found.issue("depth").actors) == 3
    (listed,) = [each for each in found.assumptions if each.kind == "table_left_out"]
    assert "Anglers (position), Press (salience)" in listed.text("en")


def test_a_table_without_two_positions_is_one_error() -> None:
    with pytest.raises(TableError, match=r"harbour\.csv: no issue has two actors"):
        forecast(table([("a", "Port", 1, 4, 1), ("b", "Village", 1, 10, 1)]))
    with pytest.raises(TableError, match="no issue has two actors"):
        forecast(table([("a", "Port", 0, 4, 1), ("a", "Village", 1, 10, 0)]))


def test_where_all_agree_that_is_expected() -> None:
    found = forecast(table([("a", "Port", 1, 30, 1), ("a", "Village", 2, 30, 0.5)])).issue("a")
    assert {model.forecast for model in found.models.values()} == {30}
    assert {model.interval for model in found.models.values()} == {(30, 30)}


def test_exchange_needs_several_issues_and_tells_who_gives_way(harbour: Forecast) -> None:
    (swap, *_) = harbour.issue("depth").swaps
    assert {swap.issue, swap.other_issue} == {"depth", "toll"}
    assert swap.gain > 0
    assert swap.actor_move[0] != swap.actor_move[1]
    one = forecast(table(HARBOUR[:3]))  # type: ignore[arg-type]
    assert one.not_run == {"exchange": "one_issue"}
    assert "exchange" not in one.models
    many = [(f"i{i}", f"a{a}", 1, (a * 37 + i * 11) % 101, 0.5) for a in range(60) for i in range(60)]
    assert forecast(table(many), models=["exchange"]).not_run == {"exchange": "too_large"}  # type: ignore[arg-type]


def test_the_course_of_the_challenges_is_kept(harbour: Forecast) -> None:
    depth = harbour.issue("depth")
    assert depth.course is not None
    shown = depth.as_json()["models"]["scholz"]  # type: ignore[index]
    assert shown["variant"] == "paper"
    assert len(shown["rounds"]) == len(depth.course.rounds) > 0
    assert shown["rounds"][-1]["mean"] == depth.models["scholz"].forecast == shown["forecast"]
    offers = shown["rounds"][0]["offers"]
    assert {offer["actor"] for offer in offers} <= {"Port", "Line", "Village"}
    assert {offer["kind"] for offer in offers} <= {"confrontation", "compromise", "compel", "stalemate"}


def test_many_actors_list_the_offers_taken_only() -> None:
    crowd = [("a", f"actor {n}", 1.0 + n % 3, float(n * 37 % 101), 0.5) for n in range(61)]
    for rows, listed in ((crowd[:60], "all"), (crowd, "taken")):
        issue = forecast(table(rows), models=["scholz"]).issue("a")  # type: ignore[arg-type]
        shown = issue.as_json()["models"]["scholz"]  # type: ignore[index]
        assert shown["offers_listed"] == listed
        taken = {offer["taken"] for played in shown["rounds"] for offer in played["offers"]}
        assert taken == ({True} if listed == "taken" else {True, False})


def test_variants_and_models_are_chosen_by_name() -> None:
    one = forecast(table(HARBOUR), models=["scholz"], variant="printed")  # type: ignore[arg-type]
    assert one.models == ("scholz",)
    assert one.issue("depth").course.variant == "printed"  # type: ignore[union-attr]
    assert accuracy("scholz", "printed") != accuracy("scholz", "paper")
    for wrong in ({"models": ["tarot"]}, {"variant": "tarot"}, {"draws": 0}):
        with pytest.raises(ValueError):
            forecast(table(HARBOUR), **wrong)  # type: ignore[arg-type]


def test_a_dossiers_forecast_with_interval_and_chances_over_its_draws(talks: Forecast) -> None:
    inputs = inputs_of(build(dossier(TALKS)), draws=400).issues[0]
    assert inputs.sample is not None and inputs.sample.positions is not None
    truce = forecast(build(dossier(TALKS)), draws=400).issue("truce")
    drawn = weighted_mean(inputs.sample.positions, inputs.capability * inputs.sample.salience)
    mean = truce.models["weighted_mean"]
    assert mean.interval == pytest.approx(tuple(np.quantile(drawn, [0.1, 0.9])))
    assert mean.chances["none"] == pytest.approx(np.mean(drawn < 25), abs=1e-6)
    assert mean.chances["lasting"] == pytest.approx(np.mean(drawn > 75), abs=1e-6)
    for issue in talks.issues:
        for model in issue.models.values():
            assert model.basis == "draws"
            assert set(model.chances) == {option.id for option in issue.options} == set(model.outlook_chances)
            assert sum(model.chances.values()) == pytest.approx(1)
            assert sum(model.outlook_chances.values()) == pytest.approx(1)


def test_with_its_own_error_a_model_is_less_sure(talks: Forecast) -> None:
    for issue in talks.issues:
        mean = issue.models["weighted_mean"]
        assert mean.interval is not None and mean.outlook is not None
        wider = (mean.outlook[1] - mean.outlook[0]) - (mean.interval[1] - mean.interval[0])
        assert wider > 0 or mean.interval == mean.outlook == (0, 100)
        for model in issue.models.values():
            assert model.outlook is not None and model.interval is not None
            assert model.outlook[0] <= model.interval[0] <= model.interval[1] <= model.outlook[1]
        assert max(mean.outlook_chances.values()) < max(mean.chances.values())
        assert mean.likeliest in mean.chances


def test_the_statements_behind_a_forecast_are_named(talks: Forecast) -> None:
    assert set(talks.issue("truce").statements) == {f"s{n}" for n in (1, 2, 4, 5, 6)}
    actors = {actor.actor: actor for actor in talks.issue("troops").actors}
    assert actors["union"].statements == ("s8",)
    assert talks.issue("truce").thin is False


def test_half_the_table_silent_is_thin() -> None:
    rows: list[Row] = [*TALKS, ("union", "open", "truce", "limited", "r3"), ("union", "open", "troops", "yes", "r3")]
    ally = PARTIES[5].model_copy(update={"id": "ally", "name": "Bund"})
    rows += [("ally", "open", "truce", "limited", "r3")]
    seated = build(dossier(rows, parties=[*PARTIES, ally]))
    truce = forecast(seated, draws=50).issue("truce")
    assert (len(truce.actors), set(truce.left_out), truce.thin) == (2, {"union", "ally"}, True)


def test_options_without_a_scale_have_chances_all_the_same() -> None:
    flag = Issue(id="flag", label="Flagge", options=[Option(id="red", label="rot"), Option(id="blue", label="blau")])
    rows: list[Row] = [
        ("norland", "support", "flag", "red", "r1"),
        ("norland", "support", "flag", "red", "r2"),
        ("norland", "oppose", "flag", "blue", "r2"),
        ("sudland", "support", "flag", "red", "r2"),
    ]
    found = forecast(build(dossier(rows, issues=[flag])), draws=300)
    models = found.issue("flag").models
    assert set(models) == {"weighted_support", "election"}
    for model in models.values():
        assert (model.forecast, model.interval) == (None, None)
        assert sum(model.chances.values()) == pytest.approx(1)
        assert model.chances["red"] > 0.55
    assert found.as_json()["issues"][0]["scale"] is None  # type: ignore[index]


def test_changed_inputs_change_the_forecast_and_no_more() -> None:
    inputs = from_table(table(HARBOUR))  # type: ignore[arg-type]
    depth, toll = inputs.issues
    bold = replace(depth, positions=np.array([100.0, 90.0, 50.0]))
    before, after = forecast(inputs), forecast(replace(inputs, issues=(bold, toll)))
    moved = [
        (f.issue("depth").models["weighted_mean"].forecast, f.issue("toll").models["weighted_mean"].forecast)
        for f in (before, after)
    ]
    assert moved[1][0] == pytest.approx(moved[0][0] + 50 * 0.6 / 4.9)  # type: ignore[operator]
    assert moved[1][1] == moved[0][1]


def test_the_same_again() -> None:
    seated = build(dossier(TALKS))
    assert forecast(seated, draws=60).as_json() == forecast(seated, draws=60).as_json()
    assert forecast(seated, draws=60).as_json() != forecast(seated, draws=60, seed=1).as_json()


@pytest.mark.parametrize("language", ["de", "en"])
def test_json_has_the_contracts_keys(harbour: Forecast, talks: Forecast, language: str) -> None:
    for found in (harbour, talks):
        shown = json.loads(json.dumps(found.as_json(language), allow_nan=False))  # type: ignore[arg-type]
        for issue in shown["issues"]:
            for model in issue["models"].values():
                assert {"forecast", "interval"} <= set(model)
            assert {"variant", "rounds"} <= set(issue["models"]["scholz"])
            for played in issue["models"]["scholz"]["rounds"]:
                assert {"positions", "median", "mean", "offers"} == set(played)
            assert "exchanges" in issue["models"]["exchange"]
        assert set(shown["explanations"]) == set(shown["accuracy"]) == set(MODELS)
        assert shown["accuracy"]["weighted_mean"]["mae"] == 23.22
        assert shown["caution"] and shown["intervals"]
        assert shown["assumptions"]


def test_errors_spread_as_on_deu3() -> None:
    record = accuracy("weighted_mean", "paper")
    assert record is not None
    errors = errors_of("weighted_mean", variant="paper", count=1000)
    assert np.abs(errors).mean() == pytest.approx(record.mae, abs=0.5)
    assert np.mean(np.abs(errors) <= record.within) == pytest.approx(0.8, abs=0.005)
    assert abs(errors.mean()) < 0.5
    unmeasured, mean = (errors_of(name, variant="paper", count=10) for name in ("weighted_support", "weighted_mean"))
    assert (unmeasured == mean).all()


def test_no_model_errs_less_than_the_weighted_mean() -> None:
    mean = accuracy("weighted_mean", "paper")
    assert mean is not None
    for name in MODELS:
        record = accuracy(name, "paper")
        assert record is not None
        assert record.mae >= mean.mae
        assert record.difference[1] <= record.difference[0] <= record.difference[2]


def test_forecasts_beside_outcomes(harbour: Forecast) -> None:
    found = compare(harbour)
    mean = next(each for each in found.models if each.model == "weighted_mean")
    off = [abs(harbour.issue(i).models["weighted_mean"].forecast - o) for i, o in (("depth", 60), ("toll", 40))]  # type: ignore[operator]
    assert (found.issues, mean.issues, mean.mae) == (2, 2, pytest.approx(np.mean(off)))
    assert (mean.dichotomous, mean.rest) == ((0, None), (2, pytest.approx(np.mean(off))))
    assert [each.mae for each in found.models] == sorted(each.mae for each in found.models)
    with pytest.raises(TableError, match="outcome"):
        compare(forecast(table(HARBOUR)))  # type: ignore[arg-type]


def deu3() -> Table:
    """DEU III as a table, with GDP as capability; skips where the data are missing."""
    path = Path(__file__).parents[2].parent / "shared" / "data" / "deu3_issues.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    data = json.loads(path.read_text("utf-8"))
    rows = tuple(
        TableRow(
            issue["issue"],
            actor,
            data["gdp_trn_row"][actor],
            position,
            None if issue["sal"][actor] is None else issue["sal"][actor] / 100,
        )
        for issue in data["issues"]
        for actor, position in issue["pos"].items()
        if position is not None
    )
    return Table(rows, {i["issue"]: i["out"] for i in data["issues"] if i["out"] is not None}, str(path))


def test_deu3_as_a_table_gives_the_published_errors_and_intervals_hold_what_they_promise() -> None:
    found = forecast(deu3(), models=["weighted_mean", "weighted_median", "nash", "exchange"])
    assert found.not_run == {"exchange": "too_large"}
    errors = {each.model: each for each in compare(found).models}
    mean, median = errors["weighted_mean"], errors["weighted_median"]
    assert (round(mean.mae, 2), round(mean.median, 1), round(median.mae, 2)) == (23.22, 18.8, 27.58)
    assert (mean.dichotomous[0], mean.rest[0]) == (100, 253)
    assert [round(part[1] or 0, 2) for part in (mean.dichotomous, mean.rest)] == [28.98, 20.95]
    for name in errors:
        inside = []
        for issue in found.issues:
            low, high = issue.models[name].interval or (0, 0)
            if issue.outcome is not None:
                inside.append(low - 0.5 <= issue.outcome <= high + 0.5)
        assert 0.78 <= np.mean(inside) <= 0.86, name


def test_errors_are_counted_on_a_scale_of_0_to_100_and_dichotomous_issues_apart() -> None:
    rows = [("a", "Port", 1, 4, 1), ("a", "Village", 1, 10, 1), ("b", "Port", 1, 0, 1), ("b", "Press", 1, 5, 1)]
    rows += [("b", "Village", 1, 10, 1)]
    found = compare(forecast(table(rows, a=10, b=6), models=["weighted_mean"]))  # type: ignore[arg-type]
    assert found.models[0].dichotomous == (1, 50)
    assert found.models[0].rest == (1, pytest.approx(10))


@pytest.mark.parametrize("name", ["words", "models"])
def test_words_are_there_in_both_languages(name: str) -> None:
    def leaves(found: dict[str, object], path: str = "") -> dict[str, dict[str, str]]:
        result: dict[str, dict[str, str]] = {}
        for key, each in found.items():
            if isinstance(each, dict):
                if "en" in each or "de" in each:
                    result[f"{path}{key}"] = each
                else:
                    result |= leaves(each, f"{path}{key}.")
        return result

    for key, words in leaves(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))).items():
        assert set(words) >= {"de", "en"}, key
        fields = [{field for _, field, _, _ in Formatter().parse(words[language])} for language in ("de", "en")]
        assert fields[0] == fields[1], key


def test_every_model_is_explained() -> None:
    for model in (*MODELS, "weighted_support"):
        assert explained(model, "de")["says"] != explained(model, "en")["says"]
    for key in ("caution", "intervals.draws", "intervals.measured", "not_run.one_issue", "not_run.too_large"):
        assert word(key, "de") != word(key, "en")


NUMBER = st.floats(0, 50).map(lambda x: round(x, 2))


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.tuples(NUMBER, st.floats(-20, 120), st.floats(0, 1)), min_size=4, max_size=14),
    variant=st.sampled_from(sorted(VARIANTS)),
)
def test_any_table_is_forecast_within_its_positions_or_refused(
    cells: list[tuple[float, float, float]], variant: str
) -> None:
    rows = [(f"issue {n % 2}", f"actor {n // 2}", *cell) for n, cell in enumerate(cells)]
    try:
        found = forecast(table(rows), variant=variant)  # type: ignore[arg-type]
    except TableError as error:
        assert error.key == "nothing"
        return
    for issue in found.issues:
        low = min(actor.position for actor in issue.actors)  # type: ignore[type-var]
        high = max(actor.position for actor in issue.actors)  # type: ignore[type-var]
        slack = 1e-9 * (1 + abs(low) + abs(high))  # type: ignore[arg-type, operator]
        for name, model in issue.models.items():
            assert model.forecast is not None and model.interval is not None, name
            assert low - slack <= model.forecast <= high + slack, name  # type: ignore[operator]
            assert model.interval[0] - slack <= model.forecast <= model.interval[1] + slack, name
            assert sum(model.outlook_chances.values()) == pytest.approx(1), name
    json.dumps(found.as_json(), allow_nan=False)


def test_issues_that_matter_next_to_nothing_beside_others_are_forecast_too() -> None:
    rows = [
        ("a", "one", 5.0, 10.0, 1e-310), ("b", "one", 5.0, 90.0, 1.0),
        ("a", "two", 5.0, 90.0, 1e-309), ("b", "two", 5.0, 10.0, 1.0),
    ]  # fmt: skip
    found = forecast(table(rows))
    assert all(0 <= issue.models[name].forecast <= 100 for issue in found.issues for name in issue.models)  # type: ignore[operator]


def test_positions_next_to_each_other_are_options_of_their_own() -> None:
    rows = [("a", "one", 1.0, 50.0, 1.0), ("a", "two", 1.0, 50.0 + 1e-13, 1.0), ("a", "three", 1.0, 80.0, 1.0)]
    (issue,) = forecast(table(rows)).issues
    assert [option.value for option in issue.options] == [50, 50 + 1e-13, 80]
    for name, model in issue.models.items():
        assert sum(model.outlook_chances.values()) == pytest.approx(1), name
