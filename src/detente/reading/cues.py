"""Cues: the verbs, nouns and adjectives that tell a stance, as the word lists have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.reading.language import lexicon
from detente.reading.model import Clause
from detente.reading.text.words import Word

Stance = Literal["support", "oppose", "open"]
ENTRY = re.compile(r"^(?P<sich>sich )?(?P<lemma>[^ (]+)(?: \((?P<fixed>[^)]*)\))?(?: (?P<prep>\S+))?$")


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with what must stand around it to be a cue: "sich aussprechen gegen", "stellen (in Frage)"."""

    lemma: str
    stance: Stance
    prep: str | None = None
    reflexive: bool = False
    fixed: tuple[str, ...] = ()
    reverse: bool = False

    @property
    def name(self) -> str:
        """The frame as the word list writes it."""
        parts = [
            "sich" if self.reflexive else "",
            self.lemma,
            f"({' '.join(self.fixed)})" if self.fixed else "",
            self.prep or "",
        ]
        return " ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class NounCue:
    """A noun that carries a stance; `prep` leads to what it is about, None where any may."""

    lemma: str
    stance: Stance
    prep: str | None = None


def parse_frame(entry: str, stance: Stance, reverse: bool = False) -> Frame:
    """A frame from its entry in the word list.  Raises `ValueError` where the entry is not of that form."""
    found = ENTRY.match(entry.strip())
    if not found:
        raise ValueError(f"not a verb entry: {entry!r}")
    fixed = tuple((found["fixed"] or "").lower().split())
    return Frame(found["lemma"].lower(), stance, found["prep"], bool(found["sich"]), fixed, reverse)


@cache
def frames(language: str) -> dict[str, tuple[Frame, ...]]:
    """The verb frames of a language by lemma, the most specific first."""
    lists = lexicon(language, "stance")
    found: dict[str, list[Frame]] = {}
    for section, reverse in (("verbs", False), ("reversed", True)):
        for stance in ("support", "oppose", "open"):
            for entry in lists[section].get(stance, []):
                frame = parse_frame(entry, stance, reverse)
                found.setdefault(frame.lemma, []).append(frame)
    return {lemma: tuple(sorted(entries, key=_generality)) for lemma, entries in found.items()}


def _generality(frame: Frame) -> int:
    return -(4 * len(frame.fixed) + 2 * (frame.prep is not None) + frame.reflexive)


@cache
def noun_cues(language: str) -> dict[str, tuple[NounCue, ...]]:
    """The stance nouns of a language by lemma in lower case, those with a preposition first."""
    found: dict[str, list[NounCue]] = {}
    for stance in ("support", "oppose", "open"):
        for entry in lexicon(language, "stance")["nouns"].get(stance, []):
            lemma, _, prep = entry.partition(" ")
            found.setdefault(lemma.lower(), []).append(NounCue(lemma.lower(), stance, prep or None))
    return {lemma: tuple(sorted(cues, key=lambda c: c.prep is None)) for lemma, cues in found.items()}


@cache
def word_set(language: str, section: str, key: str) -> frozenset[str]:
    """A plain list of `stance.toml` in lower case."""
    return frozenset(str(w).lower() for w in lexicon(language, "stance")[section][key])


