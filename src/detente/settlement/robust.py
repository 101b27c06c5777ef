"""How far the answer carries: the deal most likely to be accepted, and what the answer hangs on."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count

import numpy as np

from detente.negotiation import Negotiation
from detente.negotiation.model import Floats
from detente.settlement.chances import Chance, accepted, chance_of
from detente.settlement.drawing import verdicts
from detente.settlement.influence import Influence, influences
from detente.settlement.model import Settlement
from detente.settlement.scenario import Places

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
