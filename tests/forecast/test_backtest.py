from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import detente.forecast
from detente.forecast.backtest import MODELS, Case, Score, backtest, difference, each, scholz_model

from .published import SHARED, needs_shared, read

ACCURACY = Path(detente.forecast.__file__).parent / "accuracy.toml"
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "forecast" / "deu3.py"
MIDDLE = {"middle": each(lambda case: 50.0)}


def case(name: str, group: str, positions: list[float], outcome: float | None) -> Case:
    x = np.array(positions, dtype=float)
    return Case(name, group, tuple("abcdef"[: len(x)]), x, np.ones(len(x)), np.ones(len(x)), outcome)


CASES = [
    case("one", "g", [0, 100, 100], 100),
    case("two", "g", [0, 50, 100], 40),
    case("three", "h", [0, 20, 100], 80),
    case("open", "h", [0, 20, 100], None),
]


def test_errors_and_their_parts() -> None:
    (score,) = backtest(CASES, MIDDLE)
    assert score.errors.tolist() == [50, 10, 30] and score.names == ("one", "two", "three")
    assert (score.n, score.mae, score.median) == (3, 30, 30)
    assert score.dichotomous == (1, 50) and score.rest == (2, 20)
    assert score.quantiles[[0, 10, 20]].tolist() == [10, 30, 50]


def test_models_may_pass() -> None:
    (score,) = backtest(CASES, {"some": each(lambda case: np.nan if case.group == "g" else 70.0)})
    assert (score.n, score.mae) == (1, 10) and score.dichotomous[0] == 0 and np.isnan(score.dichotomous[1])
    with pytest.raises(ValueError, match="none: forecasts none"):
        backtest(CASES, {"none": each(lambda case: float("nan"))})
    with pytest.raises(ValueError, match="no issue has an outcome"):
        backtest(CASES[3:], MIDDLE)


def test_every_model_forecasts_every_issue() -> None:
    rng = np.random.default_rng(0)
    cases = [case(f"i{n}", f"g{n % 4}", rng.uniform(0, 100, 5).tolist(), rng.uniform(0, 100)) for n in range(12)]
    for score in backtest(cases, MODELS):
        assert score.n == 12 and 0 <= score.mae <= 100, score.model
    assert [score.model for score in backtest(cases, MODELS)] == list(MODELS)


def test_exchange_sees_the_group() -> None:
    x = {"one": [100, 0], "two": [100, 0]}
    s = {"one": [0.8, 0.4], "two": [0.4, 0.8]}
    cases = [Case(n, "g", ("a", "b"), np.array(x[n], float), np.ones(2), np.array(s[n]), 50.0) for n in x]
    assert MODELS["exchange.equal_gain"](cases) == pytest.approx([100, 0])
    apart = [Case(c.name, c.name, c.actors, c.positions, c.capabilities, c.saliences, 50.0) for c in cases]
    assert MODELS["exchange.equal_gain"](apart) == pytest.approx([200 / 3, 100 / 3])


def test_the_bootstrap_draws_groups() -> None:
    # Ten groups of 20 issues with one error each: as uncertain as ten issues, not as 200
    rng = np.random.default_rng(1)
    worse = rng.normal(2, 5, 10)
    cases = [case(f"{g}-{n}", str(g), [0, 100], 50) for g in range(10) for n in range(20)]
    names = tuple(each.name for each in cases)
    base = Score("base", 200, 20, 20, (200, 20), (0, np.nan), np.full(200, 20.0), names)
    other = Score("other", 200, 0, 0, (200, 0), (0, np.nan), 20 + np.repeat(worse, 20), names)
    gap, low, high = difference(other, base, cases)
    assert gap == pytest.approx(worse.mean())
    assert high - low == pytest.approx(2 * 1.96 * worse.std() / np.sqrt(10), rel=0.1)
    assert low < gap < high and difference(base, base, cases) == (0, 0, 0)
    assert difference(other, base, cases, seed=0) == (gap, low, high)
    with pytest.raises(ValueError, match="none of the same issues"):
        difference(other, base, [])


