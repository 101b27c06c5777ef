"""Deals as functions of the table: the chance that all accept one, and what it is worth to a party."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.negotiation import Draws, Negotiation
from detente.sensitivity.cells import Cells, expected, held_options
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.inputs import Floats, Input, Unit
from detente.sensitivity.sampling import sample
from detente.settlement import from_negotiation, settle

DRAWS = 2000
_CHUNK = 2048
_ENOUGH = 1e-12


def nash_deal(table: Negotiation) -> dict[str, str]:
    """The first Nash deal at expected utilities.  Raises ChangeError if there is none."""
    deals = settle(from_negotiation(table)).nash.deals if len(table.parties) > 1 and table.issues else ()
    if not deals:
        raise ChangeError("no_nash")
    return deals[0]


class AcceptedBy:
    """The chance that all accept a deal (option id for each issue id).

    Its inputs are the acceptances and saliences that bear on whether the deal is better than none; reservation values
    that follow from these are none of them, but those of `reservations` show what one of their own would do.
    One at a time, all other inputs are drawn (others at expected values would make the chance 0 or 1).

    Raises ChangeError where nobody says what holds without a deal.
    """

    unit: Unit = "chance"

    def __init__(self, table: Negotiation, deal: Mapping[str, str], *, draws: int = DRAWS, seed: int = 0) -> None:
        if not table.has_status_quo:
            first = table.issues[0]
            raise ChangeError("no_chance", issue=first.id, option=first.options[0].id)
        self.table, self.deal = table, dict(deal)
        self.places = tuple(issue.index(deal[issue.id]) for issue in table.issues)
        self.draws, self.seed = draws, seed
        seats = range(len(table.parties))
        held = [held_options(issue, [o]) for issue, o in zip(table.issues, self.places, strict=True)]
        fixed = [party.id in table.fixed.reservation for party in table.parties]
        # A reservation value of one's own is compared with all that the deal gives, not issue by issue.
        cells = {
            p: [(p, i, o) for i in range(len(held)) for o in ((self.places[i],) if fixed[p] else held[i])]
            for p in seats
        }
        weights = [(p, i) for p in seats for i in range(len(held)) if held[i] or fixed[p]]
        self.cells = Cells(table, [cell for p in seats for cell in cells[p]], weights)
        self.inputs: tuple[Input, ...] = self.cells.inputs

    @cached_property
    def base(self) -> float:
        """The chance as things are: parties are drawn independently, so that theirs multiply."""
        return float(np.prod(self.shares))

    @cached_property
    def shares(self) -> Floats:
        """The chance of each party to accept, (parties,)."""
        return np.array([self._yes(p).mean() for p in range(len(self.table.parties))])

    def from_unit(self, points: Floats) -> Floats:
        """The gain of whoever gains least: all accept where it is not negative.

        It tells more than whether all accept, which would be 0 nearly everywhere where the chance is small.
        """
        found = np.empty(len(points))
        for first in range(0, len(points), _CHUNK):
            gains = self.cells.worlds(points[first : first + _CHUNK]).gains
            assert gains is not None
            chosen = gains[:, :, np.arange(len(self.places)), list(self.places)].sum(axis=2)
            found[first : first + _CHUNK] = chosen.min(axis=1)
        return found

    def profile(self, place: int, values: Floats) -> Floats:
        """The chances with one input at certain values, all others drawn."""
        cell = self.cells.cell(place)
        return np.array([self._with(cell, value) for value in values.tolist()])

    @cached_property
    def reservations(self) -> tuple[Input, ...]:
        """The utility of having no deal of each party, with the quantiles over the draws."""
        drawn, mean = self._drawn.reservation, self.table.reservation
        assert drawn is not None and mean is not None
        ends = np.quantile(drawn, [0.1, 0.9], axis=0)
        return tuple(
            Input("reservation", party.id, float(mean[p]), float(ends[0, p]), float(ends[1, p]), 0.0, 1.0)
            for p, party in enumerate(self.table.parties)
        )

    def _with(self, cell: tuple[int, ...], value: float) -> float:
        p, i = cell[:2]
        others = float(np.prod(np.delete(self.shares, p)))
        acceptance, salience = self._drawn.acceptance[:, p], self._drawn.salience[:, p]
        if len(cell) == 3:
            acceptance = acceptance.copy()
            acceptance[:, i, cell[2]] = value
        else:
            left = 1 - salience[:, i]
            given = self.table.fixed.shares(self.table.parties[p].id, [issue.id for issue in self.table.issues])
            kept = [place for place in range(salience.shape[1]) if place == i or place in given]
            free = left - salience[:, [place for place in kept if place != i]].sum(axis=1)
            rest = 1 - value - float(sum(given.values()))
            moved = salience * (rest / np.maximum(free, _ENOUGH))[:, None]
            moved[:, kept] = salience[:, kept]
            moved[:, i] = value
            salience = moved
        return others * float(self._accepts(p, acceptance, salience).mean())

    @cached_property
    def _drawn(self) -> Draws:
        return sample(self.table, self.draws, self.seed)

    def _chosen(self, acceptance: Floats) -> Floats:
        return np.asarray(acceptance[:, np.arange(len(self.places)), list(self.places)])

    def _yes(self, p: int) -> NDArray[np.bool_]:
        return self._accepts(p, self._drawn.acceptance[:, p], self._drawn.salience[:, p])

    def _accepts(self, p: int, acceptance: Floats, salience: Floats) -> NDArray[np.bool_]:
        """In which draws a party accepts: acceptance (n, issues, options), salience (n, issues)."""
        own = self.table.fixed.reservation.get(self.table.parties[p].id)
        without = self.table.without_deal(acceptance) if own is None else float(own)
        return np.asarray((salience * (self._chosen(acceptance) - without)).sum(axis=1) >= -_ENOUGH)


class UtilityOf:
    """What a deal is worth to a party (id), in [0, 1], at given acceptances and saliences; others do not matter."""

    unit: Unit = "utility"

    def __init__(self, table: Negotiation, deal: Mapping[str, str], party: str) -> None:
        self.table, self.deal = table, dict(deal)
        self.party = next(p for p, each in enumerate(table.parties) if each.id == party)
        self.places = tuple(issue.index(deal[issue.id]) for issue in table.issues)
        p = self.party
        self.cells = Cells(
            table, [(p, i, o) for i, o in enumerate(self.places)], [(p, i) for i in range(len(self.places))]
        )
        self.inputs: tuple[Input, ...] = self.cells.inputs

    @cached_property
    def base(self) -> float:
        """The expected utility."""
        return float(self._worth(self.table.mean_acceptance[None], self.table.mean_salience[None])[0])

    def from_unit(self, points: Floats) -> Floats:
        """Utilities at points of the unit cube."""
        worlds = self.cells.worlds(points)
        return self._worth(worlds.acceptance, worlds.salience)

    def profile(self, place: int, values: Floats) -> Floats:
        """Utilities with one input at certain values and the others at expected ones."""
        acceptance, salience = expected(self.table, self.cells.cell(place), values)
        return self._worth(acceptance, salience)

    def _worth(self, acceptance: Floats, salience: Floats) -> Floats:
        chosen = acceptance[:, self.party][:, np.arange(len(self.places)), list(self.places)]
        return np.asarray((salience[:, self.party] * chosen).sum(axis=1))
