"""What was found: which states are stable for whom under which concept, the equilibria, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.stability.coalitions import Coalition
from detente.stability.engine import Graph, Play
from detente.stability.errors import ConflictError
from detente.stability.explain import Explanation, explain, meaning, phrase
from detente.stability.model import Conflict

Stable = npt.NDArray[np.bool_]
EXPLANATIONS = 500


@dataclass(frozen=True, eq=False)
class Stability:
    """The stability of every state.

    stable: for each concept, bool (decision makers, states), in the order of `conflict.decision_makers` and
    `conflict.states.numbers`.  coalitional: for each coalitional concept and coalition (places of decision makers),
    bool (states); None if not asked for.
    """

    conflict: Conflict
    stable: dict[str, Stable]
    coalitional: dict[str, dict[Coalition, Stable]] | None = None
    solved: Play | None = field(default=None, repr=False)

    @cached_property
    def play(self) -> Play:
        """Moves and preferences, to look up why."""
        return self.solved or Play(Graph.of(self.conflict), self.conflict.ranks)

    @property
    def states(self) -> tuple[int, ...]:
        """The numbers of all states, ascending."""
        return tuple(self.conflict.states.numbers.tolist())

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

    @property
    def coalitional_equilibria(self) -> dict[str, tuple[int, ...]] | None:
        """For each coalitional concept, the numbers of the states that are stable for every coalition."""
        if self.coalitional is None:
            return None
        return {
            concept: self._numbers(np.all(list(groups.values()), axis=0))
            for concept, groups in self.coalitional.items()
        }

    def under_any(self, *concepts: str) -> tuple[int, ...]:
        """The numbers of the states that are stable for every decision maker under at least one of these concepts.

        The concept may differ between decision makers: seq and sim together are the equilibria of Fraser and Hipel.
        Raises ConflictError for a concept that was not solved for.
        """
        for concept in concepts:
            if concept not in self.stable:
                raise ConflictError(f"{concept!r} was not solved for; there are {', '.join(self.stable)}")
        return self._numbers(np.all(np.any([self.stable[each] for each in concepts], axis=0), axis=0))

    def explain(self, number: int, concepts: Sequence[str] | None = None) -> tuple[Explanation, ...]:
        """Why the state of that number holds for each decision maker, or why not, under the concepts solved for.

        Raises ConflictError if there is no such state.
        """
        return explain(self.play, self.conflict.states.place(number), tuple(concepts or self.stable))

    def as_json(self, language: str = "en", *, explanations: int = EXPLANATIONS) -> dict[str, object]:
        """The contract's JSON (`detente stability --json`) as plain data, its texts in `language`.

        At most so many explanations, those of equilibria first, of the strongest concepts first.
        """
        states = self.conflict.states
        given, total = self._explanations(explanations)
        found: dict[str, object] = {
            "decision_makers": [
                {
                    "name": maker.name,
                    "label": maker.label,
                    "options": [{"id": option.id, "label": option.label} for option in maker.options],
                }
                for maker in self.conflict.decision_makers
            ],
            "states": [
                {"number": number, "options": states.text(place, self.conflict)}
                for place, number in enumerate(self.states)
            ],
            "equilibria": {concept: list(numbers) for concept, numbers in self.equilibria.items()},
            "by_decision_maker": {
                name: {concept: list(numbers) for concept, numbers in each.items()}
                for name, each in self.by_decision_maker.items()
            },
            "concepts": {concept: meaning(concept, language) for concept in self.stable},
            "explanations": [each.as_json(language) for each in given],
            "explained_states": total,
            "note": None
            if total == len(states)
            else phrase("left_out", language).format(shown=total, total=len(states)),
        }
        if {"seq", "sim"} <= set(self.stable):
            found["seq_or_sim"] = list(self.under_any("seq", "sim"))
        if self.coalitional is not None and self.coalitional_equilibria is not None:
            names = [maker.name for maker in self.conflict.decision_makers]
            found["coalitional_equilibria"] = {
                concept: list(numbers) for concept, numbers in self.coalitional_equilibria.items()
            }
            groups = next(iter(self.coalitional.values()))
            found["by_coalition"] = [
                {"members": [names[place] for place in group]}
                | {concept: list(self._numbers(stable[group])) for concept, stable in self.coalitional.items()}
                for group in groups
            ]
        return found

    def _explanations(self, limit: int) -> tuple[list[Explanation], int]:
        """Explanations of as many whole states as fit in the limit, and how many states these are."""
        held = np.sum([np.all(stable, axis=0) for stable in self.stable.values()], axis=0)
        found: list[Explanation] = []
        order = np.argsort(-held, kind="stable")
        for done, place in enumerate(order.tolist()):
            fresh = explain(self.play, place, tuple(self.stable))
            if len(found) + len(fresh) > limit:
                return found, done
            found += fresh
        return found, len(order)

    def _numbers(self, chosen: Stable) -> tuple[int, ...]:
        return tuple(self.conflict.states.numbers[chosen].tolist())
