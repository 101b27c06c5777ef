"""What signals a quotation: verbs and nouns of saying, and the words of a predicate that belong to them."""

from __future__ import annotations

from detente.reading.model import Analysis, Clause
from detente.reading.quotations.words import listed
from detente.reading.text.words import Word

# Small words that belong to the cue of some verbs: "äußerte sich", "heißt es".
SMALL = {"sich": ("cue", "reflexive"), "es": ("sources", "impersonal")}


def is_saying(clause: Clause, words: list[Word], language: str) -> bool:
    """Whether a clause's verb is one of saying or thinking; HanTa's lemmas of particle verbs are taken either way."""
    verbs = listed(language, "verbs")
    if clause.lemma in verbs:
        return True
    if clause.verb is None or language != "de":
        return False
    if clause.lemma in listed(language, "things"):
        return True
    # "gab bekannt", "machte klar", "bekannt geworden war": the particle is a word of its own
    particles = listed(language, "cue", "particles")
    lemma = clause.verb.lemma.lower()
    if lemma in verbs and clause.lemma.removesuffix(lemma) in listed(language, "cue", "loose"):
        return True  # "sagte weiter"
    return any(words[i].lower in particles and words[i].lower + lemma in verbs for i in clause.words)


def is_stating(analysis: Analysis, clause: Clause, words: list[Word]) -> bool:
    """Whether somebody holds what a "dass" clause says, whatever the verb: "legte Wert darauf, dass ..."."""
    if analysis.language != "de" or clause.subject is None:
        return False
    if noun_at_end(clause, words) is not None:
        return not clause.passive
    if clause.lemma == "sein" and any(words[i].lower in listed("de", "sure") for i in clause.words):
        return True
    dass = any(
        c.parent is clause and c.kind == "complement" and c.introducer in ("dass", "daß")
        for c in analysis.clauses[clause.sentence]
    )
    head = clause.subject.head
    if clause.lemma in listed("de", "causing"):
        return False
    named = any(m.outer_first <= head < m.outer_last and not m.genitive for m in analysis.mentions_in(clause.sentence))
    return dass and (named or _somebody(words[head]))


def _somebody(head: Word) -> bool:
    """Whether a noun may well name persons or a body: no abstract noun by its ending, no neuter pronoun."""
    lower = head.lemma.lower()
    return head.pos == "NOUN" and not lower.endswith(tuple(listed("de", "abstract")))


def noun_at_end(clause: Clause, words: list[Word]) -> int | None:
    """The noun of saying that ends a clause, as its object: "vertritt die Ansicht", "kam zu dem Schluss"."""
    nouns = listed("de", "nouns", "clause")
    subject = clause.subject
    for i in reversed(clause.words):
        if i in clause.verb_words and clause.finite is not None and i != clause.finite.i:
            continue
        if words[i].pos != "NOUN" or not is_saying_noun(words[i], nouns):
            return None
        return None if subject is not None and subject.first <= i < subject.last else i
    return None


def is_saying_noun(word: Word, nouns: frozenset[str]) -> bool:
    """Whether a noun is one of these nouns of saying."""
    return word.pos == "NOUN" and (word.lemma.lower() in nouns or word.lower in nouns)


def cue_words(clause: Clause, words: list[Word], language: str) -> list[int]:
    """The words of a predicate that signal a quotation: its verbs, the particle, "sich" and "davon, darauf ..."."""
    if clause.verb is None:
        return []
    cue = {i for i in clause.verb_words if words[i].lower not in listed(language, "cue", "loose")}
    if clause.finite is not None and clause.finite.i in clause.words:
        cue.add(clause.finite.i)
    if language != "de":
        return sorted(cue)
    verbs = listed(language, "verbs")
    noun = noun_at_end(clause, words)
    if noun is not None and clause.lemma not in verbs:
        k = noun
        while k > 0 and words[k - 1].pos in ("DET", "ADJ") and k - 1 in clause.words:
            k -= 1
        cue.update(range(k, noun + 1))
    for k, i in enumerate(clause.words):
        word = words[i]
        rest = clause.words[k + 1 :]
        if word.lower in listed(language, "cue", "links") and all(j in cue or words[j].tag == "PTKVZ" for j in rest):
            cue.add(i)  # "ging davon aus", "wies darauf hin"
        elif word.tag == "PTKVZ" or word.lower in listed(language, "cue", "particles"):
            if word.lower + clause.verb.lemma.lower() in verbs:
                cue.add(i)
        elif clause.lemma in listed(language, *SMALL.get(word.lower, ("cue", "none"))):
            cue.add(i)
        elif word.lower == "mit" and [words[j].lower for j in rest[:2]] in (["den", "worten"], ["folgenden", "worten"]):
            cue.update((i, *rest[:2]))
    return sorted(cue)
