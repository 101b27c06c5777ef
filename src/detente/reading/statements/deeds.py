"""What a report is mainly about, as its title and its first sentence tell."""

from __future__ import annotations

from detente.reading.cues import match_frame
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.statements.phrase_topics import adverbial, matter_classes, phrase_topic, private, telling
from detente.reading.statements.topics import LONGEST, Topic, clause_topic, object_topics, person_like
from detente.reading.statements.wording import verbatim


def title_topic(analysis: Analysis) -> Topic | None:
    """What a report's title is about: what its verb takes, else its subject; None without a title or where both fail.

    A party is no topic.  Of a title without a finite verb it may be all but the party at its head.
    """
    title = next((s for s in analysis.sentences[:1] if s.headline), None)
    if title is None:
        return None
    main = next((c for c in analysis.clauses[title.index] if c.kind == "main"), None)
    found = _of_verb(analysis, main) if main is not None and main.verb is not None else None
    if found is not None or (main is not None and main.finite is not None):
        return found
    subject = main.subject if main is not None else None
    own = range(subject.first, subject.last) if subject is not None and person_like(analysis, 0, subject) else ()
    kept = [w for w in title.words if w.i not in own and w.pos != "PUNCT"]
    while kept and kept[0].pos in ("PREP", "TO", "ADV", "AND", "DET", "GEN"):
        kept = kept[1:]
    return Topic(verbatim(analysis, kept[:LONGEST])) if kept else None


def title_deed(analysis: Analysis) -> Topic | None:
    """What "the move" is where a title tells a deed: what its verb takes.

    None where the verb turns something down: the move is the refusal, and not what is refused.
    """
    title = next((s for s in analysis.sentences[:1] if s.headline), None)
    main = next((c for c in analysis.clauses[0] if c.kind == "main"), None) if title is not None else None
    if title is None or main is None or main.verb is None or main.finite is None:
        return title_topic(analysis) if main is None or main.finite is None else None
    frame = match_frame(main, title.words, analysis.language)
    if main.negated or (frame is not None and frame.stance == "oppose"):
        return None
    return _taken(analysis, main)


def _taken(analysis: Analysis, main: Clause) -> Topic | None:
    frame = match_frame(main, analysis.sentences[main.sentence].words, analysis.language)
    topics = object_topics(analysis, main, [], frame)
    if topics and not topics[0].points and (frame is not None or len(topics[0].text.split()) > 1):
        return topics[0]
    below = [c for c in analysis.clauses[main.sentence] if c.parent is main and c.kind == "infinitive"]
    if below and below[0].first == main.last:
        return clause_topic(analysis, below[0])  # "Queen agrees | to suspend Parliament"
    return None


def _of_verb(analysis: Analysis, main: Clause) -> Topic | None:
    words = analysis.sentences[main.sentence].words
    taken = _taken(analysis, main)
    if taken is not None:
        return taken
    adjuncts = lexicon(analysis.language, "stance")["adjuncts"]
    behind = [p for p in main.phrases if p.prep and p.prep not in adjuncts and words[p.head].pos == "NOUN"]
    if main.subject is not None and matter_classes(words[main.subject.head].lemma.lower(), analysis.language):
        behind.append(main.subject)
    fit = (
        p for p in behind if not adverbial(p, words, analysis.language) and not person_like(analysis, main.sentence, p)
    )
    found = next(fit, None)
    topic = phrase_topic(analysis, main.sentence, found, main) if found is not None else None
    return topic if topic is not None and len(topic.text.split()) > 1 else None


def main_matter(analysis: Analysis, title: Topic | None) -> Topic | None:
    """The matter that a whole report is about, by its title or else its first sentence; None where neither names one.

    A noun of a class of matters with words that tell which goes first: "a free trade agreement", not "beef quotas".
    """
    headline = 1 if analysis.sentences and analysis.sentences[0].headline else 0
    named = _matter_in(analysis, 0) if headline else None
    if named is None and title is not None and not title.points and len(title.text.split()) > 1:
        return title
    if named is None and len(analysis.sentences) > headline:
        named = _matter_in(analysis, headline)
    return named or title


def _matter_in(analysis: Analysis, sentence: int) -> Topic | None:
    words = analysis.sentences[sentence].words
    for clause in analysis.clauses[sentence]:
        for phrase in clause.phrases:
            known = matter_classes(words[phrase.head].lemma.lower(), analysis.language)
            if known and not private(words, phrase, analysis.language):
                topic = phrase_topic(analysis, sentence, phrase, clause)
                if telling(analysis, topic, words, phrase):
                    return topic
    return None
