"""The numbers of a table as independent inputs: acceptances (Beta) and weights of issues (Gamma, for salience)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from detente.negotiation import Draws, Negotiation, TableIssue
from detente.negotiation.positions import beta_estimate
from detente.sensitivity.inputs import Floats, Input
from detente.sensitivity.sampling import beta_of, gamma_of

Cell = tuple[int, int, int]


class Cells:
    """Some acceptances (party, issue, option) and saliences (party, issue), by places; all others stay at their means.

    Salience is drawn as a Gamma weight for each issue, over their sum: so the shares are Dirichlet, and the inputs
    independent.  What is fixed is no input.
    """

    def __init__(self, table: Negotiation, acceptance: Iterable[Cell], salience: Iterable[tuple[int, int]]) -> None:
        self.table = table
        names = table.fixed
        self.acceptance = [
            (p, i, o)
            for p, i, o in acceptance
            if (table.parties[p].id, table.issues[i].id, table.issues[i].options[o].id) not in names.acceptance
        ]
        self.salience = [
            (p, i)
            for p, i in salience
            if (table.parties[p].id, table.issues[i].id) not in names.salience and _movable(table, p)
        ]
        self.inputs = (
            *(self._acceptance(*cell) for cell in self.acceptance),
            *(self._salience(*cell) for cell in self.salience),
        )

    def worlds(self, points: Floats) -> Draws:
        """What the table is at points of the unit cube, (n, inputs)."""
        table, n = self.table, len(points)
        acceptance = np.repeat((table.alpha / (table.alpha + table.beta))[None], n, axis=0)
        for column, (p, i, o) in enumerate(self.acceptance):
            a, b = float(table.alpha[p, i, o]), float(table.beta[p, i, o])
            acceptance[:, p, i, o] = _mapped(points[:, column], partial(beta_of, a, b))
        weight = np.repeat(table.concentration[None], n, axis=0)
        for column, (p, i) in enumerate(self.salience, len(self.acceptance)):
            shape = float(table.concentration[p, i])
            weight[:, p, i] = _mapped(points[:, column], partial(gamma_of, shape))
        salience = weight / weight.sum(axis=2, keepdims=True)
        return table.draws_of(table.with_acceptance(acceptance), table.with_salience(salience))

    def cell(self, place: int) -> Cell | tuple[int, int]:
        """The places of an input: three for an acceptance, two for a salience."""
        count = len(self.acceptance)
        return self.acceptance[place] if place < count else self.salience[place - count]

    def _acceptance(self, p: int, i: int, o: int) -> Input:
        table = self.table
        party, issue = table.parties[p].id, table.issues[i]
        option = issue.options[o].id
        own = beta_estimate(float(table.alpha[p, i, o]), float(table.beta[p, i, o]))
        said = table.basis[party, issue.id, option].statements if (party, issue.id, option) in table.basis else ()
        return Input("acceptance", party, own.mean, own.low, own.high, 0.0, 1.0, issue.id, option, said)

    def _salience(self, p: int, i: int) -> Input:
        return salience_input(self.table, p, i)


def salience_input(table: Negotiation, p: int, i: int) -> Input:
    """A party's share of an issue as an input; with a set share elsewhere, only what is left."""
    party, issue = table.parties[p].id, table.issues[i].id
    given = table.fixed.shares(party, [each.id for each in table.issues])
    left = _left(table, p)
    own = float(table.concentration[p, i])
    total = sum(float(c) for place, c in enumerate(table.concentration[p]) if place not in given)
    share = beta_estimate(own, total - own)
    ends = (left * share.mean, left * share.low, left * share.high)
    return Input("salience", party, *ends, 0.0, left, issue, statements=table.sources.get((party, issue), ()))


def _movable(table: Negotiation, p: int) -> bool:
    """Whether a party's shares of salience can be others: some are left, for two issues or more."""
    given = table.fixed.shares(table.parties[p].id, [issue.id for issue in table.issues])
    return _left(table, p) > 0 and len(table.issues) - len(given) > 1


def _left(table: Negotiation, p: int) -> float:
    """What a party's set shares of salience leave for its other issues."""
    given = table.fixed.shares(table.parties[p].id, [issue.id for issue in table.issues])
    return float(1 - sum(given.values()))


def expected(table: Negotiation, cell: tuple[int, ...], values: Floats) -> tuple[Floats, Floats]:
    """Expected acceptance (m, P, I, O) and salience (m, P, I), with one input (its places) at certain values (m,)."""
    p, i, *option = cell
    acceptance = np.repeat(table.mean_acceptance[None], len(values), axis=0)
    salience = np.repeat(table.mean_salience[None], len(values), axis=0)
    if option:
        acceptance[:, p, i, option[0]] = values
        return acceptance, salience
    given = table.fixed.shares(table.parties[p].id, [issue.id for issue in table.issues])
    free = [place for place in range(salience.shape[2]) if place != i and place not in given]
    if free:
        own = salience[0, p, free]
        salience[:, p, free] = (_left(table, p) - values)[:, None] * own / own.sum()
    salience[:, p, i] = values
    return acceptance, salience


def held_options(issue: TableIssue, options: Iterable[int]) -> tuple[int, ...]:
    """Those options of an issue whose acceptance bears on whether one of `options` is better than no deal."""
    chosen = dict.fromkeys(options)
    quo = None if issue.status_quo is None else issue.index(issue.status_quo)
    if quo is None:
        return tuple(range(len(issue.options)))
    better = [o for o in chosen if o != quo]
    return tuple(dict.fromkeys([*better, quo])) if better else ()


def _mapped(u: Floats, quantile: Callable[[Floats], Floats]) -> Floats:
    """Quantiles of a column in which values come again and again."""
    few, back = np.unique(u, return_inverse=True)
    return np.asarray(quantile(few)[back] if len(few) < len(u) else quantile(u))
