"""What `detente forecast` shows on the terminal.  Readable at 80 columns without colour."""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.cli.wording import current, text

if TYPE_CHECKING:
    from detente.forecast import Accuracy, Comparison, Forecast, IssueForecast, ModelForecast
    from detente.forecast.model import Interval

# Assumptions that every figure hangs on.
_TOLD = ("capability_equal", "capability_unknown", "table_percent", "table_left_out")
_MOST_ACTORS = 12
_MOST_ISSUES = 20
_MOST_OPTIONS = 4
_MOST_EXCHANGES = 5
_NAMES, _SCALE = 20, 31


def print_forecast(found: Forecast) -> None:
    """Print for each issue who stands where and what each model expects, and then how to read it."""
    console = Console(highlight=False)
    for issue in sorted(found.issues, key=lambda issue: _thin(found, issue))[:_MOST_ISSUES]:
        _issue(console, found, issue)
    _more(console, len(found.issues) - _MOST_ISSUES)
    _exchanges(console, found)
    if found.not_forecast:
        from detente.forecast.words import word

        console.print(f"[bold]{text('forecast.not_forecast')}[/bold]")
        for each in found.not_forecast[:_MOST_ISSUES]:
            who = ", ".join(found.names.get(actor, actor) for actor in each.actors[:_MOST_ACTORS])
            reason = word(f"reason.{each.reason}", current())
            _line(console, escape(f"{each.label}: {reason}{f' ({who})' if who else ''}"))
        _more(console, len(found.not_forecast) - _MOST_ISSUES)
        console.print()
    if found.issues:
        _how_to_read(console, found)
    console.print()
    for made in found.assumptions:
        if made.kind in _TOLD:
            console.print(escape(made.text(current())))
    console.print(text("settle.assumptions", count=len(found.assumptions)))


def _issue(console: Console, found: Forecast, issue: IssueForecast) -> None:
    console.print(f"[bold]{escape(issue.label)}[/bold]")
    if issue.left_out and found.draws:
        known, seats = len(issue.actors), len(issue.actors) + len(issue.left_out)
        names = ", ".join(found.names[actor] for actor in issue.left_out[:_MOST_ACTORS])
        key = "forecast.thin" if issue.thin else "forecast.left_out"
        _line(console, escape(text(key, known=known, seats=seats, names=names)))
    if issue.scale is not None:
        _scale(console, found, issue)
    if found.draws and not _thin(found, issue):
        _chances(console, issue)
    console.print()


def _thin(found: Forecast, issue: IssueForecast) -> bool:
    """Whether too few of a dossier's parties count; a table says itself who matters."""
    return bool(found.draws) and issue.thin


def _scale(console: Console, found: Forecast, issue: IssueForecast) -> None:
    assert issue.scale is not None
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=_NAMES, overflow="fold")
    grid.add_column(width=_SCALE, no_wrap=True)
    grid.add_column(overflow="fold")
    few = len(issue.options) <= 26 and bool(found.draws)
    if few:
        letters = [" "] * _SCALE
        for option, letter in zip(issue.options, _LETTERS, strict=False):
            letters[_column(option.value or 0.0, issue.scale)] = letter
        grid.add_row("", Text("".join(letters), style="dim"), "")
    else:
        low, high = (f"{end:g}" for end in issue.scale)
        grid.add_row("", Text(low + high.rjust(_SCALE - len(low)), style="dim"), "")
    actors = sorted(issue.actors, key=lambda actor: -actor.weight)
    for actor in actors[:_MOST_ACTORS]:
        assert actor.position is not None
        share = text("forecast.weight", percent=round(100 * actor.weight))
        row = Text(f"{_number(actor.position, issue.scale):>4}  {share}")
        line = _strip(issue.scale, actor.position, "●", None, actor.interval)
        grid.add_row(Text(found.names[actor.actor]), Text(line), row)
    if len(actors) > _MOST_ACTORS:
        grid.add_row(Text(text("summary.more", count=len(actors) - _MOST_ACTORS)), "", "")
    # Where those who count are few, six figures would look like more than one.
    for name, model in list(issue.models.items())[: 1 if _thin(found, issue) else None]:
        if model.forecast is not None:
            line = _strip(issue.scale, model.forecast, "◆", model.interval, model.outlook)
            grid.add_row(Text(_name(name), style="bold"), Text(line, style="bold"), Text(_figures(model, issue.scale)))
    console.print(Padding(grid, (0, 0, 0, 2)))
    if few:
        quo = [o.id for o in issue.options if issue.status_quo is not None and o.value == issue.status_quo]
        ticks = (
            f"{letter} {option.label}{text('forecast.status_quo') if option.id in quo else ''}"
            for option, letter in zip(issue.options, _LETTERS, strict=False)
        )
        _line(console, escape("   ".join(ticks)))


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _figures(model: ModelForecast, scale: Interval) -> str:
    ranges = [each for each in (model.interval, model.outlook) if each is not None]
    shown = "; ".join(dict.fromkeys("–".join(_number(end, scale) for end in each) for each in ranges))
    return f"{_number(model.forecast or 0.0, scale):>4}  {shown}"


