"""How good the check of proposals is: what it lets through of right proposals, and of wrong ones.

    python benchmarks/reading/check.py GOLD_DIR TEXT_DIR [--lang en] [--items]

Every annotated statement is proposed as it is (speaker, stance, the sentence of its anchor), then with the opposite
stance, with another party of the report, and with a word of the quote exchanged.  The first ought to pass: their
share is the recall that a faultless back end could reach.  The others ought to be dropped.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.reading.analysis import analyse
from detente.reading.backends import Proposal
from detente.reading.backends.verify import Verifier
from detente.reports import load
from detente.scoring import load_annotations

OPPOSITE: dict[str, Any] = {"support": "oppose", "oppose": "support", "open": "oppose"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--lang")
    parser.add_argument("--items", action="store_true")
    args = parser.parse_args()
    fates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for annotation, file in load_annotations(args.gold, args.texts):
        if args.lang and annotation.lang != args.lang:
            continue
        analysis = analyse(load([str(file)], language=annotation.lang).reports[0])
        text = analysis.report.text
        verifier = Verifier(analysis, [])
        stated = {(s.speaker, s.stance, s.anchor) for s in annotation.statements}
        for each in annotation.statements:
            at = text.find(each.anchor)
            sentence = next((s for s in analysis.sentences if s.start <= at < s.end), None)
            if each.optional or at < 0 or sentence is None:
                continue
            quote = text[sentence.start : sentence.end]
            right = Proposal(each.speaker, each.stance, each.issue, quote, "gold")  # type: ignore[arg-type]
            inside = {s for s in stated if quote.find(s[2]) >= 0}
            others = [p.name for p in annotation.parties if p.name != each.speaker]
            wrong_party = [replace(right, speaker=o) for o in others if not any(s[0] == o for s in inside)]
            words = quote.split()
            words[len(words) // 2] = "Rhabarber"
            tried = {
                "as annotated": [right],
                "opposite stance": [replace(right, stance=OPPOSITE[each.stance])],
                "another party of the report": wrong_party,
                "a word exchanged": [replace(right, quote=" ".join(words))],
            }
            for name, proposals in tried.items():
                for proposal in proposals:
                    verifier.taken.clear()
                    fate = verifier.check(proposal)
                    fates[annotation.lang, name]["passes" if not isinstance(fate, str) else fate] += 1
                    if args.items and name == "as annotated" and isinstance(fate, str):
                        print(f"{annotation.id} {fate}: {each.speaker} {each.stance} | {quote}")
    print("| | proposed | pass | speaker | stance | not verbatim |")
    print("|---|---|---|---|---|---|")
    for (language, name), counts in sorted(fates.items()):
        whole = sum(counts.values())
        shares = " | ".join(f"{counts[key] / whole:.2f}" for key in ("passes", "speaker", "stance", "not_verbatim"))
        print(f"| {language}, {name} | {whole} | {shares} |")


if __name__ == "__main__":
    main()
