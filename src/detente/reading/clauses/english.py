"""English clauses: the pieces of a sentence put together, each with its parent, its predicate and its subject."""

from __future__ import annotations

from detente.reading.clauses.english_cuts import DOUBLE, MARKS, cut, grammar, is_finite
from detente.reading.clauses.english_predicates import set_predicate, set_subjects
from detente.reading.clauses.phrases import find_phrases
from detente.reading.cues import frames, word_set
from detente.reading.language import lexicon
from detente.reading.model import Clause, ClauseKind, Mention
from detente.reading.text.retagging_en import retag
from detente.reading.text.words import Sentence, Word

LINKS = ("AND", "ADV", "NEG")


def find(sentence: Sentence, mentions: list[Mention]) -> list[Clause]:
    """The clauses of an English sentence, in the order of their first words."""
    words = sentence.words
    retag(words)
    inside = {i for m in mentions for i in range(m.first + 1, m.last)}
    starts = {m.outer_first for m in mentions} | {m.first for m in mentions}
    builder = _Builder(sentence)
    for piece in cut(words, inside, starts):
        builder.place(piece)
    clauses = builder.clauses
    for clause in clauses:
        clause.words.sort()
        clause.first, clause.last = clause.words[0], clause.words[-1] + 1
    clauses.sort(key=lambda c: c.first)
    for k, clause in enumerate(clauses):
        if clause.parent is None and clause.kind != "main":
            clause.parent = next((c for c in clauses[k + 1 :] if c.kind == "main"), None)
        set_predicate(clause, words)
        bare = clause.verb is not None and clause.verb.tag == "VVN" and len(clause.verb_words) == 1
        if bare and k and words[clause.first].pos == "AND" and clauses[k - 1].passive:
            clause.passive = True
        clause.phrases = find_phrases(words, clause.words, "en")
        clause.predicatives = [i for i in clause.words if words[i].pos == "ADJ"]
    set_subjects(clauses, sentence, mentions)
    return clauses


