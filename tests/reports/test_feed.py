from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from conftest import Site, article, page

from detente.reports import feed as module
from detente.reports import load, load_bytes, load_entry
from detente.reports.feed import parse_feed, read_feed
from detente.reports.model import Draft, SourceError


def rss(*items: str, title: str = "Küstenbote") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    channel = f"<channel><title>{title}</title>{inner}</channel>"
    text = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'
    return text.encode()


def full(german: list[str]) -> str:
    html = escape("".join(f"<p>{p}</p>" for p in [*german, *reversed(german)]))
    return (
        f"<title>Reeder bleiben hart</title><author>Petra Lorenz</author><description>{html}</description>"
        "<pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate>"
    )


def test_an_entry_with_its_whole_text(german: list[str]) -> None:
    (entry,) = read_feed(rss(full(german)))
    draft = entry.result
    assert isinstance(draft, Draft)
    assert draft.text.split("\n") == [*german, *reversed(german)]
    assert (draft.title, draft.author, draft.publisher) == ("Reeder bleiben hart", "Petra Lorenz", "Küstenbote")
    assert draft.date == "2024-05-06"


def test_entries_lead_to_their_pages(site: Site, german: list[str], english: list[str]) -> None:
    site.add("/a", page(article(german, "Reeder bleiben hart")))
    site.add("/b", page(article(english, "Varda walks out of the talks"), lang="en"))
    items = [
        f"<title>T</title><link>{path}</link><description>Nur ein Anreißer.</description>"
        for path in ("/a", "/b", "/c")
    ]
    address = site.add("/feed.xml", rss(*items), "application/rss+xml")
    loaded = load([address])
    assert [(r.title, r.language, r.source) for r in loaded.reports] == [
        ("Reeder bleiben hart", "de", site.address + "/a"),
        ("Varda walks out of the talks", "en", site.address + "/b"),
    ]
    assert [(f.source, f.code) for f in loaded.failures] == [(site.address + "/c", "not_found")]


def test_atom(german: list[str]) -> None:
    html = escape("".join(f"<p>{p}</p>" for p in german * 2))
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Küstenbote</title><entry><title>Titel</title>'
        f'<published>2024-05-06T08:00:00Z</published><content type="html">{html}</content></entry></feed>'
    )
    (entry,) = read_feed(text.encode())
    assert isinstance(entry.result, Draft)
    assert entry.result.date == "2024-05-06"
    assert entry.result.text.split("\n") == german * 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>x', "broken_feed"),
        (rss(), "no_text"),
    ],
)
def test_feeds_without_entries(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(data)
    assert caught.value.code == code


def test_a_feed_that_breaks_off_gives_what_came_before(german: list[str]) -> None:
    loaded = load(["-"], stdin=rss(full(german))[:-40])
    assert [report.title for report in loaded.reports] == ["Reeder bleiben hart"]


def test_entities_that_multiply() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    loaded = load(["-"], stdin=text.encode() + rss("<title>&l9;</title><description>&l9;</description>")[38:])
    assert loaded.reports == []
    assert len(loaded.failures) == 1


def test_no_more_entries_than_the_limit(monkeypatch: pytest.MonkeyPatch, german: list[str]) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    assert len(read_feed(rss(*[full(german)] * 5))) == 3


def test_entries_as_the_feed_has_them(german: list[str]) -> None:
    items = [
        full(german) + "<guid>tag:1</guid><link>/a</link>",
        "<title>Zwei</title><link>https://example.org/b</link><description>Kurz.</description>",
        "<title>Drei</title><link>javascript:alert(1)</link>",
        "<title>Vier</title><link>http://[kaputt/</link>",
        "<title>Fünf</title>",
    ]
    title, entries = parse_feed(rss(*items), "https://example.org/feed.xml")
    assert title == "Küstenbote"
    assert [(e.id, e.address, e.title, e.date) for e in entries] == [
        ("tag:1", "https://example.org/a", "Reeder bleiben hart", "2024-05-06"),
        ("https://example.org/b", "https://example.org/b", "Zwei", None),
        ("", None, "Drei", None),
        ("", None, "Vier", None),
        ("", None, "Fünf", None),
    ]
    assert parse_feed(rss()) == ("Küstenbote", [])


def test_one_entry(site: Site, german: list[str]) -> None:
    site.add("/a", page(article(german, "Reeder bleiben hart")))
    items = [
        f"<title>T</title><link>{site.address}{path}</link><description>Kurz.</description>" for path in ("/a", "/b")
    ]
    there, missing = parse_feed(rss(*items))[1]
    assert [r.title for r in load_entry(there).reports] == ["Reeder bleiben hart"]
    assert [(f.source, f.code) for f in load_entry(missing).failures] == [(site.address + "/b", "not_found")]
    asked = len(site.agents)
    assert [f.code for f in load_entry(there, public_only=True).failures] == ["private"]
    assert len(site.agents) == asked


def test_a_feed_keeps_to_public_servers(site: Site, german: list[str]) -> None:
    site.add("/a", page(article(german)))
    feed = rss(f"<title>T</title><link>{site.address}/a</link><description>Kurz.</description>")
    assert [f.code for f in load_bytes(feed, "feed.xml", public_only=True).failures] == ["private"]
    assert [f.code for f in load([site.add("/feed", feed)], public_only=True).failures] == ["private"]
    assert site.agents == []
