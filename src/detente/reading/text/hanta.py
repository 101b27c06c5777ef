"""HanTa (Wartena 2019) again, several times as fast and with the same result to the last bit.

HanTa asks for each piece of a word, each tag and each state anew how likely the piece is, and goes through all tags at
each word of a sentence.  Here that is asked once a piece, only the tags a word can have are tried, and what is known of
a word is kept, for as many words as the caches hold.  The sums are built from the same numbers in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from HanTa.HanoverTagger import EMPTY, END, END_UNKNOWN, START, UNKNOWN, HanoverTagger
from numpy import logaddexp

State = tuple[int, int]  # the tag before, and the tag
Tags = list[tuple[int, float]]
Open = list[tuple[State, int, float]]
Way = tuple[dict[int, float], Open]  # the tags that can follow a state; of open classes also the states they lead to
Row = dict[State, float]
Back = dict[State, tuple[State, int]]
Known = tuple[int, dict[int, float]]  # where a piece ends, and how likely it is under each tag
Unknown = tuple[int, dict[int, float], dict[int, float]]  # where it ends; open classes by its size and by its ending

# What is kept of words, by the word: a few hundred bytes each.
CACHED_WORDS = 50_000
LOWEST = -1e6
WIDTH = 3  # pieces of a word are joined to this many of the best states, and those nearly as good
SENTENCE_WIDTH = 5
CUTOFF = 5  # readings of a word that are less likely than the best by more are dropped
LONGEST = 24  # the lengths that the model tells apart
WHOLE_UNKNOWN = 4.6  # what HanTa takes off where the whole word would be one unknown piece


class Tagger(HanoverTagger):  # type: ignore[misc]
    """A HanTa model; `tag_sent` and `analyze` as HanTa's own.  The caches are bounded."""

    def __init__(self, model: str) -> None:
        super().__init__(model)
        self._known = self._by_piece()
        self._open = frozenset(t for t in self.LP_hapax_t if t in self.LP_s_t)
        self._open_by_size = [
            {t: self.Int_t + self.LP_hapax_t[t] + self.LP_len_t[t][size] for t in self._open}
            for size in range(LONGEST + 1)
        ]
        self._ways = self._ways_to(frozenset(self.LP_m_t))
        # All states are followed by the same tags in the same order (with different probabilities).
        self._rank = {t: n for n, t in enumerate(next(iter(self.LP_trans_word.values())))}
        self._towards: dict[int, dict[State, Way]] = {}
        self._by_ending = lru_cache(maxsize=CACHED_WORDS)(self._guesses)
        self._readings = lru_cache(maxsize=CACHED_WORDS)(self._read)
        self._lemma = lru_cache(maxsize=CACHED_WORDS)(self._lemma_of)
        self._anything = [(tag, 0.0) for tag in self._rank if tag != END]

    def reachable(self) -> None:
        """Which tags can lead to each final one, as HanTa finds it."""
        before: dict[int, set[int]] = {}
        for (_, tag), followers in self.LP_trans.items():
            for follower in followers:
                before.setdefault(follower, set()).add(tag)
        self.reachability = {}
        for final in (tag for tag in self.int2tag if tag < 0):
            found = set(before.get(final, ()))
            left = list(found)
            while left:
                new = before.get(left.pop(), set()) - found
                found |= new
                left.extend(new)
            self.reachability[final] = frozenset(found)

    def _ways_to(self, tags: frozenset[int]) -> dict[State, Way]:
        """How each state is followed, by these tags only."""
        ways = {}
        for state, following in self.LP_trans_nonfinal.items():
            way = {tag: lp for tag, lp in following if tag in tags}
            if way:
                ways[state] = (way, [((state[1], tag), tag, lp) for tag, lp in way.items() if tag in self._open])
        return ways

    def _by_piece(self) -> dict[str, dict[int, float]]:
        """The pieces of words that the model knows, each with its tags."""
        known: dict[str, dict[int, float]] = {}
        for tag, pieces in self.LP_m_t.items():
            for piece, lp in pieces.items():
                known.setdefault(piece, {})[tag] = lp
        return known

    def _guesses(self, ending: str) -> dict[int, float]:
        """For each open class how likely a word of it ends like this; at most four letters."""
        found = {}
        for tag in self._open:
            endings = self.LP_s_t[tag]
            longest = next((ending[-n:] for n in range(len(ending), 0, -1) if ending[-n:] in endings), "")
            found[tag] = endings[longest]
        return found

    def _pieces(self, word: str, start: int, strict: bool) -> tuple[list[Known], list[Unknown]]:
        """The pieces of a word that begin at `start`: those that the model knows, and the others it can guess at."""
        length = len(word)
        known: list[Known] = []
        unknown: list[Unknown] = []
        for end in range(start + 1, length + 1):
            piece, size = word[start:end], end - start
            tags = self._known.get(piece)
            if strict or (length >= 4 and size <= 2):
                if tags:
                    known.append((end, tags))
                continue
            sizes = self._open_by_size[size if size < LONGEST else LONGEST]
            endings = self._by_ending(piece[-4:] if size > 4 else piece[1:])
            if tags is None and size < length:
                unknown.append((end, sizes, endings))
                continue
            off = WHOLE_UNKNOWN if size == length else 0.0
            known.append((end, {**{tag: sizes[tag] + lp - off for tag, lp in endings.items()}, **(tags or {})}))
        return known, unknown

    def _table(self, word: str, ways: dict[State, Way], strict: bool, back: list[Back] | None) -> list[Row]:
        """The states that the pieces of a word can be in, by where they end; `back` takes where each came from."""
        length = len(word)
        table: list[Row] = [{(EMPTY, START): 0.0}, *({} for _ in range(length + 1))]
        for start in range(length):
            row = table[start]
            bound = _bound(row, WIDTH)
            pieces = None
            for state, so_far in row.items():
                if so_far < bound or state not in ways:
                    continue
                pieces = pieces or self._pieces(word, start, strict)
                last = state[1]
                following, to_open = ways[state]
                # Within a row the order is that of the tags that follow, whatever the order of the rows.
                for end, tags in pieces[0]:
                    into = table[end]
                    for tag in tags if len(tags) == 1 else following:
                        if tag in tags and tag in following:
                            lp = so_far + following[tag] + tags[tag]
                            new = (last, tag)
                            if lp > into.get(new, LOWEST):
                                into[new] = lp
                                if back is not None:
                                    back[end][new] = (state, start)
                if to_open:
                    begun = [(new, tag, so_far + lp_tag) for new, tag, lp_tag in to_open]
                    for end, sizes, endings in pieces[1]:
                        into = table[end]
                        for new, tag, lp_begun in begun:
                            lp = lp_begun + (sizes[tag] + endings[tag])
                            if lp > into.get(new, LOWEST):
                                into[new] = lp
                                if back is not None:
                                    back[end][new] = (state, start)
        return table

    def analyze_forward(self, word: str) -> list[tuple[int, float]]:
        """The classes that a word in lower case can have, best first, with their logarithmic probabilities."""
        table = self._table(word, self._ways, self.strict, None)
        final: Row = {}
        for state, so_far in table[-2].items():
            for tag, lp_tag in self.LP_trans_final.get(state, ()):
                if so_far + lp_tag > final.get((state[1], tag), LOWEST):
                    final[state[1], tag] = so_far + lp_tag
        results: dict[int, float] = {}
        for (_, tag), lp in final.items():
            results[-tag] = float(logaddexp(results[-tag], lp)) if -tag in results else lp
        return sorted(results.items(), key=itemgetter(1), reverse=True) or [(UNKNOWN, 0)]

    def analyze_viterbi(self, word: str, targetpos: int) -> list[tuple[int, int]]:
        """The pieces of a word in lower case of this (final) class: tag of each and where it ends."""
        if targetpos not in self._towards:
            self._towards[targetpos] = self._ways_to(self.reachability.get(targetpos, frozenset()))
        at = len(word) + 1
        for strict in (True, False):
            back: list[Back] = [{} for _ in range(at)]
            final: Row = {}
            origin: dict[State, State] = {}
            for state, so_far in self._table(word, self._towards[targetpos], strict, back)[-2].items():
                lp_end = next((p for t, p in self.LP_trans_final.get(state, ()) if t == targetpos), None)
                new = (state[1], targetpos)
                if lp_end is not None and so_far + lp_end > final.get(new, LOWEST):
                    final[new] = so_far + lp_end
                    origin[new] = state
            if final:
                break
        else:
            return [(UNKNOWN, at - 1), (END_UNKNOWN, at)]
        best = max(final, key=final.__getitem__)
        states = [(best[1], at)]
        state, at = origin[best], at - 1
        while at > 0:
            states.append((state[1], at))
            state, at = back[at][state]
        return states[::-1]

    def _read(self, written: str, cased: bool) -> Tags:
        """The classes of a word, in the model's order; all of them where it can be anything.

        cased: whether it tells something that the word is capitalised.
        """
        upper = written[0].isupper() if cased else None
        word = self.normalize(written)
        listed = self.cache.get(word)
        found = []
        for tag, lp in self.analyze_forward(word) if listed is None else listed:
            if tag != UNKNOWN:
                if upper is not None:
                    lp += self.LP_case_t[tag][upper]
                found.append((tag, float(lp - self.LP_wtag[tag])))
        if listed is None and found:
            limit = max(lp for _, lp in found) - CUTOFF
            found = [(tag, lp) for tag, lp in found if lp >= limit]
        if not found:
            return self._anything
        return sorted((reading for reading in found if reading[0] in self._rank), key=lambda r: self._rank[r[0]])

    def tag_sent_viterbi(self, sent: Sequence[str], casesensitive: bool = True) -> list[int]:
        """The classes of the words of a sentence (at least one word)."""
        row: Row = {(EMPTY, START): 0.0}
        back: list[dict[State, State]] = []
        for i, word in enumerate(sent):
            readings = self._readings(word, casesensitive and i > 0)
            bound = _bound(row, SENTENCE_WIDTH)
            into: Row = {}
            origin: dict[State, State] = {}
            for state, so_far in row.items():
                if so_far < bound:
                    continue
                following = self.LP_trans_word[state]
                for tag, lp_word in readings:
                    lp = so_far + following[tag] + lp_word
                    new = (state[1], tag)
                    if lp > LOWEST and lp > into.get(new, -math.inf):
                        into[new] = lp
                        origin[new] = state
            row = into
            back.append(origin)
        ends = {state: lp + self.LP_trans_word[state].get(END, -math.inf) for state, lp in row.items()}
        state = max(ends, key=ends.__getitem__)
        tags = []
        for origin in reversed(back):
            tags.append(state[1])
            state = origin[state]
        return tags[::-1]

    def tag_words(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Lemma and class of each word of a sentence."""
        return [
            (self._lemma(word.lower(), tag), self.int2tag[tag])
            for word, tag in zip(words, self.tag_sent_viterbi(words), strict=True)
        ]

    def _lemma_of(self, word: str, tag: int) -> str:
        lemma: str = self._analyze(word, tag, taglevel=1)[0]
        return lemma


def _bound(row: Row, width: int) -> float:
    """How likely a state has to be that is followed up."""
    return sorted(row.values(), reverse=True)[width] - 1 if len(row) > width else LOWEST
