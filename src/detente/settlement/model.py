"""The settlement view as frozen results: what was found, by which method, how exactly, with which ties and chances."""

from __future__ import annotations

from dataclasses import dataclass

from detente.negotiation import Assumption
from detente.settlement.chances import Chance

Deal = dict[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the Pareto frontier.

    utilities: one number for each party, in their order; deal: option id for each issue id, one of the deals that give
    these utilities; ties: how many deals give exactly these (1: this one only); rational: nobody has less than without.
    """

    utilities: tuple[float, ...]
    deal: Deal
    ties: int
    rational: bool

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"utilities": list(self.utilities), "deal": self.deal, "ties": self.ties, "rational": self.rational}


@dataclass(frozen=True, slots=True)
class Solution:
    """A bargaining solution with all its ties.

    deals: all deals that solve it, at most `LISTED` of them, `ties` counts them all (0: there is no such deal);
    utilities and chances (that all accept; empty where no status quo is known) run parallel to deals.  gap: by how much
    a better deal could still beat these (0: none can).  exact: see `Settlement.exact`.  gainers: how many parties gain.
    rational: nobody has less than without a deal; status_quo: whether each deal leaves everything as it is.
    """

    name: str
    method: str
    deals: tuple[Deal, ...]
    utilities: tuple[tuple[float, ...], ...]
    ties: int
    gap: float | None
    exact: bool
    rational: bool
    gainers: int
    status_quo: tuple[bool, ...] = ()
    chances: tuple[Chance, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As plain data: `utilities` are those of the first deal, `tied_utilities` those of each deal."""
        return {
            "deals": list(self.deals),
            "utilities": list(self.utilities[0]) if self.utilities else None,
            "tied_utilities": [list(each) for each in self.utilities],
            "ties": str(self.ties),
            "gap": self.gap,
            "exact": self.exact,
            "method": self.method,
            "rational": self.rational,
            "gainers": self.gainers,
            "status_quo": list(self.status_quo),
            "acceptance": [chance.as_json() for chance in self.chances],
        }


@dataclass(frozen=True, slots=True)
class Rational:
    """The individually rational outcomes: those that give no party less than it has without a deal.

    outcomes: their number among those considered; efficient: the frontier points among them; reservation: one number
    for each party, None where no status quo is known (then every outcome counts as rational); zone: the chance that
    there is any deal with which nobody is worse off and somebody better off, None likewise.
    """

    outcomes: int
    share: float
    efficient: int
    reservation: tuple[float, ...] | None
    zone: Chance | None

    def as_json(self) -> dict[str, object]:
        """As plain data; the count is a string."""
        return {
            "outcomes": str(self.outcomes),
            "share": self.share,
            "efficient": self.efficient,
            "reservation": None if self.reservation is None else list(self.reservation),
            "agreement_zone": None if self.zone is None else self.zone.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Settlement:
    """What deal is possible: the frontier, the rational outcomes and the solutions, at expected utilities.

    parties, issues: ids, with `party_names` and `issue_labels` by id; outcomes: how many there are; considered: how
    many of them were compared; left_as_is: issues left out of the deal to keep the number of outcomes within bounds.
    exact: all outcomes were compared, in exact arithmetic.  draws, seed: behind the chances.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    party_names: dict[str, str]
    issue_labels: dict[str, str]
    outcomes: int
    considered: int
    left_as_is: tuple[str, ...]
    exact: bool
    frontier: tuple[Point, ...]
    rational: Rational
    nash: Solution
    kalai_smorodinsky: Solution
    egalitarian: Solution
    utilitarian: Solution
    assumptions: tuple[Assumption, ...]
    draws: int
    seed: int

    @property
    def solutions(self) -> tuple[Solution, ...]:
        """The four solutions: Nash, Kalai-Smorodinsky, egalitarian, utilitarian."""
        return (self.nash, self.kalai_smorodinsky, self.egalitarian, self.utilitarian)

    def as_json(self, language: str = "en") -> dict[str, object]:
        """The contract's JSON (`detente settle --json`) as plain data; counts of outcomes are strings.

        Utilities stand in the order of `parties`; deals map issue ids to option ids.  `language` is that of the
        assumptions' text.
        """
        points = [point.as_json() for point in self.frontier]
        return {
            "parties": list(self.parties),
            "issues": list(self.issues),
            "party_names": self.party_names,
            "issue_labels": self.issue_labels,
            "outcomes": str(self.outcomes),
            "considered": str(self.considered),
            "left_as_is": list(self.left_as_is),
            "frontier": {"size": len(points), "exact": self.exact, "points": points},
            "individually_rational": self.rational.as_json(),
            "solutions": {solution.name: solution.as_json() for solution in self.solutions},
            "draws": self.draws,
            "seed": self.seed,
            "assumptions": [assumption.as_json(language) for assumption in self.assumptions],
        }
