"""Following feeds, against a server on this machine: conditional requests, back-off, entries, pausing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import pytest
from django.utils import timezone

from detente.desk import worker
from detente.desk.dossiers.current import current
from detente.desk.sources import feeds, reading
from detente.desk.sources.models import ADDRESS, DONE, ENTRY, FAILED, WAITING, Feed

LIST = "/desk/north/sources/"
STAMP = "Mon, 06 May 2024 08:00:00 GMT"
BODY = (
    "Norway rejected the withdrawal of troops on Monday. Sweden supports a ceasefire, its foreign minister said. "
    "The two delegations will meet again in Oslo next week, and neither side expects an agreement before autumn. "
)


class Server:
    """Serves `pages`, by path: status, headers, body.  `asked` are the requests' paths and headers."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    def serve(self, path: str, body: str, status: int = 200, kind: str = "application/rss+xml", **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, body.encode())
        return self.address + path

    def feed(self, *items: str, **headers: str) -> str:
        inner = "".join(f"<item>{item}</item>" for item in items)
        channel = f"<channel><title>Kustposten &amp; Co</title>{inner}</channel>"
        text = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
        return self.serve("/feed", text, **headers)


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    web = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, dict(self.headers)))
            status, headers, body = web.pages.get(self.path, (404, {}, b""))
            same = headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]
            same = same or (
                headers.get("Last-Modified") and self.headers.get("If-Modified-Since") == headers["Last-Modified"]
            )
            if same and status == 200:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    web.address = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield web
    httpd.shutdown()
    httpd.server_close()
    thread.join(5)


@pytest.fixture
def due() -> Callable[[Feed], Feed]:
    """Have a feed polled now; gives it as it is after that."""

    def poll(feed: Feed) -> Feed:
        Feed.objects.filter(pk=feed.pk).update(due=timezone.now())
        assert feeds.poll_next()
        feed.refresh_from_db()
        return feed

    return poll


def item(number: int, *, whole: bool = True, link: str = "", guid: str = "") -> str:
    text = escape(f"<p>{BODY * (3 if whole else 1)}</p>") if whole else "A short teaser."
    return (
        f"<title>Talks, day {number}</title><guid isPermaLink='false'>{guid or f'tag:{number}'}</guid>"
        f"<description>Day {number}. {text}</description>"
        f"<pubDate>{format_datetime(datetime(2026, 3, number, tzinfo=UTC))}</pubDate>"
        + (f"<link>{link}</link>" if link else "")
    )


def minutes(feed: Feed) -> float:
    return (feed.due - timezone.now()).total_seconds() / 60


def test_a_feed_is_followed(dossier, as_role, server):
    client = as_role("analyst")
    address = server.feed(item(2), item(1))
    page = client.post(f"{LIST}feed/", {"feed-address": address}, follow=True).content.decode()
    assert "is followed from now on" in page
    assert "is being polled" in page and 'hx-trigger="every 2s"' in page
    worker.finish()
    feed = dossier.feeds.get()
    assert (feed.title, feed.failures, feed.reason, feed.added_by.username) == ("Kustposten & Co", 0, "", "analyst")
    assert feed.polled is not None
    assert 28 < minutes(feed) <= 30
    entries = list(dossier.sources.filter(kind=ENTRY))
    assert [(e.name, e.entry, e.state, e.feed) for e in entries] == [
        ("Talks, day 1", "tag:1", DONE, feed),
        ("Talks, day 2", "tag:2", DONE, feed),
    ]
    assert [path for path, _ in server.asked] == ["/feed"]
    reports = [report for report in current(dossier).reports if report.publisher == "Kustposten & Co"]
    assert [(r.title, r.date) for r in reports] == [("Talks, day 1", "2026-03-01"), ("Talks, day 2", "2026-03-02")]
    page = client.get(LIST).content.decode()
    assert "Kustposten &amp; Co" in page and "2 entries" in page
    assert "hx-trigger" not in page
    assert "followed already" in client.post(f"{LIST}feed/", {"feed-address": address}, follow=True).content.decode()
    assert dossier.feeds.count() == 1


def test_conditional_requests(dossier, server, due):
    feed, _ = feeds.follow(dossier, server.feed(item(1), ETag='W/"one"', Last_Modified=STAMP))
    due(feed)
    assert (feed.etag, feed.modified) == ('W/"one"', STAMP)
    due(feed)
    _, first = server.asked[0]
    _, second = server.asked[1]
    assert "If-None-Match" not in first and "If-Modified-Since" not in first
    assert (second["If-None-Match"], second["If-Modified-Since"]) == ('W/"one"', STAMP)
    assert dossier.sources.filter(kind=ENTRY).count() == 1
    assert (feed.etag, feed.failures) == ('W/"one"', 0)
    server.feed(item(2), item(1), ETag='W/"two"')
    due(feed)
    assert dossier.sources.filter(kind=ENTRY).count() == 2
    assert (feed.etag, feed.modified) == ('W/"two"', "")


