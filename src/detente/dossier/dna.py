"""Databases of Discourse Network Analyzer (Leifeld 2013; version 3, SQLite): read as dossiers, written from them.

Its statement has person, organization, concept and agreement.  A concept is an issue (with the option, where an issue
has several), agreement is support or opposition.  What is left open has no agreement: such statements are of a type of
their own, "Open statement".  Offsets are UTF-16 code units there, code points here.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import cast

from detente.contract import UNSPECIFIED, Dossier, Evidence, Issue, Party, PartyKind, Report, Statement
from detente.dossier.folding import slug
from detente.dossier.store import DossierError, write_atomically
from detente.reports.language import find_language

# The coder's password in a database that we write; Discourse Network Analyzer asks for one.
PASSWORD = "detente"
_ROUNDS = 100_000
_LONGEST = 190
_TYPES = {1: "DNA Statement", 2: "Open statement"}
_VARIABLES = ("person", "organization", "concept")
_KINDS = ("state", "organisation", "group")


def read_dna(path: str | Path) -> Dossier:
    """The dossier of a database: documents as reports, persons and organizations as parties, concepts as issues.

    Read are the statements of all types that have an organization or a person, and a concept; those without
    `agreement` count as open.  Raises OSError where there is no such file, DossierError where it is no such database.
    """
    path = Path(path)
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise DossierError("not_dna", name=path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _Reading(database).dossier()
    except sqlite3.Error as error:
        raise DossierError("broken_dna", name=path, reason=str(error)) from error


class _Reading:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.texts: dict[int, str] = {}
        self.parties: dict[tuple[str, str], Party] = {}
        self.issues: dict[str, Issue] = {}
        self.ids: Counter[str] = Counter()

    def dossier(self) -> Dossier:
        reports = [
            self._report(row) for row in self._rows("SELECT ID, Title, Text, Author, Source, Date FROM DOCUMENTS")
        ]
        told = list(self._told())
        belongs: dict[str, Counter[str]] = {}
        for _, _, _, _, words, _ in told:
            if words.get("person") and words.get("organization"):
                belongs.setdefault(words["person"], Counter())[words["organization"]] += 1
        statements = []
        for number, document, start, stop, words, agreement in told:
            text = self.texts[document]
            first, last = _code_points(text, start), _code_points(text, stop)
            issue = self._issue(words["concept"])
            statements.append(
                Statement(
                    id=f"dna-s{number}",
                    party=self._speaker(words, belongs),
                    stance="open" if agreement is None else "support" if agreement else "oppose",
                    issue=issue.id,
                    topic=issue.label,
                    cue="",
                    evidence=Evidence(report=f"dna-{document}", start=first, end=last, quote=text[first:last]),
                    rule="dna",
                    confidence=1.0,
                    date=next(report.date for report in reports if report.id == f"dna-{document}"),
                )
            )
        return Dossier(
            reports=reports,
            parties=list(self.parties.values()),
            issues=list(self.issues.values()),
            statements=statements,
        )

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        return self.database.execute(query).fetchall()

    def _report(self, row: tuple[object, ...]) -> Report:
        number, title, text, author, source, date = row
        self.texts[cast(int, number)] = str(text)
        seconds = cast(int, date)
        return Report(
            id=f"dna-{number}",
            title=str(title),
            author=str(author) or None,
            publisher=str(source) or None,
            date=datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else None,
            language=find_language(str(text)),
            text=str(text),
        )

    def _told(self) -> Iterable[tuple[int, int, int, int, dict[str, str], bool | None]]:
        words: dict[int, dict[str, str]] = {}
        query = (
            "SELECT d.StatementId, v.Variable, e.Value FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId "
        )
        for statement, variable, value in self._rows(query + "JOIN ENTITIES e ON e.ID = d.Entity"):
            words.setdefault(cast(int, statement), {})[str(variable)] = str(value)
        query = "SELECT d.StatementId, d.Value FROM DATABOOLEAN d JOIN VARIABLES v ON v.ID = d.VariableId "
        agreed = {cast(int, s): bool(value) for s, value in self._rows(query + "WHERE v.Variable = 'agreement'")}
        for row in self._rows("SELECT ID, DocumentId, Start, Stop FROM STATEMENTS ORDER BY DocumentId, Start, ID"):
            number, document, start, stop = cast("tuple[int, int, int, int]", row)
            found = words.get(number, {})
            if document in self.texts and found.get("concept") and (found.get("person") or found.get("organization")):
                yield number, document, start, stop, found, agreed.get(number)

    def _speaker(self, words: dict[str, str], belongs: dict[str, Counter[str]]) -> str:
        """The party of a statement: the person; in another name than its usual one it is a party of its own."""
        person, organization = words.get("person"), words.get("organization")
        if not person:
            return self._party("organization", str(organization), None).id
        of = self._party("organization", organization, None).id if organization else None
        usual = belongs[person].most_common(1)[0][0] if person in belongs else None
        name = person if organization in (usual, None, "") else f"{person} ({organization})"
        return self._party("person", name, of).id

    def _party(self, variable: str, name: str, of: str | None) -> Party:
        key = variable, name
        if key not in self.parties:
            kind = "person" if variable == "person" else self._attribute(variable, name, "Type")
            known = cast(PartyKind, kind if kind in ("person", *_KINDS) else "organisation")
            alias = self._attribute(variable, name, "Alias")
            aliases = [each.strip() for each in alias.split(";") if each.strip()]
            self.parties[key] = Party(id=self._id(name), name=name, kind=known, of=of, aliases=aliases)
        return self.parties[key]

    def _issue(self, concept: str) -> Issue:
        if concept not in self.issues:
            self.issues[concept] = Issue(id=self._id(concept), label=concept)
        return self.issues[concept]

    def _id(self, name: str) -> str:
        base = slug(name) or "item"
        self.ids[base] += 1
        return base if self.ids[base] == 1 else f"{base}-{self.ids[base]}"

    def _attribute(self, variable: str, value: str, name: str) -> str:
        found = self.database.execute(
            "SELECT a.AttributeValue FROM ATTRIBUTEVALUES a JOIN ATTRIBUTEVARIABLES n ON n.ID = a.AttributeVariableId "
            "JOIN ENTITIES e ON e.ID = a.EntityId JOIN VARIABLES v ON v.ID = e.VariableId "
            "WHERE v.Variable = ? AND e.Value = ? AND n.AttributeVariable = ?",
            (variable, value, name),
        ).fetchone()
        return str(found[0]) if found else ""


def write_dna(dossier: Dossier, path: str | Path) -> None:
    """Write a dossier as a database that Discourse Network Analyzer 3.0 and rDNA open; the password is "detente".

    Names of more than 190 letters are cut, as the format demands.  Raises OSError where it cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.dna"
        with closing(sqlite3.connect(made)) as database:
            database.executescript((files("detente.dossier") / "dna.sql").read_text("utf-8"))
            _Writing(database, dossier).write()
            database.commit()
        write_atomically(Path(path), made.read_bytes())


