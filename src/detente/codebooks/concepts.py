"""What a topic is about, so that wordings can be compared across reports and languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from babel import Locale

from detente.codebooks.terms import Lexicon
from detente.codebooks.text import LanguageData, Token, fold, form_of, language_data, tokens

# Shorter words are no compounds worth taking apart.
SHORTEST_COMPOUND = 8
# Concepts: "=RU" is a state or body, "#strike" a group of synonyms, anything else a stem.
NATION, GROUP = "=", "#"
MORE, LESS = f"{GROUP}raise", f"{GROUP}lower"


@dataclass(frozen=True)
class Subject:
    """What a topic is about: the concept of its head noun, those that modify it, and what is done with it.

    `reversed` is true where the topic names the end or refusal of the thing; `vague` where it names no thing at all, or
    only points back to what was said before ("eine solche Maßnahme", "this agreement").
    """

    head: str
    modifiers: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    reversed: bool = False
    vague: bool = False
    language: str = ""

    @property
    def all(self) -> frozenset[str]:
        """Head and modifiers."""
        return self.modifiers | {self.head}


@dataclass(frozen=True)
class _Word:
    token: Token
    segment: int
    kind: str
    concepts: tuple[str, ...]


class Thesaurus:
    """Synonyms and word classes of one language: from a word to its concepts."""

    def __init__(self, language: str) -> None:
        self.data: LanguageData = language_data(language)
        self._language = language
        self._single: dict[str, str] = {}
        several: list[tuple[str, str]] = []
        for concept, wordings in _synonyms().items():
            for wording in wordings.get(language, ()):
                words = tokens(wording, language)
                if sum(not w.part for w in words) == 1:
                    self._single.setdefault(words[-1].form.stem, concept)
                else:
                    several.append((concept, wording))
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and name.isalpha():
                self._single.setdefault(form_of(name, language).stem, f"{NATION}{code}")
        self._several = Lexicon(several, language)
        self._prepositions = frozenset(form_of(p, language).folded for p in self.data.prepositions)
        self._pointing = frozenset(form_of(p, language).folded for p in self.data.pointing)
        self._more = frozenset(map(fold, self.data.more))
        self._less = frozenset(map(fold, self.data.less))
        self._clause_subjects = frozenset(map(fold, self.data.clause_subjects))
        self._than = frozenset(map(fold, self.data.than))
        self._things = frozenset(map(fold, self.data.things))
        self._infinitive = frozenset(map(fold, self.data.infinitive))
        self._before = self._classes(self.data.reversing_before)
        self._after = self._classes(self.data.reversing_after)
        self._classes_of = [
            ("turn", self._before | self._after),
            ("act", self._classes(self.data.acts)),
            ("light", self._classes(self.data.light)),
            ("weak", self._classes(self.data.weak)),
        ]
        # What the last part of a compound says of the first: "Rückgabe" is an act, "Verbot" turns it round.
        self._last_parts = {self.concepts_of(w)[-1]: "act" for w in self.data.acts}
        self._last_parts |= {self.concepts_of(w)[-1]: "ending" for w in self.data.reversing_ending}
        self._last_parts |= {self.concepts_of(w)[-1]: "light" for w in self.data.light_ending}
        # What expressions of several words stand for: "hand over" is an act as "disclosure" is.
        self._act_groups = frozenset(c for c in map(self._single.get, self._classes(self.data.acts)) if c)
        self.generic = frozenset(c for w in self.data.generic for c in self.concepts_of(w))

    def _classes(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(t.form.stem for w in words for t in tokens(w, self._language))

    @lru_cache(maxsize=50_000)  # noqa: B019  one thesaurus a language lives as long as the program
    def concepts_of(self, word: str) -> tuple[str, ...]:
        """The concepts of one word, the head last: a compound gives those of its parts."""
        stem = form_of(word, self._language).stem
        known = self._single.get(stem)
        if known:
            return (known,)
        if self.data.compounds and len(word) >= SHORTEST_COMPOUND and word.isalpha():
            # Imported here because the tagger is heavy and only compounds need it.
            from detente.reading.text.tagging import word_parts

            parts = self._joined(word_parts(word[:1].upper() + word[1:], self._language))
            if parts:
                return tuple(self._single.get(stem, stem) for stem in parts if len(stem) > 1)
        return (stem,)

    def _joined(self, parts: tuple[str, ...]) -> list[str]:
        """The stems of a compound's parts, two of them joined where the tagger cut a known word in two."""
        stems: list[str] = []
        for n, part in enumerate(parts):
            both = form_of(parts[n - 1] + part, self._language).stem if n else ""
            if both in self._single:
                stems[-1] = both
            else:
                stems.append(form_of(part, self._language).stem)
        return stems

    def kind(self, token: Token) -> str:
        """content, act, light, weak or stop; turn: a word that turns round what stands behind or before it."""
        if token.form.stop:
            return "stop"
        if token.form.folded[0].isdigit() and not any(c.isalpha() for c in token.form.folded):
            return "weak"
        classes = self._classes_of[1:] if token.part else self._classes_of
        return next((kind for kind, stems in classes if token.form.stem in stems), "content")

    def subject(self, topic: str) -> Subject:
        """What `topic` is about."""
        words = tokens(topic, self._language)
        pointing = any(w.form.folded in self._pointing for w in words[:2])
        units = self._units(words)
        for kinds in (("content",), ("act",), ("turn", "weak"), ("light",)):
            chosen = [u for u in units if u.kind in kinds]
            if chosen:
                break
        else:
            return Subject("", vague=True, language=self._language)
        head_unit = self._head(chosen)
        head = head_unit.concepts[-1]
        modifiers = frozenset(c for u in chosen for c in u.concepts) - {head}
        acts = (
            frozenset(c for u in units if u.kind == "act" for c in u.concepts) if kinds == ("content",) else frozenset()
        )
        named = kinds in (("content",), ("act",))
        at = units.index(head_unit)
        turns = sum(u.kind == "turn" and u.token.form.stem in self._before for u in units[:at])
        turns += sum(u.kind == "turn" and u.token.form.stem in self._after for u in units[at:])
        turns += sum(u.kind == "ending" for u in units)
        vague = not named or (pointing and head in self.generic and not modifiers)
        return Subject(head, modifiers, acts, turns % 2 == 1 and named, vague, self._language)

    def _units(self, words: list[Token]) -> list[_Word]:
        """The words that carry something, expressions of several words taken as one."""
        together = {place: hit.key for hit in self._several.find(words) for place in hit.places}
        units: list[_Word] = []
        segment = 0
        prepositions = self._prepositions
        for n, word in enumerate(words):
            segment += word.form.folded in prepositions
            if word.form.folded in self._clause_subjects and any(u.kind == "content" for u in units):
                break
            compared = self._compared(words, n)
            if compared:
                units.append(_Word(word, segment + word.clause, "act", (compared,)))
                continue
            if word.whole:
                self._join(units, word)
                continue
            kind = "content" if self._is_thing(words, n) else self.kind(word)
            if word.at in together and kind != "stop":
                group = together[word.at]
                kind = "act" if group in self._act_groups else "content"
                units.append(_Word(word, segment + word.clause, kind, (group,)))
            elif word.part or kind != "stop":
                concepts = self.concepts_of(word.text)
                last = self._last_parts.get(concepts[-1]) if kind == "content" and len(concepts) > 1 else None
                if last:
                    units.append(_Word(word, segment + word.clause, last, concepts[-1:]))
                    concepts = concepts[:-1]
                units.append(_Word(word, segment + word.clause, "light" if kind == "stop" else kind, concepts))
        return units

    def _compared(self, words: list[Token], n: int) -> str:
        """What a comparative wants done: "höhere Löhne" and "more pay" are a rise, "more than ten" is a number."""
        folded = words[n].form.folded
        if not (folded in self._more or folded in self._less) or words[n].part or words[n].whole:
            return ""
        if any(w.form.folded in self._than for w in words[n + 1 : n + 2]):
            return ""
        return MORE if folded in self._more else LESS

    def _is_thing(self, words: list[Token], n: int) -> bool:
        """Whether a word that may be a verb is none: "pay" in "pay rise", not in "to pay" and "pay the fee"."""
        if words[n].form.folded not in self._things:
            return False
        after = words[n + 1].form if n + 1 < len(words) else None
        verbal = n > 0 and words[n - 1].form.folded in self._infinitive
        return not (verbal or (after and after.stop and after.folded not in self._prepositions))

    def _join(self, units: list[_Word], whole: Token) -> None:
        """Make one unit of the parts of a hyphened word, which stand at the end of `units`."""
        parts: list[_Word] = []
        while units and units[-1].token.part and units[-1].token.at >= whole.at and units[-1].token.text in whole.text:
            parts.insert(0, units.pop())
        known = self._single.get(whole.form.stem)
        concepts = (known,) if known else tuple(dict.fromkeys(c for p in parts for c in p.concepts))
        if concepts:
            kinds = [p.kind for p in parts]
            segment = parts[0].segment if parts else 0
            if not known and kinds[-1] == "act" and "content" in kinds:
                units.append(_Word(whole, segment, "act", parts.pop().concepts))
                concepts = tuple(dict.fromkeys(c for p in parts for c in p.concepts))
            units.append(_Word(whole, segment, "content" if known or "content" in kinds else kinds[-1], concepts))

    def _head(self, chosen: list[_Word]) -> _Word:
        """The first noun where nouns have a capital (German), else the last word before the first preposition."""
        segment = [u for u in chosen if u.segment == chosen[0].segment]
        nouns = [u for u in segment if not u.concepts[-1].startswith(NATION)]
        if not self.data.capital_nouns:
            return (nouns or segment)[-1]
        return next((u for u in nouns if u.token.text[:1].isupper()), (nouns or segment)[0])


@lru_cache
def thesaurus(language: str) -> Thesaurus:
    """The thesaurus of a language, built once."""
    return Thesaurus(language)


@lru_cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    file = resources.files("detente.codebooks") / "synonyms.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    nations = {f"{NATION}{code}": wordings for code, wordings in content["nations"].items()}
    return {**{f"{GROUP}{name}": wordings for name, wordings in content["subjects"].items()}, **nations}
