"""What a brief holds on deals: which there are, what each party gains, and what they hang on."""

from __future__ import annotations

from dataclasses import dataclass

from detente.briefing.brief import Cite


@dataclass(frozen=True, slots=True)
class Gain:
    """What one party has from a deal: its utility, and what it has without one (None: nobody knows)."""

    party: str
    anchor: str
    utility: float
    reserve: float | None


@dataclass(frozen=True, slots=True)
class Deal:
    """A settlement: the options agreed on, what each party gets from it and the chance that all accept.

    `key` is a Roman numeral; `solutions` are the solution concepts that choose it; `ties` how many other deals are
    exactly as good; `error` the standard error of the chance.
    """

    key: str
    solutions: tuple[str, ...]
    terms: tuple[tuple[str, str, str], ...]
    gains: tuple[Gain, ...]
    chance: float | None
    error: float
    ties: int
    status_quo: bool


@dataclass(frozen=True, slots=True)
class Point:
    """An efficient outcome in the plane of two parties, utilities in 0 to 1."""

    x: float
    y: float
    rational: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """Efficient outcomes, seen by the two parties that they divide most.

    `chosen` are the deals by key; `reserve` what the two have without a deal; `total` how many efficient outcomes there
    are (`points` may hold fewer).
    """

    x_party: str
    y_party: str
    reserve: tuple[float, float] | None
    points: tuple[Point, ...]
    chosen: tuple[tuple[str, float, float], ...]
    total: int
    of_parties: int


@dataclass(frozen=True, slots=True)
class Hinge:
    """Statements that the settlement hangs on: whose, what would be different without one, and the sentences."""

    party: str
    anchor: str
    issue: str
    effects: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Impasse:
    """No deal suits everybody: whom one would suit with which terms, and what would open a way, each in words."""

    groups: tuple[str, ...]
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deals:
    """The settlement view; `why_none` says why there is none, and then all else is empty.

    rational: None where there are too many outcomes to count those that leave nobody worse off.  robust: which deal
    all accept in most draws; hinges: what the settlement hangs on, most telling first; impasse: None where at expected
    utilities a deal suits everybody.
    """

    why_none: str | None
    outcomes: int
    rational: int | None
    known: bool
    zone: float | None
    zone_error: float
    draws: int
    deals: tuple[Deal, ...]
    unsolved: tuple[str, ...]
    frontier: Frontier | None
    notes: tuple[str, ...]
    robust: str | None = None
    hinges: tuple[Hinge, ...] = ()
    impasse: Impasse | None = None
