"""Strategies for alternating offers, a few lines each.  A new one: a class with a `name` and these two methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass
class Seat:
    """What a party knows: its own utilities, and the offers so far.

    worth (N,): of each outcome to this party alone; order: the acceptable outcomes, best first; reserve: what it has
    without a deal; received: by other party (place), the outcomes it offered, in order; made: this party's own offers.
    """

    worth: Floats
    reserve: float
    rng: np.random.Generator
    received: dict[int, list[int]]
    made: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        best_first = np.argsort(-self.worth, kind="stable")
        self.order = best_first[self.worth[best_first] >= self.reserve]
        self._falling = -self.worth[self.order]

    @property
    def best(self) -> float:
        """What the best acceptable outcome is worth."""
        return float(self.worth[self.order[0]])

    @property
    def least(self) -> float:
        """What the worst acceptable outcome is worth."""
        return float(self.worth[self.order[-1]])

    def nearest(self, target: float) -> int:
        """The outcome with the least worth that reaches the target; one of several alike is drawn."""
        count = max(1, int(np.searchsorted(self._falling, -target + 1e-12, side="right")))
        first = int(np.searchsorted(self._falling, self._falling[count - 1] - 1e-12, side="left"))
        return int(self.order[self.rng.integers(first, count)])


class Strategy(Protocol):
    """How a party bargains: what it would offer at a time from 0 to 1, and whether it takes what is offered."""

    name: str

    def offer(self, seat: Seat, time: float) -> int:
        """The outcome that the party would offer now."""
        ...

    def accepts(self, seat: Seat, offered: int, own: int) -> bool:
        """Whether it takes an offer, when its own next one would be `own`."""
        ...


class _AcceptsAsGood:
    """Takes whatever is worth at least as much as its own next offer (AC_next; Baarslag, Hindriks, Jonker 2013)."""

    def accepts(self, seat: Seat, offered: int, own: int) -> bool:
        """See `Strategy`."""
        return bool(seat.worth[offered] >= seat.worth[own] and seat.worth[offered] >= seat.reserve)


@dataclass
class TimeDependent(_AcceptsAsGood):
    """Concedes with time: aspires to best - (best - least) t^(1/beta) (Faratin, Sierra, Jennings 1998, polynomial).

    beta below 1 is Boulware (holds out), 1 linear, above 1 Conceder (gives way at once).
    """

    name: str
    beta: float

    def offer(self, seat: Seat, time: float) -> int:
        """See `Strategy`."""
        return seat.nearest(seat.best - (seat.best - seat.least) * time ** (1 / self.beta))


@dataclass
class TitForTat(_AcceptsAsGood):
    """Concedes what the others have, in its own utility, and a little at random (Faratin, Sierra, Jennings 1998).

    Their random absolute tit-for-tat: without the random part, up to `most` of its range, two who imitate each other
    would never move.  With several others it follows the one who has conceded least.
    """

    name: str = "tit_for_tat"
    most: float = 0.1

    def offer(self, seat: Seat, time: float) -> int:
        """See `Strategy`."""
        conceded = [
            max(0.0, float(seat.worth[offers].max() - seat.worth[offers[0]])) if offers else 0.0
            for offers in seat.received.values()
        ]
        extra = float(seat.rng.uniform(0, self.most * (seat.best - seat.least)))
        return seat.nearest(max(seat.best - min(conceded, default=0.0) - extra, seat.least))


@dataclass
class MiCRO:
    """Concedes one rank of its own outcomes whenever the others have (de Jonge 2022, "MiCRO", IJCAI).

    It offers its next best outcome as long as it has not made more different offers than the one of the others who has
    made fewest; else it repeats one of its own, drawn.  It takes what is at least as good as its own worst offer.
    """

    name: str = "micro"

    def offer(self, seat: Seat, time: float) -> int:
        """See `Strategy`."""
        made = len(set(seat.made))
        met = min((len(set(offers)) for offers in seat.received.values()), default=0)
        if made <= met and made < len(seat.order):
            return int(seat.order[made])
        return int(seat.rng.choice(sorted(set(seat.made)))) if seat.made else int(seat.order[0])

    def accepts(self, seat: Seat, offered: int, own: int) -> bool:
        """See `Strategy`."""
        return bool(seat.worth[offered] >= seat.worth[[own, *seat.made]].min() and seat.worth[offered] >= seat.reserve)


STRATEGIES: dict[str, Callable[[], Strategy]] = {
    "boulware": lambda: TimeDependent("boulware", 0.2),
    "linear": lambda: TimeDependent("linear", 1.0),
    "conceder": lambda: TimeDependent("conceder", 5.0),
    "tit_for_tat": TitForTat,
    "micro": MiCRO,
}
