"""What commands show on the terminal: a dossier in short, codebooks.  Readable at 80 columns without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from detente.cli.wording import current, text
from detente.dossier import timeline

if TYPE_CHECKING:
    from detente.codebooks import Codebook
    from detente.contract import Dossier, Party, Statement

_MOST_PARTIES = 20
_MOST_EVENTS = 12


def print_dossier(dossier: Dossier) -> None:
    """Print what a dossier holds: its parties, who stands where on each issue, events and discrepancies."""
    console = Console(highlight=False)
    console.print(_reports(dossier))
    names = {party.id: party.name for party in dossier.parties}
    _heading(console, "parties", len(dossier.parties))
    for party in dossier.parties[:_MOST_PARTIES]:
        _line(console, _party(party, names))
    _more(console, len(dossier.parties) - _MOST_PARTIES)
    _heading(console, "issues", len(dossier.issues))
    by_issue: dict[str | None, list[Statement]] = {}
    for statement in dossier.statements:
        by_issue.setdefault(statement.issue, []).append(statement)
    labels: dict[str | None, str] = {issue.id: issue.label for issue in dossier.issues}
    for key in (*labels, None):
        if key in by_issue:
            _line(console, f"[bold]{escape(labels.get(key) or text('summary.no_issue'))}[/bold]")
            for line in _stances(by_issue[key], names):
                _line(console, line, 4)
    entries = timeline(dossier)
    _heading(console, "events", len(entries))
    for entry in entries[:_MOST_EVENTS]:
        when = escape(entry.date or entry.when or text("summary.undated"))
        _line(console, f"{when} ({text(f'summary.status_{entry.status}')}): {escape(_flat(entry.evidence[0].quote))}")
    _more(console, len(entries) - _MOST_EVENTS)
    _heading(console, "discrepancies", len(dossier.discrepancies))
    for discrepancy in dossier.discrepancies:
        _line(console, escape(discrepancy.note))
        for evidence in discrepancy.between:
            _line(console, escape(f"[{evidence.report}] {_flat(evidence.quote)}"), 4)


def print_codebooks(codebooks: Sequence[Codebook]) -> None:
    """Print the names of codebooks with what they are about."""
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    for book in codebooks:
        label = book.label.get(current()) or next(iter(book.label.values()))
        table.add_row(escape(book.id), escape(f"{label} ({text('codebooks.issues', count=len(book.issues))})"))
    console.print(table)


def print_codebook(book: Codebook) -> None:
    """Print the issues of a codebook with their options, each with its place on the scale."""
    console = Console(highlight=False)
    for issue in book.issues:
        console.print(f"[bold]{escape(issue.wording(current()))}[/bold] ({issue.id})")
        for option in sorted(issue.options, key=lambda o: o.value):
            mark = f" ({text('codebooks.status_quo')})" if option.id == issue.status_quo else ""
            _line(console, f"{option.value:>3.0f}  {escape(option.wording(current()))}{mark}")


def _reports(dossier: Dossier) -> str:
    count = len(dossier.reports)
    languages = ", ".join(f"{n} {name}" for name, n in Counter(r.language for r in dossier.reports).most_common())
    repeats = sum(report.duplicate_of is not None for report in dossier.reports)
    duplicates = text("summary.duplicates", count=repeats) if repeats else ""
    return text("summary.report" if count == 1 else "summary.reports", count=count, languages=languages) + duplicates


def _party(party: Party, names: dict[str, str]) -> str:
    about = [*party.roles[:2], *([names[party.of]] if party.of in names else [])]
    mentions = text("summary.mentions", count=party.mentions)
    return f"[bold]{escape(party.name)}[/bold]" + escape(f" ({', '.join(about)})" if about else "") + f", {mentions}"


def _stances(statements: Iterable[Statement], names: dict[str, str]) -> Iterable[str]:
    """One line for each stance: who takes it, with how many statements."""
    counts = Counter((s.stance, names.get(s.party, s.party)) for s in statements)
    for stance in ("support", "oppose", "open"):
        who = [f"{name} ({count})" for (taken, name), count in counts.most_common() if taken == stance]
        if who:
            yield f"{text(f'summary.stance_{stance}')}: {escape(', '.join(who))}"


def _heading(console: Console, name: str, count: int) -> None:
    console.print()
    console.print(f"[bold]{text(f'summary.{name}').upper()}[/bold] ({count})")


def _more(console: Console, count: int) -> None:
    if count > 0:
        _line(console, text("summary.more", count=count))


def _line(console: Console, words: str, indent: int = 2) -> None:
    console.print(Padding(words, (0, 0, 0, indent), expand=False))


def _flat(quote: str) -> str:
    return " ".join(quote.split())
