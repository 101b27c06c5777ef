"""What there is to say about a candidate for an event, as features for the decision whether it is one.

A feature is a short string: which rule found it and what it doubts, how it is told ("tense:past", "kind:relative"),
with whom, and what else the report tells of the kind.  Nothing about the make-up of a report (how long it is, where it
tells what): reports of another paper are made otherwise, and models that knew it did worse on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.events.doers import KEY
from detente.reading.events.merging import Candidate
from detente.reading.events.rules import rules
from detente.reading.events.status import is_ahead, is_past
from detente.reading.model import Analysis, Clause

# What a phrase of time names at the least: the first of these that it has.
TIMES = (("date", "day"), ("month", "month"), ("year", "year"))


def describe(analysis: Analysis, candidates: list[Candidate]) -> None:
    """Set the features of a report's candidates, given in text order."""
    for candidate in candidates:
        candidate.features = {f"lang:{analysis.language}"}
        candidate.features.update(_rule(candidate))
        candidate.features.update(_clause(analysis, candidate))
        candidate.features.update(_parties(candidate))
        candidate.features.update(_time(candidate))
        candidate.features.update(_repeats(candidate, candidates))


def _rule(candidate: Candidate) -> Iterator[str]:
    """Which rule found it, and what it doubts."""
    how = "noun" if candidate.rule.startswith("noun") else "verb"
    yield f"by:{how}"
    yield f"type:{candidate.type}"
    yield f"rule|{candidate.rule}"
    yield f"type:{candidate.type}|{how}"
    if not candidate.doubts:
        yield "sure"
        yield f"sure|{candidate.type}"
        yield f"ruled:{round(candidate.confidence * 10)}"
    for doubt in candidate.doubts:
        yield f"doubt:{doubt}"
        yield f"doubt:{doubt}|{candidate.type}"
    yield f"status:{candidate.status}"
    yield f"status:{candidate.status}|{candidate.type}"
    told = (("borrowed", candidate.borrowed), ("earlier", candidate.earlier), ("at", candidate.place))
    yield from (name for name, true in (*told, ("topic", candidate.topic)) if true)


def _clause(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    """What its clause says, and how."""
    clause, words, language = candidate.clause, candidate.sentence.words, analysis.language
    if candidate.rule.startswith("noun"):
        yield f"noun:{words[candidate.trigger].lemma.lower()}"
        before = words[candidate.trigger - 1] if candidate.trigger else None
        yield f"before:{_short(before.pos, before.lower) if before else '^'}"
    if any(candidate.sentence.quoted[candidate.trigger : candidate.trigger + 1]):
        yield "quoted"
    if clause is None:
        yield "no-clause"
        return
    no = "!" if clause.negated else ""
    yield f"lemma:{clause.lemma}{no}"
    yield f"kind:{clause.kind}"
    if clause.modal:
        yield f"modal:{clause.modal}"
    yield f"mood:{clause.mood}"
    tense = _tense(clause, language)
    yield f"tense:{tense}"
    yield f"tense:{tense}|{candidate.type}"
    yield from (name for name, true in (("passive", clause.passive), ("negated", clause.negated)) if true)


def _short(pos: str, word: str) -> str:
    return pos if pos in ("NOUN", "NAME", "ADJ") else word


def _tense(clause: Clause, language: str) -> str:
    if clause.finite is None:
        return "none"
    if is_ahead(clause, language, rules(language)):
        return "ahead"
    return "past" if is_past(clause, language, rules(language)) else "present"


def _parties(candidate: Candidate) -> Iterator[str]:
    actors = candidate.actors
    yield f"parties:{min(len(actors), 4)}"
    yield f"parties:{min(len(actors), 3)}|{candidate.type}"
    yield from (f"party:{actor.kind}" for actor in actors)
    yield f"first:{actors[0].kind}"
    yield f"first:{actors[0].kind}|{candidate.type}"
    if len(actors) == 1:
        yield f"alone:{actors[0].kind}"
    if actors[0].key.startswith(KEY):
        yield "body"


def _time(candidate: Candidate) -> Iterator[str]:
    """By what kind of words it is said when: a day near the report's, a date, a month, a bare year ("in 1997")."""
    if candidate.time is None:
        return
    parts = candidate.time.parts
    near = {"relday", "weekday", "daypart", "weekend"} & set(parts) or parts.get("unit") in ("day", "week")
    named = next((name for name, part in TIMES if part in parts), "other")
    kind = "near" if near else named
    yield f"time:{kind}"
    yield f"time:{kind}|{candidate.type}"
    if "year" in parts:
        yield "time:with-year"
    if parts.get("step") == -1 and "number" in parts:
        yield f"ago:{parts.get('unit')}"


def _repeats(candidate: Candidate, candidates: list[Candidate]) -> Iterator[str]:
    """Whether the same parties do the like elsewhere in the report, before or after."""
    mine = {key for a in candidate.actors for key in (a.key, a.of) if key}
    here = candidate.sentence.index
    alike = [
        c
        for c in candidates
        if c.family == candidate.family
        and not c.doubts
        and c.sentence.index != here
        and mine & {key for a in c.actors for key in (a.key, a.of)}
    ]
    for name, others in (
        ("before", [c for c in alike if c.sentence.index < here]),
        ("after", [c for c in alike if c.sentence.index > here]),
    ):
        if others:
            yield f"told-{name}"
            yield f"told-{name}|{candidate.type}"
            if any(c.about & candidate.about for c in others):
                yield f"same-{name}"
