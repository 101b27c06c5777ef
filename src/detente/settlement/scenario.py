"""The scenario: who bargains over what, and what each outcome is worth to whom, in exact fractions.

A scenario comes from a negotiation (`from_negotiation`), from weights and evaluations (`additive`; both in `building`)
or from a file (`detente.settlement.formats`).
An outcome, or deal, is a tuple of places: one option of each issue, in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Literal

from detente.negotiation import Assumption
from detente.settlement.constraints import Nogood, count, satisfiable, split
from detente.settlement.numbers import ScenarioError

Places = tuple[int, ...]
Kind = Literal["discrete", "integer", "real"]
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ScenarioOption:
    """A way to resolve an issue; `number` is its place on the range of an integer or real issue, else None."""

    id: str
    label: str
    number: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ScenarioIssue:
    """An issue and its options.  `kind` says what the options are: names, all integers of a range, or a grid on reals.

    A real issue is resolved by any number of its range: its options are a grid with both ends, between two of which
    utilities count as linear (see `intervals`).  Where an interaction or a constraint names it, it is the grid alone.
    """

    id: str
    label: str
    options: tuple[ScenarioOption, ...]
    kind: Kind = "discrete"

    def index(self, option: str) -> int:
        """Place of an option id.  Raises KeyError if the issue has no such option."""
        for place, candidate in enumerate(self.options):
            if candidate.id == option:
                return place
        raise KeyError(option)


@dataclass(frozen=True, slots=True)
class ScenarioParty:
    """A party.  `reservation` is what it has without a deal: None if not known (or if the status quo says it).

    discount: by what its utility is multiplied for each unit of time in alternating offers, in (0, 1].
    """

    id: str
    label: str
    reservation: Fraction | None = None
    discount: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Interaction:
    """What two options together add (or, negative, take) for one party; ids, options as (issue, option)."""

    party: str
    first: Named
    second: Named
    value: Fraction


@dataclass(frozen=True, slots=True)
class Implication:
    """Whoever chooses `option` must choose `then`; both are (issue id, option id)."""

    option: Named
    then: Named


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Options that must not all be chosen together, each (issue id, option id)."""

    combination: tuple[Named, ...]


Constraint = Implication | Forbidden


