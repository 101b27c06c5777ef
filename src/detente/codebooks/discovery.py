"""Issues that no codebook covers, found from what the statements are about.

Topics are grouped by their subject (see `concepts`).  Subjects with the same head noun are one issue if what modifies
them agrees ("Abkommen mit dem Iran", "Iran-Abkommen") and nothing else is done with the thing; subjects with different
heads only if nearly all their concepts agree.  An issue grows only by what agrees with everything in it (complete
linkage), the best agreement first, so that no chain of small differences joins two issues.  A topic that is a bare head
("the agreement") means the one that its report speaks of, or else the reports that the same parties speak in.

The result does not depend on the order of the topics.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from detente.codebooks.concepts import GROUP, NATION, Subject, thesaurus
from detente.codebooks.embedding import Embed, similar_pairs
from detente.codebooks.kinship import Kinship
from detente.codebooks.text import language_data

# The share of modifiers that has to agree (Jaccard) in two topics with one head, unless one has all of the other's.
MODIFIERS_AGREE = 0.4
# The same for topics with different heads, over all concepts, rare ones counting more.
CONCEPTS_AGREE = 0.7
# With no more in common than this, two subjects are one issue only if their reports are akin: many "talk with the EU".
ENOUGH = 2
# A concept in more subjects than this brings no two with different heads together: it is too common to tell.
COMMON = 300
# Two words this alike (rapidfuzz ratio, 0-100) and this long are spellings of one.
SAME_SPELLING = 88.0
SPELLING_LENGTH = 8
# A German and an English word are one if the longer adds at most this to the end of the shorter ("resolution").
COGNATE_LENGTH, COGNATE_ENDING = 6, 3


@dataclass(frozen=True)
class Topic:
    """A topic that no codebook covers: its words, their language, the report that uses them, and what it is about."""

    text: str
    language: str
    report: str
    subject: Subject


@dataclass
class Cluster:
    """Topics that are one issue: `members` are indexes into the topics, `against` those that name the refusal of it."""

    members: list[int] = field(default_factory=list)
    against: set[int] = field(default_factory=set)
    subjects: list[Subject] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)


def discover(topics: Sequence[Topic], kinship: Kinship, embed: Embed | None = None) -> list[Cluster]:
    """Group topics into issues, the most frequent first.  The topics must name something (not `Subject.vague`).

    `embed` gives sentences their vectors (see `embedding`): clusters whose wordings mean the same by it are joined,
    too, unless different things are done with them or other states have to do with them.
    """
    found = _Discovery(topics, kinship)
    clusters = found.clusters()
    if embed is not None:
        clusters = found.joined_by(embed, clusters)
    for cluster in clusters:
        cluster.members.sort()
        turned = {m for m in cluster.members if found.subjects[m].reversed}
        # Where every wording names the refusal ("end of violence"), that is what the issue is.
        cluster.against = turned if len(turned) < len(cluster.members) else set()
    return sorted(clusters, key=lambda c: (-len(c.members), min(found.rank(m) for m in c.members)))


class _Discovery:
    def __init__(self, topics: Sequence[Topic], kinship: Kinship) -> None:
        self.topics, self.kinship = topics, kinship
        self.subjects = _respelled(topics)
        self.generic = frozenset(c for language in {t.language for t in topics} for c in thesaurus(language).generic)
        self.weights = _weights(set(map(_key, self.subjects)))
        # Clusters by the heads of their subjects, and by what is done in them.
        self.by_head: dict[str, list[Cluster]] = defaultdict(list)
        self.by_act: dict[str, list[Cluster]] = defaultdict(list)

    def rank(self, number: int) -> tuple[str, str, str]:
        """An order of the topics that has nothing to do with the order in which they came."""
        topic = self.topics[number]
        return topic.text.casefold(), topic.language, topic.report

    def clusters(self) -> list[Cluster]:
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, subject in enumerate(self.subjects):
            groups[_key(subject)].append(number)
        ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        whole = [members for _, members in ordered if self.subjects[members[0]].modifiers]
        bare = self._bare()
        found = self._linked(whole)
        for cluster in found:
            self._index(cluster)
        for members in bare:
            found += self._placed(members)
        return found

    def _bare(self) -> list[list[int]]:
        """Topics without modifiers by what they name, in all languages; first those that say what is done with it."""
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, subject in enumerate(self.subjects):
            if not subject.modifiers:
                groups[_key(subject)[:3]].append(number)
        ordered = sorted(groups, key=lambda key: (not key[2], -len(groups[key]), key))
        return [groups[key] for key in ordered]

    def _linked(self, groups: Sequence[Sequence[int]]) -> list[Cluster]:
        """Complete linkage over groups of topics with the same subject, the most frequent groups first."""
        subjects = [self.subjects[members[0]] for members in groups]
        fits: dict[tuple[int, int], float] = {}
        for pair in sorted(_candidates(subjects)):
            one, other = subjects[pair[0]], subjects[pair[1]]
            fit = self._fit(one, other)
            if fit > 0 and (len(one.all & other.all) > ENOUGH or self._any_akin(groups[pair[0]], groups[pair[1]])):
                fits[pair] = fit
        return [
            self._cluster(m for n in numbers for m in groups[n]) for numbers in _complete_linkage(len(groups), fits)
        ]

    def _any_akin(self, members: Sequence[int], others: Sequence[int]) -> bool:
        return self.kinship.akin({self.topics[m].report for m in members}, {self.topics[m].report for m in others})

    def _cluster(self, members: Iterable[int]) -> Cluster:
        listed = list(members)
        subjects = {_key(self.subjects[m]): self.subjects[m] for m in listed}
        return Cluster(listed, set(), list(subjects.values()), {self.topics[m].report for m in listed})

    def _index(self, cluster: Cluster) -> None:
        for head in sorted({s.head for s in cluster.subjects}):
            self.by_head[head].append(cluster)
        for act in sorted({a for s in cluster.subjects for a in s.acts}):
            self.by_act[act].append(cluster)

    def _fit(self, a: Subject, b: Subject) -> float:
        """How well two subjects with modifiers agree, 0 (different issues) to 2."""
        if _other_act(a, b) or _other_nation(a, b):
            return 0.0
        common = sum(self.weights[c] for c in sorted(a.all & b.all))
        agreement = common / sum(self.weights[c] for c in sorted(a.all | b.all))
        if a.head != b.head:
            return agreement if agreement >= CONCEPTS_AGREE else 0.0
        shared = a.modifiers & b.modifiers
        own, other = _comparable(a, b), _comparable(b, a)
        if shared and (shared in (own, other) or len(shared) / len(own | other) >= MODIFIERS_AGREE):
            return 1.0 + agreement
        return 0.0

    def _placed(self, members: Sequence[int]) -> list[Cluster]:
        """Give each "agreement" to the one that its report, or those akin to it, speak of; of several it is none.

        Those left are one issue as far as their reports are akin.  These new clusters are given back.
        """
        subject = self.subjects[members[0]]
        named = [c for c in self.by_head.get(subject.head, ()) if not any(_other_act(subject, s) for s in c.subjects)]
        # "The withdrawal" may stand for "troop withdrawal", too; "a withdrawal" is something new.
        done = [c for c in self.by_act.get(subject.head, ()) if not any(c is n for n in named) and not subject.acts]
        left: list[int] = []
        homes: list[tuple[Cluster, int]] = []
        for member in members:
            report = self.topics[member].report
            related = named if self._is_new(member) else [*named, *done]
            near = [c for c in related if report in c.reports]
            near = near or [c for c in related if self.kinship.akin([report], c.reports)]
            if len(near) == 1:
                homes.append((near[0], member))
            else:
                left.append(member)
        for cluster, member in homes:
            cluster.members.append(member)
            cluster.reports.add(self.topics[member].report)
            if subject not in cluster.subjects:
                cluster.subjects.append(subject)
        new = [self._cluster(each) for each in self._apart(left)]
        for cluster in new:
            self._index(cluster)
        return new

    def _is_new(self, member: int) -> bool:
        first = self.topics[member].text.casefold().split()[:1]
        return bool(first) and first[0] in language_data(self.topics[member].language).indefinite

    def _apart(self, members: Sequence[int]) -> list[list[int]]:
        """The members by groups of reports that are akin."""
        groups = self.kinship.groups(self.topics[m].report for m in members)
        home = {report: group[0] for group in groups for report in group}
        grouped: dict[str, list[int]] = defaultdict(list)
        for member in sorted(members, key=self.rank):
            grouped[home[self.topics[member].report]].append(member)
        return list(grouped.values())

    def joined_by(self, embed: Embed, clusters: list[Cluster]) -> list[Cluster]:
        """The clusters, joined where their wordings mean the same by the vectors unless something speaks against it."""
        ordered = sorted(clusters, key=lambda c: (-len(c.members), min(self.rank(m) for m in c.members)))
        wordings = [sorted({self.topics[m].text for m in c.members}) for c in ordered]
        allowed = {
            (a, b): score
            for a, b, score in similar_pairs(wordings, embed)
            if not any(
                _other_act(s, t) or _other_nation(s, t) for s in ordered[a].subjects for t in ordered[b].subjects
            )
        }
        linked = _complete_linkage(len(ordered), allowed)
        return [self._cluster(m for n in numbers for m in ordered[n].members) for numbers in linked]


def _complete_linkage(count: int, fits: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Groups of the numbers below `count` in which all pairs fit; the best fits are joined first."""
    home = list(range(count))
    inside = {number: [number] for number in range(count)}
    for a, b in sorted(fits, key=lambda pair: (-fits[pair], pair)):
        one, other = min(home[a], home[b]), max(home[a], home[b])
        if one != other and all((min(x, y), max(x, y)) in fits for x in inside[one] for y in inside[other]):
            for each in inside[other]:
                home[each] = one
            inside[one] += inside.pop(other)
    return list(inside.values())


