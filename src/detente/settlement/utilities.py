"""Utilities additive over issues, as exact fractions, and their integer form on which every comparison is exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod

import numpy as np
from numpy.typing import NDArray

from detente.negotiation import Negotiation

Integers = NDArray[np.int64]
_LARGEST = 2**62
_ROUNDED = 2**50


@dataclass(frozen=True, slots=True)
class Units:
    """Gains as integers: what each option adds above no deal, in units of 1 / scale.

    gains: one array (options, parties) for each issue; scale: one integer for each party; exact is False where the
    exact integers would not fit 62 bits, so that they were rounded (to 2**-50 of the party's range of utilities).
    """

    gains: tuple[Integers, ...]
    scale: tuple[int, ...]
    exact: bool

    @property
    def largest(self) -> int:
        """An upper bound of the size of any party's total gain."""
        totals = [np.abs(issue).max(axis=0).astype(object) for issue in self.gains]
        return int(max(sum(totals), default=0)) if totals else 0


@dataclass(frozen=True, slots=True)
class Utilities:
    """The utilities of P parties over I issues; a deal's utility is the sum over its options.

    values[p][i][o] is what option o of issue i adds for party p; without_deal[p][i] what p has of issue i without a
    deal, so that their sum is p's reservation value.  A reservation value that is known as a total only may be spread
    over the issues in any way.  `known` is False where nobody says what holds without a deal; then `without_deal` is
    the worst option of each issue.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    values: tuple[tuple[tuple[Fraction, ...], ...], ...]
    without_deal: tuple[tuple[Fraction, ...], ...]
    known: bool = True

    @property
    def outcomes(self) -> int:
        """How many outcomes there are, exactly."""
        return prod(len(options) for options in self.options)

    @property
    def reservation(self) -> tuple[Fraction, ...]:
        """Each party's reservation value (its lowest utility, where none is known)."""
        return tuple(sum(issues, Fraction()) for issues in self.without_deal)

    def units(self) -> Units:
        """The gains as integers, exact where they fit (see `Units`)."""
        columns, scales, exact = [], [], True
        for values, base in zip(self.values, self.without_deal, strict=True):
            gains = [[value - without for value in issue] for issue, without in zip(values, base, strict=True)]
            scale = lcm(*(gain.denominator for issue in gains for gain in issue))
            widest = sum((max(map(abs, issue)) for issue in gains), Fraction())
            if widest * scale > _LARGEST:
                scale, exact = max(1, int(_ROUNDED / widest)), False
            columns.append([[round(gain * scale) for gain in issue] for issue in gains])
            scales.append(scale)
        table = tuple(np.array([column[i] for column in columns], dtype=np.int64).T for i in range(len(self.issues)))
        return Units(table, tuple(scales), exact)


def from_negotiation(negotiation: Negotiation, issues: tuple[int, ...] | None = None) -> Utilities:
    """The expected utilities of a negotiation: expected salience times expected acceptance, as exact fractions.

    `issues` (places) restricts the deal to some issues; the others stay as they are without a deal, which changes
    nobody's gains, so they are left out of utilities and reservation values alike.
    """
    places = tuple(range(len(negotiation.issues))) if issues is None else issues
    values, without_deal = [], []
    for p in range(len(negotiation.parties)):
        rows, bases = [], []
        for i in places:
            issue = negotiation.issues[i]
            accepted = [negotiation.acceptance_fraction(p, i, o) for o in range(len(issue.options))]
            if not negotiation.has_status_quo:
                base = min(accepted)
            elif issue.status_quo is None:
                base = sum(accepted, Fraction()) / len(accepted)
            else:
                base = accepted[issue.index(issue.status_quo)]
            weight = negotiation.salience_fraction(p, i)
            rows.append(tuple(weight * value for value in accepted))
            bases.append(weight * base)
        values.append(tuple(rows))
        without_deal.append(tuple(bases))
    return Utilities(
        parties=tuple(party.id for party in negotiation.parties),
        issues=tuple(negotiation.issues[i].id for i in places),
        options=tuple(tuple(option.id for option in negotiation.issues[i].options) for i in places),
        values=tuple(values),
        without_deal=tuple(without_deal),
        known=negotiation.has_status_quo,
    )
