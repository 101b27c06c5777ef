"""The API: the queue of review, words of a report, splitting, what rulings change, and how far analysts agree."""

from __future__ import annotations

import pytest

from detente.desk.people.models import ANALYST, Token, User
from detente.desk.review.models import Ruling
from detente.desk.review.queue import Filter, entries
from detente.desk.review.ranking import hanging
from detente.desk.review.sight import sight

from .calling import Caller
from .conftest import PASSWORD

RULINGS = "/dossiers/north/rulings"
QUOTE = "Sweden supports security guarantees for the region."


@pytest.fixture
def second(dossier) -> Caller:
    """Another analyst who is a member."""
    made = User.objects.create_user("second", "second@example.org", PASSWORD, role=ANALYST, name="Second")
    dossier.members.add(made)
    return Caller(Token.make(made, "tests")[1])


def _english(caller) -> str:
    return caller("GET", "/dossiers/north/reports?language=en")["items"][0]["id"]


def _statement(caller, party: str = "sweden") -> str:
    return caller("GET", f"/dossiers/north/statements?party={party}")["items"][0]["id"]


# the queue


def test_the_queue_is_that_of_the_page(analyst, dossier):
    found = analyst("GET", "/dossiers/north/review/queue")
    page = entries(sight(dossier), Filter(), hanging(dossier))
    assert [each["id"] for each in found["items"]] == [each.item.id for each in page] and found["count"] == len(page)
    ranks = [each["rank"] for each in found["items"]]
    assert ranks == sorted(ranks, reverse=True) and ranks[0] > ranks[-1]
    assert all(each["item"]["evidence"]["quote"] and each["state"] == "" for each in found["items"])
    assert analyst("GET", "/dossiers/north/review/queue?limit=1&offset=1")["items"] == found["items"][1:2]


def test_the_queue_is_filtered_and_knows_what_was_ruled(analyst):
    key = _statement(analyst)
    made = analyst("POST", RULINGS, {"action": "accept", "target": "statement", "id": key}, 201)["key"]
    assert key not in {each["id"] for each in analyst("GET", "/dossiers/north/review/queue")["items"]}
    done = analyst("GET", "/dossiers/north/review/queue?part=done")["items"]
    assert [(each["id"], each["state"], each["rulings"]) for each in done] == [(key, "accept", [made])]
    parties = analyst("GET", "/dossiers/north/review/queue?target=party&part=all")["items"]
    assert {"norway", "sweden"} <= {each["item"]["id"] for each in parties}
    only = analyst("GET", "/dossiers/north/review/queue?target=issue&id=peace.ceasefire")["items"]
    assert [each["id"] for each in only] == ["peace.ceasefire"] and only[0]["count"] > 0
    spoken = analyst("GET", "/dossiers/north/review/queue?party=france")["items"]
    assert spoken and {each["item"]["party"] for each in spoken} == {"france"}
    analyst("GET", "/dossiers/north/review/queue?part=some", status=422)


def test_who_rules_alone_does_not_see_the_others_rulings(analyst, second):
    key = _statement(analyst)
    analyst("POST", RULINGS, {"action": "reject", "target": "statement", "id": key}, 201)
    assert key in {each["id"] for each in second("GET", "/dossiers/north/review/queue?alone=true")["items"]}
    assert key not in {each["id"] for each in second("GET", "/dossiers/north/review/queue")["items"]}


# words


def test_words_are_found_in_their_report(analyst):
    item = {"party": "sweden", "stance": "oppose", "issue": "peace.ceasefire", "option": None, "topic": "x"}
    words = {"report": _english(analyst), "quote": QUOTE}
    ruling = {"action": "add", "target": "statement", "item": item, "evidence": words}
    made = analyst("POST", RULINGS, ruling, 201)
    evidence = made["content"]["evidence"]
    text = analyst("GET", "/dossiers/north/reports?language=en")["items"][0]["text"]
    assert text[evidence["start"] : evidence["end"]] == QUOTE
    assert made["on"].startswith("statement:") and made["lost"] == ""


@pytest.mark.parametrize("words", [{"quote": "Nobody said this."}, {"quote": "the"}, {"quote": QUOTE, "report": "none"},
                                   {"quote": ""}, {"quote": QUOTE, "start": -1}])  # fmt: skip
