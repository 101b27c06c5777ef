"""Where the German tagger takes a verb in the past tense for an adjective: "Die USA verhängten Sanktionen"."""

from __future__ import annotations

from functools import cache

from detente.reading.cues import frames
from detente.reading.language import lexicon
from detente.reading.text.words import Word

OPENING = ("DET", "ADJ", "NUM", "POSS")
NOUNLIKE = ("NOUN", "NAME")
# Endings of the past tense that look like a participle's: "verhängten", "verlängerte"; and of the present: "verärgert".
PAST = ("ten", "te", "t")


def retag_german(words: list[Word]) -> None:
    """Make verbs of the adjectives that stand in a verb's place where a sentence begins without any, in place."""
    k = 0
    while k < len(words) and words[k].pos in OPENING:
        k += 1
    if k >= len(words) or words[k].pos not in NOUNLIKE:
        return
    while k < len(words) and words[k].pos in NOUNLIKE:
        k += 1
    if k >= len(words) or words[k].pos not in ("ADJ", "PRED") or not words[k].text.islower():
        return
    after = words[k + 1] if k + 1 < len(words) else None
    if after is None or (words[k].pos == "PRED" and after.pos not in (*OPENING, *NOUNLIKE)):
        return
    end = next((w.i for w in words[k:] if w.text in (",", ";", ":")), len(words))
    if any(w.pos in ("VERB", "AUX", "MODAL") for w in words[:end]):
        return
    lemma = _verb(words[k].text)
    if lemma:
        words[k].tag, words[k].pos, words[k].form, words[k].lemma = "VV(FIN)", "VERB", "fin", lemma


def _verb(form: str) -> str:
    """The verb of a regular form ("verhängten" gives verhängen), where the word lists know it; "" otherwise."""
    for ending in PAST:
        if form.endswith(ending):
            stem = form.removesuffix(ending)
            for lemma in (stem + "en", stem + "n", stem.removesuffix("e") + "en"):
                if lemma in _known():
                    return lemma
    return ""


@cache
def _known() -> frozenset[str]:
    groups, hints = lexicon("de", "groups"), lexicon("de", "hints")["verbs"]
    told = {verb for family in hints.values() for verb in family}
    return frozenset({*frames("de"), *groups["acting_verbs"], *groups["deed_verbs"], *told})
