"""Exports for other tools: JSON, CSV tables, GraphML, databases of Discourse Network Analyzer, PLOVER records."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Literal, TextIO, cast, get_args

from detente.contract import Dossier, Evidence, Statement
from detente.dossier.dna import write_dna
from detente.dossier.history import Mix, dates, positions
from detente.dossier.plover import to_plover
from detente.dossier.store import DossierError, to_json, write_atomically
from detente.dossier.summary import counted, sources

Format = Literal["json", "csv", "graphml", "dna", "plover"]
TABLES = ("statements", "events", "positions")


def export(dossier: Dossier, target: str | Path | TextIO | BinaryIO, format: Format) -> list[Path]:
    """Write a dossier for other tools; gives the paths of the files written (none for a stream).

    `csv` writes statements.csv, events.csv and positions.csv into the folder `target` (made where it is missing), or,
    for a `target` that ends in .csv, files beside it whose names begin with its own ("wages.csv":
    wages-statements.csv).  `dna` writes a database of Discourse Network Analyzer (see `write_dna`), `json`, `graphml`
    and `plover` (the events) one file, or to a stream of text or bytes.

    Raises DossierError for an unknown format or a stream for CSV or DNA, OSError where a file cannot be written.
    """
    if format not in get_args(Format):
        raise DossierError("format", format=format, formats=", ".join(get_args(Format)))
    as_text = {"json": to_json, "graphml": graphml, "plover": to_plover}.get(format)
    if not isinstance(target, str | Path):
        if as_text is None:
            raise DossierError(f"{format}_stream")
        _write(target, as_text(dossier))
        return []
    path = Path(target)
    if format == "dna":
        write_dna(dossier, path)
        return [path]
    if as_text is not None:
        write_atomically(path, as_text(dossier).encode("utf-8"))
        return [path]
    if path.suffix.lower() == ".csv":
        paths = {name: path.with_name(f"{path.stem}-{name}.csv") for name in TABLES}
    else:
        path.mkdir(parents=True, exist_ok=True)
        paths = {name: path / f"{name}.csv" for name in TABLES}
    for name, place in paths.items():
        write_atomically(place, table(dossier, name).encode("utf-8"))
    return list(paths.values())


def _write(stream: TextIO | BinaryIO, text: str) -> None:
    if isinstance(stream, io.TextIOBase):
        cast(TextIO, stream).write(text)
    else:
        cast(BinaryIO, stream).write(text.encode("utf-8"))


def table(dossier: Dossier, name: str) -> str:
    """One table ("statements", "events", "positions") as CSV (RFC 4180), with a byte order mark.

    Excel takes UTF-8 for what it is only with that mark.  Text that a spreadsheet would run as a formula is quoted
    with an apostrophe.  Raises KeyError for another name.
    """
    return as_csv({"statements": _statements, "events": _events, "positions": _positions}[name](dossier))


def as_csv(rows: Iterable[tuple[object, ...]]) -> str:
    """Rows as CSV, as `table` writes them; the first is the header."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    csv.writer(out, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    if cell is None:
        return ""
    if isinstance(cell, str) and re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell):
        return "'" + cell
    return cell


_PASSAGE = ("report", "title", "publisher", "report_date", "source", "start", "end", "quote")


class _Names:
    def __init__(self, dossier: Dossier) -> None:
        self.party = {party.id: party.name for party in dossier.parties}
        self.kind = {party.id: party.kind for party in dossier.parties}
        self.owner = {party.id: party.of for party in dossier.parties}
        self.reports = {report.id: report for report in dossier.reports}
        self.issue = {issue.id: issue.label for issue in dossier.issues}
        self.option = {(issue.id, option.id): option for issue in dossier.issues for option in issue.options}

    def of(self, party: str | None) -> str:
        return self.party.get(party, party) if party else ""

    def passage(self, evidence: Evidence) -> tuple[object, ...]:
        report = self.reports.get(evidence.report)
        about = (report.title, report.publisher, report.date, report.source) if report else (None,) * 4
        return (evidence.report, *about, evidence.start, evidence.end, evidence.quote)


