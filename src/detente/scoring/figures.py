"""Counts of hits, misses and spurious items, and the shares that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["party", "statement", "issue", "event"]
KINDS: tuple[Kind, ...] = ("party", "statement", "issue", "event")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items were found, missed, and spurious (found, but not there)."""

    found: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def precision(self) -> float:
        """The share of right ones among those that were read, in [0, 1]; 0 where nothing was read."""
        return self.found / (self.found + self.spurious) if self.found + self.spurious else 0.0

    @property
    def recall(self) -> float:
        """The share of those that are there that was found, in [0, 1]; 0 where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "found": self.found,
            "missed": self.missed,
            "spurious": self.spurious,
        }


def total(figures: Iterable[Figures]) -> Figures:
    """The figures of several reports together."""
    every = list(figures)
    return Figures(*(sum(getattr(each, name) for each in every) for name in ("found", "missed", "spurious")))
