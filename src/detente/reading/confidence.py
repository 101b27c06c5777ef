"""How sure what was read is: how things of its score turned out in reports left out of the training."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

# What a back end proposes no annotated report has tried: as likely right as wrong.
UNTRIED = 0.5

# By language: scores in rising order with the share of right ones at each; rows of a score with precision and recall
# from it on.
Calibration = dict[str, tuple[list[float], list[float]]]
Thresholds = dict[str, list[tuple[float, float, float]]]


def tables(data: Mapping[str, Any]) -> tuple[Calibration, Thresholds]:
    """Both from a model's JSON.  Raises `ValueError` or `KeyError` for anything else."""
    calibration = {language: (rows["score"], rows["right"]) for language, rows in data["calibration"].items()}
    return calibration, {language: [(a, b, c) for a, b, c in rows] for language, rows in data["thresholds"].items()}


def least_score(rows: Sequence[tuple[float, float, float]], precision: float) -> float:
    """The least score from which on this share was right; where none is that good, the one that came nearest."""
    return next((score for score, right, _ in rows if right >= precision), rows[-1][0])


def share_right(steps: tuple[list[float], list[float]], score: float) -> float:
    """How often things of a score were right, 0 to 1, between the steps on a straight line."""
    scores, right = steps
    k = bisect_right(scores, score)
    if k in (0, len(scores)):
        return right[min(k, len(scores) - 1)]
    share = (score - scores[k - 1]) / (scores[k] - scores[k - 1])
    return round(right[k - 1] + share * (right[k] - right[k - 1]), 3)
