"""The rules for events as `languages/*/events.toml` states them, and how they fit words and clauses."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any, Literal

from detente.reading.language import lexicon
from detente.reading.model import Clause
from detente.reading.text.words import Sentence, Word

Status = Literal["happened", "ongoing", "planned", "failed"]
Needs = Literal["subject", "partner", "both", "either"]

NOUNS = ("NOUN", "NAME", "TRUNC")
# Nouns recur: what is known of so many of them is kept.
CACHED_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class VerbRule:
    """An event told by a full verb; see the head of `events.toml` for the fields."""

    type: str
    lemmas: frozenset[str]
    confidence: float = 0.5
    partners: frozenset[str] = frozenset()
    needs: Needs = "subject"
    nouns: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    preps: frozenset[str] = frozenset()
    next: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    negated: str = "skip"
    status: Status | None = None
    modal: bool = False
    past: bool = False
    inherits: bool = False
    party: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class NounRule:
    """An event told by a noun with its participants."""

    type: str
    nouns: tuple[str, ...]
    confidence: float
    attached: frozenset[str]
    least: int = 2
    of: tuple[str, ...] = ()
    status: Status | None = None
    negated: str = ""
    placed: bool = False
    inherits: bool = False
    subject: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a language; `words` are its lists of cues by name."""

    verbs: dict[str, list[VerbRule]]
    nouns: list[NounRule]
    words: dict[str, frozenset[str]]


@cache
def rules(language: str) -> Rules:
    """The rules of a language.  A field that no rule knows raises `TypeError`."""
    data = lexicon(language, "events")
    verbs: dict[str, list[VerbRule]] = {}
    for entry in data["verb"]:
        rule = VerbRule(**_typed(VerbRule, entry))
        for lemma in rule.lemmas:
            verbs.setdefault(lemma, []).append(rule)
    nouns = [NounRule(**_typed(NounRule, entry)) for entry in data["noun"]]
    words = {name: frozenset(entries) for part in ("occurrence", "status") for name, entries in data[part].items()}
    return Rules(verbs, nouns, words)


def _typed(rule: type[Any], entry: dict[str, Any]) -> dict[str, Any]:
    kinds = {field.name: str(field.type) for field in fields(rule)}
    made = {"frozenset": frozenset, "tuple": tuple}
    return {name: made.get(kinds.get(name, "").split("[")[0], lambda v: v)(value) for name, value in entry.items()}


def names(word: Word, nouns: tuple[str, ...], language: str) -> bool:
    """Whether a word is one of the nouns; in German also where it ends a compound ("Tarifverhandlungen")."""
    return word.pos in NOUNS and _is_one(word.lower, word.lemma.lower(), nouns, language)


def telling(word: Word, language: str) -> NounRule | None:
    """The first rule for a noun that tells an event, if any."""
    return _telling(word.lower, word.lemma.lower(), language) if word.pos in NOUNS else None


def is_body(word: Word, language: str) -> bool:
    """Whether a noun names a body or people that are a party as soon as they do something."""
    return word.pos in NOUNS and _is_body(word.lower, word.lemma.lower(), language)


def _is_one(lower: str, lemma: str, nouns: tuple[str, ...], language: str) -> bool:
    if language == "de":
        return lower.endswith(nouns) or lemma.endswith(nouns)
    return lower.rsplit("-", 1)[-1] in nouns or lemma in nouns


@lru_cache(maxsize=CACHED_WORDS)
def _telling(lower: str, lemma: str, language: str) -> NounRule | None:
    return next((rule for rule in rules(language).nouns if _is_one(lower, lemma, rule.nouns, language)), None)


@lru_cache(maxsize=CACHED_WORDS)
def _is_body(lower: str, lemma: str, language: str) -> bool:
    words = rules(language).words
    return bool({lower, lemma} & words["bodies"]) or lower.endswith(tuple(words["body_endings"]))


def is_stand_in(word: str, own_rules: Rules) -> bool:
    """Whether a noun (lower case) stands for those whose people it names, in German also as the end of a compound."""
    words = own_rules.words
    return word in words["stand_ins"] or word.endswith(tuple(words["stand_in_endings"]))


def fitting(clause: Clause, sentence: Sentence, language: str) -> VerbRule | None:
    """The first rule that fits the clause's verb and the words around it."""
    words = sentence.words
    own = [words[i] for i in clause.words]
    lower = {w.lower for w in own} | {w.lemma.lower() for w in own if w.pos in ("NOUN", "VERB")}
    if clause.verb is not None:  # "declined to comment": the infinitive is a clause of its own
        lower |= {w.lower for w in words[clause.verb.i + 1 : clause.verb.i + 3] if w.form == "inf" or w.pos == "VERB"}
    joins = [w for w in own if w.pos in ("PREP", "PART", "SUB", "ADV")]
    for rule in rules(language).verbs.get(clause.lemma, ()):
        if rule.without & lower or (rule.preps and not any(_prep(w) & rule.preps for w in joins)):
            continue
        if rule.words and not rule.words & lower:
            continue
        if rule.next and not _follows(clause, words, rule.next):
            continue
        if rule.nouns and not any(names(w, rule.nouns, language) for w in own if w is not clause.verb):
            continue
        if rule.subjects and not any(names(w, rule.subjects, language) for w in _doer(clause, words, language)):
            continue
        return rule
    return None


def _doer(clause: Clause, words: list[Word], language: str) -> list[Word]:
    """The words of the subject; in the passive those behind "von" or "by"."""
    phrases = [clause.subject] if clause.subject is not None else []
    if clause.passive:
        agents = rules(language).words["agents"]
        phrases = [p for p in clause.phrases if p.prep in agents]
    return [w for p in phrases for w in words[p.first : p.last]]


def _follows(clause: Clause, words: list[Word], wanted: frozenset[str]) -> bool:
    """Whether one of the wanted words stands right behind the verb, adverbs aside."""
    k = clause.verb.i + 1 if clause.verb else len(words)
    while k < len(words) and words[k].pos == "ADV" and words[k].lower not in wanted:
        k += 1
    return k < len(words) and bool(_prep(words[k]) & wanted)


def _prep(word: Word) -> set[str]:
    return {word.lower, word.lemma.lower()}
