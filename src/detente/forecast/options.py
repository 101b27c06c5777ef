"""The options of an issue, their places on its scale, and which of them a forecast is nearest to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.contract import Option
from detente.forecast.arrays import Floats
from detente.forecast.inputs import IssueInput


def options_of(issue: IssueInput) -> tuple[Option, ...]:
    """The options of an issue; of a table the positions that somebody takes, lowest first, on the table's scale."""
    if issue.options or issue.positions is None:
        return issue.options
    values = np.unique(issue.positions).tolist()
    names = [f"{value:.12g}" for value in values]
    if len(set(names)) < len(names):
        names = list(map(repr, values))
    return tuple(Option.model_construct(id=n, label=n, value=x) for n, x in zip(names, values, strict=True))


def scale_of(options: Sequence[Option]) -> Floats | None:
    """The options' places on the scale, (O,); None where one has none."""
    values = [option.value for option in options]
    return None if any(value is None for value in values) else np.array(values, dtype=float)


def nearest(draws: Floats, options: Sequence[Option]) -> dict[str, float]:
    """For each option the share of draws (n,) to which it is the nearest; ties count in equal parts."""
    values = scale_of(options)
    assert values is not None
    away = np.abs(draws[:, None] - values)
    closest = away <= away.min(axis=1, keepdims=True) + 1e-9
    shares = (closest / closest.sum(axis=1, keepdims=True)).mean(axis=0)
    return {option.id: float(share) for option, share in zip(options, shares, strict=True)}
