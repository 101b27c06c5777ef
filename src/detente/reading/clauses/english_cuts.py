"""Where English clauses part: at marks, conjunctions, relative words, infinitives, participles and bare clauses."""

from __future__ import annotations

from functools import cache

from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.text.words import Word

MARKS = set(',;:–—()“”"….!?«»') | {"-", "‘", "'"}
FINITE_TAGS = ("VVD", "VVZ", "VVB", "VBD", "VBZ", "VBB", "VHD", "VHZ", "VHB", "VDD", "VDZ", "VDB")
INFINITIVES = ("VVI", "VBI", "VHI", "VDI", "VVB", "VBB", "VHB", "VDB")
NOMINATIVE = {"he", "she", "we", "they", "i", "it", "you"}
PHRASE_STARTS = ("DET", "NAME", "NOUN", "PRON", "POSS", "ADJ", "NUM")
# Prepositions that are conjunctions too.
DOUBLE = {"since", "after", "before", "until", "till", "as"}
# How many words a subject may have before its verb.
LONGEST_SUBJECT = 16


@cache
def grammar(name: str) -> frozenset[str]:
    """A list of `grammar.toml`."""
    return frozenset(lexicon("en", "grammar")[name])


def is_finite(word: Word) -> bool:
    """Whether a word is a finite verb form or a modal verb."""
    return word.pos == "MODAL" or word.tag in FINITE_TAGS


def cut(words: list[Word], inside: set[int], starts: set[int]) -> list[list[int]]:
    """The pieces of a sentence, each the indexes of its words; no piece begins within a mention.

    `inside` are the words of mentions but their first, `starts` the first words of mentions.
    """
    return _Cutter(words, inside, starts).pieces()


