"""The API: search, cells, exports, tables, and a team's own codebooks."""

from __future__ import annotations

import io
import json
import zipfile
from importlib.resources import files

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from detente import contract
from detente.desk import worker
from detente.desk.dossiers import exporting, tables
from detente.desk.dossiers.models import Dossier

from .calling import API

SHIPPED = (files("detente.codebooks") / "data" / "peace.toml").read_text("utf-8")


# search


def test_search_finds_reports_statements_and_events_with_their_ids(analyst, dossier):
    found = analyst("GET", "/dossiers/north/search?q=ceasefire")
    assert found["count"] == sum(found["counts"].values()) == len(found["items"]) > 1
    report, statement = found["items"][0], next(each for each in found["items"] if each["kind"] == "statement")
    assert (report["kind"], report["dossier"], report["head"]) == ("report", "north", "Paris calls for ceasefire")
    assert report["id"] == report["report"] == analyst("GET", "/dossiers/north/reports?language=en")["items"][0]["id"]
    marked = [piece["text"].casefold() for piece in report["excerpt"] if piece["found"]]
    assert marked and set(marked) == {"ceasefire"}
    one = analyst("GET", f"/dossiers/north/statements?id={statement['id']}")["items"]
    assert [each["party"] for each in one] == ["france"] and one[0]["evidence"]["report"] == statement["report"]
    assert statement["address"].startswith("http://testserver/desk/north/texts/")


def test_search_is_paged_and_of_one_kind(analyst, dossier):
    every = analyst("GET", "/dossiers/north/search?q=norway")
    only = analyst("GET", "/dossiers/north/search?q=norway&kind=statement")
    assert only["counts"] == every["counts"] and only["count"] == every["counts"]["statement"] > 0
    assert analyst("GET", "/dossiers/north/search?q=norway&limit=1&offset=1")["items"] == every["items"][1:2]
    assert analyst("GET", "/dossiers/north/search?q=%22rejected+the+withdrawal%22")["count"] >= 1
    assert analyst("GET", "/dossiers/north/search?q=nonsense")["items"] == []


@pytest.mark.parametrize("query", ["", "?q=", f"?q={'a' * 201}", "?q=a&kind=party", "?q=a&limit=0"])
def test_a_search_that_asks_nothing_is_refused(analyst, query):
    assert analyst("GET", f"/dossiers/north/search{query}", status=422)["errors"]


def test_search_in_all_is_in_those_that_one_may_see(call, dossier, people):
    assert call("reader")("GET", "/search?q=ceasefire")["count"] == 0
    assert {each["dossier"] for each in call("owner")("GET", "/search?q=ceasefire")["items"]} == {"north"}
    dossier.members.add(people["reader"])
    assert call("reader")("GET", "/search?q=ceasefire")["count"] > 1


def test_a_cell_has_its_statements_in_the_order_of_time(analyst):
    found = analyst("GET", "/dossiers/north/cell?party=norway&issue=peace.withdrawal")
    assert (found["party"]["id"], found["issue"]["id"]) == ("norway", "peace.withdrawal")
    dates = [each["date"] for each in found["said"]]
    assert len(dates) > 1 and dates == sorted(dates)
    # Ole Hansen speaks for Norway.
    assert {each["statement"]["party"] for each in found["said"]} <= {"norway", "ole-hansen"}
    analyst("GET", "/dossiers/north/cell?party=norway&issue=none", status=404)
    analyst("GET", "/dossiers/north/cell?party=norway", status=422)


# files


@pytest.mark.parametrize("name", exporting.FORMATS)
def test_a_dossier_at_work_comes_as_the_file_of_its_page(analyst, as_role, name):
    answer = analyst.client.get(f"{API}/dossiers/north/export/{name}")
    page = as_role("analyst").get(f"/desk/north/export.{name}")
    assert answer.status_code == 200 and answer["Content-Disposition"] == page["Content-Disposition"]
    assert answer["Content-Type"] == page["Content-Type"]
    if name != "dna":  # a database has the time in it
        assert answer.content == page.content


def test_files_follow_the_rulings(analyst):
    said = analyst("GET", "/dossiers/north/statements")["items"][0]["id"]
    analyst("POST", "/dossiers/north/rulings", {"action": "reject", "target": "statement", "id": said}, 201)
    saved = contract.Dossier.model_validate(analyst("GET", "/dossiers/north/export/json"))
    assert said in {each.id for each in saved.statements} and len(saved.rulings) == 1
    answer = analyst.client.get(f"{API}/dossiers/north/export/csv")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {f"{each}.csv" for each in tables.NAMES} == set(archive.namelist())
        assert said not in archive.read("statements.csv").decode()