class _Writing:
    def __init__(self, database: sqlite3.Connection, dossier: Dossier) -> None:
        self.database, self.dossier = database, dossier
        self.variables: dict[tuple[int, str], int] = {}
        self.entities: dict[tuple[int, str], int] = {}
        self.attributes: dict[tuple[int, str], int] = {}
        self.parties = {party.id: party for party in dossier.parties}

    def write(self) -> None:
        self._add("SETTINGS", "version", "3.0.7")
        self._add("SETTINGS", "date", datetime.now(UTC).date().isoformat())
        self.database.execute("INSERT INTO CODERS (ID, Name, Password) VALUES (1, 'Admin', ?)", (_password(),))
        for key, label in _TYPES.items():
            self._add("STATEMENTTYPES", key, label, 239, 208, 51)
            for name in (*_VARIABLES, "agreement") if key == 1 else _VARIABLES:
                self._variable(key, name)
        numbers = {}
        for number, report in enumerate(self.dossier.reports, 1):
            numbers[report.id] = number, report
            about = (report.author or "", report.publisher or "", "", "", "", _seconds(report.date))
            self._add("DOCUMENTS", number, _short(report.title or report.source or report.id), report.text, 1, *about)
        count = 0
        for statement in self.dossier.statements:
            if statement.evidence.report in numbers and statement.evidence.end > statement.evidence.start:
                count += 1
                self._statement(count, statement, *numbers[statement.evidence.report])

    def _statement(self, number: int, statement: Statement, document: int, report: Report) -> None:
        kind = 2 if statement.stance == "open" else 1
        place = statement.evidence
        start, stop = (_utf16(report.text, at) for at in (place.start, place.end))
        self._add("STATEMENTS", number, kind, document, start, stop, 1)
        party = self.parties.get(statement.party)
        person = party if party is not None and party.kind == "person" else None
        owner = self.parties.get(person.of or "") if person else party
        names = (person.name if person else "", owner.name if owner else "", self._concept(statement))
        for variable, name, one in zip(_VARIABLES, names, (person, owner, None), strict=True):
            entity = self._entity(kind, variable, _short(name), one)
            self._data("DATASHORTTEXT", number, self.variables[kind, variable], entity)
        if kind == 1:
            self._data("DATABOOLEAN", number, self.variables[1, "agreement"], int(statement.stance == "support"))

    def _concept(self, statement: Statement) -> str:
        issue = next((each for each in self.dossier.issues if each.id == statement.issue), None)
        if issue is None or issue.id == UNSPECIFIED:
            return statement.topic
        option = next((each for each in issue.options if each.id == statement.option), None)
        return f"{issue.label}: {option.label}" if option and len(issue.options) > 1 else issue.label

    def _variable(self, kind: int, name: str) -> None:
        number = len(self.variables) + 1
        self.variables[kind, name] = number
        self._add("VARIABLES", number, name, "boolean" if name == "agreement" else "short text", kind)
        if name != "agreement":
            for attribute in ("Type", "Alias", "Notes"):
                self.attributes[number, attribute] = len(self.attributes) + 1
                self._add("ATTRIBUTEVARIABLES", self.attributes[number, attribute], number, attribute)
            self._entity(kind, name, "", None)

    def _entity(self, kind: int, variable: str, value: str, party: Party | None) -> int:
        number = self.variables[kind, variable]
        if (number, value) not in self.entities:
            key = self.entities[number, value] = len(self.entities) + 1
            self._add("ENTITIES", key, number, value, 0, 0, 0, None)
            about = {"Type": party.kind, "Alias": "; ".join(party.aliases)} if party else {}
            for attribute in ("Type", "Alias", "Notes"):
                values = key, self.attributes[number, attribute], _short(about.get(attribute, ""))
                self.database.execute(
                    "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
                    values,
                )
        return self.entities[number, value]

    def _add(self, table: str, *values: object) -> None:
        self.database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    def _data(self, table: str, statement: int, variable: int, value: int) -> None:
        column = "Entity" if table == "DATASHORTTEXT" else "Value"
        query = f"INSERT INTO {table} (StatementId, VariableId, {column}) VALUES (?, ?, ?)"
        self.database.execute(query, (statement, variable, value))


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _seconds(date: str | None) -> int:
    """A date (ISO 8601, perhaps only year or month) in seconds since 1970; 0 where none is known."""
    if not date:
        return 0
    parts = [*map(int, date[:10].split("-")), 1, 1][:3]
    return int(datetime(parts[0], parts[1], parts[2], tzinfo=UTC).timestamp())


def _utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _code_points(text: str, place: int) -> int:
    if text.isascii():
        return place
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "replace"))


def _password() -> str:
    """PASSWORD as Discourse Network Analyzer keeps it (Jasypt's strong encryptor: SHA-256, salted, 100,000 rounds)."""
    salt = os.urandom(16)
    digest = hashlib.sha256(salt + PASSWORD.encode()).digest()
    for _ in range(_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()
