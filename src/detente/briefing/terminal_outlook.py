"""What would hold, what to expect and what would change it, in the terminal."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.briefing.outlook import IssueOutlook, Outcome
from detente.briefing.page import result
from detente.briefing.pen import Pen
from detente.briefing.terminal_figures import column

OUTCOMES, PROSPECTS, ISSUES, SWAPS, BARS, BREAK_EVENS = 6, 8, 6, 3, 6, 4
_NAMES = 20


def holding(pen: Pen) -> None:
    """The outcomes, whether they would hold, and who wants what is in their hands."""
    found, say = pen.brief.holding, pen.book.say
    if found.why_none is not None:
        pen.text(f"{say('holding.none')} {found.why_none}")
        return
    for caution in found.cautions:
        pen.text(caution)
    for outcome in found.outcomes[:OUTCOMES]:
        _outcome(pen, outcome)
    pen.more(len(found.outcomes) - OUTCOMES + found.more)
    pen.console.print()
    pen.text(say("holding.hands"), style="bold")
    for each in found.prospects[:PROSPECTS]:
        pen.text(f"{each.issue}: {each.option}", indent=2)
        stances = [
            f"{say(f'holding.{key}')} {names}"
            for key, names in (("wanting", each.wanting), ("against", each.against), ("unknown", each.unknown))
            if names
        ]
        stances.append(f"{say('holding.all')}: {pen.book.share(each.chance)}")
        pen.text("; ".join(stances), indent=4)
    pen.more(len(found.prospects) - PROSPECTS)


def _outcome(pen: Pen, outcome: Outcome) -> None:
    say, share = pen.book.say, pen.book.share
    terms = "; ".join(f"{issue}: {option}" for _, issue, option in outcome.terms) or say("holding.start")
    head = Text(f"{outcome.key}  ", style="bold").append(terms, style="not bold")
    if outcome.deals:
        head.append(f" ({', '.join(say('deals.deal', key=key) for key in outcome.deals)})", style="not bold")
    pen.text(head)
    pen.text(f"{outcome.verdict} Nash {share(outcome.nash)}, SEQ {share(outcome.seq)}", indent=3)
    for note in outcome.notes:
        pen.text(note, indent=3)


def forecast(pen: Pen) -> None:
    """The first model's forecast of each issue, with what to expect; the exchanges that would pay."""
    found, say = pen.brief.forecast, pen.book.say
    if found.why_none is not None:
        pen.text(f"{say('forecast.none')} {found.why_none}")
        return
    for issue in found.issues[:ISSUES]:
        _issue(pen, issue)
    pen.more(len(found.issues) - ISSUES)
    if found.swaps:
        pen.console.print()
        pen.text(say("forecast.swaps"), style="bold")
    for words in found.swaps[:SWAPS]:
        pen.text(words, indent=2)
    if found.without:
        without = "; ".join(f"{issue} ({reason})" for issue, reason in found.without)
        pen.text(f"{say('forecast.without')}: {without}")
    pen.console.print()
    pen.text(found.reading[-1])


def _issue(pen: Pen, outlook: IssueOutlook) -> None:
    book = pen.book
    pen.text(Text(outlook.issue.label, style="bold").append_text(pen.cites(outlook.cites, most=3)))
    if outlook.caution:
        pen.text(outlook.caution, indent=2)
    if outlook.models:
        width = max(11, min(31, pen.console.width - 49))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=_NAMES, overflow="fold")
        grid.add_column(width=width, no_wrap=True)
        grid.add_column(overflow="fold")
        letters = [" "] * width
        for tick in outlook.ticks:
            letters[column(tick.value, width)] = tick.key[-1]
        grid.add_row("", Text("".join(letters), style="dim"), "")
        for model in outlook.models:
            cells = ["·"] * width
            for (low, high), sign in ((model.outlook, "─"), (model.draws, "━")):
                cells[column(low, width) : column(high, width) + 1] = sign * (
                    column(high, width) - column(low, width) + 1
                )
            cells[column(model.forecast, width)] = "◆"
            figures = f"{book.number(round(model.forecast))} ({book.range(*model.outlook)})"
            grid.add_row(Text(model.model), Text("".join(cells)), Text(figures))
        pen.console.print(Padding(grid, (0, 0, 0, 2)), highlight=False)
        pen.text("   ".join(f"{tick.key} {tick.label}" for tick in outlook.ticks), style="dim", indent=2)
    if outlook.chances:
        shown = ", ".join(f"{option} {book.share(chance)}" for option, chance in outlook.chances[:4])
        pen.text(f"{book.say('forecast.chances')}: {shown}", indent=2)


def sensitivity(pen: Pen) -> None:
    """The longest bars of the tornado, and the nearest break-evens."""
    found, book = pen.brief.sensitivity, pen.book
    if found is None:
        pen.text(book.say("sensitivity.none"))
        return
    redrawn = f" ({book.say('sensitivity.redrawn')})" if found.share else ""
    pen.text(f"{found.title}: {result(book, found, found.base)}{redrawn}")
    width = max(11, min(25, pen.console.width - 55))
    span = found.high - found.low or 1.0
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(overflow="fold")

    def place(value: float) -> int:
        return column((value - found.low) / span * 100, width)

    for bar in found.bars[:BARS]:
        low, high = map(place, sorted((bar.low, bar.high)))
        cells = [*" " * low, *"█" * (high - low + 1), *" " * (width - high - 1)]
        cells[place(found.base)] = "|"
        figures = f"{result(book, found, bar.low)} → {result(book, found, bar.high)}"
        grid.add_row(Text(bar.words).append_text(pen.cites(bar.cites, most=2)), Text("".join(cells)), Text(figures))
    pen.console.print(Padding(grid, (0, 0, 0, 2)), highlight=False)
    pen.more(len(found.bars) - BARS + found.more)
    if found.break_evens:
        pen.console.print()
        pen.text(book.say("sensitivity.break_evens"), style="bold")
    for words in found.break_evens[:BREAK_EVENS]:
        pen.text(words, indent=2)
    pen.console.print()
    pen.text(found.reading[1])
