"""The whole way in a real browser, in both languages: from the first page to a comment that is nowhere.

A desk of its own as a process, Chromium, a mail server on this machine, and feedparser as a follower.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from aiosmtpd.controller import Controller
from browsing import chromium
from serving import free_port, served

EXAMPLES = Path(__file__).parents[2] / "examples" / "summit"
REPORTS = ("2025-08-18-weisses-haus.html", "2025-08-18-white-house.html", "2025-08-29-absage.txt")
PASSWORD = "ein langes Kennwort 7"
NOWHERE = "Quittenbrot und Zitronenfalter 4711"


class Sink:
    """A mail server's other end."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str, number: int) -> Any:
        """The mail of this number to an address, waiting for it."""
        return until(lambda: ([m for m in self.mails if m["To"] == address] + [None] * number)[number - 1])


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
    return result


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    yield handler, port
    controller.stop()
    controller.loop.close()


def link(mail: Any, part: str) -> str:
    """The path of the link in a mail that has this in it."""
    found = re.search(rf"https?://\S*{part}\S*", mail.get_content())
    assert found, mail.get_content()
    return urlsplit(found[0]).path


def answer(address: str) -> str:
    with urllib.request.urlopen(address) as page:
        return str(page.read().decode())


def waiting(page: Any, done: Callable[[], Any]) -> None:
    """Wait for this on a page; the content security policy forbids the browser driver's own way."""
    for _ in range(600):
        if done():
            return
        page.wait_for_timeout(150)
    raise AssertionError(f"waited in vain on {page.url}")


