"""The evidence that a deal hangs on: what leaving out each statement would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.negotiation import Negotiation
from detente.negotiation.model import Floats
from detente.settlement.building import from_negotiation
from detente.settlement.scenario import Places
from detente.settlement.way.outcomes import MOST, Outcomes, outcomes

_ENOUGH = 1e-9


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
    nash: dict[str, str] | None
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
