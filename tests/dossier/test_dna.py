"""Databases of Discourse Network Analyzer: written, read back, and its own sample with rDNA's matrices."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from detente.contract import Dossier, Evidence, Issue, Option, Party, Report, Statement
from detente.dossier import DossierError, export, one_mode, read_dna, two_mode, write_dna

SAMPLE = Path(__file__).parents[3] / ".mirror" / "leifeld+dna" / "repo"
# An astral letter before the first statement: offsets in UTF-16 and in code points differ.
TEXT = "🛶 Ferry row. The union wants six boats. The port says no. The mayor will not say."


def row() -> Dossier:
    def said(number: int, party: str, stance: str, quote: str, option: str | None = None) -> Statement:
        start = TEXT.index(quote)
        place = Evidence(report="r", start=start, end=start + len(quote), quote=quote)
        return Statement.model_validate(
            {
                "id": f"s{number}",
                "party": party,
                "stance": stance,
                "issue": "boats",
                "option": option,
                "topic": "boats",
                "cue": "wants",
                "evidence": place,
                "rule": "verb-support",
                "confidence": 0.8,
            }
        )

    return Dossier(
        reports=[Report(id="r", title="Ferry row", text=TEXT, date="2031-05-04", author="A. Reed", language="en")],
        parties=[
            Party(id="union", name="Union", kind="organisation", aliases=["the Union", "UFW"]),
            Party(id="port", name="Port", kind="state"),
            Party(id="mayor", name="Ida Mole", kind="person", of="port"),
        ],
        issues=[
            Issue(id="boats", label="Boats", options=[Option(id="six", label="six"), Option(id="two", label="two")])
        ],
        statements=[
            said(1, "union", "support", "The union wants six boats.", "six"),
            said(2, "port", "oppose", "The port says no.", "six"),
            said(3, "mayor", "open", "The mayor will not say."),
        ],
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "row.dna"
    assert export(row(), path, "dna") == [path]
    back = read_dna(path)
    assert [(r.title, r.text, r.date, r.author) for r in back.reports] == [("Ferry row", TEXT, "2031-05-04", "A. Reed")]
    names = {party.id: party for party in back.parties}
    told = [(names[s.party].name, s.stance, s.topic, s.evidence.quote) for s in back.statements]
    assert told == [
        ("Union", "support", "Boats: six", "The union wants six boats."),
        ("Port", "oppose", "Boats: six", "The port says no."),
        ("Ida Mole", "open", "Boats", "The mayor will not say."),
    ]
    for statement in back.statements:
        place = statement.evidence
        assert TEXT[place.start : place.end] == place.quote
    kinds = {party.name: (party.kind, party.aliases) for party in back.parties}
    assert kinds["Port"][0] == "state"
    assert kinds["Union"] == ("organisation", ["the Union", "UFW"])
    mayor = next(party for party in back.parties if party.kind == "person")
    assert mayor.of is not None and names[mayor.of].name == "Port"


def test_offsets_are_those_of_java(tmp_path: Path) -> None:
    write_dna(row(), tmp_path / "row.dna")
    with closing(sqlite3.connect(tmp_path / "row.dna")) as database:
        start, stop = database.execute("SELECT Start, Stop FROM STATEMENTS ORDER BY ID").fetchone()
    units = TEXT.encode("utf-16-le")
    assert units[2 * start : 2 * stop].decode("utf-16-le") == "The union wants six boats."


def test_the_password_is_kept_as_the_tool_expects(tmp_path: Path) -> None:
    write_dna(row(), tmp_path / "row.dna")
    with closing(sqlite3.connect(tmp_path / "row.dna")) as database:
        kept = base64.b64decode(database.execute("SELECT Password FROM CODERS").fetchone()[0])
        assert database.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone() == ("3.0.7",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    digest = hashlib.sha256(kept[:16] + b"detente").digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    assert digest == kept[16:]


def test_a_person_in_two_names_is_two_parties(tmp_path: Path) -> None:
    dossier = row()
    dossier.parties.append(Party(id="mole2", name="Ida Mole", kind="person", of="union"))
    again = dossier.statements[0].model_copy(update={"id": "s4", "party": "mole2"})
    usual = dossier.statements[2].model_copy(update={"id": "s5"})
    dossier.statements += [again, usual]
    write_dna(dossier, tmp_path / "row.dna")
    back = read_dna(tmp_path / "row.dna")
    owners = {party.name: party.of for party in back.parties if party.kind == "person"}
    assert owners == {"Ida Mole": "port", "Ida Mole (Union)": "union"}


@pytest.mark.parametrize(("content", "reason"), [(b"no database", "no SQLite file"), (b"", "no SQLite file")])
def test_another_file_is_one_clear_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.dna"
    path.write_bytes(content)
    with pytest.raises(DossierError, match=reason) as error:
        read_dna(path)
    assert "keine SQLite-Datei" in error.value.message("de")


def test_a_database_of_something_else_is_one_clear_error(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.dna")) as database:
        database.execute("CREATE TABLE t (a)")
        database.commit()
    with pytest.raises(DossierError, match="no such table"):
        read_dna(tmp_path / "x.dna")


def test_matrices_count_what_is_said() -> None:
    told = two_mode(row())
    assert (told.rows, told.columns) == (("Port", "Union"), ("Boats",))
    assert told.counts.tolist() == [[2], [1]]
    assert one_mode(row()).counts.tolist() == [[0, 2], [2, 0]]


def test_the_sample_has_the_matrices_that_rdna_asserts(tmp_path: Path) -> None:
    if not SAMPLE.exists():
        pytest.skip("github.com/leifeld/dna is not fetched")
    made = subprocess.run(
        ["git", f"--git-dir={SAMPLE}", "show", "HEAD:rDNA/rDNA/inst/extdata/sample.dna"],
        check=True,
        capture_output=True,
    ).stdout
    (tmp_path / "sample.dna").write_bytes(made)
    sample = read_dna(tmp_path / "sample.dna")
    assert (two_mode(sample).counts.shape, two_mode(sample).counts.sum()) == ((7, 6), 40)
    assert (one_mode(sample).counts.shape, one_mode(sample).counts.sum()) == ((7, 7), 276)
    assert min(report.date for report in sample.reports if report.date) == "2005-01-26"
    write_dna(sample, tmp_path / "again.dna")
    again = read_dna(tmp_path / "again.dna")
    assert (one_mode(again).counts == one_mode(sample).counts).all()
