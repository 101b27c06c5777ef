"""Measure the forecast models on DEU III: errors by model, and the difference to the weighted mean.

    python benchmarks/forecast/deu3.py [FOLDER] [--write]

FOLDER holds deu3_issues.json (default: ../shared/data beside the repository; DEU III is not passed on with détente).
--write puts the result into src/detente/forecast/accuracy.toml, which `detente forecast` and the brief quote.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import numpy as np

from detente.forecast.backtest import MODELS, Case, Score, backtest, difference, scholz_model

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "data"
TARGET = ROOT / "src" / "detente" / "forecast" / "accuracy.toml"
PUBLISHED = {
    "scholz, as measured before: replication, Q=1, 10 rounds": scholz_model("jmckib", span=None),
    "scholz, as measured before: replication, Q=0.5, 10 rounds": scholz_model("jmckib", q=0.5, span=None),
    "scholz, as measured before: least movement, Q=1, 1 round": scholz_model("least_movement", rounds=1, span=None),
}


def load(path: Path) -> list[Case]:
    """The issues; capabilities are those of the file's row by GDP and institution."""
    data = json.loads(path.read_text(encoding="utf-8"))
    capability = data["gdp_trn_row"]
    cases = []
    for issue in data["issues"]:
        there = tuple(a for a in capability if issue["pos"][a] is not None)
        x, s = (np.array([issue[key][actor] or 0 for actor in there], dtype=float) for key in ("pos", "sal"))
        c = np.array([capability[actor] for actor in there], dtype=float)
        cases.append(Case(issue["issue"], issue["proposal"], there, x, c, s / 100, issue["out"]))
    return cases


def table(scores: tuple[Score, ...], cases: list[Case]) -> str:
    """As Markdown."""
    n_two, n_rest = scores[0].dichotomous[0], scores[0].rest[0]
    lines = [
        f"| model | issues | MAE | median error | MAE, {n_two} dichotomous | MAE, {n_rest} others "
        "| MAE less that of the weighted mean [95 %] |",
        "|---|---|---|---|---|---|---|",
    ]
    for score in scores:
        gap, low, high = difference(score, scores[0], cases)
        against = "–" if score is scores[0] else f"{gap:+.2f} [{low:+.2f}, {high:+.2f}]"
        figures = f"{score.mae:.2f} | {score.median:.2f} | {score.dichotomous[1]:.2f} | {score.rest[1]:.2f}"
        lines.append(f"| {score.model} | {score.n} | {figures} | {against} |")
    return "\n".join(lines)


def as_toml(scores: tuple[Score, ...], cases: list[Case]) -> str:
    """The data file that the package ships: figures, no data of DEU III."""
    lines = [
        "# How far the models' forecasts were from the outcomes of DEU III, on the scale from 0 to 100.",
        "# Written by benchmarks/forecast/deu3.py --write; do not edit.",
        "# difference: mean error less that of the weighted mean, and the 95 % interval of a paired bootstrap",
        "# by proposal; quantiles: of the absolute error, at 0, 5, ... 100 % of the issues.",
        "",
        'data = "DEU III"',
        'source = "Arregui, Perarnaud 2021, The Decision-making in the European Union dataset, doi:10.34810/data53"',
        f"issues = {scores[0].n}",
        f"measured = {date.today().isoformat()}",
    ]
    for score in scores:
        name, _, variant = score.model.partition(".")
        gap = [round(figure, 2) for figure in difference(score, scores[0], cases)]
        lines += ["", "[[model]]", f'name = "{name}"']
        lines += [f'variant = "{variant}"'] if variant else []
        lines += [
            f"n = {score.n}",
            f"mae = {score.mae:.2f}",
            f"median = {score.median:.2f}",
            f"dichotomous = {{ n = {score.dichotomous[0]}, mae = {score.dichotomous[1]:.2f} }}",
            f"rest = {{ n = {score.rest[0]}, mae = {score.rest[1]:.2f} }}",
            f"difference = {gap}",
            f"quantiles = {[round(figure, 2) for figure in score.quantiles.tolist()]}",
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    cases = load(wanted.folder / "deu3_issues.json")
    scores = backtest(cases, MODELS)
    print(table(scores + backtest(cases, PUBLISHED), cases))
    if wanted.write:
        TARGET.write_text(as_toml(scores, cases), encoding="utf-8")


if __name__ == "__main__":
    main()
