"""Stability as a function of the table: the chance that an outcome of a dossier's conflict holds."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np

from detente.contract import Dossier
from detente.negotiation import Draws, Negotiation
from detente.sensitivity.cells import Cells, expected, held_options
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.inputs import Floats, Input, Unit
from detente.sensitivity.sampling import sample
from detente.sensitivity.state import Outcome, Truth, equilibria, outcomes_of
from detente.stability import ConflictError
from detente.stability.dossier import DossierConflict, NoConflictError, conflict_of
from detente.stability.engine import Graph

# States times draws that are gone through.
_WORK = 1_500_000
MOST_DRAWS = 1000
FEWEST_DRAWS = 100
TAIL = 0.2


class Holds:
    """The chance that an outcome is an equilibrium under a concept, by default what holds without a deal.

    outcome: option id (None: the status quo) for issues of the conflict; issues that are not named stay as without a
    deal.  One at a time, an input's lowest and highest fifth of the draws are compared: going through all draws anew
    for each input would take minutes.
    """

    unit: Unit = "chance"

    def __init__(
        self,
        table: Negotiation,
        dossier: Dossier,
        outcome: dict[str, str | None] | None = None,
        concept: str = "nash",
        *,
        draws: int | None = None,
        seed: int = 0,
    ) -> None:
        try:
            self.case: DossierConflict = conflict_of(table, dossier)
        except NoConflictError as error:
            raise ChangeError("no_conflict", reason=error) from error
        except ConflictError as error:
            raise ChangeError("no_conflict", reason=error) from error
        self.table, self.concept, self.seed = table, concept, seed
        self.graph = Graph.of(self.case.conflict)
        self.outcome, self.members = self._members(outcome or {})
        makers = [self.case.party(maker.name) for maker in self.case.conflict.decision_makers]
        in_hands = {self.case.cell(hand.issue, hand.option) for hand in self.case.hands}
        held = {
            place: held_options(table.issues[place], [o for c, o in sorted(in_hands) if c == column])
            for column, place in enumerate(self.case.issues)
        }
        # As many draws as are gone through for the swings.
        self.draws = draws or int(np.clip(_WORK // len(self.members), FEWEST_DRAWS, MOST_DRAWS))
        self.cells = Cells(
            table,
            [(p, i, o) for p in makers for i in self.case.issues for o in held[i]],
            [(p, i) for p in makers for i in self.case.issues],
        )
        self.inputs: tuple[Input, ...] = self.cells.inputs

    def on(self, table: Negotiation, draws: int) -> Holds:
        """The same outcome of the same conflict, with the numbers of another table and so many draws."""
        other = copy(self)
        other.case = replace(self.case, negotiation=table)
        other.table, other.draws = table, draws
        for cached in ("base", "_drawn", "_held"):
            other.__dict__.pop(cached, None)
        return other

    @cached_property
    def base(self) -> float:
        """The chance as things are."""
        return float(self._held.mean())

    def from_unit(self, points: Floats) -> Floats:
        """1 where the outcome holds, else 0."""
        size = max(1, _WORK // (4 * len(self.members)))
        parts = [self._holds(self.cells.worlds(points[at : at + size])) for at in range(0, len(points), size)]
        return np.concatenate(parts).astype(float)

    def swing(self, place: int) -> tuple[float, float]:
        """The chances in the fifth of the draws with the lowest and with the highest values of an input."""
        p, i, *option = self.cells.cell(place)
        values = self._drawn.acceptance[:, p, i, option[0]] if option else self._drawn.salience[:, p, i]
        order = np.argsort(values, kind="stable")
        size = max(1, round(TAIL * len(order)))
        return float(self._held[order[:size]].mean()), float(self._held[order[-size:]].mean())

    def profile(self, place: int, values: Floats) -> Floats:
        """The chances with one input at certain values, all others drawn (in few draws)."""
        p, i, *option = self.cells.cell(place)
        found = []
        for value in values.tolist():
            acceptance, salience = (
                self._drawn.acceptance[:FEWEST_DRAWS].copy(),
                self._drawn.salience[:FEWEST_DRAWS].copy(),
            )
            if option:
                acceptance[:, p, i, option[0]] = value
            else:
                left = np.maximum(1 - salience[:, p, i], 1e-12)
                salience[:, p] *= ((1 - value) / left)[:, None]
                salience[:, p, i] = value
            drawn = self.table.draws_of(acceptance, salience)
            found.append(float(self._holds(drawn).mean()))
        return np.array(found)

    def equilibria_at(self, place: int, values: Floats) -> list[frozenset[Outcome]]:
        """The outcomes that hold at expected values, with one input at certain values instead."""
        acceptance, salience = expected(self.table, self.cells.cell(place), values)
        utilities = self.case.utilities_in(self.table.draws_of(acceptance, salience))
        # Rounded, so that what is equally good stays so; a billionth is what standing by one's own weighs.
        held = equilibria(self.case, self.graph, np.round(utilities, 13), self.concept)
        kinds = [self.case.same_outcome == kind for kind in range(len(self._outcomes))]
        return [
            frozenset(outcome for outcome, kind in zip(self._outcomes, kinds, strict=True) if row[kind].any())
            for row in held
        ]

    @cached_property
    def _outcomes(self) -> list[Outcome]:
        return outcomes_of(self.case)

    @cached_property
    def _drawn(self) -> Draws:
        return sample(self.table, self.draws, self.seed)

    @cached_property
    def _held(self) -> Truth:
        return self._holds(self._drawn)

    def _holds(self, drawn: Draws) -> Truth:
        held = equilibria(self.case, self.graph, self.case.utilities_in(drawn), self.concept)
        return np.asarray(np.any(held[:, self.members], axis=1))

    def _members(self, outcome: dict[str, str | None]) -> tuple[dict[str, str | None], Truth]:
        case = self.case
        wanted = []
        for place in case.issues:
            issue = case.negotiation.issues[place]
            option = outcome.get(issue.id)
            wanted.append(-1 if option is None or option == issue.status_quo else issue.index(option))
        members = np.all(case.outcomes == np.array(wanted), axis=1)
        if not members.any():
            raise ChangeError("impossible")
        number = int(case.conflict.states.numbers[np.flatnonzero(members)[0]])
        return case.outcome(number), members
