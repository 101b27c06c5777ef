"""How soon the desk answers: from `detente serve` to the first answer, on an empty folder and on one that is set up.

    python benchmarks/desk/startup.py [--times 5]

Prints Markdown.  Linux only (/proc).
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import ask, busy, free_port

DETENTE = [sys.executable, "-m", "detente"]


def start(data: Path) -> tuple[float, float]:
    """Seconds until the first page is answered, and the server's processor seconds (without its worker's) for it."""
    port = free_port()
    command = [*DETENTE, "serve", "--data", str(data), "--port", str(port)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while True:
            try:
                status, _, _ = ask(port, "/")
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit("the desk did not start") from None
                time.sleep(0.01)
        seconds, spent = time.perf_counter() - begun, busy(process.pid)
        if status not in (200, 302):
            raise SystemExit(f"the first page: {status}")
        return seconds, spent
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def helped() -> tuple[float, float]:
    """Seconds and processor seconds of `detente --help`."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([*DETENTE, "--help"], stdout=subprocess.DEVNULL, check=True)
    seconds, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, spent


def row(name: str, found: list[tuple[float, float]]) -> str:
    """A line of the table: medians, and the shortest."""
    seconds, spent = zip(*found, strict=True)
    return f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f} | {statistics.median(spent):.2f} |"


def main() -> None:
    """Measure and print."""
    ask_for = argparse.ArgumentParser(description=__doc__)
    ask_for.add_argument("--times", type=int, default=5)
    times = ask_for.parse_args().times
    with tempfile.TemporaryDirectory(prefix="detente-start-") as folder:
        start(Path(folder) / "warm")  # compiled files, the disk's cache
        load = os.getloadavg()[0]
        empty = [start(Path(folder) / str(n)) for n in range(times)]
        again = [start(Path(folder) / str(n)) for n in range(times)]
        help_ = [helped() for _ in range(times)]
    print(f"{times} times each; {os.cpu_count()} processors, load {load:.1f} at the start.\n")
    print("| what | seconds (median) | shortest | processor seconds (median) |\n|---|--:|--:|--:|")
    print(row("`detente serve`, empty folder, to the first page", empty))
    print(row("`detente serve`, folder that is set up, to the first page", again))
    print(row("`detente --help`", help_))
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