def test_failures_come_more_seldom(dossier, as_role, server, due):
    feed, _ = feeds.follow(dossier, server.serve("/feed", "", status=500))
    waits = []
    for _ in range(8):
        due(feed)
        waits.append(round(minutes(feed)))
    assert waits == [60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert (feed.failures, feed.code, feed.active) == (8, "unreachable", True)
    page = as_role("analyst").get(LIST).content.decode()
    assert "Last time it failed: the server failed (HTTP 500)" in page
    server.feed(item(1))
    due(feed)
    assert (feed.failures, feed.reason, feed.code) == (0, "", "")
    assert 28 < minutes(feed) <= 30
    assert "Last time it failed" not in as_role("analyst").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("7200", 120), ("60", 60), ("999999999999", 30 * 24 * 60), ("soon", 60), ("-5", 60), ("٣", 60),
        (timedelta(hours=5), 300), (-timedelta(hours=5), 60),
    ],
    ids=["2 h", "1 min", "years", "a word", "negative", "other digits", "a date", "a date that has passed"],
)  # fmt: skip
def test_what_a_busy_server_asks_for(dossier, server, due, asked, expected):
    if isinstance(asked, timedelta):
        asked = format_datetime(datetime.now(UTC) + asked, usegmt=True)
    if not asked.isascii():
        assert feeds._asked(asked) == timedelta(seconds=3)
        return
    feed, _ = feeds.follow(dossier, server.serve("/feed", "", status=503, Retry_After=asked))
    due(feed)
    assert abs(minutes(feed) - expected) < 6
    assert feed.active


def test_a_feed_that_is_gone(dossier, as_role, server, due):
    feed, _ = feeds.follow(dossier, server.serve("/feed", "", status=410))
    due(feed)
    assert (feed.active, feed.code) == (False, "gone")
    Feed.objects.update(due=timezone.now())
    assert not feeds.poll_next()
    page = as_role("analyst").get(LIST).content.decode()
    assert "given up by its publisher" in page and "paused" in page


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ("<!doctype html><html><body><p>A page.</p></body></html>", "text/html", "no_feed"),
        ("Just some words.", "text/plain", "no_feed"),
        ("", "text/xml", "empty"),
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>x', "text/xml", "broken_feed"),
    ],
)
def test_what_is_no_feed(dossier, server, due, body, kind, code):
    feed, _ = feeds.follow(dossier, server.serve("/feed", body, kind=kind))
    due(feed)
    assert (feed.code, feed.failures, feed.active) == (code, 1, True)
    assert feed.reason


def test_a_feed_without_entries_yet(dossier, server, due):
    feed, _ = feeds.follow(dossier, server.feed())
    due(feed)
    assert (feed.failures, feed.title) == (0, "Kustposten & Co")


def test_teasers_lead_to_their_pages(dossier, server):
    article = f"<article><h1>Day one</h1><p>{BODY}</p><p>{BODY}</p></article>"
    server.serve("/a", f"<!doctype html><html lang=en><body>{article}</body></html>", kind="text/html")
    feeds.follow(dossier, server.feed(item(1, whole=False, link="/a"), item(2, whole=False, link="/missing")))
    worker.finish()
    missing, read = dossier.sources.filter(kind=ENTRY)
    assert (missing.state, missing.address, missing.failures[0][1]) == (
        FAILED,
        f"{server.address}/missing",
        "not_found",
    )
    assert (read.state, read.address, read.readings.get().date) == (DONE, f"{server.address}/a", "2026-03-01")
    # Fetched by the worker one at a time, not when the feed was polled.
    assert [path for path, _ in server.asked] == ["/feed", "/missing", "/a"]


def test_the_guard_holds_for_feeds_and_their_pages(dossier, server, settings, due):
    """A feed of this machine is refused; one that is let in does not lead its readers' desk into the network."""
    address = server.feed(item(1, whole=False, link="/secret"))
    server.serve("/secret", BODY, kind="text/plain")
    settings.ALLOW_PRIVATE_ADDRESSES = False
    feed, _ = feeds.follow(dossier, address)
    due(feed)
    assert (feed.code, server.asked) == ("private", [])
    settings.ALLOW_PRIVATE_ADDRESSES = True
    due(feed)
    settings.ALLOW_PRIVATE_ADDRESSES = False
    worker.finish()
    entry = dossier.sources.get(kind=ENTRY)
    assert (entry.state, entry.failures[0][1]) == (FAILED, "private")
    assert [path for path, _ in server.asked] == ["/feed"]


def test_a_page_that_is_allowed(dossier, server):
    server.serve("/a", f"<html><body><article><h1>Day</h1><p>{BODY}</p></article></body></html>", kind="text/html")
    source, _ = reading.add(dossier, ADDRESS, "x", address=f"{server.address}/a")
    worker.finish()
    source.refresh_from_db()
    assert source.state == DONE


