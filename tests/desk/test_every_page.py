"""Every page of the desk in Chromium: axe is clean, the HTML valid, nothing complains, it fits a small screen.

English as the owner, bright and wide, then dark and 360 px narrow; German as whoever may least, dark and narrow.
A new address fails these tests until pages.py says which page it shows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from browsing import RULES, violations
from django.conf import settings
from django.test import RequestFactory

from detente.desk.home.views import broken
from detente.desk.people.models import User

from . import pages, routes
from .test_access import ROUTES

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"details", "div", "form", "p", "section", "ul", "table"}
# What can be wrong in one size or colour and right in another.
LOOKS = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"],
}
WAYS = {"en": ((1200, "light", RULES), (360, "dark", LOOKS)), "de": ((360, "dark", RULES),)}
LOCALES = {"en": "en-GB", "de": "de-DE"}


class Visitor:
    """Somebody with a browser, who writes down what is wrong with the pages they see."""

    def __init__(self, browser: Any, base: str, language: str, session: str = "") -> None:
        self.context = browser.new_context(base_url=base, locale=LOCALES[language], reduced_motion="reduce")
        if session:
            self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
        self.page = self.context.new_page()
        self.ways = WAYS[language]
        self.faults: list[tuple[str, Any]] = []
        self.page.on("console", lambda message: self.wrong(message.text))
        self.page.on("pageerror", lambda error: self.wrong(str(error)))

    def wrong(self, what: Any) -> None:
        self.faults.append((self.page.url, what))

    def go(self, path: str, status: int = 200) -> None:
        """Open a page and look at it in every way."""
        with self.answered(status):
            self.page.goto(path)

    @contextmanager
    def answered(self, *statuses: int) -> Iterator[None]:
        """What is done in here opens a page, with one of these statuses; look at it in every way."""
        known = len(self.faults)
        with self.page.expect_navigation() as found:
            yield
        status = found.value.status
        if status not in statuses:
            self.wrong(f"status {status}")
        # Chromium says of a page that it was answered with an error.
        self.faults[known:] = [each for each in self.faults[known:] if f"status of {status}" not in each[1]]
        self.faults += [(self.page.url, fault) for fault in faults_of_html(found.value.text())]
        self.look()

    def look(self) -> None:
        """What axe and a ruler find on the page that is open."""
        if self.page.locator("[data-hx-trigger*=load]").count():
            self.page.wait_for_load_state("networkidle")
        # What is folded away is looked at too.
        self.page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        for width, scheme, rules in self.ways:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme)
            for found in violations(self.page, rules):
                self.wrong((f"{width} {scheme}", *found))
            wide = self.page.evaluate("document.scrollingElement.scrollWidth")
            if wide > width:
                self.wrong(f"{wide} px wide on a screen of {width} px")


def faults_of_html(text: str) -> list[str]:
    """Where a page breaks the rules of HTML: how it is written, double ids, what points nowhere, headings."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    found = [f"{code} {values} at {place}" for place, code, values in parser.errors]
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if "id" in each.attrib)
    # The checker of the W3C also refuses these, which a parser takes.
    found += [f"{name} of <{e.tag}>" for e in elements for name in e.attrib if name.startswith("hx-")]
    found += [f"role of <{e.tag}>" for e in elements if e.tag in {"tr", "td", "th"} and "role" in e.attrib]
    found += [f"<{e.tag}> in a heading" for h in elements if h.tag in HEADINGS for e in h.iter() if e.tag in BLOCKS]
    found += [f"the id {name} is there {n} times" for name, n in ids.items() if n > 1 or not name]
    for each in elements:
        for attribute in ("for", "form", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in each.get(attribute, "").split():
                if name not in ids:
                    found.append(f"{attribute}={name} of <{each.tag}> leads nowhere")
        if each.tag == "a" and (target := each.get("href", "")).startswith("#") and target[1:] not in ids:
            found.append(f"{target} is not on the page")
        if "style" in each.attrib or any(name.startswith("on") for name in each.attrib) or each.tag == "style":
            found.append(f"style or script in <{each.tag}>")
    levels = [int(each.tag[1]) for each in elements if each.tag in HEADINGS]
    if levels.count(1) != 1 or levels[0] != 1:
        found.append(f"headings {levels}: one h1, first, is wanted")
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    return found


@pytest.fixture
def visitors(browser: Any, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Somebody with a browser; at the end nobody may have found anything wrong."""
    made: list[Visitor] = []

    def visitor(language: str, world: routes.World | None = None, person: str = "anonymous") -> Visitor:
        session = ""
        if world is not None and person != "anonymous":
            session = world.client(person).cookies[settings.SESSION_COOKIE_NAME].value
        made.append(Visitor(browser, live_server.url, language, session))
        return made[-1]

    yield visitor
    for each in made:
        each.context.close()
    faults = [f"{where}: {what}" for each in made for where, what in each.faults]
    assert not faults, "\n".join(faults)


def test_every_address_is_a_page_or_none():
    shown = pages.PAGES.keys() | pages.NO_PAGES
    assert {name for name, (_, methods) in ROUTES.items() if "GET" in methods} == shown
    assert not pages.PAGES.keys() & pages.NO_PAGES


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page(language, people, read_once, visitors):
    world = pages.build(people, read_once)
    User.objects.update(language=language)
    by_person: dict[str, Visitor] = {}
    for name, address in pages.addresses_of(world):
        person = "owner" if language == "en" and name not in pages.STRANGERS_ONLY else pages.least(name)
        if person not in by_person:
            by_person[person] = visitors(language, world, person)
        visitor = by_person[person]
        visitor.go(address)
        spoken = visitor.page.locator("html").get_attribute("lang")
        if spoken != language:
            visitor.wrong(f"in {spoken}")


# Both say to look into the mailbox; chances are the table again, with more of it; what is published is not deleted.
ALIKE = {"people:registered", "people:reset_sent", "whatif:chances", "dossiers:delete"}


def test_pages_are_told_apart_by_their_titles(people, read_once):
    world = pages.build(people, read_once)
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for name, address in pages.addresses_of(world):
        if name not in ALIKE:
            client = world.client("anonymous" if name in pages.STRANGERS_ONLY else "owner")
            title = re.search(r"<title>(.+?)</title>", client.get(address, follow=True).content.decode())
            assert title, name
            titles[title[1]].add(name)
    assert not [sorted(names) for names in titles.values() if len(names) > 1]


# Forms that are sent without anything in them: what is wrong stands beside the fields.
FORMS = (
    "people:reset", "people:join", "people:register", "people:change_address", "people:password", "people:tokens",
    "people:invite", "dossiers:new", "dossiers:settings", "subscriptions:subscribe", "comments:fragment",
    "review:parties", "review:issues", "review:text", "whatif:edit", "home:settings",
)  # fmt: skip
SEND_EMPTY = """form => {
    for (const each of form.querySelectorAll("input:not([type=hidden]):not([type=radio]), textarea")) each.value = "";
    form.submit();
}"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_went_wrong(language, people, read_once, visitors):
    world = pages.build(people, read_once)
    User.objects.update(language=language)
    owner, stranger = visitors(language, world, "owner"), visitors(language)
    for name in FORMS:
        owner.page.goto(world.address(name))
        with owner.answered(200, 400, 422):
            owner.page.locator("main form.sheet[method=post]").first.evaluate(SEND_EMPTY)
        assert owner.page.locator("main .errors, main .message.error").count(), f"{name}: nothing is said to be wrong"
    owner.go("/nowhere/", 404)
    owner.go("/desk/big/what-if/?salience:p0:i1=much", 400)
    stranger.page.goto("/people/login/")
    for status in (200,) * 4 + (429,):
        stranger.page.fill("[name=username]", "owner")
        stranger.page.fill("[name=password]", "wrong")
        with stranger.answered(status):
            stranger.page.keyboard.press("Enter")
    # A form that lay open for so long that its token is no longer good.
    stranger.page.goto("/people/reset/")
    stranger.context.clear_cookies()
    with stranger.answered(403):
        stranger.page.locator("main form").evaluate("form => form.submit()")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_page_of_all(language, visitors):
    visitors(language).go("/people/first-run/")


def test_the_page_for_our_own_faults(visitors):
    visitor = visitors("en")
    page = broken(RequestFactory().get("/")).content.decode()
    visitor.page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=page))
    visitor.go("/broken/", 500)


