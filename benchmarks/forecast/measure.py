"""The forecast models beside the reference solver and peers; writes RESULTS.md beside this file.

    python benchmarks/forecast/measure.py [--reference FILE] [--jmckib FOLDER] [--decide FOLDER] [--peer-python PYTHON]

FILE is the slow reference solver (default: ../shared/reference/scholz.py beside the repository), the FOLDERs checkouts
of jmckib/bdm-scholz-expected-utility-model and foarsitter/decide-exchange-model, PYTHON one with the latter's package
typesystem.  What is not given is left out.  Both sides get the same random inputs; ours are medians of five runs, the
others' are of one.  The accuracy on DEU III is measured by deu3.py.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from detente.forecast import exchange, exchange_draws, nash, scholz, scholz_draws, weighted_mean, weighted_median

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1].parent / "shared" / "reference" / "scholz.py"
EXCHANGES = ((10, 6), (30, 6), (30, 13), (100, 6))


def inputs(*shape: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    return rng.uniform(0, 100, shape), rng.uniform(0.05, 1, shape), rng.uniform(0.05, 1, shape)


def seconds(run: Callable[[], Any], times: int = 5) -> float:
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def shown(value: float) -> str:
    return f"{value * 1000:.2f} ms" if value < 1 else f"{value:.2f} s"


def peer(python: str, name: str, folder: Path, given: tuple[np.ndarray, ...]) -> dict[str, Any]:
    names = ("positions", "capabilities", "saliences")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "inputs.json"
        file.write_text(json.dumps(dict(zip(names, (each.tolist() for each in given), strict=True))))
        done = subprocess.run(
            [python, str(HERE / "peer.py"), name, str(folder), str(file)], capture_output=True, text=True
        )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-800:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def load_reference(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location("reference_scholz", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rounds(reference: Any, jmckib: Path | None, python: str) -> list[str]:
    lines = [
        "| actors | détente | reference | ratio | jmckib | ratio | furthest apart |",
        "|---|---|---|---|---|---|---|",
    ]
    for n in (10, 15, 30, 100, 300):
        x, c, s = inputs(n)
        span = float(np.ptp(x))
        mine = seconds(lambda x=x, c=c, s=s: scholz(x, c, s, variant="jmckib", rounds=1))
        ours = scholz(x, c, s, variant="jmckib", rounds=1).rounds[0].positions
        cells, apart = [str(n), shown(mine)], [0.0]
        if reference:
            theirs = seconds(lambda x=x, c=c, s=s, span=span: reference.step(x, c, s, 1.0, span), 1)
            cells += [shown(theirs), f"{theirs / mine:,.0f}x"]
            apart.append(float(np.abs(reference.step(x, c, s, 1.0, span)[0] - ours).max()))
        else:
            cells += ["–", "–"]
        if jmckib and n <= 15:
            found = peer(python, "jmckib", jmckib, (x, c, s))
            cells += [shown(found["seconds"]), f"{found['seconds'] / mine:,.0f}x"]
            apart.append(float(np.abs(np.array(found["positions"]) - ours).max()))
        else:
            cells += ["–", "–"]
        lines.append(f"| {' | '.join(cells)} | {max(apart):.0e} |")
        print(lines[-1], flush=True)
    return lines


def exchanges(decide: Path | None, python: str) -> list[str]:
    lines = [
        "| actors x issues | détente | decide | ratio | possible | made | outcomes apart |",
        "|---|---|---|---|---|---|---|",
    ]
    for n, m in EXCHANGES:
        given = inputs(n, m)
        mine = seconds(lambda given=given: exchange(*given, variant="decide"), 3)
        now = exchange(*given, variant="decide").rounds[0]
        cells = ["–", "–", f"{now.possible:,}", str(len(now.trades)), "–"]
        if decide:
            found = peer(python, "decide", decide, given)
            off = float(np.abs(np.array(found["forecast"]) - now.forecast).max())
            made = str(len(now.trades)) + ("" if found["made"] == len(now.trades) else f" (decide {found['made']})")
            apart = f"{off:.0e}" + (f" ({found['ties']} ties drawn by lot)" if found["ties"] else "")
            cells = [shown(found["seconds"]), f"{found['seconds'] / mine:,.0f}x", f"{now.possible:,}", made, apart]
        lines.append(f"| {n} x {m} | {shown(mine)} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return lines


def draws() -> list[str]:
    x, c, s = inputs(10_000, 10)
    many = inputs(1000, 10, 6)
    w = c * s
    cells = {
        "expected utility, all-pairs denominator, 10 rounds (asked for: 2 s)": lambda: scholz_draws(x, c, s, rounds=10),
        "expected utility, eq. 31, 10 rounds": lambda: scholz_draws(x, c, s, rounds=10, variant="eq31"),
        "weighted mean": lambda: weighted_mean(x, w),
        "weighted median": lambda: weighted_median(x, w),
        "Nash": lambda: nash(x, w, span=100),
        "exchange, 6 issues, only 1,000 draws": lambda: exchange_draws(*many),
    }
    lines = ["| 10,000 draws of 10 actors | détente |", "|---|---|"]
    for name, run in cells.items():
        lines.append(f"| {name} | {shown(seconds(run, 3))} |")
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, default=REFERENCE)
    parser.add_argument("--jmckib", type=Path)
    parser.add_argument("--decide", type=Path)
    parser.add_argument("--peer-python", default=sys.executable)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    reference = load_reference(given.reference) if given.reference.exists() else None
    text = [
        "# Forecast: results",
        "",
        f"{datetime.date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numpy {np.__version__}.",
        "Command: `python benchmarks/forecast/measure.py --jmckib FOLDER --decide FOLDER --peer-python PYTHON`.",
        "",
        "## One round of the expected-utility model (asked for: 300 actors in 0.1 s)",
        "",
        *rounds(reference, given.jmckib, given.peer_python),
        "",
        "## One round of exchanges (asked for: 100 actors and 6 issues in 1 s)",
        "",
        *exchanges(given.decide, given.peer_python),
        "",
        "## Draws",
        "",
        *draws(),
        "",
        f"Load average before the first and after the last cell: {load:.1f} and {os.getloadavg()[0]:.1f} "
        "(cores are shared).",
        "",
        "## Accuracy on DEU III",
        "",
        "Command: `python benchmarks/forecast/deu3.py FOLDER`, FOLDER holding DEU III; `--write` updates what détente",
        "quotes.  The last rows are those measured before détente was written, among actors with salience only, on the",
        "distance of the outermost positions as the scale.  Lots drawn between equal gains move the mean error of the",
        "exchange model by about 0.1.",
        "",
    ]
    deu3 = subprocess.run([sys.executable, str(HERE / "deu3.py")], capture_output=True, text=True)
    text += [deu3.stdout] if deu3.returncode == 0 else ["Not measured: DEU III is not here.", ""]
    (HERE / "RESULTS.md").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
