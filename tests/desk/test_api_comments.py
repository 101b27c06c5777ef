"""The API: comments on what is published, and the moderators' work."""

from __future__ import annotations

from typing import get_args

import pytest

from detente.desk.api import moderation
from detente.desk.comments.checks import FLAGS
from detente.desk.comments.models import ACTIONS, REJECTED, WAITING, Comment, Decision
from detente.desk.comments.reasons import reasons
from detente.desk.home.models import Site
from detente.desk.subscriptions.models import Mail

TALK = "/published/north/comments"


def _write(caller, text="What of the harbour?", status=202, **more):
    return caller("POST", TALK, {"text": text, **more}, status)


def test_a_comment_waits_for_a_moderator_and_then_appears(published, call, client):
    reader, moderator = call("reader"), call("moderator")
    made = _write(reader)
    assert (made["state"], made["version"]) == ("waiting", 1)
    assert reader("GET", TALK) == {"items": [], "count": 0, "closed": False}
    waiting = moderator("GET", "/moderation/comments")["items"]
    assert [(each["id"], each["name"], each["text"]) for each in waiting] == [
        (made["id"], "Reader", "What of the harbour?")
    ]
    assert waiting[0]["account"] and not waiting[0]["told"] and not waiting[0]["decisions"]
    decided = moderator("POST", f"/moderation/comments/{made['id']}/decisions", {"action": "approve"}, 201)
    assert (decided["state"], decided["decisions"][0]["moderator"]) == ("approved", "Moderator")
    shown = call("owner")("GET", TALK)["items"]
    assert [(each["name"], each["text"], each["version"]) for each in shown] == [("Reader", "What of the harbour?", 1)]
    # It is the one that the page shows.
    assert "What of the harbour?" in client.get("/d/north/comments/").content.decode()
    assert moderator("GET", "/moderation/comments")["count"] == 0


def test_the_checks_are_those_of_the_page(published, call, as_role):
    reader = call("reader")
    long = "a" * 100_000
    assert "characters" in _write(reader, long, 422)["detail"]
    _write(reader, "See https://example.org NOW!!!!!!")
    comment = Comment.objects.get()
    assert set(comment.flags) == {"links", "shouting"}
    flags = call("moderator")("GET", "/moderation/comments?flag=links")["items"][0]["flags"]
    assert {each["code"] for each in flags} == {"links", "shouting"} and all(each["reason"] for each in flags)
    # What came over the page counts here, and the other way round.
    assert _write(reader, "see https://example.org now!!!!!!", 422)["detail"]
    as_role("reader").post("/d/north/comments/", {"text": "By the page"})
    assert _write(reader, "by the page", 422)["detail"]


def test_too_many_comments_are_refused_for_a_while(published, call):
    reader, statuses = call("reader"), []
    for n in range(30):
        body = f'{{"text": "Comment number {n}"}}'
        answer = reader.client.post(f"/api/v1{TALK}", body, content_type="application/json")
        statuses.append(answer.status_code)
    assert statuses[0] == 202 and statuses[-1] == 429
    assert Comment.objects.count() == statuses.count(202)


@pytest.mark.parametrize("given", [{}, {"text": ""}, {"text": " \n"}, {"text": "x", "name": "Owner"},
                                   {"text": "x", "version": 0}, {"text": 1}])  # fmt: skip
def test_what_is_no_comment_is_refused(published, call, given):
    assert call("reader")("POST", TALK, given, 422)["errors"]
    assert not Comment.objects.exists()


def test_only_invisible_characters_are_no_comment(published, call):
    assert _write(call("reader"), "\u200b\u200d", 422)["detail"]


def test_the_author_is_told_where_that_was_asked_for(published, call):
    _write(call("reader"), "Tell me", tell=True)
    _write(call("reader"), "Tell me not")
    told = {each["text"]: each for each in call("moderator")("GET", "/moderation/comments")["items"]}
    assert told["Tell me"]["told"] and not told["Tell me not"]["told"]
    for each in told.values():
        body = {"action": "reject", "code": "off_topic"}
        call("moderator")("POST", f"/moderation/comments/{each['id']}/decisions", body, 201)
    assert list(Mail.objects.filter(cause__startswith="comment:").values_list("to", flat=True)) == [
        "reader@example.org"
    ]


