"""The single negotiating text (Fisher 1978; Raiffa 1982, chapter 14): a mediator improves one text by joint gains.

The mediator starts from what holds without a deal and proposes, step by step, the change that nobody loses by: first in
one issue, then trades over two, and where these are used up any change that is left.  Of such changes the one is taken
whose smallest gain is greatest, then the second smallest and so on (the mediated search for joint gains of Ehtamo,
Kettunen, Hämäläinen 2001, on options instead of directions).  The last text is efficient: that is proven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from detente.settlement.constraints import satisfiable
from detente.settlement.frontier import Frontier, find_frontier
from detente.settlement.merging import StoppedError
from detente.settlement.scenario import Places, Scenario
from detente.settlement.way.model import Step, Way, Yardstick, changes

_TRADE = 2
_MOST_CHANGES = 20_000
_MOST_STEPS = 1000

Worth = tuple[Fraction, ...]


def single_text(scenario: Scenario, *, start: Places | None = None, frontier: Frontier | None = None) -> Way:
    """Improve one text from `start` (default: the status quo) until no joint gain is left; every step is shown.

    Without a status quo the first text is a draft that nobody is attached to (see `_draft`).  `frontier` (the whole
    one) lets the result say how far it is from the Nash solution.  There is no agreement where the last text leaves a
    party with less than it has without a deal.
    """
    text = start or scenario.status_quo or _draft(scenario)
    worth = scenario.utilities(text)
    steps = [Step(0, None, "first_text", text, tuple(map(float, worth)), changes(scenario, None, text))]
    while len(steps) < _MOST_STEPS and (better := _improve(scenario, text, worth)) is not None:
        before, text = text, better
        worth = scenario.utilities(text)
        utilities = tuple(map(float, worth))
        steps.append(Step(len(steps), None, "joint_gain", text, utilities, changes(scenario, before, text)))
    reserves = zip(worth, scenario.reservation, strict=True)
    agreed = all(reserve is None or own >= reserve for own, reserve in reserves)
    return Yardstick(scenario, frontier).way("single_text", steps, text if agreed else None)


def _draft(scenario: Scenario) -> Places:
    """A text that nobody is attached to: issue by issue, what leaves the party that likes it best with least.

    Utilities are counted in shares of the most that each party could get out of all issues.
    """
    domains = {i: frozenset(range(len(issue.options))) for i, issue in enumerate(scenario.issues)}
    most = [sum((max(values) for values in row), Fraction()) or Fraction(1) for row in scenario.values]
    shares = [Fraction()] * len(most)
    for i in domains:
        after = {
            o: [own + row[i][o] / top for own, row, top in zip(shares, scenario.values, most, strict=True)]
            for o in domains[i]
        }
        for option in sorted(after, key=lambda o: (sorted(after[o], reverse=True), o)):
            if satisfiable(domains | {i: frozenset({option})}, scenario.nogoods):
                domains[i], shares = frozenset({option}), after[option]
                break
    return tuple(min(domains[i]) for i in range(len(scenario.issues)))


def _improve(scenario: Scenario, text: Places, worth: Worth) -> Places | None:
    for size in range(1, min(_TRADE, len(text)) + 1):
        best: tuple[list[Fraction], Places] | None = None
        for n, candidate in enumerate(_changed(scenario, text, size)):
            if n >= _MOST_CHANGES:
                break
            gains = sorted(new - old for new, old in zip(scenario.utilities(candidate), worth, strict=True))
            if gains[0] >= 0 and gains[-1] > 0 and (best is None or gains > best[0]) and scenario.allowed(candidate):
                best = gains, candidate
        if best is not None:
            return best[1]
    return _any_gain(scenario, worth)


def _changed(scenario: Scenario, text: Places, size: int) -> Iterator[Places]:
    for issues in combinations(range(len(text)), size):
        others = [[o for o in range(len(scenario.issues[i].options)) if o != text[i]] for i in issues]
        for options in product(*others):
            chosen = dict(zip(issues, options, strict=True))
            yield tuple(chosen.get(i, o) for i, o in enumerate(text))


def _any_gain(scenario: Scenario, worth: Worth) -> Places | None:
    """The best joint gain over all issues; None if the text is efficient (or the search would take too long)."""
    parties = tuple(replace(p, reservation=own) for p, own in zip(scenario.parties, worth, strict=True))
    try:
        found = find_frontier(replace(scenario, parties=parties), rational_only=True)
    except StoppedError:
        return None
    points = [found.utilities(n) for n in range(len(found))]
    gains = [sorted(new - old for new, old in zip(point, worth, strict=True)) for point in points]
    best = max(range(len(points)), key=lambda n: gains[n])
    return found.deal(best) if gains[best][-1] > 0 else None
