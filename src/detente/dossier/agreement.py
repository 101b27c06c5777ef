"""How far several people agree who judged the same things: Krippendorff's alpha for nominal values.

K. Krippendorff, Content Analysis (2nd ed., 2004), chapter 11; Computing Krippendorff's Alpha-Reliability (2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far those agree who judged.

    alpha: 1 for perfect agreement, 0 for what chance would give, below 0 for less than that; None where it is not
    defined: nothing was judged by two, or all judgements are the same (without variance chance explains everything).
    observed: the share of pairs of judgements on one unit that are equal, in [0, 1]; None where there is no pair.
    units, values: how many units two or more judged, and how many judgements these are.
    """

    alpha: float | None
    observed: float | None
    units: int
    values: int


def agreement(units: Iterable[Mapping[Any, Hashable]]) -> Agreement:
    """Krippendorff's alpha of nominal values: each unit is who judged it, with the value that was given.

    Whoever did not judge a unit is missing from it; units that fewer than two judged count for nothing.  Every unit's
    pairs weigh 1 / (judgements of it - 1), as in Krippendorff's table of coincidences.
    """
    judged = [Counter(unit.values()) for unit in units if len(unit) > 1]
    total = sum(counts.total() for counts in judged)
    if not total:
        return Agreement(None, None, 0, 0)
    overall: Counter[Hashable] = sum(judged, Counter())
    differing = sum(
        (counts.total() ** 2 - sum(n * n for n in counts.values())) / (counts.total() - 1) for counts in judged
    )
    expected = total * total - sum(n * n for n in overall.values())
    observed = differing / total
    alpha = 1 - observed * total * (total - 1) / expected if expected else None
    return Agreement(alpha, 1 - observed, len(judged), total)
