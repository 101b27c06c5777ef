"""Predicates and subjects of English clauses."""

from __future__ import annotations

from detente.reading.clauses.english_cuts import grammar, is_finite
from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.model import Clause, Mention, Phrase
from detente.reading.text.words import Sentence, Word

SEMI_MODALS = {"have": "must", "ought": "should", "be": "will", "going": "will"}

# Words that open a clause and are not its subject.
ASKING = ("where", "when", "why", "how")


def set_predicate(clause: Clause, words: list[Word]) -> None:
    """Set the verb chain of a clause with its lemma, modal, voice, negation and mood."""
    own = [words[i] for i in clause.words]
    verbal = [w for w in own if w.pos in ("VERB", "AUX", "MODAL")]
    finite = None
    if clause.kind != "infinitive" and not (clause.kind == "adverbial" and clause.introducer is None):
        finite = next((w for w in verbal if is_finite(w)), None)
        reduced = clause.kind == "relative" and clause.introducer is None and verbal and verbal[0].tag == "VVN"
        if finite is None and not reduced and clause.kind in ("main", "relative", "complement"):
            # past tense mistaken for the participle; the subjunctive after "urge that"
            finite = next((w for w in verbal if w.tag == "VVN" or w.form == "inf"), None)
    clause.finite = finite
    start = own.index(finite) if finite is not None else next((k for k, w in enumerate(own) if w in verbal), len(own))
    chain = _chain(own[start:], verbal)
    if not chain:
        return
    _name_verb(clause, chain, own)
    _negate(clause, chain, own)
    if clause.kind == "infinitive" and clause.first and words[clause.first - 1].lower in grammar("negation"):
        clause.negated = True  # "urged Spain not | to sign"
    if finite is not None and finite.lower in grammar("hypothetical"):
        clause.mood = "hypothetical"


def _chain(own: list[Word], verbal: list[Word]) -> list[Word]:
    chain: list[Word] = []
    for k, word in enumerate(own):
        if word in verbal:
            chain.append(word)
            following = next((w for w in own[k + 1 :] if w.pos not in ("ADV", "NEG")), None)
            going = word.lower == "going" and len(chain) > 1 and following is not None and following.lower == "to"
            if word.pos == "VERB" and not going and word.lemma.lower() not in ("have", "ought"):
                break
        elif word.pos not in ("ADV", "NEG", "PRON") and word.lower not in ("to", "both"):
            break
    return chain


def _name_verb(clause: Clause, chain: list[Word], own: list[Word]) -> None:
    main = chain[-1] if chain[-1].pos == "VERB" else next((w for w in reversed(chain) if w.pos == "VERB"), chain[-1])
    clause.verb = main
    clause.lemma = main.lemma.lower()
    clause.verb_words = [w.i for w in chain]
    modal = next((w for w in chain if w.pos == "MODAL"), None)
    if modal is not None:
        short: dict[str, str] = lexicon("en", "grammar")["short"]
        clause.modal = short.get(modal.lower, modal.lower)
    for word in chain[:-1]:
        after = next((w for w in own if w.i > word.i and w.pos not in ("ADV", "NEG")), None)
        bare = word.lower if word.lower == "going" else word.lemma.lower()
        if bare in SEMI_MODALS and after is not None and after.lower == "to":
            clause.modal = SEMI_MODALS[bare]
    auxiliaries = [w.lemma.lower() for w in chain[:-1] if w.pos == "AUX"]
    participle = main.pos == "VERB" and main.form in ("part", "fin") and main.tag not in ("VVG", "VVB", "VVI")
    clause.passive = participle and bool(auxiliaries) and auxiliaries[-1] == "be"
    if (
        clause.kind == "relative"
        and clause.introducer is None
        and len(chain) == 1
        and main.tag == "VVN"
        and clause.finite is None
    ):
        clause.passive = True
    clause.perfect = "have" in auxiliaries and clause.modal != "must"


def _negate(clause: Clause, chain: list[Word], own: list[Word]) -> None:
    low, high = chain[0].i, chain[-1].i
    for word in own:
        if word.lower in grammar("negation") and low - 2 <= word.i <= high + (1 if chain[-1].pos != "VERB" else 0):
            clause.negated = True
        if word.lower in grammar("none") and (low - 4 <= word.i <= high + 2):
            clause.negated = True


def set_subjects(clauses: list[Clause], sentence: Sentence, mentions: list[Mention]) -> None:
    """Set the subjects, shared ones of joined predicates and participles too."""
    words = sentence.words
    for k, clause in enumerate(clauses):
        clause.subject = _subject(clause, words, mentions)
        if clause.subject is not None:
            continue
        first = words[clause.first]
        if clause.finite is not None and clause.kind in ("main", "complement", "relative"):
            before = words[clause.first - 1].text if clause.first else ""
            opens = clause.first > 1 and sentence.quoted[clause.first] and not sentence.quoted[clause.first - 2]
            if first.pos == "AND" or (
                not opens
                and first.pos in ("AUX", "VERB", "MODAL", "ADV", "NEG")
                and before in (",", ";", "-", "–", "—", '"', "”", "“")
            ):
                clause.subject = _shared(clause, clauses[:k], words)
        elif clause.finite is None and clause.kind in ("adverbial", "relative") and clause.parent is not None:
            clause.subject = _own_noun(clause) or _noun_before(clause, words) or clause.parent.subject


