"""Measure how often each statement rule is right on annotated reports, and write the figures for the reader.

    python benchmarks/reading/calibrate.py GOLD_DIR TEXT_DIR

Writes src/detente/reading/languages/confidence.toml.  A rule's share of right statements is drawn towards the share of
all rules of its language, by as much as WEIGHT statements would, so that a rule seen twice is not taken for certain.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from measure import scorer

import detente

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "detente" / "reading" / "languages" / "confidence.toml"
WEIGHT = 8
HEAD = """\
# How often a statement rule is right, by language: measured on annotated reports by benchmarks/reading/calibrate.py
# and drawn towards the language's mean.  In the comment: right / all statements that the rule found there.
"""


def main() -> None:
    gold_dir, text_dir = map(Path, sys.argv[1:3])
    score = scorer()
    found: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for file in sorted(gold_dir.glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        source = text_dir / f"{gold['id']}.txt"
        dossier = json.loads(detente.read([source]).model_dump_json())
        result = score.score_document(gold, source.read_text("utf-8"), dossier)
        wrong = Counter((s[0], s[1], s[2]) for s in result["spurious"]["statement"])
        for statement in dossier["statements"]:
            key = (gold["lang"], statement["rule"])
            found[key] += 1
            item = (statement["party"], statement["stance"], statement["topic"])
            if wrong[item]:
                wrong[item] -= 1
            else:
                right[key] += 1
    lines = [HEAD]
    for language in sorted({key[0] for key in found}):
        rules = sorted(rule for lang, rule in found if lang == language)
        mean = sum(right[language, r] for r in rules) / sum(found[language, r] for r in rules)
        lines.append(f"[{language}]")
        for rule in rules:
            n, ok = found[language, rule], right[language, rule]
            lines.append(f"{rule} = {(ok + WEIGHT * mean) / (n + WEIGHT):.2f}  # {ok} / {n}")
        lines.append("")
    TARGET.write_text("\n".join(lines).rstrip() + "\n", "utf-8")
    print(TARGET.read_text("utf-8"))


if __name__ == "__main__":
    main()
