"""The terms of a codebook: how they are written, and how they are found in a text.

A term is one or more words.  Each matches in any inflection; `*` stands for the rest of a word at its beginning or end;
`a|b` is one word or the other.  The words of a term may stand in any order, with up to WINDOW other content words
between them; articles and prepositions count neither in the term nor in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from detente.codebooks.text import LONGEST_WORD, Form, Token, form_of, tokens

WINDOW = 3
SHORTEST_STEM = 2
# Marks around a word in the automaton: folded word and stem are searched in one go, ends told apart.
_WORD_START, _WORD_END, _STEM_START, _STEM_END = "\x02", "\x03", "\x04", "\x05"

Key = TypeVar("Key")


class Pattern(NamedTuple):
    """One way to write one word of a term; `search` is what the automaton looks for."""

    search: str
    letters: int


def parse_term(term: str, language: str) -> list[list[Pattern]]:
    """The words of a term, each with its alternatives.  Raises ValueError, which says what is wrong with the term."""
    slots = []
    for word in term.split():
        alternatives = [p for a in word.split("|") for p in _patterns(a, term, language)]
        if alternatives:
            slots.append(alternatives)
    if not slots:
        raise ValueError(f'term "{term}" has no word that carries content')
    if len(slots) == 1 and len(term.split()) > 1:
        raise ValueError(f'term "{term}": function words do not count, so it would match like its one other word alone')
    return slots


def _patterns(word: str, term: str, language: str) -> list[Pattern]:
    literal = word.strip("*")
    if "*" in literal:
        raise ValueError(f'term "{term}": * may stand only at the beginning or the end of a word')
    if literal.isalpha():  # a plain word, as most are
        form = form_of(literal[:LONGEST_WORD], language)
    else:
        found = [t for t in tokens(literal, language) if not t.part]
        if not word or len(found) != 1:
            raise ValueError(f'term "{term}": "{word}" is not a word')
        form = found[0].form
    front, back = word.startswith("*"), word.endswith("*")
    if (front or back) and len(form.folded) < SHORTEST_STEM:
        raise ValueError(f'term "{term}": "{word}" would match almost anything')
    if front and back:
        return [Pattern(form.folded, len(form.folded))]
    if front:
        return [Pattern(form.stem + _STEM_END, len(form.folded))]
    if back:
        return [Pattern(_WORD_START + form.folded, len(form.folded))]
    if form.stop:
        return []
    return [Pattern(_STEM_START + form.stem + _STEM_END, len(form.folded))]


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """A term found: `places` are the positions (Token.at) of its words, `words` and `letters` tell how much it says."""

    key: Key
    places: frozenset[int]
    first: int
    last: int
    clause: int
    words: int
    letters: int
    order: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Smaller is better: more words, more letters, earlier, named earlier in the codebook."""
        return (-self.words, -self.letters, self.first, self.order)


class Lexicon(Generic[Key]):
    """Terms of one language, each with a key; finds all of them in a text in one pass."""

    def __init__(self, entries: Iterable[tuple[Key, str]], language: str) -> None:
        self._language = language
        self._keys: list[Key] = []
        self._slots: list[int] = []
        searches: dict[str, list[tuple[int, int, int]]] = {}
        for key, term in entries:
            slots = parse_term(term, language)
            for number, alternatives in enumerate(slots):
                for pattern in alternatives:
                    searches.setdefault(pattern.search, []).append((len(self._keys), number, pattern.letters))
            self._keys.append(key)
            self._slots.append(len(slots))
        self._automaton = ahocorasick.Automaton()
        for search, places in searches.items():
            self._automaton.add_word(search, tuple(places))
        if searches:
            self._automaton.make_automaton()
        self._empty = not searches
        self._of_form = lru_cache(maxsize=100_000)(self._find_in_form)

    def _find_in_form(self, form: Form) -> tuple[tuple[int, int, int], ...]:
        marked = f"{_WORD_START}{form.folded}{_WORD_END}{_STEM_START}{form.stem}{_STEM_END}"
        return tuple({hit: None for _, places in self._automaton.iter(marked) for hit in places})

    def matches(self, token: Token) -> bool:
        """Whether a term of a single word is found in this one."""
        return not self._empty and any(self._slots[term] == 1 for term, _, _ in self._of_form(token.form))

    def find(self, text: Sequence[Token]) -> list[Hit[Key]]:
        """All terms in a text, in the order of the terms."""
        if self._empty:
            return []
        found: dict[int, list[list[tuple[Token, int]]]] = {}
        for token in text:
            for term, slot, letters in self._of_form(token.form):
                by_slot = found.setdefault(term, [[] for _ in range(self._slots[term])])
                by_slot[slot].append((token, letters))
        hits = []
        for term in sorted(found):
            if all(found[term]):
                hits += self._together(term, found[term])
        return hits

    def _together(self, term: int, by_slot: list[list[tuple[Token, int]]]) -> list[Hit[Key]]:
        """The places where all words of a term stand near each other, at most one for each place of its first word."""
        hits = {}
        for anchor in by_slot[0]:
            chosen = [anchor]
            for others in by_slot[1:]:
                chosen.append(min(others, key=lambda o: (abs(o[0].at - anchor[0].at), o[0].at)))
            places = frozenset(t.at for t, _ in chosen)
            first, last = min(places), max(places)
            if last - first < len(chosen) + WINDOW:
                clause = min(t.clause for t, _ in chosen)
                letters = sum(n for _, n in chosen)
                hits[places] = Hit(self._keys[term], places, first, last, clause, len(chosen), letters, term)
        return list(hits.values())
