"""The words of a noun phrase that name what a statement is about, and what belongs to them."""

from __future__ import annotations

from functools import cache

from detente.reading.cues import noun_cues, word_set
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause, Phrase
from detente.reading.statements.wording import LONGEST, Topic, denies
from detente.reading.text.words import Word

# A German compound's first part has at least so many letters: "Anklage" is no "Klage".
SHORTEST_PART = 4


def phrase_topic(
    analysis: Analysis, sentence: int, phrase: Phrase, clause: Clause, among: list[Phrase] | None = None
) -> Topic:
    """A phrase with the prepositional phrases (`among` these) that follow it directly, without its preposition."""
    words = analysis.sentences[sentence].words
    language = analysis.language
    first, last = phrase.first, phrase.last
    if phrase.prep and words[first].pos == "PREP":
        first += 1
    if clause.negated and last - first > 1 and denies(words[first], language):
        first += 1  # "zu keinen Abstrichen": the stance has turned already
    behind = sorted(among if among is not None else clause.phrases, key=lambda p: p.first)
    last = _participle_until(words, first, last, behind)
    extended = False
    for other in behind:
        if other.first == last and last - first < LONGEST and _belongs(analysis, clause, phrase, other, extended):
            last, extended = other.last, True
    last = _joined_until(analysis, sentence, words, last) if extended else last
    points = _points(words[first:last], language)
    if not points:
        last = min(_modified_until(analysis, clause, last), max(last, first + LONGEST))
    thin = not points and _bare(words[first:last], language)
    text = analysis.report.text[words[first].start : words[last - 1].end].strip()
    noun = words[phrase.head].lemma.lower() if points or thin else ""
    return Topic(" ".join(text.split()), points, thin=thin, start=words[first].start, noun=noun)


def _belongs(analysis: Analysis, clause: Clause, phrase: Phrase, other: Phrase, extended: bool) -> bool:
    """Whether a phrase that follows a topic at once is part of it."""
    words = analysis.sentences[clause.sentence].words
    language = analysis.language
    data, matters = lexicon(language, "stance"), lexicon(language, "matters")
    if adverbial(other, words, language):
        return False
    if other.prep is None:  # "the bid from US | rival Bexley", "durch den Konkurrenten | Alpmilch"
        named = words[other.first].pos in ("NAME", "ADJ") and words[other.last - 1].pos in ("NAME", "NOUN")
        mention = any(m.first <= other.first < m.outer_last for m in analysis.mentions_in(clause.sentence))
        return extended and (named if language == "en" else mention or words[other.head].pos == "NAME")
    lemma = words[phrase.head].lemma.lower()
    if any(cue.prep == other.prep for cue in noun_cues(language).get(lemma, ())):
        return True  # "die Forderung | nach einer 35-Stunden-Woche"
    if lemma in data["governed"].get(other.prep, ()):
        return True  # "Fragen | nach deutschen Truppen"
    if other.prep in matters["authors"]["words"] and not clause.passive:
        return lemma in matter_nouns(language)
    if other.prep in matters["verdicts"]["words"] and _gives_verdict(clause, language):
        return False
    return other.prep not in data["adjuncts"] and not (clause.passive and other.prep in data["agents"])


def _gives_verdict(clause: Clause, language: str) -> bool:
    """Whether "as ..." behind the object of a verb judges it: "rejected the idea as protectionism"."""
    return clause.lemma in lexicon(language, "matters")["verdicts"]["verbs"] or clause.lemma in word_set(
        language, "judging", "verbs"
    )


def _participle_until(words: list[Word], first: int, last: int, behind: list[Phrase]) -> int:
    """Where "eine | von den Nachbarn vorgeschlagene Waffenruhe" ends: a phrase within it is no phrase of its own."""
    if first + 1 >= last or words[first].pos != "DET" or words[first + 1].pos != "PREP":
        return last
    following = next((p for p in behind if p.first == last and p.prep is None and words[p.first].pos == "ADJ"), None)
    return following.last if following is not None else last