def test_words_that_stand_nowhere_or_in_several_places_are_refused(analyst, words):
    item = {"party": "sweden", "stance": "oppose", "topic": "x"}
    given = {"report": _english(analyst), **words}
    ruling = {"action": "add", "target": "statement", "item": item, "evidence": given}
    assert analyst("POST", RULINGS, ruling, 422)["detail"]
    assert not Ruling.objects.exists()


def test_a_correction_gives_other_words_and_a_later_one_keeps_them(analyst):
    key = _statement(analyst)
    words = {"report": _english(analyst), "quote": "Sweden supports security guarantees"}
    ruling = {"action": "correct", "target": "statement", "id": key, "evidence": words}
    analyst("POST", RULINGS, ruling, 201)

    def now():
        return analyst("GET", f"/dossiers/north/statements?id={key}")["items"][0]

    assert (now()["evidence"]["quote"], now()["stance"]) == ("Sweden supports security guarantees", "support")
    analyst("POST", RULINGS, {"action": "correct", "target": "statement", "id": key, "item": {"stance": "open"}}, 201)
    assert (now()["evidence"]["quote"], now()["stance"]) == ("Sweden supports security guarantees", "open")
    ruling = {"action": "correct", "target": "party", "id": "sweden", "evidence": words}
    assert "evidence" in analyst("POST", RULINGS, ruling, 422)["detail"]


def test_an_event_is_added(analyst):
    words = {"report": _english(analyst), "quote": "Paris calls for ceasefire"}
    item = {"type": "demand", "status": "happened", "participants": ["france"], "date": "2026-03-05"}
    ruling = {"action": "add", "target": "event", "item": item, "evidence": words}
    made = analyst("POST", RULINGS, ruling, 201)
    found = analyst("GET", f"/dossiers/north/events?id={made['on'].removeprefix('event:')}")["items"]
    assert [(each["type"], each["participants"], each["date"]) for each in found] == [
        ("demand", ["france"], "2026-03-05")
    ]


# scales, uniting, splitting


def test_an_issue_gets_a_scale(analyst):
    issue = analyst("GET", "/dossiers/north/issues?id=peace.ceasefire")["items"][0]
    options = [{**each, "value": 10.0 * n} for n, each in enumerate(issue["options"])]
    ruling = {"action": "correct", "target": "issue", "id": issue["id"], "item": {"options": options}}
    analyst("POST", RULINGS, ruling, 201)
    now = analyst("GET", "/dossiers/north/issues?id=peace.ceasefire")["items"][0]
    assert [each["value"] for each in now["options"]] == [10.0 * n for n in range(len(options))]


def test_a_party_is_split(analyst):
    said = [each["id"] for each in analyst("GET", "/dossiers/north/statements?party=norway")["items"]]
    split = {"target": "party", "id": "norway", "name": "Norwegian opposition", "kind": "group", "statements": said[:1],
             "mentions": [0], "reason": "They are not the government."}  # fmt: skip
    made = analyst("POST", f"{RULINGS}/split", split, 201)
    assert [(each["action"], each["target"]) for each in made] == [("add", "party"), ("correct", "statement")]
    new = analyst("GET", "/dossiers/north/parties?text=Norwegian+opposition")["items"][0]
    assert new["kind"] == "group" and len(new["evidence"]) == 1
    moved = analyst("GET", f"/dossiers/north/statements?party={new['id']}")["items"]
    assert [each["id"] for each in moved] == said[:1]


def test_an_issue_is_split(analyst):
    said = [each["id"] for each in analyst("GET", "/dossiers/north/statements?issue=peace.ceasefire")["items"]]
    options = [
        each["id"] for each in analyst("GET", "/dossiers/north/issues?id=peace.ceasefire")["items"][0]["options"]
    ]
    split = {"target": "issue", "id": "peace.ceasefire", "name": "Local truce", "statements": said[:1]}
    analyst("POST", f"{RULINGS}/split", split, 201)
    new = analyst("GET", "/dossiers/north/issues?text=local+truce")["items"][0]
    assert [each["id"] for each in new["options"]] == options
    moved = analyst("GET", f"/dossiers/north/statements?issue={new['id']}")["items"]
    assert [each["id"] for each in moved] == said[:1]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 422),
        ({"statements": ["nothing"]}, 422),
        ({"mentions": [10**5]}, 422),
        ({"id": "atlantis", "mentions": [0]}, 404),
        ({"name": " ", "mentions": [0]}, 422),
        ({"target": "statement", "mentions": [0]}, 422),
        ({"target": "issue", "id": "peace.ceasefire", "mentions": [0]}, 422),
    ],
)
def test_a_split_that_does_not_fit_leaves_no_ruling(analyst, more, status):
    split = {"target": "party", "id": "norway", "name": "North", **more}
    assert analyst("POST", f"{RULINGS}/split", split, status)["detail"]
    assert not Ruling.objects.exists()