@pytest.mark.parametrize(
    ("positions", "outcome", "words"),
    [
        ([0, np.nan], 5, "a: positions: holds NaN"),
        ([0, 101], 5, "outside the range"),
        ([0, 10], 500, "outside the range"),
        ([], 5, "empty"),
    ],
)
def test_bad_cases(positions: list[float], outcome: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        case("a", "g", positions, outcome)
    with pytest.raises(ValueError, match="weights: all zero"):
        Case("a", "g", ("x",), np.ones(1), np.zeros(1), np.ones(1), 5.0)
    with pytest.raises(ValueError, match="2 actors, but 1 positions"):
        Case("a", "g", ("x", "y"), np.ones(1), np.ones(1), np.ones(1), 5.0)


def _deu3() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deu3", BENCHMARK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_shared
def test_the_figures_shipped_are_those_of_deu3() -> None:
    deu3 = _deu3()
    cases = deu3.load(SHARED / "deu3_issues.json")
    scores = backtest(cases, MODELS)
    shipped, again = (
        {(row["name"], row.get("variant")): row for row in tomllib.loads(text)["model"]}
        for text in (ACCURACY.read_text(encoding="utf-8"), deu3.as_toml(scores, cases))
    )
    assert shipped.keys() == again.keys()
    for key, row in shipped.items():
        for figure in ("n", "mae", "median", "difference", "quantiles"):
            assert row[figure] == pytest.approx(again[key][figure], abs=0.0051), (key, figure)
        for part in ("dichotomous", "rest"):
            assert row[part] == pytest.approx(again[key][part], abs=0.0051), (key, part)


def test_the_figures_of_the_field() -> None:
    """The table in the field notes, to two decimals; nobody beats the weighted mean."""
    rows = tomllib.loads(ACCURACY.read_text(encoding="utf-8"))
    models = {(row["name"], row.get("variant")): row for row in rows["model"]}
    assert rows["issues"] == 353
    expected = {
        "weighted_mean": 23.22,
        "salience_only": 23.68,
        "unweighted": 23.71,
        "weighted_median": 27.58,
        "constant": 28.02,
    }
    assert {name: models[name, None]["mae"] for name in expected} == expected
    assert models["exchange", "decide"]["mae"] == pytest.approx(24.8, abs=0.05)
    assert min(row["mae"] for row in models.values()) == 23.22
    assert models["weighted_mean", None]["dichotomous"] == {"n": 100, "mae": 28.98}
    assert models["weighted_mean", None]["rest"] == {"n": 253, "mae": 20.95}


@needs_shared
def test_the_expected_utility_model_as_measured_before() -> None:
    """The rows of deu3_scholz_mae.json for the mean with GDP, to two decimals, where no rounding error decides."""
    cases = _deu3().load(SHARED / "deu3_issues.json")
    published = read("deu3_scholz_mae.json")["results"]
    variants = {"faithful": "jmckib", "fixed(min-move+compel)": "least_movement"}
    for words, variant in variants.items():
        for q, rounds in ((1.0, 1), (1.0, 5), (0.5, 5)):
            (score,) = backtest(cases, {variant: scholz_model(variant, rounds=rounds, q=q, span=None)})
            n, mae, median, _ = published[f"scholz gdp Q={q} rounds={rounds} mean {words}"]
            assert (score.n, score.mae, score.median) == pytest.approx((n, mae, median), abs=0.0051)


@needs_shared
def test_the_differences_as_measured_before() -> None:
    models = {name: MODELS[name] for name in ("weighted_mean", "weighted_median", "constant")}
    cases = _deu3().load(SHARED / "deu3_issues.json")
    mean, median, constant = backtest(cases, models)
    published = read("forecast_accuracy.json")["measured_here_353_issues"][
        "paired cluster bootstrap vs c*s mean (GDP row)"
    ]
    for score, name in ((median, "median - mean"), (constant, "const50 - mean")):
        found = difference(score, mean, cases)
        assert found[0] == pytest.approx(published[name][0], abs=0.0051)
        assert found[1:] == pytest.approx(published[name][1:], abs=0.1)  # another seed
