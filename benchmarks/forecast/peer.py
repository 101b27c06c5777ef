"""A peer's side of the benchmark: `python peer.py jmckib|decide FOLDER FILE` prints one line of JSON.

FOLDER is a checkout of the peer.  FILE holds positions, capabilities and saliences: (actors) for jmckib, which plays a
round, and (actors, issues) for decide, which makes one round of exchanges.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
import types
from decimal import Decimal
from pathlib import Path


def jmckib(folder: Path, data: dict[str, list[float]]) -> dict[str, object]:
    # It is written in Python 2: what it prints is left out
    source = (folder / "bdm_scholz_model.py").read_text(encoding="utf-8")
    module = types.ModuleType("bdm_scholz_model")
    exec(re.sub(r"^(\s*)print .*$", r"\1pass", source, flags=re.MULTILINE), module.__dict__)
    names = ("Position", "Capability", "Salience")
    columns = (data["positions"], data["capabilities"], data["saliences"])
    rows = [dict(zip(names, row, strict=True), Actor=str(n)) for n, row in enumerate(zip(*columns, strict=True))]
    model = module.BDMScholzModel(rows)
    start = time.perf_counter()
    model.update_risk_aversions()
    model.update_positions()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "positions": [actor.x for actor in model.actors]}


def decide(folder: Path, data: dict[str, list[list[float]]]) -> dict[str, object]:
    sys.path.insert(0, str(folder))
    from decide.model.equalgain import EqualGainModel

    random.seed(0)
    model = EqualGainModel()
    x, c, s = data["positions"], data["capabilities"], data["saliences"]
    issues = [model.add_issue(f"issue {number}") for number in range(len(x[0]))]
    for issue in issues:
        issue.lower, issue.upper = Decimal(0), Decimal(100)
    for row in range(len(x)):
        actor = model.add_actor(f"actor {row}")
        for column, issue in enumerate(issues):
            figures = (Decimal(repr(table[row][column])) for table in (x, s, c))
            model.add_actor_issue(actor, issue, *figures)
    start = time.perf_counter()
    model.calc_nbs()
    model.determine_positions()
    model.calc_combinations()
    model.determine_groups_and_calculate_exchanges()
    possible, made = len(model.exchanges), []
    while model.exchanges:
        best = model.highest_gain()
        if best and best.is_valid:
            model.remove_invalid_exchanges(best)
            made.append(best)
    for exchange in made:
        for side in (exchange.i, exchange.j):
            model.actor_issues[side.supply.issue][side.actor].position = side.y
    model.calc_nbs()
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "possible": possible,
        "made": len(made),
        "ties": model.tie_count,
        "forecast": [float(model.nbs[issue]) for issue in issues],
    }


if __name__ == "__main__":
    peer, where, file = sys.argv[1:]
    print(json.dumps({"jmckib": jmckib, "decide": decide}[peer](Path(where), json.loads(Path(file).read_text()))))
