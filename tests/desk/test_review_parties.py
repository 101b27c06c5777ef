"""Parties and issues in review: renamed, united, split, taken out, added; and the agreement of two analysts."""

from __future__ import annotations

import html
import json

import pytest

from detente.desk.dossiers.current import current, extracted
from detente.desk.people.models import User
from detente.desk.review import agreeing
from detente.desk.review.models import Ruling
from detente.desk.review.queue import anchor
from detente.desk.review.sight import sight

AT = "/desk/north/review/"


@pytest.fixture
def analyst(as_role):
    return as_role("analyst")


def party(dossier, name):
    return next(each for each in extracted(dossier).parties if each.name == name)


def on_party(client, key, what, **data):
    return client.post(f"{AT}party/?id={key}", {"what": what, "reason": "", **data})


def on_issue(client, key, what, **data):
    return client.post(f"{AT}issue/?id={key}", {"what": what, "reason": "", **data})


def issue_data(issue, **changes):
    data = {"label": issue.label, "status_quo": issue.status_quo or ""}
    for n, option in enumerate(issue.options):
        data |= {f"option{n}": option.label, f"value{n}": "" if option.value is None else option.value}
    return data | changes


def test_a_party_is_changed(dossier, analyst):
    norway = party(dossier, "Norway")
    data = {"name": "Norden", "kind": "group", "of": "", "capability": "3.5"}
    assert on_party(analyst, norway.id, "correct", **data).status_code == 302
    now = next(each for each in current(dossier).parties if each.id == norway.id)
    assert (now.name, now.kind, now.capability) == ("Norden", "group", 3.5)
    # Only what was changed is in the ruling.
    assert set(Ruling.objects.get().content["item"]) == {"name", "kind", "capability"}
    assert on_party(analyst, norway.id, "correct", **data | {"capability": "-1"}).status_code == 422
    assert on_party(analyst, norway.id, "correct", **data | {"of": "nobody"}).status_code == 422
    assert on_party(analyst, "nobody", "correct", **data).status_code == 404


def test_parties_are_united_and_that_is_undone(dossier, analyst):
    norway, france = party(dossier, "Norway"), party(dossier, "France")
    before = current(dossier)
    assert on_party(analyst, norway.id, "merge", into="").status_code == 422
    assert on_party(analyst, norway.id, "merge", into=norway.id).status_code == 422
    answer = on_party(analyst, norway.id, "merge", into=france.id)
    assert answer.status_code == 302
    assert norway.id not in {each.id for each in current(dossier).parties}
    assert norway.id not in {each.party for each in current(dossier).statements}
    assert analyst.get(answer["Location"]).status_code == 200
    # The page of the party that is gone says so, and a statement can still be accepted.
    assert "made part of another" in analyst.get(f"{AT}party/?id={norway.id}").content.decode()
    said = next(each for each in extracted(dossier).statements if each.party == norway.id)
    analyst.post(f"{AT}rule/", {"item": f"statement:{said.id}", "action": "accept", "seen": "0"})
    assert next(each for each in current(dossier).statements if each.id == said.id).confidence == 1
    assert not sight(dossier).lost
    row = Ruling.objects.get(target="party")
    assert analyst.post(f"{AT}history/{row.pk}/undo/").status_code == 302
    assert current(dossier).parties == before.parties
    assert not sight(dossier).lost
    assert next(each for each in current(dossier).statements if each.id == said.id).confidence == 1


def test_a_party_is_split(dossier, analyst):
    norway = party(dossier, "Norway")
    said = [each for each in extracted(dossier).statements if each.party == norway.id]
    assert on_party(analyst, norway.id, "split", name="Oslo", kind="state").status_code == 422
    data = {"name": "Oslo", "kind": "state", "statements": [said[0].id], "mentions": ["0"]}
    assert on_party(analyst, norway.id, "split", **data).status_code == 302
    parties = {each.id: each for each in current(dossier).parties}
    assert parties["oslo"].evidence == norway.evidence[:1]
    assert parties[norway.id].evidence == norway.evidence[1:]
    moved = {each.id: each.party for each in current(dossier).statements}
    assert moved[said[0].id] == "oslo"
    assert all(moved[each.id] == norway.id for each in said[1:])
    assert on_party(analyst, norway.id, "split", **data | {"mentions": ["99"]}).status_code == 422


