"""Supposed statements: made up in a form, weighed, kept in links and scenarios, taken back; what cannot be supposed."""

from __future__ import annotations

import html
import json
from urllib.parse import urlencode

import pytest

from detente.desk.dossiers.models import Dossier, Extract
from detente.desk.whatif.base import base_of
from detente.desk.whatif.models import Scenario
from detente.desk.whatif.trying import attempt
from detente.desk.whatif.wanted import WantedError, as_lists, from_lists, read, suppose

from .whatif_tables import made_up

PAGE = "/desk/big/what-if/"
SAYS = "says:p1:i0:o2:support"
FORM = {"suppose-party": "p1", "suppose-about": "i0:o2", "suppose-stance": "support", "suppose-count": "5"}


def told(client, **fields):
    return json.loads(client.get(f"{PAGE}?{urlencode({**fields, 'format': 'json'})}").content)


def test_more_of_them_weigh_more(big):
    base = base_of(big)
    place = base.table.issues[0].index("o2")
    seen = []
    for count in (0, 1, 5, 20):
        tried = attempt(base, read([(SAYS, str(count))]))
        seen.append(float(tried.found.after.subject.mean_acceptance[1, 0, place]))
        assert len(tried.made) == bool(count)
    assert seen == sorted(set(seen))
    # Said against, it does the contrary; what was set for certain holds all the same.
    against = attempt(base, read([("says:p1:i0:o2:oppose", "5")])).found.after.subject
    assert float(against.mean_acceptance[1, 0, place]) < seen[0]
    both = attempt(base, read([(SAYS, "5"), ("acceptance:p1:i0:o2", "0")])).found.after.subject
    assert float(both.mean_acceptance[1, 0, place]) == 0


def test_the_form_makes_a_link(big, as_role):
    client = as_role("reader")
    sent = client.post(PAGE, {**FORM, "leaves": "p3"})
    assert sent["Location"] == f"{PAGE}?leaves=p3&{SAYS}=5"
    page = html.unescape(client.get(sent["Location"]).content.decode())
    said = "Party 1 says it is for Issue 0: Option 0.2 – 5 times"
    assert said in page.split('class="changes"')[1]
    field = page.split(f'name="{SAYS}"')[1].split(">")[0]
    assert 'value="5"' in field
    assert 'data-base="0"' in field
    # It is taken back by its link, or by setting it to nothing.
    assert f'href="{PAGE}?leaves=p3"' in page
    assert client.post(PAGE, {SAYS: "0", "leaves": "p3"})["Location"] == f"{PAGE}?leaves=p3"
    # The fields of the form wish nothing before they name a party.
    assert client.post(PAGE, {**FORM, "suppose-party": ""})["Location"] == PAGE
    # While one chooses, the answer comes at once, with the address that keeps it.
    live = client.get(f"{PAGE}?{urlencode(FORM)}", headers={"HX-Request": "true"})
    assert live["HX-Replace-Url"] == f"{PAGE}?{SAYS}=5"
    assert said in html.unescape(live.content.decode())


def test_it_is_saved_and_opened(big, as_role):
    client = as_role("analyst")
    sent = client.post(PAGE + "save/", {**FORM, "name": "They come round"})
    assert Scenario.objects.get().changes == [["says", "p1", "i0", "o2", "support", "5"]]
    assert "5 times" in client.get(sent["Location"]).content.decode()
    assert told(client, **FORM)["changes"][0]["change"] == ["says", "p1", "i0", "o2", "support", "5"]
    compared = client.get(PAGE + "compare/", {"s": Scenario.objects.get().key})
    assert "5 times" in compared.content.decode()


def test_in_german(big, as_role):
    client = as_role("reader")
    client.cookies["language"] = "de"
    page = client.get(f"{PAGE}?{SAYS}=2").content.decode()
    assert "Party 1 sagt, es sei für Issue 0: Option 0.2 – 2 Mal" in page
    assert "Hinzugedachte Aussagen" in page


def test_on_an_issue_without_options(people):
    content = made_up()
    content.issues[0].options = []
    content.issues[0].status_quo = None
    for each in content.statements:
        if each.issue == "i0":
            each.option = None
    made = Dossier.objects.create(slug="plain", title="Plain", language="en", made_by=people["analyst"])
    Extract.objects.create(dossier=made, content=content.model_dump_json(), revision=1)
    base = base_of(made)
    (wish,) = read([("says:p1:i0:-:oppose", "9")])
    tried = attempt(base, [wish])
    assert tried.made == (wish,)
    assert tried.found.after.subject.mean_acceptance[1, 0, 0] < base.table.mean_acceptance[1, 0, 0]
    assert from_lists(as_lists([wish])) == (wish,)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("says:nobody:i0:o1:support", "at the table"),
        ("says:late:i0:o1:support", "at the table"),
        ("says:p1:nothing:o1:support", "on the table"),
        ("says:p1:i0:none:support", "no option"),
    ],
)
def test_what_cannot_be_supposed_is_refused(big, as_role, field, reason):
    found = told(as_role("reader"), **{field: "1", "leaves": "p3"})
    assert [each["change"] for each in found["changes"]] == [["leaves", "p3"]]
    assert reason in found["refused"][0]["reason"]


def test_who_left_says_nothing(big, as_role):
    found = told(as_role("reader"), **{SAYS: "1", "leaves": "p1"})
    assert "leaves the table" in found["refused"][0]["reason"]


@pytest.mark.parametrize(
    "fields",
    [
        [("says:p1:i0:o2", "1")],
        [("says:p1:i0:o2:perhaps", "1")],
        [(SAYS, "21")],
        [(SAYS, "-1")],
        [(SAYS, "often")],
        [("suppose-party", "p1"), ("suppose-about", "i0"), ("suppose-stance", "support")],
        [("suppose-party", "p1"), ("suppose-about", "i0:o1:x"), ("suppose-stance", "support")],
    ],
)
def test_what_cannot_be_read(fields):
    with pytest.raises(WantedError):
        read(suppose(fields))


def test_ids_are_quoted():
    ((name, value),) = suppose([("suppose-party", "a:b"), ("suppose-about", "i%3A1:o"), ("suppose-stance", "open")])
    (wish,) = read([(name, value)])
    assert (wish.about, wish.value) == (("a:b", "i:1", "o", "open"), "1")
