"""Matrices of who says what, and who agrees with whom, as discourse network analysis counts them (Leifeld 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.contract import UNSPECIFIED, Dossier
from detente.dossier.summary import counted

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """A matrix of counts with the names of its rows and columns, in the order of the alphabet."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Counts


def two_mode(dossier: Dossier) -> Network:
    """How many statements each party made on each issue, whatever the stance; persons count for their party."""
    names = {party.id: party for party in dossier.parties}
    labels = {issue.id: issue.label for issue in dossier.issues}
    told = []
    for statement in counted(dossier):
        party = names.get(statement.party)
        if party is not None and statement.issue in labels and statement.issue != UNSPECIFIED:
            owner = names.get(party.of or "") if party.kind == "person" else None
            told.append(((owner or party).name, labels[statement.issue]))
    rows, columns = (tuple(sorted({pair[side] for pair in told})) for side in (0, 1))
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for row, column in told:
        counts[rows.index(row), columns.index(column)] += 1
    return Network(rows, columns, counts)


def one_mode(dossier: Dossier) -> Network:
    """How often two parties speak of the same issue: for each issue the product of their statements, summed."""
    told = two_mode(dossier)
    counts = told.counts @ told.counts.T
    np.fill_diagonal(counts, 0)
    return Network(told.rows, told.rows, counts)
