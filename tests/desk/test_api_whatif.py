"""The API: what can be tried at a table, what it rests on, scenarios side by side; drafts of versions."""

from __future__ import annotations

import pytest
from django.utils import timezone

from detente import contract
from detente.desk.dossiers.models import Dossier
from detente.desk.publishing.models import Draft, Version

from .calling import API

TABLE = "/dossiers/north/what-if"
DRAFTS = "/dossiers/north/drafts"


# what can be tried


def test_each_control_of_the_table_can_be_tried(analyst):
    table = analyst("GET", f"{TABLE}?language=en")
    assert {each["id"] for each in table["parties"]} == {"france", "norway", "sweden"}
    assert {each["id"] for each in table["issues"]} >= {"peace.ceasefire"}
    switches = [each for each in table["controls"] if each["switch"]]
    assert {each["change"][0] for each in switches} >= {"leaves", "all-accept", "without"}
    others = {tuple(each["change"]): each for each in table["controls"] if not each["switch"]}
    salience = others["salience", "norway", "peace.withdrawal"]
    assert salience["group"] == ["Norway", salience["group"][1]] and 0 <= float(salience["value"]) <= 1
    assert salience["rests"] > 0
    changes = [["leaves", "norway"], [*others["salience", "france", "peace.ceasefire"]["change"], "0.1"]]
    assert analyst("POST", TABLE, {"changes": changes})["made"] == changes


def test_statements_are_supposed(analyst):
    option = analyst("GET", "/dossiers/north/issues?id=peace.ceasefire")["items"][0]["options"][0]["id"]
    wish = ["says", "norway", "peace.ceasefire", option, "support", "2"]
    found = analyst("POST", TABLE, {"changes": [wish]})
    assert found["made"] == [wish] and not found["refused"]
    analyst("POST", TABLE, {"changes": [["says", "norway", "peace.ceasefire", option, "shouts", "2"]]}, 422)


def test_a_control_has_the_sentences_it_rests_on(analyst):
    about = "change=salience&change=norway&change=peace.withdrawal&change=0"
    found = analyst("GET", f"{TABLE}/basis?{about}")
    assert "Norway" in found["title"] and found["sentences"]
    for each in found["sentences"]:
        assert each["quote"] and each["report"] and each["address"].startswith("http://testserver/desk/north/texts/")
    analyst("GET", f"{TABLE}/basis?{about.replace('norway', 'atlantis')}", status=404)
    analyst("GET", f"{TABLE}/basis?change=nonsense&change=x", status=422)
    analyst("GET", f"{TABLE}/basis", status=422)


def test_there_is_no_table_of_nothing(analyst):
    analyst("POST", "/dossiers/", {"title": "Empty"}, 201)
    analyst("GET", "/dossiers/empty/what-if", status=409)
    key = analyst("POST", "/dossiers/empty/scenarios", {"name": "x", "changes": []}, 201)["key"]
    analyst("GET", f"/dossiers/empty/scenarios/compare?s={key}", status=409)


def test_scenarios_stand_side_by_side(analyst, call, people, dossier):
    keys = [
        analyst("POST", "/dossiers/north/scenarios", {"name": name, "changes": changes}, 201)["key"]
        for name, changes in (("Alone", [["leaves", "norway"]]), ("As it is", []), ("Who", [["leaves", "atlantis"]]))
    ]
    asked = "&".join(f"s={key}" for key in keys)
    found = analyst("GET", f"/dossiers/north/scenarios/compare?{asked}&language=en")
    assert [each["scenario"] and each["scenario"]["name"] for each in found["columns"]] == [
        None, "Alone", "As it is", "Who",
    ]  # fmt: skip
    assert found["columns"][1]["outcome"]["made"] == [["leaves", "norway"]]
    assert found["columns"][3]["outcome"]["refused"][0]["change"] == ["leaves", "atlantis"]
    lines = [line for block in found["blocks"] for line in block["lines"]]
    assert lines and all(len(line["cells"]) == len(line["differ"]) == 4 for line in lines)
    assert any(line["differ"][1] for line in lines) and not any(line["differ"][2] for line in lines)
    analyst("GET", "/dossiers/north/scenarios/compare?s=nokey", status=404)
    analyst("GET", "/dossiers/north/scenarios/compare", status=422)
    analyst("GET", f"/dossiers/north/scenarios/compare?{'&'.join(['s=a'] * 7)}", status=422)
    call("reader")("GET", f"/dossiers/north/scenarios/compare?{asked}", status=404)
    dossier.members.add(people["reader"])
    call("reader")("GET", f"/dossiers/north/scenarios/compare?{asked}")


