"""How long `detente brief` takes from a cold start: on two reports, and on many.

    python benchmarks/workflow/measure_brief.py [--reports 200] [--workers N] [--runs 3]

The two are the seed reports in ../shared/seeds where they are there, else two of examples/summit.  The many are put
together from the sentences of examples/, so that each is a text of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from detente import reports

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
TWO = ("2025-08-18-weisses-haus.html", "2025-08-24-rueckblick.md")


def two_reports() -> list[Path]:
    seeds = sorted(SEEDS.glob("*.txt"))
    return seeds or [ROOT / "examples" / "summit" / name for name in TWO]


def many_reports(count: int, folder: Path) -> None:
    """Write reports of 12 to 24 sentences drawn from the examples of one language, always the same ones."""
    sentences: dict[str, list[str]] = {}
    for report in reports.load([ROOT / "examples" / "summit", ROOT / "examples" / "wages"]).reports:
        lines = [line for line in report.text.splitlines() if line.endswith(".") and len(line) > 80]
        sentences.setdefault(report.language, []).extend(part + "." for line in lines for part in line[:-1].split(". "))
    chance = random.Random(0)
    for number in range(count):
        language = "de" if number % 2 else "en"
        drawn = chance.sample(sentences[language], chance.randint(12, 24))
        paragraphs = [" ".join(drawn[start : start + 4]) for start in range(0, len(drawn), 4)]
        (folder / f"{number:04}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")


def seconds(sources: list[Path], workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "detente", "brief", *map(str, sources), "-o", str(Path(folder) / "brief.html")]
        start = time.perf_counter()
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "DETENTE_WORKERS": str(workers)}
        )
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    two = two_reports()
    times = sorted(seconds(two, args.workers) for _ in range(args.runs))
    print(f"two reports ({', '.join(path.name for path in two)}): {times[0]:.2f} to {times[-1]:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        many_reports(args.reports, Path(folder))
        print(f"{args.reports} reports, {args.workers} processes: {seconds([Path(folder)], args.workers):.1f} s")


if __name__ == "__main__":
    main()
