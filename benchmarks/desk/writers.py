"""Eight writers at once for a minute, on a desk with SQLite: how much they write, and whether any is ever refused.

    .venv/bin/python benchmarks/desk/writers.py [--seconds 60] [--writers 8]

Each writer calls the API of a real `detente serve` (waitress) over loopback: a report as text, a dossier's summary, a
scenario, a ruling, in turn; the worker reads the reports meanwhile.  Writes benchmarks/desk/WRITERS.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from desk.test_crash import Desk, Writers, report  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-writers-") as folder:
        desk = Desk(Path(folder))
        desk.start()
        try:
            times, refused, seconds = measure(desk, given.writers, given.seconds)
            locked = desk.locked()
        finally:
            desk.stop()
    times.sort()
    rows = [
        ("writers", given.writers),
        ("seconds", f"{seconds:.0f}"),
        ("writes confirmed", len(times)),
        ("writes a second", f"{len(times) / seconds:.0f}"),
        ("median of a write, ms", f"{1000 * statistics.median(times):.0f}"),
        ("99 of 100 within, ms", f"{1000 * times[int(0.99 * len(times))]:.0f}"),
        ("longest, ms", f"{1000 * times[-1]:.0f}"),
        ("refused or failed", len(refused)),
        ('"database is locked" in the log', len(locked)),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    load = os.getloadavg()[0]
    Path(__file__).with_name("WRITERS.md").write_text(
        f"""# Eight writers at once

`.venv/bin/python benchmarks/desk/writers.py --seconds {given.seconds:.0f} --writers {given.writers}`,
{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the end
(the writers share the cores with the server, the worker and whatever else runs).

| | |
|---|---|
{table}

A write is a whole call of the API over loopback: token, access, one transaction, answer.
""",
        "utf-8",
    )
    print(table)
    if refused:
        print(refused[:5])
    sys.exit(1 if refused or locked else 0)


def measure(desk: Desk, count: int, longest: float) -> tuple[list[float], list[Any], float]:
    """The seconds that each confirmed write took, what was refused, and the seconds in all."""
    refused: list[Any] = []

    def write(number: int) -> float | None:
        party = {"id": f"p{number}", "name": f"P {number}", "kind": "group"}
        calls: list[tuple[str, str, Any]] = [
            ("POST", "/dossiers/north/sources/texts", {"text": report(number)}),
            ("PATCH", "/dossiers/north", {"summary": f"Number {number}"}),
            ("POST", "/dossiers/north/scenarios", {"name": f"Scenario {number}", "changes": []}),
            ("POST", "/dossiers/north/rulings", {"action": "add", "target": "party", "item": party}),
        ]
        method, path, body = calls[number % 4]
        started = time.perf_counter()
        status, answer = desk.call(method, path, body)
        # A user's 1,200 calls a minute are the desk's limit, not the database's.
        if status == 429:
            return None
        if status not in (200, 201):
            refused.append((method, path, status, answer))
            return None
        return time.perf_counter() - started

    started = time.perf_counter()
    writers = Writers(count, write)
    time.sleep(longest)
    writers.stop()
    return list(writers.confirmed), refused + writers.errors, time.perf_counter() - started


if __name__ == "__main__":
    main()