def test_what_was_rejected_is_for_moderators_only(published, call, dossier, people):
    reader, moderator = call("reader"), call("moderator")
    dossier.members.add(people["reader"])
    number = _write(reader, "REJECTED-zq7")["id"]
    body = {"action": "reject", "code": "other", "note": "Not in that tone."}
    moderator("POST", f"/moderation/comments/{number}/decisions", body, 201)
    assert Comment.objects.get().state == REJECTED
    for role in ("reader", "analyst"):
        for path in ("comments", f"comments/{number}", "log", "reasons"):
            call(role)("GET", f"/moderation/{path}", status=403)
        for path in (TALK, "/published/", "/published/north/versions", "/dossiers/", "/search?q=REJECTED"):
            assert "REJECTED" not in str(call(role)("GET", path)), path
    assert moderator("GET", f"/moderation/comments/{number}")["text"] == "REJECTED-zq7"
    assert moderator("GET", "/moderation/comments?state=rejected&q=rejected-ZQ7")["count"] == 1
    assert moderator("GET", "/moderation/comments?state=all&dossier=north")["count"] == 1
    assert moderator("GET", "/moderation/comments?state=all&dossier=south")["count"] == 0


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"action": "reject"}, 422),
        ({"action": "reject", "code": "nonsense"}, 422),
        ({"action": "reject", "code": "other"}, 422),
        ({"action": "reject", "code": "off_topic", "note": "n" * 1001}, 422),
        ({"action": "erase"}, 422),
        ({}, 422),
        ({"action": "reopen"}, 409),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(published, call, given, status):
    number = _write(call("reader"))["id"]
    assert call("moderator")("POST", f"/moderation/comments/{number}/decisions", given, status)["detail"]
    assert Comment.objects.get().state == WAITING and not Decision.objects.exists()


def test_who_comes_too_late_is_told_who_decided(published, call):
    number = _write(call("reader"))["id"]
    where = f"/moderation/comments/{number}/decisions"
    first = call("moderator")("POST", where, {"action": "approve"}, 201)["decisions"][0]["id"]
    late = call("owner")("POST", where, {"action": "reject", "code": "off_topic"}, 409)
    assert "Moderator" in late["detail"]
    again = call("owner")("POST", where, {"action": "reopen", "seen": first}, 201)
    assert again["state"] == "waiting" and [each["action"] for each in again["decisions"]] == ["reopen", "approve"]


def test_the_log_tells_of_each_decision(published, call):
    number = _write(call("reader"))["id"]
    moderator = call("moderator")
    body = {"action": "reject", "code": "off_topic", "note": "Elsewhere."}
    moderator("POST", f"/moderation/comments/{number}/decisions", body, 201)
    moderator("PUT", "/moderation/discussions/north", {"closed": True})
    log = moderator("GET", "/moderation/log")["items"]
    assert [(each["action"], each["comment"], each["code"], each["note"]) for each in log] == [
        ("close", None, "", ""), ("reject", number, "off_topic", "Elsewhere."),
    ]  # fmt: skip
    assert {each["dossier"] for each in log} == {"north"} and {each["moderator"] for each in log} == {"Moderator"}
    assert moderator("GET", f"/moderation/log?comment={number}")["count"] == 1
    assert moderator("GET", "/moderation/log?action=close&moderator=Moderator&dossier=north")["count"] == 1
    assert moderator("GET", "/moderation/log?moderator=Somebody")["count"] == 0


def test_a_discussion_is_closed_and_opened(published, call):
    moderator = call("moderator")
    assert moderator("PUT", "/moderation/discussions/north", {"closed": True}) == {"closed": True}
    assert moderator("GET", TALK)["closed"] is True
    assert _write(call("reader"), status=422)["detail"]
    moderator("PUT", "/moderation/discussions/north", {"closed": False})
    _write(call("reader"))
    moderator("PUT", "/moderation/discussions/south", {"closed": True}, 404)
    call("analyst")("PUT", "/moderation/discussions/north", {"closed": True}, 403)


def test_only_the_owner_erases(published, call):
    number = _write(call("reader"))["id"]
    call("moderator")("DELETE", f"/moderation/comments/{number}", status=403)
    call("owner")("DELETE", f"/moderation/comments/{number}", status=204)
    assert not Comment.objects.exists()
    call("owner")("DELETE", f"/moderation/comments/{number}", status=404)
    assert [each["action"] for each in call("owner")("GET", f"/moderation/log?comment={number}")["items"]] == ["erase"]


def test_comments_that_are_switched_off_are_nowhere(published, call):
    site = Site.get()
    site.comments = False
    site.save()
    call("reader")("GET", TALK, status=404)
    _write(call("reader"), status=404)


def test_what_is_for_members_is_discussed_by_members(analyst, call, dossier):
    call("reader")("GET", TALK, status=404)  # nothing is published yet
    analyst("POST", "/dossiers/north/versions", {"audience": "members"}, 201)
    number = _write(analyst)["id"]
    _write(call("reader"), status=404)
    # A moderator who is no member knows nothing of it.
    assert call("moderator")("GET", "/moderation/comments")["count"] == 0
    call("moderator")("GET", f"/moderation/comments/{number}", status=404)
    call("moderator")("POST", f"/moderation/comments/{number}/decisions", {"action": "approve"}, 404)
    assert call("owner")("GET", "/moderation/comments")["count"] == 1


def test_policy_reasons_and_flags_are_those_of_the_pages(published, call):
    policy = call("reader")("GET", "/policy?language=de")
    assert policy["language"] == "de" and len(policy["text"]) > 100
    found = call("moderator")("GET", "/moderation/reasons?language=en")
    assert [each["code"] for each in found] == list(reasons())
    assert get_args(moderation.Flag) == FLAGS and get_args(moderation.Action) == ACTIONS
