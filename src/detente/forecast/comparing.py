"""How far the models' forecasts of a table were from its outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.forecast.arrays import Floats
from detente.forecast.model import Forecast
from detente.forecast.table import TableError


@dataclass(frozen=True, slots=True)
class Errors:
    """The absolute errors of one model on a scale from 0 to 100: mean and median over all issues it forecast, and the
    means over the dichotomous ones and the rest, with their numbers; None where there are none.
    """

    model: str
    issues: int
    mae: float
    median: float
    dichotomous: tuple[int, float | None]
    rest: tuple[int, float | None]

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "issues": self.issues,
            "mae": self.mae,
            "median": self.median,
            "mae_dichotomous": list(self.dichotomous),
            "mae_rest": list(self.rest),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The errors of each model, smallest mean first; issues: how many have an outcome."""

    issues: int
    models: tuple[Errors, ...]

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"issues": self.issues, "models": {each.model: each.as_json() for each in self.models}}


def compare(found: Forecast) -> Comparison:
    """Compare forecasts with outcomes; an issue is dichotomous if everyone stands at one of the ends of its scale.

    Raises TableError if no issue has an outcome, or none of those has a scale of some length.
    """
    known = [issue for issue in found.issues if issue.outcome is not None]
    known = [issue for issue in known if issue.scale is not None and issue.scale[0] < issue.scale[1]]
    if not known:
        raise TableError("no_outcome", found.source)
    models = []
    for name in found.models:
        off: list[float] = []
        two: list[bool] = []
        for issue in known:
            model = issue.models.get(name)
            assert issue.scale is not None and issue.outcome is not None
            if model is not None and model.forecast is not None:
                off.append(abs(model.forecast - issue.outcome) * 100 / (issue.scale[1] - issue.scale[0]))
                two.append(issue.dichotomous)
        if off:
            errors, split = np.array(off), np.array(two)
            models.append(
                Errors(
                    model=name,
                    issues=len(off),
                    mae=float(errors.mean()),
                    median=float(np.median(errors)),
                    dichotomous=_mean(errors[split]),
                    rest=_mean(errors[~split]),
                )
            )
    return Comparison(len(known), tuple(sorted(models, key=lambda each: each.mae)))


def _mean(errors: Floats) -> tuple[int, float | None]:
    return len(errors), float(errors.mean()) if len(errors) else None
