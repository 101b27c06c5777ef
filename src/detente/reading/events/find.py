"""Events: what parties do with and to each other, with participants, place, date and status.

Rules propose: verbs and nouns tell events (`languages/*/events.toml`); where a condition of a rule does not hold, the
candidate comes with that doubt.  Then each is weighed by what speaks for it.  The classes are those of PLOVER (Open
Event Data Alliance), the statuses its modes.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from detente.reading.events.dates import find_times
from detente.reading.events.decision import decide
from detente.reading.events.details import complete
from detente.reading.events.doers import KEY, enter_bodies, listed, pair
from detente.reading.events.features import describe
from detente.reading.events.involved import involved
from detente.reading.events.merging import Candidate, merge
from detente.reading.events.nouns import told_by_nouns
from detente.reading.events.roles import SUBJECT, actors_of, fillers
from detente.reading.events.rules import Rules, rules
from detente.reading.events.verbs import told_by_verb
from detente.reading.model import Actor, Analysis, EventFound
from detente.reading.statements.attribution import attribute

# Sentences back in which the parties of "The treaty was signed" are looked for.
LOOK_BACK = 2
# Times that a party acts before it is taken for one that the whole report is about.
OFTEN = 2

# What two do: told by one of them in direct speech it is most often told elsewhere too.
MUTUAL = frozenset({"agree", "meet", "call", "sign", "vote"})


def find_events(analysis: Analysis, precision: float | None = None) -> list[EventFound]:
    """The events of a report in text order, each once, at its fullest mention.

    `precision`, 0 to 1, is the share of right ones that is wished for: the higher, the fewer are found.
    """
    kept = decide(find_candidates(analysis), analysis.language, precision)
    return [_event(c) for c in merge(kept, analysis)]


def find_candidates(analysis: Analysis) -> list[Candidate]:
    """All that may be an event, in text order, with what speaks for it.

    A headline tells what the body tells again and at more length, so it is only read where there is no body.
    """
    if not analysis.sentences:
        return []
    own_rules = rules(analysis.language)
    body = any(not s.headline for s in analysis.sentences)
    found: list[Candidate] = []
    enter_bodies(analysis, own_rules)
    members = listed(analysis)
    said = cache(lambda: attribute(analysis))
    vague = {KEY + word for word in own_rules.words["vague"]}
    for sentence, clauses in zip(analysis.sentences, analysis.clauses, strict=True):
        if body and sentence.headline:
            continue
        times = find_times(sentence, analysis.report.text, analysis.language)
        told = [c for clause in clauses for c in told_by_verb(analysis, clause, times, own_rules, said)]
        used = {i for c in told if not c.doubts for i in c.used}
        told += [c for c in told_by_nouns(analysis, sentence, times, own_rules) if c.trigger not in used]
        sure = [c for c in found if not c.doubts]
        for candidate in told:
            others = [a for a in candidate.actors if not pair(analysis, sentence.index, a, own_rules)]
            if len(others) < len(candidate.actors):
                both = _inherited(analysis, candidate, sure, own_rules)
                candidate.actors = [*(a for a in both if a not in others), *others] if both else candidate.actors
            candidate.actors = [a for a in candidate.actors if a.key not in vague]
            if not candidate.actors:
                candidate.actors = _inherited(analysis, candidate, sure, own_rules)
                candidate.borrowed = True
            if candidate.actors:
                candidate.actors = involved(analysis, candidate, members, own_rules)
                if _by_the_way(candidate):
                    candidate.doubts.add("aside")
                complete(analysis, candidate, times, own_rules)
                found.append(candidate)
                sure += [] if candidate.doubts else [candidate]
    describe(analysis, found)
    return found


def _by_the_way(candidate: Candidate) -> bool:
    """Whether what two do is only spoken of: within a quotation, or with no other party than one person."""
    quoted = candidate.sentence.quoted
    spoken = bool(quoted) and quoted[candidate.trigger]
    alone = len(candidate.actors) == 1 and candidate.actors[0].kind == "person"
    return (spoken and candidate.type in MUTUAL) or (alone and candidate.type == "agree")


def _inherited(analysis: Analysis, candidate: Candidate, found: list[Candidate], own_rules: Rules) -> list[Actor]:
    """The parties of the last clause or event before that joins two; else those that the whole report is about."""
    if candidate.trigger in candidate.used:  # a noun: "die Gespräche" are those told before
        same = [
            c for c in found if c.family == candidate.family and c.earlier == candidate.earlier and len(c.actors) > 1
        ]
        if same:
            return list(same[-1].actors)
    joins = own_rules.words["joins"] | {SUBJECT}
    here = candidate.sentence.index
    for index in range(here, max(-1, here - LOOK_BACK - 1), -1):
        for clause in reversed(analysis.clauses[index]):
            if index == here and candidate.clause is not None and clause.first >= candidate.clause.first:
                continue
            told = [c for c in found if c.clause is clause and len(c.actors) > 1]
            if told:
                return list(told[-1].actors)
            actors = actors_of(f.mention for f in fillers(analysis, clause, own_rules) if f.role in joins)
            if len(actors) > 1:
                return actors
    return _protagonists(analysis)


def _protagonists(analysis: Analysis) -> list[Actor]:
    """The two parties that act most often in a report, persons counted for whom they speak for; else none."""
    acting = Counter(m.actor.of or m.actor.key for m in analysis.mentions if m.acts)
    often = [(analysis.actors[key], n) for key, n in acting.most_common() if key in analysis.actors]
    often = [(actor, n) for actor, n in often if n >= OFTEN]
    return [actor for actor, _ in often[:2]] if len(often) > 1 else []


def _event(candidate: Candidate) -> EventFound:
    return EventFound(
        type=candidate.type,
        participants=[a.key for a in candidate.actors],
        start=candidate.span[0],
        end=candidate.span[1],
        status=candidate.status,
        rule=candidate.rule,
        confidence=candidate.confidence,
        place=candidate.place,
        when=candidate.time.text if candidate.time else None,
        date=candidate.date,
        topic=candidate.topic,
    )
