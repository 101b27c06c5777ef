"""Statements that a noun makes: "Kritik üben an", "their demand for"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.cues import NounCue, noun_cues, pronominal, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import Draft, children, held_by, is_unreal, negate, partners
from detente.reading.statements.speakers import actors_in
from detente.reading.statements.topics import Topic, clause_topic, phrase_topic
from detente.reading.text.words import Word


def by_noun_of_subject(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "X übt Kritik an Y", "X signalisierte Bereitschaft zu Y"."""
    ended = clause.lemma in word_set(analysis.language, "nouns", "ended")
    if (not ended and clause.lemma not in word_set(analysis.language, "nouns", "light")) or is_unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        if phrase is clause.subject and not clause.passive:
            continue
        cue = _noun_cue(analysis, words, phrase, clause)
        if cue is None or phrase.prep not in (None, "mit", "zu", "with"):
            continue
        actors = held_by(analysis, clause, said)
        # "withdrew its support for" turns it as "did not support" does
        stance = negate(cue.stance) if clause.negated != ended else cue.stance
        if not actors or stance is None:
            continue
        for topic in _after_noun(analysis, clause, phrase, cue):
            yield Draft(tuple(actors), stance, topic, words[phrase.head].text, f"noun-{cue.stance}")
        return


def by_noun_there(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Bei der Union gibt es Bedenken gegen Y", "Kritik an Y kam von X", "X gab keine Stellungnahme ab"."""
    data = lexicon(analysis.language, "stance")
    words = analysis.sentences[clause.sentence].words
    there = clause.lemma in data["nouns"].get("there", ())
    actors = _there(analysis, clause) if there else []
    if clause.negated:
        silent = {w.lower() for w in data["undecided"].get("silent", ())}
        for phrase in clause.phrases:
            bare = phrase.last == phrase.head + 1  # "die Entscheidung der Behörde" is something to speak of
            if words[phrase.head].lemma.lower() in silent and phrase.prep in (None, "zu") and bare:
                actors = actors or held_by(analysis, clause, said)
                if actors:
                    yield Draft(tuple(actors), "open", Topic(words[phrase.head].text, points=True), "silent", "silent")
                    return
        return
    for phrase in clause.phrases if actors else ():
        cue = _noun_cue(analysis, words, phrase, clause)
        if cue is not None and phrase.prep is None:
            for topic in _after_noun(analysis, clause, phrase, cue):
                yield Draft(tuple(actors), cue.stance, topic, words[phrase.head].text, f"there-{cue.stance}")
            return


def _there(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The holder behind "bei", "von", "innerhalb", or "in" before a body: "in der SPD", but not "in Berlin"."""
    leading = lexicon(analysis.language, "stance")["reversed"]["holder"]
    for phrase in clause.phrases:
        if phrase.prep in leading or phrase.prep in ("in", "im"):
            found = actors_in(analysis, clause.sentence, phrase)
            if phrase.prep in ("in", "im"):
                found = [a for a in found if a.kind in ("organisation", "group")]
            if found:
                return found
    return []


def by_noun_is(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Ziel der Union ist eine Reform", "Die Forderung der Rebellen war es, ...": the topic is said of it."""
    if clause.lemma not in ("sein", "bleiben", "lauten", "bestehen", "be") or clause.subject is None or clause.negated:
        return
    words = analysis.sentences[clause.sentence].words
    subject = clause.subject
    cues = noun_cues(analysis.language).get(words[subject.head].lemma.lower(), ())
    if not cues or analysis.language != "de":
        return
    within = (m for m in analysis.mentions_in(clause.sentence) if subject.first <= m.first < subject.last)
    holder = next((m for m in within if m.genitive), None)
    if holder is None:
        return
    below = [clause_topic(analysis, c) for c in children(analysis, clause) if c.kind in ("infinitive", "complement")]
    named = [
        phrase_topic(analysis, clause.sentence, p, clause)
        for p in clause.phrases
        if p is not subject and words[p.head].pos == "NOUN" and (p.prep is None or clause.lemma == "bestehen")
    ]
    for topic in (below or named)[:1]:
        yield Draft((holder.actor,), cues[0].stance, topic, words[subject.head].text, f"nounis-{cues[0].stance}")


def by_noun_of_holder(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Trumps Forderung nach Y", "die Kritik der Opposition an Y"."""
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        cue = _noun_cue(analysis, words, phrase, clause)
        if cue is None or cue.lemma in word_set(analysis.language, "nouns", "impersonal"):
            continue
        if cue.prep is None and not _leads_on(analysis, clause, phrase):
            continue
        head = phrase.head
        holder = next(
            (
                m
                for m in analysis.mentions_in(clause.sentence)
                if (m.genitive or words[m.outer_first - 1].lower in ("von", "seitens", "of", "by"))
                and (
                    m.outer_last == head
                    or m.outer_first in (head + 1, head + 2)
                    or (m.last <= head and head - m.last <= 2 and m.genitive)
                )
            ),
            None,
        )
        if holder is None:
            continue
        for topic in _after_noun(analysis, clause, phrase, cue):
            yield Draft((holder.actor,), cue.stance, topic, words[head].text, f"nounof-{cue.stance}")


def by_noun_listing(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "Their demands include X and Y", "the union's aim is to Z": what the clause names is what is demanded."""
    if clause.subject is None or clause.passive or clause.negated or is_unreal(clause, analysis):
        return
    if clause.lemma not in word_set(analysis.language, "nouns", "listing"):
        return
    words = analysis.sentences[clause.sentence].words
    head = clause.subject.head
    cue = next(iter(noun_cues(analysis.language).get(words[head].lemma.lower(), ())), None)
    if cue is None or cue.lemma in word_set(analysis.language, "nouns", "impersonal"):
        return
    holder = next((m for m in analysis.mentions_in(clause.sentence) if _owns(m, clause.subject, words)), None)
    if holder is None:
        return
    below = [c for c in children(analysis, clause) if c.kind in ("infinitive", "complement")]
    topics = [clause_topic(analysis, c) for c in below[:3]]
    for phrase in clause.phrases:
        behind = phrase.first > max(head, clause.finite.i if clause.finite else 0)
        if not behind or words[phrase.head].pos != "NOUN" or phrase.prep not in (None, "to", "for"):
            continue
        if not _within_topic(phrase, topics, analysis, words):
            topics.append(phrase_topic(analysis, clause.sentence, phrase, clause))
    for topic in topics:
        if topic.text:
            yield Draft((holder.actor,), cue.stance, topic, words[head].text, f"nounof-{cue.stance}")


def _owns(mention: Mention, phrase: Phrase, words: list[Word]) -> bool:
    """Whether a party's name or pronoun says whose the noun of a phrase is: "their demands", "demands of the union"."""
    before = mention.genitive and phrase.first <= mention.first < phrase.head
    return before or (mention.outer_first > phrase.head and words[phrase.head + 1].lower in ("of", "der", "des"))


def _within_topic(phrase: Phrase, topics: list[Topic], analysis: Analysis, words: list[Word]) -> bool:
    text = analysis.report.text[words[phrase.first].start : words[phrase.last - 1].end]
    return any(text in topic.text for topic in topics)


def by_agreement(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[Draft]:
    """ "A reached an agreement with B", "a deal between A and B was signed": every side stands for what was agreed."""
    data = lexicon(analysis.language, "stance")["agreements"]
    if clause.lemma not in data["verbs"] or clause.negated or is_unreal(clause, analysis):
        return
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        if words[phrase.head].lemma.lower() not in data["nouns"] or phrase.prep not in (None, "into", "on", "to"):
            continue
        if phrase is clause.subject and not clause.passive:
            continue
        actors = held_by(analysis, clause, said)
        for other in clause.phrases:
            if other.prep == "between" and other.first >= phrase.last:
                actors = actors + [a for a in actors_in(analysis, clause.sentence, other) if a not in actors]
                break
        if clause.modal is None:  # with whom one would like to agree has agreed to nothing
            actors = actors + partners(analysis, clause, actors)
        if clause.passive:
            actors = actors + [a for a in said.of(clause)[0] if a not in actors]
        if actors:
            topic = phrase_topic(analysis, clause.sentence, phrase, clause)
            yield Draft(tuple(actors), "support", topic, words[phrase.head].text, "agreement")
        return


def _leads_on(analysis: Analysis, clause: Clause, phrase: Phrase) -> bool:
    """ "Der Vorschlag der Union, die Steuer zu senken": the clause behind a German noun says what it is about."""
    if analysis.language != "de":
        return False
    below = [c for c in children(analysis, clause) if c.kind in ("infinitive", "complement")]
    return any(0 <= c.first - phrase.last <= 1 for c in below)


def _noun_cue(analysis: Analysis, words: list[Word], phrase: Phrase, clause: Clause) -> NounCue | None:
    known = noun_cues(analysis.language)
    lemma = words[phrase.head].lemma.lower()
    cues = known.get(lemma, ())
    compound = not cues and analysis.language == "de" and len(lemma) > 9
    if compound:
        cues = next((known[lemma[n:]] for n in range(3, len(lemma) - 5) if lemma[n:] in known), ())
    following = words[phrase.head + 1 : phrase.head + 8]
    after = {w.lemma.lower() for w in following if w.pos in ("PREP", "ADV")} | {w.lower for w in following[:1]}
    for cue in cues:
        if cue.prep is None or {cue.prep, *pronominal(cue.prep, analysis.language)} & after:
            return cue
    # "Verhandlungsbereitschaft" says itself what for
    return NounCue(cues[0].lemma, cues[0].stance) if compound and cues else None


def _after_noun(analysis: Analysis, clause: Clause, phrase: Phrase, cue: NounCue) -> list[Topic]:
    wanted = [
        p
        for p in clause.phrases
        if p.first > phrase.head and p.prep is not None and (cue.prep is None or p.prep == cue.prep)
    ]
    if wanted and (cue.prep or wanted[0].first <= phrase.last + 1):
        topics = [phrase_topic(analysis, clause.sentence, wanted[0], clause)]
        if len(wanted) > 1 and wanted[1].prep == wanted[0].prep and _joined(analysis, clause, wanted):
            topics.append(phrase_topic(analysis, clause.sentence, wanted[1], clause))
        return topics
    below = [clause_topic(analysis, c) for c in children(analysis, clause) if c.kind in ("infinitive", "complement")]
    if below:
        return below[:1]
    words = analysis.sentences[clause.sentence].words
    rest = [words[i] for i in range(phrase.head + 1, phrase.last)]
    if rest:
        return [Topic(analysis.report.text[rest[0].start : rest[-1].end])]
    if cue.prep and len(words) > phrase.last and words[phrase.last].lower in pronominal(cue.prep, analysis.language):
        return [Topic(words[phrase.last].text, points=True)]  # "seine Bereitschaft dazu"
    return [] if cue.prep else [phrase_topic(analysis, clause.sentence, phrase, clause)]


def _joined(analysis: Analysis, clause: Clause, pair: list[Phrase]) -> bool:
    words = analysis.sentences[clause.sentence].words
    return any(w.pos == "AND" or w.text == "," for w in words[pair[0].last : pair[1].first])
