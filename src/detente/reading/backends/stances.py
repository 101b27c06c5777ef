"""Stance cues: the words of a sentence that can show a stance, and whose stance they can show.

The words are those of the language's word lists (`stance.toml`): verbs with what must stand around them, nouns,
judging words, feelings, measures, and modal verbs in what somebody is reported to say.  A cue stands for the stance
of its list, turned by a negation of its clause as the rules turn it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from detente.contract import Stance
from detente.reading.cues import frames, judgement, noun_cues, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.speakers import holders
from detente.reading.text.words import Word

Source = Literal["verb", "noun", "judgement", "modal"]
# How far from a noun its holder may stand, in words: "the union's firm opposition", "Kritik kam auch von der SPD".
NEAR_NOUN = 6
_TURNED: dict[Stance, tuple[Stance, ...]] = {"support": ("oppose",), "oppose": ("open", "support"), "open": ()}
_STANCES: tuple[Stance, ...] = ("support", "oppose", "open")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of a sentence that can show one of these stances; `clause` is the one it stands in."""

    stances: tuple[Stance, ...]
    word: Word
    source: Source
    clause: Clause | None


@cache
def words_for(language: str, name: str) -> frozenset[str]:
    """A list of `words.toml`."""
    path = files("detente.reading.backends") / "words.toml"
    return frozenset(tomllib.loads(path.read_text("utf-8"))[language][name])


def turned(analysis: Analysis, cue: Cue, issue: str) -> Stance | None:
    """The other side that a verb or noun for or against something may stand for; None where nothing turns it round.

    A word of ending in its sentence does ("demands an end to sanctions"), and so does a negation in another clause
    ("fordert, dass nicht"); that of the cue's own clause is in its stances already.  Neither does where the issue is
    worded with such a word itself: who demands the end of sanctions does not stand against "the end of sanctions".
    """
    if cue.clause is None or cue.source not in ("verb", "noun") or cue.stances not in (("support",), ("oppose",)):
        return None
    ending = words_for(analysis.language, "turning")
    if ending & set(re.findall(r"\w+", issue.lower())):
        return None
    sentence = cue.clause.sentence
    words = analysis.sentences[sentence].words
    ends = any(w.lower in ending or w.lemma.lower() in ending for w in words if w is not cue.word)
    if ends or any(c.negated for c in analysis.clauses[sentence] if c is not cue.clause):
        return "oppose" if cue.stances[0] == "support" else "support"
    return None


def cues_in(analysis: Analysis, sentence: int) -> Iterator[Cue]:
    """The cues of a sentence."""
    words = analysis.sentences[sentence].words
    clauses = analysis.clauses[sentence]
    forms = {w.lower for w in words} | {w.lemma.lower() for w in words}
    for word in words:
        clause = next((c for c in clauses if word.i in c.words), None)
        negated = (clause is not None and clause.negated) or _denied(words, word.i, analysis.language)
        for source, stance in _of_word(analysis, word, clause, forms):
            stances = (stance,) if not negated or source == "modal" else _TURNED[stance]
            if stances:
                yield Cue(stances, word, source, clause)


def _of_word(analysis: Analysis, word: Word, clause: Clause | None, forms: set[str]) -> Iterator[tuple[Source, Stance]]:
    language = analysis.language
    data = lexicon(language, "stance")
    lemma = word.lemma.lower()
    predicate = clause is not None and word.i in clause.verb_words
    if word.pos in ("VERB", "AUX") or predicate:
        # The clause knows a verb with its separated prefix: "lehnt ... ab".
        whole = clause.lemma if clause is not None and clause.verb is word else lemma
        for frame in frames(language).get(whole, ()):
            there = not frame.prep or bool({frame.prep, f"da{frame.prep}", f"dar{frame.prep}"} & forms)
            if there and all(f in forms for f in frame.fixed):
                yield "verb", frame.stance
        if whole in data["measures"]:
            yield "verb", "support"
        if whole in word_set(language, "undecided", "verbs") and clause is not None and clause.negated:
            yield "modal", "open"
    for noun in noun_cues(language).get(_head(lemma, language), ()) if word.pos == "NOUN" else ():
        yield "noun", noun.stance
    if word.pos in ("NOUN", "ADJ", "PRED", "ADV", "VERB"):
        verdict = judgement(word, language)
        if verdict is not None:
            yield "judgement", verdict
        for stance in _STANCES:
            if lemma in data["feelings"][stance] or word.lower in data["feelings"][stance]:
                yield "judgement", stance
    if clause is not None and (clause.finite is word or word.pos == "MODAL"):
        yield from _modal(analysis, word, clause)


def _modal(analysis: Analysis, word: Word, clause: Clause) -> Iterator[tuple[Source, Stance]]:
    modals = lexicon(analysis.language, "stance")["modals"]
    lemma = word.lemma.lower()
    for kind in ("must", "want", "needs"):
        if lemma in modals[kind] or clause.modal in modals[kind]:
            yield ("verb" if kind == "want" else "modal"), "oppose" if clause.negated else "support"
    if word.lower in modals["future"]:
        yield "modal", "oppose" if clause.negated else "support"
    if clause.negated and (lemma in modals["may"] or clause.modal in modals["may"]):
        yield "modal", "oppose"
    if lemma in modals["maybe"]:
        yield "modal", "open"


def _head(lemma: str, language: str) -> str:
    """A noun as the list has it; of a German compound its last part ("Haushaltskritik")."""
    known = noun_cues(language)
    if lemma in known or language != "de" or len(lemma) <= 9:
        return lemma
    return next((lemma[n:] for n in range(3, len(lemma) - 4) if lemma[n:] in known), lemma)


def _denied(words: list[Word], i: int, language: str) -> bool:
    """ "No support", "keine Zustimmung"."""
    denying = words_for(language, "denying")
    return any(w.pos == "NEG" or w.lower in denying for w in words[max(0, i - 2) : i])


def can_be_of(analysis: Analysis, cue: Cue, actor: Actor, said: Attribution) -> bool:
    """Whether a cue can show the stance of this party, or is known to be another's.

    A modal verb shows the stance of who says so, never of who ought to; a noun that of a party next to it; any cue
    that of the subject or speaker of its clause, and of the other side of an agreement.  Where our own reading knows
    no holder at all, the cue is anybody's.
    """
    clause = cue.clause
    if clause is None:
        return True
    speakers = said.of(clause)[0]
    known = list(speakers) if cue.source == "modal" else [*holders(analysis, clause), *speakers]
    if not known:
        return cue.source != "modal" or _first_person(analysis, clause)
    if any(_same(actor, other) for other in known):
        return True
    mentions = [m for m in analysis.mentions_in(clause.sentence) if m.actor is actor]
    if cue.source == "noun" and any(-NEAR_NOUN <= m.first - cue.word.i <= NEAR_NOUN for m in mentions):
        return True
    sides = [p for p in clause.phrases if p.prep in ("with", "between", "mit", "zwischen")]
    return cue.source != "modal" and any(p.first <= m.first < p.last for p in sides for m in mentions)


def _first_person(analysis: Analysis, clause: Clause) -> bool:
    """ "We must": whoever is quoted speaks of themselves."""
    words = analysis.sentences[clause.sentence].words
    return clause.subject is not None and words[clause.subject.head].lower in word_set(
        analysis.language, "modals", "first"
    )


def _same(one: Actor, other: Actor) -> bool:
    """The same party, or one who speaks for the other."""
    return one is other or one.of == other.key or other.of == one.key
