"""The words of a clause that name what a statement is about."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause, Phrase
from detente.reading.statements.phrase_topics import adverbial, phrase_topic
from detente.reading.statements.wording import LONGEST, Topic, undenied, verbatim
from detente.reading.text.words import Word

# A clause of fewer words says little without those that hang on it: "to risk | inflicting losses on our workers".
THIN = 6
# A clause without any of these is thin: "to reconsider", "to do so".
NAMING = ("NOUN", "NAME", "ADJ", "NUM", "PRED")
# What opens a clause and names nothing.
OPENING = ("SUB", "AND", "PRON", "REL", "ADV", "PREP")


def clause_topic(analysis: Analysis, clause: Clause, skip: set[int] | None = None) -> Topic:
    """What a clause says, without its conjunction, and without its subject where that is a party or a pronoun.

    A clause whose verb says nothing beside its object ("es wird keine Lockerung geben") gives that object.
    """
    words = analysis.sentences[clause.sentence].words
    named = _object_alone(analysis, clause, words)
    if named is not None:
        return named
    indexes = [i for i in clause.words if not skip or i not in skip]
    subject = clause.subject
    if clause.introducer and subject is not None and words[subject.head].pos in ("NOUN", "NAME"):
        # "dass durch diese Gespräche nicht nur die Hilfe ...": what stands before the subject is no topic
        later = [i for i in indexes if i >= subject.first]
        indexes = later or indexes
    left_out = _left_out(analysis, clause, words)
    indexes = [i for i in indexes if i not in left_out] or indexes
    finite = clause.finite.i if clause.finite is not None and clause.finite.pos in ("AUX", "MODAL") else None
    alone = subject is None or subject.head not in indexes  # "über die Ursachen reden" needs its preposition
    opening = OPENING[:-1] if analysis.language == "de" and alone else OPENING
    while indexes and (words[indexes[0]].pos in opening or indexes[0] == finite):
        indexes = indexes[1:]
    # "the deal would go ahead" reads as it stands; without "not" its verb would say the contrary
    as_it_stands = analysis.language == "en" and not clause.negated
    drop = {finite} if finite is not None and not as_it_stands else set()
    if len(indexes) < THIN and indexes and indexes[-1] == clause.last - 1:
        indexes = [*indexes, *_governed(analysis, clause)]
    kept = [words[i] for i in indexes if i not in drop and (words[i].pos != "NEG" or not clause.negated)]
    kept = undenied(kept, analysis.language, clause.negated)[:LONGEST]
    thin = analysis.language == "en" and not any(w.pos in NAMING for w in kept)
    start = kept[0].start if kept else -1
    noun = clause.lemma if thin and clause.lemma in lexicon("en", "matters")["again"]["verbs"] else ""
    return Topic(verbatim(analysis, kept), negated=clause.negated, thin=thin, start=start, noun=noun)


def _object_alone(analysis: Analysis, clause: Clause, words: list[Word]) -> Topic | None:
    """The object of a German clause that says nothing more, or whose verb stands apart from it.

    "Ein neues Angebot vorlegen" names an offer; of "die Partei halte am Mindestlohn fest" the object alone stands
    together.
    """
    if analysis.language != "de" or clause.finite is None or clause.passive or clause.kind == "infinitive":
        return None
    idle = clause.lemma in lexicon("de", "matters")["idle"]["verbs"]
    parted = clause.verb is clause.finite and clause.introducer is None and _known(analysis, clause)
    other = [i for i in clause.words if words[i].pos in ("VERB", "PRED") and i not in clause.verb_words]
    if (not idle and not parted) or any(words[i] is not clause.verb for i in other):
        return None
    adjuncts = lexicon("de", "stance")["adjuncts"]
    own = [p for p in clause.phrases if words[p.head].pos in ("NOUN", "NAME") and not _same(p, clause.subject)]
    own = [
        p for p in own if not adverbial(p, words, "de") and p.prep not in adjuncts and not _party(analysis, clause, p)
    ]
    objects = [p for p in own if p.prep is None] or ([] if idle else own)
    if objects and clause.subject is not None and not _known(analysis, clause):
        return None  # "die Abgabe habe eine symbolische Bedeutung" is about the levy
    if idle and not objects and clause.subject is not None and not _known(analysis, clause):
        objects = [clause.subject]  # "wenn Gespräche stattfinden"
    if not objects or (len(objects) > 1 and objects[1].prep is None):
        return None
    topic = phrase_topic(analysis, clause.sentence, objects[0], clause)
    return replace(topic, negated=clause.negated)


def _left_out(analysis: Analysis, clause: Clause, words: list[Word]) -> set[int]:
    """The words that are beside the matter: when and after what; a German subject that is a party or a pronoun."""
    adjuncts = lexicon(analysis.language, "stance")["adjuncts"]
    aside = [p for p in clause.phrases if p.prep in adjuncts]
    if analysis.language == "de" and clause.finite is not None:
        # "am 20. März", but not "am Anfang aller Schritte"
        aside += [p for p in clause.phrases if p.prep and p.last == p.head + 1 and adverbial(p, words, "de")]
        ahead = [p for p in clause.phrases if p.prep and p.first == clause.first and clause.introducer is None]
        aside += [p for p in ahead if _party(analysis, clause, p)]  # "mit seiner Partei werde es ..."
        if clause.subject is not None and not clause.passive and _themselves(analysis, clause):
            aside.append(clause.subject)
    return {i for p in aside for i in range(p.first, p.last)}


def _known(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause's subject is a party or a pronoun, which say who acts and not what it is about."""
    return clause.subject is not None and (_themselves(analysis, clause) or _party(analysis, clause, clause.subject))


def _themselves(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause's subject is a pronoun, or a party that is somebody's own: "er", "seine Partei"."""
    if clause.subject is None:
        return False
    words = analysis.sentences[clause.sentence].words
    owned = words[clause.subject.first].pos == "POSS" and _party(analysis, clause, clause.subject)
    return owned or words[clause.subject.head].pos == "PRON"


def _party(analysis: Analysis, clause: Clause, phrase: Phrase) -> bool:
    """Whether a phrase is a party's name, stands for one, or says whose it is: "seine Partei"."""
    return any(
        (m.first <= phrase.head < m.outer_last and m.outer_first >= phrase.first)
        or (phrase.first <= m.first < phrase.head and m.how == "pronoun")
        for m in analysis.mentions_in(clause.sentence)
    )


def _same(phrase: Phrase, other: Phrase | None) -> bool:
    return other is not None and (phrase.first, phrase.last) == (other.first, other.last)


def _governed(analysis: Analysis, clause: Clause) -> list[int]:
    """The words of the clauses that follow a clause at once and hang on it."""
    if analysis.language != "en":
        return []
    found: list[int] = []
    above, last = [clause], clause.last
    for other in analysis.clauses[clause.sentence]:
        if other.first == last and other.parent in above and other.kind not in ("main", "conditional"):
            found += range(other.first, other.last)
            above.append(other)
            last = other.last
    return found