# Those on which most is done.
BY_KEYBOARD = (
    ("anonymous", "/"), ("anonymous", "/d/north/"), ("anonymous", "/subscribe/"), ("anonymous", "/d/north/comments/"),
    ("owner", "/desk/north/see/positions/"), ("owner", "/desk/north/sources/"), ("owner", "/desk/north/review/"),
    ("owner", "/desk/north/review/issue/?id=peace.withdrawal"), ("owner", "/desk/north/what-if/"),
    ("owner", "/desk/north/publish/"), ("owner", "/moderation/"), ("owner", "/people/"),
)  # fmt: skip
# What can be reached by the tabulator: of a group of radio buttons only one is.
REACHABLE = """() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const groups = new Set();
    window.reachable = all.filter(each => {
        if (each.disabled || each.type === "hidden" || each.tabIndex < 0 || !each.checkVisibility()) return false;
        if (each.type !== "radio") return true;
        const group = each.name;
        return !groups.has(group) && groups.add(group);
    });
    return window.reachable.length;
}"""
# Where the focus is: what it is on, whether that can be seen, and whether the eye is led to it.
FOCUSED = """() => {
    const on = document.activeElement, style = getComputedStyle(on), box = on.getBoundingClientRect();
    const at = window.reachable.findIndex(each =>
        each === on || (on.type === "radio" && each.type === "radio" && each.name === on.name));
    const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return [at, on.outerHTML.slice(0, 160), seen, ring];
}"""


def test_by_the_keyboard_alone(people, read_once, visitors):
    world = pages.build(people, read_once)
    visitor = {person: visitors("en", world, person) for person in ("anonymous", "owner")}
    for person, path in BY_KEYBOARD:
        here = visitor[person]
        here.page.goto(path)
        if here.page.locator("[data-hx-trigger*=load]").count():
            here.page.wait_for_load_state("networkidle")
        left = set(range(here.page.evaluate(REACHABLE)))
        assert len(left) > 8
        # The first stop leads past the navigation.
        here.page.keyboard.press("Tab")
        here.page.keyboard.press("Enter")
        if here.page.evaluate("document.activeElement.id") != "main":
            here.wrong("the link to the content does not lead there")
        here.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        here.page.goto(path)
        here.page.evaluate(REACHABLE)
        for _ in range(len(left)):
            here.page.keyboard.press("Tab")
            at, what, seen, ring = here.page.evaluate(FOCUSED)
            left.discard(at)
            if not (seen and ring):
                here.wrong(f"the focus cannot be seen on {what}")
        if left:
            words = here.page.evaluate("all => all.map(n => window.reachable[n].outerHTML.slice(0, 160))", sorted(left))
            here.wrong(f"not reached by the keyboard: {words}")
