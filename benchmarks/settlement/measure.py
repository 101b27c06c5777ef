"""The settlement engine beside NegMAS, and beyond it; writes RESULTS.md beside this file.

    python benchmarks/settlement/measure.py [--no-peer]

NegMAS is installed into an environment of its own, scratch/negmas/venv; it is no dependency.  Every cell runs in a
process of its own, one after the other.  Times are without start-up and without building the scenario; ours are medians
of five runs where they are compared, NegMAS' are of one run.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
SCRATCH = HERE.parents[1] / "scratch" / "negmas"
PYTHON = SCRATCH / "venv" / "bin" / "python"
COMPARED = [(parties, issues) for parties in (2, 3, 5) for issues in (4, 5, 6)]
WANTED = {2: 1000, 3: 1000, 5: 300}


def install() -> None:
    if not PYTHON.exists():
        venv.create(PYTHON.parents[1], with_pip=True)
    if subprocess.run([PYTHON, "-c", "import negmas"], capture_output=True).returncode:
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "negmas"], check=True)


def run(python: str | Path, script: str, *given: object, limit: int = 900) -> dict[str, object]:
    done = subprocess.run(
        [str(python), str(HERE / script), *map(str, given)], capture_output=True, text=True, timeout=limit
    )
    if done.returncode:
        raise SystemExit(f"{script} {given}: {done.stderr[-500:]}")
    lines = done.stdout.strip().splitlines()
    result: dict[str, object] = json.loads(lines[-1]) if lines else {}
    print(script, *given, lines[-1][:200] if lines else "", flush=True)
    return result


def ours(*given: object) -> dict[str, object]:
    return run(sys.executable, "cells.py", *given)


def prepared(parties: int, issues: int, options: int, kind: str) -> Path:
    file = SCRATCH / f"{parties}x{options}^{issues}-{kind}.json"
    ours("write", file, parties, issues, options, kind)
    return file


def time_of(seconds: object) -> str:
    value = float(str(seconds))
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def compared() -> list[str]:
    lines = [
        "| parties | outcomes | NegMAS | MB | détente | MB | ratio | asked for | frontier | Nash: NegMAS / détente |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for parties, issues in COMPARED:
        file = prepared(parties, issues, 10, "dirichlet")
        mine, theirs = ours("solutions", file), run(PYTHON, "peer.py", file)
        ratio = float(str(theirs["seconds"])) / float(str(mine["seconds"]))
        asked = f"{WANTED[parties]:,}" if issues == 6 else ""
        products = " / ".join(f"{math.prod(each['nash']):.6f}" for each in (theirs, mine))  # type: ignore[arg-type]
        sizes = f"{mine['size']:,}" + ("" if mine["size"] == theirs["size"] else f" (NegMAS {theirs['size']:,})")
        lines.append(
            f"| {parties} | 10^{issues} | {time_of(theirs['seconds'])} | {theirs['peak_mb']} | "
            f"{time_of(mine['seconds'])} | {mine['peak_mb']} | {ratio:,.0f}x | {asked} | {sizes} | {products} |"
        )
    return lines


def beyond() -> list[str]:
    lines = ["| what | measured | asked for | MB |", "|---|---|---|---|"]
    for parties, issues, kind, limit in ((2, 50, "equal", "1 s"), (5, 7, "dirichlet", "3 s")):
        found = ours("frontier", prepared(parties, issues, 10, kind), 3)
        lines.append(
            f"| frontier, {parties} parties, 10^{issues} outcomes, {kind} weights: {found['size']:,} points | "
            f"{time_of(found['seconds'])} | {limit} | {found['peak_mb']} |"
        )
    for parties, issues, options in ((3, 50, 10), (10, 20, 5)):
        found = ours("programmes", prepared(parties, issues, options, "equal"))
        for name in ("nash", "kalai_smorodinsky", "egalitarian"):
            one = dict(found[name])  # type: ignore[call-overload]
            unique = ", all ties known" if one["all_ties"] else ""
            lines.append(
                f"| {name}, {parties} parties, {options}^{issues} outcomes: gap {one['gap']:.1e}{unique} | "
                f"{time_of(one['seconds'])} | 10 s, gap 1e-9 | {found['peak_mb']} |"
            )
    for parties, issues, options in ((5, 6, 4), (5, 6, 5)):
        found = ours("draws", parties, issues, options)
        lines.append(
            f"| `settle` with 1,000 draws, {parties} parties, {issues} issues of {options} options | "
            f"{time_of(found['seconds'])} | 5 s | {found['peak_mb']} |"
        )
    return lines


def main(peer: bool) -> None:
    SCRATCH.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    versions = {name: __import__(name).__version__ for name in ("numpy", "scipy", "moocore")}
    beside = []
    if peer:
        install()
        shown = "import negmas; print(negmas.__version__)"
        version = subprocess.run([PYTHON, "-c", shown], capture_output=True, text=True, check=True).stdout
        versions["NegMAS"] = version.strip()
        beside = [
            "## Beside NegMAS",
            "",
            "Frontier and the four solutions of linear-additive scenarios, 10 options an issue, Dirichlet weights.",
            "Both sides read the same decimals; NegMAS computes with floats, détente with exact fractions.",
            "",
            *compared(),
            "",
        ]
    text = [
        "# Settlement: results",
        "",
        f"{datetime.date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {v}" for name, v in versions.items()) + ".",
        f"Load average before the first and after the last cell: {load:.1f} and LOAD (cores are shared).",
        "Command: `python benchmarks/settlement/measure.py`.  MB is the peak of the whole process.",
        "",
        *beside,
        "## Beyond enumeration",
        "",
        *beyond(),
        "",
    ]
    (HERE / "RESULTS.md").write_text("\n".join(text).replace("LOAD", f"{os.getloadavg()[0]:.1f}"))


if __name__ == "__main__":
    main("--no-peer" not in sys.argv)
