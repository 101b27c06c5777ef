"""Scenarios: saved, opened, renamed, overwritten, deleted, compared, shared; and what is gone after another reading."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from detente.desk.dossiers.models import Dossier, Extract
from detente.desk.whatif.models import Scenario

from .whatif_tables import made_up

PAGE = "/desk/big/what-if/"
WISHES = {"leaves": "p3", "salience:p0:i1": "0.9"}
KEPT = [["leaves", "p3"], ["salience", "p0", "i1", "0.9"]]


@pytest.fixture
def scenario(big, people):
    return Scenario.objects.create(
        dossier=big, name="Without the third", note="A first try.", changes=KEPT, author=people["analyst"]
    )


def save(client, **fields):
    return client.post(PAGE + "save/", {**WISHES, **fields})


def test_saving_keeps_what_is_changed_with_name_note_and_author(big, as_role, people):
    answer = save(as_role("analyst"), name="Alone", note="Why not?", **{"salience:p1:i0": ""})
    made = Scenario.objects.get()
    assert answer["Location"] == f"{PAGE}s/{made.key}/"
    assert (made.name, made.note, made.author, made.changes) == ("Alone", "Why not?", people["analyst"], KEPT)
    page = as_role("reader").get(answer["Location"]).content.decode()
    assert "Alone" in page and "Why not?" in page and "Analyst" in page
    assert 'name="leaves" value="p3" checked' in page
    assert f"{PAGE}s/{made.key}/edit/" not in page
    assert f"{PAGE}s/{made.key}/edit/" in as_role("analyst").get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "role,status", [("anonymous", 302), ("reader", 403), ("moderator", 404), ("analyst", 302), ("owner", 302)]
)
def test_who_may_save_rename_and_delete(big, scenario, as_role, role, status):
    client = as_role(role)
    answers = [
        save(client, name="New"),
        client.post(f"{PAGE}s/{scenario.key}/edit/", {"name": "Other", "note": ""}),
        client.post(f"{PAGE}s/{scenario.key}/delete/"),
    ]
    assert [each.status_code for each in answers] == [status] * 3
    allowed = role in ("analyst", "owner")
    assert Scenario.objects.filter(name="New").exists() == allowed
    assert Scenario.objects.filter(pk=scenario.pk).exists() != allowed
    if not allowed:
        assert not Scenario.objects.filter(name="Other").exists()


@pytest.mark.parametrize(
    "role,status", [("anonymous", 302), ("reader", 200), ("moderator", 404), ("analyst", 200), ("owner", 200)]
)
def test_a_link_is_for_those_who_may_see_the_dossier(scenario, as_role, role, status):
    assert as_role(role).get(f"{PAGE}s/{scenario.key}/").status_code == status
    assert as_role(role).get(f"{PAGE}s/{scenario.key}/?format=json").status_code == status
    assert as_role(role).get(f"{PAGE}compare/?s={scenario.key}").status_code == status


def test_a_key_opens_nothing_of_another_dossier(scenario, as_role, people):
    other = Dossier.objects.create(slug="other", title="Other", language="en")
    other.members.add(people["analyst"])
    client = as_role("analyst")
    for path in ("", "edit/", "delete/"):
        assert client.get(f"/desk/other/what-if/s/{scenario.key}/{path}").status_code == 404
    assert client.post(f"/desk/other/what-if/s/{scenario.key}/delete/").status_code == 404
    page = client.get(f"/desk/other/what-if/compare/?s={scenario.key}").content.decode()
    assert scenario.name not in page


def test_a_taken_name_is_overwritten_only_when_that_is_confirmed(big, scenario, as_role, people):
    client = as_role("owner")
    asked = save(client, name=scenario.name, note="Anew", **{"salience:p0:i1": "0.8"})
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "Overwrite" in page and "Analyst" in page and 'name="leaves" value="p3"' in page
    assert Scenario.objects.get().changes == KEPT
    done = save(client, name=scenario.name, note="Anew", overwrite=scenario.key, **{"salience:p0:i1": "0.8"})
    assert done.status_code == 302
    scenario.refresh_from_db()
    assert scenario.changes == [["leaves", "p3"], ["salience", "p0", "i1", "0.8"]]
    assert (scenario.note, scenario.author) == ("Anew", people["owner"])
    assert Scenario.objects.count() == 1


def test_what_cannot_be_saved_is_said(big, scenario, as_role):
    client = as_role("analyst")
    for fields in ({"name": ""}, {"name": "x" * 121}, {"name": "a\x00b"}, {"name": "long", "note": "x" * 4001}):
        answer = save(client, **fields)
        assert answer.status_code == 400 and 'class="errors"' in answer.content.decode(), fields
    assert client.post(PAGE + "save/", {"name": "Nothing"}).status_code == 400
    assert client.post(PAGE + "save/", {"name": "Bad", "salience:p0:i1": "nan"}).status_code == 400
    assert client.get(PAGE + "save/").status_code == 405
    assert list(Scenario.objects.all()) == [scenario]


def test_renaming(big, scenario, as_role):
    client = as_role("analyst")
    Scenario.objects.create(dossier=big, name="Taken", changes=KEPT)
    page = f"{PAGE}s/{scenario.key}/edit/"
    assert 'value="Without the third"' in client.get(page).content.decode()
    taken = client.post(page, {"name": "Taken", "note": ""})
    assert taken.status_code == 400 and "already" in taken.content.decode()
    assert client.post(page, {"name": "Better", "note": "Said so."}).status_code == 302
    scenario.refresh_from_db()
    assert (scenario.name, scenario.note, scenario.changes) == ("Better", "Said so.", KEPT)


def test_deleting_asks_first(scenario, as_role):
    client = as_role("analyst")
    page = f"{PAGE}s/{scenario.key}/delete/"
    assert "Delete" in client.get(page).content.decode()
    assert Scenario.objects.exists()
    assert client.post(page)["Location"] == PAGE
    assert not Scenario.objects.exists()
    assert client.get(f"{PAGE}s/{scenario.key}/").status_code == 404


def test_what_vanished_is_said_and_the_rest_is_tried(big, scenario, as_role):
    again = made_up()
    again.parties = [each for each in again.parties if each.id != "p3"]
    again.statements = [each for each in again.statements if each.party != "p3"]
    Extract.objects.filter(dossier=big).update(content=again.model_dump_json(), revision=2)
    answer = as_role("reader").get(f"{PAGE}s/{scenario.key}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    alert = page.split('role="alert"')[1].split("</div>")[0]
    assert "p3" in alert and "no longer" in alert
    assert "Salience of Issue 1 for Party 0 is 0.9" in page.split("</div>", 1)[1]
    told = as_role("reader").get(f"{PAGE}s/{scenario.key}/?format=json").json()
    assert [each["change"] for each in told["changes"]] == [KEPT[1]]
    assert [each["change"] for each in told["refused"]] == [KEPT[0]]
    assert told["scenario"] == {"key": scenario.key, "name": scenario.name}
    assert KEPT[0] in Scenario.objects.get().changes


def test_a_scenario_that_cannot_be_read_is_said(big, scenario, as_role):
    for broken in ({"leaves": "p3"}, [["nothing", "x"]], [["salience", "p0", "i1", "many"]], ["x"]):
        Scenario.objects.filter(pk=scenario.pk).update(changes=broken)
        assert as_role("reader").get(f"{PAGE}s/{scenario.key}/").status_code == 400
        compared = as_role("reader").get(f"{PAGE}compare/?s={scenario.key}")
        assert compared.status_code == 200 and 'class="errors"' in compared.content.decode()


def test_comparing(big, scenario, as_role):
    other = Scenario.objects.create(dossier=big, name="Position", changes=[["position", "p0", "i2", "o0"]])
    page = as_role("reader").get(f"{PAGE}compare/?s={scenario.key}&s={other.key}&s=gone").content.decode()
    for word in (scenario.name, other.name, "As things stand", "Deal: Nash", "Deal: Egalitarian", "Agreement zone"):
        assert word in page
    assert "One of the scenarios is not there" in page
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.count("<th ") == 3
    deal = page.split("Deal: Nash")[1].split("</tbody>")[0]
    told = [
        as_role("reader").get(f"{PAGE}{path}?format=json").json()["settlement"]["solutions"]["nash"]["after"]
        for path in ("", f"s/{scenario.key}/", f"s/{other.key}/")
    ]
    for n, line in enumerate(deal.split("<tr>")[1:]):
        shown = [each.split("</td>")[0].replace("<ins>", "").replace("</ins>", "") for each in line.split("<td")[1:]]
        labels = [f"Option {n}.{each[f'i{n}'][1:]}" for each in told]
        assert [each.partition(">")[2] for each in shown] == labels
    assert 'class="moved"' in page
    empty = as_role("reader").get(PAGE + "compare/")
    assert empty.status_code == 200 and "Tick" in empty.content.decode()
    many = "&".join(f"s={each}" for each in (scenario.key, *"abcdefg"))
    assert as_role("reader").get(f"{PAGE}compare/?{many}").status_code == 200


def test_names_and_notes_are_text(big, as_role):
    evil = "<script>alert(1)</script>"
    save(as_role("analyst"), name=evil, note=evil)
    key = Scenario.objects.get().key
    client = as_role("owner")
    paths = ("", f"s/{key}/", f"s/{key}/edit/", f"s/{key}/delete/", f"compare/?s={key}")
    pages = [client.get(PAGE + path) for path in paths] + [save(client, name=evil)]
    for page in pages:
        text = page.content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;alert" in text


def test_a_name_is_there_once(scenario, big):
    with pytest.raises(IntegrityError):
        Scenario.objects.create(dossier=big, name=scenario.name)
