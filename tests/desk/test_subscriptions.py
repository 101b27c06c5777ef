"""Subscriptions: confirmed from the mailbox, told at once or in digests, ended with one click."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from detente.desk import worker
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.publishing.models import Version
from detente.desk.subscriptions import asking, digests, limits, notify, outbox
from detente.desk.subscriptions.models import DAILY, INSTANT, WEEKLY, Ask, Mail, News, Subscription


def publish(dossier, number=1, made=None, **fields):
    fields = {"title": f"{dossier.title} as published", "content": "{}", "sections": {}, **fields}
    return Version.objects.create(dossier=dossier, number=number, made=made or timezone.now(), **fields)


def make(slug, audience=EVERYBODY, version=True, **fields):
    made = Dossier.objects.create(slug=slug, title=slug.title(), audience=audience, **fields)
    if version:
        publish(made, made=timezone.now() - timedelta(days=30))
    return made


def subscribed(address="reader@post.example", dossier=None, rhythm=INSTANT, language="en", when=None):
    when = when or timezone.now() - timedelta(days=20)
    return Subscription.objects.create(
        address=address, dossier=dossier, rhythm=rhythm, language=language, confirmed=when, told=when
    )


def send():
    """Let the outbox send what is due; what was sent."""
    before = len(mail.outbox)
    while outbox.send_next():
        pass
    return mail.outbox[before:]


def link(sent, part):
    """The path of the link in a mail that has `part` in it."""
    [found] = re.findall(rf"http://testserver(/\S*{part}\S*)", sent.body)
    return found


def ask(client, **fields):
    data = {"address": "reader@post.example", "dossier": "", "rhythm": INSTANT, "language": "en", "website": ""}
    return client.post("/subscribe/", {**data, **fields})


@pytest.fixture
def strict():
    """A browser whose forms are checked for forgery, as in life."""
    return Client(enforce_csrf_checks=True)


def test_nobody_is_subscribed_by_a_form_or_a_link_alone(people, client):
    dossier = make("north")
    answer = ask(client, dossier="north", address="Reader@Post.example")
    assert answer.status_code == 302 and answer["Location"] == "/subscribe/asked/"
    [sent] = send()
    assert sent.to == ["reader@post.example"]
    assert "North as published, at once" in sent.body
    confirm = link(sent, "confirm")
    page = client.get(confirm)
    assert page.status_code == 200 and "North as published" in page.content.decode()
    assert Subscription.objects.get().confirmed is None
    notify.new_version(publish(dossier, 2))
    assert send() == []
    assert client.post(confirm, follow=True).status_code == 200
    assert Subscription.objects.get().confirmed
    assert notify.new_version(publish(dossier, 3)) == 1
    [sent] = send()
    assert sent.to == ["reader@post.example"] and "Version 3" in sent.body


def test_the_answer_does_not_tell_who_subscribes(people):
    subscribed()
    answers = [ask(Client(), address=address) for address in ("reader@post.example", "new@post.example")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert answers[0].content == answers[1].content
    known, new = send()
    assert "/subscriptions/" in known.body and "/confirm/" not in known.body
    assert "/confirm/" in new.body


def test_a_stranger_changes_nothing_of_a_subscription(people, client):
    subscribed(rhythm=WEEKLY)
    ask(client, rhythm=INSTANT, language="de")
    kept = Subscription.objects.get()
    assert (kept.rhythm, kept.language) == (WEEKLY, "en")


def test_asking_again_before_confirming_takes_the_newest(people, client):
    ask(client, rhythm=WEEKLY)
    ask(client, rhythm=DAILY, language="de")
    kept = Subscription.objects.get()
    assert (kept.rhythm, kept.language) == (DAILY, "de")
    assert {link(each, "confirm") for each in send()} == {f"/subscribe/confirm/{kept.secret}/"}


def test_a_mailbox_cannot_be_flooded(people):
    for number in range(6):
        assert ask(Client(REMOTE_ADDR=f"10.0.0.{number}")).status_code == 302
    assert len(send()) == 3
    # An hour later some more, but not without end in a day.
    for hour in range(1, 10):
        Ask.objects.all().update(made=timezone.now() - timedelta(hours=1, minutes=hour))
        for _ in range(3):
            asking.ask("reader@post.example", None, INSTANT, "en")
    assert len(send()) == 8 - 3


def test_a_client_cannot_ask_without_end(people, client):
    most = limits.FROM_CLIENT[0][1]
    statuses = [ask(client, address=f"a{number}@post.example").status_code for number in range(most + 2)]
    assert statuses == [302] * most + [429] * 2
    assert Subscription.objects.count() == most
    assert ask(Client(REMOTE_ADDR="10.9.9.9"), address="b@post.example").status_code == 302
    # Who asked is not kept in the clear.
    assert not Ask.objects.filter(what__contains="127.0.0.1").exists()


def test_programs_that_fill_in_everything_get_nothing(people, client):
    assert ask(client, website="http://spam.example")["Location"] == "/subscribe/asked/"
    assert not Subscription.objects.exists() and send() == []


@pytest.mark.parametrize(
    "fields", [{"address": "nobody"}, {"address": "a@b.example\nBcc: c@d.example"}, {"dossier": "nowhere"},
               {"rhythm": "hourly"}, {"language": "fr"}, {"address": ""}],
)  # fmt: skip
def test_bad_input_has_one_clear_error(people, client, fields):
    answer = ask(client, **fields)
    assert answer.status_code == 200 and answer.content.decode().count('class="errors"') == 1
    assert not Subscription.objects.exists() and not Mail.objects.exists()


def test_the_form_needs_its_token(people, strict):
    assert ask(strict).status_code == 403
    page = strict.get("/subscribe/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert ask(strict, csrfmiddlewaretoken=token).status_code == 302


def test_the_form_for_one_dossier(people, client):
    make("north")
    page = client.get("/subscribe/?dossier=north").content.decode()
    assert re.search(r'<option value="north" selected>North as published</option>', page)
    assert client.get("/subscribe/?dossier=nowhere").status_code == 404


@pytest.mark.parametrize(
    "lang,words", [("de", ("Wie oft", "Link zuschicken")), ("en", ("How often", "Send me the link"))]
)
def test_pages_in_both_languages(people, client, lang, words):
    client.cookies["language"] = lang
    page = client.get("/subscribe/").content.decode()
    assert all(each in page for each in words) and f'<html lang="{lang}">' in page
    assert not any(each in page for each in ("<script>", " style="))


def test_an_old_link_confirms_nothing(people, client):
    ask(client)
    path = link(send()[0], "confirm")
    Subscription.objects.update(asked=timezone.now() - timedelta(days=8))
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert Subscription.objects.get().confirmed is None
    ask(client, address="other@post.example")
    assert [each.address for each in Subscription.objects.all()] == ["other@post.example"]


def test_unpublished_dossiers_are_unknown(people, client):
    make("draft", version=False)
    assert client.get("/subscribe/?dossier=draft").status_code == 404
    assert "draft" not in client.get("/subscribe/").content.decode().lower()
    assert ask(client, dossier="draft").status_code == 200
    assert not Subscription.objects.exists()


# Dossiers for members


@pytest.fixture
def private(people):
    made = make("secret", MEMBERS)
    made.members.add(people["reader"], people["analyst"])
    return made


@pytest.mark.parametrize("role", ["anonymous", "moderator"])
def test_a_private_dossier_is_not_there_for_others(private, as_role, role):
    client = as_role(role)
    assert client.get("/subscribe/?dossier=secret").status_code == 404
    assert "secret" not in client.get("/subscribe/").content.decode().lower()
    ask(client, dossier="secret", address="reader@example.org")
    assert not Subscription.objects.exists()


def test_members_are_told_at_their_own_address_only(private, as_role):
    client = as_role("reader")
    assert client.get("/subscribe/?dossier=secret").status_code == 200
    answer = ask(client, dossier="secret", address="elsewhere@post.example")
    assert answer.status_code == 200 and "reader@example.org" in answer.content.decode()
    assert not Subscription.objects.exists()
    assert ask(client, dossier="secret", address="Reader@example.org").status_code == 302
    assert Subscription.objects.get().dossier == private


@pytest.mark.parametrize("rhythm", [INSTANT, DAILY])
def test_notification_ends_with_the_membership(private, people, rhythm):
    subscribed("reader@example.org", private, rhythm)
    subscribed("analyst@example.org", None, rhythm)
    subscribed("stranger@post.example", None, rhythm)
    notify.new_version(publish(private, 2))
    late = timezone.now() + timedelta(days=1)
    while digests.create_next(late):
        pass
    assert {each.to[0] for each in send()} == {"reader@example.org", "analyst@example.org"}
    private.members.remove(people["reader"])
    people["analyst"].is_active = False
    people["analyst"].save()
    notify.new_version(publish(private, 3))
    while digests.create_next(late):
        pass
    assert send() == []


def test_a_digest_leaves_out_what_may_no_longer_be_heard(private, people):
    subscribed("reader@example.org", private, DAILY)
    notify.new_version(publish(private, 2))
    private.members.remove(people["reader"])
    late = timezone.now() + timedelta(days=1)
    assert digests.create_next(late) is True and digests.create_next(late) is False
    assert send() == []


def test_a_former_member_does_not_read_the_title(private, people, client):
    one = subscribed("reader@example.org", private)
    publish(private, 2, title="Hidden harbour")
    assert "Hidden harbour" in client.get(f"/subscriptions/{one.secret}/").content.decode()
    private.members.remove(people["reader"])
    page = client.get(f"/subscriptions/{one.secret}/").content.decode()
    assert "Hidden harbour" not in page and "not open to you any more" in page


# At once


def test_a_version_is_told_once(people):
    dossier = make("north")
    subscribed(dossier=dossier)
    subscribed("other@post.example")
    subscribed("weekly@post.example", dossier, WEEKLY)
    subscribed("elsewhere@post.example", make("south"))
    Subscription.objects.create(address="unsure@post.example", dossier=dossier)
    version = publish(dossier, 2)
    assert notify.new_version(version) == 2
    assert notify.new_version(version) == 0
    assert {each.to[0] for each in send()} == {"reader@post.example", "other@post.example"}
    assert notify.new_version(version) == 0 and send() == []


def test_who_subscribed_twice_hears_once(people):
    dossier = make("north")
    subscribed(dossier=dossier)
    subscribed()
    assert notify.new_version(publish(dossier, 2)) == 1
    assert len(send()) == 1


def test_who_confirmed_after_a_version_is_not_told_of_it(people):
    dossier = make("north")
    version = publish(dossier, 2)
    subscribed(dossier=dossier, when=timezone.now())
    assert notify.new_version(version) == 0


def test_the_worker_tells(people):
    dossier = make("north")
    subscribed(dossier=dossier)
    publish(dossier, 2)
    worker.finish()
    assert [each.subject for each in mail.outbox] == ["North as published: version 2"]


@pytest.mark.parametrize(
    "lang,words", [("de", ("Fassung 2", "Neu: ein Bericht")), ("en", ("Version 2", "New: a report"))]
)
def test_what_a_mail_says(people, lang, words, settings):
    settings.ADDRESS = "https://desk.example"
    dossier = make("north")
    one = subscribed(dossier=dossier, language=lang)
    changes = {"de": ["Neu: ein Bericht", *["-"] * 20], "en": ["New: a report", *["-"] * 20]}
    notify.new_version(
        publish(dossier, 2, title="A\r\nBcc: x@y.example", changes=changes, note="Mind the <b>gap</b> {0}")
    )
    [sent] = send()
    assert all(each in sent.body for each in words) and "Mind the <b>gap</b> {0}" in sent.body
    assert "\n" not in sent.subject and "\nBcc" not in sent.message().as_string()
    assert sent.body.count("\n- ") == notify.MOST_CHANGES + 1
    addresses = re.findall(r"https?://\S+", sent.body)
    assert len(addresses) == 3 and all(each.startswith("https://desk.example/") for each in addresses)
    assert addresses[0] == "https://desk.example/d/north/"
    assert addresses[1] == f"https://desk.example/subscriptions/{one.secret}/"
    headers = sent.extra_headers
    assert headers["List-Unsubscribe"] == f"<{addresses[2]}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<north.desk.example>"


# Digests

BERLIN_7 = datetime(2026, 11, 25, 6, tzinfo=UTC)  # a Wednesday, 7 h in Berlin


@pytest.mark.parametrize(
    "rhythm,now,until",
    [
        (DAILY, BERLIN_7, BERLIN_7),
        (DAILY, BERLIN_7 - timedelta(seconds=1), BERLIN_7 - timedelta(days=1)),
        (DAILY, BERLIN_7 + timedelta(hours=16), BERLIN_7),
        (WEEKLY, BERLIN_7, BERLIN_7 - timedelta(days=2)),
        (WEEKLY, BERLIN_7 - timedelta(days=2, seconds=1), BERLIN_7 - timedelta(days=9)),
        # In summer it is an hour earlier by the world's clock, and so it is on the day that the clocks change.
        (DAILY, datetime(2026, 7, 1, 5, tzinfo=UTC), datetime(2026, 7, 1, 5, tzinfo=UTC)),
        (DAILY, datetime(2026, 3, 29, 5, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (DAILY, datetime(2026, 3, 29, 4, 59, tzinfo=UTC), datetime(2026, 3, 28, 6, tzinfo=UTC)),
    ],
)
def test_when_digests_are_due(rhythm, now, until):
    assert digests.due(rhythm, now) == until


def test_due_by_the_time_zone_of_the_site(settings):
    settings.TIME_ZONE = "America/New_York"
    timezone.get_default_timezone.cache_clear()
    try:
        assert digests.due(DAILY, BERLIN_7) == datetime(2026, 11, 24, 12, tzinfo=UTC)
    finally:
        timezone.get_default_timezone.cache_clear()


def test_digests_hold_exactly_what_came_since_the_last(people, monkeypatch):
    north, south = make("north"), make("south")
    start = BERLIN_7 - timedelta(days=10)
    subscribed("d@post.example", north, DAILY, when=start)
    subscribed("d@post.example", south, DAILY, when=start)
    subscribed("w@post.example", None, WEEKLY, "de", when=start)
    subscribed("d@post.example", make("quiet"), WEEKLY, when=start)

    def at(when, *publishings):
        monkeypatch.setattr(timezone, "now", lambda: when)
        for dossier, number in publishings:
            notify.new_version(publish(dossier, number, made=when))
        while digests.create_next():
            pass
        return {each.to[0]: re.findall(r"(?:Version|Fassung) (\d+)", each.body) for each in send()}

    hour = timedelta(hours=1)
    monday = BERLIN_7 - timedelta(days=2)
    assert at(monday - 20 * hour, (north, 2)) == {}
    assert at(monday - 1 * hour, (south, 12)) == {}
    assert at(monday) == {"d@post.example": ["2", "12"], "w@post.example": ["2", "12"]}
    assert at(monday + hour, (north, 3)) == {}
    assert at(monday + 24 * hour) == {"d@post.example": ["3"]}
    assert at(monday + 25 * hour) == {}
    assert at(monday + 48 * hour) == {}  # nothing new
    assert at(monday + 49 * hour, (north, 4), (north, 5)) == {}
    # The worker stood still for days: one digest, not one a day.
    assert at(monday + 7 * 24 * hour + hour) == {"d@post.example": ["4", "5"], "w@post.example": ["3", "4", "5"]}
    assert at(monday + 14 * 24 * hour) == {}


def test_one_digest_for_several_dossiers_ends_as_one(people, client):
    one = subscribed(dossier=make("north"), rhythm=DAILY)
    two = subscribed(dossier=make("south"), rhythm=DAILY)
    other = subscribed(rhythm=WEEKLY)
    for each in (one, two):
        notify.new_version(publish(each.dossier, 2))
    assert digests.create_next(timezone.now() + timedelta(days=1)) is True
    [sent] = send()
    assert sent.subject == "détente: 2 new versions"
    assert "North as published, South as published (once a day)" in sent.body
    client.post(link(sent, "unsubscribe"))
    assert list(Subscription.objects.all()) == [other]


def test_the_worker_makes_digests(people):
    dossier = make("north")
    subscribed(dossier=dossier, rhythm=DAILY)
    notify.new_version(publish(dossier, 2))
    worker.finish()
    assert mail.outbox == []
    News.objects.update(made=timezone.now() - timedelta(days=1))
    worker.finish()
    assert len(mail.outbox) == 1


def test_who_changes_from_digest_to_instant_misses_nothing(people, client):
    dossier = make("north")
    one = subscribed(dossier=dossier, rhythm=WEEKLY)
    notify.new_version(publish(dossier, 2))
    manage(client, one, change=one.pk, rhythm=INSTANT, language="en")
    worker.finish()
    assert [re.findall(r"Version (\d)", each.body) for each in mail.outbox] == [["2"]]


# Changing and ending


def manage(client, one, rhythm=DAILY, language="de", **fields):
    data = {f"s{one.pk}-rhythm": rhythm, f"s{one.pk}-language": language, **fields}
    return client.post(f"/subscriptions/{one.secret}/", data)


def test_change_and_end_by_the_link(people, client):
    north, every = subscribed(dossier=make("north")), subscribed()
    strange = subscribed("other@post.example")
    page = client.get(f"/subscriptions/{north.secret}/").content.decode()
    assert "North as published" in page and "All dossiers" in page and "other@" not in page
    assert manage(client, every, change=every.pk).status_code == 302
    every.refresh_from_db()
    assert (every.rhythm, every.language) == (DAILY, "de")
    assert manage(client, every, change=every.pk, rhythm="never").status_code == 200
    # The link of one address does nothing to another's.
    manage(client, north, end=strange.pk)
    manage(client, north, change=strange.pk, **{f"s{strange.pk}-rhythm": WEEKLY, f"s{strange.pk}-language": "de"})
    strange.refresh_from_db()
    assert strange.rhythm == INSTANT
    answer = manage(client, north, end=north.pk)
    assert answer["Location"] == f"/subscriptions/{every.secret}/"
    assert manage(client, every, end="all")["Location"] == "/unsubscribe/"
    assert list(Subscription.objects.all()) == [strange]
    assert client.get(f"/subscriptions/{north.secret}/").status_code == 404


def test_changing_needs_the_token_of_the_form(people, strict):
    one = subscribed()
    assert manage(strict, one, end="all").status_code == 403
    assert Subscription.objects.exists()


def test_one_click_ends_it(people, strict):
    dossier = make("north")
    one = subscribed(dossier=dossier)
    notify.new_version(publish(dossier, 2))
    path = link(send()[0], "unsubscribe")
    # Programs that check mail follow links: that ends nothing.
    assert strict.get(path).status_code == strict.head(path).status_code == 200
    assert "<button" in strict.get(path).content.decode()
    assert Subscription.objects.get() == one
    # RFC 8058: a post without cookies, without a token, with just this body.
    answer = Client(enforce_csrf_checks=True).post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200 and not Subscription.objects.exists()
    assert Client().post(path).status_code == Client().get(path).status_code == 200
    assert notify.new_version(publish(dossier, 3)) == 0


def test_ending_takes_back_what_has_not_gone_out(people):
    dossier = make("north")
    one, other = subscribed(dossier=dossier), subscribed("b@post.example", dossier)
    notify.new_version(publish(dossier, 2))
    asking.end([one.pk])
    assert [each.to for each in send()] == [[other.address]]


@pytest.mark.parametrize("token", ["1", "1.abc", "x" * 500, "1-2.AAAA", "."])
def test_made_up_links_end_nothing(people, client, token):
    subscribed()
    assert client.post(f"/unsubscribe/{token}/").status_code == 404
    assert Subscription.objects.exists()
    assert client.get(f"/subscriptions/{token}/").status_code == 404
    assert client.post(f"/subscribe/confirm/{token}/").status_code == 404


# Mail that did not arrive


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 403), ("analyst", 403), ("moderator", 403)])
def test_only_the_owner_sees_failed_mail(as_role, role, status):
    kept = outbox.enqueue("lost@post.example", "s", "t")
    Mail.objects.update(failed=timezone.now(), reason="550 no")
    assert as_role(role).get("/mails/").status_code == status
    assert as_role(role).post(f"/mails/{kept.pk}/retry/").status_code == status
    assert Mail.objects.get().failed


def test_the_owner_sees_why_and_tries_again_but_reads_nothing(as_role):
    client = as_role("owner")
    assert "lost@" not in client.get("/mails/").content.decode()
    kept = outbox.enqueue("lost@post.example", "Your subject", "http://testserver/key", headers={"X-Key": "header"})
    assert "lost@" not in client.get("/mails/").content.decode()  # it was not even tried
    Mail.objects.update(failed=timezone.now(), reason="550 <script>alert(1)</script>", tries=1)
    page = client.get("/mails/").content.decode()
    assert "lost@post.example" in page and "550 &lt;script&gt;" in page and "<script>alert" not in page
    assert not any(secret in page for secret in ("Your subject", "testserver/key", "header</"))
    assert client.get(f"/mails/{kept.pk}/retry/").status_code == 405
    assert client.post(f"/mails/{kept.pk}/retry/").status_code == 302
    assert [each.to for each in send()] == [["lost@post.example"]]
    assert client.post(f"/mails/{kept.pk}/retry/").status_code == 404


def test_titles_are_escaped(people, client):
    dossier = make("north")
    publish(dossier, 2, title="<script>alert(1)</script>")
    one = subscribed(dossier=dossier)
    waiting = Subscription.objects.create(address="x@post.example", dossier=dossier)
    for path in ("/subscribe/", f"/subscriptions/{one.secret}/", f"/subscribe/confirm/{waiting.secret}/"):
        page = client.get(path).content.decode()
        assert "&lt;script&gt;alert" in page and "<script>alert" not in page, path
