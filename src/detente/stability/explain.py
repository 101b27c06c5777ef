"""Why a state holds or does not: for each decision maker and improvement, the moves that deter it, or that none do."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from detente.stability.engine import SANCTIONS, Play
from detente.stability.model import Conflict
from detente.stability.simultaneous import joint
from detente.stability.tracks import Search, Track, arcs_of


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a decision maker (name) between two state numbers."""

    by: str
    origin: int
    target: int

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"by": self.by, "from": self.origin, "to": self.target}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one decision maker (name) would stay at a state (number), or leave it.

    kind: "content" (it cannot improve), "deterred" (the improvement to `move` is answered by `answer`, one move after
    the other), "trapped" (so, and from `end` it cannot get above the state again), "together" (those of `answer` move
    at the same moment as it does, which leads to `end`), "leaves" (the improvement to `move` is not deterred) or
    "gains" (the same where answers of the others are not looked at).
    concepts: those under which this is so.
    """

    conflict: Conflict = field(repr=False)
    state: int
    decision_maker: str
    kind: str
    concepts: tuple[str, ...]
    move: int | None = None
    answer: tuple[Move, ...] = ()
    end: int | None = None

    def text(self, language: str = "en") -> str:
        """In a sentence, in German ("de") or else in English."""
        labels = {maker.name: maker.label for maker in self.conflict.decision_makers}
        moves = [
            phrase("step_at_once" if self.kind == "together" else "step", language).format(
                by=labels[move.by],
                origin=state_text(self.conflict, move.origin, language),
                target=state_text(self.conflict, move.target, language),
            )
            for move in self.answer
        ]
        joint = "at_once" if self.kind == "together" else "then"
        return phrase(self.kind, language).format(
            by=labels[self.decision_maker],
            state=state_text(self.conflict, self.state, language),
            move="" if self.move is None else state_text(self.conflict, self.move, language),
            end="" if self.end is None else state_text(self.conflict, self.end, language),
            answer=phrase(joint, language).join(moves),
            concepts=", ".join(name(concept, language) for concept in self.concepts),
        )

    def as_json(self, language: str = "en") -> dict[str, object]:
        """As plain data, its text in `language`."""
        return {
            "state": self.state,
            "decision_maker": self.decision_maker,
            "kind": self.kind,
            "concepts": list(self.concepts),
            "move": self.move,
            "answer": [move.as_json() for move in self.answer],
            "end": self.end,
            "text": self.text(language),
        }


def explain(play: Play, state: int, concepts: Sequence[str]) -> tuple[Explanation, ...]:
    """Why the state at this place holds for each decision maker under these concepts, or why not."""
    return tuple(each for place in range(len(play.movers)) for each in _explain(play, state, place, tuple(concepts)))


def name(concept: str, language: str = "en") -> str:
    """What a concept is called, in German ("de") or else in English."""
    return phrase("name", language, concept)


def meaning(concept: str, language: str = "en") -> str:
    """What it says that a state is stable under a concept, in a sentence, in German ("de") or else in English."""
    return phrase("meaning", language, concept)


def state_text(conflict: Conflict, number: int, language: str = "en") -> str:
    """A state as its number and the labels of what is chosen in it."""
    chosen = [option.label for bit, (_, option) in enumerate(conflict.options) if number >> bit & 1]
    return f"{number} ({' + '.join(chosen) or phrase('nothing', language)})"


def phrase(key: str, language: str, *under: str) -> str:
    """A phrase of words.toml in German ("de") or else in English."""
    table: Any = _words()
    for each in (*under, key):
        table = table[each]
    return str(table["de" if language == "de" else "en"])


@cache
def _words() -> dict[str, Any]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)


def moves_of(play: Play, tracks: Sequence[Track]) -> tuple[Move, ...]:
    """Places as names and numbers."""
    conflict = play.graph.conflict
    numbers = conflict.states.numbers
    return tuple(
        Move(conflict.decision_makers[each.by].name, int(numbers[each.origin]), int(numbers[each.target]))
        for each in tracks
    )


def _explain(play: Play, state: int, place: int, concepts: tuple[str, ...]) -> list[Explanation]:
    conflict = play.graph.conflict
    numbers = conflict.states.numbers
    who = conflict.decision_makers[place].name
    arcs = arcs_of(play, place, improving=True)
    improvements = arcs.targets[arcs.starts[state] : arcs.starts[state + 1]]
    here = int(numbers[state])
    if not len(improvements):
        return [Explanation(conflict, here, who, "content", concepts)]
    found = []
    for target in sorted(map(int, improvements), key=lambda each: (-play.ranks[place, each], each)):
        reasons: dict[tuple[str, tuple[Move, ...], int | None], list[str]] = {}
        for concept in concepts:
            reasons.setdefault(_reason(play, state, place, target, concept), []).append(concept)
        for (kind, answer, end), under in reasons.items():
            kind = "gains" if kind == "leaves" and under == ["nash"] else kind
            found.append(Explanation(conflict, here, who, kind, tuple(under), int(numbers[target]), answer, end))
    return found


def _reason(play: Play, state: int, place: int, target: int, concept: str) -> tuple[str, tuple[Move, ...], int | None]:
    """Kind, answer and end of the answer to one improvement under one concept."""
    numbers = play.graph.conflict.states.numbers
    here = play.ranks[place, state]
    if concept == "sim":
        for moves, end in joint(play, place, state, target):
            if play.ranks[place, end] <= here:
                return "together", moves_of(play, moves), int(numbers[end])
        return "leaves", (), None
    if concept == "nash" or play.floor(place, concept)[target] > here:
        return "leaves", (), None
    # An answer that also holds under a stricter concept serves for both, so that one sentence says both.  The floor
    # says that there is an answer under one of them, at the latest under the concept itself.
    for stricter in ("sseq", "smr", "seq", "gmr"):
        implied = all(strict >= loose for strict, loose in zip(SANCTIONS[stricter], SANCTIONS[concept], strict=True))
        if implied and play.floor(place, stricter)[target] <= here:
            improving, escaping = SANCTIONS[stricter]
            good = play.value(place, escaping=escaping) > here
            others = [other for other in range(len(play.movers)) if other != place]
            search = Search(play, target, others, improving=improving)
            end = search.first(~good)
            return "trapped" if escaping else "deterred", moves_of(play, search.way(end)), int(numbers[end])
    raise AssertionError("the concept itself is among those tried")
