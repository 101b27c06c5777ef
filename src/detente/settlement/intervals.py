"""Real issues as the intervals that they are, where a grid of options would miss the best deal.

Between two options of a real issue utilities count as linear.  Mixed-integer programmes then find the bargaining
solutions anywhere on the intervals (the weights of a stretch's ends are continuous variables; special ordered sets:
Beale, Tomlin 1970).  The numbers that they find become options of their issue, so that all that follows, from the
frontier to the names of deals, works on a grid that contains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor, log10
from typing import TYPE_CHECKING

from detente.settlement.numbers import decimal
from detente.settlement.scenario import Places, Scenario, ScenarioIssue, ScenarioOption

if TYPE_CHECKING:
    from collections.abc import Callable

# What a weight from HiGHS is taken for: the simplest fraction so near to it, else a decimal of so many places.
_SIMPLE = ((100, 1e-8), (1000, 1e-10))
_DIGITS = 11


@dataclass(slots=True, eq=False)
class Intervals:
    """The real issues of a scenario that nothing links to others, and the numbers found on them.

    ends[i]: the places of the options between which every party's utility is linear in the number of issue i, in their
    order; an issue of one option is none.  A place beyond the options of an issue is a number between two of them.
    """

    scenario: Scenario
    ends: dict[int, Places] = field(default_factory=dict)
    _found: dict[int, list[Fraction]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bound = {i for nogood in self.scenario.nogoods for i, _ in nogood}
        for i, *others in self.scenario.components:
            issue = self.scenario.issues[i]
            if issue.kind == "real" and len(issue.options) > 1 and not others and i not in bound:
                self.ends[i] = self._stretches(i)
                self._found[i] = []

    def _stretches(self, i: int) -> Places:
        numbers = _numbers(self.scenario.issues[i])
        rows = [row[i] for row in self.scenario.values]

        def bends(o: int) -> bool:
            before, after = numbers[o] - numbers[o - 1], numbers[o + 1] - numbers[o]
            return any((row[o] - row[o - 1]) * after != (row[o + 1] - row[o]) * before for row in rows)

        return (0, *(o for o in range(1, len(numbers) - 1) if bends(o)), len(numbers) - 1)

    def place(self, i: int, weights: Sequence[float]) -> int:
        """The place of the number of issue i that is the weighted mean of its `ends` (two neighbours have a weight)."""
        ends = self.ends[i]
        first = min(max(range(len(ends)), key=lambda k: weights[k]), len(ends) - 2)
        if first > 0 and weights[first - 1] > weights[first + 1]:
            first -= 1
        numbers = _numbers(self.scenario.issues[i])
        low, high = numbers[ends[first]], numbers[ends[first + 1]]
        share = weights[first + 1] / (weights[first] + weights[first + 1])
        return self.at(i, low + (high - low) * _fraction(share))

    def at(self, i: int, number: Fraction) -> int:
        """The place of a number on the interval of issue i."""
        numbers = _numbers(self.scenario.issues[i])
        if number in numbers:
            return numbers.index(number)
        if number not in self._found[i]:
            self._found[i].append(number)
        return len(numbers) + self._found[i].index(number)

    def number(self, i: int, place: int) -> Fraction:
        """The number at a place of issue i."""
        numbers = _numbers(self.scenario.issues[i])
        return numbers[place] if place < len(numbers) else self._found[i][place - len(numbers)]

    def worths(self, i: int, place: int) -> tuple[Fraction, ...]:
        """What a place of issue i adds to each party's utility."""
        if i not in self.ends or place < len(self.scenario.issues[i].options):
            return tuple(row[i][place] for row in self.scenario.values)
        return _between(self.scenario, i, self.number(i, place))

    def utilities(self, deal: Sequence[int]) -> tuple[Fraction, ...]:
        """What a deal (places, also such beyond the options) is worth to each party."""
        whole = [0 if i in self.ends else place for i, place in enumerate(deal)]
        totals = self.scenario.utilities(whole)
        for i in self.ends:
            pairs = zip(totals, self.worths(i, deal[i]), self.worths(i, 0), strict=True)
            totals = tuple(total + value - first for total, value, first in pairs)
        return totals

    def rounded(self, deal: Places, fits: Callable[[Places], bool]) -> Places:
        """The deal with its numbers to as few decimals (of a share of their range) as fit."""
        for digits in range(1, _DIGITS):
            tried = list(deal)
            for i in self.ends:
                numbers = _numbers(self.scenario.issues[i])
                unit = Fraction(10) ** (floor(log10(numbers[-1] - numbers[0])) - digits)
                near = round(self.number(i, deal[i]) / unit) * unit
                tried[i] = self.at(i, min(max(near, numbers[0]), numbers[-1]))
            if fits(tuple(tried)):
                return tuple(tried)
        return deal

    def refined(self, deals: Iterable[Places]) -> Scenario:
        """The scenario with the numbers of these deals as options."""
        numbers = {i: {self.number(i, deal[i]) for deal in deals} for i in self.ends}
        return with_numbers(self.scenario, numbers)


def with_numbers(scenario: Scenario, numbers: dict[int, set[Fraction]]) -> Scenario:
    """The scenario with more options on real issues (by place); what they are worth lies on the line between two."""
    issues, values = list(scenario.issues), [list(row) for row in scenario.values]
    for i, wanted in numbers.items():
        known = _numbers(scenario.issues[i])
        every = sorted(wanted | set(known))
        if len(every) == len(known):
            continue
        named = {option.number: option for option in scenario.issues[i].options}
        options = tuple(named.get(n) or ScenarioOption(decimal(n), decimal(n), n) for n in every)
        issues[i] = replace(scenario.issues[i], options=options)
        columns = zip(*(_between(scenario, i, n) for n in every), strict=True)
        for row, column in zip(values, columns, strict=True):
            row[i] = column
    quo = scenario.status_quo
    if quo is not None:
        quo = tuple(new.index(old.options[o].id) for new, old, o in zip(issues, scenario.issues, quo, strict=True))
    return replace(scenario, issues=tuple(issues), values=tuple(map(tuple, values)), status_quo=quo)


def _between(scenario: Scenario, i: int, number: Fraction) -> tuple[Fraction, ...]:
    numbers = _numbers(scenario.issues[i])
    right = next(o for o, each in enumerate(numbers) if each >= number)
    if numbers[right] == number:
        return tuple(row[i][right] for row in scenario.values)
    share = (number - numbers[right - 1]) / (numbers[right] - numbers[right - 1])
    return tuple(row[i][right - 1] + share * (row[i][right] - row[i][right - 1]) for row in scenario.values)


def _numbers(issue: ScenarioIssue) -> list[Fraction]:
    return [option.number for option in issue.options if option.number is not None]


def _fraction(share: float) -> Fraction:
    for most, near in _SIMPLE:
        simple = Fraction(share).limit_denominator(most)
        if abs(simple - Fraction(share)) <= near:
            return min(max(simple, Fraction()), Fraction(1))
    return Fraction(round(share * 10**_DIGITS), 10**_DIGITS)
