"""NegMAS' side of the benchmark, run in its own environment: `python peer.py FILE` prints one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import negmas
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction, ops


def main(file: str) -> None:
    data = json.loads(Path(file).read_text())
    sizes = [len(issue) for issue in data["values"][0]]
    issues = [make_issue([f"v{o}" for o in range(size)], f"i{i}") for i, size in enumerate(sizes)]
    space = make_os(issues)
    utilities = [
        LinearAdditiveUtilityFunction(
            values={f"i{i}": {f"v{o}": float(v) for o, v in enumerate(issue)} for i, issue in enumerate(party)},
            weights={f"i{i}": float(weight) for i, weight in enumerate(weights)},
            outcome_space=space,
            reserved_value=0.0,
        )
        for weights, party in zip(data["weights"], data["values"], strict=True)
    ]
    start = time.perf_counter()
    frontier, _ = ops.pareto_frontier(utilities, issues=issues)
    ranges = [utility.minmax(utility.outcome_space) for utility in utilities]
    nash = ops.nash_points(utilities, frontier, ranges=ranges)
    smorodinsky = ops.ks_points(utilities, frontier, ranges=ranges)
    kalai = ops.kalai_points(utilities, frontier, ranges=ranges)
    welfare = ops.max_welfare_points(utilities, frontier, ranges=ranges)
    seconds = time.perf_counter() - start
    result = {
        "seconds": seconds,
        "size": len(frontier),
        "nash": nash[0][0],
        "kalai_smorodinsky": smorodinsky[0][0],
        "egalitarian": kalai[0][0],
        "utilitarian": welfare[0][0],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "version": negmas.__version__,
    }
    print(json.dumps(result, default=float))


if __name__ == "__main__":
    main(sys.argv[1])
