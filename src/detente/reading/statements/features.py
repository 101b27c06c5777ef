"""What there is to say about a party and a sentence, as features for the decision whether it takes a stance there.

A feature is a short string: how the party is tied to a clause ("subject", "says-complement", "prep:with"), what the
clause tells ("verb:support", "modal:must", "lemma:reject"), or both ("subject|verb:support").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from detente.reading.cues import judgement, match_frame, noun_cues, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import meant
from detente.reading.statements.speakers import holders
from detente.reading.text.words import Word

# Clauses that say what the clause above them is about.
INNER = ("complement", "infinitive", "question")
OPEN_CLASSES = ("NOUN", "VERB", "ADJ", "ADV", "PRED")


@cache
def hints(language: str, section: str) -> dict[str, tuple[str, ...]]:
    """The families of each word in a section of `hints.toml`, by lemma."""
    found: dict[str, list[str]] = {}
    for family, lemmas in lexicon(language, "hints")[section].items():
        for lemma in lemmas:
            found.setdefault(lemma, []).append(family)
    return {lemma: tuple(families) for lemma, families in found.items()}


def noun_hints(word: Word, language: str) -> tuple[str, ...]:
    """The families of a noun; of a German compound by its last part."""
    return _noun_families(word.lemma.lower(), language)


@lru_cache(maxsize=20_000)
def _noun_families(lemma: str, language: str) -> tuple[str, ...]:
    known = hints(language, "nouns")
    if lemma in known or language != "de":
        return known.get(lemma, ())
    return next((known[lemma[n:]] for n in range(3, len(lemma) - 3) if lemma[n:] in known), ())


def stance_nouns(words: list[Word], language: str) -> dict[int, str]:
    """The stance of each noun that carries one, by its index; German compounds by their last part."""
    known = noun_cues(language)
    found: dict[int, str] = {}
    for word in words:
        if word.pos != "NOUN":
            continue
        lemma = word.lemma.lower()
        cues = known.get(lemma, ())
        if not cues and language == "de" and len(lemma) > 9:
            cues = next((known[lemma[n:]] for n in range(3, len(lemma) - 4) if lemma[n:] in known), ())
        if cues:
            found[word.i] = cues[0].stance
    return found


def clause_cues(analysis: Analysis, clause: Clause, nouns: dict[int, str]) -> list[str]:
    """What a clause tells that may be a stance."""
    language = analysis.language
    words = analysis.sentences[clause.sentence].words
    data = lexicon(language, "stance")
    no = "!" if clause.negated else ""
    cues = [f"kind:{clause.kind}", f"lemma:{clause.lemma}"]
    frame = match_frame(clause, words, language)
    if frame is not None:
        cues += [f"verb:{frame.stance}{no}", f"frame:{frame.name}{no}"]
        if frame.reverse:
            cues.append(f"reverse:{frame.stance}")
    elif clause.lemma in word_set(language, "speech", "verbs"):
        cues.append("verb:speech")
    elif clause.lemma in word_set(language, "judging", "verbs"):
        cues.append("verb:judging")
    elif clause.lemma in data["copula"]:
        cues.append("verb:copula")
    elif clause.lemma:
        cues.append("verb:other")
    if clause.lemma in data["measures"]:
        cues.append("verb:measure")
    if clause.modal:
        named = [
            kind for kind in ("must", "maybe", "may", "want") if clause.modal in word_set(language, "modals", kind)
        ]
        cues += [f"modal:{kind}{no}" for kind in named]
    if clause.finite is not None and clause.finite.lower in data["modals"]["future"]:
        cues.append(f"future{no}")
    if clause.mood != "indicative":
        cues.append(f"mood:{clause.mood}")
    cues += [name for name, true in (("passive", clause.passive), ("negated", clause.negated)) if true]
    if clause.finite is not None and clause.finite.tag in ("VVD", "VBD", "VHD"):
        cues.append("past")
    cues += [f"does:{family}{no}" for family in hints(language, "verbs").get(clause.lemma, ("other",))]
    told = hints(language, "words")
    for i in clause.words:
        if words[i].pos == "NOUN":
            cues += [f"names:{family}{no}" for family in noun_hints(words[i], language)]
        elif words[i].pos not in ("VERB", "NAME", "PUNCT"):
            families = told.get(words[i].lower) or told.get(words[i].lemma.lower(), ())
            cues += [f"has:{family}" for family in families]
        if i in nouns:
            cues.append(f"noun:{nouns[i]}{no}")
        elif words[i].pos in ("PRED", "ADJ", "NOUN", "ADV"):
            verdict = judgement(words[i], language)
            if verdict is not None:
                cues.append(f"judge:{verdict}{no}")
    return list(dict.fromkeys(cues))


def ties(analysis: Analysis, clause: Clause, said: Attribution) -> Iterator[tuple[Actor, str, Mention | None]]:
    """How parties are tied to a clause: as subject, agent, speaker, object, behind a preposition, as owner."""
    held = holders(analysis, clause)
    if not held:
        held = meant(analysis, clause, said)
    own = clause.subject is not None and not clause.passive
    for actor in held:
        yield actor, ("agent" if clause.passive else "subject" if own else "inherited"), None
    speakers, how = said.of(clause)
    for actor in speakers:
        yield actor, f"says-{how}", None
    mine = set(clause.words)
    for mention in analysis.mentions_in(clause.sentence):
        if mention.first not in mine:
            continue
        phrase = next((p for p in clause.phrases if p.first <= mention.first < p.last), None)
        if mention.genitive:
            yield mention.actor, "genitive", mention
        elif phrase is None:
            yield mention.actor, "loose", mention
        elif phrase is clause.subject:
            if mention.actor not in held:
                heads = mention.outer_first <= phrase.head < mention.outer_last
                yield mention.actor, ("patient" if clause.passive and heads else "in-subject"), mention
        elif phrase.prep:
            yield mention.actor, f"prep:{phrase.prep}", mention
        elif mention.actor not in held:
            yield mention.actor, "object", mention


def coarse(tie: str) -> str:
    """A tie without its preposition."""
    return "prep" if tie.startswith("prep:") else tie


def tied(tie: str, cues: Iterable[str], below: Iterable[tuple[Clause, list[str]]], parent: list[str]) -> Iterator[str]:
    """The features of one tie between a party and a clause with these cues, the clauses under it and the one above."""
    wide = coarse(tie)
    yield tie
    for cue in cues:
        yield f"{wide}|{cue}"
        if wide != tie and not cue.startswith(("lemma", "frame")):
            yield f"{tie}|{cue}"
    for child, told in below:
        if child.kind in INNER:
            for cue in told:
                yield f"{wide}>{cue}"
    for cue in parent:
        if not cue.startswith("frame"):
            yield f"{wide}<{cue}"


def around(words: list[Word], mention: Mention, nouns: dict[int, str], language: str) -> Iterator[str]:
    """What stands next to a mention: the words before and after, the noun that it owns."""
    before = words[mention.outer_first - 1] if mention.outer_first else None
    after = words[mention.outer_last] if mention.outer_last < len(words) else None
    yield f"prev|{before.lower if before and before.pos not in OPEN_CLASSES else before.pos if before else '^'}"
    yield f"next|{after.lower if after and after.pos not in OPEN_CLASSES else after.pos if after else '$'}"
    for near in range(mention.outer_last, min(mention.outer_last + 3, len(words))):
        if near in nouns:
            yield f"after-noun|{nouns[near]}"
        for family in noun_hints(words[near], language) if words[near].pos == "NOUN" else ():
            yield f"owns:{family}"
    for near in range(max(0, mention.outer_first - 3), mention.outer_first):
        if near in nouns:
            yield f"before-noun|{nouns[near]}" + ("|genitive" if mention.genitive else "")
        for family in noun_hints(words[near], language) if words[near].pos == "NOUN" else ():
            yield f"behind:{family}" + ("|genitive" if mention.genitive else "")
    yield f"how|{mention.how}"
    if not mention.acts:
        yield "scene"
    if mention.genitive:
        yield "is-genitive"


def bag(words: list[Word]) -> Iterator[str]:
    """The words of a sentence by lemma."""
    for word in words:
        if word.pos in OPEN_CLASSES or word.pos in ("MODAL", "SUB", "NEG"):
            yield f"w|{word.lemma.lower()}"


# What of a clause tells for or against, and how much a word counts beside a family of words.
POLAR = ("verb:", "does:", "names:", "has:", "noun:", "judge:", "modal:", "future", "negated", "reverse")
OWN = ("subject", "agent", "inherited", "says")
BESIDE = ("after-noun", "before-noun", "owns", "behind", "patient|verb", "genitive|noun", "prep:")


def stance_marks(features: Iterable[str]) -> dict[str, float]:
    """What of a candidate's features tells the stance: what it does or says itself, and the rest of the sentence."""
    marks: dict[str, float] = {}

    def add(mark: str, weight: float) -> None:
        marks[mark] = marks.get(mark, 0.0) + weight

    for feature in features:
        if feature.startswith("ruled:") and feature != "ruled:other" and feature != "ruled:office":
            add(feature, 3.0)
        elif feature.startswith("rule|"):
            add(feature, 0.5)
        elif feature.startswith("w|"):
            add(feature, 0.35)
        elif feature.startswith("s|"):
            if feature[2:].startswith(POLAR):
                add(feature, 0.7)
        elif feature.startswith(OWN):
            _own_mark(feature, add)
        elif feature.startswith(BESIDE) and ":" in feature:
            add(feature, 0.5)
    return marks


def _own_mark(feature: str, add: Callable[[str, float], None]) -> None:
    """Whatever somebody does or says counts alike, as subject, agent or speaker."""
    for step in ">|<":
        _, found, cue = feature.partition(step)
        if not found:
            continue
        if cue.startswith(POLAR):
            add(f"own{step}{cue}", 1.0)
        elif step != "<" and cue.startswith(("lemma:", "frame:")):
            add(f"own:{cue}", 0.5)
        return
