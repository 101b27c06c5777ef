"""Preferences as ranks: rankings, prioritised statements, weights and utilities all become one number a state."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite, lcm
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from detente.settlement.numbers import ScenarioError, number
from detente.stability.errors import ConflictError
from detente.stability.model import Conflict, DecisionMaker, Prioritised, Ranking, Utilities, Weights

if TYPE_CHECKING:
    from detente.stability.states import Ranks

Truth = npt.NDArray[np.bool_]
_WORDS = ("not", "and", "or", "if", "iff", "(", ")")


def ranks(conflict: Conflict) -> Ranks:
    """int32 (decision makers, states): the higher, the better; equal numbers mean equally good.

    Raises ConflictError, naming decision maker and key, for a preference that does not fit the states.
    """
    return np.stack([_ranks_of(conflict, maker) for maker in conflict.decision_makers])


def dense(values: npt.NDArray[Any]) -> Ranks:
    """Values as their ranks from 0, lowest first, along the last axis."""
    return np.unique(values, return_inverse=True)[1].reshape(values.shape).astype(np.int32)


def _ranks_of(conflict: Conflict, maker: DecisionMaker) -> Ranks:
    preference = maker.preference
    key = {Ranking: "preference", Prioritised: "prioritised", Weights: "weights", Utilities: "utilities"}[
        type(preference)
    ]
    try:
        match preference:
            case Ranking():
                return _ranking(conflict, preference)
            case Prioritised():
                return _prioritised(conflict, maker, preference)
            case Weights():
                return _weights(conflict, maker, preference)
            case Utilities():
                return _utilities(conflict, preference)
    except ConflictError as error:
        raise ConflictError(
            f"{maker.name}, {key}: {error.message}", decision_maker=maker.name, key=key, snippet=error.snippet
        ) from None


def _ranking(conflict: Conflict, preference: Ranking) -> Ranks:
    states = conflict.states
    ranks = np.full(len(states), -1, dtype=np.int32)
    numbers = [number for group in preference.groups for number in group]
    places = states.places(numbers)
    times = np.bincount(places, minlength=len(states))
    if (times > 1).any():
        twice = states.numbers[times.argmax()]
        raise ConflictError(f"state {twice} is ranked twice; leave it where it belongs", snippet=str(twice))
    ranks[places] = np.repeat(np.arange(len(preference.groups))[::-1], [len(group) for group in preference.groups])
    missing = states.numbers[ranks < 0]
    if len(missing):
        listed = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
        raise ConflictError(
            f"{len(missing)} of {len(states)} states are not ranked: {listed}; put each in its place, or rule it "
            "out in infeasible"
        )
    return ranks


def _prioritised(conflict: Conflict, maker: DecisionMaker, preference: Prioritised) -> Ranks:
    if not preference.statements:
        raise ConflictError("no statements; give at least one")
    score: npt.NDArray[np.int64] = np.zeros(len(conflict.states), dtype=np.int64)
    for statement in preference.statements:
        try:
            score = dense(2 * score + _Statement(conflict, maker, statement).truth()).astype(np.int64)
        except ConflictError as error:
            raise ConflictError(f"{statement!r}: {error.message}", snippet=statement) from None
    return score.astype(np.int32)


def _weights(conflict: Conflict, maker: DecisionMaker, preference: Weights) -> Ranks:
    exact: dict[int, Fraction] = {}
    for written, weight in preference.weights:
        bit = conflict.bit(written, maker)
        if bit in exact:
            raise ConflictError(f"option {written!r} is weighted twice; leave one", snippet=written)
        try:
            exact[bit] = number(weight)
        except ScenarioError as error:
            raise ConflictError(f"weight of {written!r}: {error}; give a number", snippet=written) from None
    scale = lcm(*(weight.denominator for weight in exact.values()))
    whole = {bit: int(weight * scale) for bit, weight in exact.items()}
    # Exact sums, so that equal sums are ties: 0.1 + 0.2 is as good as 0.3.
    fits = sum(map(abs, whole.values())) < 2**62
    total: npt.NDArray[Any] = np.zeros(len(conflict.states), dtype=np.int64 if fits else object)
    for bit, weight in whole.items():
        total = total + _chosen(conflict, bit).astype(total.dtype) * weight
    return dense(total)


def _utilities(conflict: Conflict, preference: Utilities) -> Ranks:
    if len(preference.values) != len(conflict.states):
        raise ConflictError(f"{len(preference.values)} utilities for {len(conflict.states)} states; give one for each")
    if not all(isfinite(value) for value in preference.values):
        raise ConflictError("a utility is no finite number; give numbers")
    return dense(np.asarray(preference.values, dtype=np.float64))


def _chosen(conflict: Conflict, bit: int) -> Truth:
    return (conflict.states.numbers >> bit & 1).astype(np.bool_)


class _Statement:
    """A statement about options and its truth in each state, by recursive descent.

    iff and if bind least, then or, and, not.
    """

    def __init__(self, conflict: Conflict, maker: DecisionMaker, text: str) -> None:
        self.conflict, self.maker = conflict, maker
        ids = {option.id for _, option in conflict.options}
        ids |= {f"{owner.name}.{option.id}" for owner, option in conflict.options}
        names = "|".join(re.escape(each) for each in sorted(ids, key=len, reverse=True))
        # An option's name may hold spaces, so names go before words; a longer name before a shorter one.
        self.tokens = re.findall(rf"(?<!\w)(?:{names})(?!\w)|[()]|[^\s()]+", text)
        self.at = 0

    def truth(self) -> Truth:
        value = self._conditional()
        if self.at < len(self.tokens):
            raise ConflictError(
                f"{self.tokens[self.at]!r} does not belong here; join options by and, or, if, iff, and use parentheses"
            )
        return value

    def _take(self, *words: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at].lower() in words:
            self.at += 1
            return str(self.tokens[self.at - 1]).lower()
        return None

    def _conditional(self) -> Truth:
        value = self._either()
        match self._take("if", "iff"):
            case "if":
                return value | ~self._either()
            case "iff":
                return ~(value ^ self._either())
        return value

    def _either(self) -> Truth:
        value = self._both()
        while self._take("or"):
            value = value | self._both()
        return value

    def _both(self) -> Truth:
        value = self._single()
        while self._take("and"):
            value = value & self._single()
        return value

    def _single(self) -> Truth:
        if self._take("not"):
            return ~self._single()
        if self._take("("):
            value = self._conditional()
            if not self._take(")"):
                raise ConflictError("a parenthesis is not closed; add ')'")
            return value
        if self.at == len(self.tokens):
            raise ConflictError("the statement breaks off; name an option")
        token = self.tokens[self.at]
        if token in _WORDS:
            raise ConflictError(f"an option must stand before {token!r}")
        self.at += 1
        return _chosen(self.conflict, self.conflict.bit(token, self.maker))
