"""Drafts of statements, and what the rules that make them ask of a clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from detente.reading.cues import Stance, judgement, match_frame, noun_cues, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.speakers import actors_in, holders
from detente.reading.statements.topics import Topic
from detente.reading.text.words import Word

INVERSE: dict[Stance, Stance] = {"support": "oppose", "oppose": "support", "open": "open"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before what it points to is resolved."""

    actors: tuple[Actor, ...]
    stance: Stance
    topic: Topic
    cue: str
    rule: str
    addressee: str | None = None

    def about(self, topic: Topic, stance: Stance) -> Draft:
        """The same statement about something else."""
        return replace(self, topic=topic, stance=stance)


def negate(stance: Stance) -> Stance | None:
    """The stance of a negated cue: not demanding is no support, not ruling out is open."""
    inverse: dict[Stance, Stance | None] = {"support": "oppose", "oppose": "open", "open": None}
    return inverse[stance]


def held_by(analysis: Analysis, clause: Clause, said: Attribution) -> list[Actor]:
    """Who holds what a clause says: its subject, or who is speaking where the subject is a pronoun for them."""
    words = analysis.sentences[clause.sentence].words
    subject = clause.subject
    speakers, how = said.of(clause)
    if (
        how == "quote"
        and subject is not None
        and words[subject.head].lower in word_set(analysis.language, "modals", "first")
    ):
        return speakers
    actors = holders(analysis, clause)
    if actors:
        return said.told_of if _many(analysis, clause, actors, said) else actors
    themselves = "first" if how == "quote" else "self"
    if (
        speakers
        and subject is not None
        and words[subject.head].lower in word_set(analysis.language, "modals", themselves)
    ):
        return speakers
    return meant(analysis, clause, said)


def _many(analysis: Analysis, clause: Clause, actors: list[Actor], said: Attribution) -> bool:
    """Whether "sie" with a verb in the plural was taken for one person where the sentence before has several."""
    if analysis.language != "de" or clause.subject is None or clause.finite is None or len(said.told_of) < 2:
        return False
    single = len(actors) == 1 and actors[0].kind == "person"
    head = analysis.sentences[clause.sentence].words[clause.subject.head]
    return single and head.lower == "sie" and clause.finite.lower.endswith(("en", "sind"))


def meant(analysis: Analysis, clause: Clause, said: Attribution) -> list[Actor]:
    """ "Auch sie fordern ...", "Ihre Bedenken richten sich gegen ...": whom the German sentence before is about."""
    words = analysis.sentences[clause.sentence].words
    if analysis.language != "de" or clause.passive or clause.subject is None or clause.finite is None:
        return []
    head = words[clause.subject.head]
    quoted = analysis.sentences[clause.sentence].quoted
    opens = not (quoted and quoted[head.i]) and clause.kind == "main" and clause.subject.first <= clause.finite.i + 2
    if not opens or any(m.first <= head.i < m.last for m in analysis.mentions_in(clause.sentence)):
        return []
    owned = words[clause.subject.first].pos == "POSS" and clause.lemma in ("richten", "wenden", "gelten")
    if not owned and head.lower not in ("er", "sie", "diese", "dieser", "beide"):
        return []
    if owned:
        return said.told_of or said.last
    many = clause.finite.lower.endswith(("en", "sind"))
    told = said.told_of or said.last
    several = len(told) > 1 or any(a.plural or a.kind == "group" for a in told)
    if head.lower == "beide":
        return told if len(told) == 2 else []
    return told if many == several or (many and any(a.kind == "organisation" for a in told)) else []


def partners(analysis: Analysis, clause: Clause, actors: list[Actor]) -> list[Actor]:
    """With whom the holders agree: "signed a deal with the union"."""
    for phrase in clause.phrases:
        if phrase.prep in ("with", "mit"):
            found = [a for a in actors_in(analysis, clause.sentence, phrase) if a not in actors]
            if found:
                return found
    return []