def test_a_page_given_by_hand_is_not_read_again(dossier, server, due):
    address = server.feed(item(1, whole=False, link="/a"))
    server.serve("/a", f"<html><body><article><p>{BODY}</p></article></body></html>", kind="text/html")
    reading.add(dossier, ADDRESS, "x", address=f"{server.address}/a")
    feed, _ = feeds.follow(dossier, address)
    due(feed)
    assert not dossier.sources.filter(kind=ENTRY).exists()


def test_an_entry_that_was_removed_stays_out(dossier, server, due):
    feed, _ = feeds.follow(dossier, server.feed(item(1), item(2)))
    due(feed)
    reading.remove(dossier.sources.get(entry="tag:1"))
    due(feed)
    assert [s.entry for s in dossier.sources.filter(kind=ENTRY)] == ["tag:2"]


def test_the_same_numbers_in_two_feeds_are_two_entries(dossier, server, due):
    for path, number in (("/one", 1), ("/two", 2)):
        text = f'<rss version="2.0"><channel><title>T</title><item>{item(number, guid="1")}</item></channel></rss>'
        due(feeds.follow(dossier, server.serve(path, text))[0])
    assert dossier.sources.filter(kind=ENTRY).count() == 2
    due(feeds.follow(dossier, server.feed(item(3), item(3)))[0])
    assert dossier.sources.filter(kind=ENTRY).count() == 3


def test_an_entry_in_two_feeds_is_one(dossier, server, due):
    due(feeds.follow(dossier, server.feed(item(1)))[0])
    server.pages["/again"] = server.pages["/feed"]
    due(feeds.follow(dossier, f"{server.address}/again")[0])
    assert dossier.sources.filter(kind=ENTRY).count() == 1


def test_pause_resume_poll_and_remove(dossier, as_role, server, due):
    client = as_role("analyst")
    feed, _ = feeds.follow(dossier, server.feed(item(1)))
    due(feed)
    base = f"/desk/north/feeds/{feed.pk}"
    assert client.get(f"{base}/poll/").status_code == client.get(f"{base}/pause/").status_code == 405
    client.post(f"{base}/pause/")
    Feed.objects.update(due=timezone.now())
    assert not feeds.poll_next()
    client.post(f"{base}/poll/")
    assert feeds.poll_next()
    assert not feeds.poll_next()
    client.post(f"{base}/poll/")
    assert "is being polled" in client.get(LIST).content.decode()
    assert feeds.poll_next()
    assert len(server.asked) == 3
    page = client.get(f"{base}/remove/").content.decode()
    assert "Stop following this feed?" in page and dossier.feeds.count() == 1
    client.post(f"{base}/remove/")
    assert dossier.feeds.count() == 0
    assert dossier.sources.filter(kind=ENTRY).count() == 1


def test_a_feed_that_is_removed_while_it_is_polled(dossier, server, monkeypatch):
    feeds.follow(dossier, server.feed(item(1)))
    real = feeds.fetch

    def fetch(*args, **options):
        Feed.objects.all().delete()
        return real(*args, **options)

    monkeypatch.setattr(feeds, "fetch", fetch)
    assert feeds.poll_next()
    assert not dossier.sources.filter(kind=ENTRY).exists()


def test_a_feed_whose_poll_was_cut_off_is_polled_again(dossier, server, monkeypatch):
    feed, _ = feeds.follow(dossier, server.feed(item(1)))

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(feeds, "fetch", die)
        with pytest.raises(KeyboardInterrupt):
            feeds.poll_next()
    assert not feeds.poll_next()
    feed.refresh_from_db()
    assert 9 < minutes(feed) <= 10
    Feed.objects.update(due=timezone.now())
    assert feeds.poll_next()
    assert dossier.sources.filter(kind=ENTRY, state=WAITING).count() == 1


def test_markup_in_a_feed_is_shown_as_text(dossier, as_role, server):
    evil = escape("<script>alert(1)</script>")
    text = (
        f'<rss version="2.0"><channel><title>{evil}Feed</title><item><title>{escape(evil)}Day</title>'
        f"<guid>{evil}</guid><author>{evil}</author><link>javascript:alert(1)</link>"
        f"<description>{escape(BODY * 3)}</description></item></channel></rss>"
    )
    feeds.follow(dossier, server.serve("/feed", text))
    worker.finish()
    client = as_role("analyst")
    source = dossier.sources.get(kind=ENTRY)
    assert source.state == DONE
    report = source.readings.get().report
    for path in (LIST, "/desk/north/texts/", f"/desk/north/texts/{report}/", f"{LIST}{source.pk}/remove/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "javascript:" not in page


def test_an_address_as_long_as_can_be(dossier, server, due):
    link = f"{server.address}/{'a' * 3000}"
    feed, _ = feeds.follow(dossier, server.feed(item(1, link=link, guid="x" * 3000)))
    due(feed)
    entry = dossier.sources.get(kind=ENTRY)
    assert entry.address == "" and len(entry.entry) < 500
    due(feed)
    assert dossier.sources.filter(kind=ENTRY).count() == 1