# drafts


def test_a_draft_is_looked_at_and_published(analyst):
    draft = analyst("POST", DRAFTS)
    assert (draft["number"], draft["ready"], draft["reason"], draft["unread"]) == (1, True, "", 0)
    assert draft["changes"]["de"] and draft["changes"]["en"]
    assert analyst("POST", DRAFTS)["id"] == draft["id"]
    assert analyst("GET", f"{DRAFTS}/{draft['id']}") == draft
    shown = analyst.client.get(f"{API}{DRAFTS}/{draft['id']}/export/html?language=de")
    assert shown.status_code == 200 and '<html lang="de"' in shown.content.decode()
    contract.Dossier.model_validate(analyst("GET", f"{DRAFTS}/{draft['id']}/export/json"))
    assert not Version.objects.exists()
    made = analyst("POST", "/dossiers/north/versions", {"draft": draft["id"]}, 201)
    assert (made["number"], made["changes"]) == (1, draft["changes"])


def test_what_has_changed_since_the_draft_is_not_published(analyst):
    draft = analyst("POST", DRAFTS)["id"]
    statement = analyst("GET", "/dossiers/north/statements")["items"][0]["id"]
    ruling = {"action": "reject", "target": "statement", "id": statement}
    analyst("POST", "/dossiers/north/rulings", ruling, 201)
    analyst("POST", "/dossiers/north/versions", {"draft": draft}, 409)
    analyst("POST", "/dossiers/north/versions", {"draft": 10**9}, 409)
    assert not Version.objects.exists()
    analyst("POST", "/dossiers/north/versions", {}, 201)


def test_a_draft_that_is_not_ready_says_so(analyst, settings):
    settings.WORK_INLINE = False
    draft = analyst("POST", DRAFTS)
    assert draft["ready"] is False and draft["changes"] == {"de": [], "en": []}
    analyst("GET", f"{DRAFTS}/{draft['id']}/export/html", status=409)
    Draft.objects.update(made=timezone.now(), reason="It broke.")
    assert "It broke." in analyst("GET", f"{DRAFTS}/{draft['id']}/export/html", status=409)["detail"]


def test_a_draft_of_nothing_is_refused(analyst, call):
    analyst("POST", "/dossiers/", {"title": "Empty"}, 201)
    assert analyst("POST", "/dossiers/empty/drafts", status=409)["detail"]
    draft = analyst("POST", DRAFTS)["id"]
    analyst("GET", f"/dossiers/empty/drafts/{draft}", status=404)
    call("moderator")("POST", DRAFTS, status=404)
    call("moderator")("GET", f"{DRAFTS}/{draft}", status=404)


# versions


@pytest.fixture
def twice(analyst) -> None:
    """Two versions, the second without Sweden."""
    analyst("POST", "/dossiers/north/versions", {}, 201)
    for each in analyst("GET", "/dossiers/north/statements?party=sweden")["items"]:
        analyst("POST", "/dossiers/north/rulings", {"action": "reject", "target": "statement", "id": each["id"]}, 201)
    analyst("POST", "/dossiers/north/versions", {"title": "Later"}, 201)


def test_versions_are_compared(analyst, twice, call):
    reader = call("reader")
    told = reader("GET", "/published/north/versions/2/changes?since=1")
    assert told == reader("GET", "/published/north/versions/2")["changes"] and told["en"]
    assert reader("GET", "/published/north/versions/1/changes?since=2")["en"] != told["en"]
    assert reader("GET", "/published/north/versions/1/changes?since=1") == {"de": [], "en": []}
    reader("GET", "/published/north/versions/2/changes?since=7", status=404)
    reader("GET", "/published/north/versions/2/changes", status=422)


def test_what_is_published_is_searched_by_words(analyst, twice, call):
    reader = call("reader")
    assert [each["number"] for each in reader("GET", "/published/")["items"]] == [2]
    assert reader("GET", "/published/?q=LATER+norwegen")["count"] == 1
    assert reader("GET", "/published/?q=nonsense")["count"] == 0


def test_a_topic_is_searched_elsewhere(analyst, twice, call):
    found = call("reader")("GET", "/published/north/versions/2/searches?language=de")
    assert found[0]["query"] == "Later" and found[0]["links"]
    assert all(link["address"].startswith("https://") for each in found for link in each["links"])
    Dossier.objects.update(audience="members")
    call("reader")("GET", "/published/north/versions/2/searches", status=404)
