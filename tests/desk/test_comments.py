"""The discussion below a published dossier: who may take part, what is kept, what is shown."""

from __future__ import annotations

import re

import lxml.html
import pytest
from django.test import Client

from detente.desk.comments import deciding, policy
from detente.desk.comments.models import APPROVE, APPROVED, REJECT, WAITING, Comment, Decision
from detente.desk.dossiers.models import MEMBERS, Dossier
from detente.desk.home.models import Site
from detente.desk.publishing.models import Version

PAGE = "/d/north/comments/"
PART = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def north(people):
    """A dossier with two published versions."""
    made = Dossier.objects.create(slug="north", title="The north", made_by=people["analyst"])
    made.members.add(people["analyst"])
    for number in (1, 2):
        Version.objects.create(dossier=made, number=number, title="The north", content="{}", sections={})
    return made


def post(client=None, *, name="Ada", text="A ceasefire needs a guarantor.", part=False, **fields):
    fields = {"name": name, "text": text, **fields}
    return (client or Client()).post(PAGE, fields, **(PART if part else {}))


def approve(comment, people):
    deciding.decide(comment, people["moderator"], APPROVE)


def html(answer):
    return answer.content.decode()


def test_a_comment_is_kept_as_waiting_and_the_author_told_so(north):
    answer = post(text="First line\r\nsecond\r\n\r\nNew paragraph", version="1")
    assert answer.status_code == 302
    comment = Comment.objects.get()
    assert (comment.state, comment.version, comment.name, comment.user) == (WAITING, 1, "Ada", None)
    assert comment.text == "First line\nsecond\n\nNew paragraph"
    page = Client().get(answer["Location"])
    assert page.status_code == 200
    assert "New paragraph" not in html(page)


def test_after_posting_the_page_says_that_it_waits(north):
    answer = Client().post(PAGE, {"name": "Ada", "text": "Hello"}, follow=True)
    assert "appears once a moderator has approved it" in html(answer)
    answer = Client(headers={"Accept-Language": "de"}).post(PAGE, {"name": "Ada", "text": "Guten Tag"}, **PART)
    assert "sobald die Moderation ihn freigegeben hat" in html(answer)
    assert "<html" not in html(answer)
    assert Comment.objects.get(text="Guten Tag").language == "de"


def test_the_part_brings_list_form_and_token_and_the_page_stands_alone(north):
    part, page = Client().get(PAGE, **PART), Client().get(PAGE)
    for answer in (part, page):
        assert 'name="csrfmiddlewaretoken"' in html(answer)
        assert 'id="discussion"' in html(answer)
        assert 'href="/policy/"' in html(answer)
        assert "no-store" in answer["Cache-Control"]
        assert "HX-Request" in answer["Vary"]
    assert "<html" not in html(part)
    assert html(page).count("<h1") == 1


def test_the_language_of_the_cached_page_is_kept(north):
    shown = html(Client().get(f"{PAGE}?version=1&lang=de", **PART))
    assert "Kommentar schreiben" in shown
    assert 'hx-post="/d/north/comments/?version=1&amp;lang=de"' in shown
    assert 'name="version" value="1"' in shown


def test_only_approved_comments_are_shown_and_counted_in_their_order(north, people):
    for k in range(23):
        comment = Comment.objects.create(dossier=north, version=2, name=f"N{k}", text=f"Text {k}.")
        if k != 5:
            approve(comment, people)
    first = html(Client().get(PAGE))
    assert "22 comments" in first
    assert "Text 5." not in first
    shown = re.findall(r"Text (\d+)\.", first)
    assert shown == [str(k) for k in range(21) if k != 5]
    assert "Page 1 of 2" in first
    second = html(Client().get(f"{PAGE}?page=2"))
    assert re.findall(r"Text (\d+)\.", second) == ["21", "22"]
    assert 'start="21"' in second
    last = Comment.objects.get(text="Text 22.")
    assert f'id="comment-{last.pk}"' in html(Client().get(f"{PAGE}?comment={last.pk}"))
    for odd in ("x", "0", "99999999999999999999", "²", "-1"):
        assert Client().get(f"{PAGE}?page={odd}&comment={odd}&version={odd}").status_code == 200


@pytest.mark.parametrize("role", ["anonymous", "reader", "moderator", "analyst", "owner"])
def test_who_may_comment(north, as_role, role):
    client = as_role(role)
    assert client.get(PAGE).status_code == 200
    assert post(client, text=f"By {role}", part=True).status_code == 200
    assert Comment.objects.get().name == ("Ada" if role == "anonymous" else role.title())


@pytest.mark.parametrize(
    "role,status", [("anonymous", 404), ("reader", 404), ("moderator", 404), ("analyst", 200), ("owner", 200)]
)
def test_what_is_for_members_is_not_there_for_others(north, as_role, role, status):
    Dossier.objects.update(audience=MEMBERS)
    client = as_role(role)
    assert client.get(PAGE).status_code == status
    assert post(client, part=True).status_code == status
    assert Comment.objects.count() == (status == 200)


