"""What annotated reports say about the reader's candidates: which of them are statements, and of which stance."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.reading.analysis import analyse
from detente.reading.model import Actor, Analysis
from detente.reading.statements.candidates import Candidate
from detente.reading.statements.find import find_candidates
from detente.reports import load

ARTICLE = re.compile(r"^(der|die|das|den|dem|des|the|a) ")


@dataclass
class Annotated:
    """A report with its candidates; for each the stances it firmly takes and those that another coder may leave out.

    `firm` counts the report's firm statements, whether or not there is a candidate for them.  `golds` are their
    numbers by candidate and stance, so that no statement counts twice.
    """

    id: str
    language: str
    candidates: list[Candidate]
    firm: list[set[str]]
    optional: list[set[str]]
    golds: list[dict[str, set[int]]]
    total: int


def fold(name: str) -> str:
    """A name without what does not tell: case, article, hyphens, genitive -s."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace("’", "'").strip()
    plain = re.sub(r"\s+", " ", ARTICLE.sub("", plain))
    return re.sub(r"('s|')$", "", plain)


def names(name: str, aliases: list[str], person: bool) -> set[str]:
    """The folded names of a party, those of a person with the last name alone."""
    found = {fold(n) for n in [name, *aliases] if n}
    if person:
        found.add(fold(name.split()[-1]))
    return found | {n[:-1] for n in found if n.endswith("s") and len(n) > 4}


class Matching:
    """Which of a report's actors are which annotated party."""

    def __init__(self, gold: dict[str, Any], analysis: Analysis) -> None:
        self.gold = {p["name"]: names(p["name"], p["aliases"], p["kind"] == "person") for p in gold["parties"]}
        self.office = {p["name"]: p.get("of") for p in gold["parties"]}
        self.actors = analysis.actors
        named: dict[str, list[str]] = {}
        for mention in analysis.mentions:
            if mention.how in ("name", "metonym"):
                words = analysis.sentences[mention.sentence].words
                text = analysis.report.text[words[mention.first].start : words[mention.last - 1].end]
                named.setdefault(mention.actor.key, []).append(text)
        self.found = {
            key: names(actor.name, [*actor.aliases, *named.get(key, [])], actor.kind == "person")
            for key, actor in analysis.actors.items()
        }

    def parties(self) -> dict[str, set[str]]:
        """The annotated parties that each actor is, by the actor's key."""
        return {key: {name for name, forms in self.gold.items() if forms & own} for key, own in self.found.items()}

    def how_well(self, actor: Actor, name: str) -> int:
        """2 for the party itself, 1 for whom it speaks for or who speaks for it, 0 for anybody else."""
        own = self.found[actor.key]
        wanted = self.gold.get(name, {fold(name)})
        if own & wanted:
            return 2
        office = self.office.get(name)
        if office and own & self.gold.get(office, {fold(office)}):
            return 1
        return int(bool(actor.of and actor.of in self.found and self.found[actor.of] & wanted))


def annotated(gold: dict[str, Any], analysis: Analysis) -> Annotated:
    """The candidates of a report, labelled: a statement belongs to the candidates that match its speaker best."""
    candidates = find_candidates(analysis)
    matching = Matching(gold, analysis)
    result = Annotated(gold["id"], gold["lang"], candidates, [], [], [], 0)
    result.firm = [set() for _ in candidates]
    result.optional = [set() for _ in candidates]
    result.golds = [{} for _ in candidates]
    text = analysis.report.text
    for number, statement in enumerate(gold["statements"]):
        optional = bool(statement.get("optional"))
        result.total += not optional
        at = text.find(statement["anchor"])
        if at < 0:
            continue
        end = at + len(statement["anchor"])
        here = {s.index for s in analysis.sentences if s.start < end and at < s.end}
        speakers = [statement["speaker"], *statement.get("alt_speakers", [])]
        fits = [
            (max(matching.how_well(c.actor, name) for name in speakers), k)
            for k, c in enumerate(candidates)
            if c.sentence in here
        ]
        best = max((fit for fit, _ in fits), default=0)
        for fit, k in fits:
            if not fit:
                continue
            (result.firm if fit == best and not optional else result.optional)[k].add(statement["stance"])
            result.golds[k].setdefault(statement["stance"], set()).add(-1 if optional else number)
    return result


def read_gold(gold_dir: Path, text_dir: Path) -> Iterator[Annotated]:
    """The annotated reports of a folder whose texts are there."""
    for file in sorted(gold_dir.glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        source = text_dir / f"{gold['id']}.txt"
        if source.exists():
            for report in load([source]).reports[:1]:
                yield annotated(gold, analyse(report.model_copy(update={"language": gold["lang"]})))
