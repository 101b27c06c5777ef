"""How good the reader is, by language and by what decides: rules, the decision, a spaCy pipeline, a perfect model.

    python benchmarks/reading/quality.py --learnt GOLD=TEXTS [--learnt ...] --unseen GOLD=TEXTS [...]
        [--spacy en_core_web_sm] [--out QUALITY.md] [--doc docs/reading.md]

--learnt are annotated reports that the shipped decision was trained on: each is read with a decision that was trained
without it (ten folds, `training/train.py`'s), with the levels of precision that those left out gave.  --unseen are
reports that no decision has seen; they are read with the shipped one.  Figures are those of `detente score`.

"Rules alone" takes whatever a rule proposes.  "A perfect model" is the back end `llm` with a server started here that
answers with exactly what is annotated: what no language model can surpass, since the reader checks every proposal.

--doc brings the tables of an analyst's page up to date, which stand there between lines such as "<!-- quality -->".
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch

import numpy as np

from detente import codebooks as books
from detente import dossier as dossiers
from detente import reading
from detente.contract import Dossier
from detente.reading.analysis import analyse
from detente.reading.backends import Backend, choose
from detente.reading.backends.llm import LanguageModel
from detente.reading.model import Analysis
from detente.reading.statements import decision, find
from detente.reports import load
from detente.scoring import KINDS, Annotation, Score, load_annotations, score, total
from detente.scoring.figures import Kind

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))
import train  # noqa: E402
from labels import Annotated, read_gold  # noqa: E402

LEVELS = (0.5, 0.6, 0.7, 0.75, 0.8)
RULES, SPACY, PERFECT = "rules alone", "with spaCy", "with a perfect model"


@dataclass
class Job:
    """One annotated report; `fold` is that of the decision trained without it, None for the shipped one."""

    group: str
    annotation: Annotation
    text: Path
    fold: int | None


MODELS: list[decision.Model] = []
SPACY_NAME = ""


def every(candidate: find.Candidate, language: str, precision: float | None = None) -> list[decision.Decision]:
    """All that the rules propose, whatever the decision says."""
    return [decision.Decision(stance, 1.0, 0.5) for stance in dict.fromkeys(d.stance for d in candidate.drafts)]


def read(job: Job) -> dict[str, Score]:
    """The report's scores by what decides."""
    report = load([str(job.text)], language=job.annotation.lang).reports[0]
    text = job.text.read_text("utf-8")
    model = decision.shipped() if job.fold is None else MODELS[job.fold]
    found: dict[str, Dossier] = {}
    with patch.object(decision, "shipped", return_value=model):
        decision.threshold.cache_clear()
        # Each reading begins anew: what it finds it also writes into its analysis.
        for level in LEVELS:
            # Without a wish events are read at their own best balance, so the default is no level like the others.
            wish = None if level == decision.shipped().precision else level
            found[name_of(level)] = reading.read(report, precision=wish)
        with patch.object(find, "decide", every):
            found[RULES] = reading.read(report)
        for name, backend in backends(job.annotation, analyse(report)):
            with backend as asked:
                found[name] = reading.read_with(report, asked).dossier
    return {name: score(job.annotation, text, joined(dossier)) for name, dossier in found.items()}


def joined(dossier: Dossier) -> Dossier:
    """A dossier of one report with its issues, as `detente score` has it."""
    merged = dossiers.merge([dossier])
    return books.assign(merged, books.choose(merged))


def name_of(level: float) -> str:
    default = " (default)" if level == decision.shipped().precision else ""
    return f"decision, --precision {level:g}{default}"


def backends(annotation: Annotation, analysis: Analysis) -> Iterator[tuple[str, object]]:
    yield PERFECT, oracle(annotation, analysis)
    if SPACY_NAME and annotation.lang == "en":
        yield SPACY, spacy()


@contextmanager
def spacy() -> Iterator[Backend | None]:
    yield choose(f"spacy:{SPACY_NAME}")


