"""Score the reader against annotated reports with two processes: `detente score`, for those who work on the rules.

    python benchmarks/reading/measure.py GOLD_DIR TEXT_DIR [--lang de] [--kind party|statement|event] [--only ID]

With --kind every miss (-) and spurious item (+) of that kind is listed.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import detente
from detente.scoring import KINDS, Annotation, Score, load_annotations, score, total


def one(job: tuple[Annotation, Path]) -> Score:
    annotation, source = job
    return score(annotation, source.read_text("utf-8"), detente.read([source]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--lang")
    parser.add_argument("--kind", choices=["party", "statement", "event"])
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    jobs = [
        (annotation, text)
        for annotation, text in load_annotations(args.gold, args.texts)
        if args.only in annotation.id and args.lang in (None, annotation.lang)
    ]
    if not jobs:
        sys.exit("no documents")
    with ProcessPoolExecutor(2) as pool:
        scores = list(pool.map(one, jobs, chunksize=4))
    for each in scores if args.kind else []:
        print(f"== {each.id} {each.figures[args.kind]}")
        for sign, items in (("-", each.missed[args.kind]), ("+", each.spurious[args.kind])):
            for item in items:
                print(f"  {sign} {item}")
    for lang in (*sorted({each.language for each in scores}), "all"):
        chosen = [each for each in scores if lang in ("all", each.language)]
        print(f"{lang}: {len(chosen)} documents")
        for kind in KINDS:
            f = total(each.figures[kind] for each in chosen)
            counts = f"(found {f.found}, missed {f.missed}, spurious {f.spurious})"
            print(f"  {kind:9} P {f.precision:.2f}  R {f.recall:.2f}  F1 {f.f1:.2f}  {counts}")


if __name__ == "__main__":
    main()
