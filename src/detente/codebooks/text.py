"""Topics and texts as words that can be compared: case, accents and inflection folded away."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import Stemmer

_FOLDER = resources.files("detente.codebooks") / "languages"
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+(?:[-/‐‑–][^\W_]+)*|[.,;:!?()\n]")
_POSSESSIVE = re.compile(r"(?<=\w)['’`´]s?(?!\w)")
_HYPHENS = re.compile(r"[-/‐‑–]")
# Farther apart than any window: words on two sides of a full stop never make one term.
SENTENCE_BREAK = 100
LONGEST_WORD = 60


class Form(NamedTuple):
    """What is compared of a word; `stem` is the Snowball stem (Porter 1980, 2001) of the folded word."""

    folded: str
    stem: str
    stop: bool


class Token(NamedTuple):
    """A word of a topic or text.

    `at` counts the content words before it, so that articles and prepositions keep nothing apart; `clause` counts the
    commas and stops.  `part` marks the parts of a hyphened word; the word as a whole follows them, with `whole` set.
    """

    text: str
    form: Form
    at: int
    clause: int
    part: bool = False
    whole: bool = False


@dataclass(frozen=True)
class LanguageData:
    """The word lists of one language, from `languages/XX.toml`."""

    code: str
    stemmer: str = ""
    compounds: bool = False
    capital_nouns: bool = False
    separable: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    subordinating: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    modal: tuple[str, ...] = ()
    infinitive: tuple[str, ...] = ()
    pointing: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    indefinite: tuple[str, ...] = ()
    reversing_before: tuple[str, ...] = ()
    reversing_after: tuple[str, ...] = ()
    reversing_ending: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    than: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    clause_subjects: tuple[str, ...] = ()
    light_ending: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    option_for: str = "for"
    option_against: str = "against"
    adjective_endings: dict[str, str] = field(default_factory=dict)
    genitive: tuple[str, ...] = ()
    dative_plural: tuple[str, ...] = ()
    neuter: tuple[str, ...] = ()
    unspecified: str = "not specified"
    proposed: str = "proposed"

    @cached_property
    def stopped(self) -> frozenset[str]:
        """The folded words that carry no content."""
        return frozenset(fold(w) for w in (*self.stop, *self.prepositions, *self.pointing))

    @cached_property
    def preposing(self) -> frozenset[str]:
        """The folded prepositions that are no article at the same time ("zum" is)."""
        return frozenset(fold(w) for w in self.prepositions if fold(w) not in self.adjective_endings)

    @cached_property
    def clause_opening(self) -> frozenset[str]:
        """The folded words that open a clause about the thing named before: "that", "which", "dass"."""
        return frozenset(fold(w) for w in (*self.subordinating, *self.relative))

    @cached_property
    def before_verbs(self) -> frozenset[str]:
        """The folded words before a verb: "to meet", "would deal"."""
        return frozenset(fold(w) for w in (*self.infinitive, *self.modal))

    @cached_property
    def general_stems(self) -> frozenset[str]:
        """The stems of words that name no subject on their own: "deal", "talks", "proposal"."""
        return self.stems((*self.generic, *self.light))

    @cached_property
    def infix(self) -> re.Pattern[str] | None:
        """Finds "zu" between a separable prefix and its verb ("abzuziehen")."""
        if not self.separable:
            return None
        return re.compile(rf"^({'|'.join(fold(p) for p in self.separable)})zu(?=\w{{3,}}n$)")

    def stems(self, words: tuple[str, ...]) -> frozenset[str]:
        """The stems of a word list."""
        return frozenset(form_of(w, self.code).stem for w in words)


def languages() -> list[str]:
    """The languages that have word lists, in alphabetical order."""
    return sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir() if f.name.endswith(".toml"))


@lru_cache
def language_data(code: str) -> LanguageData:
    """The word lists of a language; empty ones for a language that has none."""
    file = _FOLDER / f"{code}.toml"
    if not file.is_file():
        return LanguageData(code)
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items()}
    return LanguageData(code, **values)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Small letters without accents: "Zölle" and "zolle" are one."""
    if word.isascii():  # as most are: neither accents nor anything to take apart
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def form_of(word: str, language: str) -> Form:
    """The comparable form of a single word."""
    data = language_data(language)
    folded = fold(word)
    if data.infix:
        folded = data.infix.sub(r"\1", folded)
    stem = _stemmer(data.stemmer).stemWord(folded) if data.stemmer else folded
    return Form(folded, stem, folded in data.stopped)


@lru_cache
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text.  A hyphened word gives its parts, then itself ("US-Truppen": us, truppen, ustruppen)."""
    found: list[Token] = []
    at = clause = 0
    for match in _WORD.finditer(_POSSESSIVE.sub("", text)):
        word = match.group()
        if not word[0].isalnum():
            clause += 1
            at += 0 if word in ",()" else SENTENCE_BREAK
            continue
        if word.isalnum():
            form = form_of(word[:LONGEST_WORD], language)
            found.append(Token(word, form, at, clause))
            at += not form.stop
            continue
        if word[0].isdigit() and not _HYPHENS.search(word):  # "2.5"; the point of "1.000" parts no sentences either
            found.append(Token(word, form_of(word[:LONGEST_WORD], language), at, clause))
            at += 1
            continue
        parts = _HYPHENS.split(word[:LONGEST_WORD].replace(".", ""))
        first, several = at, len(parts) > 1
        for part in parts:
            form = form_of(part, language)
            found.append(Token(part, form, at, clause, part=several))
            at += not form.stop
        if several:
            found.append(Token("-".join(parts), form_of("".join(parts), language), first, clause, whole=True))
    return found
