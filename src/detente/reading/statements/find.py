"""Statements: who stands for or against what.

Each clause is asked in turn by the rules: does its verb take a stance, does a noun, does it judge, does it say what
ought to be, want or agree?  The holder is the subject, or whoever is being reported.
"""

from __future__ import annotations

from detente.reading.confidence import confidence
from detente.reading.cues import word_set
from detente.reading.model import Analysis, Clause, StatementFound
from detente.reading.statements.attribution import Attribution, attribute
from detente.reading.statements.drafts import Draft
from detente.reading.statements.rules import apply_rules
from detente.reading.statements.topics import Topic

INVERSE = {"support": "oppose", "oppose": "support", "open": "open"}
# How far back "das" or "eine solche Maßnahme" may point, in sentences.
REACH = 2


def find_statements(analysis: Analysis) -> list[StatementFound]:
    """The statements of a report, in text order; the same holder, stance and topic once a sentence."""
    found: list[StatementFound] = []
    recent: list[tuple[int, Draft]] = []
    for sentence, said in zip(analysis.sentences, attribute(analysis), strict=True):
        recent = [(n, d) for n, d in recent if sentence.index - n <= REACH]
        seen: set[tuple[str, str, str]] = set()
        for draft in _drafts(analysis, sentence.index, said):
            drafts = _resolved(draft, [d for _, d in recent], analysis.language)
            for one in drafts:
                for actor in one.actors:
                    key = (actor.key, one.stance, one.topic.text)
                    if key in seen:
                        continue
                    seen.add(key)
                    found.append(
                        StatementFound(
                            actor=actor.key,
                            stance=one.stance,
                            topic=one.topic.text,
                            cue=one.cue,
                            start=sentence.start,
                            end=sentence.end,
                            rule=one.rule,
                            confidence=confidence(analysis.language, one.rule),
                            addressee=one.addressee,
                        )
                    )
            recent.extend((sentence.index, one) for one in drafts)
    return found


def _drafts(analysis: Analysis, sentence: int, said: Attribution) -> list[Draft]:
    drafts: list[Draft] = []
    told: dict[int, set[str]] = {}
    for clause in analysis.clauses[sentence]:
        above = told.get(id(clause.parent), set()) if _within(clause) else set()
        # What is demanded is no second statement of who demands it; another's stance within it is one.
        own = [d for d in apply_rules(analysis, clause, said) if not above & {a.key for a in d.actors}]
        told[id(clause)] = above | {a.key for d in own for a in d.actors}
        drafts.extend(own)
    return drafts


def _within(clause: Clause) -> bool:
    """Whether a clause is part of what the clause above it says."""
    if clause.kind == "relative":
        return clause.parent is not None and clause.parent.kind in ("complement", "infinitive")
    return clause.kind in ("complement", "infinitive", "question")


def _resolved(draft: Draft, recent: list[Draft], language: str) -> list[Draft]:
    """Put what a pointing topic points to in its place.

    Who rejects what another demanded stands against it; who rejects that another turned something down stands for it.
    """
    if not draft.topic.points:
        return [draft]
    said = word_set(language, "pointers", "clauses")
    propositional = any(w.lower() in said for w in draft.topic.text.split())
    others = [d for d in recent if not set(d.actors) & set(draft.actors)]
    if propositional and draft.rule.startswith("passive"):
        others = []
    others = others or recent
    if not others:
        return []  # a stance on nobody knows what is of no use
    last = others[-1]
    group = [d for d in others if d.actors == last.actors and d.stance == last.stance and d.rule == last.rule]
    results = []
    for target in group[-2:]:
        stance = draft.stance
        if target.stance == "oppose" and stance != "open" and propositional:
            stance = INVERSE[stance]  # type: ignore[assignment]
        results.append(draft.about(Topic(target.topic.text), stance))
    return results