def test_nothing_is_there_before_publishing_or_where_comments_are_off(north, people):
    Dossier.objects.create(slug="bare", title="Bare", made_by=people["analyst"])
    assert Client().get("/d/bare/comments/").status_code == 404
    assert Client().post("/d/bare/comments/", {"name": "a", "text": "b"}).status_code == 404
    assert Client().get("/d/none/comments/").status_code == 404
    Site(comments=False).save()
    assert Client().get(PAGE).status_code == 404
    assert post().status_code == 404
    assert not Comment.objects.exists()


def test_the_token_is_required(north):
    client = Client(enforce_csrf_checks=True)
    assert client.post(PAGE, {"name": "a", "text": "b"}).status_code == 403
    assert not Comment.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html(client.get(PAGE, **PART)))[1]
    assert client.post(PAGE, {"name": "a", "text": "b", "csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize(
    "fields,field",
    [
        ({"text": ""}, "text"),
        ({"text": " \n\t\u200b"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"address": "not an address"}, "address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(north, fields, field):
    given = {"name": "Ada", "text": "What I wrote", "address": "a@example.org", **fields}
    answer = post(**given)
    assert answer.status_code == 422
    shown = html(answer)
    assert f'id="comment-{field}-error"' in shown
    assert f'aria-describedby="comment-{field}-error' in shown
    for kept in given.values():
        assert kept.strip() in shown
    assert post(**given, part=True).status_code == 200
    assert not Comment.objects.exists()


def test_missing_fields_are_empty_ones(north):
    assert Client().post(PAGE, {}).status_code == 422


def test_a_long_text_is_kept_whole(north, people):
    text = "wort " * 1999 + "ende."
    assert len(text) == 10_000
    assert post(text=text).status_code == 302
    comment = Comment.objects.get()
    assert comment.text == text
    approve(comment, people)
    assert text in html(Client().get(PAGE))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</textarea><script>alert(1)</script>",
        '" autofocus onfocus="alert(1)',
        "javascript:alert(1) https://example.org/",
        "{{ 7*7 }}{% raw %}",
        "&lt;b&gt; &amp;",
    ],
)
def test_text_and_name_stay_text(north, people, as_role, text):
    post(name=text[:60], text=text)
    comment = Comment.objects.get()
    assert comment.text == text
    erase = f"/moderation/{comment.pk}/erase/"
    pages = [html(as_role("owner").get(address)) for address in ("/moderation/", erase)]
    pages.append(html(post(name=text[:60], text=text, address="?")))
    approve(comment, people)
    pages.append(html(Client().get(PAGE)))
    for page in pages:
        main = lxml.html.fromstring(page).get_element_by_id("main")
        assert text in main.text_content()
        for element in main.iter("*"):
            assert element.tag not in ("script", "img", "b")
            assert not [name for name in element.attrib if name.startswith("on")]
            assert "javascript:" not in element.get("href", "")
            assert "example.org" not in element.get("href", "")


def test_text_that_turns_around_is_kept_clean_and_flagged(north):
    post(name="A\u202eda", text="safe\u202etxt.exe \u2066x\u2069 \x00\x1b")
    comment = Comment.objects.get()
    assert (comment.name, comment.text) == ("Ada", "safetxt.exe x")
    assert "hidden" in comment.flags


def test_all_scripts_and_very_long_words_come_back_as_they_were(north, people):
    for text in ("Ελλάδα, العربية, 日本語, 👩🏽‍⚖️ 🇪🇺", "x" * 9000):
        post(text=text)
        approve(Comment.objects.get(text=text), people)
        assert text in html(Client().get(PAGE))


def test_names_and_addresses_of_accounts(north, people, as_role):
    post(as_role("reader"), name="Somebody else", text="One", address="other@example.org", tell="on")
    comment = Comment.objects.get()
    assert (comment.name, comment.address, comment.user) == ("Reader", "reader@example.org", people["reader"])
    post(as_role("reader"), text="Two", address="other@example.org")
    assert Comment.objects.get(text="Two").address == ""
    post(name="mODERATOR", text="I decide")
    assert "name" in Comment.objects.get(text="I decide").flags


def test_the_address_is_never_shown(north, people, as_role):
    post(address="secret@example.net")
    comment = Comment.objects.get()
    assert "secret@example.net" not in html(as_role("owner").get("/moderation/"))
    approve(comment, people)
    assert "secret@example.net" not in html(Client().get(PAGE))
    assert "secret@example.net" not in html(as_role("owner").get("/moderation/log/"))


def test_the_client_is_kept_as_a_salted_digest_only(north, settings):
    Client(REMOTE_ADDR="192.0.2.7").post(PAGE, {"name": "a", "text": "one"})
    Client(REMOTE_ADDR="192.0.2.8").post(PAGE, {"name": "a", "text": "two"})
    Client(REMOTE_ADDR="2001:db8:1:2::1").post(PAGE, {"name": "a", "text": "three"})
    Client(REMOTE_ADDR="2001:db8:1:2:ffff::9").post(PAGE, {"name": "a", "text": "four"})
    Client(REMOTE_ADDR="").post(PAGE, {"name": "a", "text": "five"})
    one, two, three, four, five = Comment.objects.order_by("pk").values_list("client", flat=True)
    assert re.fullmatch(r"[0-9a-f]{64}", one)
    assert one != two
    assert three == four
    assert five == ""
    settings.SECRET_KEY = "another key of sufficient length for signing, used in this test only"
    Client(REMOTE_ADDR="192.0.2.7").post(PAGE, {"name": "a", "text": "six"})
    assert Comment.objects.get(text="six").client != one
    # Whom to believe about others is for the server to know (tests/cli/test_serve_proxy.py), not for the comments.
    settings.ADDRESS = "https://desk.example.org"
    Client(REMOTE_ADDR="192.0.2.8").post(PAGE, {"name": "a", "text": "seven"})
    Client(REMOTE_ADDR="192.0.2.8", headers={"X-Forwarded-For": "203.0.113.9"}).post(
        PAGE, {"name": "a", "text": "eight"}
    )
    assert Comment.objects.get(text="seven").client == Comment.objects.get(text="eight").client


def test_too_many_comments_from_one_connection(north):
    for k in range(5):
        assert Client(REMOTE_ADDR="192.0.2.7").post(PAGE, {"name": f"n{k}", "text": f"text {k}"}).status_code == 302
    answer = Client(REMOTE_ADDR="192.0.2.7").post(PAGE, {"name": "n", "text": "one too many"})
    assert answer.status_code == 429
    assert "one too many" in html(answer)
    assert "within 10 minutes" in html(answer)
    assert Client(REMOTE_ADDR="192.0.2.8").post(PAGE, {"name": "n", "text": "from elsewhere"}).status_code == 302
    assert Comment.objects.count() == 6


def test_a_comment_sent_twice_is_kept_once(north):
    assert post().status_code == 302
    answer = post()
    assert answer.status_code == 422
    assert "We have this comment already" in html(answer)
    assert Comment.objects.count() == 1
    Client(REMOTE_ADDR="192.0.2.1").post(PAGE, {"name": "B", "text": "A ceasefire needs a guarantor."})
    assert Comment.objects.latest("pk").flags == {"copied": {"n": 1}}


def test_a_closed_discussion_can_be_read_but_takes_nothing(north, people):
    post()
    approve(Comment.objects.get(), people)
    deciding.close(north, people["moderator"], True)
    shown = html(Client().get(PAGE))
    assert "A ceasefire needs a guarantor." in shown
    assert "<textarea" not in shown
    answer = post(text="What I had been writing")
    assert answer.status_code == 422
    assert "closed meanwhile" in html(answer)
    assert "What I had been writing" in html(answer)
    deciding.close(north, people["moderator"], False)
    assert post(text="What I had been writing").status_code == 302
    assert list(Decision.objects.order_by("pk").values_list("action", flat=True)) == ["approve", "close", "open"]


def test_the_policy_is_the_owners_else_the_one_that_comes_with_it(people):
    for lang, words in (("de", "mit im Raum"), ("en", "in the room")):
        shown = html(Client().get(f"/policy/?lang={lang}"))
        assert words in shown
        assert f'lang="{lang}"' in shown
        assert shown.count("<h2>") == 3
    Site(policy_de="# Kurz\n\nNur <b>Sachliches</b>.\n- eins\n- zwei").save()
    shown = html(Client().get("/policy/?lang=en"))
    assert "<h2>Kurz</h2>" in shown
    assert "Nur &lt;b&gt;Sachliches&lt;/b&gt;." in shown
    assert "<li>eins</li><li>zwei</li>" in shown
    assert '<div class="policy" lang="de">' in shown


def test_changes_of_the_policy_are_on_record(as_role, people):
    client = as_role("owner")
    fields = {"name": "Desk", "policy_de": "", "policy_en": "Be kind.", "comments": "on"}
    assert client.post("/settings/", fields).status_code == 302
    assert client.post("/settings/", fields).status_code == 302  # nothing new
    row = Decision.objects.get()
    assert (row.action, row.code, row.note, row.moderator) == ("policy", "en", "Be kind.", people["owner"])
    assert client.post("/settings/", {**fields, "policy_en": ""}).status_code == 302
    assert Decision.objects.first().note.startswith("Everybody may join in")
    assert "Be kind." in html(client.get("/moderation/log/"))
    assert policy.text("en")[0].startswith("Everybody")


def test_rejected_comments_of_the_same_author_are_flagged(north, people):
    post(text="Bad")
    deciding.decide(Comment.objects.get(), people["moderator"], REJECT, code="off_topic")
    post(text="Another")
    assert Comment.objects.get(text="Another").flags == {"rejected": {"n": 1}}
    assert Comment.objects.filter(state=APPROVED).count() == 0
