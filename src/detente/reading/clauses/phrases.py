"""Noun phrases and prepositional phrases of a clause."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.model import Phrase
from detente.reading.text.words import Word

INSIDE = {"DET", "POSS", "ADJ", "NUM", "NOUN", "NAME", "TRUNC"}
# The cases that a German article allows: nominative, accusative, dative, genitive.
CASES = {
    "der": "ndg", "die": "na", "das": "na", "den": "ad", "dem": "d", "des": "g",
    "ein": "na", "eine": "na", "einen": "a", "einem": "d", "einer": "dg", "eines": "g",
}  # fmt: skip
ENDINGS = {"er": "ndg", "e": "na", "es": "nag", "en": "ad", "em": "d"}
# How German participles end before a noun, and how many words an attribute with one may have.
PARTICIPLES = tuple(f"{stem}{end}" for stem in ("t", "en", "end") for end in ("e", "en", "er", "es", "em"))
LONGEST_ATTRIBUTE = 14
JOINS = {"und", "oder", "sowie", "and", "or"}


def find_phrases(words: list[Word], indexes: list[int], language: str) -> list[Phrase]:
    """The noun phrases of a clause in text order; `prep` is set where a preposition governs one.

    `indexes` are the clause's own words.  A German phrase takes in following genitives ("das Ende der Gewalt").  For
    German `case` holds the cases that its first words allow, a subset of "nadg".
    """
    return _Chunker(words, indexes, language).phrases()


class _Chunker:
    """Walks the clause's own words, so that a quotation mark between two of them does not part a phrase."""

    def __init__(self, words: list[Word], indexes: list[int], language: str) -> None:
        self.language = language
        self.own = [words[i] for i in indexes]
        # Where words that belong to no phrase lie between two of the clause's, no phrase runs on.
        self.gap = [False] * len(self.own)
        for k in range(1, len(self.own)):
            between = words[self.own[k - 1].i + 1 : self.own[k].i]
            self.gap[k] = any(w.text not in "„“”»«\"‚‘’'()" or w.pos != "PUNCT" for w in between)

    def phrases(self) -> list[Phrase]:
        found: list[Phrase] = []
        k = 0
        while k < len(self.own):
            word = self.own[k]
            prep = None
            start = k
            if word.pos == "PREP" and k + 1 < len(self.own) and not self.gap[k + 1]:
                prep = word.lemma.lower() if self.language == "de" else word.lower
                k += 1
            elif found and found[-1].prep and word.pos in INSIDE and self._joined(found[-1], k):
                prep = found[-1].prep  # "zwischen A und B": the second noun stands under the same preposition
            if prep is not None and self._pos(k) == "ADV" and self._pos(k + 1) in ("ADJ", "NUM"):
                k += 1  # "nach rund dreijährigen Verhandlungen"
            end, head = self._noun_phrase(k)
            if head is not None:
                if prep is None and end < len(self.own) and self.own[end].tag == "APPO":
                    prep = self.own[end].lower  # "Insidern zufolge"
                case = "" if prep else self._case(k, end)
                found.append(Phrase(self.own[start].i, self.own[end - 1].i + 1, self.own[head].i, prep, case))
                k = end
                continue
            current = self.own[k]
            if current.pos in ("PRON", "REL", "ASK") and current.tag != "PRF":
                found.append(
                    Phrase(
                        self.own[start].i,
                        current.i + 1,
                        current.i,
                        prep,
                        "" if prep else _pronoun_case(current, self.language),
                    )
                )
            k += 1
        return found

    def _joined(self, before: Phrase, k: int) -> bool:
        return k > 0 and self.own[k - 1].lower in JOINS and k > 1 and self.own[k - 2].i == before.last - 1

    def _noun_phrase(self, first: int) -> tuple[int, int | None]:
        """One past the last position, and the position of the head, of the noun phrase that begins at `first`."""
        k = first
        head: int | None = None
        while k < len(self.own) and not (k > first and self.gap[k]):
            word = self.own[k]
            nounlike = word.pos in ("NOUN", "NAME")
            attribute = self._attribute(first, k) if head is None else None
            if attribute is not None:
                k = attribute
                continue
            if word.pos not in INSIDE:
                adverb = word.pos in ("PRED", "ADV") and k > first and self._pos(k + 1) in ("ADJ", "NUM")
                if word.pos == "GEN" and head is not None:
                    head = None
                elif not adverb or head is not None:
                    break
                k += 1
                continue
            if head is not None and not nounlike:
                if self._measured(head, k):
                    head = None  # "8 Prozent mehr Lohn": the measure is of what follows
                    k += 1
                    continue
                if not (self.language == "de" and self._genitive(k)):
                    break
                end, inner = self._noun_phrase(k)
                return (end, head) if inner is not None else (k, head)
            if nounlike and head is not None and self.language == "de" and word.pos == self.own[head].pos == "NOUN":
                if self.own[head].lemma.lower() not in _measures(self.language):
                    break
                head = k  # "300 Euro Zulage"
            if nounlike and (self.language == "en" or head is None or self.own[head].pos != "NOUN"):
                head = k
            k += 1
        return (k, head) if head is not None else (first, None)

    def _attribute(self, first: int, k: int) -> int | None:
        """Where the participle stands that ends an attribute opened here: "eine | zwischen ihnen ausgehandelte Regel".

        None where the word at `k` does not follow the article at `first`, or opens no such attribute.
        """
        if self.language != "de" or k != first + 1 or self._pos(first) not in ("DET", "POSS"):
            return None
        if self._pos(k) != "PREP":
            return None
        for n in range(k + 2, min(k + LONGEST_ATTRIBUTE, len(self.own) - 1)):
            if self.own[n].form == "fin" or self.own[n].pos in ("SUB", "REL"):
                return None
            inflected = self._pos(n) in ("ADJ", "VERB") and self.own[n].lower.endswith(PARTICIPLES)
            if inflected and self._pos(n + 1) in ("NOUN", "ADJ"):
                return n if self._pos(n) == "ADJ" else n + 1
        return None

    def _measured(self, head: int, k: int) -> bool:
        more = self.own[k].lower in ("mehr", "weniger", "more", "less")
        return more and self.own[head].lemma.lower() in _measures(self.language) and self._pos(k + 1) in ("NOUN", "ADJ")

    def _pos(self, k: int) -> str:
        return self.own[k].pos if k < len(self.own) else ""

    def _genitive(self, k: int) -> bool:
        word = self.own[k]
        ending = word.pos in ("POSS", "ADJ") and word.lower.endswith(("er", "es"))
        if not ending and word.lower not in _listed("de", "genitive"):
            return False
        k += 1
        while self._pos(k) in ("ADJ", "NUM", "POSS"):
            k += 1
        return self._pos(k) in ("NOUN", "NAME")

    def _case(self, first: int, end: int) -> str:
        if self.language != "de":
            return "na"
        word, inside = self.own[first], self.own[first:end]
        lower = word.lower
        plural = any(_plural(w) for w in inside if w.pos == "NOUN")
        if lower in CASES:
            if lower == "der" and plural:
                return "g"
            if lower == "der" and _feminine(inside):
                return "dg"
            if lower == "den" and not plural:
                return "ad" if inside[-1].lower.endswith("n") else "a"
            return CASES[lower]
        ending = next((e for e in ENDINGS if len(e) == 2 and lower.endswith(e)), "e" if lower.endswith("e") else None)
        if word.pos in ("POSS", "DET"):
            return (
                ENDINGS[ending]
                if ending and lower not in ("unser", "ihr", "sein", "kein", "mein", "viel", "mehr")
                else "na"
            )
        if word.pos == "ADJ" and ending:
            if ending == "er":
                return "g" if plural else "nadg"
            return ENDINGS[ending]
        return "nad"


def _measures(language: str) -> list[str]:
    measures: list[str] = lexicon(language, "grammar")["measures"]
    return measures


def _pronoun_case(word: Word, language: str) -> str:
    if word.lower in _listed(language, "nominative"):
        return "n"
    return "ad" if word.lower in _listed(language, "oblique") else "na"


def _plural(word: Word) -> bool:
    lower, lemma = word.lower, word.lemma.lower()
    return lower != lemma and lower not in (f"{lemma}s", f"{lemma}es", f"{lemma}n", f"{lemma}en")


def _feminine(inside: list[Word]) -> bool:
    noun = next((w for w in inside if w.pos == "NOUN"), None)
    return noun is not None and noun.lemma.lower().endswith(_feminine_endings())


@cache
def _listed(language: str, name: str) -> frozenset[str]:
    """The words of one list of `grammar.toml`."""
    return frozenset(lexicon(language, "grammar")[name])


@cache
def _feminine_endings() -> tuple[str, ...]:
    return tuple(_listed("de", "feminine_endings"))
