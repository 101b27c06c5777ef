"""Train the model that decides which candidates are events, and measure it on reports left out of the training.

    python training/train_events.py [--gold GOLD_DIR=TEXT_DIR ...] [--annotations DIR] [--texts DIR]

Trains on every GOLD_DIR and on the annotations beside this file whose texts `texts.py` has fetched; writes
src/detente/reading/events/decision.json, and prints how the reader does.
Needs scikit-learn (`pip install -e .[train]`); the reader itself does not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from labels import Matching
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from train import matrix

from detente.reading.analysis import analyse
from detente.reading.events.decision import Model, weighed
from detente.reading.events.find import find_candidates
from detente.reading.events.merging import Candidate, merge
from detente.reading.model import Analysis
from detente.reports import load
from detente.scoring.places import Places
from detente.scoring.score import akin

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "detente" / "reading" / "events" / "decision.json"
FOLDS = 10
# Strength of the fit (scikit-learn's C).
STRENGTH = 0.02
# A feature seen in fewer reports than this is left out, and a weight smaller than this is not worth its place.
REPORTS, WORTH = 3, 0.004
# How much an event counts in the training that another coder may leave out.
OPTIONAL = 0.3
# F1 that differ by less do not differ: chance alone makes as much.
ALIKE = 0.01


@dataclass
class Annotated:
    """A report with its candidates and its annotated events.

    `fits` has for each candidate the numbers of the events that it may stand for: same sentence, type and parties.
    """

    id: str
    language: str
    analysis: Analysis
    candidates: list[Candidate]
    golds: list[tuple[str, bool]]
    fits: list[list[int]]

    @property
    def total(self) -> int:
        """How many events no coder would leave out."""
        return sum(not optional for _, optional in self.golds)


def annotated(gold: dict[str, Any], analysis: Analysis) -> Annotated:
    """The candidates of a report with the annotated events that they may stand for."""
    candidates = find_candidates(analysis)
    matching = Matching(gold, analysis)
    text = analysis.report.text
    places = Places(text)
    result = Annotated(gold["id"], gold["lang"], analysis, candidates, [], [[] for _ in candidates])
    where = [places.of(text[c.span[0] : c.span[1]]) for c in candidates]
    for number, event in enumerate(gold["events"]):
        result.golds.append((event["type"], bool(event.get("optional"))))
        here = places.of(event["anchor"])
        for k, candidate in enumerate(candidates):
            named = sum(any(matching.how_well(a, name) for a in candidate.actors) for name in event["participants"])
            enough = 2 * named >= len(event["participants"])
            if where[k] & here and enough and akin(event["type"], candidate.type):
                result.fits[k].append(number)
    return result


def read_gold(gold_dir: Path, text_dir: Path) -> Iterator[Annotated]:
    """The annotated reports of a folder whose texts are there."""
    for file in sorted(gold_dir.glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        source = text_dir / f"{gold['id']}.txt"
        if source.exists():
            for report in load([source]).reports[:1]:
                yield annotated(gold, analyse(report.model_copy(update={"language": gold["lang"]})))


def scale(feature: str) -> float:
    """Single words count less than families of words, so that they are learnt only where they tell much."""
    return 0.7 if feature.startswith(("lemma:", "noun:", "rule|")) else 1.0


def weight(report: Annotated, k: int) -> float:
    """What a candidate counts in the training."""
    fits = report.fits[k]
    return OPTIONAL if fits and all(report.golds[n][1] for n in fits) else 1.0


def fit(reports: list[Annotated]) -> Model:
    """The weights, without calibration."""
    pairs = [(r, k) for r in reports for k in range(len(r.candidates))]
    seen: dict[str, set[str]] = {}
    for report in reports:
        for feature in set().union(*(c.features for c in report.candidates)):
            seen.setdefault(feature, set()).add(report.id)
    columns = sorted(f for f, ids in seen.items() if len(ids) >= REPORTS)
    features = [{f: scale(f) for f in r.candidates[k].features} for r, k in pairs]
    regression = LogisticRegression(C=STRENGTH, max_iter=1000)
    regression.fit(
        matrix(features, columns), [bool(r.fits[k]) for r, k in pairs], sample_weight=[weight(r, k) for r, k in pairs]
    )
    weights = {f: float(w) * scale(f) for f, w in zip(columns, regression.coef_[0], strict=True)}
    return Model(
        bias=float(regression.intercept_[0]),
        weights={f: round(w, 4) for f, w in weights.items() if abs(w) >= WORTH},
        calibration={},
        thresholds={},
        least={},
    )


@dataclass
class Outcome:
    """What came of a report at a least score: the score of each event that was found, and whether it is right.

    1 for a right one, 0 for a wrong one, -1 for one that counts neither way.
    """

    scores: list[float]
    right: list[int]


def outcome(report: Annotated, model: Model, least: float) -> Outcome:
    """The events that the reader finds with this model, judged as `detente score` does."""
    copies = [replace(c, used=set(c.used)) for c in report.candidates]
    numbers = {id(copy): k for k, copy in enumerate(copies)}
    found = merge(weighed(copies, model, least), report.analysis)
    taken: set[int] = set()
    right = [0] * len(found)
    for number in sorted(range(len(report.golds)), key=lambda n: report.golds[n][1]):
        _, optional = report.golds[number]
        for at, event in enumerate(found):
            if at not in taken and number in report.fits[numbers[id(event)]]:
                taken.add(at)
                right[at] = -1 if optional else 1
                break
    return Outcome([e.score for e in found], right)


def left_out(reports: list[Annotated]) -> list[Model]:
    """For each report a model that was trained without it."""
    folds = np.random.default_rng(0).permutation(len(reports)) % FOLDS
    models = [fit([r for r, f in zip(reports, folds, strict=True) if f != fold]) for fold in range(FOLDS)]
    return [models[fold] for fold in folds]


def table(reports: list[Annotated], models: list[Model]) -> list[tuple[float, float, float]]:
    """Rows of a least score with precision and recall from it on, precision never falling as the score rises."""
    total = sum(r.total for r in reports)
    found = []
    for least in np.arange(0.06, 0.9, 0.02):
        right = [x for r, m in zip(reports, models, strict=True) for x in outcome(r, m, float(least)).right if x >= 0]
        if len(right) >= 20:
            found.append([round(float(least), 2), sum(right) / len(right), sum(right) / total])
    for k in range(len(found) - 2, -1, -1):
        found[k][1] = min(found[k][1], found[k + 1][1])
    return [(a, round(b, 3), round(c, 3)) for a, b, c in found]


def best(rows: list[tuple[float, float, float]]) -> float:
    """The middle of the least scores whose F1 is the best but for ALIKE.

    The highest of them is the most precise one here, but reports of another paper score lower: there it finds little.
    """
    f1 = [2 * precision * recall / (precision + recall) for _, precision, recall in rows]
    alike = [least for (least, _, _), f in zip(rows, f1, strict=True) if f >= max(f1) - ALIKE]
    return alike[len(alike) // 2]


def judged(reports: list[Annotated], models: list[Model]) -> tuple[np.ndarray, np.ndarray]:
    """The scores of all events from the lowest least score on, and whether they are right."""
    each = [outcome(r, m, 0.06) for r, m in zip(reports, models, strict=True)]
    pairs = [(s, x) for o in each for s, x in zip(o.scores, o.right, strict=True) if x >= 0]
    return np.array([s for s, _ in pairs]), np.array([x for _, x in pairs])


def calibrate(reports: list[Annotated], models: list[Model]) -> tuple[list[float], list[float]]:
    """Scores in rising order and the share of right ones at each (isotonic regression)."""
    scores, right = judged(reports, models)
    iso = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(scores, right)
    steps = np.unique(np.concatenate([np.quantile(scores, np.linspace(0, 1, 60)), np.linspace(0.1, 0.9, 17)]).round(4))
    values = iso.predict(steps)
    return [float(s) for s in steps], [round(float(v), 3) for v in values]


def crossed(reports: list[Annotated], models: list[Model]) -> list[tuple[float, float, int]]:
    """Mean confidence, share of right ones and number, for each fifth of confidence that has any.

    Each half of the reports is calibrated on the other half, so that nothing judges itself.
    """
    halves = [list(range(k, len(reports), 2)) for k in (0, 1)]
    sums: dict[int, list[float]] = {}
    for own, other in (halves, halves[::-1]):
        steps = calibrate([reports[n] for n in other], [models[n] for n in other])
        scores, right = judged([reports[n] for n in own], [models[n] for n in own])
        for stated, ok in zip(np.interp(scores, *steps), right, strict=True):
            row = sums.setdefault(min(int(stated * 5), 4), [0, 0, 0])
            row[0] += stated
            row[1] += ok
            row[2] += 1
    return [(a / n, b / n, int(n)) for _, (a, b, n) in sorted(sums.items()) if n >= 10]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="append", default=[], metavar="GOLD_DIR=TEXT_DIR")
    parser.add_argument("--annotations", type=Path, default=HERE / "annotations")
    parser.add_argument("--texts", type=Path, default=HERE / "texts")
    args = parser.parse_args()
    folders = [tuple(map(Path, each.split("=", 1))) for each in args.gold] + [(args.annotations, args.texts)]
    reports = [r for gold, texts in folders for r in read_gold(gold, texts)]
    if len(reports) < FOLDS:
        parser.error(f"{len(reports)} annotated reports with texts are too few to train on")
    model = fit(reports)
    models = left_out(reports)
    for language in sorted({r.language for r in reports}):
        own = [r for r in reports if r.language == language]
        theirs = [m for r, m in zip(reports, models, strict=True) if r.language == language]
        model.calibration[language] = calibrate(own, theirs)
        model.thresholds[language] = rows = table(own, theirs)
        model.least[language] = best(rows)
        firm, candidates = sum(r.total for r in own), sum(len(r.candidates) for r in own)
        print(f"{language}: {len(own)} reports, {firm} firm events, {candidates} candidates")
        print("  least score | precision | recall   (left out of the training)")
        for least, precision, recall in rows:
            mark = "  <- the reader's own" if least == model.least[language] else ""
            print(f"  {least:11.2f} | {precision:9.2f} | {recall:6.2f}{mark}")
        print("  confidence | right | events   (calibrated on the other half)")
        for stated, share, n in crossed(own, theirs):
            print(f"  {stated:10.2f} | {share:5.2f} | {n:5}")
    TARGET.write_text(dump(model, len(reports)), "utf-8")
    print(f"{TARGET.stat().st_size // 1000} kB in {TARGET}")


def dump(model: Model, reports: int) -> str:
    """The model as JSON, a line for each part."""
    parts = {
        "about": f"Written by training/train_events.py from {reports} annotated reports; a logistic regression.",
        "least": model.least,
        "thresholds": model.thresholds,
        "calibration": {k: {"score": a, "right": b} for k, (a, b) in model.calibration.items()},
        "bias": model.bias,
        "weights": dict(sorted(model.weights.items())),
    }
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
