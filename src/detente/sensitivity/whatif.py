"""What if: change inputs, get the difference that it makes to settlement, stability and forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.contract import Dossier
from detente.forecast import IssueForecast, Table
from detente.negotiation import Negotiation
from detente.sensitivity.applying import apply
from detente.sensitivity.changes import Change, kind_of
from detente.sensitivity.sentences import change_text, difference_texts
from detente.sensitivity.state import ANALYSES, State, state
from detente.settlement import Solution

Deal = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """A chance before and after, in [0, 1], and the standard error of the change (the same random numbers on both)."""

    before: float
    after: float
    error: float

    def as_json(self) -> dict[str, float]:
        """As plain data."""
        return {"before": self.before, "after": self.after, "change": self.after - self.before, "error": self.error}


@dataclass(frozen=True, slots=True)
class SolutionChange:
    """A bargaining solution before and after: its first deal (None: there is none), and what of it is another now.

    moved: for each issue id the options before and after; a party's utility of its deal, before and after, by id (None:
    not at the table, or no deal).  `changed` is False where the deal before still is one of the solutions.
    """

    solution: str
    before: Deal | None
    after: Deal | None
    changed: bool
    moved: dict[str, tuple[str | None, str | None]]
    utilities: dict[str, tuple[float | None, float | None]]

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "before": self.before,
            "after": self.after,
            "changed": self.changed,
            "moved": {issue: list(each) for issue, each in self.moved.items()},
            "utilities": {party: list(each) for party, each in self.utilities.items()},
        }


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """An outcome (option by issue, ids) that holds under other concepts than before, or in another share of draws.

    gained: it held under none before; lost: it holds under none now; chance: to be a Nash equilibrium.
    """

    outcome: dict[str, str | None]
    before: tuple[str, ...]
    after: tuple[str, ...]
    chance: Shift | None = None

    @property
    def gained(self) -> bool:
        """Whether it holds only now."""
        return bool(self.after) and not self.before

    @property
    def lost(self) -> bool:
        """Whether it held only before."""
        return bool(self.before) and not self.after

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "outcome": dict(self.outcome),
            "before": list(self.before),
            "after": list(self.after),
            "gained": self.gained,
            "lost": self.lost,
            "chance": None if self.chance is None else self.chance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class ForecastChange:
    """A model's forecast of an issue before and after, on its scale, and the nearest option (id) to each.

    None: there is no forecast.
    """

    issue: str
    model: str
    before: float | None
    after: float | None
    nearest_before: str | None
    nearest_after: str | None

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "issue": self.issue,
            "model": self.model,
            "before": self.before,
            "after": self.after,
            "nearest_before": self.nearest_before,
            "nearest_after": self.nearest_after,
        }


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The difference that changes make; `before` and `after` hold the analyses in full.

    solutions: all four, changed or not; zone_exists: whether there is an agreement zone at expected utilities, before
    and after; zone, accepted: the chances of an agreement zone, and that all accept the Nash deal of the time (None
    without draws).  outcomes: those of the conflict that hold under other concepts or in another share of draws;
    forecasts: those that moved.
    """

    changes: tuple[Change, ...]
    before: State
    after: State
    solutions: tuple[SolutionChange, ...] = ()
    zone_exists: tuple[bool | None, bool | None] = (None, None)
    zone: Shift | None = None
    accepted: Shift | None = None
    outcomes: tuple[OutcomeChange, ...] = ()
    forecasts: tuple[ForecastChange, ...] = ()
    why_not: dict[str, str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether a deal, an outcome or a forecast is another, or a chance moved."""
        deals = any(each.changed for each in self.solutions) or self.zone_exists[0] != self.zone_exists[1]
        chances = [each for each in (self.zone, self.accepted) if each is not None and each.before != each.after]
        return bool(deals or chances or self.outcomes or self.forecasts)

    def texts(self, language: str = "en") -> tuple[str, ...]:
        """The difference in sentences, in German ("de") or else in English."""
        return difference_texts(self, language)

    def as_json(self, language: str = "en") -> dict[str, object]:
        """As plain data, its texts in `language`."""
        subject, dossier = self.before.subject, self.before.dossier
        return {
            "changes": [
                {"kind": kind_of(each), "text": change_text(each, subject, dossier, language)} for each in self.changes
            ],
            "settlement": None
            if self.after.settlement is None
            else {
                "zone_exists": list(self.zone_exists),
                "agreement_zone": None if self.zone is None else self.zone.as_json(),
                "nash_accepted": None if self.accepted is None else self.accepted.as_json(),
                "solutions": {each.solution: each.as_json() for each in self.solutions},
            },
            "stability": None
            if self.after.stability is None
            else {
                "outcomes": [each.as_json() for each in self.outcomes],
                "holding": [
                    {"outcome": dict(outcome), "concepts": list(concepts)}
                    for outcome, concepts in self.after.stability.outcomes.items()
                ],
            },
            "forecast": None if self.after.forecast is None else {"moved": [each.as_json() for each in self.forecasts]},
            "not_run": dict(self.why_not),
            "texts": list(self.texts(language)),
            "draws": self.after.draws,
            "seed": self.after.seed,
        }


def what_if(
    subject: Negotiation | Table,
    changes: Sequence[Change],
    *,
    dossier: Dossier | None = None,
    analyses: Sequence[str] = ANALYSES,
    draws: int = 0,
    seed: int = 0,
    language: str = "en",
    before: State | None = None,
) -> WhatIf:
    """Make the changes, run the analyses before and after, and compare.

    With 0 draws all is at expected values, without chances.  `dossier` is the one that the negotiation was built from:
    without it there is no stability, and nothing of the dossier can be changed.  before: the `state` of the subject,
    with the same analyses, draws and seed, where it is there already (it saves half of the time).

    Raises ChangeError for a change that cannot be made, ValueError for negative draws or an unknown analysis.
    """
    for each in analyses:
        if each not in ANALYSES:
            raise ValueError(f"there is no analysis {each!r}; choose from {', '.join(ANALYSES)}")
    if draws < 0:
        raise ValueError(f"the number of draws must be at least 0, not {draws}")
    moved = apply(subject, changes, dossier)
    if before is None or (before.analyses, before.draws, before.seed) != (tuple(analyses), draws, seed):
        before = state(subject, dossier, analyses=analyses, draws=draws, seed=seed, language=language)
    after = state(moved.subject, moved.dossier, analyses=analyses, draws=draws, seed=seed, language=language)
    one, two = before.settlement, after.settlement
    return WhatIf(
        changes=tuple(changes),
        before=before,
        after=after,
        solutions=tuple(
            _solution(first, second, one.parties, two.parties)
            for first, second in zip(one.solutions, two.solutions, strict=True)
        )
        if one is not None and two is not None
        else (),
        zone_exists=(None if one is None else one.zone_exists, None if two is None else two.zone_exists),
        zone=_shift(before.zone, after.zone),
        accepted=_shift(before.accepted, after.accepted),
        outcomes=tuple(_outcomes(before, after)),
        forecasts=tuple(_forecasts(before, after)),
        why_not={**before.why_not, **after.why_not},
    )


def _solution(before: Solution, after: Solution, seats: Sequence[str], now: Sequence[str]) -> SolutionChange:
    first = before.deals[0] if before.deals else None
    # Of several deals that are as good, the one that is most like the deal before.
    place = 0
    if first is not None and after.deals:
        shared = [sum(first.get(issue) == option for issue, option in deal.items()) for deal in after.deals]
        place = int(np.argmax(shared))
    second = after.deals[place] if after.deals else None
    ids = list(dict.fromkeys([*(first or {}), *(second or {})]))
    moved = {
        issue: ((first or {}).get(issue), (second or {}).get(issue))
        for issue in ids
        if (first or {}).get(issue) != (second or {}).get(issue)
    }
    worth = dict(zip(seats, before.utilities[0], strict=True)) if first is not None else {}
    later = dict(zip(now, after.utilities[place], strict=True)) if second is not None else {}
    utilities = {party: (worth.get(party), later.get(party)) for party in dict.fromkeys([*seats, *now])}
    return SolutionChange(before.name, first, second, bool(moved), moved, utilities)


def _shift(before: NDArray[np.bool_] | None, after: NDArray[np.bool_] | None) -> Shift | None:
    if before is None or after is None:
        return None
    moved = after.astype(float) - before.astype(float)
    return Shift(float(before.mean()), float(after.mean()), float(moved.std() / np.sqrt(len(moved))))


def _outcomes(before: State, after: State) -> list[OutcomeChange]:
    one, two = before.stability, after.stability
    if one is None or two is None:
        return []
    found = []
    keys = dict.fromkeys([*one.outcomes, *two.outcomes, *(one.drawn or ()), *(two.drawn or ())])
    for key in keys:
        first, second = one.outcomes.get(key, ()), two.outcomes.get(key, ())
        chance = None
        if one.drawn is not None and two.drawn is not None:
            never = np.zeros(before.draws, dtype=bool)
            chance = _shift(one.drawn.get(key, never), two.drawn.get(key, never))
        if first != second or (chance is not None and chance.before != chance.after):
            found.append(OutcomeChange(dict(key), first, second, chance))
    weight = {True: 0, False: 1}
    return sorted(
        found,
        key=lambda each: (
            weight[each.gained or each.lost],
            -abs(each.chance.after - each.chance.before) if each.chance else 0.0,
        ),
    )


def _forecasts(before: State, after: State) -> list[ForecastChange]:
    one, two = before.forecast, after.forecast
    first = {} if one is None else {each.issue: each for each in one.issues}
    second = {} if two is None else {each.issue: each for each in two.issues}
    found = []
    for issue in dict.fromkeys([*first, *second]):
        models: dict[str, None] = {}
        for each in (first.get(issue), second.get(issue)):
            models |= dict.fromkeys(each.models if each is not None else ())
        for model in models:
            was, near = _expected(first.get(issue), model)
            now, nearest = _expected(second.get(issue), model)
            if near != nearest or not _same(was, now):
                found.append(ForecastChange(issue, model, was, now, near, nearest))
    return found


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) < 1e-9)


def _expected(issue: IssueForecast | None, model: str) -> tuple[float | None, str | None]:
    """A model's forecast, and the option that is nearest to it; without a scale the option with the most support."""
    made = None if issue is None else issue.models.get(model)
    if issue is None or made is None:
        return None, None
    if made.forecast is None:
        return None, max(made.chances, key=lambda option: made.chances[option]) if made.chances else None
    point = made.forecast
    placed = [option for option in issue.options if option.value is not None]
    if not placed:
        return point, None
    return point, min(placed, key=lambda option: abs((option.value or 0.0) - point)).id
