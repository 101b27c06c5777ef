"""The conflict: decision makers with their options and preferences, and what cannot happen or be undone.

A state says for each option whether it is chosen.  Its number is the sum of 2^k over the options chosen, k counting all
options of the conflict in their order, from 0.  Coalesced states count as one and take the lowest number among them.
Source: Fang, Hipel, Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from detente.stability.errors import ConflictError

if TYPE_CHECKING:
    from detente.stability.states import Ranks, States

Direction = Literal["forward", "back"]
MAX_OPTIONS = 62


@dataclass(frozen=True, slots=True)
class ConflictOption:
    """Something a decision maker can do or leave.  `id` is unique for the decision maker, `label` is shown."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """State numbers, best first; states in one group are equally good.  Every state stands in it exactly once."""

    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Prioritised:
    """Statements about options, most important first: a state that fulfils an earlier one beats all that do not.

    A statement joins options by not, and, or, if, iff and parentheses: "not strike", "abandon if withdraw".  An option
    of another decision maker with the same id is written "NAME.id".  Source: Fang, Hipel, Kilgour, Peng 2003, A
    decision support system for interactive decision making (option prioritising).
    """

    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each option chosen is worth, positive or negative, as (option, weight); others weigh nothing.

    Options are written as in `Prioritised`.  The higher the sum over the options chosen, the better the state.
    """

    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Utilities:
    """A number for each state, in ascending order of the states' numbers; the higher, the better."""

    values: tuple[float, ...]


Preference = Ranking | Prioritised | Weights | Utilities


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """Who decides over `options`.

    irreversible: by option id, "forward" (once chosen it stays chosen) or "back" (once dropped it stays dropped).
    """

    name: str
    label: str
    options: tuple[ConflictOption, ...]
    preference: Preference
    irreversible: dict[str, Direction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemovedMove:
    """A move that decision maker `by` (its name) cannot make, between two state numbers."""

    by: str
    origin: int
    target: int


@dataclass(frozen=True)
class Conflict:
    """A conflict.  Everything is checked when it is made, and every flaw is a ConflictError.

    infeasible, coalesce: patterns of one character for each option of all decision makers, in their order: Y, N or -
    (either).  States that match an infeasible pattern do not exist; those that match a pattern of `coalesce` count as
    one state (its preference is that of its lowest number).
    """

    decision_makers: tuple[DecisionMaker, ...]
    infeasible: tuple[str, ...] = ()
    coalesce: tuple[str, ...] = ()
    removed_moves: tuple[RemovedMove, ...] = ()

    def __post_init__(self) -> None:
        if not self.decision_makers:
            raise ConflictError("a conflict without decision makers; name at least one", key="decision_maker")
        _once([maker.name for maker in self.decision_makers], "decision maker", None)
        for maker in self.decision_makers:
            _check(maker)
        if len(self.options) > MAX_OPTIONS:
            raise ConflictError(f"{len(self.options)} options; {MAX_OPTIONS} are the most", key="options")
        for key in ("infeasible", "coalesce"):
            for pattern in getattr(self, key):
                self._check_pattern(key, pattern)
        _ = self.states, self.ranks  # both are checked as they are made

    @cached_property
    def options(self) -> tuple[tuple[DecisionMaker, ConflictOption], ...]:
        """All options in their order, each with who decides over it; the place is its bit in a state's number."""
        return tuple((maker, option) for maker in self.decision_makers for option in maker.options)

    @cached_property
    def states(self) -> States:
        """The feasible states, ascending by number."""
        from detente.stability.states import States

        return States.of(self)

    @cached_property
    def ranks(self) -> Ranks:
        """How good each state is for each decision maker: int32 (decision makers, states), the higher the better."""
        from detente.stability.preferences import ranks

        return ranks(self)

    def place(self, name: str) -> int:
        """Place of the decision maker of that name.  Raises ConflictError if there is none."""
        for place, maker in enumerate(self.decision_makers):
            if maker.name == name:
                return place
        known = ", ".join(maker.name for maker in self.decision_makers)
        raise ConflictError(f"there is no decision maker {name!r}; there are {known}", snippet=name)

    def bit(self, written: str, by: DecisionMaker | None = None) -> int:
        """Place of an option among all, by its id, or as "NAME.id" where several decision makers have that id.

        Raises ConflictError if there is no such option, or several; an option of `by` goes before those of others.
        """
        found = [
            (maker is by, place)
            for place, (maker, option) in enumerate(self.options)
            if written in (option.id, f"{maker.name}.{option.id}")
        ]
        own = [place for mine, place in found if mine]
        places = own or [place for _, place in found]
        if len(places) == 1:
            return places[0]
        if places:
            both = " or ".join(f"{self.options[place][0].name}.{written}" for place in places)
            raise ConflictError(f"option {written!r} belongs to several; write {both}", snippet=written)
        known = ", ".join(option.id for _, option in self.options)
        raise ConflictError(f"there is no option {written!r}; the options are {known}", snippet=written)

    def _check_pattern(self, key: str, pattern: str) -> None:
        count = len(self.options)
        if len(pattern) != count or set(pattern) - set("YN-"):
            raise ConflictError(
                f"pattern {pattern!r} in {key} must have {count} characters, one for each option in their order: "
                "Y (chosen), N (not) or - (either)",
                key=key,
                snippet=pattern,
            )


def _check(maker: DecisionMaker) -> None:
    if not maker.name:
        raise ConflictError("a decision maker without a name; name each", key="decision_maker")
    if not maker.options:
        raise ConflictError(
            f"{maker.name} has no options; give at least one, or leave the decision maker out",
            decision_maker=maker.name,
            key="options",
        )
    ids = [option.id for option in maker.options]
    _once(ids, "option", maker.name)
    for option, direction in maker.irreversible.items():
        if option not in ids:
            raise ConflictError(
                f"{option!r} in irreversible is no option of {maker.name}; these are {', '.join(ids)}",
                decision_maker=maker.name,
                key="irreversible",
                snippet=option,
            )
        if direction not in ("forward", "back"):
            raise ConflictError(
                f"irreversible {option!r} is {direction!r}; say 'forward' (once chosen it stays) or 'back' (once "
                "dropped it stays dropped)",
                decision_maker=maker.name,
                key="irreversible",
                snippet=option,
            )


def _once(names: Sequence[str], what: str, owner: str | None) -> None:
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise ConflictError(
            f"{what} {name!r} is there {times} times; each needs a name of its own",
            decision_maker=owner,
            key="options" if owner else "name",
            snippet=name,
        )
