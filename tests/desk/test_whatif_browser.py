"""What-if in Chromium: sliders by keyboard, one request for a drag, the latest answer wins, narrow and accessible."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from detente.desk.whatif.models import Scenario

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/desk/big/what-if/"
SLIDER = "input[name='salience:p0:i1']"


@pytest.fixture
def desk(browser, live_server, people):
    """Opens pages as a role; at the end nothing may have complained."""
    contexts, complaints = [], []

    def visit(role="analyst", **options):
        context = browser.new_context(base_url=live_server.url, **{"locale": "en-GB", **options})
        contexts.append(context)
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


def live_requests(page):
    found: list[str] = []

    def note(request):
        if request.headers.get("hx-request") and urlsplit(request.url).path == PAGE:
            found.append(request.url)

    page.on("request", note)
    return found


def test_a_slider_by_keyboard_then_back_and_saved(desk, big):
    page = desk()
    page.goto(PAGE)
    asked = live_requests(page)
    page.locator("details.group > summary", has_text="Party 0").focus()
    page.keyboard.press("Enter")
    slider = page.locator(SLIDER)
    slider.focus()
    before = float(slider.input_value())
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    value = float(slider.input_value())
    assert value == pytest.approx(before + 0.15)
    # Only what is changed is sent, and the address says it: it reproduces the page.
    page.wait_for_url(f"**{PAGE}?salience:p0:i1={value:g}")
    assert asked[-1].split("?")[1] == f"salience%3Ap0%3Ai1={value:g}"
    box = page.locator(".control", has=slider)
    assert box.locator("output").inner_text() == f"{round(100 * value)}%"
    assert "Issue 1 for Party 0" in page.locator(".changes").inner_text()
    page.wait_for_selector("#chances table")
    page.reload()
    assert float(page.locator(SLIDER).input_value()) == value
    # Set back in place, without leaving the page.
    box = page.locator(".control", has=page.locator(SLIDER))
    box.locator("[data-reset]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    assert float(page.locator(SLIDER).input_value()) == before
    assert box.locator("[data-reset]").is_hidden()
    # A switch, undone from the list of changes; then saved.
    page.get_by_label("Party 0 leaves the table").check()
    page.wait_for_selector(".changes li")
    page.locator("[data-undo]").click()
    page.wait_for_url(f"**{PAGE}")
    assert not page.get_by_label("Party 0 leaves the table").is_checked()
    page.get_by_label("Party 0 leaves the table").check()
    count = len(asked)
    page.fill("#save-name", "Alone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/what-if/s/*/")
    assert Scenario.objects.get().changes == [["leaves", "p0"]]
    assert len(asked) - count <= 1


def test_one_request_for_a_drag(desk, big):
    page = desk()
    page.goto(PAGE)
    asked = live_requests(page)
    # Faster than any hand, so that no pause of the machine looks like a hand that rests.
    page.locator(SLIDER).evaluate(
        """slider => {
            for (let step = 0; step < 15; step++) {
                slider.stepUp();
                slider.dispatchEvent(new Event("input", {bubbles: true}));
            }
        }"""
    )
    page.wait_for_url(f"**{PAGE}?salience:p0:i1=*")
    page.wait_for_selector("#chances table")
    assert len(asked) == 1
    assert asked[0].split("?")[1] == f"salience%3Ap0%3Ai1={float(page.locator(SLIDER).input_value()):g}"


def test_a_statement_is_supposed_by_keyboard(desk, big):
    page = desk()
    page.goto(PAGE)
    page.locator("details.group > summary", has_text="Supposed statements").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "suppose-party"
    page.keyboard.type("Party 1")
    page.wait_for_selector(".changes li")
    page.wait_for_url(f"**{PAGE}?says:p1:i*:o0:support=1")
    page.locator("#suppose-count").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{PAGE}?says:p1:i*:o0:support=5")
    assert page.locator("output[for=suppose-count]").inner_text() == "5"
    # Kept, it stands there with its weight, and another can be supposed; at nothing it is gone.
    page.get_by_role("button", name="Keep it").press("Enter")
    kept = page.locator("input[name^='says:p1']")
    kept.wait_for()
    assert (kept.input_value(), page.locator("#suppose-party").input_value()) == ("5", "")
    page.locator("[data-reset]:visible", has_text="Leave it out").press("Enter")
    page.wait_for_url(f"**{PAGE}")
    assert kept.input_value() == "0"


def test_the_latest_answer_wins(desk, big):
    page = desk()
    page.goto(PAGE)
    held = []

    def slowly(route):
        # The first answer is kept back until more has been asked for.
        if "p1" in route.request.url and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"what-if/\?"), slowly)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    with page.expect_request(re.compile(r"what-if/\?.*p1")):
        page.get_by_label("Party 1 leaves the table").check()
    page.get_by_label("Party 1 leaves the table").uncheck()
    page.get_by_label("Party 2 leaves the table").check()
    page.wait_for_timeout(300)
    held[0].continue_()
    page.wait_for_url("**/what-if/?leaves=p2")
    changes = page.locator(".changes").inner_text()
    assert "Party 2 leaves" in changes and "Party 1" not in changes
    assert page.url.endswith("?leaves=p2")


def test_without_javascript(desk, big):
    page = desk(java_script_enabled=False)
    page.goto(PAGE)
    page.locator("details.group > summary", has_text="Party 1").click()
    page.get_by_label("Party 1 leaves the table").check()
    page.get_by_role("button", name="Apply").click()
    assert page.url.endswith(f"{PAGE}?leaves=p1")
    assert "Party 1 leaves the table" in page.locator(".changes").inner_text()
    page.locator(".changes a").click()
    assert page.url.endswith(PAGE)
