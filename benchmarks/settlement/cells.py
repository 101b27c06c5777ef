"""The scenarios of the benchmark, and our side of it: one cell a process, one line of JSON each.

python cells.py write FILE PARTIES ISSUES OPTIONS equal|dirichlet    # the scenario as decimals, for both sides
python cells.py frontier|solutions|programmes FILE
python cells.py draws PARTIES ISSUES OPTIONS
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

DIGITS = 6


def write(file: str, parties: int, issues: int, options: int, kind: str) -> None:
    """Values uniform on [0, 1], stretched to 0 and 1 in each issue; decimals of 6 digits."""
    rng = np.random.default_rng(0 if kind == "equal" else 1000 * parties + 10 * issues)
    weights = (
        np.full((parties, issues), 1 / issues) if kind == "equal" else rng.dirichlet(np.ones(issues), size=parties)
    )
    values = rng.random((parties, issues, options))
    values = (values - values.min(2, keepdims=True)) / np.ptp(values, axis=2)[:, :, None]

    def decimals(array: np.ndarray) -> list:  # type: ignore[type-arg]
        return [decimals(row) if row.ndim else f"{row:.{DIGITS}f}" for row in array]

    Path(file).write_text(json.dumps({"weights": decimals(weights), "values": decimals(values)}))


def scenario(file: str):  # type: ignore[no-untyped-def]
    from detente.settlement import Scenario, ScenarioParty, discrete

    data = json.loads(Path(file).read_text())
    values = tuple(
        tuple(
            tuple(Fraction(weight) * Fraction(value) for value in issue)
            for weight, issue in zip(weights, party, strict=True)
        )
        for weights, party in zip(data["weights"], data["values"], strict=True)
    )
    issues = tuple(discrete(f"i{i}", [f"v{o}" for o in range(len(issue))]) for i, issue in enumerate(values[0]))
    return Scenario(tuple(ScenarioParty(f"p{p}", f"p{p}", Fraction()) for p in range(len(values))), issues, values)


def timed(what: Callable[[], object], times: int) -> tuple[float, object]:
    """Median time of several runs, and what the last one gave."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        result = what()
        took.append(time.perf_counter() - start)
    return statistics.median(took), result


def frontier(file: str, times: str) -> dict[str, object]:
    from detente.settlement import Guard, find_frontier

    table = scenario(file)
    seconds, found = timed(lambda: find_frontier(table, guard=Guard(seconds=120, points=10**6)), int(times))
    return {"seconds": seconds, "size": len(found)}  # type: ignore[arg-type]


def solutions(file: str) -> dict[str, object]:
    """The frontier and all four solutions from it, as NegMAS' `pareto_frontier` and its four kinds of points."""
    from detente.settlement import choosing, find_frontier
    from detente.settlement.gains import Gains

    table = scenario(file)

    def run() -> dict[str, object]:
        gains = Gains(find_frontier(table))
        chosen = {
            name: list(map(float, gains.frontier.utilities(getattr(choosing, name)(gains)[0])))
            for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
        }
        return {"size": len(gains.frontier)} | chosen

    run()
    seconds, found = timed(run, 5)
    return {"seconds": seconds} | found  # type: ignore[operator]


def programmes(file: str) -> dict[str, object]:
    from detente.settlement.bargaining import Bargaining

    table = scenario(file)
    result: dict[str, object] = {}
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        bargaining = Bargaining(table, (Fraction(),) * len(table.parties), 120)
        seconds, solved = timed(getattr(bargaining, name), 1)
        result[name] = {"seconds": seconds, "gap": solved.gap, "all_ties": solved.all_ties}  # type: ignore[attr-defined]
    return result


def draws(parties: int, issues: int, options: int) -> dict[str, object]:
    from detente.contract import Option, Party
    from detente.negotiation import Negotiation, TableIssue
    from detente.settlement import settle

    rng = np.random.default_rng(0)
    supports, opposes = (rng.integers(0, 10, (parties, issues, options)) for _ in range(2))
    labels = tuple(Option(id=f"o{o}", label=f"o{o}") for o in range(options))
    table = Negotiation(
        parties=tuple(Party(id=f"p{p}", name=f"p{p}", kind="state") for p in range(parties)),
        issues=tuple(TableIssue(f"i{i}", f"i{i}", labels, "o0", "benchmark") for i in range(issues)),
        supports=supports,
        opposes=opposes,
        spoken=(supports + opposes).sum(axis=2),
        basis={},
        sources={},
        statuses=(),
        assumptions=(),
    )
    seconds, found = timed(lambda: settle(table, draws=1000), 3)
    return {"seconds": seconds, "frontier": len(found.frontier)}  # type: ignore[attr-defined]


def main(name: str, *given: str) -> None:
    if name == "write":
        write(given[0], *map(int, given[1:4]), given[4])
        return
    result = draws(*map(int, given)) if name == "draws" else globals()[name](*given)
    result["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
