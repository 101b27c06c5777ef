"""Break-even: the nearest value of an input at which the result becomes another one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from detente.sensitivity.expecting import ForecastOf
from detente.sensitivity.inputs import Floats, Input
from detente.sensitivity.lasting import Holds
from detente.sensitivity.sentences import Names
from detente.sensitivity.words import number, word

# Points that are looked at on either side before the place is narrowed down.
STEPS = 128
_SLIGHT = 1e-4
_HALVINGS = 45
Label = Callable[[Floats], Sequence[Hashable]]
Outcome = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where one input changes the result: just beyond `value`, above or below its base, it is another one.

    what: "nash" (deal: the Nash deal then, None: none; moved: the issues that are resolved in another way, with the
    options before and after), "nearest" (option: nearest to the forecast then), "threshold" (threshold: passed by the
    forecast) or "equilibria" (gained, lost: outcomes that hold then, and no longer).  exact: found by solving where the
    result changes, and checked in fractions; otherwise by a scan and halving, which sees no change that is undone
    within a 128th of the range.
    """

    input: Input
    value: float
    what: str
    exact: bool
    above: bool = True
    deal: dict[str, str] | None = None
    moved: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    option: str | None = None
    threshold: float | None = None
    gained: tuple[Outcome, ...] = ()
    lost: tuple[Outcome, ...] = ()

    @property
    def distance(self) -> float:
        """How far it is, as a multiple of the input's 80 % interval (of its whole range where that has no width)."""
        width = self.input.high - self.input.low
        return abs(self.value - self.input.base) / (width if width > 0 else self.input.most - self.input.least or 1.0)

    @property
    def likely(self) -> bool:
        """Whether the value lies within the input's 80 % interval."""
        return self.input.low <= self.value <= self.input.high

    def text(self, names: Names, language: str = "en") -> str:
        """The break-even as a sentence, in German ("de") or else in English."""
        places = next((n for n in (2, 3, 4) if round(self.input.base, n) != round(self.value, n)), 5)
        words = {
            "input": self.input.text(names, language),
            "base": number(self.input.base, language, places),
            "value": number(self.value, language, places),
        }
        if abs(self.value - self.input.base) < _SLIGHT:
            words["value"] = word("say.slightly_more" if self.above else "say.slightly_less", language)
        key = self.what
        if key == "nash" and self.deal is None:
            key = "nash_none"
        elif key == "nash":
            words["change"] = "; ".join(
                f"{names.issue(issue)}: {names.option(issue, one)} → {names.option(issue, two)}"
                for issue, (one, two) in self.moved.items()
            )
        elif key == "nearest":
            words["change"] = names.option(self.input.issue or "", self.option)
        elif key == "threshold":
            words["change"] = number(self.threshold or 0.0, language)
        elif key == "equilibria":
            said = [word("say.gained", language).format(terms=names.terms(each, language)) for each in self.gained[:1]]
            said += [word("say.lost", language).format(terms=names.terms(each, language)) for each in self.lost[:1]]
            words["change"] = " ".join(said).rstrip(".")
        return word(f"break_even.{key}", language).format(**words)

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "input": self.input.as_json(),
            "value": self.value,
            "what": self.what,
            "exact": self.exact,
            "above": self.above,
            "distance": self.distance,
            "likely": self.likely,
            "deal": self.deal,
            "moved": {issue: list(each) for issue, each in self.moved.items()},
            "option": self.option,
            "threshold": self.threshold,
            "gained": [dict(each) for each in self.gained],
            "lost": [dict(each) for each in self.lost],
        }


def nearest(found: Sequence[BreakEven]) -> tuple[BreakEven, ...]:
    """Of several the nearest one of each input, nearest first."""
    best: dict[Input, BreakEven] = {}
    for each in sorted(found, key=lambda each: abs(each.value - each.input.base)):
        best.setdefault(each.input, each)
    return tuple(sorted(best.values(), key=lambda each: each.distance))


