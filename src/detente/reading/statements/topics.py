"""What a statement is about: the words that name it, or what a pronoun points back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.reading.cues import Frame, noun_cues, pronominal, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Phrase
from detente.reading.text.words import Word

# A topic of more words than these is a sentence, not a name for an issue.
LONGEST = 18
# A clause of fewer words says little without those that hang on it: "to risk | inflicting losses on our workers".
THIN = 6
# A clause without any of these is thin: "to reconsider", "to do so".
NAMING = ("NOUN", "NAME", "ADJ", "NUM", "PRED")


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of a topic; `points` where they only point to something said before, `negated` where they deny it.

    `thin` are those that name what the report has told of ("the move"), or only what is done ("to reconsider").
    """

    text: str
    points: bool = False
    negated: bool = False
    thin: bool = False


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
    objects = [p for p in phrases if p.prep is None and not _adverbial(p, words, language)]
    objects = [p for p in objects if words[p.head].tag != "PRF"]
    if clause.passive and clause.subject is not None:
        objects = [clause.subject]
    clausal = _clausal(analysis, children)
    if frame is not None and frame.lemma in data["control"]:
        objects = [p for p in objects if not person_like(analysis, clause.sentence, p)]  # who is warned is no topic
    nouns = [p for p in objects if words[p.head].pos in ("NOUN", "NAME")]
    nouns = _things(nouns, clause, words, language)
    if nouns and not (clausal and len(nouns) == 1 and person_like(analysis, clause.sentence, nouns[0])):
        return _with_infinitive(analysis, nouns, children, _spread(analysis, clause, nouns, phrases))
    if clausal:
        return clausal
    named = _antecedent(analysis, clause)
    if named is not None:
        return [named]
    pointers = word_set(language, "pointers", "words")
    pronouns = [p for p in objects if words[p.head].lower in pointers]
    own = [
        words[i]
        for i in clause.words
        if words[i].lower in pointers and words[i].pos in ("ADV", "REL", "PRON", "DET", "ASK")
    ]
    if pronouns or own:
        return [Topic(words[pronouns[0].head].text if pronouns else own[0].text, points=True)]
    return []


def _antecedent(analysis: Analysis, clause: Clause) -> Topic | None:
    """ "An offer that Kyiv declined", "der Plan, den Kiew ablehnt": the noun that a relative clause goes with.

    "Was" and "which" may as well point to all that was said, so they are left to that.
    """
    words = analysis.sentences[clause.sentence].words
    if clause.kind != "relative" or not clause.introducer:
        return None
    acting = clause.subject is not None and words[clause.subject.head].pos == "REL"
    suffers = (
        acting and clause.passive
    )  # "der Vertrag, der gebrandmarkt wurde", "a coalition which was joined by Samoa"
    wide = clause.introducer in lexicon(analysis.language, "stance")["pointers"]["wide"]
    if (wide and not (suffers and analysis.language == "en")) or (acting and not suffers):
        return None
    before = clause.first - 1 if words[clause.first - 1].text == "," else clause.first
    ends = {before}
    if suffers and clause.parent is not None and clause.parent.kind == "infinitive":
        ends.add(clause.parent.first)  # "a coalition to patrol the Gulf which was joined by Samoa"
    for other in analysis.clauses[clause.sentence]:
        for phrase in other.phrases:
            if phrase.last in ends and words[phrase.head].pos == "NOUN":
                return _up_to(analysis, phrase_topic(analysis, clause.sentence, phrase, other), clause)
    return None


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
        between = range(phrase.last, child.first)
        close = len(between) <= 1 and all(words[i].text == "," for i in between)
        if child.kind == "infinitive" and close and words[phrase.head].lemma.lower() in noun_cues(analysis.language):
            named = _slice(analysis, words, phrase.first, phrase.last)
            return [Topic(f"{named} {clause_topic(analysis, child).text}")]
    return topics


def _things(nouns: list[Phrase], clause: Clause, words: list[Word], language: str) -> list[Phrase]:
    """The objects without the one that something is given to: "empfahl den Mitgliedern die Annahme"."""
    if len(nouns) < 2 or clause.passive:
        return nouns
    first, second = nouns[0], nouns[1]
    if language == "de":
        return nouns[1:] if "n" not in first.case and "d" in first.case and "n" in second.case else nouns
    given = clause.lemma in lexicon(language, "stance")["giving"]
    return nouns[1:] if given and second.first == first.last else nouns


def pointing(analysis: Analysis, clause: Clause) -> list[Topic]:
    """The adverb of a clause that points back: "darin", "dazu"; empty where there is none."""
    words = analysis.sentences[clause.sentence].words
    pointers = word_set(analysis.language, "pointers", "words")
    return [
        Topic(words[i].text, points=True) for i in clause.words if words[i].pos == "ADV" and words[i].lower in pointers
    ][:1]


