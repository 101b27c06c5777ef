"""What the steps of the reader hand to each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from detente.contract import PartyKind, Report
from detente.reading.text.words import Sentence, Word

How = Literal["name", "metonym", "pronoun", "description", "adjective"]


@dataclass(slots=True)
class OfficeFound:
    """A role given to a person in one place: `of` is the key of the party that the office belongs to.

    `owner` is where that party's name begins, if it stands before the role ("Norway's minister").
    """

    role: str
    start: int
    end: int
    of: str | None = None
    former: bool = False
    owner: int | None = None


@dataclass(slots=True, eq=False)
class Actor:
    """A party as far as one report tells.  `key` is unique within the report; `of` is another actor's key."""

    key: str
    name: str
    kind: PartyKind
    of: str | None = None
    code: str | None = None
    aliases: list[str] = field(default_factory=list)
    offices: list[OfficeFound] = field(default_factory=list)
    feminine: bool | None = None
    plural: bool = False


@dataclass(slots=True, eq=False)
class Mention:
    """Words that stand for an actor.

    `first:last` are the word indexes of the name itself; `outer_first:outer_last` take in determiner, role and
    apposition ("der ukrainische Präsident Wolodymyr Selenskyj").  `acts` is false where the words only say where
    something happens or belongs ("in der Ukraine", "the Ukraine war"), so that no party is made of a place.
    """

    sentence: int
    first: int
    last: int
    outer_first: int
    outer_last: int
    actor: Actor
    how: How = "name"
    acts: bool = True
    genitive: bool = False


ClauseKind = Literal["main", "complement", "infinitive", "relative", "conditional", "adverbial", "question"]
Mood = Literal["indicative", "reported", "hypothetical"]


@dataclass(slots=True)
class Phrase:
    """A noun phrase or prepositional phrase: words `first:last` of the sentence, `head` the noun that carries it."""

    first: int
    last: int
    head: int
    prep: str | None = None
    case: str = ""


@dataclass(slots=True, eq=False)
class Clause:
    """A clause: which words are its own, its predicate, and what stands around it.

    `lemma` is the full verb with its separated prefix ("ablehnen"), "" where there is none; `modal` the modal verb's
    lemma; `mood` is reported for Konjunktiv I (or a clause under "said that"), hypothetical for Konjunktiv II, "would".
    """

    sentence: int
    first: int
    last: int
    words: list[int]
    kind: ClauseKind = "main"
    parent: Clause | None = None
    introducer: str | None = None
    finite: Word | None = None
    verb: Word | None = None
    verb_words: list[int] = field(default_factory=list)
    lemma: str = ""
    modal: str | None = None
    passive: bool = False
    negated: bool = False
    perfect: bool = False
    mood: Mood = "indicative"
    subject: Phrase | None = None
    phrases: list[Phrase] = field(default_factory=list)
    predicatives: list[int] = field(default_factory=list)


def _sentence_of(mention: Mention) -> int:
    return mention.sentence


@dataclass(slots=True)
class Analysis:
    """A report taken apart: sentences with tagged words, the mentions in text order, the clauses by sentence."""

    report: Report
    language: str
    sentences: list[Sentence]
    mentions: list[Mention] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    clauses: list[list[Clause]] = field(default_factory=list)

    def mentions_in(self, sentence: int) -> list[Mention]:
        """The mentions of one sentence, in text order."""
        # The mentions lie in text order, and this is asked for every clause.
        first = bisect_left(self.mentions, sentence, key=_sentence_of)
        return self.mentions[first : bisect_right(self.mentions, sentence, lo=first, key=_sentence_of)]


@dataclass(slots=True)
class StatementFound:
    """A statement, by actor keys; `start:end` is its evidence, `topic` the words that name what it is about."""

    actor: str
    stance: Literal["support", "oppose", "open"]
    topic: str
    cue: str
    start: int
    end: int
    rule: str
    confidence: float
    addressee: str | None = None


@dataclass(slots=True)
class EventFound:
    """An event, by actor keys; `when` are the report's own words for the time, `date` what they mean (ISO 8601)."""

    type: str
    participants: list[str]
    start: int
    end: int
    status: Literal["happened", "ongoing", "planned", "failed"]
    rule: str
    confidence: float
    place: str | None = None
    when: str | None = None
    date: str | None = None
    topic: str | None = None
