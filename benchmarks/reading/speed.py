"""How fast reports are read: tokens and reports a second, cold and warm, one worker and two, beside HanTa and spaCy.

    python benchmarks/reading/speed.py TEXT_DIR [--spacy NAME] [--write RESULTS.md]

Every cell runs in a process of its own.  Cold: the first reading of all reports, with loading the word models; warm:
the second one in the same process.  HanTa alone tags each sentence as it is (no cache); spaCy runs a pipeline that is
installed.  Tokens are words and punctuation marks, counted in the same way for all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

TOKEN = re.compile(r"\w+|[^\w\s]")


def texts(folder: str, language: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(folder).glob(f"*-{language}-*.txt"))]


def tokens(found: list[str]) -> int:
    return sum(len(TOKEN.findall(text)) for text in found)


def detente(found: list[str], language: str) -> list[float]:
    start = time.perf_counter()
    from detente import reading
    from detente.contract import Report

    reports = [Report(id=f"r{n}", language=language, text=text) for n, text in enumerate(found)]
    times = []
    for _ in range(2):
        for report in reports:
            reading.read(report)
        times.append(time.perf_counter() - start)
        start = time.perf_counter()
    return times


def two_workers(found: list[str], language: str) -> list[float]:
    from functools import partial

    from detente.contract import Report
    from detente.spreading import read_reports
    from detente.workflow import _read_with

    reports = [Report(id=f"r{n}", language=language, text=text) for n, text in enumerate(found)]
    start = time.perf_counter()
    for _ in read_reports(reports, partial(_read_with, None), workers=2):
        pass
    return [time.perf_counter() - start]


def hanta(found: list[str], language: str) -> list[float]:
    start = time.perf_counter()
    from HanTa import HanoverTagger

    tagger = HanoverTagger.HanoverTagger(f"morphmodel_{'ger' if language == 'de' else 'en'}.pgz")
    for text in found:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = TOKEN.findall(sentence)
            if words:
                tagger.tag_sent(words)
    return [time.perf_counter() - start]


def spacy(found: list[str], language: str, name: str = "") -> list[float]:
    start = time.perf_counter()
    import spacy as library  # type: ignore[import-not-found, unused-ignore]

    pipeline = library.load(name)
    for text in found:
        pipeline(text)
    return [time.perf_counter() - start]


SIDES = {"detente": detente, "two_workers": two_workers, "hanta": hanta}


def cell(side: str, folder: str, language: str, name: str) -> None:
    found = texts(folder, language)
    times = spacy(found, language, name) if side == "spacy" else SIDES[side](found, language)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"reports": len(found), "tokens": tokens(found), "times": times, "mb": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("--spacy", default="")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--cell", nargs=2)
    args = parser.parse_args()
    if args.cell:
        cell(*args.cell[:1], args.texts, args.cell[1], args.spacy)
        return
    lines = [
        f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}; load average before "
        f"{os.getloadavg()[0]:.1f}.",
        "",
        "| language | what | reports/s | tokens/s | seconds | MB |",
        "|---|---|---|---|---|---|",
    ]
    for language in ("de", "en"):
        sides = ["detente", "two_workers", "hanta", *(["spacy"] if args.spacy and language == "en" else [])]
        for side in sides:
            command = [sys.executable, __file__, args.texts, "--spacy", args.spacy, "--cell", side, language]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                lines.append(f"| {language} | {side} | failed: {done.stderr.strip().splitlines()[-1][:80]} | | | |")
                continue
            found = json.loads(done.stdout.strip().splitlines()[-1])
            for label, seconds in zip(("cold", "warm"), found["times"], strict=False):
                name = f"{side}, {label}" if side == "detente" else side
                per = (found["reports"] / seconds, found["tokens"] / seconds)
                lines.append(
                    f"| {language} | {name} | {per[0]:,.1f} | {per[1]:,.0f} | {seconds:.2f} | {found['mb']:.0f} |"
                )
                print(lines[-1], flush=True)
    if args.write:
        args.write.write_text("# Reading: speed\n\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
