"""Statements in what somebody is reported to say: what ought to be, what the speaker will do, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.cues import Stance, frames, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import INVERSE, Draft, children, is_denied, named_at, verdict_of
from detente.reading.statements.speakers import actors_in
from detente.reading.statements.topics import Topic, clause_topic, object_topics, phrase_topic
from detente.reading.text.words import Word

# What opens an English imperative beside the verb itself.
BIDDING = ("please", "let", "do")


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause with its words, who says it and how that is known."""

    analysis: Analysis
    clause: Clause
    words: list[Word]
    actors: list[Actor]
    how: str

    @property
    def language(self) -> str:
        return self.analysis.language

    @property
    def stance(self) -> Stance:
        denied = is_denied(self.clause, self.analysis, "raising", "implying")
        return "oppose" if self.clause.negated != denied else "support"

    def draft(self, stance: Stance, topic: Topic, cue: str | None, kind: str) -> Draft:
        return Draft(tuple(self.actors), stance, topic, cue or "", f"{kind}-{self.how}")

    def below(self) -> list[Clause]:
        return children(self.analysis, self.clause)

    def modal_in(self, kind: str) -> bool:
        return self.clause.modal in word_set(self.language, "modals", kind)


def by_saying(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """What somebody says ought to be, must not be, is right or wrong, or will be done."""
    copula = clause.lemma in lexicon(analysis.language, "stance")["copula"]
    actors, how = said.of(clause)
    if not actors and copula:
        actors, how = named_at(analysis, clause), "for"  # "Für die Union ist das nicht denkbar"
    if not actors or clause.finite is None or clause.kind == "relative":
        return
    one = _Said(analysis, clause, analysis.sentences[clause.sentence].words, actors, how)
    wanted = list(_wanted(one))
    if wanted:
        yield from wanted
    elif copula and (how != "carried" or clause.mood == "reported"):
        yield from _judged(one)
    else:
        yield from _weighed_up(one)


def _wanted(one: _Said) -> Iterator[Draft]:
    """What ought to be, is asked for, may or will be done by who speaks, or must not be."""
    analysis, clause = one.analysis, one.clause
    telling = one.language == "en" and clause.lemma in word_set("en", "speech", "verbs") and _own_deed(one)
    if one.modal_in("must") and not telling:
        yield one.draft(one.stance, clause_topic(analysis, clause), clause.modal, "ought")
    elif clause.lemma in word_set(one.language, "modals", "needs"):
        for topic in object_topics(analysis, clause, one.below())[:1]:
            yield one.draft(one.stance, topic, clause.lemma, "ought")
    elif _bidding(one):
        opened = {clause.first} if one.words[clause.first].lower in BIDDING else None
        yield one.draft(one.stance, clause_topic(analysis, clause, opened), "!", "bidding")
    elif one.modal_in("maybe") and not clause.negated and _own_deed(one):
        yield one.draft("open", clause_topic(analysis, clause), clause.modal, "may")
    elif _future(one):
        yield one.draft(one.stance, clause_topic(analysis, clause), clause.lemma, "future")
    elif one.modal_in("may") and one.stance == "oppose":
        if one.language == "de" or _own_deed(one) or clause.lemma in frames(one.language):
            yield one.draft("oppose", clause_topic(analysis, clause), f"not {clause.modal}", "ought")
    elif _time_to(one):
        for child in one.below()[:1]:
            yield one.draft("support", clause_topic(analysis, child), "time", "ought")


def _judged(one: _Said) -> Iterator[Draft]:
    """ "The plan is a mistake", "It is right to wait", "Leaving now is wrong"."""
    analysis, clause = one.analysis, one.clause
    verdict, at = verdict_of(analysis, clause, one.words)
    if verdict is None:
        return
    if is_denied(clause, analysis, "raising"):
        verdict = INVERSE[verdict]  # "I do not think that it is right"
    for topic in _thing_judged(one):
        yield one.draft(verdict, topic, one.words[at].text, "judged")


def _weighed_up(one: _Said) -> Iterator[Draft]:
    """ "The law ignores the farmers", "this would undermine our rights": what a thing does tells of it."""
    clause = one.clause
    harms = clause.lemma in word_set(one.language, "judging", "harming")
    if not harms and clause.lemma not in word_set(one.language, "judging", "helping"):
        return
    if clause.subject is None or clause.passive or clause.negated or one.how == "carried":
        return
    head = one.words[clause.subject.head]
    named = actors_in(one.analysis, clause.sentence, clause.subject)
    if named or head.lower in word_set(one.language, "modals", "first") or head.lower in ("he", "she", "they", "you"):
        return  # what a party does is another's deed
    for topic in _thing_judged(one):
        yield one.draft("oppose" if harms else "support", topic, clause.lemma, "judged")


def _thing_judged(one: _Said) -> list[Topic]:
    analysis, clause = one.analysis, one.clause
    if clause.subject is None:
        doing = [c for c in analysis.clauses[clause.sentence] if c.last == clause.first and c.finite is None]
        return [clause_topic(analysis, doing[-1])] if doing else []  # "Leaving now is a mistake"
    if one.language == "en" and actors_in(analysis, clause.sentence, clause.subject):
        return []  # "the minister is a great man"
    topic = phrase_topic(analysis, clause.sentence, clause.subject, clause)
    subject = one.words[clause.subject.head]
    if subject.pos != "PRON":
        return [topic]
    pointing = Topic(topic.text, points=True)
    if one.language == "en" and subject.lower != "it":
        return [pointing]
    below = [c for c in one.below() if c.kind in ("infinitive", "complement")]
    if one.language == "en" and any(c.lemma in word_set("en", "speech", "verbs") for c in below):
        return []  # "it is important to point out"
    below = below or [c for c in one.below() if c.kind == "conditional"]  # "it would be an outrage if ..."
    return [clause_topic(analysis, below[0])] if below else [pointing]


def _future(one: _Said) -> bool:
    """ "Er werde das Parlament auflösen", "we will not sign": what who speaks announces to do."""
    clause = one.clause
    if clause.finite is None or clause.subject is None or clause.verb is clause.finite or not _own_deed(one):
        return False
    data = lexicon(one.language, "stance")
    thing = one.words[clause.subject.head].lower in ("it", "they")
    if clause.lemma in data["states"] or (thing and clause.lemma in data["effects"]):
        return False
    return bool({clause.finite.lower, clause.modal} & set(data["modals"]["future"]))


def _own_deed(one: _Said) -> bool:
    """Whether a clause says what its speaker does: "we will", "he may"."""
    subject = one.clause.subject
    if subject is None or one.clause.passive:
        return False
    named = actors_in(one.analysis, one.clause.sentence, subject)
    if named and any(named[0] is a or named[0].key == a.of for a in one.actors):
        return True
    themselves = "first" if one.how == "quote" else "self"
    return one.words[subject.head].lower in word_set(one.language, "modals", themselves)


def _bidding(one: _Said) -> bool:
    """ "Please go", "Let us talk", "Don't sign": an imperative in English direct speech."""
    clause, words = one.clause, one.words
    if one.how != "quote" or clause.kind != "main" or clause.verb is None or clause.modal or clause.passive:
        return False
    first = next((words[i] for i in clause.words if words[i].lower not in ("and", "so", "now", "but", "then")), None)
    if first is None or (clause.subject is not None and clause.subject.first < clause.verb.i):
        return False
    if first.lower in BIDDING:
        return first.lower != "do" or clause.negated
    opens = first.i == 0 or words[first.i - 1].text in ('"', "“", "‘", ":", ";")
    return opens and first is clause.verb and first.tag in ("VVB", "VVI") and first.lower == first.lemma.lower()


def _time_to(one: _Said) -> bool:
    """ "It is time (for them) to ..."."""
    clause = one.clause
    if one.language != "en" or clause.lemma != "be" or clause.subject is None or clause.negated:
        return False
    impersonal = one.words[clause.subject.head].lower in ("it", "now")
    return impersonal and any(one.words[i].lower == "time" for i in clause.words)
