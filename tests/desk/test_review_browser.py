"""Review in Chromium: by the keyboard alone, selecting text with astral characters, narrow and dark, accessibility."""

from __future__ import annotations

import pytest
from browsing import violations
from django.conf import settings
from django.test import Client

from detente.contract import Dossier as Read
from detente.desk.dossiers.current import current, extracted
from detente.desk.dossiers.models import Extract
from detente.desk.review.models import Ruling

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/desk/north/review/"
FOCUS = "document.activeElement.closest('[data-item]')?.id"


@pytest.fixture
def visit(browser, live_server, people, dossier):
    """Opens pages as the analyst; at the end nothing may have complained."""
    contexts, complaints = [], []

    def open_page(path, **options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        client = Client()
        client.force_login(people["analyst"], backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def quiet(page):
    """Wait until nothing is asked any more: the database in memory that tests have bears no two at once."""
    page.wait_for_load_state("networkidle")


def ids(page):
    return page.eval_on_selector_all("[data-item]", "all => all.map(each => each.id)")


def test_by_the_keyboard_alone(visit, dossier):
    page = visit(QUEUE)
    order = ids(page)
    page.keyboard.press("j")
    assert page.evaluate(FOCUS) == order[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS) == order[1]
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.wait_for_selector(f"#{order[0]}.reject")
    page.wait_for_selector("#h-effect")
    page.wait_for_selector(f"#{order[1]}:focus")
    quiet(page)
    page.keyboard.press("c")
    page.wait_for_selector(f"#{order[1]} form.correct [name=party]:focus")
    # Typing in a field is typing.
    page.focus("form.correct [name=reason]")
    page.keyboard.type("raja")
    assert page.input_value("form.correct [name=reason]") == "raja"
    page.select_option("form.correct [name=stance]", "open")
    page.focus("form.correct [name=reason]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#{order[1]}.correct")
    page.wait_for_selector(f"#{order[2]}:focus")
    quiet(page)
    page.keyboard.press("a")
    page.wait_for_selector(f"#{order[2]}.accept")
    quiet(page)
    assert [row.action for row in Ruling.objects.all()] == ["reject", "correct", "accept"]
    assert Ruling.objects.all()[1].content["item"]["stance"] == "open"
    page.wait_for_selector("[data-item]:focus")
    # What was just done is undone from the next item, what was done before at its own place.
    page.keyboard.press("r")
    page.wait_for_selector(f"#{order[3]}.reject")
    page.wait_for_selector(f"#{order[4]}:focus")
    quiet(page)
    page.keyboard.press("u")
    page.wait_for_selector(f"#{order[3]}:not(.reject):focus")
    quiet(page)
    page.focus(f"#{order[0]}")
    page.keyboard.press("u")
    page.wait_for_selector(f"#{order[0]}:not(.reject)")
    quiet(page)
    assert Ruling.objects.filter(undone=None).count() == 2
    # A form that was opened is left without a ruling.
    page.focus(f"#{order[0]}")
    page.keyboard.press("c")
    page.wait_for_selector("form.correct [name=party]:focus")
    page.keyboard.press("Escape")
    page.wait_for_selector("form.correct", state="detached")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.evaluate("document.querySelector('[data-keys]').open")
    # Switched off, the keys do nothing, also on the next page.
    page.click("[data-keys-switch]")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate(FOCUS) is None
    page.focus("[data-item]")
    page.keyboard.press("r")
    page.click("[data-keys-switch]")
    page.keyboard.press("j")
    assert page.evaluate(FOCUS) is not None
    assert Ruling.objects.filter(undone=None).count() == 2


def test_it_works_without_a_script(visit, dossier):
    page = visit(QUEUE, java_script_enabled=False)
    first = ids_without_script(page)[0]
    page.click(f"#{first} [data-act=reject]")
    assert "Rejected." in page.inner_text("main")
    assert page.locator("#h-effect").count() == 1
    page.click("[data-act=correct] >> nth=0")
    page.select_option("[name=stance]", "open")
    page.click("form.correct button")
    assert [row.action for row in Ruling.objects.all()] == ["reject", "correct"]


def ids_without_script(page):
    return [page.locator("[data-item]").nth(n).get_attribute("id") for n in range(page.locator("[data-item]").count())]


@pytest.fixture
def astral(dossier):
    """The second report begins with letters that take two units each in UTF-16."""
    read = extracted(dossier).model_copy(deep=True)
    read.statements, read.events = [], []
    read.reports[1].text = "𝔄𝔅𝔄𝔅 😀 heading\n\nThe 😀 ministers 𝔄 met. Sweden supports the plan 😀 fully.\n"
    for party in read.parties:
        party.evidence = []
    Extract.objects.filter(dossier=dossier).update(content=Read.model_dump_json(read), revision=2)
    return read.reports[1]


def test_selecting_with_the_mouse_counts_code_points(visit, dossier, astral):
    page = visit(f"{QUEUE}add/{astral.id}/")
    page.evaluate(
        """() => {
            const text = document.querySelectorAll('[data-text] p')[1].firstChild;
            const range = document.createRange();
            range.setStart(text, text.data.indexOf('Sweden'));
            range.setEnd(text, text.data.indexOf(' fully'));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            document.querySelector('[data-text]').dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
        }"""
    )
    page.evaluate("() => new Promise(done => setTimeout(done))")  # the page takes it in the same way, just before
    start = astral.text.index("Sweden")
    quote = "Sweden supports the plan 😀"
    assert page.input_value("#add-quote") == quote
    assert page.input_value("#add-start") == str(start)
    assert page.input_value("#add-end") == str(start + len(quote))
    page.select_option("[name=party]", index=1)
    page.click("[data-add] button")
    page.wait_for_selector("text=Added.")
    (added,) = current(dossier).statements
    assert (added.evidence.start, added.evidence.quote) == (start, quote)


def test_selecting_with_the_keyboard(visit, dossier, astral):
    page = visit(f"{QUEUE}add/{astral.id}/")
    page.focus("[data-text]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "party"
    quote, start = page.input_value("#add-quote"), int(page.input_value("#add-start"))
    assert quote.strip()
    assert astral.text[start : start + len(quote)] == quote
    # Typed over, the words are looked for anew.
    page.fill("#add-quote", "Sweden")
    assert page.input_value("#add-start") == ""


def test_an_event_is_added_by_the_keyboard(visit, dossier):
    page = visit(f"{QUEUE}?target=event")
    page.keyboard.press("j")
    page.keyboard.press("n")
    # One comes to the text where the event stands, with the form for events open.
    page.wait_for_selector("[data-text]:focus")
    assert page.locator("#add-event-quote").is_visible()
    assert not page.locator("#add-quote").is_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    page.wait_for_selector("#add-party:focus")
    page.focus("[data-text]")
    page.keyboard.press("e")
    page.wait_for_selector("#add-event-type:focus")
    assert not page.locator("#add-quote").is_visible()
    quote = page.input_value("#add-event-quote")
    assert quote.strip().startswith("Hafenstadt,")
    page.keyboard.type("Call")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "participants"
    page.keyboard.press("ArrowDown")
    page.focus("#add-event-date")
    page.keyboard.type("2031-05-04")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Added.")
    added = current(dossier).events[-1]
    assert (added.type, added.date, added.evidence.quote) == ("call", "2031-05-04", quote.strip())
    assert len(added.participants) == 1


def test_what_opens_by_a_key_is_accessible_and_fits(visit, dossier):
    page = visit(QUEUE, viewport={"width": 360, "height": 800})
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_selector("#h-effect")
    quiet(page)
    page.keyboard.press("c")
    page.wait_for_selector("form.correct")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
