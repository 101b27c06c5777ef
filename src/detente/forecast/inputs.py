"""What every model starts from, whether it comes from a table or a dossier: who wants what how much, issue by issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from detente.contract import Option
from detente.forecast.arrays import Floats
from detente.forecast.table import Table, TableError, TableRow
from detente.negotiation import Assumption

Reason = Literal["one_actor", "no_actor", "no_weight"]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """n draws for one issue with A actors and O options.

    positions (n, A) on the issue's scale, None where it has none; salience (n, A) in [0, 1]; acceptance (n, A, O).
    """

    positions: Floats | None
    salience: Floats
    acceptance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class IssueInput:
    """One issue as the models take it: the actors that have a position, and their triples.

    actors: ids; capability (A,) 0 or more; salience (A,) in [0, 1]; positions (A,) on the scale, and `scale`, its lower
    and upper end: both None where the options lie on no scale.  options, acceptance (A, O) in [0, 1]: from a dossier.
    statements: the ids of those behind each actor's position.  left_out: actors without a position.
    reference: what holds without a deal, on the scale.  outcome: what happened, where a table says so; dichotomous:
    whether everyone stands at one of the two ends of the scale, those included who are left out.
    sample: draws, None where nothing is known of the uncertainty.
    """

    id: str
    label: str
    actors: tuple[str, ...]
    capability: Floats
    positions: Floats | None
    salience: Floats
    scale: tuple[float, float] | None
    options: tuple[Option, ...] = ()
    acceptance: Floats | None = None
    statements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    reference: float | None = None
    outcome: float | None = None
    dichotomous: bool = False
    sample: Sample | None = None

    @property
    def weights(self) -> Floats:
        """Capability times salience, (A,)."""
        return self.capability * self.salience


@dataclass(frozen=True, slots=True)
class NotForecast:
    """An issue without a forecast: fewer than two actors have a position, or none of them has any weight."""

    issue: str
    label: str
    reason: Reason
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The issues that can be forecast, those that cannot, the actors' names by id, and what was assumed.

    draws: how many there are behind `IssueInput.sample`; 0: none.
    """

    issues: tuple[IssueInput, ...]
    names: dict[str, str]
    not_forecast: tuple[NotForecast, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    draws: int = 0
    seed: int = 0
    source: str = ""


def from_table(table: Table) -> Inputs:
    """The inputs as the table has them, in its own units; who lacks a number on an issue is left out there, and listed.

    The scale of an issue runs from 0 to 100 where the positions of the table lie between these and reach both, else
    from the lowest to the highest position on the issue.  Raises TableError if no issue can be forecast.
    """
    issues: list[IssueInput] = []
    without: list[NotForecast] = []
    assumptions = list(_assumed(table))
    for name in table.issues:
        rows = [row for row in table.rows if row.issue == name]
        whole = [row for row in rows if not row.missing]
        lacking = [row for row in rows if row.missing]
        label = name or Path(table.source).stem
        if lacking:
            who = ", ".join(f"{row.actor} ({', '.join(row.missing)})" for row in lacking)
            assumptions.append(Assumption("table_left_out", issue=name, words={"issue": label, "left_out": who}))
        reason = reason_against(len(whole), sum(_weight(row) for row in whole))
        if reason is not None:
            without.append(NotForecast(name, label, reason, tuple(row.actor for row in whole)))
            continue
        positions = np.array([row.position for row in whole], dtype=float)
        scale = table.scale or (float(positions.min()), float(positions.max()))
        if table.scale is None:
            value = f"{scale[0]:g}–{scale[1]:g}"
            assumptions.append(Assumption("table_scale", issue=name, value=value, words={"issue": label}))
        issues.append(
            IssueInput(
                id=name,
                label=label,
                actors=tuple(row.actor for row in whole),
                capability=np.array([row.capability for row in whole], dtype=float),
                positions=positions,
                salience=np.array([row.salience for row in whole], dtype=float),
                scale=scale,
                left_out=tuple(row.actor for row in lacking),
                outcome=table.outcomes.get(name),
                dichotomous={row.position for row in rows if row.position is not None} <= set(scale),
            )
        )
    if not issues:
        raise TableError("nothing", table.source)
    names = {row.actor: row.actor for row in table.rows}
    return Inputs(tuple(issues), names, tuple(without), tuple(assumptions), source=table.source)


def reason_against(actors: int, weight: float) -> Reason | None:
    """Why there is no forecast of an issue with so many actors that have a position, and their weight in all."""
    if actors < 2:
        return "one_actor" if actors else "no_actor"
    return None if weight > 0 else "no_weight"


def _weight(row: TableRow) -> float:
    return (row.capability or 0.0) * (row.salience or 0.0)


def _assumed(table: Table) -> Iterator[Assumption]:
    yield Assumption("table_numbers", value=table.source)
    if table.percent:
        yield Assumption("table_percent")
