"""English clauses: cut at punctuation, conjunctions, relative words, "to" and after verbs of saying."""

from __future__ import annotations

from functools import cache

from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.model import Clause, ClauseKind, Mention, Phrase
from detente.reading.phrases import find_phrases
from detente.reading.words import Sentence, Word

CUTS = set(",;:–—()[]“”\"…!?.«»") | {"-", "‘", "'"}
BE = {"be"}


@cache
def _grammar(name: str) -> frozenset[str]:
    return frozenset(lexicon("en", "grammar")[name])


def find(sentence: Sentence, mentions: list[Mention]) -> list[Clause]:
    """The clauses of an English sentence, in the order of their first words."""
    words = sentence.words
    inside = {i for m in mentions for i in range(m.first, m.last)}
    clauses: list[Clause] = []
    for piece in _pieces(words, inside):
        _place(piece, words, sentence.index, clauses)
    for clause in clauses:
        clause.words.sort()
        clause.first, clause.last = clause.words[0], clause.words[-1] + 1
        _predicate(clause, words)
    before: Clause | None = None
    for clause in clauses:
        clause.phrases = find_phrases(words, clause.words, "en")
        clause.predicatives = [i for i in clause.words if words[i].pos == "ADJ"]
        clause.subject = _subject(clause, words)
        shared = clause.subject is None and clause.finite is not None and words[clause.first].pos in ("AND", "AUX", "VERB", "MODAL", "ADV")
        if shared and before is not None and clause.kind in ("main", "complement", "relative"):
            earlier = [c for c in clauses if c.subject is not None and c.first < clause.first]
            alike = [c for c in earlier if _past(c) == _past(clause)]
            clause.subject = (alike or earlier or [before])[-1].subject
        if clause.subject is None and clause.kind == "adverbial" and clause.finite is None and clause.parent is not None:
            clause.subject = clause.parent.subject
        if clause.lemma and clause.kind in ("main", "complement", "relative"):
            before = clause
    return clauses


def _pieces(words: list[Word], inside: set[int]) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for word in words:
        if word.text in CUTS and word.i not in inside:
            pieces.append([])
            continue
        if pieces[-1] and word.i not in inside and _opens(word, words, pieces[-1]):
            pieces.append([])
        pieces[-1].append(word.i)
    return [p for p in pieces if p]


def _opens(word: Word, words: list[Word], piece: list[int]) -> bool:
    """Whether a new clause begins with this word."""
    following = words[word.i + 1] if word.i + 1 < len(words) else None
    verbal = any(words[i].form in ("fin", "ger", "part") or words[i].pos == "MODAL" for i in piece)
    if word.tag == "CJT" or (word.lower in ("that", "whether") and verbal and _finite_ahead(word.i + 1, words)):
        return True
    if word.tag == "CJS" and verbal and word.lower not in ("than",) and _finite_ahead(word.i + 1, words):
        return True
    if word.tag in ("PNQ", "DTQ", "AVQ") and _finite_ahead(word.i, words):
        return True
    if word.lower == "to" and following is not None and following.tag in ("VVI", "VBI", "VHI", "VDI", "VVB"):
        return verbal or words[word.i - 1].pos in ("NOUN", "ADJ")
    if word.tag == "CJC" and following is not None and verbal:
        if following.form == "fin" or following.pos in ("MODAL", "AUX"):
            return True
        return word.lower in ("but", "and", "or") and _subject_then_finite(word.i + 1, words)
    previous = words[word.i - 1]
    if previous.form == "fin" and previous.pos == "VERB" and previous.lemma.lower() in word_set("en", "speech", "verbs"):
        # "said ministers would reject it": the verb of saying needs no "that"
        return word.pos in ("DET", "NAME", "NOUN", "PRON", "POSS", "ADJ", "NUM") and _subject_then_finite(word.i, words)
    saying = any(words[i].form == "fin" and words[i].lemma.lower() in word_set("en", "speech", "verbs") for i in piece)
    if saying and previous.pos in ("NOUN", "NAME", "ADV") and word.pos in ("PRON", "DET", "POSS"):
        return _subject_then_finite(word.i, words)
    return False


def _finite_ahead(start: int, words: list[Word]) -> bool:
    for word in words[start:]:
        if word.text in ";.!?":
            return False
        if word.form == "fin" or word.pos == "MODAL":
            return True
    return False


def _subject_then_finite(start: int, words: list[Word]) -> bool:
    """Whether a noun phrase and then a finite verb follow, nothing else between."""
    noun = False
    for word in words[start : start + 14]:
        if word.form == "fin" or word.pos == "MODAL":
            return noun
        if word.pos in ("NOUN", "NAME", "PRON", "NUM"):
            noun = True
        elif word.pos not in ("DET", "ADJ", "POSS", "GEN", "PREP", "ADV", "AND"):
            return False
    return False


