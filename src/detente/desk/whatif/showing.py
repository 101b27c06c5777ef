"""What came of a what-if as rows for the page: before and after, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from detente.desk.whatif.trying import Tried
from detente.desk.words import language, phrases, say
from detente.forecast import IssueForecast
from detente.forecast.words import model_name
from detente.sensitivity import ForecastChange, SolutionChange, State, WhatIf
from detente.sensitivity.sentences import Names

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian")
MODELS = ("weighted_mean", "scholz")
MOST_HOLDING = 8
NONE = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or an option before and after, as it is shown."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether they show differently."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table on an issue or a party (`key`): its head and its cells; `note` is said beside the head."""

    key: str
    head: str
    cells: tuple[Cell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An outcome that would hold, or no longer does (`fate` is "same", "gained", "lost" or "other"), and how firmly."""

    terms: str
    concepts: str
    fate: str


@dataclass(frozen=True)
class Shown:
    """All that the page shows of a what-if."""

    texts: tuple[str, ...]
    solutions: tuple[str, ...]
    deals: tuple[Row, ...]
    utilities: tuple[Row, ...]
    zone: Cell | None
    held: tuple[Held, ...]
    more_held: int
    models: tuple[str, ...]
    forecasts: tuple[Row, ...]
    why_not: tuple[str, ...]


def shown(tried: Tried, most_held: int = MOST_HOLDING) -> Shown:
    """The tables of a what-if in the language of the page, with at most so many outcomes that hold."""
    found, names = tried.found, names_of(tried)
    held = holding(found, names)
    return Shown(
        texts=found.texts(language()) if tried.made else (),
        solutions=tuple(solution_name(each) for each in SOLUTIONS) if found.solutions else (),
        deals=deal_rows(found, names),
        utilities=utility_rows(found, names),
        zone=None if found.zone_exists == (None, None) else Cell(*(zone_text(each) for each in found.zone_exists)),
        held=held[:most_held],
        more_held=max(0, len(held) - most_held),
        models=tuple(model_name(each, language()) for each in MODELS),
        forecasts=forecast_rows(found, names),
        why_not=tuple(dict.fromkeys(found.why_not.values())),
    )


def names_of(tried: Tried) -> Names:
    """Names of whatever was on the table before or is now."""
    return Names(tried.ground, tried.base.dossier)


def solution_name(name: str) -> str:
    """What a bargaining solution is called."""
    return say(f"whatif.solution.{name}")


def zone_text(exists: bool | None) -> str:
    """Whether there is an agreement zone, in words."""
    return say("whatif.zone." + {True: "yes", False: "no", None: "unknown"}[exists])


def figure(value: float | None) -> str:
    """A utility in [0, 1], to the hundredth."""
    if value is None:
        return NONE
    text = f"{value:.2f}"
    return text.replace(".", ",") if language() == "de" else text


def deal_rows(found: WhatIf, names: Names) -> tuple[Row, ...]:
    """A line for each issue: what the deals of the three solutions would say on it."""
    solutions = chosen(found)
    ids = list(dict.fromkeys(key for each in solutions for deal in (each.before, each.after) for key in deal or ()))
    return tuple(
        Row(
            issue,
            names.issue(issue),
            tuple(Cell(_option(names, issue, each.before), _option(names, issue, each.after)) for each in solutions),
        )
        for issue in ids
    )


def utility_rows(found: WhatIf, names: Names) -> tuple[Row, ...]:
    """A line for each party: what it has without a deal, and of the three deals."""
    solutions = chosen(found)
    if not solutions:
        return ()
    before, after = without_deal(found.before), without_deal(found.after)
    parties = dict.fromkeys(party for each in solutions for party in each.utilities)
    return tuple(
        Row(
            party,
            names.party(party),
            (
                Cell(figure(before.get(party)), figure(after.get(party))),
                *(Cell(*map(figure, each.utilities.get(party, (None, None)))) for each in solutions),
            ),
        )
        for party in parties
    )


def without_deal(state: State) -> dict[str, float]:
    """What each party has without a deal, by id; empty where nobody knows."""
    settled = state.settlement
    if settled is None or settled.rational.reservation is None:
        return {}
    rows = zip(settled.parties, settled.rational.reservation, strict=True)
    return {party: own for party, own in rows if own is not None}


def chosen(found: WhatIf) -> tuple[SolutionChange, ...]:
    """The three solutions that are shown."""
    by_name = {each.solution: each for each in found.solutions}
    return tuple(by_name[name] for name in SOLUTIONS if name in by_name)


def holding(found: WhatIf, names: Names) -> tuple[Held, ...]:
    """What would hold without a deal: what came first, then what no longer does, then what stays."""
    before, after = found.before.stability, found.after.stability
    one, two = (before.outcomes if before else {}), (after.outcomes if after else {})
    rows = []
    for key in dict.fromkeys([*two, *one]):
        was, now = one.get(key, ()), two.get(key, ())
        fate = "same" if was == now else "gained" if not was else "lost" if not now else "other"
        concepts = ", ".join(each.upper() if each != "nash" else "Nash" for each in now or was)
        rows.append(Held(names.terms(dict(key), language()), concepts, fate))
    order = ("gained", "lost", "other", "same")
    return tuple(sorted(rows, key=lambda row: order.index(row.fate)))


def forecast_rows(found: WhatIf, names: Names) -> tuple[Row, ...]:
    """A line for each issue that is forecast: what the models expect, and the option nearest to the first of them."""
    moved = {(each.issue, each.model): each for each in found.forecasts}
    states = [_by_issue(found.before), _by_issue(found.after)]
    rows = []
    for issue in dict.fromkeys([*states[0], *states[1]]):
        kept = states[1].get(issue) or states[0].get(issue)
        assert kept is not None
        cells = [_forecast(moved.get((issue, model)), kept, model, names) for model in MODELS]
        if kept.scale is None:
            leading = next((each for (on, _), each in moved.items() if on == issue), None)
            cells = [_forecast(leading, kept, next(iter(kept.models), ""), names), Cell(NONE, NONE)]
        rows.append(Row(issue, names.issue(issue), tuple(cells), say("whatif.result.thin") if kept.thin else ""))
    return tuple(rows)


def _forecast(moved: ForecastChange | None, issue: IssueForecast, model: str, names: Names) -> Cell:
    if moved is not None:
        return Cell(
            _expected(issue.issue, moved.before, moved.nearest_before, names),
            _expected(issue.issue, moved.after, moved.nearest_after, names),
        )
    made = issue.models.get(model)
    if made is None:
        return Cell(NONE, NONE)
    placed = [option for option in issue.options if option.value is not None]
    point = made.forecast
    if point is None:
        near = made.likeliest
    else:
        near = min(placed, key=lambda option: abs((option.value or 0.0) - point)).id if placed else None
    text = _expected(issue.issue, point, near, names)
    return Cell(text, text)


def _expected(issue: str, value: float | None, nearest: str | None, names: Names) -> str:
    if nearest is None:
        return NONE if value is None else phrases(language()).number(value)
    option = names.option(issue, nearest)
    return option if value is None else f"{phrases(language()).number(value)} ({option})"


def _by_issue(state: State) -> dict[str, IssueForecast]:
    return {} if state.forecast is None else {each.issue: each for each in state.forecast.issues}


def _option(names: Names, issue: str, deal: dict[str, str] | None) -> str:
    return NONE if deal is None or issue not in deal else names.option(issue, deal[issue])
