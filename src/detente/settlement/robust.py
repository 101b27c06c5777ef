"""How far the answer carries: the deal most likely to be accepted, and the evidence that the answer hangs on."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from detente.negotiation import Negotiation
from detente.negotiation.model import Floats
from detente.settlement.building import from_negotiation
from detente.settlement.chances import Chance, accepted, chance_of
from detente.settlement.drawing import verdicts
from detente.settlement.model import Settlement
from detente.settlement.scenario import Places
from detente.settlement.way.outcomes import MOST, Outcomes, outcomes

MOST_EXPANSIONS = 3000
_ENOUGH = 1e-9
Deal = dict[str, str]


@dataclass(frozen=True, slots=True)
class RobustDeal:
    """The deal that all accept, and somebody gains by, in the largest share of draws.

    deal: option id for each issue id.  chance: that all accept it, estimated on draws of its own (those that it was
    chosen by would flatter it); efficient, nash: the chances that it is efficient and the Nash deal, None where there
    are too many outcomes to say (see `drawing.verdicts`).  proven: whether every other deal was ruled out on the draws
    that it was chosen by.
    """

    deal: Deal
    chance: Chance
    efficient: Chance | None
    nash: Chance | None
    proven: bool

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "deal": self.deal,
            "acceptance": self.chance.as_json(),
            "efficient": None if self.efficient is None else self.efficient.as_json(),
            "nash": None if self.nash is None else self.nash.as_json(),
            "proven": self.proven,
        }


@dataclass(frozen=True, slots=True)
class Influence:
    """What would be different without one statement.

    party, issue: whose weight and acceptances it bears on; nash: the Nash deal without it, None where it stays the same
    (or cannot be said); chance: that all accept the deal in question without it, change: by how much that is more
    than with it, error: the standard error of the change; all three None where no status quo is known.
    """

    statement: str
    party: str
    issue: str
    nash: Deal | None
    chance: float | None
    change: float | None
    error: float | None

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "statement": self.statement,
            "party": self.party,
            "issue": self.issue,
            "nash_without": self.nash,
            "chance_without": self.chance,
            "change": self.change,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class Robustness:
    """The most robust deal, and what the answer hangs on.

    deal: the deal that the influences are on: the Nash deal, or the most robust one where there is no Nash deal or it
    leaves everything as it is; None where there is neither.  nash: the Nash deal, None where there is none.
    influences: all statements on the table, first those that matter most.
    """

    most_robust: RobustDeal | None
    deal: Deal | None
    nash: Deal | None
    influences: tuple[Influence, ...]
    draws: int
    seed: int

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "most_robust": None if self.most_robust is None else self.most_robust.as_json(),
            "deal": self.deal,
            "nash": self.nash,
            "influences": [each.as_json() for each in self.influences],
            "draws": self.draws,
            "seed": self.seed,
        }


def robustness(negotiation: Negotiation, settlement: Settlement, *, judge: bool = True) -> Robustness:
    """How far a settlement of the negotiation carries, on as many draws and with the seed of the settlement.

    judge: see `most_robust`.
    """
    draws, seed, solution = settlement.draws, settlement.seed, settlement.nash
    nash = next(iter(solution.deals), None)
    robust = most_robust(negotiation, draws=draws, seed=seed, judge=judge)
    stays = nash is not None and any(solution.status_quo[:1])
    deal = robust.deal if robust is not None and (nash is None or stays) else nash
    found = () if deal is None else influences(negotiation, deal, nash, draws=draws, seed=seed)
    return Robustness(robust, deal, nash, found, draws, seed)


def most_robust(negotiation: Negotiation, *, draws: int = 1000, seed: int = 0, judge: bool = True) -> RobustDeal | None:
    """The deal with the largest chance that all accept it and somebody gains; None where no status quo is known.

    None as well where no draw has such a deal.  Found best-first among partial deals, each with the share of draws in
    which it can still be accepted as its bound.  After MOST_EXPANSIONS of them the search stops with the best deal so
    far, which is then not proven.  judge: whether to find its chances to be efficient and the Nash deal, which takes
    longest.
    """
    gains = negotiation.draw(draws, seed).gains
    if gains is None:
        return None
    counts = [len(issue.options) for issue in negotiation.issues]
    places, proven = _search(gains, counts)
    if places is None:
        return None
    fresh = negotiation.draw(draws, seed + 1)
    assert fresh.gains is not None
    verdict = verdicts(fresh, counts, [places]).get(places) if judge else None
    return RobustDeal(
        deal={issue.id: issue.options[o].id for issue, o in zip(negotiation.issues, places, strict=True)},
        chance=chance_of(accepted(fresh.gains, places)),
        efficient=verdict.efficient if verdict else None,
        nash=verdict.chosen["nash"] if verdict else None,
        proven=proven,
    )


def _search(gains: Floats, counts: list[int]) -> tuple[Places | None, bool]:
    """The deal (places) that all accept and somebody gains by in most draws, and whether that is proven."""
    best = np.nanmax(gains, axis=3)
    order = np.argsort(-np.abs(best).sum(axis=(0, 1)), kind="stable").tolist()
    rest = [best[:, :, order[step:]].sum(axis=2) for step in range(len(order) + 1)]
    # The draws side by side (parties, draws): most of the time goes into counting over all of them.
    rest = [np.ascontiguousarray(each.T) for each in rest]
    adds = np.ascontiguousarray(gains.transpose(2, 3, 1, 0))
    serial = count()
    start = np.zeros(gains.shape[1::-1])
    heap: list[tuple[int, int, int, Places, Floats]] = [(-len(gains), 0, next(serial), (), start)]
    most = 0
    found: Places | None = None
    # Down to one whole deal first, so that there is something to beat.
    chosen: Places = ()
    total = start
    for step, issue in enumerate(order):
        options = [total + adds[issue, o] for o in range(counts[issue])]
        o = max(range(counts[issue]), key=lambda o: _able(options[o] + rest[step + 1]))
        chosen, total = (*chosen, o), options[o]
    if _able(total):
        most, found = _able(total), chosen
    for _ in range(MOST_EXPANSIONS):
        if not heap or -heap[0][0] <= most:
            return _in_order(found, order), True
        _, _, _, chosen, total = heapq.heappop(heap)
        step = len(chosen)
        for option in range(counts[order[step]]):
            after = total + adds[order[step], option]
            bound = _able(after + rest[step + 1])
            if bound <= most:
                continue
            if step + 1 == len(order):
                most, found = bound, (*chosen, option)
            else:
                heapq.heappush(heap, (-bound, -step, next(serial), (*chosen, option), after))
    return _in_order(found, order), False


def _able(gains: Floats) -> int:
    """In how many draws nobody loses and somebody gains (parties, draws); rounding counts as neither."""
    return int(np.count_nonzero((gains >= -_ENOUGH).all(axis=0) & (gains > _ENOUGH).any(axis=0)))


def _in_order(deal: Places | None, order: list[int]) -> Places | None:
    return None if deal is None else tuple(option for _, option in sorted(zip(order, deal, strict=True)))


def influences(
    negotiation: Negotiation,
    deal: Mapping[str, str],
    nash: Mapping[str, str] | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Influence, ...]:
    """What leaving out each statement on the table would change, in order of influence.

    `deal` is the one whose chances are in question, `nash` the Nash deal where that is another one.  First come the
    statements without which the Nash deal is another one, then those that move the chance that all accept `deal` most.
    Statements that say the same (party, issue, option, stance) have the same influence and are computed once; only the
    one party's numbers are drawn anew, from the same random numbers, so that differences show long before the chances
    themselves are exact.
    """
    places, base = (tuple(i.index(each[i.id]) for i in negotiation.issues) for each in (deal, nash or deal))
    table = _Table(negotiation) if negotiation.issues else None
    crowd = _Crowd(negotiation, places, draws, seed) if negotiation.has_status_quo else None
    known: dict[_Cell, tuple[Places | None, tuple[float, float, float] | None]] = {}
    found = []
    for statement, cell in _cells(negotiation):
        if cell not in known:
            known[cell] = (table.nash_without(cell, base) if table else None, crowd.without(cell) if crowd else None)
        other, moved = known[cell]
        named = (
            None if other is None else {i.id: i.options[o].id for i, o in zip(negotiation.issues, other, strict=True)}
        )
        chance, change, error = moved or (None, None, None)
        found.append(
            Influence(
                statement,
                negotiation.parties[cell.party].id,
                negotiation.issues[cell.issue].id,
                named,
                chance,
                change,
                error,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.nash is None, -abs(each.change or 0.0))))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a statement counts for: the weight of an issue for a party, and the options that it is for or against."""

    party: int
    issue: int
    supports: tuple[int, ...]
    opposes: tuple[int, ...]


