"""The conflicts of the benchmark, and the sides that run from here: one cell a process, one line of JSON each.

python cells.py write FILE SIZES STYLE        # SIZES: options of each decision maker, as 4,4,4; STYLE: random, weights
python cells.py ours FILE [CONCEPTS...]
python cells.py coalitions FILE
python cells.py draws FILE DRAWS
python cells.py reference FILE PATH           # PATH of the founders' conflict.py
"""

from __future__ import annotations

import importlib.util
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detente.stability import (
    CONCEPTS,
    Conflict,
    ConflictOption,
    DecisionMaker,
    Ranking,
    Weights,
    probabilities,
    read_conflict,
    solve,
    write_conflict,
)

# The infeasible combinations of a model of the GATT talks with 20 options: 138,240 states remain.
GATT = (5, 4, 3, 2, 3, 3)
GATT_INFEASIBLE = ("N--Y", "------YY", "------Y-Y", "---------YY", "---------Y-Y", "---------N-Y", "------------YY")


def write(file: str, sizes: str, style: str, irreversible: str = "0") -> None:
    """random: a strict ranking drawn at random; weights: normal weights of all options, rounded to three digits.

    The first `irreversible` options of each decision maker cannot be taken back.
    """
    counts = tuple(map(int, sizes.split(",")))
    infeasible = tuple(pattern.ljust(20, "-") for pattern in GATT_INFEASIBLE) if counts == GATT else ()
    makers = tuple(
        DecisionMaker(
            f"d{place}",
            f"d{place}",
            tuple(ConflictOption(f"o{place}_{k}", f"o{place}_{k}") for k in range(count)),
            Weights(()),
            {f"o{place}_{k}": "forward" for k in range(int(irreversible))},
        )
        for place, count in enumerate(counts)
    )
    numbers = Conflict(makers, infeasible).states.numbers
    rng = np.random.default_rng(len(numbers))
    options = [option.id for maker in makers for option in maker.options]

    def preference():  # type: ignore[no-untyped-def]
        if style == "weights":
            return Weights(tuple(zip(options, rng.normal(size=len(options)).round(3).tolist(), strict=True)))
        return Ranking(tuple((number,) for number in rng.permutation(numbers).tolist()))

    write_conflict(Conflict(tuple(replace(maker, preference=preference()) for maker in makers), infeasible), file)


def timed(what: Callable[[], object], times: int) -> tuple[float, object]:
    """Median time of several runs, and what the last one gave."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        result = what()
        took.append(time.perf_counter() - start)
    return statistics.median(took), result


def ours(file: str, *concepts: str) -> dict[str, object]:
    start = time.perf_counter()
    conflict = read_conflict(file)
    reading = time.perf_counter() - start
    times = 7 if len(conflict.states) <= 4096 else 1
    seconds, found = timed(lambda: solve(conflict, concepts=concepts or CONCEPTS), times)
    equilibria = found.equilibria  # type: ignore[attr-defined]
    return {"seconds": seconds, "reading": reading, "states": len(conflict.states)} | {
        "equilibria": {concept: [len(numbers), sum(numbers)] for concept, numbers in equilibria.items()}
    }


def coalitions(file: str) -> dict[str, object]:
    conflict = read_conflict(file)
    seconds, found = timed(lambda: solve(conflict, concepts=["nash"], coalitions=True), 1)
    equilibria = found.coalitional_equilibria  # type: ignore[attr-defined]
    return {"seconds": seconds, "equilibria": {concept: len(numbers) for concept, numbers in equilibria.items()}}


def draws(file: str, count: str) -> dict[str, object]:
    conflict = read_conflict(file)
    rng = np.random.default_rng(0)
    spread = conflict.ranks.std(axis=1)[None, :, None] / 3
    utilities = conflict.ranks + rng.normal(size=(int(count), *conflict.ranks.shape)) * spread
    seconds, _ = timed(lambda: probabilities(conflict, utilities), 1)
    return {"seconds": seconds}


def reference(file: str, path: str) -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("reference_conflict", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    conflict = read_conflict(file)
    numbers = conflict.states.numbers.tolist()
    start = time.perf_counter()
    theirs = module.C(
        [(maker.name, [option.id for option in maker.options]) for maker in conflict.decision_makers],
        conflict.infeasible,
    )
    theirs.u = {
        maker.name: ranks for maker, ranks in zip(conflict.decision_makers, conflict.ranks.tolist(), strict=True)
    }
    found = theirs.solve()
    seconds = time.perf_counter() - start
    equilibria = {concept: [len(each), sum(numbers[place] for place in each)] for concept, each in found.items()}
    return {"seconds": seconds, "equilibria": equilibria}


def main(name: str, *given: str) -> None:
    if name == "write":
        write(*given)
        return
    result = globals()[name](*given)
    result["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
