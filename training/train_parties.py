"""Train the model that decides which actors of a report are parties, and measure it on reports left out.

    python training/train_parties.py [--gold GOLD_DIR=TEXT_DIR ...] [--annotations DIR] [--texts DIR]

Trains on every GOLD_DIR and on the annotations beside this file whose texts `texts.py` has fetched; writes
src/detente/reading/parties/decision.json and prints how it does.  To be run after train.py: what somebody says is the
best sign of a party.  Needs scikit-learn (`pip install -e .[train]`); the reader itself does not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from labels import Matching
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from detente.reading.analysis import analyse
from detente.reading.events import find_events
from detente.reading.parties.decision import Model
from detente.reading.parties.evidence import active, evidence
from detente.reading.statements import find_statements
from detente.reports import load
from detente.scoring import Figures, total

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "detente" / "reading" / "parties" / "decision.json"
FOLDS = 10
# Strength of the fit (scikit-learn's C).
STRENGTH = 0.04
# A feature seen in fewer reports than this is left out, and a weight smaller than this is not worth its place.
REPORTS, WORTH = 5, 0.004
LEAST = tuple(n / 100 for n in range(30, 62, 2))
# Reports with so many parties that must be found are about dealings between them, and choose the least likelihood.
DEALINGS = 4
# Of likelihoods whose F1 differs by less, the middle one is taken.
ALIKE = 0.004


@dataclass
class Labelled:
    """A report's actors: features and annotated parties by key, who takes a position, and who must be found."""

    language: str
    features: dict[str, frozenset[str]]
    parties: dict[str, set[str]]
    holders: set[str]
    core: set[str]


def labelled(gold: dict, source: Path) -> Labelled:
    """The actors of a report beside its annotation."""
    report = load([source]).reports[0].model_copy(update={"language": gold["lang"]})
    analysis = analyse(report)
    taking_part = active(analysis, find_statements(analysis), find_events(analysis))
    features = evidence(analysis, taking_part)
    matching = Matching(gold, analysis)
    core = {p["name"] for p in gold["parties"] if p.get("core")}
    return Labelled(gold["lang"], features, matching.parties(), set(taking_part.holders), core)


def scale(feature: str) -> float:
    """What is told of one kind of actor only counts less than what is told of all."""
    return 0.7 if "~" in feature or "|" in feature else 1.0


def fit(reports: list[Labelled], least: float = 0.5) -> Model:
    """The regression.  Annotated parties that are not core are no examples: they count neither way."""
    seen = Counter(f for r in reports for f in set().union(*r.features.values()))
    known = {f for f, n in seen.items() if n >= REPORTS}
    rows, right = [], []
    for report in reports:
        for key, features in report.features.items():
            named = report.parties[key]
            if not named or named & report.core:
                rows.append({f: scale(f) for f in sorted(features & known)})
                right.append(bool(named))
    columns = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(columns.fit_transform(rows), right)
    names = columns.get_feature_names_out()
    weights = {f: round(float(w) * scale(f), 4) for f, w in zip(names, model.coef_[0], strict=True)}
    return Model(float(model.intercept_[0]), {f: w for f, w in weights.items() if abs(w) >= WORTH}, least)


def left_out(reports: list[Labelled]) -> list[dict[str, float]]:
    """The likelihood of every actor by a model that was trained without its report."""
    folds = np.random.default_rng(0).permutation(len(reports)) % FOLDS
    models = [fit([r for r, f in zip(reports, folds, strict=True) if f != fold]) for fold in range(FOLDS)]
    return [
        {key: models[fold].likelihood(features) for key, features in report.features.items()}
        for report, fold in zip(reports, folds, strict=True)
    ]


def figures(reports: list[Labelled], scored: list[dict[str, float]], least: float) -> Figures:
    """How well the parties are found from a likelihood on."""

    def one(report: Labelled, likely: dict[str, float]) -> Figures:
        kept = {key for key, p in likely.items() if p >= least} | report.holders
        hit = set().union(*(report.parties[key] for key in kept)) & report.core
        return Figures(len(hit), len(report.core - hit), sum(not report.parties[key] for key in kept))

    return total(one(report, likely) for report, likely in zip(reports, scored, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="append", default=[], metavar="GOLD_DIR=TEXT_DIR")
    parser.add_argument("--annotations", type=Path, default=HERE / "annotations")
    parser.add_argument("--texts", type=Path, default=HERE / "texts")
    args = parser.parse_args()
    folders = [tuple(map(Path, each.split("=", 1))) for each in args.gold] + [(args.annotations, args.texts)]
    groups: list[tuple[str, list[Labelled]]] = []
    for gold_dir, text_dir in folders:
        golds = [json.loads(file.read_text("utf-8")) for file in sorted(gold_dir.glob("*.json"))]
        sources = [(gold, text_dir / f"{gold['id']}.txt") for gold in golds]
        found = [labelled(gold, source) for gold, source in sources if source.exists()]
        groups += [(f"{gold_dir} {lang}", [r for r in found if r.language == lang]) for lang in ("de", "en")]
    reports = [r for _, group in groups for r in group]
    if len(reports) < FOLDS:
        parser.error(f"{len(reports)} annotated reports with texts are too few to train on")
    scored = left_out(reports)
    print(f"least | precision | recall | F1   (left out of the training; {DEALINGS} parties or more)")
    dealings = [n for n, report in enumerate(reports) if len(report.core) >= DEALINGS]
    chosen, likely = [reports[n] for n in dealings], [scored[n] for n in dealings]
    table = {least: figures(chosen, likely, least) for least in LEAST}
    for least, f in table.items():
        print(f" {least:.2f} | {f.precision:9.3f} | {f.recall:6.3f} | {f.f1:.3f}")
    top = max(f.f1 for f in table.values())
    alike = [least for least in LEAST if table[least].f1 > top - ALIKE]
    best = alike[(len(alike) - 1) // 2]
    at = 0
    for name, group in groups:
        f = figures(group, scored[at : at + len(group)], best)
        at += len(group)
        print(f"{name}: {len(group)} reports, from {best} on: P {f.precision:.3f} R {f.recall:.3f} F1 {f.f1:.3f}")
    TARGET.write_text(dump(fit(reports, best), len(reports)), "utf-8")
    print(f"{TARGET.stat().st_size // 1000} kB in {TARGET}")


def dump(model: Model, reports: int) -> str:
    """The model as JSON, a line for each part."""
    parts = {
        "about": f"Written by training/train_parties.py from {reports} annotated reports; a logistic regression.",
        "least": model.least,
        "bias": round(model.bias, 4),
        "weights": dict(sorted(model.weights.items())),
    }
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
