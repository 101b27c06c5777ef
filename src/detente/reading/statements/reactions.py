"""Stances that no verb's subject holds: whom a thing angers, whose backing it has, headlines without a verb."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.cues import Frame, Stance
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Phrase
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import Draft, is_unreal, negate
from detente.reading.statements.speakers import actors_in, holders
from detente.reading.statements.topics import Topic, clause_topic, phrase_topic

STANCES: tuple[Stance, ...] = ("support", "oppose")


def by_moving(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "The plan angered the union", "Der Plan verärgert die Gewerkschaft": those who are moved hold the stance."""
    moving = lexicon(analysis.language, "reactions")["moving"]
    stance = next((s for s in STANCES if clause.lemma in moving[s]), None)
    if stance is None or clause.passive or clause.verb is None or is_unreal(clause, analysis):
        return
    for moved, mover in _pairs(analysis, clause):
        held = negate(stance) if clause.negated else stance
        if held is not None:
            topic = phrase_topic(analysis, clause.sentence, mover, clause)
            yield Draft(tuple(moved), held, topic, clause.lemma, "moved")
        return


def _pairs(analysis: Analysis, clause: Clause) -> Iterator[tuple[list[Actor], Phrase]]:
    """Who is moved and what moves them: of two bare phrases the one that names a party and the one that does not."""
    bare = [p for p in clause.phrases if p.prep is None]
    for moved in bare:
        parties = actors_in(analysis, clause.sentence, moved)
        movers = [p for p in bare if p is not moved and not actors_in(analysis, clause.sentence, p)]
        if parties and movers and (analysis.language == "de" or moved.first > movers[0].first):
            yield parties, movers[0]


def by_having(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "The plan has the backing of the union": who gives what the subject has holds the stance on it."""
    having = lexicon(analysis.language, "reactions")["having"]
    if clause.lemma not in having["verbs"] or clause.subject is None or clause.passive or is_unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        noun = words[phrase.head].lemma.lower()
        stance = next((s for s in STANCES if noun in having[s]), None)
        if stance is None or phrase is clause.subject:
            continue
        sources = [p for p in clause.phrases if p.prep in having["from"] and p.first >= phrase.last]
        givers = [a for p in sources[:1] for a in actors_in(analysis, clause.sentence, p)]
        held = negate(stance) if clause.negated else stance
        if givers and held is not None:
            topic = phrase_topic(analysis, clause.sentence, clause.subject, clause)
            yield Draft(tuple(givers), held, topic, f"{clause.lemma} {words[phrase.head].text}", "had")
        return


def by_headline(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Parlament für Quoten", "Union against cuts", "Tesco to sell stores": a title whose party has no finite verb."""
    sentence = analysis.sentences[clause.sentence]
    words = sentence.words
    if not sentence.headline or any(w.form == "fin" for w in words):
        return
    lead = next((m for m in analysis.mentions_in(clause.sentence) if m.how != "adjective" and not m.genitive), None)
    if lead is None or lead.outer_first > 1 or lead.outer_last >= len(words):
        return
    after = words[lead.outer_last]
    if after.pos == "TO" and clause.kind == "infinitive" and clause.first <= after.i + 1:
        if analysis.language == "en" and clause.lemma not in lexicon("en", "reactions")["plans"]["idle"]:
            yield Draft((lead.actor,), "support", clause_topic(analysis, clause), clause.lemma, "planned")
        return
    prepositions = lexicon(analysis.language, "reactions")["headline"]
    stance = next((s for s in STANCES if after.lower in prepositions[s]), None)
    behind = next((p for p in clause.phrases if p.first == after.i and p.prep), None)
    if stance is not None and behind is not None:
        topic = phrase_topic(analysis, clause.sentence, behind, clause)
        yield Draft((lead.actor,), stance, topic, after.lower, "title")


def by_plan(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "The firm is to close its plant": what a party is about to do, it stands for."""
    if analysis.language != "en" or clause.modal != "will" or clause.passive or clause.finite is None:
        return
    if clause.finite.lemma.lower() != "be" or clause.lemma in lexicon("en", "reactions")["plans"]["idle"]:
        return
    words = analysis.sentences[clause.sentence].words
    following = next((w for w in words[clause.finite.i + 1 :] if w.pos not in ("ADV", "NEG")), None)
    if following is None or following.lower != "to" or clause.kind not in ("main", "complement", "relative"):
        return
    actors = holders(analysis, clause)
    topic: Topic = clause_topic(analysis, clause, _spoken_of(clause))
    if actors and topic.text:
        yield Draft(tuple(actors), "oppose" if clause.negated else "support", topic, clause.lemma, "planned")


def _spoken_of(clause: Clause) -> set[int]:
    return set(range(clause.subject.first, clause.subject.last)) if clause.subject is not None else set()


def beside(analysis: Analysis, clause: Clause, frame: Frame) -> list[Topic]:
    """What a phrase such as "give (approval)" is about: what stands behind it ("to the sale"), else its own noun."""
    words = analysis.sentences[clause.sentence].words
    about = lexicon(analysis.language, "reactions")["about"]
    own = [p for p in clause.phrases if words[p.head].lower in frame.fixed and p is not clause.subject]
    others = [p for p in clause.phrases if p.prep in about and words[p.head].lower not in frame.fixed]
    others = [p for p in others if not actors_in(analysis, clause.sentence, p)] or others
    named = others[:1] or own[:1]
    return [phrase_topic(analysis, clause.sentence, p, clause) for p in named if words[p.head].pos in ("NOUN", "NAME")]
