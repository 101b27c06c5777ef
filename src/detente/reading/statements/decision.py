"""The decision whether a candidate is a statement, and of which stance: two logistic regressions, trained offline.

`decision.json` beside this module holds their weights as plain numbers; `training/train.py` writes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum
from typing import cast

from detente.reading.confidence import Calibration, Thresholds, least_score, share_right, tables
from detente.reading.cues import Stance
from detente.reading.statements.candidates import Candidate
from detente.reading.statements.features import stance_marks

# A stance that a rule found is at least as likely as not, where it is a statement at all: the rules know what "that"
# points to ("who rejects that another turned it down"), which no feature tells.
AT_LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Decision:
    """A stance that a candidate takes; `score` is what was weighed, `confidence` how often such a one is right."""

    stance: Stance
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Model:
    """The weights: of a statement by feature, of each stance by mark; and how scores turned out, by language.

    `calibration` holds scores in rising order and the share of right ones at each; `thresholds` rows of a score, and
    precision and recall among all candidates from that score on, measured on reports left out of the training.
    """

    bias: float
    weights: dict[str, float]
    stances: tuple[Stance, ...]
    stance_bias: tuple[float, ...]
    stance_weights: dict[str, tuple[float, ...]]
    calibration: Calibration
    thresholds: Thresholds
    precision: float


@cache
def shipped() -> Model:
    """The model that détente ships with."""
    return load_model((files("detente.reading.statements") / "decision.json").read_text("utf-8"))


def load_model(text: str) -> Model:
    """A model from its JSON.  Raises `ValueError` or `KeyError` for anything else."""
    data = json.loads(text)
    calibration, thresholds = tables(data)
    return Model(
        bias=data["bias"],
        weights=data["weights"],
        stances=tuple(cast("Stance", s) for s in data["stances"]),
        stance_bias=tuple(data["stance_bias"]),
        stance_weights={mark: tuple(row) for mark, row in data["stance_weights"].items()},
        calibration=calibration,
        thresholds=thresholds,
        precision=data["precision"],
    )


def weigh(candidate: Candidate, model: Model | None = None, least: float = 0.0) -> list[tuple[Stance, float]]:
    """The stances that a candidate may take, each with its score from 0 to 1; none that surely scores below `least`."""
    model = model or shipped()
    # Exact sums, so that the order of a set's features changes nothing.
    told = model.bias + fsum(model.weights.get(f, 0.0) for f in candidate.features)
    statement = 1 / (1 + exp(-told))
    if statement < least:
        return []
    rows = [
        (w, model.stance_weights[m]) for m, w in stance_marks(candidate.features).items() if m in model.stance_weights
    ]
    sums = [bias + fsum(w * row[k] for w, row in rows) for k, bias in enumerate(model.stance_bias)]
    top = max(sums)
    powers = [exp(s - top) for s in sums]
    shares = [p / sum(powers) for p in powers]
    ruled = {d.stance for d in candidate.drafts}
    if ruled:
        taken = {k: max(shares[k], AT_LEAST) for k, s in enumerate(model.stances) if s in ruled}
    else:
        best = max(range(len(shares)), key=shares.__getitem__)
        taken = {best: shares[best]}
    return [(model.stances[k], statement * share) for k, share in taken.items()]


def decide(candidate: Candidate, language: str, precision: float | None = None) -> list[Decision]:
    """The stances that a candidate takes, at the precision wished for or by default that of the model."""
    model = shipped()
    least = threshold(language, model.precision if precision is None else precision)
    scored = weigh(candidate, model, least)
    return [Decision(stance, score, confidence(language, score)) for stance, score in scored if score >= least]


@cache
def threshold(language: str, precision: float) -> float:
    """The least score from which on this share was right; where none is that good, the one that came nearest."""
    return least_score(shipped().thresholds[language], precision)


def confidence(language: str, score: float) -> float:
    """How often statements of a score were right in reports left out of the training, 0 to 1."""
    return share_right(shipped().calibration[language], score)
