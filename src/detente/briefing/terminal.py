"""The brief in the terminal: readable at 80 columns, and without colour.

Lists are cut short; the HTML brief has all of it.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from detente.briefing.brief import Brief
from detente.briefing.page import SIGNS, tallied
from detente.briefing.pen import STYLES, Pen, Row
from detente.briefing.quoted import Node
from detente.briefing.terminal_figures import deals, positions, scales
from detente.briefing.terminal_outlook import forecast, holding, sensitivity

PARTIES, ENTRIES, CONFLICTS, NUMBERS, RULES, EVIDENCE = 20, 15, 8, 12, 8, 60


def print_brief(brief: Brief, console: Console) -> None:
    """Print a brief; the console decides on width (40 columns at least) and colour."""
    pen = Pen(brief, console)
    pen.text(brief.kicker, style="dim")
    pen.text(brief.title, style="bold")
    console.rule(style="dim")
    _basis(pen)
    for section, show in (
        ("state", _state),
        ("parties", _parties),
        ("positions", positions),
        ("scales", scales),
        ("course", _course),
        ("conflicts", _conflicts),
        ("deals", deals),
        ("holding", holding),
        ("forecast", forecast),
        ("sensitivity", sensitivity),
        ("assumptions", _assumptions),
        ("method", _method),
        ("reports", _reports),
    ):
        pen.heading(pen.book.say(f"section.{section}"))
        show(pen)
    pen.heading(pen.book.say("terminal.evidence"))
    _evidence(pen)


def sentences(brief: Brief) -> dict[str, str]:
    """The text of every highlighted sentence by its label, in the order of the reports, then the lost ones."""
    found: dict[str, str] = {}

    def text(node: Node) -> str:
        words = node.text + "".join(text(child) for child in node.children)
        if node.kind == "mark":
            found[node.label] = (found[node.label] + " " if node.label in found else "") + words
        return words

    for report in brief.reports:
        for paragraph in report.paragraphs:
            for node in paragraph.nodes:
                text(node)
    ordered = [note.label for r in brief.reports for p in r.paragraphs for note in p.notes]
    return {label: found[label] for label in ordered} | {lost.note.label: lost.quote for lost in brief.lost}


def _basis(pen: Pen) -> None:
    book, b = pen.book, pen.brief.basis
    if not b.reports:
        pen.text(book.say("basis.none"))
    reports = book.number(b.reports)
    if b.duplicates:
        reports += f" ({book.say('basis.duplicates')}: {book.say('basis.duplicates_some', n=b.duplicates)})"
    rows: list[Row] = [(book.say("basis.reports"), reports)]
    if b.reports:
        period = book.span(b.first, b.last) if b.first and b.last else book.say("basis.all_undated")
        if b.first and b.undated:
            period += f" ({book.say('basis.undated', n=b.undated)})"
        publishers = tallied(book, b.publishers) or book.say("basis.no_publisher")
        if b.publishers and b.unnamed_publishers:
            publishers += f" ({book.say('basis.unnamed', n=b.unnamed_publishers)})"
        counts = [("statements", b.statements), ("events", b.events), ("parties", b.parties), ("issues", b.issues)]
        if b.rulings:
            counts.append(("rulings", b.rulings))
        rows += [
            (book.say("basis.period"), period),
            (book.say("basis.languages"), tallied(book, b.languages)),
            (book.say("basis.publishers"), publishers),
            (book.say("basis.contents"), ", ".join(book.say(f"count.{what}", n=n) for what, n in counts)),
        ]
    for n, failure in enumerate(b.failures):
        label = Text(book.say("basis.failures") if not n else "", style="bold yellow")
        rows.append((label, f"{failure.source}: {failure.reason}"))
    pen.pairs(rows)


def _state(pen: Pen) -> None:
    pen.pairs(
        (Text(line.label, style=f"bold {STYLES.get(line.kind, '')}".strip()), pen.runs(line.runs))
        for line in pen.brief.state
    )


def _parties(pen: Pen) -> None:
    rows, book = pen.brief.parties, pen.book
    if not rows:
        pen.text(book.say("parties.none"))
        return
    table = pen.table(
        book.say("parties.name"),
        book.say("parties.roles"),
        book.say("parties.statements"),
        book.say("parties.mentions"),
        figures=(2, 3),
    )
    for row in rows[:PARTIES]:
        about = Text(book.label("kind", row.kind))
        if row.of:
            about.append(", " + book.say("parties.speaks_for", party=row.of))
        for role in row.roles:
            about.append(f"; {role.text}")
            about.append_text(pen.cites(role.cites))
        name = Text(("  " if row.of_anchor else "") + row.name, style="" if row.of_anchor else "bold")
        table.add_row(name, about, Text(book.number(row.statements)), Text(f"{book.number(row.mentions)}×"))
    pen.console.print(table, highlight=False)
    pen.more(len(rows) - PARTIES)


def _course(pen: Pen) -> None:
    entries, book = pen.brief.timeline, pen.book
    if not entries:
        pen.text(book.say("course.none"))
    rows: list[Row] = []
    for entry in entries[:ENTRIES]:
        line = Text(f"{SIGNS[entry.status]} ", style=STYLES.get(entry.status, ""))
        line.append(book.label("event", entry.type), style="bold")
        about = ", ".join(entry.who) or (book.say("quoted", text=entry.topic) if entry.topic else "")
        line.append(f": {about}" if about else "").append(f", {entry.place}" if entry.place else "")
        line.append(f" ({book.label('status', entry.status)})").append_text(pen.cites(entry.cites))
        when = book.day(entry.date, short=True) or entry.when
        if not when and entry.reported:
            when = book.say("course.reported", date=book.day(entry.reported, short=True))
        when = when or book.say("course.undated")
        rows.append((when, line))
    pen.pairs(rows)
    pen.more(len(entries) - ENTRIES)


def _conflicts(pen: Pen) -> None:
    book = pen.book
    if not pen.brief.discrepancies:
        pen.text(book.say("conflicts.none"))
    for conflict in pen.brief.discrepancies[:CONFLICTS]:
        pen.text(" ".join(filter(None, (conflict.words, conflict.note))))
        for quote, cite in conflict.passages:
            pen.text(Text(book.say("quoted", text=quote)).append_text(pen.cites([cite])), indent=2)
    pen.more(len(pen.brief.discrepancies) - CONFLICTS)
    if not pen.brief.turns:
        pen.text(book.say("conflicts.no_turns"))
    for turn in pen.brief.turns[:CONFLICTS]:
        line = Text(turn.party, style="bold").append(f", {turn.issue}: {turn.before}", style="not bold")
        dates = [book.day(day, short=True) for day in (turn.before_date, turn.after_date)]
        line.append(f" ({dates[0]})" if dates[0] else "").append_text(pen.cites([turn.before_cite]))
        line.append(f"; {turn.after}" if turn.contradiction else f" → {turn.after}", style="not bold")
        line.append(f" ({dates[1]})" if dates[1] else "").append_text(pen.cites([turn.after_cite]))
        pen.text(line)
    pen.more(len(pen.brief.turns) - CONFLICTS)


def _assumptions(pen: Pen) -> None:
    made, book = pen.brief.assumptions, pen.book
    if not made:
        pen.text(book.say("assumptions.none"))
    choices = [each for each in made if not each.number]
    numbers = [each for each in made if each.number and each.evidenced]
    rows: list[Row] = []
    for each in [*choices[:NUMBERS], *numbers[:NUMBERS]]:
        words = Text(each.words).append(f" ({each.ruling})" if each.ruling else "")
        rows.append(("-", words.append_text(pen.cites(each.cites))))
    pen.pairs(rows, width=1)
    pen.more(max(0, len(choices) - NUMBERS) + max(0, len(numbers) - NUMBERS))
    bare = sum(each.number and not each.evidenced for each in made)
    if bare:
        pen.text("- " + book.say("assumptions.bare", n=bare))


def _method(pen: Pen) -> None:
    book = pen.book
    for words in pen.brief.method:
        pen.text(words)
    if pen.brief.rules:
        table = pen.table(
            book.say("method.rule"),
            book.say("method.statements"),
            book.say("method.events"),
            book.say("method.confidence"),
            figures=(1, 2, 3),
        )
        for row in pen.brief.rules[:RULES]:
            counts = [Text(book.number(n)) for n in (row.statements, row.events)]
            table.add_row(Text(row.rule), *counts, Text(book.share(row.mean)))
        pen.console.print(table, highlight=False)
        pen.more(len(pen.brief.rules) - RULES)
    for ruling, reason in pen.brief.unmatched:
        pen.text(f"{book.say('method.unmatched')}: {ruling}: {reason}")


def _reports(pen: Pen) -> None:
    book = pen.book
    if not pen.brief.reports:
        pen.text(book.say("reports.none"))
    rows: list[Row] = []
    for report in pen.brief.reports[:EVIDENCE]:
        parts = [report.publisher or "", book.day(report.date) or book.say("reports.undated")]
        if report.duplicate_of:
            parts.append(book.say("reports.repeats", n=report.duplicate_of))
        about = ", ".join(part for part in parts if part)
        line = Text(report.title or book.say("untitled")).append(f" ({about})", style="dim")
        rows.append((book.say("reports.number", n=report.number), line))
    pen.pairs(rows)
    pen.more(len(pen.brief.reports) - EVIDENCE)


def _evidence(pen: Pen) -> None:
    every = sentences(pen.brief)
    shown = [(label, text) for label, text in every.items() if label in pen.cited][:EVIDENCE]
    pen.pairs(((f"[{label}]", pen.book.say("quoted", text=text)) for label, text in shown), width=7)
    left = len(every) - len(shown)
    if left > 0:
        pen.text(pen.book.say("terminal.evidence_more", n=left), style="dim")
