"""Exports: tables that spreadsheets read and do not run, and a network that networkx reads back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import networkx
import pytest

from detente.contract import Dossier, Issue, Option
from detente.dossier import DossierError, export, graphml, merge, parse, table

from .telling import Told


def dossier(name: str = "Hafenunion", topic: str = "Brücke") -> Dossier:
    told = Told("a", f"{name} fordert die Brücke; Turku lehnt ab.\nBeide berieten.", date="2030-01-02")
    union, turku = told.party(name, "organisation"), told.party("Turku", "group")
    told.says(union, "support", "fordert die Brücke; Turku", "bridge", "wide", topic=topic)
    told.says(union, "open", "fordert", "bridge")
    told.says(turku, "oppose", "lehnt ab.\nBeide", "bridge", "wide", addressee=union)
    told.says(turku, "oppose", "lehnt ab")
    told.happens("meet", [union, turku], "Beide berieten")
    told.dossier.issues.append(Issue(id="bridge", label="Brücke", options=[Option(id="wide", label="breit", value=80)]))
    copy = Told("b", "Turku lehnt ab!", duplicate_of="a")
    copy.says(copy.party("Turku", "group"), "oppose", "lehnt ab", "bridge", "wide")
    return merge([told.dossier, copy.dossier])


def rows(content: str) -> list[dict[str, str]]:
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content[1:], newline="")))


def test_statements() -> None:
    found = rows(table(dossier(), "statements"))
    first = found[0]
    assert (first["id"], first["party_name"], first["stance"], first["option_label"], first["value"]) == (
        "a-s1",
        "Hafenunion",
        "support",
        "breit",
        "80.0",
    )
    assert (first["date"], first["quote"], first["start"]) == ("2030-01-02", "fordert die Brücke; Turku", "11")
    assert found[2]["quote"] == "lehnt ab.\nBeide"
    assert found[2]["addressee_name"] == "Hafenunion"
    assert [row["counted"] for row in found] == ["yes"] * 4 + ["no"]


def test_events_and_positions() -> None:
    (event,) = rows(table(dossier(), "events"))
    assert (event["participants"], event["participant_names"]) == ("hafenunion; turku", "Hafenunion; Turku")
    positions = rows(table(dossier(), "positions"))
    keys = ("party", "option", "support", "oppose", "open", "current_support", "last_date", "statements")
    assert [tuple(row[key] for key in keys) for row in positions] == [
        ("hafenunion", "wide", "1", "0", "0", "1", "2030-01-02", "a-s1"),
        ("hafenunion", "", "0", "0", "1", "0", "2030-01-02", "a-s2"),
        ("turku", "wide", "0", "1", "0", "0", "2030-01-02", "a-s3"),
    ]
    with pytest.raises(KeyError):
        table(dossier(), "rulings")


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(evil: str) -> None:
    for name in ("statements", "events", "positions"):
        for row in rows(table(dossier(name=f"{evil} AG", topic=evil), name)):
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in row.values())
    assert rows(table(dossier(topic=evil), "statements"))[0]["topic"] == "'" + evil


def test_files(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "tables"
    assert export(dossier(), folder, "csv") == [folder / f"{n}.csv" for n in ("statements", "events", "positions")]
    assert (folder / "events.csv").read_bytes().startswith(b"\xef\xbb\xbfid,date,")
    written = export(dossier(), str(tmp_path / "wages.csv"), "csv")
    assert [path.name for path in written] == ["wages-statements.csv", "wages-events.csv", "wages-positions.csv"]
    (one,) = export(dossier(), tmp_path / "d.json", "json")
    assert parse(one.read_bytes()) == dossier()
    (net,) = export(dossier(), tmp_path / "d.graphml", "graphml")
    assert net.read_text("utf-8") == graphml(dossier())


def test_streams() -> None:
    text, binary = io.StringIO(), io.BytesIO()
    assert export(dossier(), text, "json") == export(dossier(), binary, "json") == []
    assert parse(text.getvalue()) == parse(binary.getvalue()) == dossier()
    with pytest.raises(DossierError) as caught:
        export(dossier(), text, "csv")
    assert "Ordner" in caught.value.message("de")
    bad: Any = "xlsx"
    with pytest.raises(DossierError, match="xlsx is no export format"):
        export(dossier(), text, bad)


def test_the_network() -> None:
    graph = networkx.parse_graphml(graphml(dossier()))
    assert graph.nodes["party:hafenunion"] == {"mode": "party", "label": "Hafenunion", "kind": "organisation"}
    assert graph.nodes["issue:bridge"]["label"] == "Brücke"
    assert graph.edges["party:hafenunion", "issue:bridge"] == {
        "support": 1,
        "oppose": 0,
        "open": 1,
        "weight": 2,
        "net": 1,
    }
    assert graph.edges["party:turku", "issue:bridge"]["oppose"] == 1
    assert graph.number_of_edges() == 2


def test_characters_that_xml_cannot_hold() -> None:
    graph = networkx.parse_graphml(graphml(dossier(name="Hafen\x00union\x0b & <Söhne>")))
    assert "Hafenunion & <Söhne>" in {data["label"] for _, data in graph.nodes(data=True)}
    assert networkx.parse_graphml(graphml(Dossier())).number_of_nodes() == 0
