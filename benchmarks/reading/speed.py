"""How fast reports are read: tokens and reports a second, cold and warm, one worker and two, beside HanTa and spaCy.

    python benchmarks/reading/speed.py --de TEXTS [TEXTS ...] --en TEXTS [TEXTS ...] [--most N]
        [--spacy NAME [--spacy-python PYTHON]] [--write SPEED.md]

TEXTS are folders of text files and tables of articles (see streams.py); of each language the first N texts are read.
Every cell runs in a process of its own.  "start": until the first short report is read, with loading the word models;
"first": all texts, once, which is how a stream is read; "again": the same texts in the same process, so that every word
is known.  HanTa alone tags each sentence as it is; spaCy runs a pipeline that is installed (in another environment, if
need be: --spacy-python), with all it has.

Tokens are words and punctuation marks, counted in the same way for all, and a second is one of computing time (of all
processes together), since other programs run on the same machine; the time on the clock stands beside it.
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

SHORT = {"de": "Der Minister lehnte den Vorschlag ab.", "en": "The minister rejected the proposal."}


def clocks() -> tuple[float, float]:
    """Computing time of this process and of its children that have ended, and the time on the clock, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used), time.perf_counter()


def detente(found: list[str], language: str) -> list[tuple[float, float]]:
    from detente import reading
    from detente.contract import Report

    reading.read(Report(id="r", language=language, text=SHORT[language]))
    marks = [clocks()]
    for _ in range(2):
        for n, text in enumerate(found):
            reading.read(Report(id=f"r{n}", language=language, text=text))
        marks.append(clocks())
    return marks


def two_workers(found: list[str], language: str) -> list[tuple[float, float]]:
    from functools import partial

    from detente.contract import Report
    from detente.spreading import read_reports
    from detente.workflow import _read_with

    reports = [Report(id=f"r{n}", language=language, text=text) for n, text in enumerate(found)]
    marks = [clocks()]
    for _ in read_reports(reports, partial(_read_with, None), workers=2):
        pass
    return [*marks, clocks()]


def hanta(found: list[str], language: str) -> list[tuple[float, float]]:
    from HanTa import HanoverTagger

    tagger = HanoverTagger.HanoverTagger(f"morphmodel_{'ger' if language == 'de' else 'en'}.pgz")
    marks = [clocks()]
    for text in found:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = re.findall(r"\w+|[^\w\s]", sentence)
            if words:
                tagger.tag_sent(words)
    return [*marks, clocks()]


def spacy(found: list[str], name: str) -> list[tuple[float, float]]:
    import spacy as library  # type: ignore[import-not-found, unused-ignore]

    pipeline = library.load(name)
    marks = [clocks()]
    for text in found:
        pipeline(text)
    return [*marks, clocks()]


NAMES = {"detente": "détente", "two_workers": "détente, two workers", "hanta": "HanTa alone", "spacy": "spaCy"}


def cell(side: str, language: str, name: str) -> None:
    """One measurement; the texts come on standard input."""
    found = json.load(sys.stdin)
    start = clocks()
    if side == "spacy":
        marks = spacy(found, name)
    else:
        marks = {"detente": detente, "two_workers": two_workers, "hanta": hanta}[side](found, language)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    steps = [[b[n] - a[n] for n in (0, 1)] for a, b in zip([start, *marks], marks, strict=False)]
    print(json.dumps({"steps": steps, "mb": peak / 1024}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--de", nargs="+", default=[])
    parser.add_argument("--en", nargs="+", default=[])
    parser.add_argument("--most", type=int)
    parser.add_argument("--spacy", default="")
    parser.add_argument("--spacy-python", default=sys.executable)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--cell", nargs=2)
    args = parser.parse_args()
    if args.cell:
        cell(*args.cell, args.spacy)
        return
    from streams import texts, tokens

    load = os.getloadavg()[0]
    lines = [
        "| language | what | start, s | tokens/s | reports/s | tokens/s on the clock | MB a process |",
        "|---|---|---|---|---|---|---|",
    ]
    read = []
    for language in ("de", "en"):
        found = texts(getattr(args, language), language)[: args.most]
        if not found:
            continue
        count = tokens(found)
        read.append(f"{language}: {len(found):,} texts with {count:,} tokens")
        for side in ("detente", "two_workers", "hanta", *(["spacy"] if args.spacy and language == "en" else [])):
            python = args.spacy_python if side == "spacy" else sys.executable
            command = [python, __file__, "--spacy", args.spacy, "--cell", side, language]
            done = subprocess.run(command, input=json.dumps(found), capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{side}, {language}: {done.stderr}")
            result = json.loads(done.stdout.splitlines()[-1])
            (start, _), *passes = result["steps"]
            label = f"{NAMES[side]} ({args.spacy})" if side == "spacy" else NAMES[side]
            for name, (computing, clock) in zip(("first", "again"), passes, strict=False):
                lines.append(
                    f"| {language} | {label}{f', {name}' if len(passes) > 1 else ''} | {start:.1f} | "
                    f"{count / computing:,.0f} | {len(found) / computing:,.1f} | {count / clock:,.0f} | "
                    f"{result['mb']:.0f} |"
                )
                print(lines[-1], flush=True)
    if args.write:
        command = " ".join(["python benchmarks/reading/speed.py", *map(_brief, sys.argv[1:])])
        text = [
            "# Reading: speed",
            f"```sh\n{command}\n```",
            f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}; other programs ran "
            f"meanwhile: load average {load:.1f} before and {os.getloadavg()[0]:.1f} after.  {'; '.join(read)}.",
            "\n".join(lines),
            "Tokens and reports a second of computing time, all processes together; two workers start two processes, "
            "which the figure includes.",
        ]
        args.write.write_text("\n\n".join(text) + "\n", "utf-8")


def _brief(word: str) -> str:
    return Path(word).name if "/" in word else word


if __name__ == "__main__":
    main()