def _statements(dossier: Dossier) -> Iterable[tuple[object, ...]]:
    names, when = _Names(dossier), dates(dossier)
    single = {statement.id for statement in counted(dossier)}
    yield (
        "id",
        "date",
        "party",
        "party_name",
        "stance",
        "issue",
        "issue_label",
        "option",
        "option_label",
        "value",
        "topic",
        "cue",
        "addressee",
        "addressee_name",
        "rule",
        "confidence",
        "counted",
        *_PASSAGE,
        "party_kind",
        "party_of",
    )
    for s in dossier.statements:
        option = names.option.get((s.issue or "", s.option or ""))
        yield (
            s.id,
            when[s.id],
            s.party,
            names.of(s.party),
            s.stance,
            s.issue,
            names.issue.get(s.issue or "", ""),
            s.option,
            option.label if option else "",
            option.value if option else None,
            s.topic,
            s.cue,
            s.addressee,
            names.of(s.addressee),
            s.rule,
            s.confidence,
            "yes" if s.id in single else "no",
            *names.passage(s.evidence),
            names.kind.get(s.party, ""),
            names.of(names.owner.get(s.party)),
        )


def _events(dossier: Dossier) -> Iterable[tuple[object, ...]]:
    names, roots = _Names(dossier), sources(dossier)
    yield (
        "id",
        "date",
        "when",
        "type",
        "status",
        "participants",
        "participant_names",
        "place",
        "topic",
        "rule",
        "confidence",
        "repeats",
        *_PASSAGE,
    )
    for e in dossier.events:
        root = roots.get(e.evidence.report, e.evidence.report)
        yield (
            e.id,
            e.date,
            e.when,
            e.type,
            e.status,
            "; ".join(e.participants),
            "; ".join(map(names.of, e.participants)),
            e.place,
            e.topic,
            e.rule,
            e.confidence,
            root if root != e.evidence.report else None,
            *names.passage(e.evidence),
        )


def _positions(dossier: Dossier) -> Iterable[tuple[object, ...]]:
    names, when = _Names(dossier), dates(dossier)
    yield (
        "party",
        "party_name",
        "issue",
        "issue_label",
        "option",
        "option_label",
        "value",
        "support",
        "oppose",
        "open",
        "current_support",
        "current_oppose",
        "current_open",
        "first_date",
        "last_date",
        "statements",
    )
    for position in positions(dossier):
        for option, mix in position.options.items():
            known = names.option.get((position.issue, option or ""))
            now = position.current[option]
            own = [s for s in position.statements if s.option == option]
            days = [day for s in own if (day := when[s.id])]
            yield (
                position.party,
                names.of(position.party),
                position.issue,
                names.issue.get(position.issue, ""),
                option,
                known.label if known else "",
                known.value if known else None,
                mix.support,
                mix.oppose,
                mix.open,
                now.support,
                now.oppose,
                now.open,
                min(days, default=None),
                max(days, default=None),
                "; ".join(s.id for s in own),
            )


def graphml(dossier: Dossier) -> str:
    """The two-mode network of parties and issues as GraphML, for Gephi, visone or yEd.

    Nodes have `mode` (party or issue), `label` and, for parties, `kind`; edges the numbers of counted statements that
    `support`, `oppose` and leave `open`, their sum as `weight`, and `net`, support less opposition.
    """
    import networkx  # type: ignore[import-untyped]

    graph = networkx.Graph()
    told: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in counted(dossier):
        if statement.issue is not None:
            told[statement.party, statement.issue].append(statement)
    for party in dossier.parties:
        graph.add_node(_xml(f"party:{party.id}"), mode="party", label=_xml(party.name), kind=party.kind)
    for issue in dossier.issues:
        graph.add_node(_xml(f"issue:{issue.id}"), mode="issue", label=_xml(issue.label), kind="issue")
    for (party_id, issue_id), statements in told.items():
        mix = Mix.of(statements)
        edge = {"support": mix.support, "oppose": mix.oppose, "open": mix.open, "weight": mix.total}
        graph.add_edge(_xml(f"party:{party_id}"), _xml(f"issue:{issue_id}"), **edge, net=mix.support - mix.oppose)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + "\n".join(networkx.generate_graphml(graph)) + "\n"


def _xml(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
