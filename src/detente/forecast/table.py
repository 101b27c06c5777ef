"""Reads who wants what how much from a CSV table: `issue,actor,capability,position,salience`, maybe `outcome`."""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from detente.pickling import PicklableError

Language = Literal["de", "en"]
NEEDED = ("actor", "capability", "position", "salience")
NUMBERS = ("capability", "position", "salience", "outcome")
LARGEST = 20_000_000
MOST_ACTORS = 1000
_EMPTY = {"", "na", "n/a", "-", "–", "."}
_POINT = re.compile(r"[+-]?(\d{1,40}\.?\d{0,40}|\.\d{1,40})([eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d{0,40},\d{1,40}")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


class TableError(PicklableError, ValueError):
    """A table that cannot be used: what is wrong in which line of which file, and what to do about it."""

    def __init__(self, key: str, source: str, line: int | None = None, **words: object) -> None:
        self.key, self.source, self.line, self.words = key, source, line, words
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """The message in German or English, with file and line."""
        messages = _messages()[language]
        place = f"{self.source}, {messages['line'].format(line=self.line)}" if self.line else self.source
        return f"{place}: {messages[self.key].format(**self.words)}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """An actor on an issue, as line `line` of the file has it.  None: the cell is empty.

    capability: 0 or more, on any scale that the actors share; position: on the issue's scale; salience: in [0, 1].
    """

    issue: str
    actor: str
    capability: float | None
    position: float | None
    salience: float | None
    line: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns without a number."""
        return tuple(name for name in NEEDED[1:] if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, in the file's order, and the outcome of each issue that has one.

    `issue` of the rows is "" where the file has no such column.  `percent`: salience was given from 0 to 100.
    """

    rows: tuple[TableRow, ...]
    outcomes: dict[str, float]
    source: str = ""
    percent: bool = False

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues in the order of the file."""
        return tuple(dict.fromkeys(row.issue for row in self.rows))

    @property
    def scale(self) -> tuple[float, float] | None:
        """(0, 100) where the positions of the file lie between both and reach both; None: each issue has its own."""
        places = [row.position for row in self.rows if row.position is not None]
        return (0.0, 100.0) if places and min(places) == 0 and max(places) == 100 else None


def read_table(path: str | Path) -> Table:
    """Read a table from a CSV file in UTF-8, with commas, semicolons or tabs between the columns.

    Needed are the columns actor, capability (0 or more, any scale), position (any scale) and salience (0 to 1; or 0 to
    100 in the whole file, where a single one is above 1).  Without a column `issue` all rows are about one issue.
    `outcome`, for backtests, may stand in any or all rows of an issue.  Other columns are passed over, and so are empty
    lines.  An empty cell, "NA", "n/a", "-" or "." is no number.  Decimal commas are read where they cannot be anything
    else.

    Raises TableError naming file, line and remedy: not UTF-8, over 20 MB, a missing or double column, a number that is
    none (NaN and infinity are none), a negative capability or salience, a salience above 100, an actor named twice on
    an issue, two outcomes of one issue, no actor, or over 1,000 of them on an issue.
    """
    source = str(path)
    content = _decoded(Path(path), source)
    header, lines = _split(content, source)
    cells = [(line, dict(zip(header, (cell.strip() for cell in row), strict=False))) for line, row in lines]
    read = _numbers(cells, source)
    percent = any((row["salience"] or 0) > 1 for _, _, row in read)
    rows: dict[tuple[str, str], TableRow] = {}
    outcomes: dict[str, float] = {}
    for line, row, number in read:
        issue, actor = _name(row.get("issue", "")), _name(row.get("actor", ""))
        for column, name in (("issue", issue), ("actor", actor)):
            if column in header and not name:
                raise TableError("no_name", source, line, column=column)
        if (issue, actor) in rows:
            raise TableError("twice", source, line, actor=actor, issue=issue, other=rows[issue, actor].line)
        salience = number["salience"]
        share = salience / 100 if percent and salience is not None else salience
        rows[issue, actor] = TableRow(issue, actor, number["capability"], number["position"], share, line)
        outcome = number.get("outcome")
        if outcome is not None and outcomes.setdefault(issue, outcome) != outcome:
            raise TableError("outcomes", source, line, issue=issue, one=f"{outcomes[issue]:g}", other=f"{outcome:g}")
    if not rows:
        raise TableError("no_rows", source)
    table = Table(tuple(rows.values()), outcomes, source, percent)
    for issue in table.issues:
        count = sum(row.issue == issue for row in table.rows)
        if count > MOST_ACTORS:
            raise TableError("too_many", source, issue=issue, count=count, most=MOST_ACTORS)
    return table


def _decoded(path: Path, source: str) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise TableError("too_large", source, most=LARGEST // 1_000_000)
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError("encoding", source) from None
    except OSError as error:
        raise TableError("unreadable", source, reason=error.strerror or str(error)) from error


def _split(content: str, source: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and the rows with the numbers of their lines, empty ones left out."""
    first = next((line for line in content.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count) if any(mark in first for mark in ";\t,") else ","
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, strict=True)
    rows = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise TableError("csv", source, reader.line_num, reason=error) from error
    if not rows:
        raise TableError("no_rows", source)
    header = [name.strip().casefold() for name in rows[0][1]]
    _check_header(header, source, rows[0][0])
    for line, row in rows[1:]:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise TableError("too_wide", source, line, count=len(row), columns=len(header))
    return header, rows[1:]


def _check_header(header: Sequence[str], source: str, line: int) -> None:
    for name in (*NEEDED, "issue", "outcome"):
        if header.count(name) > 1:
            raise TableError("double_column", source, line, column=name)
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise TableError("no_column", source, line, columns=", ".join(missing), header=",".join(("issue", *NEEDED)))


def _numbers(
    cells: list[tuple[int, dict[str, str]]], source: str
) -> list[tuple[int, dict[str, str], dict[str, float | None]]]:
    """Each line with its cells as text and as numbers.  Decimal commas only where no number has a decimal point."""
    written = [(line, row[name]) for line, row in cells for name in NUMBERS if name in row]
    point = next((line for line, cell in written if "." in cell and _POINT.fullmatch(cell)), None)
    sure = any(_COMMA.fullmatch(cell) and not _THOUSANDS.fullmatch(cell) for _, cell in written)
    found = []
    for line, row in cells:
        numbers: dict[str, float | None] = dict.fromkeys(NUMBERS)
        for name in NUMBERS:
            cell = row.get(name, "")
            if cell.casefold() in _EMPTY:
                continue
            if _COMMA.fullmatch(cell):
                if point is not None:
                    raise TableError("mixed", source, line, cell=cell, other=point)
                if not sure:
                    raise TableError("ambiguous", source, line, cell=cell)
            numbers[name] = _number(cell, name, source, line)
        found.append((line, row, numbers))
    return found


def _name(cell: str) -> str:
    """A name on one line, without what would steer a terminal."""
    return "".join(letter for letter in " ".join(cell.split()) if letter.isprintable())


def _number(cell: str, name: str, source: str, line: int) -> float:
    text = cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell
    value = float(text) if _POINT.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise TableError("no_number", source, line, column=name, cell=cell[:40])
    if name in ("capability", "salience") and value < 0:
        raise TableError("negative", source, line, column=name, cell=cell)
    if name == "salience" and value > 100:
        raise TableError("salience", source, line, cell=cell)
    return value


@cache
def _messages() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("messages.toml").open("rb") as file:
        messages: dict[str, dict[str, str]] = tomllib.load(file)
    return messages
