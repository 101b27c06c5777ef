"""How many of MARDY's claims the reader finds: who makes the claim, and whether for or against.

    git --git-dir=MARDY_GIT archive HEAD | tar x -C FOLDER     # github.com/mardy-spp/mardy_acl2019
    python benchmarks/reading/mardy.py FOLDER [DebateNet-migr15v2.jsonl] [--part test] [--items] [--out MARDY.md]

The articles (taz, 2015) are not public: their text is scrambled (MARDY) or absent (DebateNet2.0), only the claims' own
words are readable.  So a report here consists of the readable claims of one article, in their order; who is spoken of
in the sentences between them is lost.  Claims that name their actor themselves are therefore counted apart: only these
can be found by anybody who has no more than the claim.  No precision of finding claims can be had without the
sentences that are none; what is measured instead is how often the one who is read is the annotated actor.

A claim's actor is found if a statement stands in the claim and its party (or whom it speaks for) is one of the
annotated actors.  Their polarity is towards a category of their codebook, not towards what the sentence says, so a
claim against "opening borders" may be worded as a call to close them: agreement on it is a lower bound.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from detente import reading
from detente.reports import load_text
from detente.scoring.names import fold, keys

# What befalls a claim, from best to worst; the first three have a statement of the right actor.
FATES = (
    "right actor, same polarity",
    "right actor, open",
    "right actor, other polarity",
    "another actor",
    "actor known, no statement",
    "actor not known",
)


@dataclass
class Claim:
    """A span of an article: its words, its actors' names, +1 (for a measure) or -1 (against), 0 where both or none."""

    begin: int
    end: int
    quote: str
    actors: set[str] = field(default_factory=set)
    polarities: set[int] = field(default_factory=set)

    @property
    def forms(self) -> frozenset[str]:
        """The folded names of the actors, a person's last name among them; "die Kanzlerin" is a name here."""
        return frozenset(form for actor in self.actors for form in keys(actor, (), "person") if len(form) > 2) | {
            fold(actor) for actor in self.actors
        }

    @property
    def named(self) -> bool:
        """Whether the claim's own words name one of its actors, at the end perhaps with a case ending."""
        text = f" {_words(self.quote)} "
        return any(re.search(rf" {re.escape(_words(form))}(?:e?[ns])? ", text) for form in self.forms)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def claims_of(source: Path, part: str | None) -> Iterator[tuple[str, list[Claim]]]:
    """The claims of each article that has some, in their order, those of the same span joined."""
    if source.is_dir():
        for file in sorted(source.glob(f"{part or '*'}/*.[jJ][sS][oO][nN]")):
            rows = [
                {
                    **row,
                    "actors": [a.partition("_")[2] for a in row["actorvalues"] if a.startswith(("per_", "org_"))],
                }
                for row in json.loads(file.read_text("utf-8"))["claims"]
            ]
            if rows:
                yield file.stem, _joined(rows)
        return
    articles: dict[str, list[dict[str, object]]] = {}
    for line in source.read_text("utf-8").splitlines():
        row = json.loads(line)
        articles.setdefault(str(row["doc_id"]), []).append({**row, "actors": [row["name"], *row["parties"]]})
    for article, rows in sorted(articles.items()):
        yield article, _joined(rows)


def _joined(rows: list[dict[str, object]]) -> list[Claim]:
    spans: dict[tuple[int, int], Claim] = {}
    for row in rows:
        begin, end = int(str(row["begin"])), int(str(row["end"]))
        claim = spans.setdefault((begin, end), Claim(begin, end, " ".join(str(row["quote"]).split())))
        assert isinstance(row["actors"], list)
        claim.actors |= {" ".join(name.split()) for name in row["actors"] if name and name.strip()}
        claim.polarities |= {int(str(row["cpos"]))} if str(row["cpos"]) in ("1", "-1") else set()
    return sorted((c for c in spans.values() if c.actors and c.quote), key=lambda c: (c.begin, -c.end))


@dataclass
class Outcome:
    """One claim, what befell it, and the statements that were read in it, with whether their actor is right."""

    article: str
    claim: Claim
    fate: str
    read: list[tuple[bool, str]]


