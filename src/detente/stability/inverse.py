"""The inverse question: which preferences would make a state an equilibrium?

For each decision maker and each move from the state: it must not prefer where the move leads, or must not prefer some
state to which the others would answer.  Source: Kinsara, Kilgour, Hipel 2015, Inverse approach to the graph model for
conflict resolution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from detente.stability.engine import SANCTIONS, Graph, Play
from detente.stability.errors import ConflictError
from detente.stability.explain import phrase, state_text
from detente.stability.model import Conflict
from detente.stability.simultaneous import joint
from detente.stability.tracks import Search, arcs_of

_LISTED = 10
_COMPARED = 3000  # from so many sets on, those that hold another are not looked for


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a move (state number): `move` is not preferred, or no state in one of `or_none_of` is.

    fulfilled: whether it holds with the preferences as they are.
    """

    move: int
    or_none_of: tuple[tuple[int, ...], ...]
    fulfilled: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """What makes a state (number) stable for a decision maker (name) under a concept: all conditions must hold.

    The preferences of the others are taken as they are: for seq, sseq and sim they say which answers are to be feared.
    No conditions: the state is stable for it whatever it prefers, as it cannot move, or is always brought back.
    """

    conflict: Conflict = field(repr=False)
    state: int
    concept: str
    decision_maker: str
    conditions: tuple[Condition, ...]

    @property
    def fulfilled(self) -> bool:
        """Whether the state is stable for the decision maker with the preferences as they are."""
        return all(condition.fulfilled for condition in self.conditions)

    def texts(self, language: str = "en") -> list[str]:
        """A sentence for each condition, in German ("de") or else in English."""
        label = self.conflict.decision_makers[self.conflict.place(self.decision_maker)].label
        return [self._text(condition, label, language) for condition in self.conditions]

    def _text(self, condition: Condition, label: str, language: str) -> str:
        def shown(number: int) -> str:
            return state_text(self.conflict, number, language)

        here = shown(self.state)
        text = phrase("prefers_not", language).format(by=label, move=shown(condition.move), state=here)
        for states in condition.or_none_of[:_LISTED]:
            listed = ", ".join(map(shown, states[:_LISTED]))
            if len(states) > _LISTED:
                listed += ", " + phrase("more", language).format(count=len(states) - _LISTED)
            text += phrase("nor" if len(states) == 1 else "nor_any", language).format(states=listed, state=here)
        if len(condition.or_none_of) > _LISTED:
            text += ", " + phrase("more", language).format(count=len(condition.or_none_of) - _LISTED)
        return text + "."

    def as_json(self, language: str = "en") -> dict[str, object]:
        """As plain data, its texts in `language`."""
        return {
            "state": self.state,
            "concept": self.concept,
            "decision_maker": self.decision_maker,
            "fulfilled": self.fulfilled,
            "conditions": [
                {
                    "move": condition.move,
                    "or_none_of": [list(states) for states in condition.or_none_of],
                    "fulfilled": condition.fulfilled,
                }
                for condition in self.conditions
            ],
            "texts": self.texts(language),
        }


def required_preferences(conflict: Conflict, state: int, concept: str) -> tuple[Requirement, ...]:
    """For each decision maker what it must and must not prefer for the state (number) to be stable under a concept.

    Raises ConflictError for a number that is no state's and for an unknown concept.
    """
    if concept not in (*SANCTIONS, "nash", "sim"):
        raise ConflictError(f"unknown concept {concept!r}; known are nash, sim, {', '.join(SANCTIONS)}")
    play = Play(Graph.of(conflict), conflict.ranks)
    here = conflict.states.place(state)
    return tuple(_required(play, here, concept, place) for place in range(len(play.movers)))


def _required(play: Play, here: int, concept: str, place: int) -> Requirement:
    conflict = play.graph.conflict
    ranks = play.ranks[place]
    numbers = conflict.states.numbers
    conditions = []
    for move in _next(play, place, here):
        # Being back where it began is no better than that, whatever one prefers.
        answers = _least({frozenset(answer - {here}) for answer in _answers(play, here, concept, place, move)}, move)
        if frozenset() in answers:
            continue
        fulfilled = ranks[move] <= ranks[here] or any(
            all(ranks[each] <= ranks[here] for each in answer) for answer in answers
        )
        conditions.append(
            Condition(
                int(numbers[move]),
                tuple(tuple(numbers[sorted(answer)].tolist()) for answer in answers),
                bool(fulfilled),
            )
        )
    conditions.sort(key=lambda condition: condition.move)
    return Requirement(conflict, int(numbers[here]), concept, conflict.decision_makers[place].name, tuple(conditions))


def _next(play: Play, place: int, state: int) -> list[int]:
    arcs = arcs_of(play, place, improving=False)
    return sorted(map(int, arcs.targets[arcs.starts[state] : arcs.starts[state + 1]]))


def _answers(play: Play, here: int, concept: str, place: int, move: int) -> Iterable[set[int]]:
    """Sets of states: if the decision maker prefers none of one set, its move is deterred."""
    if concept == "nash":
        return
    if concept == "sim":
        yield from ({end} for _, end in joint(play, place, here, move))
        return
    improving, escaping = SANCTIONS[concept]
    others = [other for other in range(len(play.movers)) if other != place]
    search = Search(play, move, others, improving=improving)
    search.everything()
    for end in np.flatnonzero(search.seen.any(axis=0)).tolist():
        yield {end, *(_next(play, place, end) if escaping else ())}


def _least(answers: set[frozenset[int]], move: int) -> list[frozenset[int]]:
    """The sets that ask for least: none that holds another, none that asks what the condition offers anyway."""
    if frozenset() in answers:
        return [frozenset()]
    offered = [answer for answer in answers if move not in answer]
    singles = {next(iter(answer)) for answer in offered if len(answer) == 1}
    kept = [answer for answer in offered if len(answer) == 1 or not answer & singles]
    if len(kept) > _COMPARED:
        return sorted(kept, key=lambda answer: (len(answer), sorted(answer)))
    kept.sort(key=lambda answer: (len(answer), sorted(answer)))
    least: list[frozenset[int]] = []
    for answer in kept:
        if not any(smaller < answer for smaller in least):
            least.append(answer)
    return least
