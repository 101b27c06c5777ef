"""What a statement is about where no rule says so: the words of the clause that it most likely rests on."""

from __future__ import annotations

from detente.reading.cues import Stance
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.statements.candidates import Candidate
from detente.reading.statements.drafts import Draft, children
from detente.reading.statements.topics import LONGEST, Topic, clause_topic, object_topics, phrase_topic

# The ties by how much what hangs on them is the party's own.
ORDER = ("says-", "subject", "agent", "inherited", "genitive", "prep", "in-subject", "object", "patient", "loose")


def name_topic(analysis: Analysis, candidate: Candidate, stance: Stance) -> Draft:
    """A draft of a statement that the model alone found: its topic, and the verb of its clause as cue."""
    ranked = sorted(candidate.clauses, key=lambda tied: (_rank(tied[0]), tied[1].first))
    for tie, clause in ranked:
        topic = _of(analysis, candidate, tie, clause)
        if topic is not None and len(topic.text) > 3:
            return Draft((candidate.actor,), stance, topic, clause.lemma, f"weighed-{tie.split(':')[0]}")
    return Draft((candidate.actor,), stance, _rest(analysis, candidate), "", "weighed-carried")


def _rank(tie: str) -> int:
    return next((n for n, start in enumerate(ORDER) if tie.startswith(start)), len(ORDER))


def _of(analysis: Analysis, candidate: Candidate, tie: str, clause: Clause) -> Topic | None:
    skip = {
        i
        for m in analysis.mentions_in(clause.sentence)
        if m.actor is candidate.actor
        for i in range(m.outer_first, m.outer_last)
    }
    below = children(analysis, clause)
    if tie.startswith("says-"):
        text = clause_topic(analysis, clause, skip).text
        for inner in (clause_topic(analysis, c, skip).text for c in below[:1]):
            text = text if inner in text else f"{text} {inner}"
        return Topic(" ".join(text.split()[:LONGEST]))
    topics = object_topics(analysis, clause, below, actors=(candidate.actor,))
    if topics and not topics[0].points:
        return topics[0]
    aside = lexicon(analysis.language, "stance")["adjuncts"]
    for phrase in clause.phrases:
        if phrase.prep and phrase.prep not in aside and phrase.head not in skip:
            return phrase_topic(analysis, clause.sentence, phrase, clause)
    return clause_topic(analysis, clause, skip) if tie in ("subject", "inherited") else None


def _rest(analysis: Analysis, candidate: Candidate) -> Topic:
    """The nouns of a sentence, in text order."""
    words = [w for w in analysis.sentences[candidate.sentence].words if w.pos in ("NOUN", "ADJ", "PREP", "DET")]
    while words and words[0].pos in ("PREP", "DET"):
        words = words[1:]
    return Topic(" ".join(w.text for w in words[:LONGEST]))
