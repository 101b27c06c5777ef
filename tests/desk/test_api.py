"""The API: tokens, dossiers, sources, rulings, analyses, scenarios, versions, and what goes wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from detente import contract
from detente.desk import worker
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.people.models import ROLES, Token, User
from detente.desk.sources.models import DONE, FAILED, Source

from .calling import API, Caller
from .conftest import TEXTS

# tokens


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer dt_wrong", "Basic YTpi", "Bearer \xff", "Token x"])
def test_without_a_known_token_nothing_is_answered(db, people, header):
    answer = Client(headers={"Authorization": header} if header is not None else {}).get(f"{API}/dossiers/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["detail"]


def test_a_session_is_no_token(dossier, as_role):
    assert as_role("owner").get(f"{API}/dossiers/").status_code == 401
    assert as_role("owner").delete(f"{API}/dossiers/north").status_code == 401
    assert Dossier.objects.filter(slug="north").exists()


def test_a_closed_account_has_no_tokens(dossier, people, call):
    caller = call("analyst")
    caller("GET", "/dossiers/")
    User.objects.filter(pk=people["analyst"].pk).update(is_active=False)
    caller("GET", "/dossiers/", status=401)


def test_use_is_noted_to_the_minute(dossier, people, call):
    caller = call("analyst")
    assert Token.objects.get().used is None
    caller("GET", "/dossiers/")
    first = Token.objects.get().used
    assert first is not None
    caller("GET", "/dossiers/")
    assert Token.objects.get().used == first
    Token.objects.update(used=timezone.now() - timedelta(seconds=61))
    caller("GET", "/dossiers/")
    assert Token.objects.get().used >= first


def test_too_many_calls_are_refused_for_a_while(analyst, people, monkeypatch):
    from detente.desk.api.api import api

    monkeypatch.setattr(api.throttle[0], "num_requests", 2)
    analyst("GET", "/dossiers/")
    analyst("GET", "/dossiers/")
    assert analyst("GET", "/dossiers/", status=429)["detail"]
    # Another's count is another's.
    Caller(Token.make(people["owner"], "own")[1])("GET", "/dossiers/")


# what goes wrong


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("GET", "/", None, 404),
        ("GET", "/dossiers/nowhere", None, 404),
        ("PUT", "/dossiers/north", b"{}", 405),
        ("POST", "/dossiers/", b"{", 400),
        ("POST", "/dossiers/", b'{"title": "a\\u0000b"}', 400),
        ("POST", "/dossiers/", b'{"title": "\\ud800"}', 400),
        ("POST", "/dossiers/", b'{"title": NaN}', 400),
        ("POST", "/dossiers/", b"[" * 100_000, 400),
        ("POST", "/dossiers/", b'{"title": "' + b"a" * 3_000_000 + b'"}', 413),
        ("POST", "/dossiers/", b"{}", 422),
        ("POST", "/dossiers/", b'{"title": "x", "slug": "taken"}', 422),
        ("POST", "/dossiers/", b'{"title": "x", "members": ["nobody"]}', 422),
        ("POST", "/dossiers/", b'{"title": "x", "codebooks": ["none-such"]}', 422),
        ("GET", "/dossiers/north/statements?limit=0", None, 422),
        ("GET", "/dossiers/north/statements?stance=maybe", None, 422),
        ("GET", "/dossiers/north/statements?text=%00", None, 400),
        ("GET", "/dossiers/north/sources/99999", None, 404),
        ("GET", "/dossiers/north/sources/99999999999999999999999", None, 422),
        ("POST", "/dossiers/north/sources/addresses", b'{"address": "file:///etc/passwd"}', 422),
        ("POST", "/dossiers/north/what-if", b'{"changes": [["nonsense", "x"]]}', 422),
        ("GET", "/dossiers/north/sensitivity?on=nonsense", None, 422),
    ],
)
def test_errors_are_json_with_a_reason(analyst, method, path, body, status):
    more = {} if body is None else {"data": body, "content_type": "application/json"}
    answer = analyst.client.generic(method, API + path, **more)
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["detail"]
    assert "Traceback" not in answer.content.decode()


def test_reasons_are_in_the_language_that_is_asked_for(analyst):
    answer = analyst.client.get(f"{API}/nowhere", headers={"Accept-Language": "de"})
    assert answer.json()["detail"] == "Das gibt es nicht, oder es ist nicht für Sie."


def test_answers_are_kept_in_no_cache(analyst):
    assert "no-store" in analyst.client.get(f"{API}/dossiers/north")["Cache-Control"]


# dossiers


def test_a_dossier_is_made_changed_and_deleted(analyst, people):
    made = analyst("POST", "/dossiers/", {"title": "New one", "members": ["reader"]}, 201)
    assert (made["slug"], made["members"], made["sources"]) == ("new-one", ["analyst", "reader"], 0)
    north = analyst("GET", "/dossiers/north")
    known = ("sources", "reports", "waiting", "failed", "joining", "versions")
    assert [north[name] for name in known] == [2, 2, 0, 0, False, 0]
    changed = analyst("PATCH", "/dossiers/new-one", {"summary": "About it", "audience": "members"})
    assert (changed["title"], changed["summary"], changed["audience"]) == ("New one", "About it", MEMBERS)
    assert analyst("GET", "/dossiers/")["count"] == 2
    assert analyst("GET", "/dossiers/?limit=1&offset=1")["items"][0]["slug"] == "north"
    analyst("DELETE", "/dossiers/new-one", status=204)
    analyst("GET", "/dossiers/new-one", status=404)


def test_other_codebooks_have_it_joined_anew(analyst, dossier):
    analyst("PATCH", "/dossiers/north", {"title": "Other title"})
    dossier.extract.refresh_from_db()
    assert dossier.extract.wanted == 0
    analyst("PATCH", "/dossiers/north", {"codebooks": ["peace"]})
    dossier.extract.refresh_from_db()
    assert dossier.extract.wanted == 1


def test_another_precision_has_all_read_anew(analyst, dossier):
    assert analyst("PATCH", "/dossiers/north", {"precision": 0.8})["waiting"] == 2
    assert analyst("PATCH", "/dossiers/north", {"summary": "x"})["precision"] == 0.8
    assert analyst("PATCH", "/dossiers/north", {"precision": None})["precision"] is None
    analyst("PATCH", "/dossiers/north", {"precision": 1.5}, 422)


@pytest.mark.parametrize(
    ("role", "member", "see", "work", "make"),
    [
        ("reader", False, 404, 404, 403),
        ("reader", True, 200, 403, 403),
        ("moderator", False, 404, 404, 403),
        ("moderator", True, 200, 403, 403),
        ("analyst", False, 404, 404, 201),
        ("analyst", True, 200, 200, 201),
        ("owner", False, 200, 200, 201),
    ],
)
def test_roles_may_what_the_pages_let_them(dossier, people, call, role, member, see, work, make):
    dossier.members.set([people[role]] if member else [])
    caller = call(role)
    caller("GET", "/dossiers/north", status=see)
    caller("GET", "/dossiers/north/content", status=see)
    caller("PATCH", "/dossiers/north", {"summary": "x"}, status=work)
    caller("POST", "/dossiers/", {"title": "x"}, status=make)


# what was read


def test_items_are_filtered_and_paged(analyst, dossier):
    every = analyst("GET", "/dossiers/north/statements")
    assert every["count"] == len(every["items"]) > 2
    for each in every["items"]:
        contract.Statement.model_validate(each)
    one = analyst("GET", "/dossiers/north/statements?limit=1&offset=1")
    assert (one["items"], one["count"]) == (every["items"][1:2], every["count"])
    opposed = analyst("GET", "/dossiers/north/statements?stance=oppose")["items"]
    assert opposed and {each["stance"] for each in opposed} == {"oppose"}
    assert analyst("GET", "/dossiers/north/statements?text=SWEDEN")["items"][0]["party"] == "sweden"
    assert analyst("GET", "/dossiers/north/parties?kind=person")["items"][0]["name"] == "Ole Hansen"
    assert analyst("GET", "/dossiers/north/issues?text=ceasefire")["count"] == 1
    assert analyst("GET", "/dossiers/north/reports?language=de")["items"][0]["text"].startswith(TEXTS[0][1][:20])
    events = analyst("GET", "/dossiers/north/events")["items"]
    kind = events[0]["type"]
    same = analyst("GET", f"/dossiers/north/events?type={kind}")["items"]
    assert same == [each for each in events if each["type"] == kind]


def test_the_dossier_comes_extracted_ruled_and_as_it_stands(analyst):
    rejected = analyst("GET", "/dossiers/north/statements")["items"][0]["id"]
    analyst("POST", "/dossiers/north/rulings", {"action": "reject", "target": "statement", "id": rejected}, 201)

    def found(state: str) -> contract.Dossier:
        return contract.Dossier.model_validate(analyst("GET", f"/dossiers/north/content?state={state}"))

    extracted, ruled, current = found("extracted"), found("ruled"), found("current")
    assert not extracted.rulings and len(ruled.rulings) == 1
    assert rejected in {each.id for each in extracted.statements} & {each.id for each in ruled.statements}
    assert rejected not in {each.id for each in current.statements}


# sources


def test_sources_are_added_read_and_removed(analyst, dossier):
    given = {"text": "Oslo, 6 March 2026 - Denmark rejected the ceasefire on Friday.", "title": "From Oslo"}
    made = analyst("POST", "/dossiers/north/sources/texts", given, 201)
    assert (made["state"], made["name"]) == ("waiting", "From Oslo")
    assert analyst("POST", "/dossiers/north/sources/texts", given)["id"] == made["id"]
    assert analyst("GET", "/dossiers/north")["waiting"] == 1
    worker.finish()
    read = analyst("GET", f"/dossiers/north/sources/{made['id']}")
    assert read["state"] == DONE and len(read["reports"]) == 1
    assert analyst("GET", "/dossiers/north/parties?text=Denmark")["count"] == 1
    analyst("POST", f"/dossiers/north/sources/{made['id']}/retry", status=409)
    analyst("DELETE", f"/dossiers/north/sources/{made['id']}", status=204)
    worker.finish()
    assert analyst("GET", "/dossiers/north/parties?text=Denmark")["count"] == 0
    assert analyst("GET", "/dossiers/north/sources")["count"] == 2


def test_files_come_as_a_form(analyst, dossier):
    files = [SimpleUploadedFile("a.txt", b"Berlin, 1 May 2026 - Germany supports sanctions."),
             SimpleUploadedFile("b.bin", b"\x00\x01")]  # fmt: skip
    answer = analyst.client.post(f"{API}/dossiers/north/sources/files", {"files": files})
    assert answer.status_code == 201, answer.content
    worker.finish()
    states = {each["name"]: each for each in analyst("GET", "/dossiers/north/sources?kind=file")["items"]}
    assert (states["a.txt"]["state"], states["b.bin"]["state"]) == (DONE, FAILED)
    assert states["b.bin"]["reason"]
    assert analyst("POST", f"/dossiers/north/sources/{states['b.bin']['id']}/retry")["state"] == "waiting"


def test_files_that_are_too_large_are_refused(analyst, dossier, settings):
    settings.UPLOAD_LIMIT = 10
    answer = analyst.client.post(
        f"{API}/dossiers/north/sources/files", {"files": SimpleUploadedFile("a.txt", b"12345678901")}
    )
    assert answer.status_code == 413
    assert dossier.sources.count() == 2


def test_addresses_and_feeds_are_kept(analyst, dossier):
    made = analyst("POST", "/dossiers/north/sources/addresses", {"address": "https://example.org/a"}, 201)
    assert (made["kind"], made["state"]) == ("address", "waiting")
    feed = analyst("POST", "/dossiers/north/feeds", {"address": "https://example.org/feed", "minutes": 60}, 201)
    assert feed["minutes"] == 60
    assert analyst("POST", "/dossiers/north/feeds", {"address": "https://example.org/feed"})["id"] == feed["id"]
    assert analyst("POST", f"/dossiers/north/feeds/{feed['id']}/pause")["active"] is False
    assert analyst("POST", f"/dossiers/north/feeds/{feed['id']}/poll")["active"] is True
    analyst("DELETE", f"/dossiers/north/feeds/{feed['id']}", status=204)
    assert analyst("GET", "/dossiers/north/feeds")["count"] == 0


# rulings


def test_a_ruling_is_made_and_undone(analyst, dossier):
    first = analyst("GET", "/dossiers/north/statements")["items"][0]
    ruling = {"action": "correct", "target": "statement", "id": first["id"], "item": {"stance": "open"}, "reason": "so"}
    made = analyst("POST", "/dossiers/north/rulings", ruling, 201)
    assert (made["action"], made["author"], made["reason"]) == ("correct", "Analyst", "so")
    now = {each["id"]: each for each in analyst("GET", "/dossiers/north/statements")["items"]}
    assert (now[first["id"]]["stance"], now[first["id"]]["confidence"]) == ("open", 1.0)
    assert analyst("GET", "/dossiers/north/rulings")["count"] == 1
    undone = analyst("POST", f"/dossiers/north/rulings/{made['key']}/undo")
    assert undone["undone"] and undone["undone_by"] == "Analyst"
    analyst("POST", f"/dossiers/north/rulings/{made['key']}/undo", status=409)
    assert analyst("GET", "/dossiers/north/statements")["items"][0]["stance"] == first["stance"]
    assert analyst("GET", "/dossiers/north/rulings")["count"] == 0
    assert analyst("GET", "/dossiers/north/rulings?undone=true")["count"] == 1


def test_a_statement_is_added_with_its_sentence(analyst, dossier):
    report = analyst("GET", "/dossiers/north/reports?language=en")["items"][0]
    quote = "Sweden supports security guarantees for the region."
    start = report["text"].index(quote)
    evidence = {"report": report["id"], "start": start, "end": start + len(quote), "quote": quote}
    item = {"party": "sweden", "stance": "oppose", "issue": "peace.ceasefire", "option": None, "topic": "x"}
    ruling = {"action": "add", "target": "statement", "item": item, "evidence": evidence}
    analyst("POST", "/dossiers/north/rulings", ruling, 201)
    found = analyst("GET", "/dossiers/north/statements?party=sweden&issue=peace.ceasefire")["items"]
    assert [(each["stance"], each["evidence"]["quote"]) for each in found] == [("oppose", quote)]


@pytest.mark.parametrize(
    "more",
    [
        {"action": "correct", "item": {"party": "nobody"}},
        {"action": "correct", "item": {"issue": "no-such"}},
        {"action": "correct", "item": {"stance": "furious"}},
        {"action": "correct", "item": {"confidence": 0.1}},
        {"action": "correct", "item": {"id": "x"}},
        {"action": "correct"},
        {"action": "add", "item": {}},
    ],
)
def test_a_ruling_that_does_not_fit_is_not_kept(analyst, dossier, more):
    first = analyst("GET", "/dossiers/north/statements")["items"][0]["id"]
    ruling = {"target": "statement", **({} if more["action"] == "add" else {"id": first}), **more}
    assert analyst("POST", "/dossiers/north/rulings", ruling, 422)["detail"]
    assert dossier.rulings.count() == 0


def test_parties_are_made_one(analyst, dossier):
    ruling = {"action": "correct", "target": "party", "id": "ole-hansen", "item": {"id": "norway"}}
    analyst("POST", "/dossiers/north/rulings", ruling, 201)
    assert "ole-hansen" not in {each["id"] for each in analyst("GET", "/dossiers/north/parties")["items"]}
    ruling["item"] = {"id": "atlantis"}
    ruling["id"] = "sweden"
    analyst("POST", "/dossiers/north/rulings", ruling, 422)


# analyses


def test_analyses_are_those_of_the_command_line(analyst, dossier):
    settled = analyst("GET", "/dossiers/north/settlement?language=en")
    assert set(settled["parties"]) >= {"france", "norway", "sweden"} and "nash" in settled["solutions"]
    assert analyst("GET", "/dossiers/north/forecast?language=de")["issues"]
    assert analyst("GET", "/dossiers/north/sensitivity")["on"] == "nash"
    # Nobody holds an option of this dossier in their hands.
    assert analyst("GET", "/dossiers/north/stability", status=409)["detail"]
    answer = analyst.client.get(f"{API}/dossiers/north/brief?language=de")
    assert answer["Content-Type"].startswith("text/html") and answer["Content-Disposition"].startswith("attachment")
    assert '<html lang="de">' in answer.content.decode()


def test_a_what_if_says_what_would_change(analyst, dossier):
    changes = [["leaves", "norway"], ["leaves", "atlantis"], ["salience", "sweden", "peace.ceasefire", "0.7"]]
    found = analyst("POST", "/dossiers/north/what-if?language=de", {"changes": changes})
    assert found["made"] == [changes[0], changes[2]]
    assert [each["change"] for each in found["refused"]] == [changes[1]] and found["refused"][0]["reason"]
    assert [each["kind"] for each in found["what_if"]["changes"]] == ["leaves", "salience"]
    assert found["what_if"]["settlement"]
    chances = analyst("POST", "/dossiers/north/what-if", {"changes": changes[:1], "chances": True})["what_if"]
    assert chances["settlement"]["agreement_zone"]["after"] != chances["settlement"]["agreement_zone"]["before"]
    assert not dossier.scenarios.exists()


def test_an_analysis_follows_the_rulings(analyst, dossier):
    before = analyst("GET", "/dossiers/north/settlement")
    for each in analyst("GET", "/dossiers/north/statements?party=sweden")["items"]:
        ruling = {"action": "reject", "target": "statement", "id": each["id"]}
        analyst("POST", "/dossiers/north/rulings", ruling, 201)
    after = analyst("GET", "/dossiers/north/settlement")
    assert "sweden" in before["parties"] and "sweden" not in after["parties"]


def test_of_nothing_nothing_can_be_analysed(analyst):
    analyst("POST", "/dossiers/", {"title": "Empty"}, 201)
    for name in ("settlement", "stability", "forecast", "sensitivity"):
        assert analyst("GET", f"/dossiers/empty/{name}", status=409)["detail"]


# scenarios


def test_scenarios_are_kept_by_name(analyst, dossier):
    given = {"name": "Without Norway", "changes": [["leaves", "norway"]]}
    made = analyst("POST", "/dossiers/north/scenarios", given, 201)
    assert (made["author"], made["changes"]) == ("Analyst", [["leaves", "norway"]])
    analyst("POST", "/dossiers/north/scenarios", given, 409)
    analyst("POST", "/dossiers/north/scenarios", {"name": "x", "changes": [["flies", "norway"]]}, 422)
    renamed = analyst("PATCH", f"/dossiers/north/scenarios/{made['key']}", {"name": "Alone"})
    assert (renamed["name"], renamed["changes"]) == ("Alone", made["changes"])
    assert analyst("GET", "/dossiers/north/scenarios")["count"] == 1
    analyst("DELETE", f"/dossiers/north/scenarios/{made['key']}", status=204)
    analyst("GET", f"/dossiers/north/scenarios/{made['key']}", status=404)


# versions


def test_versions_are_published_and_read(analyst, dossier, call):
    made = analyst("POST", "/dossiers/north/versions", {"note": "First"}, 201)
    assert (made["number"], made["title"], made["author"], made["note"]) == (1, "The north", "Analyst", "First")
    reader = call("reader")
    assert reader("GET", "/published/")["items"][0]["dossier"] == "north"
    assert reader("GET", "/published/north/versions")["count"] == 1
    assert reader("GET", "/published/north/versions/1")["title"] == "The north"
    reader("GET", "/published/north/versions/2", status=404)
    content = contract.Dossier.model_validate(reader("GET", "/published/north/versions/1/content"))
    assert "france" in {party.id for party in content.parties}
    for name, kind in (("json", "application/json"), ("csv", "application/zip"), ("html", "text/html")):
        answer = reader.client.get(f"{API}/published/north/versions/1/export/{name}")
        assert answer.status_code == 200 and answer["Content-Type"].startswith(kind)
    analyst("DELETE", "/dossiers/north", status=409)
    assert Dossier.objects.filter(slug="north").exists()


def test_what_is_published_for_members_is_for_members(analyst, dossier, call):
    analyst("POST", "/dossiers/north/versions", {"audience": "members"}, 201)
    for role in ROLES:
        status = 200 if role in ("owner", "analyst") else 404
        call(role)("GET", "/published/north/versions", status=status)
        assert call(role)("GET", "/published/")["count"] == (status == 200)


def test_nothing_is_published_while_sources_wait_unless_that_is_known(analyst, dossier):
    analyst("POST", "/dossiers/north/sources/texts", {"text": "Oslo, 6 March 2026 - Denmark agrees."}, 201)
    assert analyst("POST", "/dossiers/north/versions", {}, 409)["detail"]
    assert analyst("POST", "/dossiers/north/versions", {"unread_too": True}, 201)["number"] == 1


# nothing of another dossier's


def test_the_ids_of_another_dossier_are_not_found(analyst, dossier, people, call):
    other = Dossier.objects.create(slug="other", title="Other", audience=EVERYBODY)
    owner = call("owner")
    text = owner("POST", "/dossiers/other/sources/texts", {"text": "Rome, 1 May 2026 - Italy agrees."}, 201)["id"]
    feed = owner("POST", "/dossiers/other/feeds", {"address": "https://example.org/feed"}, 201)["id"]
    owner("POST", "/dossiers/other/scenarios", {"name": "s", "changes": []}, 201)
    key = other.scenarios.get().key
    statement = owner("GET", "/dossiers/north/statements")["items"][0]["id"]
    ruling = {"action": "accept", "target": "statement", "id": statement}
    made = owner("POST", "/dossiers/north/rulings", ruling, 201)["key"]
    for method, path in (
        ("GET", f"/dossiers/north/sources/{text}"),
        ("POST", f"/dossiers/north/sources/{text}/retry"),
        ("DELETE", f"/dossiers/north/sources/{text}"),
        ("POST", f"/dossiers/north/feeds/{feed}/poll"),
        ("DELETE", f"/dossiers/north/feeds/{feed}"),
        ("GET", f"/dossiers/north/scenarios/{key}"),
        ("DELETE", f"/dossiers/north/scenarios/{key}"),
    ):
        analyst(method, path, status=404)
    owner("POST", f"/dossiers/other/rulings/{made}/undo", status=404)
    owner("POST", "/dossiers/other/rulings", ruling, 404)
    assert Source.objects.filter(pk=text).exists() and other.feeds.exists() and other.scenarios.exists()
    analyst("GET", "/dossiers/other/sources", status=404)
