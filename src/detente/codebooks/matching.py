"""Which issue and option of a codebook a topic signals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from detente.codebooks.concepts import thesaurus
from detente.codebooks.model import Codebook, CodebookIssue
from detente.codebooks.terms import Hit, Lexicon
from detente.codebooks.text import Token, language_data, tokens

# A word turns a term round from at most this many content words away.
REACH = 3


class Signal(NamedTuple):
    """What a term stands for: an issue and, if the term says so much, an option."""

    codebook: Codebook
    issue: CodebookIssue
    option: str | None
    turns: bool


@dataclass(frozen=True)
class Match:
    """The issue that a topic signals, and the option: None where it is the reverse of one without opposite."""

    codebook: Codebook
    issue: CodebookIssue
    option: str | None


Zone = Literal["head", "behind", "author", "clause"]


@dataclass(frozen=True)
class Weights:
    """Where in a topic its words stand, by Token.at: head, behind a preposition, with who made it, in a clause.

    `general` are words of general use, `verbs` those among them that are verbs, `naming` where a thing is named at all.
    """

    zones: dict[int, Zone]
    general: frozenset[int]
    verbs: frozenset[int]
    naming: frozenset[Zone]

    def counts(self, hit: Hit[Signal]) -> bool:
        """Whether a term tells what the topic is about, and not only what is said of it."""
        zone = self.zones.get(hit.first, "head")
        if zone == "head":
            return True
        if zone == "behind":
            return "head" not in self.naming or hit.words > 1 or not hit.places <= self.general
        return not self.naming & {"head", "behind"}

    def verbal(self, hit: Hit[Signal]) -> bool:
        """Whether a term is nothing but a verb of general use: "to meet"."""
        return hit.places <= self.verbs


class Matcher:
    """The terms of some codebooks in one language."""

    def __init__(self, codebooks: Iterable[Codebook], language: str) -> None:
        self._language = language
        entries: list[tuple[Signal, str]] = []
        for codebook in codebooks:
            for issue in codebook.issues:
                named: list[tuple[str | None, str]] = [(None, t) for t in issue.terms.get(language, ())]
                named += [(o.id, t) for o in issue.options for t in o.terms.get(language, ())]
                entries += [(Signal(codebook, issue, option, _turns(t, language)), t) for option, t in named]
        self._lexicon = Lexicon(entries, language)

    def mentioned(self, words: Sequence[Token]) -> set[str]:
        """The ids of the issues of which a term occurs in a text."""
        return {h.key.codebook.issue_id(h.key.issue) for h in self._lexicon.find(words)}

    def spoken_of(self, words: Sequence[Token]) -> set[tuple[str, str]]:
        """The codebooks and issues of which a term of more than general words occurs in a text."""
        general = language_data(self._language).general_stems
        weak = {w.at for w in words if w.form.stem in general}
        hits = (h for h in self._lexicon.find(words) if h.words > 1 or not h.places <= weak)
        return {(h.key.codebook.id, h.key.issue.id) for h in hits}

    def match(self, topic: str, preference: Mapping[str, int], quote: str = "") -> Match | None:
        """The issue that `topic` signals, or None.

        The term that comes first decides, since in both languages the head of a topic stands before what depends on
        it ("talks on a ceasefire" is about talks); a term of several words beats one inside it ("ceasefire talks").
        What stands in a clause about the head, or names who made it, counts only where the head names nothing; general
        words ("deal", "talks") behind a preposition only then, and as verbs ("to meet standards") only if nothing else
        is found.  `preference` gives the place of each codebook to be used by its id; the smaller one decides between
        equal terms.
        `quote` is asked for the option only, and only if it signals exactly one.
        """
        words = tokens(topic, self._language)
        found = [h for h in self._lexicon.find(words) if h.key.codebook.id in preference]
        weights = self._weights(words)
        found = [h for h in found if weights.counts(h)]
        if not found:
            return None
        best = min(
            _widest(found),
            key=lambda h: (weights.verbal(h), h.first, -h.words, preference[h.key.codebook.id], -h.letters, h.order),
        )
        issue = best.key.issue
        told = _widest([h for h in found if h.key.issue is issue and h.key.option])
        chosen = best if best.key.option else min(told, key=lambda h: h.rank, default=best)
        if self._reversed(chosen, words):
            option = issue.option(chosen.key.option or issue.default_option).opposite
        else:
            option = chosen.key.option or self._refined(quote, issue) or issue.default_option
        return Match(best.key.codebook, issue, option)

    def _weights(self, words: Sequence[Token]) -> Weights:
        """What the words of a topic weigh: the head names it, the rest tells it apart."""
        data, known = language_data(self._language), thesaurus(self._language)
        zones: dict[int, Zone] = {}
        general: set[int] = set()
        verbal: set[int] = set()
        zone: Zone = "head"
        naming: set[Zone] = set()
        headed = False
        previous = ""
        for word in words:
            folded = word.form.folded
            if word.part:
                zones.setdefault(word.at, zone)
                continue
            if folded in data.clause_opening and zones:
                zone = "clause"
            elif folded in data.authors and zone != "clause" and zones:
                zone = "author"
            elif folded in data.preposing and zone in ("head", "author") and zones:
                zone = "behind"
            if word.form.stop:
                previous = folded
                continue
            zones[word.at] = zone
            if zone != "head" or not headed or not data.capital_nouns:
                # The head is the first noun where nouns have a capital (German), else the last word of its phrase.
                naming = naming | {zone} if known.kind(word) == "content" else naming - ({zone} & {"head"})
            headed = headed or (zone == "head" and word.text[:1].isupper())
            if word.form.stem in data.general_stems:
                general.add(word.at)
                if previous in data.before_verbs:
                    verbal.add(word.at)
            previous = folded
        return Weights(zones, frozenset(general), frozenset(verbal), frozenset(naming))

    def _refined(self, quote: str, issue: CodebookIssue) -> str | None:
        """The option that the evidence adds to a topic that names none, if it signals exactly one.

        Never the default's opposite: its words are as likely to be the stance itself ("wants the strike ended").
        """
        if not quote:
            return None
        words = tokens(quote, self._language)
        hits = [h for h in self._lexicon.find(words) if h.key.issue is issue and h.key.option]
        options = {h.key.option for h in hits}
        if len(options) != 1 or any(self._reversed(h, words) for h in hits):
            return None
        default, option = issue.option(issue.default_option), issue.option(str(options.pop()))
        return None if option.id == default.opposite or option.opposite == default.id else option.id

    def _reversed(self, hit: Hit[Signal], words: Sequence[Token]) -> bool:
        """Whether words around the hit turn it round; two of them cancel out."""
        before, after, ending = _reversing(self._language)
        turning = set()
        for word in words:
            if word.clause != hit.clause:
                continue
            inside = word.at in hit.places
            if inside:
                turns = not hit.key.turns and ending.matches(word)
            elif word.part:
                turns = False
            elif word.at < hit.first:
                turns = hit.first - word.at <= REACH and before.matches(word)
            else:
                turns = word.at > hit.last and word.at - hit.last <= REACH and after.matches(word)
            if turns:
                turning.add(word.at)
        return len(turning) % 2 == 1


def _widest(hits: Collection[Hit[Signal]]) -> list[Hit[Signal]]:
    """Leave out hits whose words are all part of a hit with more words."""
    spans = {h.places for h in hits}
    return [h for h in hits if not any(h.places < s for s in spans)]


def _turns(term: str, language: str) -> bool:
    """Whether the term itself holds a word that turns round, as "Verzicht NATO" does."""
    return any(_word_turns(w.strip("*"), language) for part in term.split() for w in part.split("|"))


@lru_cache(maxsize=10_000)
def _word_turns(word: str, language: str) -> bool:
    return any(lexicon.matches(t) for lexicon in _reversing(language) for t in tokens(word, language))


@lru_cache
def _reversing(language: str) -> tuple[Lexicon[str], Lexicon[str], Lexicon[str]]:
    """The words that turn a term round: before it, behind it, and as the last part of the same compound."""
    data = language_data(language)
    before = Lexicon(((w, w) for w in data.reversing_before), language)
    after = Lexicon(((w, w) for w in data.reversing_after), language)
    # A joker in front that needs letters: "Verbot" itself is no compound.
    return before, after, Lexicon(((w, f"*{w}") for w in data.reversing_ending), language)