def test_a_split_is_undone_at_once(dossier, analyst, as_role):
    hansen = next(each for each in extracted(dossier).parties if each.of)
    read = [each for each in extracted(dossier).statements if each.party == hansen.id]
    data = {"name": "A namesake", "kind": "person", "statements": [each.id for each in read]}
    on_party(analyst, hansen.id, "split", **data)
    new = next(each for each in current(dossier).parties if each.id == "a-namesake")
    # What the new party said counts where it counted before.
    assert new.of == hansen.of
    # Also of a party that is part of another by now the history says the name.
    on_party(analyst, "a-namesake", "merge", into=hansen.id)
    assert "Party: A namesake" in analyst.get(f"{AT}history/").content.decode()
    made = Ruling.objects.get(action="add")
    other = Ruling.objects.filter(target="statement").count()
    assert other == len(read) > 0
    as_role("owner").post(f"{AT}history/{made.pk}/undo/")
    assert not Ruling.objects.filter(target="statement", undone=None).exists()
    assert {each.undone_by.role for each in Ruling.objects.exclude(undone=None)} == {"owner"}
    assert [each for each in current(dossier).statements if each.party == hansen.id] == read


def test_undoing_a_split_leaves_what_others_ruled(dossier, analyst, as_role):
    norway = party(dossier, "Norway")
    one = next(each for each in extracted(dossier).statements if each.party == norway.id)
    two = next(each for each in extracted(dossier).statements if each.party != norway.id)
    on_party(analyst, norway.id, "split", name="Oslo", kind="state", statements=[one.id])
    about = json.dumps([two.issue, two.option])
    data = {"item": f"statement:{two.id}", "party": "oslo", "stance": "open", "about": about, "seen": "0"}
    as_role("owner").post(f"{AT}correct/", data)
    analyst.post(f"{AT}history/{Ruling.objects.get(action='add').pk}/undo/")
    assert [str(each.author) for each in Ruling.objects.filter(undone=None)] == ["Owner"]
    assert "cannot be applied" in analyst.get(f"{AT}history/").content.decode()


def test_a_party_is_taken_out_and_added(dossier, analyst):
    norway = party(dossier, "Norway")
    data = {"item": f"party:{norway.id}", "action": "reject", "back": "target=party"}
    answer = analyst.post(f"{AT}rule/", data)
    assert "target=party" in answer["Location"]
    assert norway.id not in {each.id for each in current(dossier).parties}
    out = analyst.get(AT, {"party": norway.id, "part": "all"}).content.decode()
    assert "left out with its party" in out
    added = analyst.post(f"{AT}parties/", {"name": "Paris", "kind": "group", "of": party(dossier, "France").id})
    assert added.status_code == 302
    new = current(dossier).parties[-1]
    assert (new.name, new.of, bool(new.evidence)) == ("Paris", party(dossier, "France").id, True)
    assert analyst.post(f"{AT}parties/", {"name": "", "kind": "group"}).status_code == 422


def test_an_issue_is_changed(dossier, analyst):
    issue = next(each for each in extracted(dossier).issues if each.status_quo and len(each.options) > 1)
    other = next(each for each in issue.options if each.id != issue.status_quo)
    data = issue_data(issue, label="Another label", status_quo=other.id)
    n = len(issue.options)
    data |= {f"option{n}": "a way in between", f"value{n}": "40"}
    assert on_issue(analyst, issue.id, "correct", **data).status_code == 302
    now = next(each for each in current(dossier).issues if each.id == issue.id)
    assert (now.label, now.status_quo) == ("Another label", other.id)
    assert [(each.label, each.value) for each in now.options][-1] == ("a way in between", 40)
    assert [each.id for each in now.options][:-1] == [each.id for each in issue.options]
    place = [each.id for each in issue.options].index(other.id)
    assert on_issue(analyst, issue.id, "correct", **data | {f"option{place}": ""}).status_code == 422
    assert on_issue(analyst, issue.id, "correct", **data | {"value0": "200"}).status_code == 422


