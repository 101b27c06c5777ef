"""What must not come together: implications and forbidden combinations, in one form, and how many outcomes they leave.

Every constraint becomes *nogoods*: sets of choices (issue, option; places) that no outcome may contain all of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import prod

Choice = tuple[int, int]
Nogood = frozenset[Choice]


def split(issues: Iterable[int], nogoods: Iterable[Iterable[Choice]]) -> list[list[int]]:
    """The issues in groups that hang together: two issues that occur in one nogood are in one group."""
    group = {issue: [issue] for issue in issues}
    for nogood in nogoods:
        first, *rest = {issue for issue, _ in nogood}
        for issue in rest:
            small, large = sorted((group[first], group[issue]), key=len)
            if small is not large:
                large.extend(small)
                group.update((member, large) for member in small)
    return sorted(sorted(members) for members in {id(members): members for members in group.values()}.values())


def count(domains: dict[int, frozenset[int]], nogoods: frozenset[Nogood]) -> int:
    """How many outcomes there are, exactly: one option of its domain for every issue, and no nogood in it.

    Group by group of linked issues, and within a group by the options of the issue that most nogoods mention.
    """
    simplified = _simplify(domains, nogoods)
    if simplified is None:
        return 0
    domains, nogoods = simplified
    total = 1
    for group in split(domains, nogoods):
        total *= _count_group({issue: domains[issue] for issue in group}, _within(nogoods, group))
        if not total:
            return 0
    return total


def satisfiable(domains: dict[int, frozenset[int]], nogoods: frozenset[Nogood]) -> bool:
    """Whether any outcome is left (see `count`)."""
    simplified = _simplify(domains, nogoods)
    if simplified is None:
        return False
    domains, nogoods = simplified
    for group in split(domains, nogoods):
        inside = _within(nogoods, group)
        if inside:
            issue = _most_mentioned(inside)
            rest = {member: domains[member] for member in group}
            if not any(satisfiable(rest | {issue: frozenset({option})}, inside) for option in sorted(domains[issue])):
                return False
    return True


def _count_group(domains: dict[int, frozenset[int]], nogoods: frozenset[Nogood]) -> int:
    if not nogoods:
        return prod(map(len, domains.values()))
    issue = _most_mentioned(nogoods)
    mentioned = {option for nogood in nogoods for i, option in nogood if i == issue}
    total = sum(count(domains | {issue: frozenset({o})}, nogoods) for o in domains[issue] & mentioned)
    free = domains[issue] - mentioned
    return total + (len(free) * count(domains | {issue: frozenset({min(free)})}, nogoods) if free else 0)


def _most_mentioned(nogoods: Iterable[Nogood]) -> int:
    return Counter(issue for nogood in nogoods for issue, _ in nogood).most_common(1)[0][0]


def _within(nogoods: frozenset[Nogood], group: Sequence[int]) -> frozenset[Nogood]:
    members = set(group)
    return frozenset(nogood for nogood in nogoods if next(iter(nogood))[0] in members)


def _simplify(
    domains: dict[int, frozenset[int]], nogoods: frozenset[Nogood]
) -> tuple[dict[int, frozenset[int]], frozenset[Nogood]] | None:
    """Take out what is decided: choices that are certain, options that cannot be.  None if no outcome is left."""
    domains = dict(domains)
    while True:
        left, changed = set(), False
        for nogood in nogoods:
            if any(option not in domains[issue] for issue, option in nogood):
                continue
            open_ones = frozenset((issue, option) for issue, option in nogood if len(domains[issue]) > 1)
            if not open_ones:
                return None
            if len(open_ones) == 1:
                ((issue, option),) = open_ones
                domains[issue] -= {option}
                changed = True
            else:
                left.add(open_ones)
        nogoods = frozenset(left)
        if not changed:
            return domains, nogoods