def settled(page: Any) -> None:
    """Wait until nothing on the page asks again, that is, until all has been read and drawn up."""
    waiting(page, lambda: not page.locator("main [data-hx-trigger^='every']").count())


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_whole_way(tmp_path: Path, sink: tuple[Sink, int], language: str) -> None:
    mails, smtp = sink
    with (
        served(tmp_path, DETENTE_SMTP_URL=f"smtp://127.0.0.1:{smtp}") as (base, _),
        chromium() as browser,
    ):
        context = browser.new_context(locale={"de": "de-DE", "en": "en-GB"}[language])
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))

        def go(path: str) -> None:
            response = page.goto(base + path)
            assert response.ok, (path, response.status)

        # First run, in the language of the browser.
        go("/")
        assert page.url.endswith("/people/first-run/")
        assert page.locator("html").get_attribute("lang") == language
        for name, value in (("username", "olga"), ("name", "Olga Owner"), ("email", "olga@example.org")):
            page.fill(f"[name={name}]", value)
        page.fill("[name=password1]", PASSWORD)
        page.fill("[name=password2]", PASSWORD)
        page.click("main button[type=submit]")

        # A dossier, and the examples into it.
        page.wait_for_url("**/desk/")
        page.click("main a[href$='/new/']")
        page.fill("[name=title]", "Gipfel")
        page.click("main button[type=submit]")
        page.wait_for_url("**/desk/gipfel/sources/")
        page.set_input_files("#files", [EXAMPLES / name for name in REPORTS])
        page.click("#drop button[type=submit]")
        settled(page)
        go("/desk/gipfel/")
        settled(page)
        assert "Ukraine" in page.locator("#section").inner_text()
        # From a figure to its sentence.
        page.locator("#section a.ref").first.click()
        page.wait_for_url("**/texts/**")
        assert page.locator("mark.lit, mark:target").first.is_visible()

        # Review by keyboard alone: accept one, correct the next, and see what comes of it.
        go("/desk/gipfel/review/")
        page.keyboard.press("j")
        waiting(page, lambda: page.evaluate("document.activeElement.matches('[data-item]')"))
        first = page.evaluate("document.activeElement.id")
        page.keyboard.press("a")
        page.wait_for_selector(f"#{first}.accept")
        changed = False
        for _ in range(12):  # until a correction moves the result: not every statement does
            waiting(page, lambda: page.evaluate("document.activeElement.matches('[data-item]')"))
            item = page.evaluate("document.activeElement.id")
            page.keyboard.press("c")
            page.wait_for_selector(f"#{item} form.correct")
            stance = page.locator(f"#{item} [name=stance]")
            stance.focus()
            now = stance.input_value()
            stance.select_option("oppose" if now == "support" else "support")
            page.locator(f"#{item} [name=reason]").fill("Tour")
            page.locator(f"#{item} form.correct button[type=submit]").press("Enter")
            page.wait_for_selector(f"#{item}.correct")
            page.wait_for_selector("#effect .effect")
            if page.locator("#effect .effect .chances, #effect .effect table").count():
                changed = True
                break
        assert changed

        # What if: one lever, and the difference is there without a reload.
        go("/desk/gipfel/what-if/")
        lever = page.locator("#whatif select").first
        other = lever.evaluate("e => [...e.options].map(o => o.value).find(v => v !== e.value)")
        lever.select_option(other)
        page.wait_for_selector("#result .difference li")

        # Publish.
        go("/desk/gipfel/publish/")
        page.wait_for_selector("[name=note]", timeout=90_000)
        page.fill("[name=note]", "Die erste Fassung. The first version.")
        page.click("form.sheet button[type=submit]")
        page.wait_for_selector(".versions a[href$='/v/1/']")
        go("/d/gipfel/")
        assert page.locator("h1").inner_text() == "Gipfel"
        assert "The first version." in page.locator("main").inner_text()

        # Follow the feed, as anybody can.
        feed = feedparser.parse(answer(f"{base}/d/gipfel/feed.atom?lang={language}"))
        assert not feed.bozo
        assert [entry.link for entry in feed.entries] == [f"{base}/d/gipfel/v/1/?lang={language}"]
        assert not feedparser.parse(answer(f"{base}/feed.rss")).bozo

        # Subscribe and confirm by the mail that was really sent.
        visitor = browser.new_context(locale={"de": "de-DE", "en": "en-GB"}[language])
        guest = visitor.new_page()
        guest.on("console", lambda message: faults.append(f"{guest.url}: {message.text}"))
        assert guest.goto(f"{base}/subscribe/?dossier=gipfel").ok
        guest.fill("[name=address]", "vera@example.org")
        guest.click("main button[type=submit]")
        asked = mails.to("vera@example.org", 1)
        assert guest.goto(base + link(asked, "/confirm/")).ok
        guest.click("main button[type=submit]")

        # Two comments by the visitor.
        for text in ("Was heißt hier Garantie? What is a guarantee?", NOWHERE):
            assert guest.goto(f"{base}/d/gipfel/comments/").ok
            guest.fill("[name=name]", "Vera Visitor")
            guest.fill("[name=address]", "vera@example.org")
            guest.fill("[name=text]", text)
            guest.click("#discussion form button[type=submit]")
            guest.wait_for_selector(".message.success")
            assert NOWHERE not in guest.locator(".comments").all_inner_texts()

        # Moderate: the first is approved, the second rejected with a reason.
        go("/moderation/")
        card = page.locator("article.card", has_text=NOWHERE)
        card.locator("details.reject summary").click()
        card.locator("[name=code]").first.check()
        card.locator("details.reject button[type=submit]").click()
        page.wait_for_selector("article.card.rejected")
        page.locator("article.card.waiting form.approve button").click()
        page.wait_for_selector("article.card.approved")
        decisions = [mails.to("vera@example.org", number) for number in (2, 3)]
        assert all(NOWHERE not in mail.get_content() for mail in decisions)
        guest.goto(f"{base}/d/gipfel/")
        guest.locator("#comments").scroll_into_view_if_needed()
        guest.wait_for_selector(".comments article")
        assert "guarantee" in guest.locator("#comments").inner_text()

        # A second version: the subscriber hears of it, in one mail that ends the subscription with one click.
        go("/desk/gipfel/publish/")
        page.wait_for_selector("[name=note]", timeout=90_000)
        page.fill("[name=note]", "Die zweite. The second.")
        page.click("form.sheet button[type=submit]")
        page.wait_for_selector(".versions a[href$='/v/2/']")
        told = mails.to("vera@example.org", 4)
        assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert len(feedparser.parse(answer(f"{base}/d/gipfel/feed.atom")).entries) == 2

        # What was rejected is nowhere.
        for path in (
            "/", "/d/gipfel/", "/d/gipfel/v/1/", "/d/gipfel/v/2/", "/d/gipfel/versions/", "/d/gipfel/comments/",
            "/feed.atom", "/feed.rss", "/d/gipfel/feed.atom", "/d/gipfel/feed.rss", "/sitemap.xml",
            "/d/gipfel/v/2/export.json", "/d/gipfel/v/2/export.html", "/d/gipfel/v/2/export.graphml",
        ):  # fmt: skip
            assert NOWHERE not in answer(base + path), path
        assert all(NOWHERE not in mail.as_string() for mail in mails.mails)
        assert faults == []
