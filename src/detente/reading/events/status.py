"""Whether an event has happened, goes on, is planned or has failed: tense, modals and cue words."""

from __future__ import annotations

from detente.reading.events.dates import Time
from detente.reading.events.rules import Rules, Status
from detente.reading.model import Clause
from detente.reading.text.words import Sentence, Word

UNREAL = ("conditional", "question")
VOWELS = "aeiouäöü"
# Changes of the stem's vowel within the present tense ("tragen, trägt", "geben, gibt"); any other one makes a past.
PRESENT_VOWELS = {("a", "ä"), ("e", "i"), ("e", "ie"), ("au", "äu"), ("o", "ö"), ("ö", "i"), ("ä", "ie")}
# A cue stands at most so many words before its noun ("a planned second meeting").
REACH = 4


def is_unreal(clause: Clause, rules: Rules) -> bool:
    """Whether a clause only supposes or asks; a relative one ("where they met") does not."""
    return clause.kind in UNREAL and (clause.introducer or "") not in rules.words["factual"]


def is_hoped(clause: Clause, language: str, rules: Rules) -> bool:
    """Whether a clause is what somebody hopes, plans or announces, and is not told as past."""
    parent = clause.parent
    if clause.kind != "complement" or parent is None or is_past(clause, language, rules):
        return False
    return parent.lemma in rules.words["planned_verbs"]


def is_past(clause: Clause, language: str, rules: Rules) -> bool:
    """Whether the finite verb of a clause is in a past tense (the perfect included)."""
    finite = clause.finite
    if finite is None:
        return False
    if clause.perfect or finite.lower in rules.words["past"]:
        return True
    if language == "en":
        return finite.tag.endswith(("D", "N")) and finite.pos != "MODAL"
    if finite.pos == "MODAL":
        return finite.lower.endswith(("te", "ten"))
    lemma = finite.lemma.lower()
    stem = lemma.removesuffix("en") if lemma.endswith("en") else lemma.removesuffix("n")
    if finite.lower.startswith(stem):
        return finite.lower[len(stem) :] in ("te", "ten", "ete", "eten", "test", "tet")
    vowels = (_vowel(lemma), _vowel(finite.lower))
    return finite.pos == "VERB" and vowels[0] != vowels[1] and vowels not in PRESENT_VOWELS


def _vowel(word: str) -> str:
    """The first vowel or diphthong of a word's stem."""
    start = next((k for k, c in enumerate(word) if c in VOWELS), len(word))
    end = start
    while end < len(word) and word[end] in VOWELS:
        end += 1
    return word[start : min(end, start + 2)]


def is_ahead(clause: Clause, language: str, rules: Rules) -> bool:
    """Whether the clause speaks of what is to come or to be done: "soll", "will", "wird ... treffen"."""
    modal = (clause.modal or "").lower()
    if modal:
        return modal in rules.words["planned_modals"]
    finite = clause.finite
    if finite is None:
        return clause.kind == "infinitive"
    if language == "de":
        return (
            finite.lemma.lower() == "werden"
            and not clause.passive
            and clause.verb is not None
            and clause.verb.form == "inf"
        )
    words = rules.words["planned_modals"]
    return finite.lower in words or finite.lemma.lower() in words


def is_open(clause: Clause, rules: Rules) -> bool:
    """Whether the clause only says what may or must be ("kann", "must"), so that nothing is done yet."""
    if not clause.modal or clause.modal.lower() not in rules.words["open_modals"]:
        return False
    return clause.finite is None or clause.finite.lower not in rules.words["managed"]


def of_verb(clause: Clause, language: str, rules: Rules, times: list[Time]) -> Status:
    """The status of an event that a clause's own verb tells, by tense and modal."""
    if is_ahead(clause, language, rules) or is_hoped(clause, language, rules) or clause.modal in rules.words["duty"]:
        return "planned"
    if is_past(clause, language, rules) or clause.finite is None:
        return "happened"
    if any(time.ahead for time in times):
        return "planned"
    return "ongoing" if clause.lemma in rules.words["lasting_verbs"] else "happened"


def of_noun(
    clause: Clause | None,
    sentence: Sentence,
    noun: int,
    preposition: str | None,
    language: str,
    rules: Rules,
    times: list[Time],
) -> Status:
    """The status of an event that a noun tells, from the words before the noun and the verb of its clause."""
    cues = rules.words
    near = before_noun(sentence, noun)
    if any(w.lower in cues["failed_words"] for w in near):
        return "failed"
    if preposition in cues["after"]:
        return "happened"
    planned = any(w.lower in cues["planned_words"] for w in near)
    if clause is None:
        return "planned" if planned else "happened"
    if is_hoped(clause, language, rules):
        return "planned"
    own = {sentence.words[i].lower for i in clause.words}
    if clause.lemma in cues["failed_verbs"] or own & cues["failed_words"]:
        return "failed"
    if clause.negated and clause.lemma in cues["takes_place"] | cues["takes_part"]:
        return "failed"
    past = is_past(clause, language, rules)
    if clause.mood == "hypothetical" or clause.lemma in cues["planned_verbs"] or is_ahead(clause, language, rules):
        return "planned"
    held = past and clause.lemma in cues["takes_place"]  # "das geplante Treffen fand statt"
    if is_open(clause, rules) or (planned and not held):
        return "planned"
    leads_to = noun > 0 and sentence.words[noun - 1].lower in cues["by_way"]  # "reist am Montag zu Gesprächen"
    if not past and (leads_to or clause.lemma in cues["takes_place"]) and any(time.ahead for time in times):
        return "planned"
    if not past and (clause.lemma in cues["ongoing_verbs"] or own & cues["ongoing_words"]):
        return "ongoing"
    if any(w.lower in cues["ongoing_words"] for w in near):
        return "ongoing"
    return "happened"


def before_noun(sentence: Sentence, noun: int) -> list[Word]:
    """The words right before a noun that may describe it, the nearest first."""
    near = []
    for word in reversed(sentence.words[max(0, noun - REACH) : noun]):
        if word.pos in ("VERB", "AUX", "MODAL", "PUNCT") and word.form != "part":
            break
        near.append(word)
    return near