def _key(subject: Subject) -> tuple[str, ...]:
    return (subject.head, " ".join(sorted(subject.modifiers)), " ".join(sorted(subject.acts)), subject.language)


def _candidates(subjects: Sequence[Subject]) -> set[tuple[int, int]]:
    """The pairs that can agree: with one head and a modifier in common, or with two concepts in common."""
    pairs: set[tuple[int, int]] = set()
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_concept: dict[str, list[int]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        for modifier in subject.modifiers:
            together[subject.head, modifier].append(number)
        for concept in subject.all:
            by_concept[concept].append(number)
    for numbers in together.values():
        pairs.update(combinations(numbers, 2))
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in by_concept.values():
        if len(numbers) <= COMMON:
            shared.update(combinations(numbers, 2))
    return pairs | {pair for pair, count in shared.items() if count > 1}


def _comparable(a: Subject, b: Subject) -> frozenset[str]:
    """The modifiers of `a` that could be found in `b`: in another language only those that the synonyms cover."""
    if a.language == b.language:
        return a.modifiers
    return frozenset(m for m in a.modifiers if m in b.modifiers or m.startswith((GROUP, NATION)))


def _other_act(a: Subject, b: Subject) -> bool:
    """Whether different things are done with the two subjects: "Kürzung" and "Erhöhung" of the same are two issues."""
    return bool(a.acts) and bool(b.acts) and not a.acts & b.acts


def _other_nation(a: Subject, b: Subject) -> bool:
    """Whether each is about a state or body that the other is not about: an accession of Turkey, and one of Iceland."""
    own, other = _nations(a), _nations(b)
    return bool(own - other) and bool(other - own)


def _nations(subject: Subject) -> frozenset[str]:
    return frozenset(c for c in subject.all if c.startswith(NATION))


def _weights(keys: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """Inverse document frequency: what many topics share tells them apart least."""
    sets = [{key[0], *key[1].split()} for key in keys]
    counts = Counter(c for concepts in sets for c in concepts)
    return {concept: math.log(1 + len(sets) / n) for concept, n in counts.items()}


def _respelled(topics: Sequence[Topic]) -> list[Subject]:
    """The subjects, words replaced by the commonest of their spellings and by their cognates in the other language."""
    counts: Counter[str] = Counter()
    spoken: dict[str, set[str]] = defaultdict(set)
    for topic in topics:
        for concept in topic.subject.all | topic.subject.acts:
            if not concept.startswith((GROUP, NATION)) and len(concept) >= COGNATE_LENGTH:
                counts[concept] += 1
                spoken[concept].add(topic.language)
    buckets: dict[str, list[str]] = defaultdict(list)
    renamed: dict[str, str] = {}
    for word in sorted(counts, key=lambda w: (-counts[w], w)):
        bucket = buckets[word[:3]]
        same = next((w for w in bucket if _one_word(word, w, spoken)), None)
        if same is None:
            bucket.append(word)
        else:
            renamed[word] = same

    def all_renamed(concepts: frozenset[str]) -> frozenset[str]:
        return frozenset(renamed.get(c, c) for c in concepts)

    result = []
    for s in (t.subject for t in topics):
        head = renamed.get(s.head, s.head)
        modifiers = all_renamed(s.modifiers) - {head}
        result.append(Subject(head, modifiers, all_renamed(s.acts), s.reversed, s.vague, s.language))
    return result


def _one_word(a: str, b: str, spoken: dict[str, set[str]]) -> bool:
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    if len(short) >= SPELLING_LENGTH and fuzz.ratio(short, long) >= SAME_SPELLING:
        return True
    if spoken[a] & spoken[b] or len(short) < COGNATE_LENGTH:
        return False
    return long.startswith(short) and len(long) - len(short) <= COGNATE_ENDING
