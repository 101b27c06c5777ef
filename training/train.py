"""Train the model that decides which candidates are statements, and measure it on reports left out of the training.

    python training/train.py [--gold GOLD_DIR=TEXT_DIR ...] [--annotations DIR] [--texts DIR]

Trains on every GOLD_DIR and on the annotations beside this file whose texts `texts.py` has fetched; writes
src/detente/reading/statements/decision.json and docs/reliability.svg, and prints how the reader does.
Needs scikit-learn (`pip install -e .[train]`); the reader itself does not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from labels import Annotated, read_gold
from scipy.sparse import csr_matrix
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from detente.reading.statements.decision import Model, weigh
from detente.reading.statements.features import stance_marks

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "detente" / "reading" / "statements" / "decision.json"
PLOT = HERE.parent / "docs" / "reliability.svg"
FOLDS = 10
# Strength of the fit (scikit-learn's C): of a statement, and of its stance.
STATEMENT, STANCE = 0.015, 0.2
# A feature seen in fewer reports than this is left out, and a weight smaller than this is not worth its place.
REPORTS, WORTH = 3, 0.004
# How much a statement counts in the training that another coder may leave out.
OPTIONAL = 0.3
# Precision of the reader unless another is wished for; the table tells what each score brings.
PRECISION = 0.7
STANCES = ("open", "oppose", "support")
Scored = list[list[tuple[str, float]]]


def scale(feature: str) -> float:
    """Single words count less than families of words, so that they are learnt only where they tell much."""
    if feature.startswith("w|"):
        return 0.5
    return 0.7 if "lemma:" in feature or "frame:" in feature or feature.startswith("cue|") else 1.0


@dataclass
class Rows:
    """Candidates as rows: features, stance marks, the stance or "" for none, and what each counts."""

    features: list[dict[str, float]]
    marks: list[dict[str, float]]
    stance: np.ndarray
    weight: np.ndarray


def rows(reports: list[Annotated]) -> Rows:
    features, marks, stance, weight = [], [], [], []
    for report in reports:
        for candidate, firm, optional in zip(report.candidates, report.firm, report.optional, strict=True):
            features.append({f: scale(f) for f in candidate.features})
            marks.append(stance_marks(candidate.features))
            told = firm or optional
            stance.append("" if not told else next(iter(told)) if len(told) == 1 else "support")
            weight.append(1.0 if firm or not optional else OPTIONAL)
    return Rows(features, marks, np.array(stance), np.array(weight))


def known(reports: list[Annotated]) -> set[str]:
    """The features that enough reports have."""
    seen: Counter[str] = Counter()
    for report in reports:
        seen.update(set().union(*(c.features for c in report.candidates)) if report.candidates else ())
    return {feature for feature, n in seen.items() if n >= REPORTS}


def matrix(features: list[dict[str, float]], columns: list[str]) -> csr_matrix:
    place = {feature: k for k, feature in enumerate(columns)}
    found = [(n, place[f], v) for n, row in enumerate(features) for f, v in row.items() if f in place]
    at, column, value = zip(*found, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(features), len(columns)))


def fit(reports: list[Annotated]) -> Model:
    """The two regressions, fitted on reports; not yet calibrated."""
    table = rows(reports)
    columns = sorted(known(reports))
    is_statement = table.stance != ""
    first = LogisticRegression(C=STATEMENT, max_iter=500)
    first.fit(matrix(table.features, columns), is_statement, sample_weight=table.weight)
    stated = [m for m, yes in zip(table.marks, is_statement, strict=True) if yes]
    common = Counter(mark for row in stated for mark in row)
    marks = sorted(mark for mark, n in common.items() if n >= REPORTS)
    second = LogisticRegression(C=STANCE, max_iter=1000)
    second.fit(matrix(stated, marks), table.stance[is_statement], sample_weight=table.weight[is_statement])
    weights = {f: float(w) * scale(f) for f, w in zip(columns, first.coef_[0], strict=True)}
    by_mark = {mark: tuple(map(float, second.coef_[:, k])) for k, mark in enumerate(marks)}
    return Model(
        bias=float(first.intercept_[0]),
        weights={f: round(w, 4) for f, w in weights.items() if abs(w) >= WORTH},
        stances=STANCES,
        stance_bias=tuple(round(float(b), 4) for b in second.intercept_),
        stance_weights={m: tuple(round(v, 3) for v in row) for m, row in by_mark.items() if max(map(abs, row)) >= 0.02},
        calibration={},
        thresholds={},
        precision=PRECISION,
    )


def left_out(reports: list[Annotated]) -> list[Scored]:
    """The scores of every report by a model that was trained without it."""
    folds = np.random.default_rng(0).permutation(len(reports)) % FOLDS
    scored: list[Scored] = [[] for _ in reports]
    for fold in range(FOLDS):
        model = fit([r for r, f in zip(reports, folds, strict=True) if f != fold])
        for n in np.flatnonzero(folds == fold):
            scored[n] = [weigh(c, model) for c in reports[n].candidates]
    return scored


def judged(report: Annotated, scored: Scored) -> list[tuple[float, int]]:
    """Each scored stance, best first, with the number of the statement it is: -2 if wrong, -1 if it counts neither way.

    A statement that two candidates stand for is counted once; the second one counts neither way.
    """
    found = []
    taken: set[int] = set()
    flat = [(score, k, stance) for k, each in enumerate(scored) for stance, score in each]
    for score, k, stance in sorted(flat, key=lambda s: (-s[0], s[1])):
        golds = report.golds[k].get(stance, set())
        free = sorted(g for g in golds if g >= 0 and g not in taken)
        if free:
            taken.add(free[0])
        found.append((score, free[0] if free else -1 if golds else -2))
    return found


def measure(reports: list[Annotated], scored: list[Scored]) -> tuple[np.ndarray, np.ndarray, int]:
    """Scores in falling order, whether each is right (those that count neither way left out), and all statements."""
    pairs = [pair for r, s in zip(reports, scored, strict=True) for pair in judged(r, s) if pair[1] != -1]
    pairs.sort(key=lambda p: -p[0])
    return np.array([p[0] for p in pairs]), np.array([p[1] >= 0 for p in pairs]), sum(r.total for r in reports)


def calibrate(reports: list[Annotated], scored: list[Scored]) -> tuple[list[float], list[float]]:
    """Scores in rising order and the share of right ones at each (isotonic regression)."""
    scores, right, _ = measure(reports, scored)
    iso = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(scores, right)
    at = np.quantile(scores, np.linspace(0, 1, 400)).round(4)
    steps = np.unique(np.concatenate([at, np.linspace(0.1, 0.9, 33).round(4)]))
    values = iso.predict(steps)
    keep = [
        k
        for k in range(len(steps))
        if k in (0, len(steps) - 1) or values[k] != values[k - 1] or values[k + 1] != values[k]
    ]
    return [float(steps[k]) for k in keep], [round(float(values[k]), 3) for k in keep]


def table(reports: list[Annotated], scored: list[Scored]) -> list[tuple[float, float, float]]:
    """Rows of a least score with precision and recall from it on, precision never falling as the score rises."""
    scores, right, total = measure(reports, scored)
    found = []
    for least in np.arange(0.1, 0.9, 0.02):
        n = int((scores >= least).sum())
        if n >= 30:
            hits = int(right[:n].sum())
            found.append([round(float(least), 2), hits / n, hits / total])
    for k in range(len(found) - 2, -1, -1):
        found[k][1] = min(found[k][1], found[k + 1][1])
    return [(a, round(b, 3), round(c, 3)) for a, b, c in found]


def plot(reports: dict[str, tuple[list[Annotated], list[Scored]]]) -> str:
    """A reliability plot as SVG: stated confidence against the share that was right, in tenths."""
    size, edge = 320, 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}" width="400"'
        ' role="img" font-family="sans-serif" font-size="12">',
        "<title>Confidence of statements against the share that was right</title>",
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="white" stroke="#888"/>',
        f'<line x1="{edge}" y1="{edge + size}" x2="{edge + size}" y2="{edge}" stroke="#bbb" stroke-dasharray="4"/>',
    ]
    for k, (language, colour) in enumerate(zip(reports, ("#1b6ca8", "#c1540c"), strict=False)):
        points = [(edge + c * size, edge + size - r * size, n) for c, r, n in crossed(*reports[language])]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + n**0.5 / 8:.1f}" fill="{colour}"/>' for x, y, n in points]
        parts.append(f'<text x="{edge + 10}" y="{edge + 20 + 16 * k}" fill="{colour}">{language}</text>')
    for tick in (0, 0.5, 1):
        parts.append(f'<text x="{edge + tick * size}" y="{edge + size + 16}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{edge - 6}" y="{edge + size - tick * size + 4}" text-anchor="end">{tick}</text>')
    parts.append(f'<text x="{edge + size / 2}" y="{edge + size + 34}" text-anchor="middle">confidence</text>')
    parts.append(f'<text x="{edge}" y="{edge - 12}">share that was right</text></svg>')
    return "\n".join(parts) + "\n"


def crossed(reports: list[Annotated], scored: list[Scored]) -> list[tuple[float, float, int]]:
    """Mean confidence, share of right ones and number, for each tenth of confidence that has any.

    Each half of the reports is calibrated on the other half, so that nothing judges itself.
    """
    halves = [list(range(k, len(reports), 2)) for k in (0, 1)]
    sums: dict[int, list[float]] = {}
    for own, other in (halves, halves[::-1]):
        steps = calibrate([reports[n] for n in other], [scored[n] for n in other])
        scores, right, _ = measure([reports[n] for n in own], [scored[n] for n in own])
        for stated, ok in zip(np.interp(scores, *steps), right, strict=True):
            row = sums.setdefault(min(int(stated * 10), 9), [0, 0, 0])
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
    scored = left_out(reports)
    parts = {
        language: (
            [r for r in reports if r.language == language],
            [s for r, s in zip(reports, scored, strict=True) if r.language == language],
        )
        for language in sorted({r.language for r in reports})
    }
    for language, (own, theirs) in parts.items():
        model.calibration[language] = calibrate(own, theirs)
        model.thresholds[language] = table(own, theirs)
        firm, candidates = sum(r.total for r in own), sum(len(r.candidates) for r in own)
        print(f"{language}: {len(own)} reports, {firm} firm statements, {candidates} candidates")
        print("  least score | precision | recall   (left out of the training)")
        for least, precision, recall in model.thresholds[language]:
            print(f"  {least:11.2f} | {precision:9.2f} | {recall:6.2f}")
        print("  confidence | right | statements   (calibrated on the other half)")
        for stated, share, n in crossed(own, theirs):
            print(f"  {stated:10.2f} | {share:5.2f} | {n:5}")
    TARGET.write_text(dump(model, len(reports)), "utf-8")
    PLOT.write_text(plot(parts), "utf-8")
    print(f"{TARGET.stat().st_size // 1000} kB in {TARGET}")


def dump(model: Model, reports: int) -> str:
    """The model as JSON, a line for each part."""
    parts = {
        "about": f"Written by training/train.py from {reports} annotated reports; weights of logistic regressions.",
        "precision": model.precision,
        "thresholds": model.thresholds,
        "calibration": {k: {"score": a, "right": b} for k, (a, b) in model.calibration.items()},
        "stances": model.stances,
        "bias": model.bias,
        "stance_bias": model.stance_bias,
        "weights": dict(sorted(model.weights.items())),
        "stance_weights": dict(sorted(model.stance_weights.items())),
    }
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