class _Builder:
    """Puts pieces to clauses from left to right."""

    def __init__(self, sentence: Sentence) -> None:
        self.words = sentence.words
        self.quoted = sentence.quoted or [False] * len(sentence.words)
        self.sentence = sentence.index
        self.clauses: list[Clause] = []

    def place(self, piece: list[int]) -> None:
        """Begin a new clause with a piece or add it to one that goes on."""
        words = self.words
        own = [words[i] for i in piece]
        first = next((w for w in own if w.pos not in LINKS or w.tag in ("CJS", "AVQ")), own[0])
        verbs = [w for w in own if w.pos in ("VERB", "AUX", "MODAL")]
        finite = any(is_finite(w) for w in verbs)
        last = self.clauses[-1] if self.clauses else None
        linked = own[0].pos == "AND"
        before = self._before(piece[0])
        found = self._opened(first, own, verbs, finite, before)
        if found is not None:
            kind, introducer = found
            parent = self._above(kind, introducer, linked, before, last)
            self._new(piece, kind, parent, introducer)
            return
        if linked and first.tag == "VVN" and last is not None and any(words[i].pos == "AUX" for i in last.words):
            self._new(piece, last.kind, last.parent, None)  # "is backed by A but opposed by B"
            return
        waiting = self._waiting(piece)
        if not verbs or (not finite and last is not None):
            host = waiting or last
            edge = words[piece[0] - 1].text if piece[0] else ""
            if not verbs and last is not None and edge not in MARKS and edge != "]" and self._governs(last):
                self._new(piece, "complement", last, None)  # 'said his party "are eager"'
                return
            if not verbs and self._speech_begins(piece):
                self._new(piece, "main", None, None)
                return
            if host is not None and not (own[0].tag == "VVN" and host is last and waiting is None and linked):
                host.words.extend(piece)
                return
            self._new(piece, "main", None, None)
            return
        begins = is_finite(first)
        listed = waiting is not None and waiting is last and linked and not begins
        if waiting is not None and (listed or ((begins or self._fronted(waiting)) and not linked)):
            waiting.words.extend(piece)
            return
        if begins and not linked and last is not None and last.kind == "relative" and self._governs(last):
            self._new(piece, "complement", last, None)  # "which he said would allow it"
            return
        if begins and linked and last is not None:
            twin = self._twin(first)
            self._new(piece, twin.kind if twin.kind != "question" else "main", twin.parent, None)
            return
        mark = next((words[i].text for i in range(piece[0] - 1, -1, -1) if words[i].text not in "[]"), "")
        if last is not None and not linked and not begins and mark not in MARKS:
            saying = self._governs(last)
            self._new(piece, "complement" if saying else "relative", last, None)
            return
        if (
            linked
            and last is not None
            and last.kind == "complement"
            and last.introducer is None
            and not self._quote_edge(piece)
        ):
            self._new(piece, "complement", last.parent, None)
            return
        self._new(piece, "main", None, None)

    def _new(self, piece: list[int], kind: ClauseKind, parent: Clause | None, introducer: str | None) -> None:
        self.clauses.append(Clause(self.sentence, piece[0], piece[-1] + 1, list(piece), kind, parent, introducer))

    def _before(self, i: int) -> Word | None:
        return next((self.words[k] for k in range(i - 1, -1, -1) if self.words[k].pos != "PUNCT"), None)

    def _opened(
        self, first: Word, own: list[Word], verbs: list[Word], finite: bool, before: Word | None
    ) -> tuple[ClauseKind, str | None] | None:
        """The kind of a clause that is told by the word it begins with, and that word; None where no word tells."""
        lower = first.lower
        after = next((w for w in own if w.i > first.i and w.pos not in ("ADV", "NEG")), None)
        if lower == "whether":
            return "question", lower
        if first.tag == "CJT":
            to_noun = before is not None and before.pos in ("NOUN", "NAME", "PRON")
            if after is not None and (is_finite(after) or after.tag == "VVN") and to_noun:
                return "relative", lower
            if to_noun and not self._governs(self.clauses[-1] if self.clauses else None):
                assert before is not None
                return ("complement" if before.lemma.lower() in grammar("that_nouns") else "relative"), lower
            return "complement", lower
        if first.pos == "PREP" and after is not None and after.tag in ("PNQ", "DTQ"):
            return ("relative", after.lower) if finite else None
        if first.tag in ("PNQ", "DTQ") and lower in grammar("relative"):
            return ("relative", lower) if self.clauses else ("question", lower) if finite else None
        if first.tag in ("AVQ", "DTQ", "PNQ"):
            if not finite:
                return None
            if lower in grammar("conditional"):
                return "conditional", lower
            return ("adverbial", lower) if lower in grammar("adverbial") else ("question", lower)
        if first.tag == "CJS" or lower in ("if", "unless", "because") or (lower in DOUBLE and finite):
            if not verbs or lower == "than":
                return None
            return ("conditional" if lower in grammar("conditional") else "adverbial"), lower
        if lower == "to" and after is not None and after.pos in ("VERB", "AUX"):
            return "infinitive", None
        if finite and not (first.form == "ger" or (first.pos == "PREP" and after is not None and after.form == "ger")):
            return None
        if first.pos == "PREP" and after is not None and after.form == "ger" and after.pos in ("VERB", "AUX"):
            return ("adverbial", lower) if lower in grammar("circumstance") else ("infinitive", lower)
        if first.form == "ger" and first.pos in ("VERB", "AUX"):
            governed = before is not None and before.i == first.i - 1 and before.pos in ("VERB", "PART")
            return ("infinitive", None) if governed else ("adverbial", None)
        if own[0].pos == "AND" and verbs and verbs[0].form == "ger" and not finite:
            return "adverbial", None
        if first.tag == "VVN" and own[0] is first and before is not None and before.pos in ("NOUN", "NAME", "PRON"):
            return ("relative", None) if before.i == first.i - 1 or self._waiting([first.i]) is None else None
        if first.form == "inf" and own[0].pos == "AND" and self.clauses:
            last = self.clauses[-1]
            return (last.kind, None) if last.kind == "infinitive" else None
        return None

    def _above(
        self, kind: ClauseKind, introducer: str | None, linked: bool, before: Word | None, last: Clause | None
    ) -> Clause | None:
        if last is None:
            return None
        if linked or (
            introducer == "that" and kind == "complement" and before is not None and before.i not in last.words
        ):
            alike = [c for c in self.clauses if c.kind == kind and (c.introducer == introducer or kind == "complement")]
            twin = alike[-1] if alike else None
            if twin is not None:
                return twin.parent
        host = next((c for c in self.clauses if before is not None and before.i in c.words), last)
        if introducer is None and kind == "adverbial" and self.words[host.words[-1]].i != (before.i if before else -1):
            return host
        return host

    def _waiting(self, piece: list[int]) -> Clause | None:
        """The last clause that has no finite verb yet though it needs one."""
        for clause in reversed(self.clauses):
            if clause.kind in ("infinitive",) or (clause.kind == "adverbial" and clause.introducer is None):
                continue
            own = [self.words[i] for i in clause.words]
            if any(is_finite(w) for w in own):
                if own[-1].pos in ("MODAL", "AUX") and self.words[piece[0]].form in ("inf", "part", "ger"):
                    return clause
                if clause.kind == "main":
                    return None
                continue
            if any(w.form for w in own):
                continue
            return clause
        return None

    def _fronted(self, clause: Clause) -> bool:
        """Whether a clause so far is only an adverbial in front: "Under this proposal", "On Friday"."""
        first = self.words[clause.words[0]]
        times = lexicon("en", "stance")["times"]
        return first.pos in ("PREP", "ADV", "AND") or any(
            self.words[i].lemma.lower() in times for i in clause.words[:3]
        )

    def _twin(self, verb: Word) -> Clause:
        """The clause that a second predicate is joined to: the nearest with a verb of like tense."""
        tense = _tense(verb)
        finite = [c for c in self.clauses if any(is_finite(self.words[i]) for i in c.words)]
        stating = verb.lemma.lower() in word_set("en", "speech", "verbs") or verb.lemma.lower() in frames("en")
        if stating:
            finite = [c for c in finite if c.kind == "main" and _tense(self._first_finite(c)) == tense] or finite
        closed = [
            c for c in finite if not (c.kind in ("relative", "adverbial", "conditional") and c is not self.clauses[-1])
        ]
        for clause in reversed(closed):
            chain = self._first_finite(clause)
            if _tense(chain) == tense or (verb.tag == "VVD" and chain.lemma.lower() == "have"):
                return clause
        return (closed or finite or self.clauses)[-1]

    def _first_finite(self, clause: Clause) -> Word:
        return next(self.words[i] for i in sorted(clause.words) if is_finite(self.words[i]))

    def _governs(self, clause: Clause | None) -> bool:
        """Whether a clause has a verb of saying or one that takes a bare clause."""
        if clause is None:
            return False
        verb = next((self.words[i] for i in reversed(clause.words) if self.words[i].pos == "VERB"), None)
        if verb is None:
            return False
        lemma = verb.lemma.lower()
        return lemma in word_set("en", "speech", "verbs") or lemma in grammar("bare")

    def _speech_begins(self, piece: list[int]) -> bool:
        """Whether a piece opens direct speech after a comma or colon: 'said: "The talks ...'."""
        i = piece[0]
        return i > 1 and self.quoted[i] and self.words[i - 1].text in '"“' and self.words[i - 2].text in ",:"

    def _quote_edge(self, piece: list[int]) -> bool:
        return piece[0] > 0 and self.quoted[piece[0]] != self.quoted[piece[0] - 1]


def _tense(word: Word) -> str:
    if word.pos == "MODAL":
        return "modal"
    return "past" if word.tag in ("VVD", "VBD", "VHD", "VDD") else "present"
