"""How the terminal brief writes: catchwords with text, tables, references in brackets.

Everything goes through rich's Text, so that brackets in a report are never taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.briefing.brief import Brief, Cite, Run
from detente.briefing.phrasebook import Phrasebook

STYLES = {"contested": "yellow", "agreed": "green", "failed": "yellow"}
Row = tuple[str | Text, str | Text]


class Pen:
    """Writes a brief on a console and remembers the sentences it has cited."""

    def __init__(self, brief: Brief, console: Console) -> None:
        self.brief, self.console = brief, console
        self.book = Phrasebook(brief.language)
        self.cited: set[str] = set()

    def text(self, words: str | Text, *, style: str = "", indent: int = 0) -> None:
        """Write a paragraph."""
        text = words if isinstance(words, Text) else Text(words)
        text.style = style or text.style
        self.console.print(Padding(text, (0, 0, 0, indent)) if indent else text, highlight=False)

    def heading(self, words: str) -> None:
        """Write a heading after a blank line."""
        self.console.print()
        self.text(words, style="bold underline")

    def more(self, left: int) -> None:
        """Say that so many more are left out, if any are."""
        if left > 0:
            self.text(self.book.say("terminal.more", n=left), style="dim", indent=2)

    def cites(self, cites: Sequence[Cite], *, most: int = 5) -> Text:
        """References in brackets, "[1.3 2.2]", with a blank before them."""
        if not cites:
            return Text()
        self.cited.update(cite.label for cite in cites[:most])
        dots = " …" if len(cites) > most else ""
        return Text(f" [{' '.join(cite.label for cite in cites[:most])}{dots}]", style="dim")

    def runs(self, runs: Iterable[Run]) -> Text:
        """Generated text with its references."""
        line = Text()
        for run in runs:
            line.append(run.text, style="bold" if run.strong else "").append_text(self.cites(run.cites))
        return line

    def pairs(self, rows: Iterable[Row], *, width: int = 15) -> None:
        """Catchwords on the left, in `width` columns, text on the right."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=width, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for left, right in rows:
            grid.add_row(
                Text(left) if isinstance(left, str) else left, Text(right) if isinstance(right, str) else right
            )
        self.console.print(grid, highlight=False)

    def table(self, *columns: str, figures: Sequence[int] = ()) -> Table:
        """A table with these columns; `figures` are set flush right."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
        for n, column in enumerate(columns):
            table.add_column(Text(column), justify="right" if n in figures else "left", overflow="fold")
        return table
