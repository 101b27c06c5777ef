"""Measure quotation reading on the German Wikinews quotation corpus with its own scorer.

    python benchmarks/reading/quotations.py CORPUS [--split dev] [--every 1] [--errors] [--json FILE]

CORPUS is a git directory or a working copy of github.com/uhh-lt/german-news-quotation-attribution-2024 (Petersen-Frey
and Biemann 2024; CC BY-NC-SA 4.0). Nothing of it is kept: the data and the scorer, `eval/eval.py`, are laid out in a
temporary folder, and the scorer runs there as it is. Its own summary is printed first. It sums the roles up; the
figures of each role are taken from its own counts for each pair of quotations: "macro" is the mean over the pairs, as
in its summary, "micro" counts all tokens alike. `--errors` lists what was missed and what is spurious.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from detente.contract import Report
from detente.reading.quotations import Quotation, Spans, quotations

TYPES = {
    "direct": "Direct",
    "indirect": "Indirect",
    "indirect-free": "IndirectFreeIndirect",
    "free": "FreeIndirect",
    "reported": "Reported",
}
ROLES = ("quote", "speaker", "cue", "frame", "addressee")


def lay_out(corpus: Path, split: str, folder: Path) -> None:
    """Copy the scorer and one split of the corpus into `folder`."""
    if (corpus / "data").is_dir():
        call = ["tar", "-c", "-C", str(corpus), "eval/eval.py", f"data/{split}"]
    else:
        call = ["git", f"--git-dir={corpus}", "archive", "HEAD", "eval/eval.py", f"data/{split}"]
    packed = subprocess.run(call, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def token_spans(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Where each token of a document stands in its text."""
    text, at, spans = document["originalText"], 0, []
    for token in (t for s in document["sentences"] for t in s["tokens"]):
        start = text.index(token, at)
        at = start + len(token)
        spans.append((start, at))
    return spans


def token_ids(tokens: list[tuple[int, int]], spans: Spans) -> list[int]:
    """The tokens that share a letter with one of the spans."""
    return [k for k, (a, b) in enumerate(tokens) if any(a < end and start < b for start, end in spans)]


def as_annotated(found: list[Quotation], tokens: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Our quotations in the corpus' format."""
    result = []
    for number, quotation in enumerate(found):
        roles = {
            "quote": quotation.quote,
            "speaker": quotation.speaker,
            "cue": quotation.cue,
            "frame": quotation.frame,
            "addressee": (),
        }
        ids = {role: {"tokenIds": token_ids(tokens, spans)} for role, spans in roles.items()}
        if ids["quote"]["tokenIds"]:
            result.append({"id": number, "type": TYPES[quotation.kind], "medium": "Speech", **ids})
    return result


def scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpus_eval", folder / "eval" / "eval.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus_eval"] = module
    spec.loader.exec_module(module)
    return module


def by_role(pairs: list[Any]) -> dict[str, dict[str, float]]:
    """Precision and recall of each role over the scorer's pairs of quotations."""
    table = {}
    for role in ROLES:
        counts = [(len(p.tp_parts[role]), len(p.fp_parts[role]), len(p.fn_parts[role])) for p in pairs]
        hits, wrong, missed = (sum(c[k] for c in counts) for k in range(3))
        precisions = [t / (t + f) for t, f, _ in counts if t + f]
        recalls = [t / (t + n) for t, _, n in counts if t + n]
        table[role] = {
            "macro precision": sum(precisions) / max(1, len(precisions)),
            "macro recall": sum(recalls) / max(1, len(recalls)),
            "micro precision": hits / max(1, hits + wrong),
            "micro recall": hits / max(1, hits + missed),
        }
    return table


def errors(gold: dict[str, Any], ours: dict[str, Any], module: Any) -> Iterator[str]:
    tokens = [t for s in gold["sentences"] for t in s["tokens"]]

    def show(annotation: dict[str, Any], role: str) -> str:
        return " ".join(tokens[i] for i in annotation[role]["tokenIds"])[:160]

    def line(annotation: dict[str, Any]) -> str:
        return " ".join(f"{role[0].upper()}=[{show(annotation, role)}]" for role in ("speaker", "cue", "quote"))

    sides = [module.Document("", side["annotations"]).groups for side in (ours, gold)]
    if not all(sides):
        pairs: list[tuple[int, int]] = []
    else:
        chosen, wanted = module.assign_messages(*sides)
        pairs = [(int(a), int(b)) for a, b in zip(chosen, wanted, strict=True)]
    pairs = [(a, b) for a, b in pairs if set(sides[0][a].msg) & set(sides[1][b].msg)]
    for a, b in pairs:
        mine, theirs = ours["annotations"][a], gold["annotations"][b]
        for role in ("speaker", "cue"):
            if set(mine[role]["tokenIds"]) != set(theirs[role]["tokenIds"]):
                both = f"gold [{show(theirs, role)}] ours [{show(mine, role)}]"
                yield f"~ {role} {theirs['type']}/{mine['type']}: {both} Q={show(theirs, 'quote')}"
    for k, theirs in enumerate(gold["annotations"]):
        if k not in {b for _, b in pairs}:
            yield f"- {theirs['type']} {line(theirs)}"
    for k, mine in enumerate(ours["annotations"]):
        if k not in {a for a, _ in pairs}:
            yield f"+ {mine['type']} {line(mine)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split", choices=["train", "dev", "test"], default="dev")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th document")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(args.corpus, args.split, folder)
        module = scorer(folder)
        gold, ours = folder / "gold", folder / "ours"
        gold.mkdir()
        ours.mkdir()
        begun = time.perf_counter()
        listed: list[str] = []
        size = 0
        for number, file in enumerate(sorted((folder / "data" / args.split).glob("*.json"))[:: args.every]):
            document = json.loads(file.read_text("utf-8"))
            tokens = token_spans(document)
            size += len(tokens)
            report = Report(id=str(number), language="de", text=document["originalText"])
            predicted = {
                "documentName": document["documentName"],
                "annotations": as_annotated(quotations(report), tokens),
            }
            for side, content in ((gold, document), (ours, predicted)):
                (side / f"{number}.json").write_text(json.dumps(content), "utf-8")
            if args.errors:
                listed += [f"== {document['documentName']}", *errors(document, predicted, module)]
        taken = time.perf_counter() - begun
        pairs: list[Any] = []
        whole = module.Evaluator.evaluate_doc

        def collecting(self: Any, *given: Any) -> Any:
            result = whole(self, *given)
            pairs.extend(result)
            return result

        module.Evaluator.evaluate_doc = collecting  # only listens
        summary = module.evaluate(str(ours), str(gold))
        table = by_role(pairs)
    print("\n".join(listed))
    print(f"{args.split}: {number + 1} documents, {size} tokens, {taken:.0f} s with the reading")
    print("| role | P macro | R macro | P micro | R micro |\n|---|---|---|---|---|")
    for role, row in table.items():
        print(f"| {role} | " + " | ".join(f"{row[k]:.3f}" for k in sorted(row, key=lambda k: (k[:5], k))) + " |")
    if args.json:
        args.json.write_text(json.dumps({"summary": summary, "roles": table}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