def _joined_until(analysis: Analysis, sentence: int, words: list[Word], last: int) -> int:
    """Where "die Fusion von A | und B" ends: two names that a preposition joins belong together."""
    mentions = analysis.mentions_in(sentence)
    if last + 1 >= len(words) or words[last].pos != "AND" or not any(m.last == last for m in mentions):
        return last
    second = next((m for m in mentions if m.outer_first == last + 1), None)
    following = words[second.outer_last] if second is not None and second.outer_last < len(words) else None
    verbal = following is not None and following.pos in ("VERB", "AUX", "MODAL") and following.form == "fin"
    return last if second is None or verbal else second.outer_last


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


def adverbial(phrase: Phrase, words: list[Word], language: str) -> bool:
    """Whether a phrase only says when: "on Monday", "Ende Mai"."""
    plain = not any("-" in w.text for w in words[phrase.first : phrase.last])  # "the 35-hour week" is no time
    lemma = words[phrase.head].lemma.lower()
    data = lexicon(language, "stance")
    if lemma in data["bounds"] and phrase.prep is None and words[phrase.first].pos in ("DET", "POSS"):
        return False  # "forderte ein Ende der Gewalt", but "Ende Mai"
    return plain and lemma in data["times"]


@cache
def matter_nouns(language: str) -> frozenset[str]:
    """All nouns of the classes of matters and of what somebody puts forward, in lower case."""
    data = lexicon(language, "matters")
    return frozenset(
        noun
        for nouns in (*data["classes"].values(), data["content"]["ideas"], data["content"]["verbs"])
        for noun in nouns
    )


@cache
def matter_classes(noun: str, language: str) -> frozenset[str]:
    """The classes of matters that a noun, in lower case, is of; a German compound is of those of its last part."""
    classes: dict[str, list[str]] = lexicon(language, "matters")["classes"]
    if language == "de":
        every = (n for nouns in classes.values() for n in nouns if noun.endswith(n))
        known = {n for n in every if n == noun or len(noun) - len(n) >= SHORTEST_PART}
        noun = max(known, key=len, default=noun)
    return frozenset(name for name, nouns in classes.items() if noun in nouns)


def telling(analysis: Analysis, topic: Topic, words: list[Word], phrase: Phrase) -> bool:
    """Whether a phrase says which thing it means, beside its noun: "a levy on shipping", "das Freihandelsabkommen"."""
    if topic.points or topic.thin:
        return False
    end = topic.start + len(topic.text)
    others = [w for w in words if topic.start <= w.start < end and w.i != phrase.head]
    if any(w.pos in ("NOUN", "NAME", "NUM", "VERB") for w in others):
        return True
    if analysis.language == "en":
        return "-" in words[phrase.head].text
    head = words[phrase.head].lemma.lower()
    return any(head.endswith(noun) and len(head) - len(noun) >= SHORTEST_PART for noun in matter_nouns("de"))


def _points(words: list[Word], language: str) -> bool:
    if not words or len(words) > 4:
        return False
    noun = next((w for w in words if w.pos == "NOUN"), None)
    if noun is None or not noun.lemma.lower().endswith(tuple(word_set(language, "pointers", "nouns"))):
        return False
    return any(w.lower.startswith(tuple(word_set(language, "pointers", "determiners"))) for w in words if w is not noun)


def _bare(words: list[Word], language: str) -> bool:
    """Whether a noun phrase is a noun and which or whose it is: "the move", "Kyiv's offer", "das Vorhaben"."""
    if language == "de":
        known = word_set("de", "pointers", "nouns") | matter_nouns("de")
        return (
            len(words) == 2
            and words[0].pos in ("DET", "POSS")
            and definite(words[0], "de")
            and (words[1].lemma.lower() in known)
        )
    if words[-1].lemma.lower() not in word_set("en", "pointers", "nouns"):
        return False
    first = words[0]
    if len(words) == 2 and (first.pos == "POSS" or first.lower == "the"):
        return True
    return (
        len(words) > 2 and words[-2].pos == "GEN" and all(w.pos in ("NAME", "DET", "GEN", "NOUN") for w in words[:-1])
    )


def private(words: list[Word], phrase: Phrase, language: str) -> bool:
    """Whether a phrase is somebody's own matter: "its own deal with China"."""
    own: list[str] = lexicon(language, "matters")["private"]["words"]
    return any(w.lemma.lower() in own for w in words[phrase.first : phrase.head])


def definite(word: Word, language: str) -> bool:
    """Whether a determiner says that its thing is known: "the", "der", "their"."""
    return word.pos == "POSS" or word.lower in lexicon(language, "matters")["definite"]["articles"]