def named_at(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The holder behind a preposition: "bei der Union", "from the union"."""
    preps = lexicon(analysis.language, "stance")["reversed"]["holder"]
    for phrase in clause.phrases:
        if phrase.prep in preps:
            found = actors_in(analysis, clause.sentence, phrase)
            if found:
                return found
    return []


def is_purpose(clause: Clause) -> bool:
    """ "um ... zu", "ohne ... zu": what something is done for is no stance of its own."""
    return clause.kind == "adverbial" and clause.introducer in ("um", "ohne", "statt", "anstatt")


def is_demanded(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause says what a party ought to do, or did not manage, and so not where it stands.

    "Die Ukraine müsse verzichten", "insisted that Kyiv withdraw", "failed to agree".
    """
    data = lexicon(analysis.language, "stance")
    if clause.modal in data["modals"]["must"]:
        return True
    parent = clause.parent
    if parent is None or clause.kind not in ("complement", "infinitive"):
        return False
    if clause.kind == "infinitive":
        return parent.lemma in data["unachieved"]
    words = analysis.sentences[parent.sentence].words
    before = words[clause.first - 1] if clause.first else None
    before = words[clause.first - 2] if before is not None and before.text == "," and clause.first > 1 else before
    if before is not None and any(
        c.stance == "support" for c in noun_cues(analysis.language).get(before.lemma.lower(), ())
    ):
        return True  # "his demand that Kyiv give up"
    frame = match_frame(parent, words, analysis.language)
    return frame is not None and frame.stance == "support" and parent.lemma not in data["asserting"]


def is_denied(clause: Clause, analysis: Analysis, *kinds: str) -> bool:
    """Whether the clause above says that it is not so: "I do not think that ...", "sei nicht der Meinung, dass ...".

    `kinds` are the lists of verbs after which a negation is meant for what follows.
    """
    above = clause.parent if clause.kind == "complement" else None
    if above is None or not above.negated:
        return False
    data = lexicon(analysis.language, "stance")
    if any(above.lemma in data[kind] for kind in kinds):
        return True
    words = analysis.sentences[clause.sentence].words
    return above.lemma in data["copula"] and any(words[i].lemma.lower() in data["convictions"] for i in above.words)


def _is_not_so(clause: Clause, analysis: Analysis) -> bool:
    """Whether a clause says what is denied, left undone, wanted by others, or only feared and rumoured."""
    data = lexicon(analysis.language, "stance")
    above = clause.parent if clause.kind in ("complement", "infinitive") else None
    if above is not None and above.lemma in data["denying"] and not above.negated:
        return True
    if above is not None and above.lemma in data["expecting"] and above.passive:
        return True
    words = analysis.sentences[clause.sentence].words
    before = [w.lemma.lower() for w in words[max(0, clause.first - 2) : clause.first]]
    wanted = data["pressing"] if clause.kind == "infinitive" else ()
    if any(lemma in data["hearsay"] or lemma in wanted for lemma in before):
        return True
    near = [w.lower for w in words[max(0, clause.first - 1) : clause.first + 3]]
    undone = any(" ".join(pair) in data["undone"] for pair in pairwise(near))
    return undone or is_denied(clause, analysis, "raising")


def is_unreal(clause: Clause, analysis: Analysis) -> bool:
    """Whether a clause only says what could be, or what is not so: "könnte ablehnen", "may reject"."""
    data = lexicon(analysis.language, "stance")
    if _is_not_so(clause, analysis):
        return True
    if clause.modal in data["duty"] and (clause.subject is None or not _themselves(analysis, clause)):
        return True  # "it must be approved by the board"
    if clause.modal not in data["unreal"] or clause.mood == "reported":
        return False
    # "konnten sich einigen" tells what was done
    return not (clause.finite is not None and clause.finite.lower in ("konnte", "konnten"))


def _themselves(analysis: Analysis, clause: Clause) -> bool:
    assert clause.subject is not None
    word = analysis.sentences[clause.sentence].words[clause.subject.head]
    return word.lower in word_set(analysis.language, "modals", "first")


def children(analysis: Analysis, clause: Clause) -> list[Clause]:
    """The clauses under a clause, or the reported one that follows it."""
    below = [c for c in analysis.clauses[clause.sentence] if c.parent is clause and c.first > clause.first]
    if analysis.language == "en" and clause.lemma in lexicon("en", "stance")["control"]:
        # "asked the mayor, who had won, to resign": the relative clause lies between
        aside = [c for c in below if c.kind == "relative"]
        below += [
            c for c in analysis.clauses[clause.sentence] if c.kind == "infinitive" and any(c.parent is a for a in aside)
        ]
    following = [
        c
        for c in analysis.clauses[clause.sentence]
        if c.kind == "main" and c.mood == "reported" and c.first >= clause.last
    ]
    return below + [replace(c, kind="complement") for c in following[:1] if not below]


def verdict_of(analysis: Analysis, clause: Clause, words: list[Word]) -> tuple[Stance | None, int]:
    """The judgement that a clause's words pass, and the index of the word that does."""
    subject = set(range(clause.subject.first, clause.subject.last)) if clause.subject else set()
    aside: set[int] = set()
    if analysis.language == "en":
        # what judges is said behind the verb, not within "with", "in" or "for" something
        aside = {i for p in clause.phrases if p.prep not in (None, "as") for i in range(p.first, p.last)}
        aside |= {i for i in clause.words if clause.verb is not None and i < clause.verb.i}
    for i in reversed(clause.words):
        word = words[i]
        if i in subject or i in aside or word is clause.finite:
            continue
        if word.pos not in ("PRED", "NOUN", "ADJ", "ADV", "VERB"):
            continue
        if word.pos == "ADJ" and (analysis.language == "de" or _qualifies(words, i, analysis.language)):
            continue
        verdict = judgement(word, analysis.language)
        if verdict is not None:
            negated = clause.negated
            return (INVERSE[verdict] if negated else verdict), i
    return None, 0


def _qualifies(words: list[Word], i: int, language: str) -> bool:
    """Whether an English adjective only tells a thing apart: "legitimate targets", but "a wrong step" judges."""
    following = words[i + 1] if i + 1 < len(words) else None
    if following is None or following.pos not in ("NOUN", "NAME"):
        return False
    return following.lemma.lower() not in word_set(language, "pointers", "nouns")


def addressee(analysis: Analysis, clause: Clause, actors: list[Actor]) -> str | None:
    """The party that is asked, warned or offered something: the clause's object, or behind "an", "gegenüber", "to"."""
    preps = lexicon(analysis.language, "stance")["addressing"]
    for phrase in clause.phrases:
        if clause.passive and phrase.prep in lexicon(analysis.language, "stance")["agents"]:
            continue
        if phrase is clause.subject or phrase.first in clause.verb_words or (phrase.prep and phrase.prep not in preps):
            continue
        for actor in actors_in(analysis, clause.sentence, phrase):
            if actor not in actors:
                return actor.key
    return None
