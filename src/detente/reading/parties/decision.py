"""The decision whether an actor is a party: a logistic regression, trained offline.

`decision.json` beside this module holds its weights as plain numbers; `training/train_parties.py` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum


@dataclass(frozen=True, slots=True)
class Model:
    """The weight of each feature; `least` is the likelihood, 0 to 1, from which on an actor is a party."""

    bias: float
    weights: dict[str, float]
    least: float

    def likelihood(self, features: Iterable[str]) -> float:
        """How likely it is, 0 to 1, that an actor with these features is a party."""
        # Exact sums, so that the order of a set's features changes nothing.
        return 1 / (1 + exp(-(self.bias + fsum(self.weights.get(f, 0.0) for f in features))))


@cache
def shipped() -> Model:
    """The model that détente ships with."""
    return load_model((files("detente.reading.parties") / "decision.json").read_text("utf-8"))


def load_model(text: str) -> Model:
    """A model from its JSON.  Raises `ValueError` or `KeyError` for anything else."""
    data = json.loads(text)
    return Model(data["bias"], data["weights"], data["least"])