def forecast_break_evens(
    function: ForecastOf, places: Sequence[int] | None = None, *, threshold: float | None = None
) -> tuple[BreakEven, ...]:
    """For each input the nearest values on either side at which another option is nearest to the forecast.

    With a threshold: at which the forecast passes it.  places: only these inputs.  Inputs that change nothing within
    their range have none.
    """
    ids = [option.id for option in function.options if option.value is not None]
    values = np.array([option.value for option in function.options if option.value is not None], dtype=float)

    def labels(results: Floats) -> list[Hashable]:
        if threshold is not None:
            return list(results >= threshold)
        return list(np.argmin(np.abs(results[:, None] - values), axis=1))

    found = []
    for place in range(len(function.inputs)) if places is None else places:
        each = function.inputs[place]

        def label(points: Floats, place: int = place) -> list[Hashable]:
            return labels(function.profile(place, points))

        for value, new in changes(label, each):
            if threshold is not None:
                found.append(BreakEven(each, value, "threshold", False, above=value > each.base, threshold=threshold))
            else:
                assert isinstance(new, int | np.integer)
                found.append(BreakEven(each, value, "nearest", False, above=value > each.base, option=ids[int(new)]))
    return tuple(found)


def stability_break_evens(
    function: Holds, places: Sequence[int] | None = None, *, steps: int = 16, most: int = 10
) -> tuple[BreakEven, ...]:
    """For each input the nearest values at which other outcomes hold at expected values, under the function's concept.

    All inputs are scanned in `steps` steps on either side; the `most` nearest changes are narrowed down.
    """
    found: list[BreakEven] = []
    rough: list[tuple[float, int, float, float]] = []
    for place in range(len(function.inputs)) if places is None else places:
        each = function.inputs[place]
        for end in (each.least, each.most):
            step = first_change(partial(function.equilibria_at, place), each.base, end, steps)
            if step is not None:
                width = each.high - each.low or 1.0
                rough.append((abs(step[1] - each.base) / width, place, *step))
    for _, place, same, other in sorted(rough)[:most]:
        each = function.inputs[place]
        value = narrowed(partial(function.equilibria_at, place), same, other, halvings=16)
        before = function.equilibria_at(place, np.array([each.base]))[0]
        # At the value itself there may be a tie, so that what holds on either side holds.
        beyond = np.clip(value + (_SLIGHT if value > each.base else -_SLIGHT), each.least, each.most)
        after = function.equilibria_at(place, np.array([beyond]))[0]
        gained = tuple(dict(outcome) for outcome in sorted(after - before, key=str))
        lost = tuple(dict(outcome) for outcome in sorted(before - after, key=str))
        found.append(BreakEven(each, value, "equilibria", False, above=value > each.base, gained=gained, lost=lost))
    return tuple(found)


def changes(label: Label, each: Input, steps: int = STEPS) -> list[tuple[float, Hashable]]:
    """The nearest values below and above an input's base where the label is another, with that label."""
    found = []
    for end in (each.least, each.most):
        step = first_change(label, each.base, end, steps)
        if step is not None:
            value = narrowed(label, *step)
            found.append((value, label(np.array([value]))[0]))
    return found


def first_change(label: Label, base: float, end: float, steps: int) -> tuple[float, float] | None:
    """The step from `base` towards `end` in which the label becomes another one: its last and its first point."""
    if end == base:
        return None
    points = np.linspace(base, end, steps + 1)
    found = label(points)
    for at in range(1, len(points)):
        if found[at] != found[0]:
            return float(points[at - 1]), float(points[at])
    return None


def narrowed(label: Label, same: float, other: float, halvings: int = _HALVINGS, at_once: int = 1) -> float:
    """The first value with another label than `same` has, between it and `other`, to within rounding.

    at_once: so many halvings are looked at together, which takes more values but fewer calls: worth it for a `label`
    that takes about as long for fifteen values as for one.
    """
    kept = label(np.array([same]))[0]
    left = halvings
    while left > 0:
        middles = _middles(same, other, min(left, at_once))
        found = label(np.array(middles))
        at = 0
        while at < len(middles):
            if middles[at] in (same, other):
                return other
            if found[at] == kept:
                same, at = middles[at], 2 * at + 2
            else:
                other, at = middles[at], 2 * at + 1
        left -= at_once
    return other


def _middles(low: float, high: float, depth: int) -> list[float]:
    """The middle, then those of its halves and so on, as a heap: below the value at n lies that at 2n + 1."""
    ends, found = [(low, high)], []
    for _ in range(depth):
        middles = [(a + b) / 2 for a, b in ends]
        found += middles
        ends = [half for (a, b), middle in zip(ends, middles, strict=True) for half in ((a, middle), (middle, b))]
    return found
