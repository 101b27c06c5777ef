"""Statements: who stands for or against what.

The rules propose: each clause is asked in turn whether its verb takes a stance, a noun does, it judges, says what ought
to be, wants or agrees.  Then every party that a sentence may give a stance to is weighed by all that speaks for it.
"""

from __future__ import annotations

from detente.reading.cues import word_set
from detente.reading.model import Analysis, Clause, StatementFound
from detente.reading.statements.attribution import Attribution, attribute
from detente.reading.statements.candidates import Candidate, Candidates
from detente.reading.statements.decision import Decision, decide
from detente.reading.statements.deeds import meant_by, title_topic
from detente.reading.statements.drafts import Draft
from detente.reading.statements.naming import name_topic
from detente.reading.statements.rules import apply_rules
from detente.reading.statements.topics import Topic

INVERSE = {"support": "oppose", "oppose": "support", "open": "open"}
# How far back "das" or "eine solche Maßnahme" may point, in sentences.
REACH = 2
# How far back a thing may have been named that "the deal" stands for, in sentences.
FAR = 50


def find_statements(analysis: Analysis, precision: float | None = None) -> list[StatementFound]:
    """The statements of a report, in text order; the same holder, stance and topic once a sentence.

    `precision`, 0 to 1, is the share of right ones that is wished for: the higher, the fewer are found.
    """
    found: list[StatementFound] = []
    named: list[Topic] = []
    title = title_topic(analysis)
    for candidate in find_candidates(analysis):
        for decision in decide(candidate, analysis.language, precision):
            found += _stated(analysis, candidate, decision, named, title)
        named += [d.topic for d in candidate.drafts if not d.topic.points]
    return found


def _stated(
    analysis: Analysis, candidate: Candidate, decision: Decision, named: list[Topic], title: Topic | None
) -> list[StatementFound]:
    """The statements of one stance: one for each topic that the rules found for it, or the one that is named for it.

    What points to nothing that can be told stands for the topic that was `named` last.
    """
    sentence = analysis.sentences[candidate.sentence]
    drafts = [d for d in candidate.drafts if d.stance == decision.stance]
    told: dict[str, Draft] = {}
    for draft in drafts or [name_topic(analysis, candidate, decision.stance)]:
        topic = named[-1] if draft.topic.points and named else draft.topic
        topic = (title or topic) if topic.thin and not drafts else topic
        if topic.text:
            told.setdefault(topic.text, draft)
    return [
        StatementFound(
            actor=candidate.actor.key,
            stance=decision.stance,
            topic=topic,
            cue=draft.cue,
            start=sentence.start,
            end=sentence.end,
            rule=draft.rule,
            confidence=decision.confidence,
            addressee=draft.addressee,
        )
        for topic, draft in told.items()
    ]


def find_candidates(analysis: Analysis) -> list[Candidate]:
    """Every party that a sentence may give a stance to, sentence by sentence, with what speaks for it."""
    said = attribute(analysis)
    makes = Candidates(analysis, propose(analysis, said))
    return [c for sentence, told in zip(analysis.sentences, said, strict=True) for c in makes.of(sentence.index, told)]


def propose(analysis: Analysis, said: list[Attribution]) -> list[list[Draft]]:
    """What the rules find, by sentence; what they point to is put in its place where it can be told."""
    proposed: list[list[Draft]] = []
    language, title = analysis.language, title_topic(analysis)
    recent: list[tuple[int, Draft]] = []
    for sentence, told in zip(analysis.sentences, said, strict=True):
        recent = [(n, d) for n, d in recent if sentence.index - n <= REACH]
        here: list[Draft] = []
        for draft in _drafts(analysis, sentence.index, told):
            if draft.topic.thin:
                named = [d for others in proposed[-FAR:] for d in others]
                draft = _filled(draft, named, [d for _, d in recent], title, language)
            resolved = _resolved(draft, [d for _, d in recent], language)
            recent.extend((sentence.index, one) for one in resolved)
            here.extend(resolved or [draft])
        proposed.append(here)
    return proposed


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


def _filled(draft: Draft, named: list[Draft], recent: list[Draft], title: Topic | None, language: str) -> Draft:
    """A draft with what its topic stands for where that is thin: "the move", "to reconsider"."""
    asked = [d.topic for d in recent if not set(d.actors) & set(draft.actors) and not d.topic.points]
    meant = meant_by(draft.topic, [d.topic for d in named], asked, title, language)
    return draft.about(meant, draft.stance) if meant is not None else draft


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
        stance = target.stance if draft.rule == "echo" else draft.stance
        if draft.rule == "echo":
            results.append(draft.about(Topic(target.topic.text), stance))
            continue
        if target.stance == "oppose" and stance != "open" and propositional:
            stance = INVERSE[stance]  # type: ignore[assignment]
        results.append(draft.about(Topic(target.topic.text), stance))
    return results
