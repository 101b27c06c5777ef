"""What-if: what is tried, what comes of it, and what is said where it cannot be."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from detente.desk.dossiers.current import current
from detente.desk.dossiers.models import Dossier, Extract
from detente.desk.whatif import base as bases
from detente.desk.whatif.base import base_of
from detente.desk.whatif.trying import DRAWS, attempt
from detente.desk.whatif.wanted import Wanted, WantedError, as_lists, from_lists, query, read

from .whatif_tables import made_up

PAGE = "/desk/big/what-if/"


def get(client, *fields, page=PAGE, live=False, **more):
    """The answer to a page with wishes."""
    headers = {"HX-Request": "true"} if live else {}
    return client.get(f"{page}?{urlencode([*fields, *more.items()])}", headers=headers)


def told(client, *fields, **more):
    """The JSON of a what-if."""
    return json.loads(get(client, *fields, format="json", **more).content)


@pytest.mark.parametrize(
    "role,status", [("anonymous", 302), ("moderator", 404), ("reader", 200), ("analyst", 200), ("owner", 200)]
)
def test_who_may_try(big, as_role, role, status):
    client = as_role(role)
    for path in ("", "chances/", "compare/"):
        assert client.get(PAGE + path).status_code == status, path
    assert client.get(PAGE + "basis/?salience:p0:i0=0").status_code == status
    assert client.post(PAGE, {"leaves": "p1"}).status_code == (302 if status == 200 else status)
    assert get(client, ("leaves", "p1"), format="json").status_code == status


def test_every_kind_of_change_moves_what_it_is_about(big, as_role):
    client = as_role("analyst")
    plain = told(client)
    assert plain["changes"] == plain["refused"] == []
    for field in (
        ("leaves", "p3"),
        ("joins", "late"),
        ("without", "s0"),
        ("says:p1:i0:o2:support", "5"),
        ("status-quo:i0", "o2"),
        ("status-quo:aid", "resumed"),
        ("no-option:i2", "o2"),
        ("capability:p0", "5"),
        ("reservation:p0", "0.95"),
        ("salience:p0:i1", "0.97"),
        ("all-accept:i0", "o2"),
        ("position:p1:i0", "o2"),
        ("acceptance:p1:i0:o2", "1"),
    ):
        found = told(client, field)
        assert len(found["changes"]) == 1 and not found["refused"], field
        assert found["changes"][0]["change"][-1] == field[1]
        moved = {key: found[key] for key in ("settlement", "stability", "forecast")}
        assert moved != {key: plain[key] for key in moved}, field
        page = get(client, field).content.decode()
        assert found["changes"][0]["text"].replace("“", "“") in page, field
        assert "data-undo" in page


def test_the_page_says_what_came_of_it_before_and_after(big, as_role):
    page = get(as_role("analyst"), ("leaves", "p3"), ("salience:p0:i1", "0.9")).content.decode()
    result = page.split('id="result"')[1]
    tried = attempt(base_of(big), read([("leaves", "p3"), ("salience:p0:i1", "0.9")]))
    nash = next(each for each in tried.found.solutions if each.solution == "nash")
    assert nash.changed
    for issue, (one, two) in nash.moved.items():
        labels = {
            option.id: option.label for each in tried.ground.issues if each.id == issue for option in each.options
        }
        assert f"<del>{labels[one]}</del>" in result and f"<ins>{labels[two]}</ins>" in result
    for text in tried.found.texts("en"):
        assert text in result


def test_a_link_reproduces_the_state(big, as_role):
    client = as_role("reader")
    sent = client.post(PAGE, {"leaves": "p3", "salience:p0:i1": "0.9", "position:p1:i0": ""})
    assert sent.status_code == 302
    assert sent["Location"] == f"{PAGE}?leaves=p3&salience:p0:i1=0.9"
    page = client.get(sent["Location"]).content.decode()
    field = page.split('name="salience:p0:i1"')[1].split(">")[0]
    assert 'value="0.9"' in field
    base = base_of(big)
    assert f'data-base="{round(float(base.table.mean_salience[0, 1]), 2):g}"' in field
    assert 'name="leaves" value="p3" checked' in page


def test_a_form_with_nothing_moved_changes_nothing(big, as_role):
    """Without JavaScript every slider is sent: those that say what they said are no change."""
    import re

    client = as_role("reader")
    page = client.get(PAGE).content.decode()
    sent = dict(re.findall(r'<input type="range"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    assert len(sent) == 4 * 3 * (1 + 3) + 2 * 4 + 1
    assert client.post(PAGE, sent)["Location"] == PAGE


def test_htmx_gets_the_result_alone_and_the_address(big, as_role):
    answer = get(as_role("reader"), ("leaves", "p3"), live=True)
    text = answer.content.decode()
    assert text.lstrip().startswith('<section id="result"') and "<html" not in text
    assert answer["HX-Replace-Url"] == f"{PAGE}?leaves=p3"
    assert "whatif-said" in text


def test_chances_come_second(big, as_role):
    client = as_role("reader")
    part = get(client, ("leaves", "p3"), page=PAGE + "chances/", live=True).content.decode()
    assert "<html" not in part and "How sure it is" in part
    found = attempt(base_of(big), read([("leaves", "p3")]), DRAWS).found
    assert found.zone is not None and f"<td>{round(found.zone.before * 100)}%</td>" in part.replace("&gt;", ">")
    whole = get(client, ("leaves", "p3"), page=PAGE + "chances/").content.decode()
    assert "<html" in whole and "How sure it is" in whole


@pytest.mark.parametrize(
    "field",
    [
        ("salience:p0:i0", "nan"),
        ("salience:p0:i0", "inf"),
        ("salience:p0:i0", "1.01"),
        ("salience:p0:i0", "-0.1"),
        ("acceptance:p0:i0:o0", "much"),
        ("capability:p0", "1e400"),
        ("capability:p0", "-1"),
        ("reservation:p0", "2"),
        ("salience:p0", "0.5"),
        ("salience:p0:i0:o0", "0.5"),
        ("nonsense", "1"),
        ("leaves:p0", "p1"),
        ("leaves", "p\x000"),
        ("leaves", "p" * 400),
        ("", "x"),
        ("<script>alert(1)</script>", "x"),
    ],
)
def test_what_cannot_be_read_is_said(big, as_role, field):
    client = as_role("reader")
    answer = get(client, field)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'role="alert"' in text and "<script>alert" not in text
    told = get(client, field, format="json")
    assert told.status_code == 400 and told.json()["error"]
    live = get(client, field, live=True)
    assert live.status_code == 200 and 'role="alert"' in live.content.decode()
    assert client.post(PAGE, dict([field])).status_code == 400


@pytest.mark.parametrize(
    "fields,word",
    [
        ([("leaves", "nobody")], "nobody"),
        ([("joins", "nobody")], "nobody"),
        ([("joins", "p0")], "p0"),
        ([("without", "s999")], "s999"),
        ([("salience:p0:i99", "0.5")], "i99"),
        ([("acceptance:p0:i0:o99", "0.5")], "o99"),
        ([("no-option:i0", "o0")], "Issue 0"),
        ([("status-quo:i0", "<b>x</b>")], "&lt;b&gt;x"),
        ([("leaves", "p3"), ("capability:p3", "7")], "Party 3"),
        ([("salience:p0:i0", "0.7"), ("salience:p0:i1", "0.6")], "100 %"),
        ([("leaves", "p1"), ("leaves", "p2"), ("leaves", "p3")], "two parties"),
        ([("status-quo:aid", "resumed"), ("no-option:aid", "resumed")], "two options"),
    ],
)
def test_what_cannot_be_made_is_said_and_the_rest_is_made(big, as_role, fields, word):
    client = as_role("reader")
    answer = get(client, ("position:p0:i2", "o1"), *fields)
    assert answer.status_code == 200
    alert = answer.content.decode().split('role="alert"')[1].split("</div>")[0]
    assert word in alert
    told = json.loads(get(client, ("position:p0:i2", "o1"), *fields, format="json").content)
    assert len(told["refused"]) == 1
    assert ["position", "p0", "i2", "o1"] in [each["change"] for each in told["changes"]]


def test_hundreds_of_changes_are_too_many(big, as_role):
    fields = [("without", f"x{n}") for n in range(200)]
    answer = get(as_role("reader"), *fields)
    assert answer.status_code == 400 and "too many" in answer.content.decode()
    assert get(as_role("reader"), *[("without", f"x{n}") for n in range(1500)]).status_code == 400


def test_an_issue_beside_the_table_comes_onto_it(big, as_role):
    """The lever "aid resumed": an issue of the dossier that was not on the table."""
    found = told(as_role("reader"), ("status-quo:aid", "resumed"))
    assert found["issues"]["aid"] == "Aid"
    assert set(found["settlement"]["solutions"]["nash"]["after"]) == {"i0", "i1", "i2", "aid"}
    assert "comes on the table" in found["changes"][0]["text"]


def test_controls_lead_to_their_sentences(big, as_role):
    base = base_of(big)
    key, basis = next((key, each) for key, each in base.table.basis.items() if each.statements)
    page = as_role("reader").get(PAGE + f"basis/?acceptance:{':'.join(key)}=0").content.decode()
    said = {each.id: each for each in current(big).statements}
    for one in basis.statements:
        assert said[one].evidence.quote in page
    assert f"basis/?acceptance%3A{'%3A'.join(key)}=0" in as_role("reader").get(PAGE).content.decode()
    assert "/desk/big/texts/r1/#" in page
    hands = as_role("reader").get(PAGE + "basis/?status-quo:i0=o0").content.decode()
    assert "Party 0 decides on issue 0." in hands
    for wrong in ("acceptance:p0:i0:nothing=0", "leaves=nobody", "x=1", "", "leaves=p0&leaves=p1"):
        assert as_role("reader").get(PAGE + f"basis/?{wrong}").status_code == 404, wrong


def test_names_from_reports_are_text(people, as_role):
    content = made_up()
    for each in (*content.parties, *content.issues[0].options):
        setattr(each, "name" if hasattr(each, "name") else "label", "<script>alert(1)</script>")
    content.issues[0].label = '"><img src=x onerror=alert(1)>'
    content.statements[0].evidence.quote = "<i>quoted</i>"
    made = Dossier.objects.create(slug="bad", title="Bad", language="en")
    Extract.objects.create(dossier=made, content=content.model_dump_json(), revision=1)
    client = as_role("owner")
    fields = [("leaves", "p3"), ("position:p0:i0", "o2"), ("without", "s0")]
    for path, live in (("", False), ("", True), ("chances/", False), ("basis/", False)):
        shown = fields[2:] if path == "basis/" else fields
        text = get(client, *shown, page=f"/desk/bad/what-if/{path}", live=live).content.decode()
        assert "<script>alert" not in text and "<img" not in text and "<i>quoted" not in text
        assert "&lt;" in text


def test_an_empty_dossier_says_so(people, as_role):
    Dossier.objects.create(slug="empty", title="Empty", language="en")
    client = as_role("owner")
    for path in ("", "?leaves=x", "compare/", "chances/"):
        answer = client.get(f"/desk/empty/what-if/{path}")
        assert answer.status_code == 200, path
    assert "nothing to try" in client.get("/desk/empty/what-if/").content.decode()
    assert client.get("/desk/empty/what-if/?format=json").status_code == 409
    assert client.post("/desk/empty/what-if/", {"leaves": "x"}).status_code == 302
    assert client.get("/desk/empty/what-if/basis/?leaves=x").status_code == 404


def test_in_german(big, as_role):
    client = as_role("reader")
    client.cookies["language"] = "de"
    page = get(client, ("salience:p0:i1", "0.9"), ("reservation:p0", "1")).content.decode()
    assert "Was wäre, wenn" in page and "Was anders wäre" in page and "Bedeutung von Issue 1" in page


def test_the_base_is_worked_out_once(big, as_role, monkeypatch):
    calls = []
    real = bases.state
    monkeypatch.setattr(bases, "state", lambda *a, **o: calls.append(1) or real(*a, **o))
    client = as_role("reader")
    for value in ("0.7", "0.71", "0.72"):
        get(client, ("salience:p0:i1", value), live=True)
    assert len(calls) <= 1
    Extract.objects.filter(dossier=big).update(revision=2)
    calls.clear()
    get(client, ("salience:p0:i1", "0.7"), live=True)
    assert len(calls) == 1


def test_wishes_are_written_and_read_again():
    wanted = (Wanted("leaves", (), "a:b"), Wanted("acceptance", ("a:b", "i%20 c", "ö&="), "0.25"))
    assert from_lists(as_lists(wanted)) == wanted
    from urllib.parse import parse_qsl

    assert read(parse_qsl(query(wanted))) == wanted
    for broken in (None, {}, ["x"], [["leaves"]], [["leaves", 1]], [["nothing", "x"]]):
        with pytest.raises(WantedError):
            from_lists(broken)


def test_kept_things_are_made_once_and_errors_are_not_kept():
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from detente.desk.whatif.keeping import Kept

    kept: Kept[int] = Kept(2)
    made, start = [], Barrier(8)

    def ask(_):
        start.wait()
        return kept.get("a", lambda: made.append(1) or len(made))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert len(made) == 1
    with pytest.raises(ZeroDivisionError):
        kept.get("b", lambda: 1 // 0)
    assert kept.get("b", lambda: 2) == 2
    kept.get("c", lambda: 3)
    assert len(kept) == 2


def test_an_issue_that_matters_to_nobody_is_not_forecast(big, as_role):
    fields = [(f"salience:p{n}:i1", "0") for n in range(4)]
    found = told(as_role("reader"), *fields)
    assert len(found["changes"]) == 4 and not found["refused"]
    assert {each["after"] for each in found["forecast"]["moved"] if each["issue"] == "i1"} == {None}


def test_solutions_are_the_same_without_the_points_of_the_frontier():
    from dataclasses import replace

    from detente.negotiation import build
    from detente.settlement import from_negotiation, settle

    table = from_negotiation(build(made_up()))
    whole, short = settle(table), settle(table, points=False)
    assert whole.frontier and not short.frontier
    assert replace(whole, frontier=()) == short
    assert whole.rational.efficient == sum(point.rational for point in whole.frontier)
