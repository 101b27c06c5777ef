"""How well discovered issues agree with annotated ones: within each report, statements of the same annotated issue.

    python benchmarks/codebooks/clusters.py GOLD TEXTS [GOLD TEXTS ...]

Each annotated statement that the reader found (same sentence, same stance) has an annotated and a discovered issue (no
codebook is used).  Printed by language: pairs of statements in one report that share an issue, and B-cubed (Bagga and
Baldwin 1998).  Annotated issues are phrases, the same only if they are the same words, so precision is a lower bound.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from detente import codebooks, reading, reports
from detente.scoring import Annotation, load_annotations
from detente.scoring.places import Places


def labelled(annotation: Annotation, file: Path) -> list[tuple[str, str]]:
    """The annotated and the discovered issue of each annotated statement that was found."""
    text = file.read_text("utf-8")
    places = Places(text)
    left = [(places.of(s.anchor), s.stance, s.issue) for s in annotation.statements]
    found = []
    for report in reports.load([str(file)]).reports:
        for statement in codebooks.assign(reading.read(report), []).statements:
            at = places.of(statement.evidence.quote)
            match = next((each for each in left if each[0] & at and each[1] == statement.stance), None)
            if match:
                left.remove(match)
                found.append((match[2], str(statement.issue)))
    return found


def main(folders: list[str]) -> None:
    """Print the table."""
    by_language: dict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for gold, texts in zip(folders[::2], folders[1::2], strict=True):
        for annotation, file in load_annotations(gold, texts):
            by_language[annotation.lang].append(labelled(annotation, file))
    print("| language | statements | pairs P | pairs R | B-cubed P | B-cubed R | B-cubed F1 |")
    print("|---|---|---|---|---|---|---|")
    for language, found in sorted(by_language.items()):
        pairs = [(a[0] == b[0], a[1] == b[1]) for each in found for a, b in combinations(each, 2)]
        both, gold_pairs, own_pairs = sum(g and o for g, o in pairs), sum(g for g, _ in pairs), sum(o for _, o in pairs)
        shares = [
            (
                sum(x == y for y in each) / sum(x[1] == y[1] for y in each),
                sum(x == y for y in each) / sum(x[0] == y[0] for y in each),
            )
            for each in found
            for x in each
        ]
        precision, recall = (sum(share[n] for share in shares) / max(len(shares), 1) for n in (0, 1))
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        cells = both / max(own_pairs, 1), both / max(gold_pairs, 1), precision, recall, f1
        print(f"| {language} | {len(shares)} | " + " | ".join(f"{c:.2f}" for c in cells) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