def _place(piece: list[int], words: list[Word], sentence: int, clauses: list[Clause]) -> None:
    first = words[piece[0]]
    lower = first.lower
    verbs = [words[i] for i in piece if words[i].pos in ("VERB", "AUX", "MODAL")]
    finite = any(w.form == "fin" or w.pos == "MODAL" for w in verbs)
    parent = clauses[-1] if clauses else None
    kind: ClauseKind | None = None
    if first.tag == "CJT" or lower == "whether":
        kind = "question" if lower == "whether" else "complement"
        before = words[piece[0] - 1] if piece[0] else None
        if lower == "that" and before is not None and before.pos in ("NOUN", "NAME") and not _saying(parent, words):
            kind = "relative"
    elif first.tag in ("PNQ", "DTQ") and lower in _grammar("relative"):
        kind = "relative"
    elif first.tag in ("AVQ", "DTQ", "PNQ") and parent is not None:
        kind = "question" if finite else None
    elif first.tag == "CJS" or lower in ("if", "unless", "because"):
        kind = "conditional" if lower in _grammar("conditional") else "adverbial"
        kind = kind if finite else None
    elif lower == "to" and len(piece) > 1 and words[piece[1]].pos in ("VERB", "AUX"):
        kind = "infinitive"
    elif verbs and not finite and verbs[0].form == "ger" and first.form == "ger" and parent is not None:
        kind = "adverbial"
    elif finite:
        waiting = next((c for c in reversed(clauses) if _waits(c, words)), None)
        if waiting is not None and (words[piece[0]].form == "fin" or first.pos in ("MODAL", "AUX", "ADV")):
            waiting.words.extend(piece)
            return
        kind = "main"
        if parent is not None and words[piece[0] - 1].text not in CUTS and first.tag != "CJC" and _saying(parent, words):
            kind = "complement"
    if kind is None:
        waiting = next((c for c in reversed(clauses) if _waits(c, words)), parent)
        if waiting is not None:
            waiting.words.extend(piece)
            return
        kind = "main"
    introducer = lower if kind not in ("main", "infinitive") and first.tag in ("CJT", "CJS", "PNQ", "DTQ", "AVQ") else None
    clauses.append(Clause(sentence, piece[0], piece[-1] + 1, list(piece), kind, parent if kind != "main" else None, introducer))


def _waits(clause: Clause, words: list[Word]) -> bool:
    """A clause that has a subject but no finite verb yet: a relative clause or apposition came in between."""
    if clause.kind in ("infinitive",) or not clause.words:
        return False
    return not any(words[i].form == "fin" or words[i].pos == "MODAL" for i in clause.words) and clause.kind == "main"


def _saying(clause: Clause | None, words: list[Word]) -> bool:
    verbs = word_set("en", "speech", "verbs")
    return clause is not None and any(words[i].pos == "VERB" and words[i].lemma.lower() in verbs for i in clause.words)




def _predicate(clause: Clause, words: list[Word]) -> None:
    own = [words[i] for i in clause.words]
    finite = next((w for w in own if w.form == "fin" or w.pos == "MODAL"), None)
    verbal = [w for w in own if w.pos in ("VERB", "AUX", "MODAL")]
    if finite is None and clause.kind in ("main", "relative", "complement"):
        finite = next((w for w in verbal if w.tag == "VVN"), None)  # past tense mistaken for the participle
    clause.finite = finite
    chain: list[Word] = []
    start = own.index(finite) if finite is not None else next((k for k, w in enumerate(own) if w in verbal), len(own))
    for word in own[start:]:
        if word in verbal:
            chain.append(word)
            if word.pos == "VERB":
                break
        elif word.pos not in ("ADV", "NEG", "PRON") and word.lower != "to":
            break
    if not chain:
        return
    main = next((w for w in reversed(chain) if w.pos == "VERB"), chain[-1])
    clause.verb = main
    clause.lemma = main.lemma.lower()
    clause.verb_words = [w.i for w in chain]
    modal = next((w for w in chain if w.pos == "MODAL"), None)
    if modal is not None:
        short: dict[str, str] = lexicon("en", "grammar")["short"]
        clause.modal = short.get(modal.lower, modal.lower)
    auxiliaries = [w.lemma.lower() for w in chain if w.pos == "AUX"]
    clause.passive = main.form in ("part", "fin") and main.pos == "VERB" and bool(auxiliaries) and auxiliaries[-1] in BE and main.tag != "VVG"
    clause.perfect = "have" in auxiliaries
    low, high = chain[0].i, main.i
    clause.negated = any(w.lower in _grammar("negation") and (low - 2 <= w.i <= high + 2) for w in own)
    if finite is not None and finite.lower in _grammar("hypothetical"):
        clause.mood = "hypothetical"


def _subject(clause: Clause, words: list[Word]) -> Phrase | None:
    if clause.finite is None:
        return None
    before = [p for p in clause.phrases if p.last <= clause.finite.i]
    if clause.kind == "relative":
        own = [p for p in before if words[p.head].pos != "REL" and p.prep is None]
        return own[0] if own else next((p for p in before if words[p.head].pos == "REL"), None)
    plain = [p for p in before if p.prep is None and not _time(words[p.head])]
    if plain:
        subject = plain[-1]
        for phrase in reversed(plain[:-1]):
            joined = words[subject.first - 1].lower in ("and", "or", "nor") and subject.first - 1 == phrase.last
            if joined:
                subject = phrase
        return subject
    after = [p for p in clause.phrases if p.first > clause.finite.i and p.prep is None]
    if clause.lemma in word_set("en", "speech", "verbs") and clause.first == clause.finite.i and after:
        return after[0]  # '", said the minister'
    return None


def _past(clause: Clause) -> bool:
    return clause.finite is not None and clause.finite.tag in ("VVD", "VBD", "VHD", "VDD")


def _time(word: Word) -> bool:
    return word.lemma.lower() in lexicon("en", "stance")["times"]
