"""What a back end adds, measured on annotated reports: the rules alone beside the rules with it.

    python benchmarks/reading/backends.py GOLD_DIR TEXT_DIR --backend spacy:NAME [--lang en] [--items]

Prints the statements' figures of both, and of those that the back end added alone; --items lists each of these.
The back end "gold" proposes what is annotated, each with its sentence: the most that any back end could bring.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from detente import reading
from detente.reading.backends import Proposal, Proposals, Tally, choose
from detente.reading.model import Analysis
from detente.reports import load
from detente.scoring import load_annotations, score, total
from detente.scoring.annotation import Annotation
from detente.scoring.figures import Figures


class Gold:
    """Proposes the firm statements of an annotation."""

    name = "gold"
    annotation: Annotation

    def propose(self, analysis: Analysis) -> Proposals:
        proposals = Proposals()
        for each in self.annotation.statements:
            at = analysis.report.text.find(each.anchor)
            for s in analysis.sentences:
                if s.start <= at < s.end and not each.optional:
                    quote = analysis.report.text[s.start : s.end]
                    proposals.items.append(Proposal(each.speaker, each.stance, each.issue, quote, "gold"))
        return proposals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--backend", required=True)
    parser.add_argument("--lang")
    parser.add_argument("--items", action="store_true")
    args = parser.parse_args()
    backend = Gold() if args.backend == "gold" else choose(args.backend)
    assert backend is not None, "the rules are measured in any case"
    figures: dict[str, list[Figures]] = {"rules": [], args.backend: [], "added alone": []}
    tallies: list[Tally] = []
    seconds = {"rules": 0.0, args.backend: 0.0}
    for annotation, file in load_annotations(args.gold, args.texts):
        if args.lang and annotation.lang != args.lang:
            continue
        if isinstance(backend, Gold):
            backend.annotation = annotation
        text = file.read_text("utf-8")
        report = load([str(file)], language=annotation.lang).reports[0]
        started = time.perf_counter()
        alone = reading.read(report)
        middle = time.perf_counter()
        found = reading.read_with(report, backend)
        seconds["rules"] += middle - started
        seconds[args.backend] += time.perf_counter() - middle
        assert found.tally is not None
        tallies.append(found.tally)
        known = {(s.rule, s.evidence.start, s.evidence.end, s.stance, s.topic) for s in alone.statements}
        fresh = [
            s
            for s in found.dossier.statements
            if (s.rule, s.evidence.start, s.evidence.end, s.stance, s.topic) not in known
        ]
        added = found.dossier.model_copy(update={"statements": fresh})
        for name, dossier in (("rules", alone), (args.backend, found.dossier), ("added alone", added)):
            scored = score(annotation, text, dossier)
            figures[name].append(scored.figures["statement"])
            if args.items and name == "added alone":
                for item in scored.spurious["statement"]:
                    print(f"+ {annotation.id}: {item}")
        if args.items:
            for each in fresh:
                print(
                    f"  {annotation.id}: {each.party} {each.stance} {each.cue} | {each.topic} | {each.evidence.quote}"
                )
    print(Tally.total(args.backend, tallies))
    print("| | precision | recall | F1 | found | missed | spurious | s |")
    print("|---|---|---|---|---|---|---|---|")
    for name, each in figures.items():
        f = total(each)
        spent = f"{seconds[name]:.1f}" if name in seconds else ""
        shares = " | ".join(f"{share:.3f}" for share in (f.precision, f.recall, f.f1))
        print(f"| {name} | {shares} | {f.found} | {f.missed} | {f.spurious} | {spent} |")


if __name__ == "__main__":
    main()
