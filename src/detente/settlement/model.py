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
    these utilities; ties: how many deals give exactly these (1: this one only; None: not counted); rational: nobody
    has less than without a deal.
    """

    utilities: tuple[float, ...]
    deal: Deal
    ties: int | None
    rational: bool

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"utilities": list(self.utilities), "deal": self.deal, "ties": self.ties, "rational": self.rational}


@dataclass(frozen=True, slots=True)
class Solution:
    """A bargaining solution with its ties.

    deals: the deals that solve it, at most `LISTED` of them, `ties` counts them all (0: there is no such deal; with
    all_ties False there may be more); utilities and chances (that all accept; empty where no status quo is known) run
    parallel to deals.  gap, the certificate: by how much another deal could still be better (log of the product of
    gains for Nash, else utility or share; None: no bound known).  exact: chosen from the exact frontier or issue by
    issue in exact arithmetic; otherwise the gap holds within the tolerance of HiGHS (10^-11).  gainers: how many
    parties gain.  rational: nobody has less than without a deal; status_quo: whether each deal leaves everything as it
    is.  efficient, chosen: for the first deals, the chance that a draw makes the deal efficient, or this solution.
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
    all_ties: bool = True
    status_quo: tuple[bool, ...] = ()
    chances: tuple[Chance, ...] = ()
    efficient: tuple[Chance, ...] = ()
    chosen: tuple[Chance, ...] = ()

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
            "all_ties": self.all_ties,
            "acceptance": [chance.as_json() for chance in self.chances],
            "efficient": [chance.as_json() for chance in self.efficient],
            "chosen": [chance.as_json() for chance in self.chosen],
        }


@dataclass(frozen=True, slots=True)
class Rational:
    """The individually rational outcomes: those that give no party less than it has without a deal.

    outcomes: their number, None where they are too many to count; share: of all outcomes, with the error of an
    estimate (0: counted; None: not known); efficient: the frontier points among them; reservation: a number for each
    party, None where it has none; None for all where nobody has one (then every outcome counts as rational).
    zone: the chance that there is any deal with which nobody is worse off and somebody better off, None without draws;
    zone_exact: False where, with so many outcomes, a zone may have been overlooked in some draws.
    """

    outcomes: int | None
    share: Chance | None
    efficient: int
    reservation: tuple[float | None, ...] | None
    zone: Chance | None
    zone_exact: bool = True

    def as_json(self) -> dict[str, object]:
        """As plain data; the count is a string."""
        return {
            "outcomes": None if self.outcomes is None else str(self.outcomes),
            "share": None if self.share is None else self.share.share,
            "share_error": None if self.share is None else self.share.error,
            "efficient": self.efficient,
            "reservation": None if self.reservation is None else list(self.reservation),
            "agreement_zone": None if self.zone is None else self.zone.as_json(),
            "agreement_zone_exact": self.zone_exact,
        }


@dataclass(frozen=True, slots=True)
class Coalition:
    """Parties (ids) that a deal suits although none suits everybody: nobody of them is worse off, somebody better."""

    parties: tuple[str, ...]
    deal: Deal

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"parties": list(self.parties), "deal": self.deal}


@dataclass(frozen=True, slots=True)
class Opening:
    """The least change for one party (id) that opens an agreement zone.

    amount: by how much its reservation value would have to be lower, or any one option of the deal worth more to it.
    """

    party: str
    amount: float
    deal: Deal

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {"party": self.party, "amount": self.amount, "deal": self.deal}


@dataclass(frozen=True, slots=True)
class Settlement:
    """What deal is possible: the frontier, the rational outcomes and the solutions, at expected utilities.

    parties, issues: ids, with `party_names` and `issue_labels` by id; outcomes: how many there are.
    exact: the frontier is whole and exact (with `rational_only`: that part of it where nobody has less than without a
    deal); otherwise its points are some that are certain, and `stopped` says why there are no more.
    within: for each party, how much more a deal between the options of real issues can be worth to it than some
    outcome of the grid that the frontier is of; empty where there are no such issues.
    zone_exists: whether at expected utilities there is an agreement zone (None: not known); if there is none, the
    largest coalitions that a deal suits, and the openings, least first.  draws, seed: behind the chances.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    party_names: dict[str, str]
    issue_labels: dict[str, str]
    outcomes: int
    exact: bool
    rational_only: bool
    stopped: str | None
    frontier: tuple[Point, ...]
    rational: Rational
    nash: Solution
    kalai_smorodinsky: Solution
    egalitarian: Solution
    utilitarian: Solution
    zone_exists: bool | None
    coalitions: tuple[Coalition, ...]
    openings: tuple[Opening, ...]
    assumptions: tuple[Assumption, ...]
    draws: int
    seed: int
    within: tuple[float, ...] = ()

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
            "frontier": {
                "size": len(points),
                "exact": self.exact,
                "rational_only": self.rational_only,
                "stopped": self.stopped,
                "within": list(self.within),
                "points": points,
            },
            "individually_rational": self.rational.as_json(),
            "solutions": {solution.name: solution.as_json() for solution in self.solutions},
            "agreement_zone": {
                "exists": self.zone_exists,
                "coalitions": [coalition.as_json() for coalition in self.coalitions],
                "openings": [opening.as_json() for opening in self.openings],
            },
            "draws": self.draws,
            "seed": self.seed,
            "assumptions": [assumption.as_json(language) for assumption in self.assumptions],
        }