class _Cutter:
    def __init__(self, words: list[Word], inside: set[int], starts: set[int]) -> None:
        self.words = words
        self.inside = inside
        self.starts = starts

    def pieces(self) -> list[list[int]]:
        pieces: list[list[int]] = [[]]
        for word in self.words:
            if word.text in MARKS and word.pos != "GEN" and word.i not in self.inside:
                pieces.append([])
                continue
            if word.text in "[]":
                continue
            if pieces[-1] and word.i not in self.inside and self._opens(word, pieces[-1]):
                pieces.append([])
            pieces[-1].append(word.i)
        return [p for p in pieces if p]

    def _at(self, i: int) -> Word | None:
        return self.words[i] if 0 <= i < len(self.words) else None

    def _opens(self, word: Word, piece: list[int]) -> bool:
        """Whether a new clause begins with this word."""
        own = [self.words[i] for i in piece]
        only_links = all(w.pos in ("AND", "ADV") for w in own)
        if only_links:
            return False
        verbal = any(is_finite(w) or w.form in ("ger", "part", "inf") for w in own)
        previous = own[-1]
        if self._subordinates(word, previous, verbal):
            return True
        if self._infinite(word, own, previous):
            return True
        if word.pos == "AND":
            return verbal and self._joins_clause(word, own)
        if is_finite(word) and self._resumes(word, own, previous):
            return True
        return self._bare(word, own, previous)

    def _subordinates(self, word: Word, previous: Word, verbal: bool) -> bool:
        lower = word.lower
        if word.tag == "CJT" or lower == "whether":
            return lower == "whether" or (previous.pos != "PREP" and self._clause_ahead(word.i + 1))
        following = self._at(word.i + 1)
        if word.pos == "PREP" and following is not None and following.tag in ("PNQ", "DTQ"):
            return self._clause_ahead(word.i + 2)
        if word.pos == "PREP" and lower in DOUBLE:
            return verbal and self._subject_then_finite(word.i + 1)
        if word.tag == "CJS" or lower in ("if", "unless"):
            return verbal and lower != "than" and self._clause_ahead(word.i + 1)
        if word.tag in ("PNQ", "DTQ", "AVQ"):
            return previous.pos != "PREP" and self._clause_ahead(word.i + 1)
        return False

    def _infinite(self, word: Word, own: list[Word], previous: Word) -> bool:
        following = self._at(word.i + 1)
        if word.lower == "to" and following is not None:
            after = self._at(word.i + 2)
            verb = following.tag in INFINITIVES or (
                following.pos == "ADV" and after is not None and after.tag in INFINITIVES
            )
            if verb or following.form != "ger":
                return verb and not self._semi_modal(own)
        if word.pos == "PREP" and following is not None and following.form == "ger" and following.pos != "NOUN":
            return following.lower not in ("according", "following", "including") and previous.pos != "PREP"
        if word.form == "ger" and word.pos in ("VERB", "AUX"):
            if own[0].pos == "AND" and not any(w.form for w in own):
                return False  # "and 194 members opposing it"
            return previous.pos not in ("PREP", "DET", "POSS", "ADJ", "AND") and not _has_auxiliary(own)
        if word.tag == "VVN" and previous.pos in ("NOUN", "NAME", "PRON"):
            return any(is_finite(w) for w in own) or self._finite_later(word.i + 1)
        return False

    def _semi_modal(self, own: list[Word]) -> bool:
        """ "have to", "is to", "be going to", "ought to" are one verb with what follows."""
        last = next((w for w in reversed(own) if w.pos not in ("ADV", "NEG")), own[-1])
        lemma = last.lemma.lower()
        if lemma in ("have", "ought", "be") and last.pos in ("AUX", "MODAL", "VERB"):
            return True
        return last.lower == "going" and _has_auxiliary([w for w in own if w is not last])

    def _joins_clause(self, word: Word, own: list[Word]) -> bool:
        k = word.i + 1
        while (w := self._at(k)) is not None and w.pos in ("ADV", "NEG"):
            k += 1
        following = self._at(k)
        if following is None:
            return False
        first = next((w for w in own if w.pos in ("VERB", "AUX", "MODAL", "TO")), None)
        if is_finite(following):
            return True
        if following.tag == "VVN" and any(w.lemma.lower() in ("have", "be") and w.pos == "AUX" for w in own):
            return following.i + 1 < len(self.words) and self.words[following.i + 1].pos in (*PHRASE_STARTS, "PREP")
        if following.pos == "TO" or following.lower == "to":
            after = self._at(k + 1)
            return after is not None and after.tag in INFINITIVES
        if following.form == "inf" and first is not None:
            return first.pos in ("TO", "MODAL") or first.form == "inf"
        if following.form == "ger" and first is not None and first.form == "ger":
            return True
        if first is not None and first.form == "ger" and self._subject_then_gerund(k):
            return True
        if following.tag == "CJT" or following.tag in ("CJS", "PNQ", "DTQ"):
            return self._clause_ahead(k + 1)
        return self._subject_then_finite(k)

    def _resumes(self, word: Word, own: list[Word], previous: Word) -> bool:
        """A finite verb where the piece already has one: the clause above goes on behind a relative clause."""
        if previous.pos in ("AUX", "MODAL", "ADV", "NEG", "AND", "TO") and _chain_open(own):
            return False
        gerund = own[0].pos == "PREP" and len(own) > 1 and own[1].form == "ger"
        if own[0].form in ("ger", "part") or own[0].tag == "TO0" or gerund:
            return True
        return any(is_finite(w) for w in own) and previous.pos not in ("AUX", "MODAL")

    def _bare(self, word: Word, own: list[Word], previous: Word) -> bool:
        """A clause with no word to open it: "said ministers would reject it", "the wall Trump wants"."""
        if word.pos not in PHRASE_STARTS and word.lower != "there":
            return False
        if previous.pos in ("DET", "POSS", "ADJ", "NUM", "PREP", "GEN", "AND", "TO", "NEG"):
            return False
        verb = next((w for w in reversed(own) if w.pos in ("VERB", "AUX")), None)
        if verb is None:
            return False
        lemma = verb.lemma.lower()
        nounlike = word.pos in ("NOUN", "NAME", "ADJ") and word.i not in self.starts
        if lemma in word_set("en", "speech", "verbs") or lemma in grammar("bare"):
            between = own[own.index(verb) + 1 :]
            close = not between or (
                not (previous.pos in ("NOUN", "NAME") and nounlike)
                and (between[0].pos in ("PREP", "ADV") or lemma in grammar("told") or _time_only(between))
            )
            if close and (self._subject_then_finite(word.i) or (not between and self._apposed_subject(word.i))):
                return True
            if close and lemma in grammar("subjunctive") and self._subject_then_finite(word.i, subjunctive=True):
                return True
        if previous.pos in ("NOUN", "NAME") or previous.lower in ("everything", "something", "nothing", "anything"):
            following = self._at(word.i + 1)
            pronoun = word.lower in NOMINATIVE or word.i in self.starts or word.pos == "DET"
            return pronoun and following is not None and self._subject_then_finite(word.i) and any(map(is_finite, own))
        return False

    def _apposed_subject(self, start: int) -> bool:
        """ "reported the minister, a former judge, would resign": a subject, an insert, a finite verb."""
        commas = 0
        for word in self.words[start : start + 2 * LONGEST_SUBJECT]:
            if word.text == ",":
                commas += 1
                if commas == 2:
                    following = self._at(word.i + 1)
                    return following is not None and is_finite(following)
            elif is_finite(word) or word.form or word.text in ';:."“”':
                return False
        return False

    def _subject_then_gerund(self, start: int) -> bool:
        """ "and 194 members opposing it": a participle clause with its own subject."""
        for word in self.words[start : start + LONGEST_SUBJECT]:
            if word.form == "ger":
                return word.i > start
            if word.pos not in ("DET", "ADJ", "NOUN", "NAME", "NUM", "POSS", "GEN") and word.lower != "of":
                return False
        return False

    def _clause_ahead(self, start: int) -> bool:
        """Whether a finite verb follows before the sentence or a part of it ends."""
        for word in self.words[start : start + 2 * LONGEST_SUBJECT]:
            if word.text in ";.!?":
                return False
            if is_finite(word):
                return True
        return False

    def _finite_later(self, start: int) -> bool:
        """Whether the verb of the clause above is still to come, not one with a subject of its own."""
        for word in self.words[start:]:
            if is_finite(word):
                return True
            if word.lower in NOMINATIVE or word.text == ";" or word.tag in ("CJT", "CJS", "CJC", "PNQ", "DTQ", "AVQ"):
                return False
        return False

    def _subject_then_finite(self, start: int, subjunctive: bool = False) -> bool:
        """Whether a noun phrase and then a finite verb follow, nothing else; in the subjunctive a bare infinitive."""
        noun = False
        for word in self.words[start : start + LONGEST_SUBJECT]:
            if is_finite(word) or (subjunctive and word.form == "inf"):
                before = self.words[word.i - 1]
                return before.pos != "AND" and (noun or before.tag == "DT0")
            if word.lower in NOMINATIVE and noun:
                return False  # "told the president we needed": the clause begins later
            if word.pos in ("NOUN", "NAME", "PRON", "NUM"):
                noun = True
            elif word.pos not in ("DET", "ADJ", "POSS", "GEN", "PREP", "ADV", "AND") and word.text not in '"“”[]':
                return False
        return False


def _has_auxiliary(own: list[Word]) -> bool:
    """Whether a form of "be" stands right before, adverbs aside: "is also considering"."""
    last = next((w for w in reversed(own) if w.pos not in ("ADV", "NEG", "PRON")), None)
    return last is not None and last.pos == "AUX" and last.lemma.lower() == "be"


def _chain_open(own: list[Word]) -> bool:
    """Whether the last verb of a piece still waits for its main verb."""
    last = next((w for w in reversed(own) if w.pos not in ("ADV", "NEG", "AND")), None)
    return last is not None and last.pos in ("AUX", "MODAL", "TO")


def _time_only(between: list[Word]) -> bool:
    times = lexicon("en", "stance")["times"]
    return all(w.pos in ("DET", "ADJ", "NUM", "PREP", "ADV") or w.lemma.lower() in times for w in between)