def test_who_holds_an_option(dossier, analyst):
    said = next(s for s in extracted(dossier).statements if s.issue and s.option)
    issue = next(each for each in extracted(dossier).issues if each.id == said.issue)
    n = next(n for n, each in enumerate(issue.options) if each.id != issue.status_quo)
    assert on_issue(analyst, issue.id, "control", **{f"held{n}": [said.party, "nobody"]}).status_code == 302
    now = next(each for each in current(dossier).issues if each.id == issue.id)
    assert now.options[n].controlled_by == [said.party]


def test_issues_are_united(dossier, analyst):
    read = extracted(dossier)
    spoken = [each for each in read.issues if any(s.issue == each.id for s in read.statements)]
    one, other = spoken[:2]
    form = analyst.get(f"{AT}issue/", {"id": one.id, "into": other.id}).content.decode()
    assert all(html.escape(option.label) in form for option in other.options)
    data = {f"option{n}": other.options[0].id for n in range(len(one.options))}
    assert on_issue(analyst, one.id, "merge", into=other.id, **data).status_code == 302
    now = current(dossier)
    assert one.id not in {each.id for each in now.issues}
    moved = {s.id: (s.issue, s.option) for s in now.statements}
    for statement in read.statements:
        if statement.issue == one.id:
            assert moved[statement.id] == (other.id, other.options[0].id if statement.option else None)
    assert on_issue(analyst, other.id, "merge", into="none").status_code == 422
    assert on_issue(analyst, other.id, "merge", into=other.id).status_code == 422


def test_an_issue_is_split_and_one_added(dossier, analyst):
    read = extracted(dossier)
    said = next(s for s in read.statements if s.issue and s.option)
    issue = next(each for each in read.issues if each.id == said.issue)
    answer = on_issue(analyst, issue.id, "split", name="A part of it", statements=[said.id])
    assert answer.status_code == 302
    now = current(dossier)
    new = next(each for each in now.issues if each.id == "a-part-of-it")
    assert [each.id for each in new.options] == [each.id for each in issue.options]
    moved = next(each for each in now.statements if each.id == said.id)
    assert (moved.issue, moved.option) == ("a-part-of-it", said.option)
    assert on_issue(analyst, issue.id, "split", name="Nothing").status_code == 422
    data = {"label": "Fisheries", "option0": "shared", "option1": "apart", "value0": "100"}
    assert analyst.post(f"{AT}issues/", data).status_code == 302
    added = current(dossier).issues[-1]
    assert [(each.id, each.value) for each in added.options] == [("shared", 100), ("apart", None)]


def test_undoing_is_by_post_and_for_members(dossier, analyst, as_role):
    on_party(analyst, party(dossier, "Norway").id, "merge", into=party(dossier, "France").id)
    row = Ruling.objects.get()
    assert analyst.get(f"{AT}history/{row.pk}/undo/").status_code == 405
    for role, status in (("anonymous", 302), ("reader", 404), ("moderator", 404)):
        assert as_role(role).post(f"{AT}history/{row.pk}/undo/").status_code == status
    assert Ruling.objects.get().undone is None
    assert analyst.post(f"{AT}history/999/undo/").status_code == 404


