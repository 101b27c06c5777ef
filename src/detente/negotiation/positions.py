"""The positions matrix with its uncertainty: acceptance, salience and place on the scale, per party and issue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from detente.negotiation.model import Floats, Negotiation, TableIssue

CREDIBLE = 0.8
_NODES = 128


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 80 % credible interval (10 % of the probability lie on either side)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where one party stands on one issue.

    acceptance: for each option id, in [0, 1]; preferred: for each option id the probability that no other option of the
    issue is more acceptable (they sum to 1); salience in [0, 1]; place: on the issue's scale from 0 to 100, the
    expected value of the most acceptable option, None where an option has no value.  `statements` are the ids behind
    it; with none the estimates are the wide-open priors and `known` is False.
    """

    party: str
    issue: str
    acceptance: dict[str, Estimate]
    preferred: dict[str, float]
    salience: Estimate
    place: Estimate | None
    statements: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether any statement of the party on the issue is behind the estimates."""
        return bool(self.statements)


def positions(negotiation: Negotiation) -> tuple[tuple[Position, ...], ...]:
    """The positions matrix, (parties, issues).  Nothing is drawn: the same counts give the same numbers."""
    return tuple(
        tuple(_position(negotiation, p, i) for i in range(len(negotiation.issues)))
        for p in range(len(negotiation.parties))
    )


def _position(negotiation: Negotiation, p: int, i: int) -> Position:
    party, issue = negotiation.parties[p].id, negotiation.issues[i]
    count = len(issue.options)
    alpha, beta = negotiation.alpha[p, i, :count], negotiation.beta[p, i, :count]
    ids = [option.id for option in issue.options]
    given = [negotiation.fixed.acceptance.get((party, issue.id, option)) for option in ids]
    certain = tuple(None if value is None else float(value) for value in given)
    preferred = _chance_to_be_preferred(tuple(map(float, alpha)), tuple(map(float, beta)), certain)
    return Position(
        party=party,
        issue=issue.id,
        acceptance={
            o: beta_estimate(float(a), float(b)) if value is None else Estimate(value, value, value)
            for o, a, b, value in zip(ids, alpha, beta, certain, strict=True)
        },
        preferred=dict(zip(ids, map(float, preferred), strict=True)),
        salience=_salience(negotiation, p, i),
        place=_place(issue, preferred),
        statements=negotiation.sources.get((party, issue.id), ()),
    )


def _salience(negotiation: Negotiation, p: int, i: int) -> Estimate:
    given = negotiation.fixed.shares(negotiation.parties[p].id, [issue.id for issue in negotiation.issues])
    if i in given:
        return Estimate(*[float(given[i])] * 3)
    left = float(1 - sum(given.values()))
    own = float(negotiation.concentration[p, i])
    total = sum(float(weight) for place, weight in enumerate(negotiation.concentration[p]) if place not in given)
    found = beta_estimate(own, total - own)
    return Estimate(left * found.mean, left * found.low, left * found.high) if given else found


@cache
def beta_estimate(alpha: float, beta: float) -> Estimate:
    """Mean and 80 % interval of Beta(alpha, beta); beta 0 stands for certainty of 1 (salience of an only issue)."""
    if beta == 0:
        return Estimate(1.0, 1.0, 1.0)
    from scipy.special import betaincinv  # takes long to import, and many pages and commands do without

    tail = (1 - CREDIBLE) / 2
    low, high = betaincinv(alpha, beta, [tail, 1 - tail])
    return Estimate(alpha / (alpha + beta), float(low), float(high))


@cache
def _quadrature() -> tuple[Floats, Floats]:
    """Nodes and weights on [0, 1] (Gauss-Legendre); finding them takes longer than all the rest of a position."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2


@cache
def _chance_to_be_preferred(
    alpha: tuple[float, ...], beta: tuple[float, ...], certain: tuple[float | None, ...]
) -> Floats:
    """For independent Beta variables the probability of each to be the greatest (integral of pdf times other cdfs).

    What is certain is a number instead; of several equally great ones each has an equal part.
    """
    from scipy.special import betainc, betaln

    fixed = np.array([np.nan if value is None else value for value in certain])
    open_ = [o for o, value in enumerate(certain) if value is None]
    least = float(np.nanmax(fixed, initial=0.0))
    unit, weights = _quadrature()
    x = least + (1 - least) * unit
    chance = np.zeros(len(certain))
    if open_ and least < 1:
        a, b = np.array(alpha)[open_, None], np.array(beta)[open_, None]
        density = np.exp((a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - betaln(a, b))
        below = betainc(a, b, x)
        others = np.stack([np.delete(below, o, axis=0).prod(axis=0) for o in range(len(open_))])
        chance[open_] = (density * others * weights).sum(axis=1) * (1 - least)
    if len(open_) < len(certain):
        greatest = fixed == least
        under = float(np.prod(betainc(np.array(alpha)[open_], np.array(beta)[open_], least)))
        chance[greatest] = under / greatest.sum()
    found = np.asarray(chance / chance.sum())
    found.setflags(write=False)
    return found


def _place(issue: TableIssue, preferred: Floats) -> Estimate | None:
    values = [option.value for option in issue.options]
    if any(value is None for value in values):
        return None
    scale = np.array(values, dtype=float)
    order = np.argsort(scale, kind="stable")
    reached = np.cumsum(preferred[order])
    tail = (1 - CREDIBLE) / 2
    low, high = (scale[order][min(int(np.searchsorted(reached, q - 1e-12)), len(order) - 1)] for q in (tail, 1 - tail))
    return Estimate(float(preferred @ scale), float(low), float(high))
