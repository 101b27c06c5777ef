"""Statements that lie in what somebody is reported to say."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.attribution import Attribution
from detente.reading.cues import Stance, frames, word_set
from detente.reading.drafts import Draft, children, named_at, verdict_of
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.speakers import actors_in
from detente.reading.topics import Topic, clause_topic, object_topics, phrase_topic
from detente.reading.words import Word

# What opens an English imperative beside the verb itself.
BIDDING = ("please", "let", "do")


def by_saying(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """What somebody says ought to be, must not be, is right or wrong, or will be done."""
    actors, how = said.of(clause)
    if not actors and clause.lemma in lexicon(analysis.language, "stance")["copula"]:
        actors, how = named_at(analysis, clause), "for"  # "Für die Union ist das nicht denkbar"
    if not actors or clause.finite is None or clause.kind == "relative":
        return
    language = analysis.language
    words = analysis.sentences[clause.sentence].words
    telling = clause.lemma in word_set(language, "speech", "verbs") and _own_deed(analysis, clause, words, how, actors)
    if clause.modal in word_set(language, "modals", "must") and not (telling and language == "en"):
        yield Draft(
            tuple(actors),
            "oppose" if clause.negated else "support",
            clause_topic(analysis, clause),
            clause.modal,
            f"ought-{how}",
            0.6,
        )
        return
    if clause.lemma in word_set(language, "modals", "needs"):
        for topic in object_topics(analysis, clause, children(analysis, clause))[:1]:
            yield Draft(
                tuple(actors), "oppose" if clause.negated else "support", topic, clause.lemma, f"ought-{how}", 0.6
            )
        return
    if _bidding(clause, words, how):
        topic = clause_topic(analysis, clause, set(clause.words[:1]) if words[clause.first].lower in BIDDING else None)
        yield Draft(tuple(actors), "oppose" if clause.negated else "support", topic, "!", "bidding", 0.6)
        return
    if clause.modal in word_set(language, "modals", "maybe") and not clause.negated and _own_deed(analysis, clause, words, how, actors):
        yield Draft(tuple(actors), "open", clause_topic(analysis, clause), clause.modal or "", f"may-{how}", 0.55)
        return
    if _future(analysis, clause, words, how, actors):
        stance: Stance = "oppose" if clause.negated else "support"
        yield Draft(tuple(actors), stance, clause_topic(analysis, clause), clause.lemma, f"future-{how}", 0.55)
        return
    refusing = language == "de" or _own_deed(analysis, clause, words, how, actors) or clause.lemma in frames(language)
    if clause.modal in word_set(language, "modals", "may") and clause.negated and refusing:
        yield Draft(
            tuple(actors), "oppose", clause_topic(analysis, clause), f"not {clause.modal}", f"ought-{how}", 0.55
        )
        return
    if clause.lemma in lexicon(language, "stance")["copula"] and (how != "carried" or clause.mood == "reported"):
        verdict, at = verdict_of(analysis, clause, words)
        if verdict is None and _time_to(clause, words):
            for child in children(analysis, clause)[:1]:
                yield Draft(tuple(actors), "support", clause_topic(analysis, child), "time", f"ought-{how}", 0.6)
            return
        raised = clause.parent is not None and clause.parent.negated and clause.kind == "complement"
        if verdict is not None and raised and clause.parent and clause.parent.lemma in lexicon(language, "stance")["raising"]:
            verdict = "oppose" if verdict == "support" else "support"
        if verdict is not None and clause.subject is not None and language == "en" and actors_in(analysis, clause.sentence, clause.subject):
            return  # "the minister is a great man"
        if verdict is not None and clause.subject is None:
            doing = [c for c in analysis.clauses[clause.sentence] if c.last == clause.first and c.finite is None]
            if doing:  # "Leaving now is a mistake"
                yield Draft(tuple(actors), verdict, clause_topic(analysis, doing[-1]), words[at].text, f"judged-{how}", 0.55)
        if verdict is not None and clause.subject is not None:
            topic = phrase_topic(analysis, clause.sentence, clause.subject, clause)
            pronoun = words[clause.subject.head]
            if pronoun.pos == "PRON" and language == "en" and pronoun.lower != "it":
                topic = Topic(topic.text, points=True)
            elif pronoun.pos == "PRON":
                below = [
                    clause_topic(analysis, c)
                    for c in children(analysis, clause)
                    if c.kind in ("infinitive", "complement")
                ]
                telling = [c for c in children(analysis, clause) if c.lemma in word_set(language, "speech", "verbs") | {"note", "point"}]
                if telling and language == "en":
                    return  # "it is important to point out"
                topic = below[0] if below else Topic(topic.text, points=True)
            yield Draft(tuple(actors), verdict, topic, words[at].text, f"judged-{how}", 0.55)


def _future(analysis: Analysis, clause: Clause, words: list[Word], how: str, speakers: list[Actor]) -> bool:
    """ "Er werde das Parlament auflösen", "we will not sign": what who speaks announces to do."""
    finite, subject = clause.finite, clause.subject
    if finite is None or subject is None or clause.passive or clause.verb is finite:
        return False
    if not _own_deed(analysis, clause, words, how, speakers):
        return False
    data = lexicon(analysis.language, "stance")
    thing = words[subject.head].lower in ("it", "they")
    if clause.lemma in data["states"] or (thing and clause.lemma in data["effects"]):
        return False
    return {finite.lower, clause.modal} & set(lexicon(analysis.language, "stance")["modals"]["future"]) != set()


def _own_deed(analysis: Analysis, clause: Clause, words: list[Word], how: str, speakers: list[Actor]) -> bool:
    """Whether a clause says what its speaker does: "we will", "he may"."""
    subject = clause.subject
    if subject is None or clause.passive:
        return False
    named = actors_in(analysis, clause.sentence, subject)
    if named and any(named[0] is a or named[0].key == a.of for a in speakers):
        return True
    themselves = "first" if how == "quote" else "self"
    return words[subject.head].lower in word_set(analysis.language, "modals", themselves)


def _bidding(clause: Clause, words: list[Word], how: str) -> bool:
    """ "Please go", "Let us talk", "Don't sign": an imperative in English direct speech."""
    if how != "quote" or clause.kind != "main" or clause.verb is None or clause.modal or clause.passive:
        return False
    first = next((words[i] for i in clause.words if words[i].lower not in ("and", "so", "now", "but", "then")), None)
    if first is None or clause.subject is not None and clause.subject.first < clause.verb.i:
        return False
    if first.lower == "do":
        return clause.negated
    if first.lower in BIDDING:
        return True
    before = words[first.i - 1].text if first.i else ""
    return before in ("", '"', "“", "‘", ":", ";") and first is clause.verb and first.tag in ("VVB", "VVI") and first.lower == first.lemma.lower()


def _time_to(clause: Clause, words: list[Word]) -> bool:
    """ "It is time (for them) to ..."."""
    impersonal = clause.subject is not None and words[clause.subject.head].lower in ("it", "now")
    return impersonal and not clause.negated and any(words[i].lower == "time" for i in clause.words)