def one(job: tuple[str, list[Claim]]) -> list[Outcome]:
    """Read the claims of an article as one report; a claim within another is read there."""
    article, claims = job
    text, places, end = "", [], -1
    for claim in claims:
        if claim.begin < end:  # overlaps the one before: found in it, or left to stand on its own
            inner = text.rfind(claim.quote, places[-1][0] if places else 0)
            if inner >= 0:
                places.append((inner, inner + len(claim.quote)))
                continue
        if text:
            text += " " if claim.begin - end <= 3 and text[-1] in '.!?"“”' else "\n\n"
        places.append((len(text), len(text) + len(claim.quote)))
        text += claim.quote
        end = max(end, claim.end)
    dossier = reading.read(load_text(text, language="de"))
    parties = {p.id: keys(p.name, p.aliases, p.kind) for p in dossier.parties}
    owners = {p.id: p.of for p in dossier.parties}
    outcomes = []
    for claim, (start, stop) in zip(claims, places, strict=True):
        forms, signs = claim.forms, set()
        read: list[tuple[bool, str]] = []
        for s in dossier.statements:
            if s.evidence.start < stop and s.evidence.end > start:
                right = bool(
                    forms & (parties.get(s.party, frozenset()) | parties.get(owners.get(s.party) or "", set()))
                )
                read.append((right, f"{s.party} {s.stance} {s.topic}"))
                if right:
                    signs.add({"support": 1, "oppose": -1}.get(s.stance, 0))
        if signs & claim.polarities:
            fate = FATES[0]
        elif signs:
            fate = FATES[1] if signs == {0} or not claim.polarities else FATES[2]
        elif read:
            fate = FATES[3]
        else:
            fate = FATES[4] if any(forms & each for each in parties.values()) else FATES[5]
        outcomes.append(Outcome(article, claim, fate, read))
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--part", help="train or test, of a folder")
    parser.add_argument("--items", action="store_true", help="list every claim with what befell it")
    parser.add_argument("--out", type=Path, help='write the figures into this file, from its line "## Figures" on')
    args = parser.parse_args()
    text = ""
    for source in args.sources:
        jobs = list(claims_of(source, args.part))
        if not jobs:
            sys.exit(f"{source}: no claims")
        with ProcessPoolExecutor(2) as pool:
            outcomes = [each for found in pool.map(one, jobs, chunksize=8) for each in found]
        for each in outcomes if args.items else []:
            show(each)
        name = "MARDY (ACL 2019)" if source.is_dir() else "DebateNet2.0"
        text += f"\n### {name}\n\n{len(jobs)} articles with claims, {figures(outcomes)}"
    print(text)
    if args.out:
        kept = args.out.read_text("utf-8").partition("## Figures")[0]
        args.out.write_text(f"{kept}## Figures\n{text}", "utf-8")


def show(outcome: Outcome) -> None:
    """Print a claim with what was read in it."""
    claim = outcome.claim
    named = "named" if claim.named else "not named"
    print(f"{outcome.article} {outcome.fate} ({named}) {sorted(claim.polarities)}: {sorted(claim.actors)}")
    print(f"    {claim.quote[:300]}")
    for right, item in outcome.read:
        print(f"    {'=' if right else '+'} {item}")


def figures(outcomes: list[Outcome]) -> str:
    """What becomes of the claims that name their actor, and of all."""
    named = [each for each in outcomes if each.claim.named]
    lines = [f"{len(outcomes)} claims, {len(named)} of them name their actor.", ""]
    lines += ["| what becomes of a claim | named | all |", "|---|---|---|"]
    fates = [Counter(each.fate for each in chosen) for chosen in (named, outcomes)]
    lines += [f"| {fate} | {_share(fates[0], fate)} | {_share(fates[1], fate)} |" for fate in FATES]
    rows: dict[str, list[str]] = {}
    for chosen, counts in zip((named, outcomes), fates, strict=True):
        right = sum(counts[fate] for fate in FATES[:3])
        judged = counts[FATES[0]] + counts[FATES[2]]
        read = [is_right for each in chosen for is_right, _ in each.read]
        for name, value in (
            ("**actor found**", right / len(chosen)),
            ("any statement found", (right + counts[FATES[3]]) / len(chosen)),
            ("polarity agrees, of right actors", counts[FATES[0]] / max(judged, 1)),
            ("right actor, of statements read", sum(read) / max(len(read), 1)),
        ):
            rows.setdefault(name, []).append(f"{value:.2f}")
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    return "\n".join(lines) + "\n"


def _share(counts: Counter[str], fate: str) -> str:
    return f"{counts[fate]} ({counts[fate] / max(counts.total(), 1):.2f})"


if __name__ == "__main__":
    main()
