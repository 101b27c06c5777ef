"""What to expect: the models' forecasts of each issue, and how far from the outcomes such forecasts have been."""

from __future__ import annotations

from collections.abc import Iterator

from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.briefing.hinges import option_labels
from detente.briefing.outlook import Expectation, Expected, IssueOutlook, ModelRow
from detente.briefing.tables import ticks_of
from detente.forecast import Forecast, IssueForecast, ModelForecast, accuracy, explained, forecast, model_name, word

_SWAPS = 5


def forecast_of(ground: Ground, *, draws: int, seed: int) -> Forecast | None:
    """The forecast of the table; None where nobody or nothing is on it."""
    if not ground.table.parties or not ground.table.issues:
        return None
    return forecast(ground.table, draws=draws, seed=seed)


def expectation_view(ground: Ground, found: Forecast | None) -> Expectation:
    """What the models expect: issues first on which most have taken a position.

    Where few have, one model stands for all: that several agree would look like more than it is.
    """
    if found is None:
        return Expectation(ground.book.say("deals.no_issues"))
    issues = tuple(_outlook(ground, found, each) for each in sorted(found.issues, key=lambda each: each.thin))
    without = tuple(
        (ground.heads[each.issue].label, word(f"reason.{each.reason}", ground.language)) for each in found.not_forecast
    )
    return Expectation(
        why_none=None if issues else ground.book.say("forecast.too_little"),
        issues=issues,
        without=without,
        swaps=tuple(_swaps(ground, found)) if issues else (),
        models=tuple(_models(ground, found)) if issues else (),
        reading=(word("intervals.draws", ground.language), word("caution", ground.language)),
        draws=found.draws,
    )


def _outlook(ground: Ground, found: Forecast, issue: IssueForecast) -> IssueOutlook:
    say, language = ground.book.say, ground.language
    labels = option_labels(ground)[issue.issue]
    table = next(each for each in ground.table.issues if each.id == issue.issue)
    first = next(iter(issue.models.values()))
    chances = sorted((first.outlook_chances or first.chances).items(), key=lambda each: -each[1])
    caution = None
    if issue.left_out:
        names = ground.book.names(ground.name(party) for party in issue.left_out)
        seats = len(issue.actors) + len(issue.left_out)
        key = "forecast.thin" if issue.thin else "forecast.left_out"
        caution = say(key, known=len(issue.actors), seats=seats, parties=names)
    return IssueOutlook(
        issue=ground.heads[issue.issue],
        ticks=ticks_of(table) if issue.scale is not None else (),
        models=tuple(
            _expected(model_name(name, language), each.forecast, each)
            for name, each in list(issue.models.items())[: 1 if issue.thin else None]
            if each.forecast is not None
        ),
        chances=() if issue.thin else tuple((labels[option], chance) for option, chance in chances),
        caution=caution,
        thin=issue.thin,
        cites=ground.passages(issue.statements, "forecast"),
    )


def _expected(name: str, figure: float, model: ModelForecast) -> Expected:
    draws = model.interval or (figure, figure)
    return Expected(name, figure, draws, model.outlook or draws)


def _swaps(ground: Ground, found: Forecast) -> Iterator[str]:
    """The exchanges with the greatest gains, in words; none with an issue on which few have taken a position."""
    thin = {issue.issue for issue in found.issues if issue.thin}
    every = dict.fromkeys(s for issue in found.issues for s in issue.swaps if not {s.issue, s.other_issue} & thin)
    number = ground.book.number
    for each in sorted(every, key=lambda swap: -swap.gain)[:_SWAPS]:
        moves = [f"{number(round(a))} → {number(round(b))}" for a, b in (each.actor_move, each.partner_move)]
        yield ground.book.say(
            "forecast.swap",
            party=ground.name(each.actor),
            issue=ground.heads[each.issue].label,
            move=moves[0],
            partner=ground.name(each.partner),
            other=ground.heads[each.other_issue].label,
            back=moves[1],
        )


def _models(ground: Ground, found: Forecast) -> Iterator[ModelRow]:
    for model in found.models:
        words, record = explained(model, ground.language), accuracy(model, found.variant)
        names = ("mae", "median", "dichotomous", "rest", "within")
        figures = [None if record is None else getattr(record, name) for name in names]
        yield ModelRow(words["name"], line(words["says"]), words["source"], *figures)
