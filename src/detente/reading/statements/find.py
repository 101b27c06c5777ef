"""Statements: who stands for or against what.

The rules propose: each clause is asked in turn whether its verb takes a stance, a noun does, it judges, says what ought
to be, wants or agrees.  Then every party that a sentence may give a stance to is weighed by all that speaks for it.
"""

from __future__ import annotations

from dataclasses import replace

from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause, StatementFound
from detente.reading.statements.antecedents import Antecedents
from detente.reading.statements.attribution import Attribution, attribute
from detente.reading.statements.candidates import Candidate, Candidates
from detente.reading.statements.decision import Decision, decide
from detente.reading.statements.drafts import INVERSE, Draft
from detente.reading.statements.naming import name_topic
from detente.reading.statements.rules import apply_rules

# How far back "das" or "eine solche Maßnahme" may point, in sentences.
REACH = 2
# Within so many sentences "it" or "das" stands for what somebody stood for.
NEXT = 1
# Rules that leave open what they are about.
SILENT = ("undecided", "silent")


def find_statements(analysis: Analysis, precision: float | None = None) -> list[StatementFound]:
    """The statements of a report, in text order; the same holder, stance and topic once a sentence.

    `precision`, 0 to 1, is the share of right ones that is wished for: the higher, the fewer are found.
    """
    found: list[StatementFound] = []
    meant = Antecedents(analysis)
    for candidate in _candidates(analysis, meant):
        for decision in decide(candidate, analysis.language, precision):
            found += _stated(analysis, candidate, decision, meant)
    return found


def _stated(analysis: Analysis, candidate: Candidate, decision: Decision, meant: Antecedents) -> list[StatementFound]:
    """The statements of one stance: one for each topic that the rules found for it, or the one that is named for it.

    What points to nothing that can be told stays as it is said.
    """
    sentence = analysis.sentences[candidate.sentence]
    drafts = [d for d in candidate.drafts if d.stance == decision.stance]
    told: dict[str, Draft] = {}
    for draft in drafts or [name_topic(analysis, candidate, decision.stance)]:
        topic = draft.topic
        if topic.thin and not drafts:
            named = meant.of_noun(topic, candidate.sentence, []) if topic.noun else meant.title
            topic = named or topic
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
    return _candidates(analysis, Antecedents(analysis))


def _candidates(analysis: Analysis, meant: Antecedents) -> list[Candidate]:
    said = attribute(analysis)
    makes = Candidates(analysis, propose(analysis, said, meant))
    return [c for sentence, told in zip(analysis.sentences, said, strict=True) for c in makes.of(sentence.index, told)]


def propose(analysis: Analysis, said: list[Attribution], meant: Antecedents) -> list[list[Draft]]:
    """What the rules find, by sentence; what they point to is put in its place where it can be told."""
    proposed: list[list[Draft]] = []
    recent: list[tuple[int, Draft]] = []
    wanted: list[tuple[int, Draft]] = []
    for sentence, told in zip(analysis.sentences, said, strict=True):
        recent = [(n, d) for n, d in recent if sentence.index - n <= REACH]
        here: list[Draft] = []
        for draft in _drafts(analysis, sentence.index, told):
            if draft.topic.noun:
                draft = _filled(draft, sentence.index, wanted, meant)
            resolved = _resolved(draft, sentence.index, recent, meant, analysis.language)
            recent.extend((sentence.index, one) for one in resolved if not one.topic.points)
            wanted.extend((sentence.index, one) for one in resolved if _puts_forward(one))
            here.extend(resolved)
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


def _puts_forward(draft: Draft) -> bool:
    """Whether a draft says that somebody wants something, and what."""
    return draft.stance == "support" and not draft.topic.points and not draft.topic.thin


def _filled(draft: Draft, sentence: int, wanted: list[tuple[int, Draft]], meant: Antecedents) -> Draft:
    """A draft with what its topic stands for where that is a noun that says not which: "the move", "such a law"."""
    others = [
        (n, d.cue.split()[0] if d.cue else "", d.topic) for n, d in wanted if not set(d.actors) & set(draft.actors)
    ]
    found = meant.of_noun(draft.topic, sentence, others)
    return draft.about(found, draft.stance) if found is not None else draft


def _resolved(
    draft: Draft, sentence: int, recent: list[tuple[int, Draft]], meant: Antecedents, language: str
) -> list[Draft]:
    """Put what a pointing topic points to in its place; where that cannot be told, it stays as it is said.

    Who rejects what another demanded stands against it; who rejects that another turned something down stands for it.
    """
    if not draft.topic.points:
        return [draft]
    said = word_set(language, "pointers", "clauses")
    propositional = any(w.lower() in said for w in draft.topic.text.split())
    near = [d for n, d in recent if (sentence - n <= NEXT or draft.topic.noun) and not d.topic.thin]
    others = [d for d in near if not set(d.actors) & set(draft.actors)]
    if draft.rule in SILENT:
        here = [d.topic for n, d in recent if n == sentence and d in others]
        deciding = draft.topic.text in lexicon(language, "matters")["deciding"]["verbs"]
        before = [d.topic for d in others] if deciding else []
        told = (here or before)[-1:]
        found = told[0] if told else meant.of_silence(sentence) or next((d.topic for d in reversed(others)), None)
        return [draft.about(found, draft.stance)] if found is not None else [draft]
    if propositional and draft.rule.startswith("passive"):
        others = []
    others = others or near
    if not others or meant.names_a_kind(draft.topic):
        pronoun = draft.topic.text.lower() in word_set(language, "pointers", "words")
        about = meant.of_pronoun(sentence) if pronoun else None if draft.topic.noun else meant.main
        return [draft.about(about, draft.stance)] if about is not None else [draft]
    last = others[-1]
    group = [d for d in others if d.actors == last.actors and d.stance == last.stance and d.rule == last.rule]
    results = []
    for target in group[-2:]:
        stance = target.stance if draft.rule == "echo" else draft.stance
        topic = replace(target.topic, points=False)
        if draft.rule != "echo" and target.stance == "oppose" and stance != "open" and propositional:
            stance = INVERSE[stance]
        results.append(draft.about(topic, stance))
    return results