def test_statements_of_others_do_not_move(analyst):
    split = {"target": "party", "id": "norway", "name": "North", "statements": [_statement(analyst, "france")]}
    analyst("POST", f"{RULINGS}/split", split, 422)


# what rulings change


def test_what_a_ruling_made_of_the_result(analyst):
    before = analyst("GET", "/dossiers/north/review/effect")
    assert before["effect"] is None and len(before["key"]) == 64
    for each in analyst("GET", "/dossiers/north/statements?party=sweden")["items"]:
        analyst("POST", RULINGS, {"action": "reject", "target": "statement", "id": each["id"]}, 201)
    after = analyst("GET", f"/dossiers/north/review/effect?since={before['key']}")
    assert after["key"] != before["key"] and after["effect"]["anything"] is True
    assert after["effect"]["left"] == ["Sweden"]
    assert analyst("GET", f"/dossiers/north/review/effect?since={after['key']}")["effect"] is None
    assert analyst("GET", f"/dossiers/north/review/effect?since={'0' * 64}")["effect"] is None
    analyst("GET", "/dossiers/north/review/effect?since=x", status=422)


def test_rulings_that_find_nothing_are_told(analyst, dossier):
    key = _statement(analyst)
    made = analyst("POST", RULINGS, {"action": "accept", "target": "statement", "id": key}, 201)["key"]
    kept = analyst("POST", RULINGS, {"action": "accept", "target": "party", "id": "norway"}, 201)["key"]
    row = Ruling.objects.get(key=made)
    gone = {**row.content["evidence"], "report": "gone", "quote": "What stands nowhere any more."}
    Ruling.objects.filter(pk=row.pk).update(key="k" * 16, content=row.content | {"evidence": gone, "id": "k" * 16})
    lost = analyst("GET", f"{RULINGS}?lost=true")
    assert [each["key"] for each in lost["items"]] == ["k" * 16] and lost["count"] == 1
    assert lost["items"][0]["lost"] and lost["items"][0]["on"] == ""
    every = {each["key"]: each for each in analyst("GET", RULINGS)["items"]}
    assert every[kept]["on"] == "party:norway" and every[kept]["lost"] == ""


# agreement


def test_how_far_analysts_agree(analyst, second):
    one, other = _statement(analyst, "sweden"), _statement(analyst, "france")
    nothing = analyst("GET", "/dossiers/north/review/agreement")
    assert nothing == {"overall": {"alpha": None, "observed": None, "units": 0, "values": 0}, "pairs": [],
                       "differing": []}  # fmt: skip
    for caller, action in ((analyst, "accept"), (second, "accept")):
        caller("POST", RULINGS, {"action": action, "target": "statement", "id": one}, 201)
    for caller, action in ((analyst, "accept"), (second, "reject")):
        caller("POST", RULINGS, {"action": action, "target": "statement", "id": other}, 201)
    found = second("GET", "/dossiers/north/review/agreement")
    # Three of four judgements are "accept", one of two units agrees: alpha = 1 - 3 * 2 / (2 * 3 * 1) = 0.
    assert found["overall"] == {"alpha": 0.0, "observed": 0.5, "units": 2, "values": 4}
    assert [(each["analysts"], each["units"]) for each in found["pairs"]] == [(["Analyst", "Second"], 2)]
    differing = found["differing"][0]
    assert (differing["target"], differing["id"]) == ("statement", other) and differing["quote"]
    assert [(each["analyst"], each["action"]) for each in differing["verdicts"]] == [
        ("Analyst", "accept"), ("Second", "reject"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["queue", "effect", "agreement"])
def test_review_is_for_those_who_work(call, dossier, people, path):
    call("reader")("GET", f"/dossiers/north/review/{path}", status=404)
    dossier.members.add(people["reader"])
    call("reader")("GET", f"/dossiers/north/review/{path}", status=403)
    call("owner")("GET", f"/dossiers/north/review/{path}")
