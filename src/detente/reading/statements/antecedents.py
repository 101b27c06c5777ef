"""What "the deal", "this plan" or "it" stands for: a thing that the report has named before, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause, Phrase
from detente.reading.statements.deeds import main_matter, title_deed, title_topic
from detente.reading.statements.phrase_topics import adverbial, definite, matter_classes, phrase_topic, private, telling
from detente.reading.statements.topics import Topic, person_like

# How far back a thing of the same kind may have been named, in sentences, before the report's main matter goes first.
NEAR = 3
# How far back what is called "the demand" may have been demanded, in sentences.
FAR = 6
# So many times "the plan" may stand for "the proposal" that stands for something else.
LINKS = 4
# What a party has put forward: the sentence, the lemma of the verb that says so, and what it is.
Wanted = tuple[int, str, Topic]


class Antecedents:
    """Finds in a report what its vague topics stand for.  Where nothing fits, they stay as they are."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._language = analysis.language

    @cached_property
    def title(self) -> Topic | None:
        """What the report's title is about."""
        return title_topic(self._analysis)

    @cached_property
    def deed(self) -> Topic | None:
        """The deed that the report's title tells."""
        return title_deed(self._analysis)

    @cached_property
    def main(self) -> Topic | None:
        """The matter that the whole report is about."""
        return main_matter(self._analysis, self.title)

    def names_a_kind(self, topic: Topic) -> bool:
        """Whether a topic's noun says of what kind the thing is: what is of another kind it does not stand for."""
        verbs = lexicon(self._language, "matters")["content"]["verbs"]
        return topic.noun in verbs or bool(matter_classes(topic.noun, self._language))

    def of_noun(self, topic: Topic, sentence: int, wanted: Sequence[Wanted]) -> Topic | None:
        """What "the plan" or "such a law" stands for; `wanted` is what others have put forward before, in text order.

        The nearest thing of the same kind that says which, or what was put forward by a verb of that noun; else the
        report's main matter if it is of that kind, or the last thing of the same name.  "The move", which is of no
        kind, is the title's deed.
        """
        noun = topic.noun
        if noun in lexicon(self._language, "matters")["again"]["verbs"]:
            return self.deed
        kinds = matter_classes(noun, self._language)
        next_to = self._before(topic, sentence, sentence - 1, kinds, noun)
        if next_to is not None:
            return next_to
        near = (
            self._before(topic, sentence, sentence - NEAR, frozenset(), noun)
            or self._put_forward(noun, sentence, wanted)
            or self._before(topic, sentence, sentence - NEAR, kinds, noun)
        )
        if near is not None:
            return near
        if self.main is not None and self._is_kind(self.main, noun, kinds | self._linked(topic, sentence, kinds)):
            return self.main
        far = self._before(topic, sentence, 0, frozenset(), noun)
        deed = noun in lexicon(self._language, "matters")["deeds"]["nouns"] and self._in_title(_owner(topic))
        return far or (self.deed if deed and self._own(self.deed) else None)

    def _linked(self, topic: Topic, sentence: int, kinds: frozenset[str]) -> frozenset[str]:
        """The kinds of what a vague noun stands for that is itself vague: "the plan" after "the takeover"."""
        for phrase, clause in self._phrases(topic.start, sentence, max(0, sentence - NEAR)):
            head = self._analysis.sentences[clause.sentence].words[phrase.head].lemma.lower()
            found = matter_classes(head, self._language)
            if found & kinds and phrase_topic(self._analysis, clause.sentence, phrase, clause).thin:
                return found
        return frozenset()

    def _put_forward(self, noun: str, sentence: int, wanted: Sequence[Wanted]) -> Topic | None:
        content = lexicon(self._language, "matters")["content"]
        verbs = content["verbs"].get(noun, ())
        idea = noun in content["ideas"]
        fit = [t for n, cue, t in wanted if sentence - n <= (FAR if cue in verbs else NEAR - 1 if idea else -1)]
        own = [t for n, cue, t in wanted if sentence - n <= FAR and cue in verbs[:1]]  # "the demand": what was demanded
        return (own or fit)[-1] if own or fit else None

    def of_pronoun(self, sentence: int) -> Topic | None:
        """What "it" or "das" stands for where the sentence before took no stance: the object of that sentence."""
        if sentence == 0 or self._analysis.sentences[sentence - 1].headline:
            return None
        before = sentence - 1
        words = self._analysis.sentences[before].words
        main = [c for c in self._analysis.clauses[before] if c.kind == "main" and c.verb is not None]
        for clause in main[-1:]:
            for phrase in clause.phrases:
                own = clause.subject is not None and phrase.first == clause.subject.first
                thing = words[phrase.head].pos == "NOUN" and phrase.prep is None and not own
                behind = clause.finite is None or phrase.first > clause.finite.i
                if not thing or not behind or clause.lemma in lexicon(self._language, "stance")["copula"]:
                    continue
                if not adverbial(phrase, words, self._language) and not person_like(self._analysis, before, phrase):
                    found = phrase_topic(self._analysis, before, phrase, clause)
                    return None if found.points or found.thin else found
        return None

    def of_silence(self, sentence: int) -> Topic | None:
        """What a party that "declined to comment" was asked about just before, else the report's main matter."""
        asking = lexicon(self._language, "matters")["asking"]["verbs"]
        for near in (sentence, sentence - 1):
            for clause in self._analysis.clauses[near] if near >= 0 else ():
                if clause.lemma in asking:
                    for phrase in clause.phrases:
                        if phrase.prep in lexicon(self._language, "stance")["undecided"]["about"]:
                            return phrase_topic(self._analysis, near, phrase, clause)
        return self.main

    def _in_title(self, owner: str) -> bool:
        """Whether the title names whose the deed is, or it is nobody's in particular."""
        return not owner or owner in (w.text for w in self._analysis.sentences[0].words)

    def _own(self, title: Topic | None) -> bool:
        return title is not None and not title.points and not title.thin

    def _is_kind(self, topic: Topic, noun: str, kinds: frozenset[str]) -> bool:
        """Whether the report's main matter is a thing of these kinds: one of its words names one."""
        words = [w.strip("\"',.").lower() for w in topic.text.split()]
        return any(w == noun or matter_classes(w, self._language) & kinds for w in words[:6])

    def _before(self, topic: Topic, sentence: int, earliest: int, kinds: frozenset[str], noun: str) -> Topic | None:
        """The last phrase before a topic of the same `noun` or `kinds` that says which; links are followed."""
        owner, links = _owner(topic), 0
        nouns: tuple[str, ...] = (noun,)
        for phrase, clause in self._phrases(topic.start, sentence, max(0, earliest)):
            words = self._analysis.sentences[clause.sentence].words
            lemma = words[phrase.head].lemma.lower()
            same = lemma in nouns or (self._language == "de" and lemma.endswith(nouns))
            if not same and not matter_classes(lemma, self._language) & kinds:
                continue
            if person_like(self._analysis, clause.sentence, phrase):
                continue
            first = words[phrase.first]
            if first.pos == "PREP" and phrase.first + 1 < phrase.last:
                first = words[phrase.first + 1]
            if private(words, phrase, self._language):
                continue
            found = phrase_topic(self._analysis, clause.sentence, phrase, clause)
            if owner and owner not in found.text:
                continue  # "Kyiv's offer" is none of Moscow's
            if telling(self._analysis, found, words, phrase):
                return found
            if found.thin and definite(first, self._language) and links < LINKS and lemma not in nouns:
                kinds, nouns, links = kinds | matter_classes(lemma, self._language), (*nouns, lemma), links + 1
        return None

    def _phrases(self, start: int, sentence: int, earliest: int) -> Iterator[tuple[Phrase, Clause]]:
        """The noun phrases before a place in the text, the last one first."""
        for number in range(sentence, earliest - 1, -1):
            words = self._analysis.sentences[number].words
            found = [(p, c) for c in self._analysis.clauses[number] for p in c.phrases]
            for phrase, clause in sorted(found, key=lambda each: -each[0].first):
                head = words[phrase.head]
                noun = head.pos == "NOUN" or (head.pos == "NAME" and head.text.islower())  # unknown to the tagger
                if not noun or (start >= 0 and words[phrase.last - 1].end > start):
                    continue
                if number == sentence and start < 0:
                    continue
                copula = clause.lemma in lexicon(self._language, "stance")["copula"] and phrase.prep is None
                if not (copula and phrase is not clause.subject):  # "is a bad deal" judges it
                    yield phrase, clause


def _owner(topic: Topic) -> str:
    """Whose the thing is that an English topic names: "Kyiv" of "Kyiv's offer"; empty where it names nobody."""
    before, mark, _ = topic.text.replace("’", "'").partition("'")
    return before.split()[-1] if mark and before.strip() else ""
