"""The decision whether a candidate is an event: a logistic regression, trained offline.

`decision.json` beside this module holds its weights as plain numbers; `training/train_events.py` writes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum

from detente.reading.confidence import Calibration, Thresholds, least_score, share_right, tables
from detente.reading.events.merging import Candidate

# What a condition of a rule that does not hold leaves of a score.  On reports of the papers that the model was trained
# on the doubtful are as good as they score; on those of others they are not.
DOUBTFUL = 0.4


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of features, and how scores turned out, by language.

    `calibration` holds scores in rising order and the share of right ones at each; `thresholds` rows of a score, and
    precision and recall from that score on, measured on reports left out of the training; `least` is the score from
    which on the reader takes a candidate unless a precision is wished for: that of
    the best F1, the middle of those alike.
    """

    bias: float
    weights: dict[str, float]
    calibration: Calibration
    thresholds: Thresholds
    least: dict[str, float]


@cache
def shipped() -> Model:
    """The model that détente ships with."""
    return load_model((files("detente.reading.events") / "decision.json").read_text("utf-8"))


def load_model(text: str) -> Model:
    """A model from its JSON.  Raises `ValueError` or `KeyError` for anything else."""
    data = json.loads(text)
    calibration, thresholds = tables(data)
    return Model(
        bias=data["bias"],
        weights=data["weights"],
        calibration=calibration,
        thresholds=thresholds,
        least=data["least"],
    )


def weigh(candidate: Candidate, model: Model) -> float:
    """The score of a candidate, 0 to 1."""
    # Exact sums, so that the order of a set's features changes nothing.
    told = model.bias + fsum(model.weights.get(f, 0.0) for f in candidate.features)
    return (DOUBTFUL if candidate.doubts else 1.0) / (1 + exp(-told))


def decide(candidates: list[Candidate], language: str, precision: float | None = None) -> list[Candidate]:
    """The candidates that are events, with score and confidence; by default as many as make the best F1."""
    if not candidates:
        return []
    kept = weighed(candidates, shipped(), threshold(language, precision))
    for candidate in kept:
        candidate.confidence = confidence(language, candidate.score)
    return kept


def weighed(candidates: list[Candidate], model: Model, least: float) -> list[Candidate]:
    """Those that score at least `least`, with their score."""
    for candidate in candidates:
        candidate.score = weigh(candidate, model)
    return [c for c in candidates if c.score >= least]


@cache
def threshold(language: str, precision: float | None) -> float:
    """The least score from which on this share was right; where none is that good, the one that came nearest."""
    if precision is None:
        return shipped().least[language]
    return least_score(shipped().thresholds[language], precision)


def confidence(language: str, score: float) -> float:
    """How often events of a score were right in reports left out of the training, 0 to 1."""
    return share_right(shipped().calibration[language], score)