def test_formats_and_tables_that_there_are_not_are_refused(analyst):
    analyst("GET", "/dossiers/north/export/docx", status=422)
    analyst("GET", "/dossiers/north/tables/secrets", status=422)
    analyst("GET", "/dossiers/north/tables/parties?format=xml", status=422)


@pytest.mark.parametrize("name", tables.NAMES)
def test_each_table_comes_as_records_and_as_csv(analyst, name):
    answer = analyst.client.get(f"{API}/dossiers/north/tables/{name}")
    rows = json.loads(answer.content)
    text = analyst.client.get(f"{API}/dossiers/north/tables/{name}?format=csv").content.decode("utf-8-sig")
    if rows:
        assert text.splitlines()[0] == ",".join(rows[0])
    assert rows or name in ("discrepancies", "events", "timeline")


# own codebooks


def _upload(caller, name: str, content: bytes, status: int = 201):
    answer = caller.client.post(f"{API}/dossiers/north/codebooks", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == status, answer.content
    return answer.json()


def _own() -> bytes:
    label = 'en = "Ceasefire"'
    assert label in SHIPPED
    return SHIPPED.replace(label, 'en = "Silence of arms"', 1).encode()


def test_an_own_codebook_is_uploaded_used_read_and_taken_out(analyst, dossier):
    assert "peace" in analyst("GET", "/codebooks")
    assert analyst("GET", "/dossiers/north/codebooks") == []
    made = _upload(analyst, "../Our own.toml", _own())
    assert (made["name"], made["codebook"], made["used"]) == ("Our-own", "own:Our-own", True)
    assert analyst("GET", "/dossiers/north")["codebooks"] == ["own:Our-own"]
    assert analyst.client.get(f"{API}/dossiers/north/codebooks/Our-own").content == _own()
    analyst("PATCH", "/dossiers/north", {"codebooks": []})
    assert analyst("GET", "/dossiers/north/codebooks")[0]["used"] is False
    dossier.extract.refresh_from_db()
    before = dossier.extract.wanted
    _upload(analyst, "Our own.toml", _own())
    analyst("DELETE", "/dossiers/north/codebooks/Our-own", status=204)
    dossier.extract.refresh_from_db()
    assert dossier.extract.wanted == before + 2
    assert analyst("GET", "/dossiers/north")["codebooks"] == []
    analyst("GET", "/dossiers/north/codebooks/Our-own", status=404)
    analyst("DELETE", "/dossiers/north/codebooks/Our-own", status=404)


def test_what_is_wrong_in_a_codebook_is_said(analyst, dossier, settings):
    assert "none.toml" in _upload(analyst, "none.toml", b"no codebook", 422)["detail"]
    assert "/tmp" not in _upload(analyst, "none.toml", b"[codebook]", 422)["detail"]
    assert _upload(analyst, "large.toml", b"#" * (512 * 1024 + 1), 413)["detail"]
    analyst("POST", "/dossiers/north/codebooks", status=422)
    assert not dossier.books.exists()


def test_who_may_not_work_uploads_nothing(call, dossier, people):
    dossier.members.add(people["reader"])
    assert call("reader")("GET", "/dossiers/north/codebooks") == []
    _upload(call("reader"), "own.toml", _own(), 403)
    _upload(call("moderator"), "own.toml", _own(), 404)
    assert not dossier.books.exists()


def test_analyses_call_issues_as_the_own_codebook_does(analyst, dossier):
    _upload(analyst, "own.toml", _own())
    worker.finish()
    shown = analyst("GET", "/dossiers/north/issues?id=peace.ceasefire")["items"]
    assert [each["label"] for each in shown] == ["Silence of arms"]
    for name in ("settlement", "forecast"):
        told = json.dumps(analyst("GET", f"/dossiers/north/{name}?language=en"))
        assert "Silence of arms" in told and '"Ceasefire"' not in told, name
    brief = analyst.client.get(f"{API}/dossiers/north/brief?language=en").content.decode()
    assert "Silence of arms" in brief


def test_searches_elsewhere_call_issues_as_the_own_codebook_does(analyst, dossier):
    from detente.desk.publishing.pages import searches_of

    _upload(analyst, "own.toml", _own())
    worker.finish()
    analyst("POST", "/dossiers/north/versions", {}, 201)
    queries = [each.query for each in searches_of(Dossier.objects.get().versions.get(), "en")]
    assert any("Silence of arms" in each for each in queries)