def _cells(negotiation: Negotiation) -> Iterator[tuple[str, _Cell]]:
    """Every statement on the table with its cell."""
    for p, party in enumerate(negotiation.parties):
        for i, issue in enumerate(negotiation.issues):
            basis = [negotiation.basis.get((party.id, issue.id, option.id)) for option in issue.options]
            for statement in negotiation.sources.get((party.id, issue.id), ()):
                supports = tuple(o for o, each in enumerate(basis) if each and statement in each.supports)
                opposes = tuple(o for o, each in enumerate(basis) if each and statement in each.opposes)
                yield statement, _Cell(p, i, supports, opposes)


class _Table:
    """All outcomes at expected utilities; without a statement only one party's column is another."""

    def __init__(self, negotiation: Negotiation) -> None:
        self.negotiation = negotiation
        scenario = from_negotiation(negotiation)
        self.table: Outcomes | None = outcomes(scenario) if scenario.combinations <= MOST else None
        if self.table is not None:
            floors = [own if own is None else float(own) for own in scenario.reservation]
            lowest = self.table.worth.min(axis=0)
            self.gains = self.table.worth - [
                low if own is None else own for own, low in zip(floors, lowest, strict=True)
            ]

    def nash_without(self, cell: _Cell, deal: Places) -> Places | None:
        """The Nash deal without one statement of a cell, None where `deal` still is one (or there is none)."""
        if self.table is None:
            return None
        p, negotiation = cell.party, self.negotiation
        alpha, beta = negotiation.alpha[p].copy(), negotiation.beta[p].copy()
        alpha[cell.issue, list(cell.supports)] -= 1
        beta[cell.issue, list(cell.opposes)] -= 1
        weight = negotiation.concentration[p].copy()
        weight[cell.issue] -= 1
        weight /= weight.sum()
        acceptance = alpha / (alpha + beta)
        deals = self.table.deals
        worth = sum(weight[i] * acceptance[i][deals[:, i]] for i in range(len(weight)))
        floor = np.min(worth)
        if negotiation.has_status_quo:
            floor = float((weight * negotiation.without_deal(acceptance)).sum())
        gains = self.gains.copy()
        gains[:, p] = worth - floor
        best = _nash(gains)
        if not len(best) or any(self.table.deal(n) == deal for n in best):
            return None
        return self.table.deal(int(best[0]))


