"""The terms by which a codebook knows an issue again, made from the wordings of its statements.

Short terms are preferred, as an analyst would write them, and a term that finds a wording of another issue is not taken
as long as there is another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from detente.codebooks.concepts import thesaurus
from detente.codebooks.text import Token, language_data, tokens

# A term has at most this many words, and one of a whole wording at most LONGEST_WHOLE.
LONGEST_TERM = 3
LONGEST_WHOLE = 5
# Of a longer wording the first words are looked at: the head stands there.
LOOKED_AT = 7

# The stems of a term's words, in the order of the wording.
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """A topic in one language.  `turned`: it names the refusal of the thing, which is not part of a term then."""

    text: str
    language: str
    turned: bool = False

    @cached_property
    def words(self) -> list[Token]:
        """The words that can make a term: content, or else whatever there is."""
        known = thesaurus(self.language)
        turning = self._turning
        listed = [
            t for t in tokens(self.text, self.language) if not t.part and not t.form.stop and len(t.form.stem) > 1
        ]
        if self.turned:
            listed = [t for t in listed if t.form.stem not in turning] or listed
        for kinds in (("content", "act", "turn"), ("content", "act", "turn", "light"), None):
            chosen = [t for t in listed if kinds is None or known.kind(t) in kinds]
            if chosen:
                break
        return list({t.form.stem: t for t in chosen[:LOOKED_AT]}.values())

    @cached_property
    def _turning(self) -> frozenset[str]:
        data = language_data(self.language)
        return data.stems(data.reversing_before) | data.stems(data.reversing_after)

    @cached_property
    def _needed(self) -> frozenset[str]:
        """Words of which a term has to have one: where the issue is the end of violence, "violence" will not do."""
        refused = not self.turned and thesaurus(self.language).subject(self.text).reversed
        return frozenset(t.form.stem for t in self.words) & self._turning if refused else frozenset()

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems of the wording, by which terms are found in it."""
        return frozenset(t.form.stem for t in tokens(self.text, self.language))

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The stems of the words that name the head of the topic or what is done with it."""
        known = thesaurus(self.language)
        subject = known.subject(self.text)
        named = subject.acts | {subject.head}
        return frozenset(t.form.stem for t in self.words if named & set(known.concepts_of(t.text)))

    def candidates(self) -> Iterator[Stems]:
        """The terms that would find it, shortest first: a head on its own, or a head and something else."""
        known = thesaurus(self.language)
        found = [t.form.stem for t in self.words]
        kinds = {t.form.stem: known.kind(t) for t in self.words}
        generic = {t.form.stem for t in self.words if set(known.concepts_of(t.text)) <= known.generic}
        for size in range(1, LONGEST_TERM + 1):
            for chosen in combinations(found, size):
                alone = size > 1 or (kinds[chosen[0]] == "content" and chosen[0] not in generic)
                told = not self._needed or self._needed & set(chosen)
                if alone and told and (self._heads & set(chosen) or not self._heads):
                    yield chosen
        yield self.whole

    @property
    def whole(self) -> Stems:
        """The wording itself as a term, as far as it is not too long."""
        return tuple(t.form.stem for t in self.words[:LONGEST_WHOLE])


def choose_terms(own: Sequence[Wording], others: Iterable[Wording], extra: Iterable[Stems] = ()) -> list[Stems]:
    """Terms of one language that find all of an issue's own wordings and as few of the others as can be.

    The one that finds most wordings and is shortest is taken first.  `extra` terms are taken in any case.
    """
    foreign = [w.stems for w in others]
    found_by: dict[Stems, set[int]] = defaultdict(set)
    for number, wording in enumerate(own):
        for term in wording.candidates():
            if term:
                found_by[term].add(number)
    clean: dict[Stems, bool] = {}
    chosen = list(dict.fromkeys(extra))
    left = {n for n, w in enumerate(own) if w.words and not any(set(t) == set(w.whole) for t in chosen)}
    while left:
        best = min(
            (t for t, found in found_by.items() if found & left and _is_clean(t, foreign, clean)),
            key=lambda t: (-len(found_by[t] & left), len(t), t),
            default=None,
        )
        if best is None:  # only the wordings as they stand tell these from others
            chosen += [own[n].whole for n in sorted(left) if own[n].whole not in chosen]
            break
        chosen.append(best)
        left -= found_by[best]
    return list(dict.fromkeys(chosen))


def _is_clean(term: Stems, foreign: Sequence[frozenset[str]], known: dict[Stems, bool]) -> bool:
    if term not in known:
        known[term] = not any(set(term) <= stems for stems in foreign)
    return known[term]


def spell(terms: Iterable[Stems], wordings: Iterable[Wording]) -> list[str]:
    """The terms in words: of the spellings of a word the shortest, which is the least inflected one."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for wording in wordings:
        for token in wording.words:
            spellings[token.form.stem][token.text] += 1
    written = {stem: min(seen, key=lambda s: (len(s), -seen[s], s)) for stem, seen in spellings.items()}
    return list(dict.fromkeys(" ".join(written[stem] for stem in term) for term in terms))
