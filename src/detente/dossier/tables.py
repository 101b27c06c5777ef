"""Tables of statements or events that somebody coded, in a spreadsheet, in MAXQDA or in our own CSV, as a dossier.

Commas, semicolons or tabs between the cells, any encoding that a spreadsheet writes, headings and words in German or
English (tables.toml).  The table has no reports' texts, so a report here is its quotes, one below the other.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from detente.contract import Dossier, Event, EventType, Evidence, Issue, Option, Party, PartyKind, Report, Statement
from detente.dossier.folding import data, fold, slug
from detente.dossier.places import state_code
from detente.dossier.store import DossierError
from detente.reports.encoding import decode
from detente.reports.language import find_language
from detente.reports.model import SourceError

RULE = "table"
Row = dict[str, str]


def load_table(path: str | Path) -> Dossier:
    """`from_table` of a file.  Raises OSError where it cannot be read, DossierError where it is no such table."""
    try:
        return from_table(decode(Path(path).read_bytes()), str(path))
    except SourceError as error:
        raise DossierError("table_row", name=path, row=1, reason=str(error)) from error


def from_table(content: str, name: str = "-") -> Dossier:
    """The dossier of a table with a column for the party, the stance and the issue, or for type and participants.

    Each row is a statement, or an event.  Rows of one report (column "report", else title, else source) belong to one
    report, whose text are their quotes; where a row has no quote, its cells are.  What the coder did not give stays
    empty; what was coded has confidence 1, if no other is given.  Raises DossierError for another table, and for the
    first cell that cannot be understood, with its row.
    """
    return _Reading(name).dossier(_rows(content))


def _rows(content: str) -> list[Row]:
    """The rows by our own names of the columns, other columns left out."""
    content = content.removeprefix("\ufeff").removeprefix("sep=;").lstrip("\r\n")
    first = content.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    heads = [_headings().get(_key(cell)) for cell in rows[0]] if rows else []
    heads = [head if head not in heads[:n] else None for n, head in enumerate(heads)]
    return [
        {head: _plain(cell) for head, cell in zip(heads, row, strict=False) if head} if any(row) else {}
        for row in rows[1:]
    ]


def _plain(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    return re.sub(r"^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])", "", cell).strip()


def _key(words: str) -> str:
    return re.sub(r"[\s_]+", "", fold(words))


@cache
def _headings() -> dict[str, str]:
    return _meanings("columns")


@cache
def _meanings(section: str) -> dict[str, str]:
    """What each word of a section of tables.toml stands for; signs stand for themselves."""
    table: dict[str, list[str]] = data("tables")[section]
    return {_key(word): key for key, words in table.items() for word in (key, *words)}


class _Reading:
    def __init__(self, name: str) -> None:
        self.name = name
        self.parties: dict[str, Party] = {}
        self.issues: dict[str, Issue] = {}
        self.ids: Counter[str] = Counter()

    def dossier(self, rows: list[Row]) -> Dossier:
        heads = {head for row in rows for head in row}
        kind: Literal["statement", "event"] = "event" if "type" in heads and "stance" not in heads else "statement"
        needed = {"event": ("type", "participants"), "statement": ("party", "stance", "issue")}[kind]
        for head in needed:
            if not heads & {head, f"{head}_name", f"{head}_label", f"{head[:-1]}_names", "topic" * (head == "issue")}:
                raise DossierError("no_table", name=self.name, column=head)
        reports, places = self._reports(rows)
        statements: list[Statement] = []
        events: list[Event] = []
        # Speakers first: only their rows tell of which kind they are, and whom they speak for.
        for step in (self._speaker, self._owner):
            for number, row in self._each(rows):
                with self._told(number):
                    step(row)
        for number, row in self._each(rows):
            with self._told(number):
                if kind == "event":
                    events.append(self._event(row, places[number - 2]))
                else:
                    statements.append(self._statement(row, places[number - 2]))
        return Dossier(
            reports=reports,
            parties=list(self.parties.values()),
            issues=list(self.issues.values()),
            statements=statements,
            events=events,
        )

    @staticmethod
    def _each(rows: list[Row]) -> Iterator[tuple[int, Row]]:
        """The rows that are not empty, numbered as a spreadsheet does."""
        return ((number, row) for number, row in enumerate(rows, 2) if row)

    @contextmanager
    def _told(self, number: int) -> Iterator[None]:
        """What is wrong with a cell becomes an error that names its row."""
        try:
            yield
        except ValueError as error:
            raise DossierError("table_row", name=self.name, row=number, reason=str(error)) from error

    def _reports(self, rows: list[Row]) -> tuple[list[Report], list[Evidence]]:
        """The reports, and where each row's quote stands in them."""
        groups: dict[str, list[int]] = {}
        for n, row in enumerate(rows):
            groups.setdefault(row.get("report") or row.get("title") or row.get("source") or "", []).append(n)
        places = [Evidence(report="", start=0, end=0, quote="")] * len(rows)
        reports = []
        for key, numbers in groups.items():
            if not any(rows[n] for n in numbers):
                continue
            id = self._id(f"{RULE}-{slug(key)}" if key else RULE)
            text = ""
            for n in sorted(numbers, key=lambda n: int(start) if (start := rows[n].get("start", "")).isdigit() else 0):
                quote = rows[n].get("quote") or " | ".join(cell for cell in rows[n].values() if cell)
                start = text.find(quote)
                if start < 0:
                    start = len(text) + 2 * bool(text)
                    text += "\n\n" * bool(text) + quote
                places[n] = Evidence(report=id, start=start, end=start + len(quote), quote=quote)
            first = next(rows[n] for n in numbers if rows[n])
            days = set()
            for n in (n for n in numbers if rows[n]):
                with self._told(n + 2):
                    days.add(_day(rows[n].get("report_date") or rows[n].get("date") or ""))
            reports.append(
                Report(
                    id=id,
                    title=first.get("title") or None,
                    publisher=first.get("publisher") or None,
                    date=days.pop() if len(days) == 1 else None,
                    source=first.get("source") or self.name,
                    language=find_language(text),
                    text=text,
                )
            )
        return reports, places

    def _statement(self, row: Row, evidence: Evidence) -> Statement:
        party = self._of(row)
        if party is None:
            raise ValueError("no party")
        issue = self._issue(row)
        addressee = self._party(row.get("addressee", ""), row.get("addressee_name", ""))
        return Statement(
            id=self._id(row.get("id") or f"{evidence.report}-s1"),
            party=party,
            stance=cast(Any, _meant("stances", row.get("stance", ""))),
            issue=issue,
            option=row.get("option") or slug(row.get("option_label", "")) or None if issue else None,
            topic=row.get("topic") or (self.issues[issue].label if issue else ""),
            cue=row.get("cue", ""),
            addressee=addressee,
            evidence=evidence,
            rule=RULE,
            confidence=_confidence(row),
            date=_day(row.get("date") or row.get("report_date") or ""),
        )

    def _event(self, row: Row, evidence: Evidence) -> Event:
        names = row.get("participant_names", "").split(";")
        ids = row.get("participants", "").split(";")
        pairs = list(zip(ids, names, strict=False)) if len(ids) == len(names) else [("", n) for n in names]
        if not any(names):
            pairs = [(each, "") for each in ids]
        found = [self._party(id.strip(), name.strip()) for id, name in pairs]
        return Event(
            id=self._id(row.get("id") or f"{evidence.report}-e1"),
            type=cast(EventType, _meant("types", row.get("type", ""))),
            participants=list(dict.fromkeys(party for party in found if party)),
            place=row.get("place") or None,
            date=_day(row.get("date", "")),
            when=row.get("when") or None,
            status=cast(Any, _meant("statuses", row.get("status") or "happened")),
            evidence=evidence,
            topic=row.get("topic") or None,
            rule=RULE,
            confidence=_confidence(row),
        )

    def _speaker(self, row: Row) -> None:
        key, kind = self._of(row), row.get("party_kind")
        if key and kind:
            self.parties[key].kind = cast(PartyKind, _meant("kinds", kind))

    def _owner(self, row: Row) -> None:
        key, owner = self._of(row), self._party("", row.get("party_of", ""))
        if key and owner != key:
            self.parties[key].of = owner

    def _of(self, row: Row) -> str | None:
        return self._party(row.get("party", ""), row.get("party_name", ""))

    def _party(self, id: str, name: str) -> str | None:
        """The id of a party: in our own tables it stands beside the name, in others there is a name alone."""
        named = name or id
        if id and name:
            key = slug(id)
        else:
            key = next((party.id for party in self.parties.values() if fold(party.name) == fold(named)), slug(named))
        if not key:
            return None
        if key not in self.parties:
            code = state_code(named)
            self.parties[key] = Party(id=key, name=named, kind="state" if code else "organisation", code=code)
        return key

    def _issue(self, row: Row) -> str | None:
        label = row.get("issue_label") or row.get("issue") or ("" if "issue" in row else row.get("topic", ""))
        id = row.get("issue") if row.get("issue_label") else slug(label)
        if not id:
            return None
        issue = self.issues.setdefault(id, Issue(id=id, label=label))
        option = row.get("option") or slug(row.get("option_label", ""))
        if option and option not in {each.id for each in issue.options}:
            value = _number(row.get("value", ""))
            issue.options.append(Option(id=option, label=row.get("option_label") or option, value=value))
        return id

    def _id(self, wanted: str) -> str:
        """`wanted`, or with the next number at its end if it is taken."""
        base = wanted.rstrip("0123456789") if wanted.endswith(("-s1", "-e1")) else f"{wanted}-"
        while wanted in self.ids:
            self.ids[base] += 1
            wanted = f"{base}{self.ids[base] + 1}"
        self.ids[wanted] = 1
        return wanted


def _meant(section: str, word: str) -> str:
    try:
        return _meanings(section)[_key(word)]
    except KeyError:
        raise ValueError(f"“{word}” is none of {', '.join(data('tables')[section])}") from None


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ".")) if cell else None
    except ValueError:
        raise ValueError(f"“{cell}” is no number") from None


def _confidence(row: Row) -> float:
    number = _number(row.get("confidence", ""))
    if number is not None and not 0 <= number <= 1:
        raise ValueError(f"a confidence is from 0 to 1, not {number:g}")
    return 1.0 if number is None else number


def _day(cell: str) -> str | None:
    """ISO 8601 of 2031-05-04, 20310504 or 4.5.2031; other dates are kept out with an error."""
    if not cell:
        return None
    if found := re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?", cell):
        return "-".join(found.groups())
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: .*)?", cell):
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    if re.fullmatch(r"\d{4}(-\d\d)?", cell):
        return cell
    raise ValueError(f"“{cell}” is no date such as 2031-05-04 or 4.5.2031")