@cache
def _speech_phrases(language: str) -> dict[str, tuple[frozenset[str], ...]]:
    """The phrases of saying that need more than their verb ("sein (Meinung)"): by verb the words that must stand by."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for entry in lexicon(language, "stance")["speech"]["phrases"]:
        frame = parse_frame(entry, "open")
        found[frame.lemma] = (*found.get(frame.lemma, ()), frozenset(frame.fixed))
    return found


def is_speech(clause: Clause, words: list[Word], language: str) -> bool:
    """Whether a clause says that somebody says or thinks something."""
    if clause.lemma in word_set(language, "speech", "verbs"):
        return True
    phrases = _speech_phrases(language).get(clause.lemma)
    if not phrases:
        return False
    texts = {words[i].lower for i in clause.words} | {words[i].lemma.lower() for i in clause.words}
    return any(phrase <= texts for phrase in phrases)


@cache
def judgements(language: str) -> dict[str, Stance]:
    """The words that judge, in lower case: support for the good ones, oppose for the bad."""
    lists = lexicon(language, "stance")
    good: dict[str, Stance] = {str(w).lower(): "support" for w in lists["positive"]}
    return good | {str(w).lower(): "oppose" for w in lists["negative"]}


def judgement(word: Word, language: str) -> Stance | None:
    """How a word judges, by its form or lemma; German compounds by their last part ("Riesenfehler")."""
    known = judgements(language)
    if word.pos == "NOUN" and word.lemma.lower() in lexicon(language, "stance")["adjectives_only"]:
        return None
    for form in (word.lemma.lower(), word.lower):
        if form in known:
            return known[form]
    if language == "de" and word.pos == "NOUN":
        for n in range(3, len(word.lower) - 5):
            if word.lemma.lower()[n:] in known:
                return known[word.lemma.lower()[n:]]
    return None


def match_frame(clause: Clause, words: list[Word], language: str) -> Frame | None:
    """The most specific frame that a clause's verb and surroundings fit."""
    candidates = frames(language).get(clause.lemma)
    if not candidates:
        return None
    if language == "en":
        return next((f for f in candidates if _fits_english(f, clause, words)), None)
    own = [words[i] for i in clause.words]
    texts = {w.lower for w in own} | {w.lemma.lower() for w in own}
    reflexive = any(w.tag == "PRF" or w.lower in ("sich", "uns", "mich") for w in own)
    preps = {p.prep for p in clause.phrases if p.prep} | {w.lower for w in own if w.pos in ("PREP", "PART", "ADV")}
    if clause.last < len(words):
        preps.add(words[clause.last].lower)  # "voted to adopt": the infinitive is a clause of its own
    for frame in candidates:
        if frame.reflexive and not reflexive:
            continue
        if frame.fixed and not all(f in texts for f in frame.fixed):
            continue
        if frame.prep and not ({frame.prep, *pronominal(frame.prep, language)} & preps):
            continue
        return frame
    return None


# How far behind an English verb the words that belong to it may stand; behind "be" they follow at once.
NEAR_VERB = 7
NEAR_BE = 4


def _fits_english(frame: Frame, clause: Clause, words: list[Word]) -> bool:
    """Word order tells: what belongs to the verb stands behind it, its preposition before any object."""
    if clause.verb is None:
        return False
    after = [words[i] for i in clause.words if i > clause.verb.i]
    following = next((w for w in words[clause.last :] if w.pos != "PUNCT"), None)
    if following is not None and following.pos in ("PREP", "TO", "SUB"):
        after.append(following)  # "voted to adopt", "accused of hiding": the verb behind it is a clause of its own
    if frame.fixed:
        near = [w.lower for w in after[: NEAR_BE if frame.lemma == "be" else NEAR_VERB]]
        if not all(f in near for f in frame.fixed):
            return False
    if frame.prep is None:
        return True
    data = lexicon("en", "stance")
    classes: tuple[str, ...] = ("PREP", "PART", "TO", "ADV", "SUB")
    if frame.prep == "to" and frame.lemma in data["to_verb"]:
        classes = ("TO",)
    at = next((w.i for w in after if w.lower == frame.prep and w.pos in classes), None)
    if at is None:
        return False
    between = [w for w in after if w.i < at and w.lower not in frame.fixed]
    if frame.lemma == "be" and any(w.pos not in ("ADV", "NEG") for w in between):
        return False
    objects = [p for p in clause.phrases if p.prep is None and clause.verb.i < p.first and p.last <= at]
    objects = [
        p
        for p in objects
        if words[p.head].lemma.lower() not in data["times"] and words[p.head].lower not in frame.fixed
    ]
    return not objects or frame.lemma in data["over_object"]


@cache
def pronominal(prep: str, language: str) -> tuple[str, ...]:
    """The adverbs that stand for a preposition and what it governs: für - dafür, auf - darauf."""
    if language != "de":
        return ()
    link = "r" if prep[0] in "aeiouäöü" else ""
    return (f"da{link}{prep}", f"wo{link}{prep}", f"hier{prep}")