@contextmanager
def oracle(annotation: Annotation, analysis: Analysis) -> Iterator[Backend]:
    """A language model behind a server of its own that knows the annotation, and answers for the part it is shown."""
    text = analysis.report.text
    known = []
    for each in annotation.statements:
        at = text.find(each.anchor)
        sentence = next((s for s in analysis.sentences if s.start <= at < s.end), None)
        if sentence is not None and not each.optional:
            quote = text[sentence.start : sentence.end]
            known.append({"speaker": each.speaker, "stance": each.stance, "issue": each.issue, "quote": quote})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            shown = asked["messages"][-1]["content"]
            content = json.dumps({"statements": [item for item in known if item["quote"] in shown]})
            choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
            body = json.dumps({"object": "chat.completion", "choices": [choice]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield LanguageModel(f"http://127.0.0.1:{server.server_port}/v1", "perfect")
    finally:
        server.shutdown()
        server.server_close()


def folded(reports: list[Annotated]) -> tuple[dict[str, int], list[train.Scored]]:
    """Fills MODELS with the decisions of the folds; gives each report's fold and its scores by the decision without it.

    Levels of precision and confidence are those of all the scores, by language, as in the shipped decision.
    """
    folds = np.random.default_rng(0).permutation(len(reports)) % train.FOLDS
    scored: list[train.Scored] = [[] for _ in reports]
    for number in range(train.FOLDS):
        model = train.fit([r for r, f in zip(reports, folds, strict=True) if f != number])
        MODELS.append(model)
        for n in np.flatnonzero(folds == number):
            scored[n] = [decision.weigh(c, model) for c in reports[n].candidates]
    for language in sorted({r.language for r in reports}):
        own = [n for n, r in enumerate(reports) if r.language == language]
        parts = [reports[n] for n in own], [scored[n] for n in own]
        levels, calibration = train.table(*parts), train.calibrate(*parts)
        for model in MODELS:
            model.thresholds[language], model.calibration[language] = levels, calibration
    return {r.id: int(f) for r, f in zip(reports, folds, strict=True)}, scored


def families(reports: list[Annotated], scored: list[train.Scored], level: float) -> dict[str, dict[str, Counter[str]]]:
    """Why statements were missed, and what the wrong ones are, by language, for reports read by folds."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for report, scores in zip(reports, scored, strict=True):
        here = found.setdefault(report.language, {"missed": Counter(), "spurious": Counter()})
        least = next((s for s, right, _ in MODELS[0].thresholds[report.language] if right >= level), 1.0)
        told = [{stance for stance, value in each if value >= least} for each in scores]
        hit = {n for k, each in enumerate(told) for stance in each for n in report.golds[k].get(stance, ()) if n >= 0}
        wanted: dict[int, list[tuple[int, str]]] = {}
        for k, golds in enumerate(report.golds):
            for stance, numbers in golds.items():
                for n in numbers:
                    if n >= 0:
                        wanted.setdefault(n, []).append((k, stance))
        for n, places in wanted.items():
            if n not in hit:
                other = any(told[k] - {stance} for k, stance in places)
                rule = any(stance in {d.stance for d in report.candidates[k].drafts} for k, stance in places)
                here["missed"][
                    "party and sentence are right, another stance was read"
                    if other
                    else "a rule sees it, but it is too unsure"
                    if rule
                    else "no rule sees the stance: it is in what is said or done"
                ] += 1
        here["missed"]["the party is not known in that sentence"] += report.total - len(wanted)
        holders: dict[int, set[int]] = {}
        for k, golds in enumerate(report.golds):
            if golds:
                holders.setdefault(report.candidates[k].sentence, set()).add(k)
        for k, each in enumerate(told):
            for stance in each:
                if stance in report.golds[k]:
                    continue
                here["spurious"][
                    "party and sentence are right, the stance is not"
                    if report.golds[k]
                    else "another party takes a stance there"
                    if holders.get(report.candidates[k].sentence)
                    else "nobody takes a stance there"
                ] += 1
    return found


def row(name: str, scores: list[Score], kinds: tuple[str, ...] = ("party", "statement", "event")) -> str:
    cells = []
    for kind in ("party", "statement", "event"):
        f = total(each.figures[kind] for each in scores)
        cells.append(f"{f.precision:.2f} / {f.recall:.2f} / {f.f1:.2f}" if kind in kinds else "")
    issue = total(each.figures["issue"] for each in scores)
    cells.insert(2, f"{issue.recall:.2f}")
    return f"| {name} | " + " | ".join(cells) + " |"


ABOUT = """Figures are those of `detente score`: precision / recall / F1; issue is the share of the right statements
that carry the issue a coder would name.

```sh
python benchmarks/reading/quality.py --spacy en_core_web_sm \\
    --learnt GOLD/train=GOLD/train-texts --learnt training/annotations=training/texts \\
    --unseen GOLD/dev=GOLD/texts --unseen GOLD/dev-en=DEV_EN_TEXTS \\
    --out benchmarks/reading/QUALITY.md --doc docs/reading.md
```

*Rules alone*: whatever a rule proposes, without the decision.  *With a perfect model*: the back end `llm` with a
server that answers exactly what is annotated, the most that any language model can bring, since the reader checks
what it proposes.  *With spaCy*: the back end `spacy` with its small English pipeline; German ones are not on PyPI.
Parties and events of the training reports are left out: the shipped decisions about them have seen these.
"""

LANGUAGES = {"de": "German", "en": "English"}


def pair(scores: list[Score], kind: Kind) -> str:
    f = total(each.figures[kind] for each in scores)
    return f"{f.precision:.2f} / {f.recall:.2f}"


def summary(jobs: list[Job], results: list[dict[str, Score]]) -> list[str]:
    """The analyst's table: precision and recall at the default, unseen reports first."""
    lines = ["| reports | parties P / R | statements P / R | right issue | events P / R |", "|---|---|---|---|---|"]
    default = name_of(decision.shipped().precision)
    for group in ("unseen", "learnt"):
        for language, name in LANGUAGES.items():
            own = [
                result[default]
                for job, result in zip(jobs, results, strict=True)
                if (job.group, job.annotation.lang) == (group, language)
            ]
            if own:
                issue = f"{total(each.figures['issue'] for each in own).recall:.2f}"
                parties, events = (pair(own, "party"), pair(own, "event")) if group == "unseen" else ("", "")
                title = (
                    "about negotiations, unseen"
                    if group == "unseen"
                    else "of Wikinews, each by a decision trained without it"
                )
                lines.append(
                    f"| {len(own)} {name}, {title} | {parties} | {pair(own, 'statement')} | {issue} | {events} |"
                )
    return lines


def reliability(reports: list[Annotated], scored: list[train.Scored]) -> list[str]:
    """Confidence against the share that was right, each half calibrated on the other half."""
    lines = ["| language | confidence | right | candidates |", "|---|---|---|---|"]
    for language in LANGUAGES:
        own = [n for n, r in enumerate(reports) if r.language == language]
        if not own:
            continue
        for stated, share, n in train.crossed([reports[k] for k in own], [scored[k] for k in own]):
            lines.append(f"| {language} | {stated:.2f} | {share:.2f} | {n} |")
    return lines


def levels(jobs: list[Job], results: list[dict[str, Score]]) -> list[str]:
    """What each level of precision found of all statements, and what came of the wish."""
    lines = ["| wished for | " + " | ".join(f"{level:g}" for level in LEVELS) + " |", "|---" * (len(LEVELS) + 1) + "|"]
    for language in LANGUAGES:
        own = [
            r for job, r in zip(jobs, results, strict=True) if (job.group, job.annotation.lang) == ("learnt", language)
        ]
        if not own:
            continue
        figures = [total(each[name_of(level)].figures["statement"] for each in own) for level in LEVELS]
        lines.append(f"| found of all, {language} | " + " | ".join(f"{f.recall:.2f}" for f in figures) + " |")
        lines.append(
            f"| right of those shown, {language} | " + " | ".join(f"{f.precision:.2f}" for f in figures) + " |"
        )
    return lines


def wrong(found: dict[str, dict[str, Counter[str]]]) -> list[str]:
    """Why statements are missed and which are wrong, as shares by language."""
    lines = []
    for kind, title in (("missed", "of the missed"), ("spurious", "of the wrong")):
        names = list(dict.fromkeys(name for kinds in found.values() for name, _ in kinds[kind].most_common()))
        lines += [
            f"| {title} | " + " | ".join(LANGUAGES[each] for each in found) + " |",
            "|---" * (len(found) + 1) + "|",
        ]
        for name in names:
            shares = (kinds[kind][name] / max(kinds[kind].total(), 1) for kinds in found.values())
            lines.append(f"| {name} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")
        lines.append("")
    return lines[:-1]


def renew(page: Path, tables: dict[str, list[str]]) -> None:
    """Put tables in their places on a page.  Raises ValueError if a place is missing."""
    text = page.read_text("utf-8")
    for name, lines in tables.items():
        body = "\n".join(["", f"<!-- {name} -->", *lines, f"<!-- /{name} -->", ""])
        text, n = re.subn(
            rf"\n<!-- {name} -->\n.*?<!-- /{name} -->\n", lambda _, body=body: body, text, flags=re.DOTALL
        )
        if n != 1:
            raise ValueError(f"{page} has {n} places for {name}")
    page.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("learnt", "unseen"):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="GOLD=TEXTS")
    parser.add_argument("--spacy", default="", metavar="NAME")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--doc", type=Path)
    args = parser.parse_args()
    global SPACY_NAME
    SPACY_NAME = args.spacy
    learnt, unseen = ([tuple(map(Path, each.split("=", 1))) for each in part] for part in (args.learnt, args.unseen))
    reports = [r for gold, texts in learnt for r in read_gold(gold, texts)]
    fold_of, scored = folded(reports) if reports else ({}, [])
    jobs = []
    for group, folders in (("learnt", learnt), ("unseen", unseen)):
        for gold, texts in folders:
            for annotation, text in load_annotations(gold, texts):
                fold = fold_of.get(annotation.id) if group == "learnt" else None
                jobs.append(Job(group, annotation, text, fold))
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(read, jobs, chunksize=4))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    lines = [
        "# Quality of the reader, by language and by what decides",
        "",
        f"Written by `benchmarks/reading/quality.py` on {datetime.now(UTC):%d %B %Y} (commit {commit.stdout.strip()});"
        " the reader goes on changing.",
        *ABOUT.splitlines(),
    ]
    settings = [RULES, *map(name_of, LEVELS), SPACY, PERFECT]
    titles = {
        "learnt": "training reports, each read by a decision trained without it",
        "unseen": "reports that no decision has seen",
    }
    for group, title in titles.items():
        for language in sorted({job.annotation.lang for job in jobs if job.group == group}):
            chosen = [
                result
                for job, result in zip(jobs, results, strict=True)
                if job.group == group and job.annotation.lang == language
            ]
            default = [r[name_of(decision.shipped().precision)] for r in chosen]
            firm = sum(f.found + f.missed for f in (s.figures["statement"] for s in default))
            lines += ["", f"## {language}: {title}", "", f"{len(chosen)} reports, {firm} firm statements.", ""]
            lines += ["| | parties | statements | issue | events |", "|---|---|---|---|---|"]
            for name in settings:
                if all(name in result for result in chosen):
                    of = ("statement",) if group == "learnt" else tuple(k for k in KINDS if k != "issue")
                    lines.append(row(name, [result[name] for result in chosen], of))
    families_found = families(reports, scored, decision.shipped().precision) if reports else {}
    if reports:
        lines += ["", "## What goes wrong", "", "Statements of the training reports, at the default precision.", ""]
        lines += wrong(families_found)
    text = "\n".join(lines).rstrip() + "\n"
    print(text)
    if args.out:
        args.out.write_text(text, "utf-8")
    if args.doc:
        tables = {"quality": summary(jobs, results), "families": wrong(families_found)}
        renew(args.doc, tables | {"reliability": reliability(reports, scored), "precision": levels(jobs, results)})


if __name__ == "__main__":
    main()
