"""Time of the enumeration: random tables of P parties, I issues and O options; reports, asserts nothing.

python benchmarks/settlement/enumerate.py [P,I,O ...]
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from detente.contract import Option, Party
from detente.negotiation import Negotiation, TableIssue
from detente.settlement import settle
from detente.settlement.enumeration import count_rational, find_frontier
from detente.settlement.utilities import from_negotiation

SIZES = ("5,6,4", "2,6,10", "3,6,10", "5,5,10", "5,6,10", "6,8,4")


def random_table(parties: int, issues: int, options: int, seed: int = 0) -> Negotiation:
    """A table with up to nine statements a cell, the first option of each issue its status quo."""
    rng = np.random.default_rng(seed)
    supports, opposes = (rng.integers(0, 10, (parties, issues, options)) for _ in range(2))
    labels = tuple(Option(id=f"o{o}", label=f"o{o}") for o in range(options))
    return Negotiation(
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


def main(sizes: list[str]) -> None:
    print(
        f"{'P,I,O':>8} {'outcomes':>9} {'frontier':>8} {'exact':>5} {'enumerate s':>11} {'settle s':>9} {'peak MB':>7}"
    )
    for size in sizes:
        table = random_table(*map(int, size.split(",")))
        start = time.perf_counter()
        utilities = from_negotiation(table)
        units = utilities.units()
        count_rational(units)
        frontier = find_frontier(units)
        enumerated = time.perf_counter() - start
        start = time.perf_counter()
        settle(table, draws=1000)
        settled = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>8} {utilities.outcomes:>9} {len(frontier.gains):>8} {units.exact!s:>5} "
            f"{enumerated:>11.3f} {settled:>9.3f} {peak:>7.0f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:] or list(SIZES))
