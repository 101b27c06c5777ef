"""The moderators' queue: decisions made once and on record, their mail, the log, erasure, the counter."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from detente.desk import worker
from detente.desk.comments import deciding, telling
from detente.desk.comments.models import (
    APPROVE,
    APPROVED,
    REJECT,
    REJECTED,
    REOPEN,
    WAITING,
    Comment,
    Decision,
    Told,
)
from detente.desk.comments.reasons import named, reasons
from detente.desk.dossiers.models import MEMBERS, Dossier
from detente.desk.people.models import User
from detente.desk.publishing.models import Version
from detente.desk.subscriptions.models import Mail

HTMX = {"headers": {"HX-Request": "true"}}


def published(slug, people, **more):
    made = Dossier.objects.create(slug=slug, title=f"The {slug}", made_by=people["analyst"], **more)
    Version.objects.create(dossier=made, number=1, title=made.title, content="{}", sections={})
    return made


@pytest.fixture
def north(people):
    return published("north", people)


@pytest.fixture
def comment(north):
    return made(north)


def made(dossier, text="A ceasefire needs a guarantor.", **more):
    return Comment.objects.create(dossier=dossier, version=1, **{"name": "Ada", "text": text, **more})


def html(answer):
    return answer.content.decode()


def decide(client, comment, action="approve", **fields):
    return client.post(f"/moderation/{comment.pk}/", {"action": action, **fields})


@pytest.mark.parametrize(
    "role,status", [("anonymous", 302), ("reader", 403), ("analyst", 403), ("moderator", 200), ("owner", 200)]
)
def test_who_may_moderate(comment, as_role, role, status):
    client = as_role(role)
    assert client.get("/moderation/").status_code == status
    assert client.get("/moderation/log/").status_code == status
    assert client.get("/moderation/log.csv").status_code == {"moderator": 403}.get(role, status)
    assert client.get(f"/moderation/{comment.pk}/erase/").status_code == {"moderator": 403}.get(role, status)
    assert client.post(f"/moderation/{comment.pk}/erase/").status_code == (
        302 if role in ("owner", "anonymous") else 403
    )
    allowed = role in ("moderator", "owner")
    other = made(comment.dossier if role != "owner" else Dossier.objects.get(), "Another")
    answer = decide(client, other)
    assert answer.status_code == (302 if allowed or role == "anonymous" else 403)
    other.refresh_from_db()
    assert other.state == (APPROVED if allowed else WAITING)
    answer = client.post("/moderation/d/north/", {"closed": "yes"})
    assert answer.status_code == (302 if allowed or role == "anonymous" else 403)
    assert Comment.objects.filter(text__startswith="A ceasefire").exists() == (role != "owner")


def test_comments_on_what_one_may_not_read_are_not_there(people, as_role, north):
    hidden = made(published("hidden", people, audience=MEMBERS), "Among members")
    moderator = as_role("moderator")
    assert "Among members" not in html(moderator.get("/moderation/?state=all"))
    assert "The hidden" not in html(moderator.get("/moderation/"))
    assert decide(moderator, hidden).status_code == 404
    assert moderator.post("/moderation/d/hidden/", {"closed": "yes"}).status_code == 404
    assert "Among members" in html(as_role("owner").get("/moderation/"))
    decide(as_role("owner"), hidden)
    assert "The hidden" not in html(moderator.get("/moderation/log/"))
    assert "The hidden" in html(as_role("owner").get("/moderation/log/"))


def test_the_token_is_required(comment, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    assert decide(client, comment).status_code == 403
    assert client.post(f"/moderation/{comment.pk}/erase/").status_code == 403
    assert Comment.objects.get().state == WAITING


def test_waiting_first_and_oldest_first(north, as_role, people):
    texts = [f"Text {k}." for k in range(25)]
    for k, text in enumerate(texts):
        made(north, text, made=timezone.now() - timedelta(hours=25 - k))
    deciding.decide(Comment.objects.get(text="Text 0."), people["owner"], APPROVE)
    client = as_role("moderator")
    first = html(client.get("/moderation/"))
    assert re.findall(r"<p>(Text \d+\.)</p>", first) == texts[1:21]
    assert "24 waiting, 1 approved, 0 rejected" in first
    assert re.findall(r"<p>(Text \d+\.)</p>", html(client.get("/moderation/?page=2"))) == texts[21:]
    everything = html(client.get("/moderation/?state=all&page=2"))
    assert re.findall(r"<p>(Text \d+\.)</p>", everything)[-1] == "Text 0."
    assert 'id="h-policy"' in first
    assert "in the room" in first


def test_filters_and_search(north, people, as_role):
    other = published("south", people)
    made(north, "Ärger über <b>Fürst</b>", name="Zoë")
    made(north, "plain words", flags={"links": {"n": 2}})
    made(other, "IN THE SOUTH", flags={"shouting": {}, "links": {"n": 1}})
    made(north, "100% _sure_", flags={"words": {"found": "dumb"}})
    client = as_role("moderator")

    def found(query):
        return {
            text
            for text in ("Ärger", "plain words", "IN THE SOUTH", "100%")
            if text in html(client.get(f"/moderation/?{query}")).partition('id="queue"')[2].partition("<aside")[0]
        }

    assert found("") == {"Ärger", "plain words", "IN THE SOUTH", "100%"}
    assert found("dossier=south") == {"IN THE SOUTH"}
    assert found("flag=links") == {"plain words", "IN THE SOUTH"}
    assert found("flag=shouting") == {"IN THE SOUTH"}
    assert found("flag=any") == {"plain words", "IN THE SOUTH", "100%"}
    assert found("q=%C3%84RGER") == {"Ärger"}
    assert found("q=zo%C3%8B+f%C3%BCrst") == {"Ärger"}
    assert found("q=100%25") == {"100%"}
    assert found("q=_sure") == {"100%"}
    assert found("q=south&dossier=north") == set()
    assert found("state=approved") == set()
    # What no filter knows is no filter.
    for odd in ("state=x&flag=x", "flag=made__lt", "page=x", "just=x", "q=%00", "just=99999999999999999999"):
        assert found(odd) == {"Ärger", "plain words", "IN THE SOUTH", "100%"}
    assert found("dossier=nowhere") == set()
    shown = html(client.get("/moderation/"))
    assert "Contains 2 links" in shown
    assert "Words of the list: dumb" in shown
    assert shown.count("Why flagged") == 3
    assert "Enthält 2 Links" in html(client.get("/moderation/?lang=de"))


def test_approve_then_undo(comment, as_role, people):
    client = as_role("moderator")
    answer = decide(client, comment, back="state=waiting&page=1")
    assert answer["Location"] == f"/moderation/?state=waiting&page=1&just={comment.pk}#c-{comment.pk}"
    comment.refresh_from_db()
    assert (comment.state, comment.decided is not None) == (APPROVED, True)
    shown = html(client.get(answer["Location"]))
    assert "Decided just now" in shown
    seen = re.search(r'name="seen" value="(\d+)"', shown)[1]
    decide(client, comment, "reopen", seen=seen)
    comment.refresh_from_db()
    assert (comment.state, comment.decided) == (WAITING, None)
    rows = Decision.objects.order_by("pk").values_list("action", "moderator_name", "number", "dossier__slug")
    assert list(rows) == [(a, "Moderator", comment.pk, "north") for a in ("approve", "reopen")]


@pytest.mark.parametrize("code", list(reasons()))
def test_each_reason_can_be_given(comment, as_role, code):
    answer = decide(as_role("moderator"), comment, "reject", code=code, note="See the policy.")
    assert answer.status_code == 302
    row = Decision.objects.get()
    assert (row.action, row.code, row.note) == ("reject", code, "See the policy.")
    assert Comment.objects.get().state == REJECTED


def test_the_reasons_are_seven_in_both_languages():
    assert [code for code, _ in named("de")] == [
        "off_topic", "demeaning", "unlawful", "advertising", "personal_data", "duplicate", "other",
    ]  # fmt: skip
    for words in reasons().values():
        assert set(words) == {"de", "en", "to_de", "to_en"}


@pytest.mark.parametrize(
    "fields,words",
    [
        ({"action": "reject"}, "choose a reason"),
        ({"action": "reject", "code": "ugly"}, "choose a reason"),
        ({"action": "reject", "code": "other", "note": "  "}, "needs a note"),
        ({"action": "reject", "code": "other", "note": "x" * 1001}, "1,000 characters"),
        ({"action": "reopen"}, "does not fit"),
        ({"action": "erase"}, "does not fit"),
        ({"action": ""}, "does not fit"),
    ],
)
def test_what_is_missing_is_said_and_nothing_decided(comment, as_role, fields, words):
    client = as_role("moderator")
    shown = html(client.post(f"/moderation/{comment.pk}/", fields, **HTMX))
    assert words in shown
    assert fields.get("note", "").strip() in shown
    assert words in html(client.post(f"/moderation/{comment.pk}/", fields, follow=True))
    assert Comment.objects.get().state == WAITING
    assert not Decision.objects.exists()


def test_what_was_decided_meanwhile_is_not_decided_twice(comment, as_role, people):
    stale = html(as_role("owner").get("/moderation/"))
    assert 'name="seen" value=""' in stale
    decide(as_role("moderator"), comment, "reject", code="off_topic")
    for how in ({}, HTMX):
        answer = as_role("owner").post(
            f"/moderation/{comment.pk}/", {"action": "approve", "seen": ""}, follow=True, **how
        )
        assert "Moderator has decided on this comment meanwhile: rejected." in html(answer)
    assert Comment.objects.get().state == REJECTED
    assert Decision.objects.count() == 1
    # Nor is it reopened by somebody who has not seen the latest decision.
    first = Decision.objects.get()
    decide(as_role("moderator"), comment, "reopen", seen=first.pk)
    decide(as_role("moderator"), comment, seen=Decision.objects.first().pk)
    decide(as_role("owner"), comment, "reopen", seen=first.pk)
    assert Comment.objects.get().state == APPROVED


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_decides(people):
    import threading

    from django.db import connection

    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory, as tests have it, knows no waiting; on PostgreSQL this runs")
    comment = made(published("north", people))
    outcomes = []
    start = threading.Barrier(4)

    def run(user):
        start.wait()
        try:
            deciding.decide(Comment.objects.get(pk=comment.pk), user, APPROVE)
            outcomes.append("decided")
        except deciding.OvertakenError as error:
            outcomes.append(error.decision.moderator_name)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(people[role],)) for role in ("owner", "moderator") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decided = Decision.objects.get()
    assert sorted(outcomes) == sorted(["decided", *[decided.moderator_name] * 3])


def test_decisions_are_never_changed_or_deleted(comment, people):
    row = deciding.decide(comment, people["owner"], APPROVE)
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_author_is_told_the_decision_and_the_reason(north, people, lang):
    text = "Something that must not be in the mail"
    yes = made(north, text, address="a@example.org", language=lang)
    no = made(north, text, address="b@example.org", language=lang, name="Nemo")
    mute = made(north, text)
    deciding.decide(yes, people["moderator"], APPROVE)
    deciding.decide(no, people["moderator"], REJECT, code="demeaning", note="The second sentence.")
    deciding.decide(mute, people["moderator"], REJECT, code="demeaning")
    approved, rejected = Mail.objects.order_by("pk")
    assert (approved.to, rejected.to) == ("a@example.org", "b@example.org")
    assert f"http://testserver/d/north/comments/?comment={yes.pk}" in approved.text
    assert reasons()["demeaning"][f"to_{lang}"] in rejected.text
    assert "The second sentence." in rejected.text
    for mail in (approved, rejected):
        assert "http://testserver/policy/" in mail.text
        assert "The north" in mail.subject
        assert ("Guten Tag" in mail.text) == (lang == "de")
        for secret in (text, "Nemo", "Moderator"):
            assert secret not in mail.text + mail.subject


def test_undoing_takes_back_the_mail_that_has_not_gone_out(north, people):
    comment = made(north, address="a@example.org")
    first = deciding.decide(comment, people["moderator"], APPROVE)
    deciding.decide(comment, people["moderator"], REOPEN, seen=str(first.pk))
    assert not Mail.objects.exists()
    last = deciding.last(comment)
    second = deciding.decide(comment, people["moderator"], REJECT, seen=str(last.pk), code="off_topic")
    Mail.objects.update(sent=timezone.now())
    deciding.decide(comment, people["moderator"], REOPEN, seen=str(second.pk))
    assert Mail.objects.count() == 1


def test_no_mail_without_the_decision(north, people, monkeypatch):
    comment = made(north, address="a@example.org")
    monkeypatch.setattr(telling.outbox, "enqueue", lambda *a, **o: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        deciding.decide(comment, people["moderator"], APPROVE)
    comment.refresh_from_db()
    assert comment.state == WAITING
    assert not Decision.objects.exists()


def counted():
    while telling.count_next():
        pass
    return Mail.objects.filter(cause__startswith="moderation:")


def test_the_counter_mail_comes_at_most_once_an_hour(north, people):
    assert not counted()
    for k in range(3):
        made(north, f"Not in the mail {k}")
    User.objects.filter(pk=people["owner"].pk).update(language="de")
    mails = {mail.to: mail for mail in counted()}
    assert set(mails) == {"owner@example.org", "moderator@example.org"}
    assert mails["moderator@example.org"].subject.endswith("3 comments wait")
    assert mails["owner@example.org"].subject.endswith("3 Kommentare warten")
    assert "http://testserver/moderation/" in mails["owner@example.org"].text
    assert not any("Not in the mail" in mail.text for mail in mails.values())
    made(north, "One more")
    assert counted().count() == 2

    def later(**ago):
        Told.objects.update(time=timezone.now() - timedelta(**ago))

    later(minutes=59)
    assert counted().count() == 2
    later(minutes=61)
    assert counted().count() == 4
    # Nothing new: not again within the hour, nor after it, but after a day.
    Comment.objects.update(made=timezone.now() - timedelta(hours=20))
    later(minutes=61)
    assert counted().count() == 4
    later(hours=24)
    assert counted().count() == 6
    Comment.objects.update(state=APPROVED)
    later(hours=48)
    assert counted().count() == 6


def test_the_worker_sends_the_counter_and_comes_to_an_end(north, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made(north)
    worker.finish()
    from django.core import mail

    assert sorted(each.to[0] for each in mail.outbox) == ["moderator@example.org", "owner@example.org"]


def test_nobody_is_told_of_what_is_not_theirs(people):
    made(published("hidden", people, audience=MEMBERS))
    assert [mail.to for mail in counted()] == ["owner@example.org"]
    assert not Told.objects.filter(moderator=people["moderator"]).exists()


def test_the_log_filters_pages_and_goes_into_a_table(north, people, as_role):
    for k in range(60):
        comment = made(north, f"UNSEEN {k}")
        if k % 2:
            deciding.decide(comment, people["owner"], APPROVE)
        else:
            deciding.decide(comment, people["moderator"], REJECT, code="other", note="=1+1")
    client = as_role("owner")
    first = html(client.get("/moderation/log/"))
    assert first.count("<tr>") == 51
    assert html(client.get("/moderation/log/?page=2")).count("<tr>") == 11
    assert html(client.get("/moderation/log/?action=reject")).count("<tr>") == 31
    assert html(client.get("/moderation/log/?name=Owner")).count("<tr>") == 31
    assert html(client.get(f"/moderation/log/?comment={comment.pk}")).count("<tr>") == 2
    for odd in ("comment=x", "name=nobody", "dossier=none"):
        assert "No decision fits" in html(client.get(f"/moderation/log/?{odd}"))
    answer = client.get("/moderation/log.csv?action=reject")
    table = list(csv.DictReader(io.StringIO(html(answer))))
    assert len(table) == 30
    assert {(row["moderator"], row["reason"], row["note"]) for row in table} == {("Moderator", "other", "'=1+1")}
    assert "UNSEEN" not in first + html(answer)


def test_the_owner_erases_for_good_after_being_asked_once_more(north, people, as_role):
    comment = made(north, "Please forget this", name="Forget Me", address="forget@example.org")
    deciding.decide(comment, people["moderator"], REJECT, code="other", note="It says: forget this")
    client = as_role("owner")
    address = f"/moderation/{comment.pk}/erase/"
    assert "Please forget this" in html(client.get(address))
    assert Comment.objects.exists()
    assert client.post(address).status_code == 302
    assert not Comment.objects.exists()
    assert not Mail.objects.filter(to="forget@example.org").exists()
    rows = Decision.objects.order_by("pk").values_list("action", "code", "note", "number", "comment", "dossier")
    assert list(rows) == [
        ("reject", "other", "", comment.pk, None, north.pk),
        ("erase", "", "", comment.pk, None, north.pk),
    ]
    shown = html(client.get("/moderation/log/")) + html(client.get("/moderation/log.csv"))
    assert "forget this" not in shown
    assert f"Comment {comment.pk}" in shown
    assert client.get(address).status_code == 404
    assert decide(client, comment).status_code == 404


def test_a_moderator_leaves_and_the_log_keeps_the_name(comment, people, as_role):
    deciding.decide(comment, people["moderator"], APPROVE)
    people["moderator"].delete()
    assert "Moderator" in html(as_role("owner").get("/moderation/log/"))


def test_the_way_back_stays_on_the_desk(comment, as_role):
    answer = decide(as_role("moderator"), comment, back="//evil.example.org/?x=1\r\nSet-Cookie: a=b")
    assert answer["Location"].startswith("/moderation/?")
    assert "Set-Cookie" not in answer.headers


def test_the_words_are_there_in_both_languages():
    import tomllib
    from importlib.resources import files

    def keys(table, before=""):
        for key, value in table.items():
            if isinstance(value, dict):
                yield from keys(value, f"{before}{key}.")
            else:
                yield before + key, set(re.findall(r"\{(\w+)\}", value))

    folder = files("detente.desk.comments") / "words"
    de, en = (dict(keys(tomllib.loads((folder / f"{each}.toml").read_text("utf-8")))) for each in ("de", "en"))
    assert de.keys() == en.keys()
    different = {key for key in de if de[key] != en[key]}
    assert not different
