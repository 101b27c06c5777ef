"""Who says what a clause of saying introduces: its subject, an agent, or a document."""

from __future__ import annotations

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.quotations.speakers import phrase_words, subject_words
from detente.reading.quotations.words import is_view, listed


def speaker_words(analysis: Analysis, clause: Clause) -> list[int]:
    """Who says what a clause of saying introduces: its subject, the agent of a passive, "in X" of "heißt es"."""
    words = analysis.sentences[clause.sentence].words
    data = lexicon(analysis.language, "quotations")["sources"]
    if clause.lemma in listed(analysis.language, "quoting"):
        return _quoted_by(analysis, clause)
    if clause.passive or _done(clause):
        agents = lexicon(analysis.language, "stance")["agents"]
        of = listed(analysis.language, "cue", "with_of")
        for phrase in clause.phrases:
            # "Von hoher Gefahr wird berichtet": what is told, not who tells it
            if phrase.prep in agents and not (phrase.prep in ("von", "vom") and clause.lemma in of):
                return phrase_words(analysis, clause.sentence, phrase)
        documents = listed(analysis.language, "sources", "documents")
        for phrase in clause.phrases:
            # "In der Mitteilung wird betont, dass ..."
            if phrase.prep in ("in", "im") and is_view(words[phrase.head], documents):
                return phrase_words(analysis, clause.sentence, phrase)
        return []
    subject = clause.subject
    quoted = analysis.sentences[clause.sentence].quoted
    if subject is not None and clause.verb is not None and quoted[subject.head] and not quoted[clause.verb.i]:
        return _in_front(analysis, clause)  # 'X sagte dazu: "Nicht ich ..."'
    impersonal = clause.lemma in data["impersonal"]
    if impersonal or clause.lemma in listed(analysis.language, "things"):
        for phrase in clause.phrases:
            if phrase.prep in ("in", "aus", "im"):
                return phrase_words(analysis, clause.sentence, phrase)
    if impersonal or (subject is not None and words[subject.head].lower in ("es", "it", "dies", "das")):
        return []
    if subject is None and clause.kind in ("infinitive", "adverbial") and clause.parent is not None:
        return speaker_words(analysis, clause.parent) if clause.introducer in (None, "um", "ohne") else []
    return subject_words(analysis, clause) or _in_front(analysis, clause)


def _in_front(analysis: Analysis, clause: Clause) -> list[int]:
    """What stands before the verb of a main clause without a subject, where that is a noun phrase.

    Its own words, or those cut off from it by commas: "Eine Gruppe, die Koalition der Mitte, behauptete ...".
    """
    words = analysis.sentences[clause.sentence].words
    if clause.kind != "main" or clause.verb is None:
        return []
    verb = clause.finite.i if clause.finite is not None else clause.verb.i
    first = clause.first
    if verb == clause.first:
        if verb == 0 or words[verb - 1].text not in (",", ")"):
            return []
        first = 0
    while first < verb and words[first].pos == "ADV":
        first += 1
    inside = words[first:verb]
    if not inside or inside[0].pos not in ("DET", "ADJ", "NUM", "NOUN", "NAME", "POSS", "PRON"):
        return []
    if any(w.form == "fin" or w.pos in ("SUB", "REL") or w.text in ":;" for w in inside):
        return []
    if not any(w.pos in ("NOUN", "NAME", "PRON") for w in inside):
        return []
    found = list(range(first, verb))
    while found and (words[found[-1]].pos in ("ADV", "NEG") or words[found[-1]].text == ","):
        found.pop()
    return found


def _quoted_by(analysis: Analysis, clause: Clause) -> list[int]:
    """ "Die Zeitung zitiert den Minister", "der Minister wird zitiert": who is quoted, not who quotes."""
    if clause.passive or clause.subject is None:
        return subject_words(analysis, clause)
    objects = [p for p in clause.phrases if p.prep is None and p.first >= clause.subject.last]
    named = [p for p in objects if clause.verb is None or p.first > clause.verb.i or clause.verb.form == "part"]
    return phrase_words(analysis, clause.sentence, named[0]) if named else subject_words(analysis, clause)


def _done(clause: Clause) -> bool:
    """ "war aufgefordert", "ist gefordert": the state that a deed leads to; its subject did not speak."""
    finite, verb = clause.finite, clause.verb
    if finite is None or verb is None or verb.form != "part":
        return False
    own_perfect = clause.lemma in listed("de", "with_be")
    return finite.lemma.lower() == "sein" and verb is not finite and not own_perfect
