"""Changes of a table for forecasts, which is all that there is without a dossier."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from detente.forecast import Table
from detente.sensitivity.changes import Change, ChangeError, Leaves, SetCapability, SetPosition, SetSalience, kind_of
from detente.sensitivity.setting import check_number


def in_rows(table: Table, change: Change) -> Table:
    """The rows of a table with one change."""
    if isinstance(change, SetPosition | SetSalience | SetCapability):
        value = change.value
        if value is None:
            raise ChangeError("number", kind=kind_of(change))
        if isinstance(change, SetPosition):
            if not isfinite(value):
                raise ChangeError("no_number", value=value)
        else:
            check_number(value, 1.0 if isinstance(change, SetSalience) else None)
        on = None if isinstance(change, SetCapability) else change.issue
        rows, hit = [], False
        for row in table.rows:
            if row.actor == change.party and on in (None, row.issue):
                hit = True
                if isinstance(change, SetPosition):
                    row = replace(row, position=float(value))
                elif isinstance(change, SetSalience):
                    row = replace(row, salience=float(value))
                else:
                    row = replace(row, capability=float(value))
            rows.append(row)
        if not hit:
            _missing(table, change.party, on)
        return replace(table, rows=tuple(rows))
    if isinstance(change, Leaves):
        rows = [row for row in table.rows if row.actor != change.party]
        if len(rows) == len(table.rows):
            _missing(table, change.party, None)
        return replace(table, rows=tuple(rows))
    raise ChangeError("not_in_table", kind=kind_of(change))


def _missing(table: Table, actor: str, issue: str | None) -> None:
    actors = list(dict.fromkeys(row.actor for row in table.rows))
    if actor not in actors:
        raise ChangeError("no_party", name=actor, known=", ".join(actors))
    raise ChangeError("no_issue", name=issue, known=", ".join(table.issues))
