"""The queue: items with their passages and what hangs on them, filtered, the ones to look at first in front."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from detente import contract
from detente.desk.review.models import Ruling
from detente.desk.review.passages import Passage, passage
from detente.desk.review.ranking import Hanging
from detente.desk.review.ruling import name_of, target_of
from detente.desk.review.sight import Item, Sight, items
from detente.dossier.folding import fold

PAGE = 20
OPEN, DONE, OTHERS, ALL = "open", "done", "others", "all"


@dataclass(frozen=True)
class Filter:
    """What of the queue is shown; "" for no restriction.

    part: items not ruled on yet, those ruled on, those that others alone ruled on, or all.
    """

    target: str = "statement"
    party: str = ""
    issue: str = ""
    report: str = ""
    part: str = OPEN
    q: str = ""
    item: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Filter:
        """The filter that an address asks for; what it cannot ask for is left at its default."""
        target, part = str(data.get("target", "")), str(data.get("part", ""))
        return cls(
            target=target if target in ("event", "party", "issue") else "statement",
            party=str(data.get("party", "")),
            issue=str(data.get("issue", "")),
            report=str(data.get("report", "")),
            part=part if part in (DONE, OTHERS, ALL) else OPEN,
            q=str(data.get("q", "")).strip(),
            item=str(data.get("item", "")),
        )

    def query(self) -> dict[str, str]:
        """The filter as an address asks for it."""
        default = Filter()
        return {k: v for k, v in vars(self).items() if v != getattr(default, k)}


@dataclass(frozen=True)
class Entry:
    """An item of the queue.

    item: as it is shown, or as it was read where it is out; rulings: those on it that are to be seen; state: "" or what
    the last of them did (accept, reject, correct, add), "out" where its party was rejected; seen: the row of that
    ruling, 0 without one.  confidence: that of the reading, in [0, 1], None of parties and issues; count: statements
    of a party or on an issue.  effect: "turns" where the deal would be another without it, "moves" where the chance
    that all accept it would, by `change`; "counts" at the table, "" elsewhere.
    """

    name: str
    target: str
    item: Item
    rulings: tuple[Ruling, ...]
    state: str
    seen: int
    confidence: float | None
    passage: Passage | None
    report: contract.Report | None
    rank: float
    count: int = 0
    effect: str = ""
    change: float = 0.0

    @property
    def at(self) -> int:
        """Where it stands in its report."""
        evidence = _evidence(self.item)
        return evidence.start if evidence else 0

    @property
    def anchor(self) -> str:
        """The item's id on a page."""
        return anchor(self.name)


def anchor(name: str) -> str:
    """The id on a page of the item of this name."""
    return "i-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def entry(sight: Sight, name: str, hang: Hanging) -> Entry | None:
    """One item of the queue; None where there is no such item."""
    item = sight.item(name)
    return None if item is None else _entry(sight, item, hang, _counts(sight, target_of(item)), _reports(sight))


def entries(sight: Sight, wanted: Filter, hang: Hanging, others: Collection[str] = ()) -> list[Entry]:
    """The items that a filter lets through, those to look at first in front; `others`: what others alone ruled on."""
    target = wanted.target
    # Everything read or added, as it is shown; what is out as it was read.
    known = items(sight.read, target) | items(sight.plain, target) | items(sight.shown, target)
    if target in ("party", "issue"):
        merged = {key for key in items(sight.read, target) if key not in items(sight.plain, target)}
        known = {key: each for key, each in known.items() if key not in merged or sight.on.get(f"{target}:{key}")}
    counts, reports = _counts(sight, target), _reports(sight)
    words = fold(wanted.q)
    found = []
    for item in known.values():
        if not _wanted(sight, item, wanted) or (words and words not in _words(sight, item)):
            continue
        made = _entry(sight, item, hang, counts, reports)
        parts = {OPEN: not made.rulings, DONE: bool(made.rulings), OTHERS: made.name in others, ALL: True}
        if parts[wanted.part]:
            found.append(made)
    return sorted(found, key=lambda each: (bool(each.rulings), -each.rank))


def _entry(
    sight: Sight, item: Item, hang: Hanging, counts: Mapping[str, int], reports: Mapping[str, contract.Report]
) -> Entry:
    name, target = name_of(item), target_of(item)
    rows = tuple(sight.on.get(name, ()))
    state = rows[-1].did if rows else ""
    evidence = _evidence(item)
    report = reports.get(evidence.report) if evidence else None
    confidence, rank, effect, change = None, float(counts.get(item.id, 0)), "", 0.0
    if isinstance(item, contract.Statement | contract.Event):
        if not state and item.id not in items(sight.shown, target):
            state = "out"
        base = sight.base(name)
        confidence = base.confidence if isinstance(base, contract.Statement | contract.Event) else item.confidence
        rank = (1 - confidence) * hang.influence(item)
        change = hang.moving.get(item.id, 0.0)
        if item.id in hang.turning:
            effect = "turns"
        elif round(100 * abs(change)) >= 1:
            effect = "moves"
        elif item.id in hang.counted:
            effect = "counts"
    return Entry(
        name=name,
        target=target,
        item=item,
        rulings=rows,
        state=state,
        seen=rows[-1].pk if rows else 0,
        confidence=confidence,
        passage=passage(report, evidence) if evidence else None,
        report=report,
        rank=rank,
        count=counts.get(item.id, 0),
        effect=effect,
        change=change,
    )


def _evidence(item: Item) -> contract.Evidence | None:
    if isinstance(item, contract.Statement | contract.Event):
        return item.evidence
    return item.evidence[0] if isinstance(item, contract.Party) and item.evidence else None


def _reports(sight: Sight) -> dict[str, contract.Report]:
    return {report.id: report for report in sight.read.reports}


def _counts(sight: Sight, target: str) -> dict[str, int]:
    """How many statements there are of each party, or on each issue."""
    found: dict[str, int] = {}
    if target in ("party", "issue"):
        for statement in sight.shown.statements:
            key = statement.party if target == "party" else statement.issue
            if key is not None:
                found[key] = found.get(key, 0) + 1
    return found


def _wanted(sight: Sight, item: Item, wanted: Filter) -> bool:
    if wanted.item and name_of(item) != wanted.item:
        return False
    if isinstance(item, contract.Statement):
        fits = (not wanted.party or item.party == wanted.party) and (not wanted.issue or item.issue == wanted.issue)
    elif isinstance(item, contract.Event):
        fits = not wanted.issue and (not wanted.party or wanted.party in item.participants)
    elif isinstance(item, contract.Party):
        fits = not wanted.issue and (not wanted.party or wanted.party in (item.id, item.of))
    else:
        fits = not wanted.party and (not wanted.issue or item.id == wanted.issue)
    if not fits or not wanted.report:
        return fits
    if isinstance(item, contract.Party):
        return any(each.report == wanted.report for each in item.evidence)
    if isinstance(item, contract.Issue):
        return any(s.issue == item.id and s.evidence.report == wanted.report for s in sight.shown.statements)
    return item.evidence.report == wanted.report


def _words(sight: Sight, item: Item) -> str:
    """All that a search looks into, folded."""
    if isinstance(item, contract.Statement):
        parts = [sight.party(item.party), *sight.about(item.issue, item.option), item.topic, item.evidence.quote]
    elif isinstance(item, contract.Event):
        parts = [*map(sight.party, item.participants), item.topic or "", item.place or "", item.evidence.quote]
    elif isinstance(item, contract.Party):
        parts = [item.name, *item.aliases, *item.roles]
    else:
        parts = [item.label, *(option.label for option in item.options)]
    return fold(" ".join(" ".join(parts).split()))
