"""What a statement is about: the words that name it, or what a pronoun points back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.reading.cues import Frame, noun_cues, pronominal, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Phrase
from detente.reading.statements.clause_topics import clause_topic
from detente.reading.statements.phrase_topics import adverbial, phrase_topic
from detente.reading.statements.wording import LONGEST, Topic, verbatim
from detente.reading.text.words import Word

__all__ = ["LONGEST", "Topic", "clause_topic", "felt_about", "object_topics", "person_like", "phrase_topic", "pointing"]


# What a pointing word may be.
POINTING = ("ADV", "REL", "PRON", "DET", "ASK")
# What may open a clause without "that": "confident *a* deal", "confident *Paris*".
NAMES_ONE = ("DET", "POSS", "NAME", "NOUN", "PRON")


def object_topics(
    analysis: Analysis, clause: Clause, children: list[Clause], frame: Frame | None = None, actors: Sequence[Actor] = ()
) -> list[Topic]:
    """The topics of a clause's verb: its object, what stands behind the frame's preposition, or its complement clause.

    `actors` hold what the clause says: their names and appositions are no topic.
    """
    words = analysis.sentences[clause.sentence].words
    language = analysis.language
    phrases = [p for p in clause.phrases if not _is_subject(p, clause) and not _apposition(p, clause, words)]
    names = [m for m in analysis.mentions_in(clause.sentence) if m.actor in actors]
    phrases = [p for p in phrases if not any(m.outer_first <= p.head < m.outer_last for m in names)]
    if frame is not None and frame.fixed:
        phrases = [p for p in phrases if words[p.head].lower not in frame.fixed or (p.prep and p.prep == frame.prep)]
    prep = frame.prep if frame is not None else None
    data = lexicon(language, "stance")
    if frame is not None and (frame.name in data["addressed"] or frame.lemma in data["control"]):
        clausal = _clausal(analysis, children)
        asked = [p for p in phrases if p.prep == "for" == prep and not person_like(analysis, clause.sentence, p)]
        if clausal and not asked:
            return clausal  # "called for Kyiv to withdraw", but "called for action to stop the fires" names a thing
    if prep:
        stands_for = {prep, *pronominal(prep, language)}
        adverb = next(
            (words[i] for i in clause.words if words[i].lower in stands_for and words[i].pos in ("ADV", "PART")), None
        )
        wanted = [p for p in phrases if p.prep == prep]
        if not wanted and adverb is not None:
            return _clausal(analysis, children) or [Topic(adverb.text, points=True)]
        if not wanted:
            return _clausal(analysis, children)
        return _spread(analysis, clause, wanted, phrases)
    objects = [p for p in phrases if p.prep is None and not adverbial(p, words, language)]
    objects = [p for p in objects if words[p.head].tag != "PRF"]
    if clause.passive and clause.subject is not None:
        objects = [clause.subject]
    clausal = _clausal(analysis, children)
    if frame is not None and frame.lemma in data["control"]:
        objects = [p for p in objects if not person_like(analysis, clause.sentence, p)]  # who is warned is no topic
    nouns = [p for p in objects if words[p.head].pos in ("NOUN", "NAME")]
    nouns = _things(analysis, nouns, clause, words)
    if nouns and not (clausal and len(nouns) == 1 and person_like(analysis, clause.sentence, nouns[0])):
        return _with_infinitive(analysis, nouns, children, _spread(analysis, clause, nouns, phrases))
    if clausal:
        return clausal
    named = _antecedent(analysis, clause)
    if named is not None:
        return [named]
    pointers = word_set(language, "pointers", "words")
    pronouns = [p for p in objects if words[p.head].lower in pointers]
    own = [i for i in clause.words if words[i].lower in pointers and words[i].pos in POINTING]
    articles = {i for i in own if any(p.first <= i < p.last - 1 for p in clause.phrases)}
    if pronouns or len(own) > len(articles):
        at = pronouns[0].head if pronouns else next(i for i in own if i not in articles)
        return [Topic(words[at].text, points=True)]
    return _reported_before(analysis, clause, frame) if articles else []


def _reported_before(analysis: Analysis, clause: Clause, frame: Frame | None) -> list[Topic]:
    """ "Das Gesetz sei zu weich, kritisierte das Bündnis": what is criticised is what the clause before tells of."""
    told = [c for c in analysis.clauses[clause.sentence] if c.last <= clause.first and c.mood == "reported"]
    if not told:
        return []
    subject = told[0].subject
    if frame is None or frame.stance != "oppose" or subject is None:
        return [clause_topic(analysis, told[0])]
    head = analysis.sentences[clause.sentence].words[subject.head]
    return [phrase_topic(analysis, clause.sentence, subject, told[0])] if head.pos == "NOUN" else []


def _antecedent(analysis: Analysis, clause: Clause) -> Topic | None:
    """ "An offer that Kyiv declined", "der Plan, den Kiew ablehnt": the noun that a relative clause goes with.

    "Was" and "which" may as well point to all that was said, so they are left to that.
    """
    words = analysis.sentences[clause.sentence].words
    if clause.kind != "relative" or not clause.introducer:
        return None
    acting = clause.subject is not None and words[clause.subject.head].pos == "REL"
    theirs = clause.subject is not None and not acting and not clause.passive  # "a ban, which the Greens proposed"
    suffers = (
        acting and clause.passive
    )  # "der Vertrag, der gebrandmarkt wurde", "a coalition which was joined by Samoa"
    wide = clause.introducer in lexicon(analysis.language, "stance")["pointers"]["wide"]
    if (wide and not ((suffers or theirs) and analysis.language == "en")) or (acting and not suffers):
        return None
    before = clause.first - 1 if words[clause.first - 1].text == "," else clause.first
    ends = {before}
    if suffers and clause.parent is not None and clause.parent.kind == "infinitive":
        ends.add(clause.parent.first)  # "a coalition to patrol the Gulf which was joined by Samoa"
    for other in analysis.clauses[clause.sentence]:
        for phrase in other.phrases:
            if phrase.last in ends and words[phrase.head].pos == "NOUN":
                if phrase.prep and theirs and analysis.language == "en":
                    phrase = _whole(analysis, other, phrase)  # "a ban | on boilers, which the Greens proposed"
                return _up_to(analysis, phrase_topic(analysis, clause.sentence, phrase, other), clause)
    return None


def _whole(analysis: Analysis, clause: Clause, part: Phrase) -> Phrase:
    """The noun phrase that a prepositional phrase ends, or that phrase itself."""
    words = analysis.sentences[clause.sentence].words
    for phrase in clause.phrases:
        if phrase.prep is None and phrase.last <= part.first and not _is_subject(phrase, clause):
            topic = phrase_topic(analysis, clause.sentence, phrase, clause)
            if topic.start + len(topic.text) >= words[part.last - 1].end:
                return phrase
    return part


def _up_to(analysis: Analysis, topic: Topic, clause: Clause) -> Topic:
    """A topic without the words of a clause that hangs on it: what the clause itself says is no topic of its own."""
    words = analysis.sentences[clause.sentence].words
    tail = analysis.report.text[words[clause.first].start : words[clause.last - 1].end]
    return replace(topic, text=topic.text.removesuffix(tail).rstrip(" ,"))


def _with_infinitive(
    analysis: Analysis, nouns: list[Phrase], children: list[Clause], topics: list[Topic]
) -> list[Topic]:
    """ "Trump's readiness to take part": what somebody is ready for belongs to the topic."""
    if len(topics) != 1 or not nouns:
        return topics
    words = analysis.sentences[children[0].sentence].words if children else []
    phrase = nouns[0]
    for child in children:
        close = all(
            words[i].text == "," or _parted(words[i], analysis.language) for i in range(phrase.last, child.first)
        )
        if child.kind == "infinitive" and close and words[phrase.head].lemma.lower() in noun_cues(analysis.language):
            named = verbatim(analysis, words[phrase.first : phrase.last])
            return [Topic(f"{named} {clause_topic(analysis, child).text}", start=words[phrase.first].start)]
    return topics


def _parted(word: Word, language: str) -> bool:
    """Whether a word is the end of a verb that a German object parts: "lehnt den Vorschlag *ab*"."""
    return language == "de" and word.pos == "PART"


def _things(analysis: Analysis, nouns: list[Phrase], clause: Clause, words: list[Word]) -> list[Phrase]:
    """The objects without the one that something is given to: "empfahl den Mitgliedern die Annahme"."""
    language = analysis.language
    beside = {p.last for p in clause.phrases if p.prep}
    finite = clause.finite.i if clause.finite is not None and clause.kind == "main" else -1
    alone = (p for p in nouns if p.first in beside and p.last == p.first + 1)
    names = [p for p in alone if words[p.first].pos == "NAME" or p.first < finite]
    nouns = [p for p in nouns if p not in names] or nouns  # "im Streit um den Ausbau des Flughafens | Mitteltal"
    if len(nouns) < 2 or clause.passive:
        return nouns
    first, second = nouns[0], nouns[1]
    if language == "de":
        if words[first.first].pos == "DET" and words[first.first + 1].pos == "PREP":
            return nouns  # "eine von den Nachbarn | vorgeschlagene Waffenruhe"
        if person_like(analysis, clause.sentence, first) and not person_like(analysis, clause.sentence, second):
            return nouns[1:]  # "warf den Grünen Erpressung vor"
        return nouns[1:] if "n" not in first.case and "d" in first.case and "n" in second.case else nouns
    given = clause.lemma in lexicon(language, "stance")["giving"]
    return nouns[1:] if given and second.first == first.last else nouns


def felt_about(analysis: Analysis, clause: Clause, feeling: Word) -> list[Topic]:
    """ "She was confident | a deal was within reach": the English clause without "that" behind a word of feeling."""
    sentence = analysis.sentences[clause.sentence]
    words = sentence.words
    if analysis.language != "en" or feeling.i + 1 >= clause.last:
        return []
    after = next((c for c in analysis.clauses[clause.sentence] if c.first == clause.last), None)
    between = words[feeling.i + 1 : clause.last]
    if after is None or after.subject is not None or after.finite is None or between[0].pos not in NAMES_ONE:
        return []
    return [Topic(verbatim(analysis, words[feeling.i + 1 : after.last][:LONGEST]), start=between[0].start)]


def pointing(analysis: Analysis, clause: Clause) -> list[Topic]:
    """The adverb of a clause that points back: "darin", "dazu"; empty where there is none."""
    words = analysis.sentences[clause.sentence].words
    pointers = word_set(analysis.language, "pointers", "words")
    return [
        Topic(words[i].text, points=True) for i in clause.words if words[i].pos == "ADV" and words[i].lower in pointers
    ][:1]


def _clausal(analysis: Analysis, children: list[Clause]) -> list[Topic]:
    """The clauses that say what is demanded, welcomed, ...; joined ones ("dass A und dass B") each."""
    fit = [
        c for c in children if c.kind in ("complement", "infinitive", "question") and c.introducer not in ("um", "ohne")
    ]
    alike = [c for c in fit if (c.kind, c.introducer) == (fit[0].kind, fit[0].introducer)]
    return [t for t in (clause_topic(analysis, c) for c in alike[:2]) if t.text]


def _spread(analysis: Analysis, clause: Clause, wanted: list[Phrase], phrases: list[Phrase]) -> list[Topic]:
    """One topic for each of the joined phrases: "den Beitritt und die Rückgabe"."""
    words = analysis.sentences[clause.sentence].words
    topics = []
    previous: Phrase | None = None
    for phrase in wanted:
        if previous is not None:
            between = [words[i].lower for i in range(previous.last, phrase.first)]
            joined = "und" in between or "and" in between or between == [","] or "sowie" in between
            article = words[phrase.first].pos in ("DET", "POSS") or (phrase.prep and words[phrase.first].pos == "PREP")
            if not (joined and article):
                break
        topics.append(phrase_topic(analysis, clause.sentence, phrase, clause, phrases))
        previous = phrase
    return topics


def _is_subject(phrase: Phrase, clause: Clause) -> bool:
    return clause.subject is not None and (phrase.first, phrase.last) == (clause.subject.first, clause.subject.last)


def _apposition(phrase: Phrase, clause: Clause, words: list[Word]) -> bool:
    """Beside a subject before the verb nothing but its appositions can stand there without a preposition."""
    if clause.subject is None or phrase.prep:
        return False
    if phrase.first == clause.subject.last + 1 and words[clause.subject.last].text == ",":
        return True  # '", complained Oksana, an adviser to the centre'
    if clause.finite is None or clause.kind != "main" or clause.passive:
        return False
    return clause.subject.last <= clause.finite.i and phrase.last <= clause.finite.i


def person_like(analysis: Analysis, sentence: int, phrase: Phrase) -> bool:
    """Whether a phrase is a party's name or stands for one."""
    return any(
        m.first <= phrase.head < m.outer_last and m.outer_first >= phrase.first for m in analysis.mentions_in(sentence)
    )
