"""What a procedure came to: its trace, the agreement or none, and how far that is from the best there is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import dist
from typing import Literal

import numpy as np

from detente.settlement.choosing import nash
from detente.settlement.frontier import Frontier
from detente.settlement.gains import Gains
from detente.settlement.scenario import Places, Scenario

Move = Literal["first_text", "joint_gain", "offer", "accept"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who did what to the text or offer on the table.

    round: from 0; by: party id, None for the mediator; deal (places) and utilities: what is on the table after it;
    changed: the new option id of each issue that this step changed, compared to what was on the table before.
    """

    round: int
    by: str | None
    move: Move
    deal: Places
    utilities: tuple[float, ...]
    changed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """A procedure and where it led.

    players: the strategy of each party, none for a mediated procedure; agreement: places, None where there is none;
    utilities: the agreement's; discounted: those at the time of agreement, by each party's own discount.
    rounds, seed: what the run was given (0 where it does not matter).  efficient: whether no outcome is better for one
    party without being worse for another; to_frontier, to_nash: Euclidean distance, in utilities, to the nearest
    efficient point and to the nearest Nash solution; all three None without an agreement or where not known.
    """

    procedure: str
    steps: tuple[Step, ...]
    agreement: Places | None
    utilities: tuple[float, ...] | None
    discounted: tuple[float, ...] | None
    efficient: bool | None
    to_frontier: float | None
    to_nash: float | None
    players: tuple[str, ...] = ()
    rounds: int = 0
    seed: int = 0

    def as_json(self, scenario: Scenario) -> dict[str, object]:
        """As plain data; deals map issue ids to option ids."""
        return {
            "procedure": self.procedure,
            "players": {party.id: name for party, name in zip(scenario.parties, self.players, strict=False)},
            "rounds": self.rounds,
            "seed": self.seed,
            "agreement": None if self.agreement is None else scenario.named(self.agreement),
            "utilities": None if self.utilities is None else list(self.utilities),
            "discounted": None if self.discounted is None else list(self.discounted),
            "efficient": self.efficient,
            "to_frontier": self.to_frontier,
            "to_nash": self.to_nash,
            "steps": [
                {
                    "round": step.round,
                    "by": step.by,
                    "move": step.move,
                    "deal": scenario.named(step.deal),
                    "utilities": list(step.utilities),
                    "changed": step.changed,
                }
                for step in self.steps
            ],
        }


@dataclass(frozen=True)
class Yardstick:
    """Measures an agreement against the whole frontier (not only its rational part); without one nothing is known."""

    scenario: Scenario
    frontier: Frontier | None = None

    def way(
        self,
        procedure: str,
        steps: list[Step],
        agreement: Places | None,
        *,
        time: float = 0.0,
        players: tuple[str, ...] = (),
        rounds: int = 0,
        seed: int = 0,
    ) -> Way:
        """The result with its measures; `time` is that of the agreement, from 0 to 1."""
        worth = None if agreement is None else tuple(map(float, self.scenario.utilities(agreement)))
        discounts = [float(party.discount) for party in self.scenario.parties]
        measures = self._measure(agreement, worth) if agreement is not None and worth is not None else None
        efficient, to_frontier, to_nash = measures or (None, None, None)
        return Way(
            procedure=procedure,
            steps=tuple(steps),
            agreement=agreement,
            utilities=worth,
            discounted=None if worth is None else tuple(u * d**time for u, d in zip(worth, discounts, strict=True)),
            efficient=efficient,
            to_frontier=to_frontier,
            to_nash=to_nash,
            players=players,
            rounds=rounds,
            seed=seed,
        )

    def _measure(self, deal: Places, worth: tuple[float, ...]) -> tuple[bool, float, float | None] | None:
        if self.frontier is None or not len(self.frontier):
            return None
        efficient = self.scenario.utilities(deal) in self._exact
        nearest = 0.0 if efficient else float(np.min(np.linalg.norm(self._points - np.array(worth), axis=1)))
        return efficient, nearest, min((dist(worth, point) for point in self._nash), default=None)

    @cached_property
    def _exact(self) -> set[tuple[Fraction, ...]]:
        assert self.frontier is not None
        return {self.frontier.utilities(n) for n in range(len(self.frontier))}

    @cached_property
    def _points(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array([[float(u) for u in point] for point in self._exact])

    @cached_property
    def _nash(self) -> list[tuple[float, ...]]:
        assert self.frontier is not None
        return [tuple(map(float, self.frontier.utilities(n))) for n in nash(Gains(self.frontier))]


def changes(scenario: Scenario, before: Places | None, after: Places) -> dict[str, str]:
    """The options by issue id in which a deal differs from the one before; all of them if there was none."""
    named = scenario.named(after)
    if before is None:
        return named
    return {issue.id: named[issue.id] for n, issue in enumerate(scenario.issues) if before[n] != after[n]}
