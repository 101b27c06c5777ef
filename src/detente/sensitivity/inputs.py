"""Inputs: the uncertain numbers that a result hangs on, and what a result is as a function of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.sensitivity.sentences import Names
from detente.sensitivity.words import word

Floats = NDArray[np.float64]
Kind = Literal["acceptance", "salience", "position", "capability", "reservation"]
# What kind of number a result is: a chance in [0, 1], a place on an issue's scale, or a utility in [0, 1].
Unit = Literal["chance", "scale", "utility"]


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain number: its expected value, 10 % and 90 % quantile, and the range that it can have at all.

    party, issue, option: ids.  statements: the ids behind it, none where nothing is known.
    """

    kind: Kind
    party: str
    base: float
    low: float
    high: float
    least: float
    most: float
    issue: str | None = None
    option: str | None = None
    statements: tuple[str, ...] = ()

    def text(self, names: Names, language: str = "en") -> str:
        """What it is called, in German ("de") or else in English."""
        return word(f"input.{self.kind}", language).format(
            party=names.party(self.party),
            issue=names.issue(self.issue or "") or word("say.this_issue", language),
            option=names.option(self.issue or "", self.option),
        )

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "kind": self.kind,
            "party": self.party,
            "issue": self.issue,
            "option": self.option,
            "base": self.base,
            "low": self.low,
            "high": self.high,
            "range": [self.least, self.most],
            "statements": list(self.statements),
        }


class Function(Protocol):
    """A result as a function of independent inputs.

    from_unit takes points of the unit cube (n, inputs), each coordinate the probability of an input's value, to results
    (n,).  profile gives the results with one input (its place) at certain values (m,) and the others as they are: at
    expected values, or, where the result is a chance, drawn.  base: the result with all as they are.
    """

    @property
    def inputs(self) -> Sequence[Input]:
        """The inputs."""

    @property
    def base(self) -> float:
        """The result as things are."""

    @property
    def unit(self) -> Unit:
        """What kind of number the result is."""

    def from_unit(self, points: Floats) -> Floats:
        """Results at points of the unit cube."""

    def profile(self, place: int, values: Floats) -> Floats:
        """Results with one input at certain values."""
