"""Score the reader in one process against annotated reports: the figures of ../shared/gold/score.py, many times faster.

    python benchmarks/reading/measure.py GOLD_DIR TEXT_DIR [--lang de] [--kind party|statement|event] [--only ID]

With --kind every miss (-) and spurious item (+) of that kind is listed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import detente

SCORER = Path(__file__).resolve().parents[3] / "shared" / "gold" / "score.py"


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec and spec.loader, f"no scorer at {SCORER}"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def one(job: tuple[Path, Path]) -> tuple[str, str, dict[str, Any]]:
    file, source = job
    gold = json.loads(file.read_text("utf-8"))
    dossier = json.loads(detente.read([source]).model_dump_json())
    return gold["id"], gold["lang"], scorer().score_document(gold, source.read_text("utf-8"), dossier)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--lang")
    parser.add_argument("--kind", choices=["party", "statement", "event"])
    parser.add_argument("--only")
    args = parser.parse_args()
    jobs = [(f, args.texts / f"{f.stem}.txt") for f in sorted(args.gold.glob("*.json"))]
    jobs = [(f, t) for f, t in jobs if t.exists() and (not args.only or args.only in f.stem)]
    with ProcessPoolExecutor(2) as pool:
        results = [r for r in pool.map(one, jobs, chunksize=4) if not args.lang or r[1] == args.lang]
    if not results:
        sys.exit("no documents")
    if args.kind:
        for name, _, result in results:
            print(f"== {name} {result['counts'][args.kind]}")
            for item in result["missed"][args.kind]:
                print("  -", item)
            for item in result["spurious"][args.kind]:
                print("  +", item)
    for lang in (*sorted({r[1] for r in results}), "all"):
        chosen = [r[2] for r in results if lang in ("all", r[1])]
        print(f"{lang}: {len(chosen)} documents")
        for kind in ("party", "statement", "issue", "event"):
            print(f"  {kind:9} {scorer().figures([c['counts'][kind] for c in chosen])}")


if __name__ == "__main__":
    main()
