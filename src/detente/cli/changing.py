"""What `detente sensitivity` shows on the terminal.  Readable at 80 columns without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.cli.wording import current, text

if TYPE_CHECKING:
    from detente.sensitivity import Bar, Indices, Sensitivity, WhatIf

_MOST_BARS = 12
_MOST_BREAK_EVENS = 6
_MOST_EVIDENCE = 5
_MOST_INDICES = 8
_INPUT, _BAR = 30, 24


def print_what_if(found: WhatIf) -> None:
    """Print the changes, and what would be different."""
    from detente.sensitivity import change_text, explanations

    console = Console(highlight=False)
    console.print(f"[bold]{text('sensitivity.what_if')}[/bold]")
    for each in found.changes:
        _line(console, escape(change_text(each, found.before.subject, found.before.dossier, current())))
    console.print()
    for words in found.texts(current()):
        _line(console, escape(words), 4)
    for why in found.why_not.values():
        _line(console, escape(why), 4)
    console.print()
    _line(console, escape(explanations(current())["what_if"]), 0)
    if found.after.draws and (found.zone or found.accepted):
        _line(console, text("sensitivity.drawn", draws=found.after.draws), 0)
    console.print()


def print_sensitivity(found: Sensitivity) -> None:
    """Print the tornado with bars, the indices, the break-evens and the evidence, and how to read them."""
    from detente.sensitivity import explanations

    console = Console(highlight=False)
    said = explanations(current())
    console.print(f"[bold]{escape(found.title(current()))}: {_figure(found.base, found.unit)}[/bold]")
    if found.terms:
        _line(console, escape(found.names.terms(found.terms, current())))
    _heading(console, "sensitivity.tornado")
    _tornado(console, found)
    _line(console, escape(said["tornado"]))
    if found.indices is not None and not found.indices.constant:
        _heading(console, f"sensitivity.{found.indices.method}")
        _indices(console, found, found.indices)
        _line(console, escape(said[found.indices.method]))
    for note in found.notes(current()):
        _line(console, escape(note))
    _heading(console, "sensitivity.break_even")
    for each in found.break_evens[:_MOST_BREAK_EVENS]:
        _line(console, escape(each.text(found.names, current())))
    if not found.break_evens:
        from detente.sensitivity.words import word

        _line(console, word("break_even.none", current()).format(count=found.tried))
    _more(console, len(found.break_evens) - _MOST_BREAK_EVENS)
    _line(console, escape(said["break_even"]))
    if found.evidence:
        _heading(console, "sensitivity.evidence")
        _evidence(console, found)
        _line(console, escape(said["evidence"]))


def _tornado(console: Console, found: Sensitivity) -> None:
    """A bar for each input: from its result at the 10 % to that at the 90 % quantile, | where things are."""
    bars = found.tornado.bars[:_MOST_BARS]
    if not bars:
        _line(console, text("sensitivity.still"))
        return
    ends = [found.base, *(end for bar in bars for end in (bar.low, bar.high))]
    low, high = min(ends), max(ends)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=_INPUT, overflow="fold")
    grid.add_column(width=_BAR, no_wrap=True)
    grid.add_column(no_wrap=True)
    for bar in bars:
        words = f"{_figure(bar.low, found.unit)} → {_figure(bar.high, found.unit)}"
        total = "" if bar.total is None else f"  ST {_decimal(bar.total)}"
        grid.add_row(
            Text(bar.input.text(found.names, current())), Text(_strip(bar, found.base, low, high)), Text(words + total)
        )
    console.print(Padding(grid, (0, 0, 0, 2)))
    _more(console, len(found.tornado.bars) - len(bars))


def _strip(bar: Bar, base: float, low: float, high: float) -> str:
    def column(value: float) -> int:
        return round((value - low) / (high - low) * (_BAR - 1)) if high > low else 0

    cells = [" "] * _BAR
    first, last = sorted((column(bar.low), column(bar.high)))
    for cell in range(first, last + 1):
        cells[cell] = "█"
    cells[column(base)] = "|"
    return "".join(cells)


def _indices(console: Console, found: Sensitivity, indices: Indices) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(text("sensitivity.input"), overflow="fold", max_width=46)
    sobol = indices.method == "sobol"
    for key in ("first", "total") if sobol else ("effect", "spread"):
        table.add_column(text(f"sensitivity.{key}"), justify="right", no_wrap=True)
    for row in indices.rows[:_MOST_INDICES]:
        name = Text(indices.inputs[row.place].text(found.names, current()))
        if sobol:
            one = f"{_decimal(row.first or 0.0)} ±{_decimal(row.first_error or 0.0)}"
            two = f"{_decimal(row.total or 0.0)} ±{_decimal(row.total_error or 0.0)}"
        else:
            one = f"{_decimal(row.effect or 0.0, 4)} ±{_decimal(row.effect_error or 0.0, 4)}"
            two = _decimal(row.spread or 0.0, 4)
        table.add_row(name, one, two)
    console.print(Padding(table, (0, 0, 0, 2)))


def _evidence(console: Console, found: Sensitivity) -> None:
    for each in found.evidence[:_MOST_EVIDENCE]:
        quote = " ".join(each.quote.split())
        about = f"{found.names.party(each.party)}, {found.names.issue(each.issue)}"
        _line(console, escape(f"{about} [{each.statement}]: “{quote}”"))
        if each.nash is not None and found.terms:
            other = {key: option for key, option in each.nash.items() if found.terms.get(key) != option}
            words = text("settle.other_nash", terms=found.names.terms(dict(other), current()))
            _line(console, escape(words), 4)
        if each.change is not None:
            scale = 100 if found.unit == "chance" else 1
            shown = _decimal(each.change * scale, 1 if scale == 100 else 2)
            key = "sensitivity.without_points" if scale == 100 else "sensitivity.without"
            if shown.strip("0,.") == "":
                continue
            _line(console, text(key, change=shown if shown.startswith("−") else f"+{shown}"), 4)
    _more(console, len(found.evidence) - _MOST_EVIDENCE)


def _figure(value: float, unit: str) -> str:
    if unit == "chance":
        return f"{_decimal(100 * value, 1)} %"
    return _decimal(value, 1 if unit == "scale" else 3)


def _decimal(value: float, places: int = 2) -> str:
    shown = f"{value:.{places}f}"
    shown = (shown.lstrip("-") if not float(shown) else shown).replace("-", "−")
    return shown.replace(".", ",") if current() == "de" else shown


def _heading(console: Console, key: str) -> None:
    console.print()
    console.print(f"[bold]{text(key)}[/bold]")


def _more(console: Console, count: int) -> None:
    if count > 0:
        _line(console, text("summary.more", count=count))


def _line(console: Console, words: str, indent: int = 2) -> None:
    console.print(Padding(words, (0, 0, 0, indent), expand=False))
