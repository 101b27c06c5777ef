"""What was found: which states are stable for whom under which concept, and the equilibria."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.stability.model import Conflict

Stable = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Stability:
    """The stability of every state.

    stable: for each concept, bool (decision makers, states), in the order of `conflict.decision_makers` and
    `conflict.states.numbers`.
    """

    conflict: Conflict
    stable: dict[str, Stable]

    @property
    def equilibria(self) -> dict[str, tuple[int, ...]]:
        """For each concept, the numbers of the states that are stable for every decision maker."""
        return {concept: self._numbers(np.all(stable, axis=0)) for concept, stable in self.stable.items()}

    @property
    def by_decision_maker(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """For each decision maker (name) and concept, the numbers of the states that are stable for it."""
        return {
            maker.name: {concept: self._numbers(stable[place]) for concept, stable in self.stable.items()}
            for place, maker in enumerate(self.conflict.decision_makers)
        }

    def _numbers(self, chosen: Stable) -> tuple[int, ...]:
        return tuple(self.conflict.states.numbers[chosen].tolist())
