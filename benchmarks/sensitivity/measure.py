"""How long what-ifs, overviews and indices take: `python benchmarks/sensitivity/measure.py DOSSIER...` in Markdown."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from detente import negotiation
from detente.dossier import load
from detente.sensitivity import (
    Change,
    Leaves,
    SetAcceptance,
    SetSalience,
    WithoutStatement,
    overview,
    sensitivity,
    state,
    what_if,
)

TIMES = 7


def median(work: Callable[[], object], times: int = TIMES) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    print("| dossier | what | seconds |\n|---|---|---|")
    for path in sys.argv[1:]:
        dossier = load(path)
        table = negotiation.build(dossier)
        size = f"{path.rpartition('/')[2]}, {len(table.parties)} parties x {len(table.issues)} issues"
        party, issue = table.parties[0].id, table.issues[1]
        said = table.sources[party, issue.id] or (dossier.statements[0].id,)
        changes: dict[str, Change] = {
            "salience": SetSalience(party, issue.id, 0.5),
            "acceptance": SetAcceptance(party, issue.id, issue.options[0].id, 0.9),
            "party leaves": Leaves(table.parties[-1].id),
            "without a statement": WithoutStatement(said[0]),
        }
        for draws in (0, 200):
            before = state(table, dossier, draws=draws)
            for name, change in changes.items():
                for kept, label in ((before, "state before kept"), (None, "both sides")):
                    work = partial(what_if, table, [change], dossier=dossier, draws=draws, before=kept)
                    print(f"| {size} | what-if {name}, {draws} draws, {label} | {median(work):.3f} |")
        print(f"| {size} | overview | {median(partial(overview, table, dossier), 3):.2f} |")
        for on in ("nash", "forecast", "forecast::scholz", "stability"):
            seconds = median(partial(sensitivity, table, on, dossier=dossier), 1)
            print(f"| {size} | all on {on}, with indices | {seconds:.2f} |")


if __name__ == "__main__":
    main()