def phrase_topic(
    analysis: Analysis, sentence: int, phrase: Phrase, clause: Clause, among: list[Phrase] | None = None
) -> Topic:
    """A phrase with the prepositional phrases (`among` these) that follow it directly, without its preposition."""
    words = analysis.sentences[sentence].words
    data = lexicon(analysis.language, "stance")
    first, last = phrase.first, phrase.last
    if phrase.prep and words[first].pos == "PREP":
        first += 1
    for other in among if among is not None else clause.phrases:
        agent = clause.passive and other.prep in data["agents"]
        aside = other.prep in data["adjuncts"] or _adverbial(other, words, analysis.language)
        if other.first == last and other.prep and last - first < LONGEST and not agent and not aside:
            last = other.last
    points = _points(words[first:last], analysis.language)
    if not points:
        last = min(_modified_until(analysis, clause, last), max(last, first + LONGEST))
    thin = not points and analysis.language == "en" and _bare(words[first:last])
    return Topic(_slice(analysis, words, first, last), points, thin=thin)


def _modified_until(analysis: Analysis, clause: Clause, last: int) -> int:
    """Where the clauses end that tell a phrase apart: "a decree | banning masks", "a bill | that would fund schools".

    `last` where there are none.  They follow at once, without a comma, and belong to the phrase's own clause or to each
    other.
    """
    if analysis.language != "en":
        return last  # German has a comma before all of them, whether or not they tell anything apart
    above = [clause]
    for other in analysis.clauses[clause.sentence]:
        if other.first == last and other.parent in above and other.kind in ("relative", "infinitive", "adverbial"):
            gerund = other.kind == "adverbial" and other.introducer is None
            if other.kind != "adverbial" or gerund:
                last = other.last
                above.append(other)
        elif other.first == last and other.parent in above[1:] and other.kind in ("complement", "question"):
            last = other.last
            above.append(other)
    return last


def clause_topic(analysis: Analysis, clause: Clause, skip: set[int] | None = None) -> Topic:
    """All a clause says but its conjunction and its finite verb."""
    words = analysis.sentences[clause.sentence].words
    indexes = [i for i in clause.words if not skip or i not in skip]
    subject = clause.subject
    if clause.introducer and subject is not None and words[subject.head].pos in ("NOUN", "NAME"):
        # "dass durch diese Gespräche nicht nur die Hilfe ...": what stands before the subject is no topic
        later = [i for i in indexes if i >= subject.first]
        indexes = later or indexes
    adjuncts = lexicon(analysis.language, "stance")["adjuncts"]
    aside = {i for p in clause.phrases if p.prep in adjuncts for i in range(p.first, p.last)}
    indexes = [i for i in indexes if i not in aside] or indexes
    while indexes and words[indexes[0]].pos in ("SUB", "AND", "PRON", "REL", "ADV", "PREP"):
        indexes = indexes[1:]
    drop = {clause.finite.i} if clause.finite is not None and clause.finite.pos in ("AUX", "MODAL") else set()
    if len(indexes) < THIN and indexes and indexes[-1] == clause.last - 1:
        indexes = [*indexes, *_governed(analysis, clause)]
    kept = [words[i] for i in indexes if i not in drop and (words[i].pos != "NEG" or not clause.negated)][:LONGEST]
    thin = analysis.language == "en" and not any(w.pos in NAMING for w in kept)
    return Topic(" ".join(w.text for w in kept), negated=clause.negated, thin=thin)


def _governed(analysis: Analysis, clause: Clause) -> list[int]:
    """The words of the clauses that follow a clause at once and hang on it."""
    if analysis.language != "en":
        return []
    found: list[int] = []
    above, last = [clause], clause.last
    for other in analysis.clauses[clause.sentence]:
        if other.first == last and other.parent in above and other.kind not in ("main", "conditional"):
            found += other.words
            above.append(other)
            last = other.last
    return found


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


def _slice(analysis: Analysis, words: list[Word], first: int, last: int) -> str:
    return analysis.report.text[words[first].start : words[last - 1].end].strip()


def _points(words: list[Word], language: str) -> bool:
    if not words or len(words) > 4:
        return False
    noun = next((w for w in words if w.pos == "NOUN"), None)
    if noun is None or not noun.lemma.lower().endswith(tuple(word_set(language, "pointers", "nouns"))):
        return False
    return any(w.lower.startswith(tuple(word_set(language, "pointers", "determiners"))) for w in words if w is not noun)


def _bare(words: list[Word]) -> bool:
    """Whether an English noun phrase is a noun and which or whose it is: "the move", "his plan", "Kyiv's offer"."""
    if words[-1].lemma.lower() not in word_set("en", "pointers", "nouns"):
        return False
    first = words[0]
    if len(words) == 2 and (first.pos == "POSS" or first.lower == "the"):
        return True
    return (
        len(words) > 2 and words[-2].pos == "GEN" and all(w.pos in ("NAME", "DET", "GEN", "NOUN") for w in words[:-1])
    )


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


def _adverbial(phrase: Phrase, words: list[Word], language: str) -> bool:
    plain = not any("-" in w.text for w in words[phrase.first : phrase.last])  # "the 35-hour week" is no time
    lemma = words[phrase.head].lemma.lower()
    data = lexicon(language, "stance")
    if lemma in data["bounds"] and phrase.prep is None and words[phrase.first].pos in ("DET", "POSS"):
        return False  # "forderte ein Ende der Gewalt", but "Ende Mai"
    return plain and lemma in data["times"]


def person_like(analysis: Analysis, sentence: int, phrase: Phrase) -> bool:
    """Whether a phrase is a party's name or stands for one."""
    return any(
        m.first <= phrase.head < m.outer_last and m.outer_first >= phrase.first for m in analysis.mentions_in(sentence)
    )