def test_the_agreement_of_two(dossier, analyst, as_role, people):
    people["second"] = User.objects.create_user("second", "second@example.org", "x", role="analyst", name="Second")
    dossier.members.add(people["second"])
    second = as_role("second")
    assert "No item has been ruled on by two" in analyst.get(f"{AT}agreement/").content.decode()
    statements = extracted(dossier).statements
    assert len(statements) >= 4
    verdicts = [("accept", "accept"), ("reject", "reject"), ("accept", "reject"), ("accept", None)]
    for statement, pair in zip(statements, verdicts, strict=False):
        for client, action in zip((analyst, second), pair, strict=True):
            client.post(f"{AT}hide/", {"alone": "yes"})
            if action:
                client.post(f"{AT}rule/", {"item": f"statement:{statement.id}", "action": action, "seen": "0"})
    found = agreeing.compare(sight(dossier))
    # Coincidences: 2 accept-accept, 2 reject-reject, 1 each crosswise; n = 6, 3 of each: alpha = 1 - 5 * 2 / 18.
    assert found.overall.alpha == pytest.approx(1 - 5 * 2 / 18)
    assert (found.overall.units, found.overall.observed) == (3, pytest.approx(2 / 3))
    assert [(one, other) for one, other, _ in found.pairs] == [("Analyst", "Second")]
    assert [each.name for each in found.differing] == [f"statement:{statements[2].id}"]
    page = html.unescape(analyst.get(f"{AT}agreement/").content.decode())
    assert "0.444" in page
    assert statements[2].evidence.quote in page
    analyst.cookies["language"] = "de"
    assert "0,444" in analyst.get(f"{AT}agreement/").content.decode()


def test_what_others_alone_ruled_on(dossier, analyst, as_role, people):
    people["second"] = User.objects.create_user("second", "second@example.org", "x", role="analyst", name="Second")
    dossier.members.add(people["second"])
    second = as_role("second")
    one, two = extracted(dossier).statements[:2]
    for each in (one, two):
        analyst.post(f"{AT}rule/", {"item": f"statement:{each.id}", "action": "reject", "seen": "0"})
    second.post(f"{AT}hide/", {"alone": "yes"})
    second.post(f"{AT}rule/", {"item": f"statement:{one.id}", "action": "accept", "seen": "0"})
    assert "part=others" in second.get(f"{AT}agreement/").content.decode()
    page = second.get(AT, {"part": "others"}).content.decode()
    assert page.count("data-item ") == 1
    assert anchor(f"statement:{two.id}") in page
    # Which it was stays hidden.
    assert "rejected it" not in page
    assert analyst.get(AT, {"part": "others"}).content.decode().count("data-item ") == 0


def test_the_page_of_agreement_shows_what_was_read(dossier, analyst, as_role):
    said = extracted(dossier).statements[0]
    data = {"item": f"statement:{said.id}", "seen": "0", "party": said.party, "about": "[null, null]"}
    analyst.post(f"{AT}correct/", data | {"stance": said.stance})
    as_role("owner").post(f"{AT}rule/", {"item": f"statement:{said.id}", "action": "reject", "seen": "0"})
    (found,) = agreeing.compare(sight(dossier)).differing
    assert found.item == said


def test_corrections_agree_only_if_they_say_the_same(dossier, analyst, as_role, people):
    people["second"] = User.objects.create_user("second", "second@example.org", "x", role="analyst")
    dossier.members.add(people["second"])
    statement = extracted(dossier).statements[0]
    about = json.dumps([statement.issue, statement.option])
    data = {"item": f"statement:{statement.id}", "seen": "0", "party": statement.party, "about": about, "reason": ""}
    for client, stance in ((analyst, "open"), (as_role("second"), "open")):
        client.post(f"{AT}correct/", data | {"stance": stance})
    assert agreeing.compare(sight(dossier)).overall.observed == 1
    as_role("second").post(f"{AT}correct/", data | {"stance": statement.stance})
    assert agreeing.compare(sight(dossier)).overall.observed == 0
    # A correction to what was read is an acceptance.
    assert agreeing.verdict(Ruling.objects.latest("pk")) == "accept"


def test_a_correction_to_what_was_read_is_called_an_acceptance(dossier, analyst, as_role):
    said = extracted(dossier).statements[0]
    data = {"item": f"statement:{said.id}", "seen": "0", "about": json.dumps([said.issue, said.option])}
    as_role("owner").post(f"{AT}correct/", data | {"party": said.party, "stance": "open"})
    # Accepting what was read, where somebody has corrected it, sets it back.
    analyst.post(f"{AT}rule/", {"item": data["item"], "action": "accept", "seen": "0"})
    assert Ruling.objects.latest("pk").action == "correct"
    page = analyst.get(AT, {"part": "done"}).content.decode()
    assert "Analyst accepted it" in page
    assert 'class="state">accepted<' in page
    assert "Owner corrected it" in page