def _nash(gains: Floats) -> NDArray[np.intp]:
    """Rows with the greatest product of gains among those without a loss (most gainers first; see `choosing.nash`)."""
    fine = np.flatnonzero((gains >= -_ENOUGH).all(axis=1))
    gainers = (gains[fine] > _ENOUGH).sum(axis=1)
    fine = fine[gainers == gainers.max(initial=0)]
    gain = gains[fine]
    products = np.where(gain > _ENOUGH, np.log(np.maximum(gain, _ENOUGH)), 0.0).sum(axis=1)
    return np.asarray(fine[products >= products.max(initial=-np.inf) - _ENOUGH])


class _Crowd:
    """Draws of every party's answer to one deal, kept as the gamma variates that they are made of.

    A Beta variate is G(a) / (G(a) + G(b)), a Dirichlet one G(a) over the sum; and G(a - 1) is G(a) times an independent
    U^(1/(a-1)) (Lukacs 1955).  So leaving out a statement shortens one or two of the gammas that are there already.
    Parties are drawn independently: that all accept has the product of their chances.
    """

    def __init__(self, negotiation: Negotiation, deal: Places, draws: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 1])
        self.negotiation, self.deal = negotiation, deal
        shape = (draws, *negotiation.supports.shape)
        self.support = rng.standard_gamma(1.0 + negotiation.supports, size=shape)
        self.oppose = rng.standard_gamma(1.0 + negotiation.opposes, size=shape)
        self.weight = rng.standard_gamma(negotiation.concentration, size=shape[:3])
        self.cut, self.lighten = rng.random(draws), rng.random(draws)
        yes = [self._accepts(self.support[:, p], self.oppose[:, p], self.weight[:, p]) for p in range(shape[1])]
        self.yes = np.array(yes)
        self.shares = self.yes.mean(axis=1)

    def _accepts(self, support: Floats, oppose: Floats, weight: Floats) -> NDArray[np.bool_]:
        acceptance = support / (support + oppose)
        without = self.negotiation.without_deal(acceptance)
        chosen = acceptance[:, np.arange(len(self.deal)), list(self.deal)]
        return np.asarray((weight * (chosen - without)).sum(axis=1) >= -_ENOUGH)

    def without(self, cell: _Cell) -> tuple[float, float, float]:
        """The chance that all accept without one statement of a cell, the change, and the change's standard error."""
        p, i = cell.party, cell.issue
        support, oppose = self.support[:, p].copy(), self.oppose[:, p].copy()
        weight = self.weight[:, p].copy()
        for o in cell.supports:
            support[:, i, o] *= self.cut ** (1 / self.negotiation.supports[p, i, o])
        for o in cell.opposes:
            oppose[:, i, o] *= self.cut ** (1 / self.negotiation.opposes[p, i, o])
        weight[:, i] *= self.lighten ** (1 / self.negotiation.spoken[p, i])
        now = self._accepts(support, oppose, weight)
        others = float(np.prod(np.delete(self.shares, p)))
        moved = now.astype(float) - self.yes[p]
        change = others * float(moved.mean())
        error = others * float(moved.std()) / np.sqrt(len(moved))
        return others * float(now.mean()), change, float(error)
