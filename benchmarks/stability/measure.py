"""The stability engine beside gmcr-py and a plain solver by definition, and beyond them; writes RESULTS.md beside this.

    python benchmarks/stability/measure.py [--peer scratch/gmcr-py] [--reference ../shared/reference/conflict.py]

`--peer` is a checkout of github.com/onp/gmcr-py (proprietary licence: fetch it yourself, keep it out of the
repository); a side that is not there is left out.  Every cell runs in a process of its own, one after the other.  Times
are without start-up and without reading the file; ours are medians of seven runs up to 4,096 states, all others are of
one run.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRATCH = HERE.parents[1] / "scratch" / "stability"
COMPARED = ("2,2,2", "3,3,2", "4,3,3", "4,4,3", "4,4,4", "3,3,3,2")
REFERENCE_UP_TO = 1024
PATIENCE = 1800


def run(script: str, *given: object) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, given)], capture_output=True, text=True, timeout=PATIENCE
    )
    if done.returncode:
        raise SystemExit(f"{script} {given}: {done.stderr[-800:]}")
    lines = done.stdout.strip().splitlines()
    print(script, *given, lines[-1][:300] if lines else "", flush=True)
    result: dict[str, object] = json.loads(lines[-1]) if lines else {}
    return result


def prepared(sizes: str, style: str, irreversible: int = 0) -> Path:
    file = SCRATCH / f"{sizes.replace(',', '-')}-{style}-{irreversible}.json"
    run("cells.py", "write", file, sizes, style, irreversible)
    return file


def time_of(seconds: object) -> str:
    value = float(str(seconds))
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def differing(theirs: dict[str, object], mine: dict[str, object]) -> str:
    """The concepts for which the equilibria differ (number and sum of the states' numbers), with how many there are."""
    other, own = dict(theirs["equilibria"]), dict(mine["equilibria"])  # type: ignore[call-overload]
    return ", ".join(f"{key} {other[key][0]} / {own[key][0]}" for key in other if other[key] != own[key]) or "none"


def compared(peer: Path | None, reference: Path | None) -> list[str]:
    lines = [
        "| states | decision makers | détente | MB | gmcr-py | MB | ratio | equilibria that differ (gmcr-py / détente) "
        "| plain solver | differ |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for sizes in COMPARED:
        file = prepared(sizes, "random")
        mine = run("cells.py", "ours", file)
        row = [f"{mine['states']:,}", str(len(sizes.split(","))), time_of(mine["seconds"]), str(mine["peak_mb"])]
        theirs = run("peer.py", peer, file) if peer else None
        if theirs:
            ratio = float(str(theirs["seconds"])) / float(str(mine["seconds"]))
            row += [time_of(theirs["seconds"]), str(theirs["peak_mb"]), f"{ratio:,.0f}x", differing(theirs, mine)]
        else:
            row += [""] * 4
        if reference and int(str(mine["states"])) <= REFERENCE_UP_TO:
            plain = run("cells.py", "reference", file, reference)
            row += [time_of(plain["seconds"]), differing(plain, mine)]
        else:
            row += ["", ""]
        lines.append("| " + " | ".join(row) + " |")
    return lines


def beyond() -> list[str]:
    lines = ["| what | measured | asked for | MB |", "|---|---|---|---|"]
    gatt = "5,4,3,2,3,3"
    for style, irreversible in (("random", 0), ("weights", 0), ("random", 1)):
        file = prepared(gatt, style, irreversible)
        restricted = ", one irreversible option each" if irreversible else ""
        for concepts in ((), ("nash", "gmr", "smr", "seq", "sseq")):
            found = run("cells.py", "ours", file, *concepts)
            which = "all but SIM" if concepts else "all concepts"
            lines.append(
                f"| {found['states']:,} states, 6 decision makers, 20 options, {style} preferences"
                f"{restricted}, {which} | "
                f"{time_of(found['seconds'])} | 60 s, 2 GB | {found['peak_mb']} |"
            )
        lines.append(
            f"| the same: reading the file (JSON, {file.stat().st_size / 1e6:.0f} MB) | "
            f"{time_of(found['reading'])} | | |"
        )
    million = prepared("4,4,3,3,3,3", "weights")
    found = run("cells.py", "ours", million, "nash", "gmr", "smr", "seq", "sseq")
    lines.append(
        f"| {found['states']:,} states, 6 decision makers, 20 options, weights, all but SIM | "
        f"{time_of(found['seconds'])} | | {found['peak_mb']} |"
    )
    for sizes in ("3,3,2", "4,3,3", "4,4,4"):
        found = run("cells.py", "coalitions", prepared(sizes, "random"))
        lines.append(
            f"| coalitions of 3 decision makers, {2 ** sum(map(int, sizes.split(','))):,} states, four concepts | "
            f"{time_of(found['seconds'])} | | {found['peak_mb']} |"
        )
    found = run("cells.py", "draws", prepared("2,2,2", "random"), 1000)
    lines.append(
        f"| 1,000 draws of the preferences, 3 decision makers, 64 states, all concepts | "
        f"{time_of(found['seconds'])} | | {found['peak_mb']} |"
    )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", type=Path, default=HERE.parents[1] / "scratch" / "gmcr-py")
    parser.add_argument("--reference", type=Path, default=HERE.parents[2] / "shared" / "reference" / "conflict.py")
    given = parser.parse_args()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    peer = given.peer if (given.peer / "data_02_conflictSolvers.py").exists() else None
    reference = given.reference if given.reference.exists() else None
    versions = ", ".join(f"{name} {__import__(name).__version__}" for name in ("numpy", "scipy"))
    load = os.getloadavg()[0]
    text = [
        "# Stability: results",
        "",
        f"{datetime.date.today().isoformat()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {versions}"
        + (f", gmcr-py {_version(peer)}." if peer else "; gmcr-py was not there."),
        f"Load average before the first and after the last cell: {load:.1f} and LOAD (cores are shared).",
        "Command: `python benchmarks/stability/measure.py`.  MB is the peak of the whole process.",
        "",
        "## Side by side",
        "",
        "Strict rankings drawn at random, all combinations feasible.  détente: Nash, GMR, SMR, SEQ, SIM and SSEQ;",
        "gmcr-py: the same without SSEQ, reachability included; the plain solver (by definition, in loops): Nash, GMR,",
        "SMR, SEQ.  In gmcr-py each decision maker moves at most once in an answer (SEQ), and its SIM tries the moves",
        "of others against the first improvement only: hence the differences.",
        "",
        *compared(peer, reference),
        "",
        "## Beyond",
        "",
        *beyond(),
        "",
    ]
    (HERE / "RESULTS.md").write_text("\n".join(text).replace("LOAD", f"{os.getloadavg()[0]:.1f}"))


def _version(peer: Path) -> str:
    return (peer / "version.py").read_text().replace('"', "'").split("'")[1]


if __name__ == "__main__":
    main()
