"""Small scenarios of the project's own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from detente.settlement.scenario import Constraint, Places, Scenario, ScenarioIssue, ScenarioOption, ScenarioParty


def scenario(
    values: Sequence[Sequence[Sequence[int]]],
    *,
    reserves: Sequence[int | None] | None = None,
    quo: Places | None = None,
    discounts: Sequence[Fraction] | None = None,
    constraints: Sequence[Constraint] = (),
) -> Scenario:
    """Parties p0.., issues i0.., options o0.. with values[p][i][o]."""
    return Scenario(
        parties=tuple(
            ScenarioParty(
                f"p{p}",
                f"p{p}",
                None if reserves is None or reserves[p] is None else Fraction(reserves[p] or 0),
                Fraction(1) if discounts is None else discounts[p],
            )
            for p in range(len(values))
        ),
        issues=tuple(
            ScenarioIssue(f"i{i}", f"i{i}", tuple(ScenarioOption(f"o{o}", f"o{o}") for o in range(len(row))))
            for i, row in enumerate(values[0])
        ),
        values=tuple(tuple(tuple(map(Fraction, row)) for row in rows) for rows in values),
        status_quo=quo,
        constraints=tuple(constraints),
    )


# Each cares most for one of three issues, all for the last alike; o0 throughout is what holds.
TRADE = scenario([[[0, 6], [3, 0], [0, 2]], [[2, 0], [0, 7], [0, 2]]], quo=(0, 0, 0))
PIE = scenario([[[*range(11)]], [[*range(10, -1, -1)]]], reserves=[0, 0])
