"""The figures of the terminal brief: positions matrix, scales, settlements."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.briefing.bargain import Deals
from detente.briefing.pen import STYLES, Pen, Row
from detente.briefing.standing import Interval, Scale, Tally

ROWS, ISSUES, SCALES, NAMES = 12, 8, 6, 20
_PARTY, _CELL = 15, 13


def positions(pen: Pen) -> None:
    """The positions matrix, a few issues abreast, and the statements on no issue."""
    matrix, book = pen.brief.matrix, pen.book
    if not matrix.rows:
        pen.text(book.say("positions.none"))
    else:
        pen.text(book.say("terminal.legend", interval=pen.brief.interval), style="dim")
    width = max(1, (pen.console.width - _PARTY - 2) // (_CELL + 2))
    shown = min(len(matrix.issues), ISSUES)
    for first in range(0, shown if matrix.rows else 0, width):
        pen.console.print()
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
        table.add_column(Text(""), width=_PARTY, overflow="fold")
        last = min(first + width, shown)
        part = matrix.part(first, last)
        for issue in part.issues:
            head = Text(issue.label, style="bold")
            head.append(f"\n{book.label('issue_state', issue.state)}", style=STYLES.get(issue.state, "dim"))
            table.add_column(head, width=_CELL, overflow="fold")
        for row in part.rows[:ROWS]:
            cells = [_cell(pen, cell.tallies) if cell else Text("·", style="dim") for cell in row.cells]
            table.add_row(Text(row.party, style="bold"), *cells)
        pen.console.print(table, highlight=False)
        pen.more(len(part.rows) - ROWS)
    if matrix.rows:
        left = len(matrix.issues) - ISSUES
        if left > 0:
            pen.text(book.say("positions.more_issues", n=left), style="dim", indent=2)
    if matrix.silent:
        silent = ", ".join(matrix.silent[:NAMES])
        more = len(matrix.silent) - NAMES
        tail = f" ({book.say('and_more', n=more)})" if more > 0 else ""
        pen.text(f"{book.say('positions.silent_parties')}: {silent}{tail}")
    for item in pen.brief.loose[:ROWS]:
        stance = book.label("stance", item.stance)
        line = Text(f"{item.party}: {stance}, {book.say('quoted', text=item.topic)}")
        pen.text(line.append_text(pen.cites(item.cites)))
    pen.more(len(pen.brief.loose) - ROWS)


def _cell(pen: Pen, tallies: Sequence[Tally]) -> Text:
    cell = Text()
    for tally in tallies:
        if cell:
            cell.append("\n")
        if tally.option:
            cell.append(f"{tally.option}:\n", style="dim")
        signs = (("+", tally.support), ("−", tally.oppose), ("○", tally.open))
        cell.append(" ".join(f"{sign}{pen.book.number(n)}" for sign, n in signs if n), style="bold")
        if tally.acceptance:
            a = tally.acceptance
            cell.append(f" {pen.book.share(a.mean)}\n{pen.book.share_range(a.low, a.high)}")
        cell.append_text(pen.cites(tally.cites, most=2))
    return cell


def scales(pen: Pen) -> None:
    """The issue scales, drawn with characters."""
    scales = pen.brief.scales
    if not scales:
        pen.text(pen.book.say("scales.none"))
    for scale in scales[:SCALES]:
        _scale(pen, scale)
    pen.more(len(scales) - SCALES)


def _scale(pen: Pen, scale: Scale) -> None:
    book = pen.book
    head = Text(scale.issue.label, style="bold").append(
        f" ({book.label('issue_state', scale.issue.state)})", style=STYLES.get(scale.issue.state, "")
    )
    pen.text(head)
    width = max(11, min(41, pen.console.width - 50))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=18, overflow="fold")
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(overflow="fold")
    letters = [" "] * width
    for tick in scale.ticks:
        letters[column(tick.value, width)] = tick.key[-1]
    grid.add_row("", Text("".join(letters), style="dim"), "")
    for mark in scale.marks[:ROWS]:
        p = mark.position
        figures = Text(f"{book.number(round(p.mean))} ({book.range(p.low, p.high)})")
        grid.add_row(Text(mark.party), Text(strip(p, width)), figures.append_text(pen.cites(mark.cites, most=2)))
    pen.console.print(Padding(grid, (0, 0, 0, 2)), highlight=False)
    quo = book.say("scales.status_quo")
    ticks = [f"{t.key} {t.label}{f' ({quo})' if t.status_quo else ''}" for t in scale.ticks]
    pen.text("   ".join(ticks), style="dim", indent=2)
    pen.more(len(scale.marks) - ROWS)


def deals(pen: Pen) -> None:
    """The settlements and what each party has from them."""
    deals, book = pen.brief.deals, pen.book
    if deals.why_none is not None:
        pen.text(f"{book.say('deals.none')} {book.say('deals.reason', reason=deals.why_none)}")
        return
    zone = book.say("deals.zone_unknown")
    if deals.zone is not None:
        draws = book.say("count.draws", n=deals.draws)
        zone = book.say("deals.zone_share", share=book.share(deals.zone), draws=draws)
    rows: list[Row] = [
        (book.say("deals.zone"), zone),
        (book.say("deals.outcomes"), book.number(deals.outcomes)),
    ]
    if deals.known and deals.rational is not None:
        rows.append((book.say("deals.rational"), book.number(deals.rational)))
    pen.pairs(rows)
    for note in deals.notes:
        pen.text(note)
    for deal in deals.deals:
        pen.console.print()
        head = Text(book.say("deals.deal", key=deal.key), style="bold")
        pen.text(head.append(f" ({', '.join(deal.solutions)})", style="not bold"))
        known = deal.chance is not None
        chance = book.say("deals.chance_share", share=book.share(deal.chance or 0)) if known else ""
        remarks = [f"{book.say('deals.chance')}: {chance or book.say('deals.no_chance')}"]
        remarks += [book.say("count.ties", n=deal.ties)] if deal.ties else []
        remarks += [book.say("deals.is_status_quo")] if deal.status_quo else []
        pen.text("; ".join(remarks), indent=2)
        for _, issue, option in deal.terms:
            pen.text(f"{issue}: {option}", indent=2)
    if deals.unsolved:
        pen.text(book.say("deals.unsolved", names=", ".join(deals.unsolved)))
    _impasse(pen, deals)
    pen.console.print()
    _utilities(pen, deals)
    _carries(pen, deals)


def _impasse(pen: Pen, deals: Deals) -> None:
    if deals.impasse is None:
        return
    pen.console.print()
    pen.text(pen.book.say("deals.impasse"))
    for head, lines in (("groups", deals.impasse.groups), ("openings", deals.impasse.openings)):
        if lines:
            pen.text(pen.book.say(f"deals.{head}"), style="bold")
        for words in lines:
            pen.text(words, indent=2)


def _carries(pen: Pen, deals: Deals) -> None:
    if deals.robust:
        pen.console.print()
        pen.text(deals.robust)
    if deals.hinges:
        pen.console.print()
        pen.text(pen.book.say("deals.hinges"), style="bold")
    for hinge in deals.hinges:
        head = Text(pen.book.say("deals.hinge", party=hinge.party, issue=hinge.issue))
        pen.text(head.append_text(pen.cites(hinge.cites)), indent=2)
        for words in hinge.effects:
            pen.text(words, indent=4)


def _utilities(pen: Pen, deals: Deals) -> None:
    book = pen.book
    columns = [book.say("deals.party"), *([book.say("deals.without")] if deals.known else [])]
    columns += [book.say("deals.deal", key=deal.key) for deal in deals.deals]
    table = pen.table(*columns, figures=range(1, len(columns)))
    for p, gain in enumerate(deals.deals[0].gains):
        cells = [Text(gain.party)]
        if gain.reserve is not None:
            cells.append(Text(book.share(gain.reserve)))
        for deal in deals.deals:
            own = deal.gains[p]
            change = f" ({book.gained(own.utility - own.reserve)})" if own.reserve is not None else ""
            cells.append(Text(book.share(own.utility) + change))
        table.add_row(*cells)
    pen.text(book.say("deals.utilities"), style="bold")
    pen.console.print(table, highlight=False)


def column(value: float, width: int) -> int:
    """The column of a value from 0 to 100 in a line of so many."""
    return round(value * (width - 1) / 100)


def strip(position: Interval, width: int) -> str:
    """A position on a scale of `width` characters: dots, the interval as a line, the mean as a circle."""
    cells = ["·"] * width
    low, high = column(position.low, width), column(position.high, width)
    for at in range(low, high + 1):
        cells[at] = "─"
    cells[column(position.mean, width)] = "●"
    return "".join(cells)