@dataclass(frozen=True)
class Scenario:
    """P parties, I issues, and what each option adds to each party's utility: `values[p][i][o]`, exact.

    status_quo: the outcome that holds without a deal (places), from which a party without a reservation value of its
    own gets it; None if there is none.  source: file or URL, for messages.  assumptions: what was assumed to get here.

    Raises ScenarioError for an empty, contradictory or incomplete scenario.
    """

    parties: tuple[ScenarioParty, ...]
    issues: tuple[ScenarioIssue, ...]
    values: tuple[tuple[tuple[Fraction, ...], ...], ...]
    status_quo: Places | None = None
    interactions: tuple[Interaction, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    source: str = ""
    assumptions: tuple[Assumption, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        self._check_shape()
        for each in self.interactions:
            if each.party not in {party.id for party in self.parties}:
                raise ScenarioError(f"an interaction is of {each.party!r}, which is no party", self.source)
            if each.first[0] == each.second[0]:
                raise ScenarioError(f"an interaction of {each.party!r} pairs two options of one issue", self.source)
            self.choice(each.first)
            self.choice(each.second)
        if self.nogoods and not satisfiable(self._domains, self.nogoods):
            raise ScenarioError("the constraints contradict each other: no outcome is left", self._say_constraints())
        if self.status_quo is not None:
            fits = len(self.status_quo) == len(self.issues)
            if not fits or any(not 0 <= o < len(i.options) for o, i in zip(self.status_quo, self.issues, strict=True)):
                raise ScenarioError("the status quo does not name one option of each issue", self.source)

    def _check_shape(self) -> None:
        if not self.parties or not self.issues:
            raise ScenarioError("a scenario needs parties and issues", self.source)
        for what, ids in (("party", [p.id for p in self.parties]), ("issue", [i.id for i in self.issues])):
            twice = {each for each in ids if ids.count(each) > 1}
            if twice:
                raise ScenarioError(f"{what} {min(twice)!r} occurs twice", self.source)
        for issue in self.issues:
            if not issue.options:
                raise ScenarioError(f"issue {issue.id!r} has no options", self.source)
            if len({option.id for option in issue.options}) < len(issue.options):
                raise ScenarioError(f"issue {issue.id!r} has two options of the same name", self.source)
        sizes = [len(issue.options) for issue in self.issues]
        if len(self.values) != len(self.parties) or any([len(i) for i in row] != sizes for row in self.values):
            raise ScenarioError("there is not one value for each party and option", self.source)
        for party in self.parties:
            if not 0 < party.discount <= 1:
                raise ScenarioError(f"party {party.id!r}: a discount must be above 0 and at most 1", self.source)

    @cached_property
    def nogoods(self) -> frozenset[Nogood]:
        """The constraints as choices (places) that no outcome may contain all of."""
        found: set[Nogood] = set()
        for each in self.constraints:
            if isinstance(each, Implication):
                choice, (issue, option) = self.choice(each.option), self.choice(each.then)
                others = set(range(len(self.issues[issue].options))) - {option}
                found |= {frozenset({choice, (issue, other)}) for other in others}
            else:
                if not each.combination:
                    raise ScenarioError("a forbidden combination names no option", self.source)
                found.add(frozenset(map(self.choice, each.combination)))
        # Two options of one issue never come together, so what contains two is no constraint.
        return frozenset(each for each in found if len({issue for issue, _ in each}) == len(each))

    def _say_constraints(self) -> str:
        first = [
            f"{e.option[0]}={e.option[1]} => {e.then[0]}={e.then[1]}"
            if isinstance(e, Implication)
            else "not " + " & ".join(f"{issue}={option}" for issue, option in e.combination)
            for e in self.constraints[:8]
        ]
        return ": ".join(filter(None, [self.source, "; ".join(first)]))

    @property
    def _domains(self) -> dict[int, frozenset[int]]:
        return {i: frozenset(range(len(issue.options))) for i, issue in enumerate(self.issues)}

    @cached_property
    def outcomes(self) -> int:
        """How many outcomes the constraints allow, exactly."""
        return count(self._domains, self.nogoods) if self.nogoods else self.combinations

    @property
    def combinations(self) -> int:
        """How many combinations of options there are, allowed or not."""
        return prod(len(issue.options) for issue in self.issues)

    @cached_property
    def pairs(self) -> dict[tuple[tuple[int, int], tuple[int, int]], tuple[Fraction, ...]]:
        """What two choices (places, lower issue first) together add for each party; empty without interactions."""
        place = {party.id: p for p, party in enumerate(self.parties)}
        found: dict[tuple[tuple[int, int], tuple[int, int]], list[Fraction]] = {}
        for each in self.interactions:
            first, second = sorted((self.choice(each.first), self.choice(each.second)))
            found.setdefault((first, second), [Fraction()] * len(self.parties))[place[each.party]] += each.value
        return {key: tuple(row) for key, row in found.items() if any(row)}

    @cached_property
    def components(self) -> tuple[Places, ...]:
        """The issues (places) in groups that interactions or constraints link; an unlinked issue is its own group."""
        return tuple(map(tuple, split(range(len(self.issues)), [*self.nogoods, *self.pairs])))

    @cached_property
    def reservation(self) -> tuple[Fraction | None, ...]:
        """What each party has without a deal; None where neither a number nor a status quo says so."""
        quo = None if self.status_quo is None else self.utilities(self.status_quo)
        own = [party.reservation for party in self.parties]
        return tuple(quo[p] if value is None and quo is not None else value for p, value in enumerate(own))

    def choice(self, named: Named) -> tuple[int, int]:
        """Places of (issue id, option id).  Raises ScenarioError if there is none of that name."""
        for i, issue in enumerate(self.issues):
            if issue.id == named[0]:
                try:
                    return i, issue.index(named[1])
                except KeyError:
                    raise ScenarioError(f"issue {named[0]!r} has no option {named[1]!r}", self.source) from None
        raise ScenarioError(f"there is no issue {named[0]!r}", self.source)

    def allowed(self, deal: Sequence[int]) -> bool:
        """Whether the constraints allow a deal (places)."""
        return not any(all(deal[i] == o for i, o in nogood) for nogood in self.nogoods)

    def utilities(self, deal: Sequence[int]) -> tuple[Fraction, ...]:
        """What a deal (places) is worth to each party."""
        totals = [sum((row[i][o] for i, o in enumerate(deal)), Fraction()) for row in self.values]
        for ((i, a), (j, b)), added in self.pairs.items():
            if deal[i] == a and deal[j] == b:
                totals = [total + extra for total, extra in zip(totals, added, strict=True)]
        return tuple(totals)

    def named(self, deal: Sequence[int]) -> dict[str, str]:
        """A deal (places) as option id for each issue id."""
        return {issue.id: issue.options[o].id for issue, o in zip(self.issues, deal, strict=True)}

    def places(self, named: Mapping[str, str]) -> Places:
        """A deal by ids as places.  Raises ScenarioError if an issue is missing or a name unknown."""
        for issue in self.issues:
            if issue.id not in named:
                raise ScenarioError(f"the outcome says nothing on issue {issue.id!r}", self.source)
        for name in named:
            if name not in {issue.id for issue in self.issues}:
                raise ScenarioError(f"there is no issue {name!r}", self.source)
        return tuple(self.choice((issue.id, named[issue.id]))[1] for issue in self.issues)
