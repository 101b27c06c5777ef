"""gmcr-py's side of the benchmark: `python peer.py DIRECTORY FILE` prints one line of JSON.

DIRECTORY holds a checkout of github.com/onp/gmcr-py, FILE a conflict as `cells.py write` makes it.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path


def main(directory: str, file: str) -> None:
    sys.path.insert(0, directory)
    models, solvers = (importlib.import_module(name) for name in ("data_01_conflictModel", "data_02_conflictSolvers"))
    data = json.loads(Path(file).read_text())
    makers = data["decision_maker"]
    ranked = sorted(number for [number] in makers[0]["preference"])
    own = {number: place for place, number in enumerate(ranked, start=1)}
    options, at = [], 0
    for maker in makers:
        maker["places"] = list(range(at, at + len(maker["options"])))
        at += len(maker["options"])
        options += [{"name": option["id"], "permittedDirection": "both"} for option in maker["options"]]
    conflict = models.ConflictModel()
    conflict.json_import(
        {
            "useManualPreferenceRanking": True,
            "options": options,
            "decisionMakers": [
                {
                    "name": maker["name"],
                    "options": maker["places"],
                    "preferences": [],
                    "misperceptions": [],
                    "preferenceRanking": [own[number] for [number] in maker["preference"]],
                }
                for maker in makers
            ],
            "infeasibles": [
                [[place, sign] for place, sign in enumerate(pattern) if sign != "-"] for pattern in data["infeasible"]
            ],
        }
    )
    assert conflict.feasibles.decimal == ranked
    start = time.perf_counter()
    solver = solvers.LogicalSolver(conflict)
    solver.findEquilibria()
    seconds = time.perf_counter() - start
    found = {
        concept: [ranked[place] for place, stable in enumerate(getattr(solver, f"{concept}Equilibria")) if stable]
        for concept in ("nash", "gmr", "smr", "seq", "sim")
    }
    result = {
        "seconds": seconds,
        "equilibria": {concept: [len(numbers), sum(numbers)] for concept, numbers in found.items()},
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
