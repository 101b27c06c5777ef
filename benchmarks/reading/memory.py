"""Whether the reader grows while it reads: peak memory over a long stream of short reports, one worker and two.

    python benchmarks/reading/memory.py TEXTS [TEXTS ...] [--lang de] [--reports 20000] [--write MEMORY.md]

TEXTS are folders and tables (see streams.py).  Every cell runs in a process of its own.  "reader": what is read is
thrown away, so that whatever grows is the reader's; "dossiers kept": as `detente read` does, before they are joined.
Two workers are two processes of their own; the figure is the sum of the three.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from streams import Short, texts

from detente.spreading import Outcome, read_reports
from detente.workflow import _read_with

CELLS = {"reader": (1, False), "dossiers kept": (1, True), "reader, two workers": (2, False)}


def resident() -> float:
    """Memory of this process and its children that is in use, in MB (Linux)."""
    own = os.getpid()
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue  # gone meanwhile
        if str(own) in (fields["Pid"].strip(), fields["PPid"].strip()):
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def cell(name: str, sources: list[str], language: str, count: int) -> None:
    workers, keeps = CELLS[name]
    stream = Short(texts(sources, language), language, count)
    marks = sorted({1000, 2000, 5000, *range(10_000, count + 1, 10_000), count})
    kept: list[Outcome] = []
    found = []
    # As many reports as lie between two marks are handed over at a time, so that the queue is not what is measured.
    start = time.perf_counter()
    done = 0
    for mark in [mark for mark in marks if mark <= count]:
        part = [stream[n] for n in range(done, mark)] if workers > 1 else _Slice(stream, done, mark)
        highest = 0.0
        for at, (_, outcome) in enumerate(read_reports(part, partial(_read_with, None), workers=workers)):
            if keeps:
                kept.append(outcome)
            if at % 250 == 0 or at + 1 == len(part):
                highest = max(highest, resident())
        done = mark
        found.append((mark, round(highest, 1), round(time.perf_counter() - start)))
        print(json.dumps(found), flush=True)


class _Slice(Short):
    """The reports of a stream from one number to another."""

    def __init__(self, stream: Short, first: int, last: int) -> None:
        self.stream, self.first, self.count = stream, first, last - first

    def __getitem__(self, n: int):  # type: ignore[no-untyped-def, override]
        return self.stream[self.first + n]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--lang", default="de")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--only", choices=CELLS, action="append")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--cell")
    args = parser.parse_args()
    if args.cell:
        cell(args.cell, args.texts, args.lang, args.reports)
        return
    lines = ["| what | reports | MB in use at most | seconds |", "|---|---|---|---|"]
    for name in args.only or CELLS:
        command = [sys.executable, __file__, *args.texts, "--lang", args.lang, "--reports", str(args.reports)]
        done = subprocess.run([*command, "--cell", name], stdout=subprocess.PIPE, text=True, check=True)
        for mark, mb, seconds in json.loads(done.stdout.splitlines()[-1]):
            lines.append(f"| {name} | {mark:,} | {mb:,.0f} | {seconds:,} |")
            print(lines[-1], flush=True)
    if args.write:
        command = " ".join(["python benchmarks/reading/memory.py", *(Path(t).name for t in args.texts)])
        text = f"# Reading: memory\n\n`{command} --lang {args.lang} --reports {args.reports}`\n\n"
        args.write.write_text(text + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
