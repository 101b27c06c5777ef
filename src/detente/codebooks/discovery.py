"""Issues that no codebook covers, found from what the statements are about.

Topics are grouped by their subject (see `concepts`): wordings with the same head noun are one issue unless what
modifies them, or what is done with the thing, differs; a head that names no subject of its own ("Abkommen", "plan")
needs a modifier in common.  Topics with different heads are one issue only if nearly all their concepts agree.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from detente.codebooks.concepts import GROUP, NATION, Subject, thesaurus

# The share of modifiers that has to agree (Jaccard) in two topics with one head, unless one has all of the other's.
MODIFIERS_AGREE = 0.4
# The same for topics with different heads, over all concepts, rare ones counting more.
CONCEPTS_AGREE = 0.7
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
    leader: Subject = field(default_factory=lambda: Subject(""))
    richest: Subject = field(default_factory=lambda: Subject(""))


def discover(topics: Sequence[Topic]) -> list[Cluster]:
    """Group topics into issues, the most frequent first.  The topics must name something (not `Subject.vague`)."""
    subjects = _respelled(topics)
    generic = frozenset(c for language in {t.language for t in topics} for c in thesaurus(language).generic)
    groups: dict[tuple[str, frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        groups[subject.head, subject.modifiers, subject.acts].append(number)
    weights = _weights([subjects[g[0]] for g in groups.values()])
    clusters: list[Cluster] = []
    by_concept: dict[str, list[Cluster]] = defaultdict(list)
    bare: list[list[int]] = []
    for members in sorted(groups.values(), key=lambda m: (-len(m), m[0])):
        subject = subjects[members[0]]
        if subject.head in generic and not subject.modifiers:
            bare.append(members)
            continue
        cluster = _best(subject, by_concept, generic, weights)
        _add(cluster or _new(clusters, subject), members, subject, by_concept)
    for members in bare:
        _place_bare(members, subjects, topics, clusters, by_concept)
    for cluster in clusters:
        cluster.members.sort()
        turned = {m for m in cluster.members if subjects[m].reversed}
        # Where every wording names the refusal ("end of violence"), that is what the issue is.
        cluster.against = turned if len(turned) < len(cluster.members) else set()
    return sorted(clusters, key=lambda c: (-len(c.members), c.members[0]))


def _new(clusters: list[Cluster], subject: Subject) -> Cluster:
    clusters.append(Cluster(leader=subject, richest=subject))
    return clusters[-1]


def _add(cluster: Cluster, members: list[int], subject: Subject, by_concept: dict[str, list[Cluster]]) -> None:
    cluster.members += members
    if subject.head == cluster.leader.head and subject.modifiers > cluster.richest.modifiers:
        cluster.richest = subject
    for concept in sorted(subject.all):
        if cluster not in by_concept[concept]:
            by_concept[concept].append(cluster)


def _best(
    subject: Subject, by_concept: dict[str, list[Cluster]], generic: frozenset[str], weights: dict[str, float]
) -> Cluster | None:
    best: tuple[float, Cluster] | None = None
    seen: set[int] = set()
    for concept in sorted(subject.all):
        for cluster in by_concept.get(concept, ()):
            if id(cluster) in seen:
                continue
            seen.add(id(cluster))
            fit = max(_fit(subject, other, generic, weights) for other in (cluster.leader, cluster.richest))
            if fit > 0 and (best is None or fit > best[0]):
                best = (fit, cluster)
    return best[1] if best else None


def _fit(a: Subject, b: Subject, generic: frozenset[str], weights: dict[str, float]) -> float:
    """How well two subjects agree, 0 (different issues) to 2."""
    if _other_act(a, b):
        return 0.0
    common = sum(weights[c] for c in sorted(a.all & b.all))
    every = sum(weights[c] for c in sorted(a.all | b.all))
    agreement = common / every if every else 1.0
    if a.head != b.head:
        return agreement if agreement >= CONCEPTS_AGREE else 0.0
    shared = a.modifiers & b.modifiers
    own, other = _comparable(a, b), _comparable(b, a)
    inside, either = shared in (own, other), own | other
    if a.head in generic and not shared:
        return 0.0
    if inside or len(shared) / len(either) >= MODIFIERS_AGREE:
        return 1.0 + agreement
    return 0.0


def _comparable(a: Subject, b: Subject) -> frozenset[str]:
    """The modifiers of `a` that could be found in `b`: in another language only those that the synonyms cover."""
    if a.language == b.language:
        return a.modifiers
    return frozenset(m for m in a.modifiers if m in b.modifiers or m.startswith((GROUP, NATION)))


def _other_act(a: Subject, b: Subject) -> bool:
    """Whether different things are done with the two subjects: "Kürzung" and "Erhöhung" of the same are two issues."""
    return bool(a.acts) and bool(b.acts) and not a.acts & b.acts


def _place_bare(
    members: list[int],
    subjects: list[Subject],
    topics: Sequence[Topic],
    clusters: list[Cluster],
    by_concept: dict[str, list[Cluster]],
) -> None:
    """Give "the agreement" to the one that its report, or else all reports, speak of; of several it is none."""
    subject = subjects[members[0]]
    related = [
        c
        for c in by_concept.get(subject.head, ())
        if subject.head in (c.leader.head, c.richest.head) and not _other_act(subject, c.leader)
    ]
    reports = {id(c): {topics[m].report for m in c.members} for c in related}
    left: list[int] = []
    for member in members:
        local = [c for c in related if topics[member].report in reports[id(c)]] or related
        if len(local) == 1:
            local[0].members.append(member)
        else:
            left.append(member)
    if left:
        _add(_new(clusters, subject), left, subject, by_concept)


def _weights(subjects: Sequence[Subject]) -> dict[str, float]:
    """Inverse document frequency: what many topics share tells them apart least."""
    counts = Counter(c for s in subjects for c in s.all)
    return {concept: math.log(1 + len(subjects) / n) for concept, n in counts.items()}


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
