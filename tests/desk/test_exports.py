"""A dossier in files: what they carry, how they are named, who gets them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from xml.etree import ElementTree

import pytest
from django.test import override_settings

from detente import dossier as library
from detente.desk import worker
from detente.desk.dossiers import tables
from detente.desk.dossiers.current import current, with_rulings
from detente.desk.dossiers.exporting import FORMATS
from detente.desk.dossiers.models import Extract
from detente.desk.review.models import Ruling


@pytest.fixture
def ruled(dossier, people):
    """The dossier with one statement rejected."""
    statement = current(dossier).statements[0]
    Ruling.objects.create(
        dossier=dossier, key="r1", target="statement", action="reject", item=statement.id, author=people["analyst"],
        content={
            "id": "r1", "action": "reject", "target": "statement", "evidence": statement.evidence.model_dump(),
            "was": {"party": statement.party, "stance": statement.stance, "topic": statement.topic},
            "author": "Analyst", "time": "2026-03-06T10:00:00Z", "reason": "said by somebody else",
        },
    )  # fmt: skip
    return dossier, statement


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_json_is_the_librarys_with_the_rulings(ruled, as_role, tmp_path):
    dossier, statement = ruled
    answer = as_role("analyst").get("/desk/north/export.json")
    assert answer["Content-Disposition"] == 'attachment; filename="north.json"'
    (tmp_path / "north.json").write_bytes(answer.content)
    loaded = library.load(tmp_path / "north.json")
    assert loaded == with_rulings(dossier)
    assert [ruling.reason for ruling in loaded.rulings] == ["said by somebody else"]
    assert statement.id in {s.id for s in loaded.statements}
    assert statement.id not in {s.id for s in library.apply_rulings(loaded).statements}


def test_csv_has_all_tables_as_they_stand(ruled, as_role):
    dossier, statement = ruled
    answer = as_role("analyst").get("/desk/north/export.csv")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"{name}.csv" for name in tables.NAMES]
        content = {name: archive.read(name).decode() for name in archive.namelist()}
    said = rows(content["statements.csv"])
    assert statement.id not in {row["id"] for row in said}
    assert [row["quote"] for row in said] == [s.evidence.quote for s in current(dossier).statements]
    assert all(text.startswith("\ufeff") for text in content.values())
    assert {row["name"] for row in rows(content["parties.csv"])} == {p.name for p in current(dossier).parties}


def test_graphml_and_dna_can_be_read_again(dossier, as_role, tmp_path):
    client = as_role("analyst")
    tree = ElementTree.fromstring(client.get("/desk/north/export.graphml").content)
    labels = {data.text for data in tree.iter("{http://graphml.graphdrawing.org/xmlns}data")}
    assert {party.name for party in current(dossier).parties} <= labels
    (tmp_path / "north.dna").write_bytes(client.get("/desk/north/export.dna").content)
    with closing(sqlite3.connect(tmp_path / "north.dna")) as database:
        assert database.execute("SELECT count(*) FROM DOCUMENTS").fetchone() == (2,)
    events = client.get("/desk/north/export.plover").content.decode()
    assert library.from_plover(events, "north").events if current(dossier).events else events.strip() in ("", "[]")


@pytest.mark.parametrize("name", tables.NAMES)
def test_each_table_comes_as_csv_and_json(dossier, as_role, name):
    client = as_role("analyst")
    answer = client.get(f"/desk/north/table/{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="north-{name}.csv"'
    found, records = rows(answer.content.decode()), client.get(f"/desk/north/table/{name}.json").json()
    assert len(found) == len(records)
    assert len(found) > 0 or name in ("discrepancies", "events", "timeline")
    for row, record in zip(found, records, strict=True):
        assert list(row) == list(record)


def test_spreadsheets_run_nothing(dossier, as_role):
    extract = Extract.objects.get(dossier=dossier)
    content = json.loads(extract.content)
    content["parties"][0]["name"] = "=HYPERLINK(1)"
    Extract.objects.update(content=json.dumps(content), revision=2)
    text = as_role("analyst").get("/desk/north/table/parties.csv").content.decode()
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text


@pytest.mark.parametrize("lang,word", [("de", "Stand der Dinge"), ("en", "State of play")])
def test_the_brief_comes_in_both_languages(dossier, as_role, lang, word):
    answer = as_role("analyst").get(f"/desk/north/brief-{lang}.html")
    assert answer["Content-Disposition"] == f'attachment; filename="north-{lang}.html"'
    html = answer.content.decode()
    assert f'<html lang="{lang}">' in html and word in html and "<!doctype html>" in html
    # On paper there are no pages to lead to.
    assert "/desk/" not in html


@override_settings(WORK_INLINE=False)
def test_a_brief_that_is_not_there_yet_is_asked_for(dossier, as_role):
    client = as_role("analyst")
    answer = client.get("/desk/north/brief-de.html", follow=True)
    assert "still being drawn up" in answer.content.decode()
    worker.finish()
    assert client.get("/desk/north/brief-de.html").status_code == 200


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 200)])
def test_exports_are_private(dossier, as_role, role, status):
    client = as_role(role)
    paths = [f"export.{format}" for format in FORMATS] + [f"table/{name}.json" for name in tables.NAMES]
    for path in [*paths, "brief-de.html", "brief-en.html"]:
        assert client.get(f"/desk/north/{path}").status_code == status, path


@pytest.mark.parametrize(
    "path", ["export.exe", "table/secrets.csv", "table/parties.xml", "brief-fr.html", "table/..%2f.csv", "export."]
)
def test_there_are_no_others(dossier, as_role, path):
    assert as_role("analyst").get(f"/desk/north/{path}").status_code == 404


def test_exports_are_only_got(dossier, as_role):
    assert as_role("analyst").post("/desk/north/export.json").status_code == 405


def test_an_empty_dossier_can_be_exported(people, as_role):
    from detente.desk.dossiers.models import Dossier

    Dossier.objects.create(slug="empty", title="Empty")
    for path in [*(f"export.{f}" for f in FORMATS), *(f"table/{name}.csv" for name in tables.NAMES)]:
        assert as_role("owner").get(f"/desk/empty/{path}").status_code == 200, path