def _shared(clause: Clause, earlier: list[Clause], words: list[Word]) -> Phrase | None:
    if (
        clause.kind == "complement"
        and clause.parent is not None
        and clause.parent.kind == "relative"
        and not clause.introducer
    ):
        return None  # "which he said would allow it": the thing is the subject
    alike = [c for c in earlier if c.subject is not None and c.kind == clause.kind and c.parent is clause.parent]
    others = [c for c in earlier if c.subject is not None and c.finite is not None and c.kind != "conditional"]
    return (alike or others)[-1].subject if alike or others else None


def _own_noun(clause: Clause) -> Phrase | None:
    """The noun phrase before the participle of the same clause: "and 194 members opposing it"."""
    if clause.verb is None or clause.introducer:
        return None
    return next((p for p in clause.phrases if p.prep is None and p.last <= clause.verb.i), None)


def _noun_before(clause: Clause, words: list[Word]) -> Phrase | None:
    """The noun phrase that a participle stands right behind: "231 Democrats supporting it"."""
    before = words[clause.first - 1] if clause.first else None
    if before is None or before.pos not in ("NOUN", "NAME", "PRON") or clause.introducer or clause.parent is None:
        return None
    near = [p for p in clause.parent.phrases if p.last == clause.first]
    if not near:
        return None
    phrase = near[-1]
    if phrase.prep in grammar("aside"):
        return None  # "wrote to the embassy in Paris asking for it": who writes asks
    if words[phrase.head].lemma.lower() in grammar("documents"):
        return None  # "a letter requesting it": who sends the letter requests it
    start = phrase.first + 1 if phrase.prep and words[phrase.first].pos == "PREP" else phrase.first
    if phrase.prep == "of":
        whole = [p for p in clause.parent.phrases if p.last == phrase.first and p.prep in (None, "with")]
        if whole:
            return whole[-1] if whole[-1].prep is None else Phrase(whole[-1].first + 1, whole[-1].last, whole[-1].head)
    return Phrase(start, phrase.last, phrase.head, None, "na")


def _subject(clause: Clause, words: list[Word], mentions: list[Mention]) -> Phrase | None:
    if clause.finite is None:
        return None
    before = [p for p in clause.phrases if p.last <= clause.finite.i]
    if clause.kind == "relative":
        own = [p for p in before if words[p.head].pos != "REL" and p.prep is None and words[p.head].lower != "that"]
        relative = [p for p in before if words[p.head].pos == "REL" and p.prep is None]
        if own:
            return own[0]
        if relative:
            return relative[0]
        opening = words[clause.first]
        return Phrase(opening.i, opening.i + 1, opening.i) if clause.introducer == "that" else None
    plain = [p for p in before if p.prep is None and not _time(words[p.head]) and words[p.head].lower not in ASKING]
    if plain:
        return _chosen(plain, words, mentions)
    fronted = _behind_adjunct(before, words, mentions)
    if fronted is not None:
        return fronted
    after = [p for p in clause.phrases if p.first > clause.finite.i and p.prep is None]
    if clause.lemma in word_set("en", "speech", "verbs") and clause.first == clause.finite.i and after:
        return after[0]  # '", said the minister'
    return None


def _behind_adjunct(before: list[Phrase], words: list[Word], mentions: list[Mention]) -> Phrase | None:
    """The party that a fronted phrase runs into: "For several days | Iran", "on Sunday | Presidents Doe and Roe"."""
    for phrase in reversed(before):
        for mention in mentions:
            if mention.genitive or not phrase.first < mention.first or mention.last > phrase.last:
                continue
            start = mention.first
            while start > phrase.first + 1 and words[start - 1].pos in ("NOUN", "ADJ") and not _time(words[start - 1]):
                start -= 1
            start = start if _time(words[start - 1]) else mention.outer_first
            if start > phrase.first and (words[start - 1].pos == "NOUN" or _time(words[start - 1])):
                return Phrase(start, phrase.last, mention.last - 1, None, "na")
    return None


def _chosen(plain: list[Phrase], words: list[Word], mentions: list[Mention]) -> Phrase:
    """The first noun phrase before the verb that names a party, else the first: the others are appositions."""
    acting = [m for m in mentions if not m.genitive]
    for k, phrase in enumerate(plain):
        split = k + 1 < len(plain) and plain[k + 1].first == phrase.last  # "the United States | president X"
        if not split and any(m.outer_first <= phrase.head < m.outer_last for m in acting):
            return phrase
    for k, phrase in enumerate(plain):
        if k + 1 == len(plain) or plain[k + 1].first != phrase.last:
            return phrase
    return plain[-1]


def _time(word: Word) -> bool:
    return word.lemma.lower() in lexicon("en", "stance")["times"]
