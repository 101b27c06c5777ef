"""The discussion and the moderators' queue in Chromium: HTMX, hot keys, narrow screens, accessibility."""

from __future__ import annotations

import pytest
from browsing import violations
from django.conf import settings
from django.test import Client

from detente.desk.comments import deciding
from detente.desk.comments.models import APPROVE, APPROVED, REJECTED, WAITING, Comment, Decision
from detente.desk.dossiers.models import Dossier
from detente.desk.publishing import drafts, publish
from detente.desk.publishing.models import Version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(browser, live_server, people):
    """Opens pages as a role; at the end nothing may have complained."""
    contexts, complaints = [], []

    def visit(role="anonymous", **options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        if role != "anonymous":
            client = Client()
            client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def north(people):
    made = Dossier.objects.create(slug="north", title="The north", made_by=people["analyst"])
    Version.objects.create(dossier=made, number=1, title="The north", content="{}", sections={})
    return made


def some(north, count=4):
    flags = ({}, {"links": {"n": 2}, "words": {"found": "idiot"}})
    return [
        Comment.objects.create(dossier=north, version=1, name=f"Writer {k}", text=f"Text {k}.", flags=flags[k % 2])
        for k in range(count)
    ]


def state(comment):
    comment.refresh_from_db()
    return comment.state


def test_writing_a_comment_by_keyboard(desk, north):
    page = desk()
    page.goto("/d/north/comments/")
    page.focus("#comment-name")
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("nobody@example")
    page.keyboard.press("Tab")
    page.keyboard.type("A ceasefire needs a guarantor.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message.error:focus")
    assert page.url.endswith("/d/north/comments/")  # HTMX took the part in
    assert page.input_value("#comment-text") == "A ceasefire needs a guarantor."
    page.fill("#comment-address", "")
    page.click("#discussion button")
    page.wait_for_selector(".message.success:focus")
    assert page.input_value("#comment-text") == ""
    assert Comment.objects.get().state == WAITING
    assert "guarantor" not in page.inner_text("main")


def test_the_discussion_comes_into_the_cached_page(desk, dossier, people):
    draft = drafts.ask(dossier)
    publish.publish(draft.pk, dossier, people["analyst"], title="The north", audience="everybody")
    page = desk()
    page.goto("/d/north/?lang=de")
    page.locator("#comments").scroll_into_view_if_needed()
    page.wait_for_selector("#discussion")
    assert page.locator("#h-discussion").count() == 1
    page.fill("#comment-name", "Ada")
    page.fill("#comment-text", "Eine Waffenruhe braucht jemanden, der über sie wacht.")
    page.click("#discussion button")
    page.wait_for_selector(".message.success")
    comment = Comment.objects.get()
    assert (comment.version, comment.language) == (1, "de")
    deciding.decide(comment, people["moderator"], APPROVE)
    page.reload()
    page.locator("#comments").scroll_into_view_if_needed()
    page.wait_for_selector(f"#comment-{comment.pk}")
    assert violations(page, where="#comments") == []


def test_without_javascript_all_works(desk, north):
    page = desk(java_script_enabled=False)
    page.goto("/d/north/comments/")
    page.fill("#comment-name", "Ada")
    page.fill("#comment-text", "Hello")
    page.click("#discussion button")
    assert "appears once" in page.inner_text(".message")
    queue = desk("moderator", java_script_enabled=False)
    queue.goto("/moderation/")
    comment = Comment.objects.get()
    card = f"#c-{comment.pk}"
    queue.click(f"{card} details.reject summary")
    queue.check(f"{card} input[value=off_topic]")
    queue.click(f"{card} details.reject button")
    assert state(comment) == REJECTED
    queue.click(f"{card} form.reopen button")
    assert state(comment) == WAITING
    queue.click(f"{card} form.approve button")
    assert state(comment) == APPROVED
    assert Decision.objects.count() == 3


def test_hot_keys(desk, north):
    one, two, three, four = some(north)
    page = desk("moderator")
    page.goto("/moderation/")

    def at(comment):
        page.wait_for_function(f"document.activeElement.id === 'c-{comment.pk}'")

    def decided(comment, as_what):
        page.wait_for_selector(f"#c-{comment.pk}[data-state={as_what}]")
        assert state(comment) == as_what

    page.keyboard.press("j")
    at(one)
    page.keyboard.press("a")
    decided(one, APPROVED)
    at(two)
    page.keyboard.press("r")
    page.keyboard.press("2")
    decided(two, REJECTED)
    assert Decision.objects.first().code == "demeaning"
    at(three)
    page.keyboard.press("u")  # the latest decision, though another card is at hand
    decided(two, WAITING)
    at(two)
    page.keyboard.press("j")
    at(three)
    page.keyboard.press("k")
    page.keyboard.press("k")
    at(one)
    page.keyboard.press("u")
    decided(one, WAITING)
    # The last reason needs a note; while it is typed, the keys are letters.
    page.keyboard.press("r")
    page.keyboard.press("7")
    page.keyboard.type("jar 1")
    assert page.input_value(f"#n-{one.pk}") == "jar 1"
    assert state(one) == WAITING
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    decided(one, REJECTED)
    assert Decision.objects.first().note == "jar 1"
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    at(two)
    assert not page.locator(f"#c-{two.pk} details.reject[open]").count()
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count()
    # Switched off they rest, and stay so on the next page.
    page.click("#keys-switch")
    assert page.inner_text("#keys-switch") == "Hot keys are off"
    page.reload()
    page.focus(f"#c-{four.pk}")
    page.keyboard.press("a")
    page.wait_for_timeout(150)
    assert state(four) == WAITING
    page.focus("#f-q")
    page.keyboard.type("a")
    assert page.input_value("#f-q") == "a"


def test_two_moderators_at_once(desk, north, people):
    (comment,) = some(north, 1)
    page = desk("moderator")
    page.goto("/moderation/")
    deciding.decide(comment, people["owner"], APPROVE)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.wait_for_selector(f"#c-{comment.pk} .message.error")
    assert "Owner has decided on this comment meanwhile: approved" in page.inner_text(f"#c-{comment.pk}")
    assert state(comment) == APPROVED
    assert Decision.objects.count() == 1


def test_long_comments_are_accessible_and_fit(desk, north, people):
    comments = some(north, 3)
    Comment.objects.create(dossier=north, version=1, name="W" * 80, text="x" * 3000 + "\n\nEnd", flags={"shouting": {}})
    deciding.decide(comments[0], people["moderator"], APPROVE)
    deciding.decide(comments[1], people["moderator"], "reject", code="other", note="n" * 500)
    for comment in Comment.objects.filter(name__startswith="WW"):
        deciding.decide(comment, people["owner"], APPROVE)
    addresses = {
        "/d/north/comments/": "anonymous",
        "/policy/?lang=de": "anonymous",
        "/moderation/?state=all": "owner",
        f"/moderation/?just={comments[1].pk}&dossier=north": "owner",
        "/moderation/log/": "owner",
        f"/moderation/{comments[0].pk}/erase/": "owner",
    }
    for address, role in addresses.items():
        page = desk(role, viewport={"width": 360, "height": 800}, color_scheme="dark")
        page.goto(address)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