def _chances(console: Console, issue: IssueForecast) -> None:
    """The options by their chances: by the first model that runs, which is the one with the smallest error."""
    labels = {option.id: option.label for option in issue.options}
    shown = list(issue.models.values())[: 1 if issue.scale is not None else None]
    for model in shown:
        chances = model.outlook_chances or model.chances
        likely = sorted(chances.items(), key=lambda each: -each[1])
        if not likely:
            continue
        parts = [f"{labels[option]} {round(100 * chance)} %" for option, chance in likely[:_MOST_OPTIONS]]
        if len(likely) > _MOST_OPTIONS:
            parts.append(text("forecast.others", percent=round(100 * sum(c for _, c in likely[_MOST_OPTIONS:]))))
        key = "forecast.chances" if model.outlook_chances else "forecast.draws"
        _line(console, escape(f"{text(key, model=_name(model.model))}: {', '.join(parts)}"))


def _exchanges(console: Console, found: Forecast) -> None:
    """The exchanges, in the order in which they are made."""
    labels = {issue.issue: issue for issue in found.issues}
    whole = {issue.issue for issue in found.issues if not _thin(found, issue)}
    every = dict.fromkeys(swap for issue in found.issues for swap in issue.swaps)
    swaps = [swap for swap in every if {swap.issue, swap.other_issue} <= whole]
    if not swaps:
        return
    console.print(f"[bold]{text('forecast.exchanges')}[/bold]")
    for each in sorted(swaps, key=lambda swap: -swap.gain)[:_MOST_EXCHANGES]:
        sides = ((each.actor, each.issue, each.actor_move), (each.partner, each.other_issue, each.partner_move))
        (who, on, move), (partner, other, back) = (
            (found.names[actor], labels[issue].label, " → ".join(_number(end, labels[issue].scale) for end in ends))
            for actor, issue, ends in sides
        )
        words = text("forecast.exchange", actor=who, issue=on, move=move, partner=partner, other=other, back=back)
        _line(console, escape(words))
    _more(console, len(swaps) - _MOST_EXCHANGES, 2)
    console.print()


def _how_to_read(console: Console, found: Forecast) -> None:
    from detente.forecast.record import accuracy
    from detente.forecast.words import explained, word

    console.print(f"[bold]{text('forecast.models')}[/bold]")
    shown = {name for issue in found.issues for name in list(issue.models)[: 1 if _thin(found, issue) else None]}
    for model in (model for model in found.models if model in shown):
        words = explained(model, current())
        _line(console, escape(f"{words['name']}: {words['says']} ({words['source']})"))
        record = accuracy(model, found.variant)
        if record is not None:
            _line(console, text("forecast.record", **_errors(record)), 4)
    for why in found.not_run.values():
        _line(console, escape(word(f"not_run.{why}", current())))
    console.print()
    scaled = any(issue.scale is not None for issue in found.issues)
    if scaled:
        console.print(escape(word("intervals.draws" if found.draws else "intervals.measured", current())))
    console.print(escape(word("caution", current())))


def print_comparison(found: Comparison) -> None:
    """Print the errors of each model beside the outcomes of a table."""
    console = Console(highlight=False)
    console.print(text("backtest.issues", count=found.issues))
    console.print()
    if not found.models:
        return
    counts = found.models[0]
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(text("backtest.model"))
    for key, count in (("mae", 0), ("median", 0), ("dichotomous", counts.dichotomous[0]), ("rest", counts.rest[0])):
        table.add_column(text(f"backtest.{key}", count=count), justify="right")
    for each in found.models:
        figures = (each.mae, each.median, each.dichotomous[1], each.rest[1])
        table.add_row(_name(each.model), *("–" if figure is None else _decimal(figure, 2) for figure in figures))
    console.print(table)
    console.print()
    console.print(text("backtest.best", model=_name(found.models[0].model)))


def _decimal(figure: float, places: int) -> str:
    shown = f"{figure:.{places}f}".replace("-", "−")
    return shown.replace(".", ",") if current() == "de" else shown


def _errors(record: Accuracy) -> dict[str, str]:
    names = ("mae", "median", "dichotomous", "rest", "within")
    return {name: _decimal(getattr(record, name), 1) for name in names}


def _column(value: float, scale: Interval) -> int:
    low, high = scale
    share = (value - low) / (high - low) if high > low else 0.5
    return min(_SCALE - 1, max(0, round(share * (_SCALE - 1))))


def _strip(scale: Interval, at: float, mark: str, inner: Interval | None, outer: Interval | None) -> str:
    """A line of the scale: dots, the outer interval as a thin line, the inner one as a thick one, the mark."""
    cells = ["·"] * _SCALE
    for interval, sign in ((outer, "─"), (inner, "━")):
        if interval is not None:
            for cell in range(_column(interval[0], scale), _column(interval[1], scale) + 1):
                cells[cell] = sign
    cells[_column(at, scale)] = mark
    return "".join(cells)


def _number(value: float, scale: Interval | None) -> str:
    """A place on a scale, to about a hundredth of it."""
    length = 100.0 if scale is None or scale[0] == scale[1] else scale[1] - scale[0]
    return _decimal(value, max(0, ceil(2 - log10(length) - 1e-9)))


def _name(model: str) -> str:
    from detente.forecast.words import model_name

    return model_name(model, current())


def _more(console: Console, count: int, indent: int = 0) -> None:
    if count > 0:
        _line(console, text("summary.more", count=count), indent)


def _line(console: Console, words: str, indent: int = 2) -> None:
    console.print(Padding(words, (0, 0, 0, indent), expand=False))
