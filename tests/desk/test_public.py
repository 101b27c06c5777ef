"""What everybody can read: pages, exports, feeds, sitemap; cached, in two languages, and private where it must be."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from detente import contract
from detente.desk.dossiers.models import Dossier
from detente.desk.home.models import Site
from detente.desk.publishing import drafts
from detente.desk.publishing.models import Version
from detente.desk.publishing.publish import publish

XSS = "<script>alert(1)</script>"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _no_pages():
    yield
    caches["pages"].clear()


@pytest.fixture
def publish_as(dossier, people):
    """Publish the dossier as it stands."""

    def go(**given):
        words = {"title": "The north", "note": "", "audience": "everybody", **given}
        return publish(drafts.ask(dossier).pk, dossier, people["analyst"], **words)

    return go


PAGES = ("/d/north/", "/d/north/v/1/", "/d/north/versions/")
FILES = tuple(f"/d/north/v/1/export.{each}" for each in ("json", "csv", "graphml", "html"))
FEEDS = ("/d/north/feed.atom", "/d/north/feed.rss")
ALL = ("/feed.atom", "/feed.rss", "/feeds/", "/sitemap.xml", "/robots.txt")


@pytest.mark.parametrize("path", [*PAGES, *FILES, *FEEDS, *ALL])
def test_a_public_answer_knows_nobody(publish_as, as_role, path):
    publish_as()
    client = as_role("owner")
    answer = client.get(path)
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"] and "no-store" not in answer["Cache-Control"]
    assert answer["ETag"] and answer["Last-Modified"]
    assert not answer.cookies
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"csrf" not in answer.content and b"Owner" not in answer.content
    assert answer.content == Client().get(path).content


def test_a_public_page_asks_for_no_session_or_user(publish_as, as_role, django_assert_num_queries):
    publish_as()
    client = as_role("reader")
    for path in PAGES:
        client.get(path)
    for path in PAGES:
        with django_assert_num_queries(1):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, *FILES, *FEEDS])
def test_conditional_requests(publish_as, path):
    publish_as()
    first = Client().get(path)
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    again = Client().get(path, headers={"If-None-Match": '"other"'})
    assert again.status_code == 200 and again.content == first.content
    assert Client().get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert Client().head(path)["ETag"] == first["ETag"]
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", [PAGES[0], FEEDS[0], FILES[0]])
def test_packed_answers_are_the_same(publish_as, path):
    publish_as()
    plain, packed = Client().get(path), Client().get(path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"] and "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in Client().get(path, headers={"Accept-Encoding": "gzip;q=0"})


def test_languages_are_not_mixed_up(publish_as):
    publish_as()
    german, english = Client().get("/d/north/?lang=de"), Client().get("/d/north/?lang=en")
    assert '<html lang="de">' in german.content.decode() and "Stand der Dinge" in german.content.decode()
    assert '<html lang="en">' in english.content.decode() and "State of play" in english.content.decode()
    assert german["ETag"] != english["ETag"]
    assert (german["Content-Language"], english["Content-Language"]) == ("de", "en")
    # The address says the language, so a cache may give it to all; else it depends on headers, and says so.
    assert german["Vary"] == "Accept-Encoding"
    by_header = Client().get("/d/north/", headers={"Accept-Language": "de"})
    assert {"Accept-Language", "Cookie"} <= set(by_header["Vary"].split(", "))
    assert '<html lang="de">' in by_header.content.decode()
    client = Client()
    client.cookies["language"] = "en"
    assert '<html lang="en">' in client.get("/d/north/", headers={"Accept-Language": "de"}).content.decode()
    assert '<html lang="de">' in client.get("/d/north/?lang=de").content.decode()
    assert Client().get("/d/north/?lang=fr").status_code == 200


def test_the_page_has_all_that_belongs_to_a_version(publish_as):
    version = publish_as(note="By hand.\n\nWith care.")
    Site(notices_en="Vacancy\n\nClosing date: today").save()
    page = Client().get("/d/north/?lang=en").content.decode()
    assert "<p>By hand.</p>" in page and "by Analyst" in page
    assert "<p>Vacancy</p>" in page
    for name in ("state", "parties", "positions", "scales", "course", "conflicts", "deals", "holding", "forecast",
                 "sensitivity", "assumptions", "method", "reports", "comments"):  # fmt: skip
        assert page.count(f'<section id="{name}"') == 1
    for each in version.changes["en"]:
        assert each in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert not set(re.findall(r'href="#([^"]+)"', page)) - set(ids)
    assert page.count("<h1") == 1
    assert 'hx-get="/d/north/comments/?version=1&amp;lang=en"' in page
    assert 'href="/d/north/feed.atom?lang=en"' in page and 'type="application/rss+xml"' in page
    assert " style=" not in page and "<style" not in page and " onclick" not in page


def test_notices_show_only_when_filled(publish_as):
    publish_as()
    assert "h-notices" not in Client().get("/d/north/").content.decode()
    site = Site.get()
    site.notices_de = "Stelle frei"
    site.save()
    page = Client().get("/d/north/?lang=de").content.decode()
    assert "h-notices" in page and "Stelle frei" in page


def test_searches_elsewhere_are_plain_links(publish_as):
    publish_as(title='North & "south"')
    page = Client().get("/d/north/?lang=en").content.decode()
    links = re.findall(r'<a rel="noopener noreferrer" href="(https://[^"]+)"', page)
    assert "https://duckduckgo.com/?q=North+%26+%22south%22" in links
    assert any("ceasefire" in link.lower() for link in links)
    assert not re.findall(r'<(?:img|script|iframe|link)[^>]+(?:src|href)="https?://(?!testserver)', page)


def test_the_owners_own_list_of_sites(publish_as, settings, tmp_path, caplog):
    publish_as()
    settings.DATA = tmp_path
    (tmp_path / "searches.toml").write_text(
        '[[site]]\nname = "Own"\naddress = "https://example.org/?s={query}"\n'
        '[[site]]\nname = "Bad"\naddress = "javascript:alert({query})"\n'
    )
    page = Client().get("/d/north/").content.decode()
    assert "https://example.org/?s=The+north" in page
    assert "javascript:" not in page and "duckduckgo" not in page
    assert "'Bad' is no site to search" in caplog.text
    caches["pages"].clear()
    (tmp_path / "searches.toml").write_text("[[site")
    assert Client().get("/d/north/").status_code == 200


def test_nothing_of_a_user_becomes_markup(publish_as):
    publish_as(title=XSS, note=f"{XSS}\n\n{XSS}")
    Site(name=XSS, notices_de=XSS, notices_en=XSS).save()
    for path in (*PAGES, "/d/north/v/1/export.html", "/feeds/", "/", *FEEDS, "/feed.atom"):
        content = Client().get(path).content.decode()
        assert "<script>alert" not in content, path
        assert "&lt;script&gt;" in content, path


def test_versions_stay_and_name_the_latest(publish_as):
    publish_as(title="One")
    first = Client().get("/d/north/v/1/?lang=en")
    assert "There is a later version" not in first.content.decode()
    publish_as(title="Two")
    again = Client().get("/d/north/v/1/?lang=en")
    assert again["ETag"] != first["ETag"]
    page = again.content.decode()
    assert ">One</h1>" in page and "There is a later version: version 2" in page
    assert ">Two</h1>" in Client().get("/d/north/").content.decode()
    listed = Client().get("/d/north/versions/").content.decode()
    assert listed.index("Version 2: Two") < listed.index("Version 1: One")
    assert Client().get("/d/north/v/3/").status_code == 404
    assert Client().get("/d/north/v/0/").status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *FILES, *FEEDS])
def test_before_publication_there_is_nothing(dossier, as_role, path):
    for role in ("anonymous", "analyst", "owner"):
        assert as_role(role).get(path).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *FILES, *FEEDS])
def test_members_only_is_for_members_and_never_cached(publish_as, as_role, people, path):
    publish_as()
    assert Client().get(path).status_code == 200
    Dossier.objects.update(audience="members")
    for role, status in (("anonymous", 404), ("reader", 404), ("moderator", 404), ("analyst", 200), ("owner", 200)):
        answer = as_role(role).get(path)
        assert answer.status_code == status, role
        assert "public" not in answer["Cache-Control"]
        assert "no-store" in answer["Cache-Control"]
        assert "ETag" not in answer
        if status == 404:
            assert b"The north" not in answer.content


def test_members_only_is_in_no_public_list(publish_as):
    publish_as(audience="members", title="Hidden")
    for path in ("/feed.atom", "/feed.rss", "/feeds/", "/sitemap.xml", "/"):
        content = Client().get(path).content.decode()
        assert "Hidden" not in content and "north" not in content, path


def test_a_dossier_turned_private_leaves_the_cached_lists(publish_as):
    publish_as(title="Hidden")
    assert "Hidden" in Client().get("/feed.atom").content.decode()
    Dossier.objects.update(audience="members")
    assert "Hidden" not in Client().get("/feed.atom").content.decode()


def test_a_wrong_host_is_refused(publish_as):
    publish_as()
    assert Client().get("/d/north/", headers={"Host": "evil.example"}).status_code == 400


# Exports


def test_exports_hold_the_dossier_without_full_texts(publish_as, dossier):
    version = publish_as()
    data = Client().get("/d/north/v/1/export.json")
    assert data["Content-Disposition"] == 'attachment; filename="north-v1.json"'
    read = contract.Dossier.model_validate(json.loads(data.content))
    assert read.statements and [r.id for r in read.reports]
    for report in read.reports:
        quoted = {e.quote for s in [*read.statements, *read.events] if (e := s.evidence).report == report.id}
        assert any(quote in report.text for quote in quoted)
    archive = zipfile.ZipFile(io.BytesIO(Client().get("/d/north/v/1/export.csv").content))
    assert archive.namelist() == ["statements.csv", "events.csv", "positions.csv"]
    assert read.statements[0].evidence.quote in archive.read("statements.csv").decode("utf-8-sig")
    graph = ElementTree.fromstring(Client().get("/d/north/v/1/export.graphml").content)
    assert graph.tag.endswith("graphml")
    brief = Client().get("/d/north/v/1/export.html?lang=de")
    page = brief.content.decode()
    assert brief["Content-Disposition"].endswith('"north-v1-de.html"')
    assert "nur die Sätze, auf denen dieses Dossier beruht" in page
    assert f"http://testserver/d/north/v/{version.number}/?lang=de" in page
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert not set(re.findall(r'href="#([^"]+)"', page)) - ids
    assert Client().get("/d/north/v/1/export.exe").status_code == 404


def test_the_briefs_policy_lets_in_its_own_style_and_script(publish_as):
    import base64
    import hashlib

    publish_as()
    page = Client().get("/d/north/v/1/export.html").content.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


# Feeds


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.rss", *FEEDS])
@pytest.mark.parametrize("language", ["de", "en"])
def test_feeds_are_read_by_feedparser(publish_as, path, language):
    publish_as(title="Erste", note="Von Hand & mit <Sorgfalt>")
    publish_as(title="Zweite")
    answer = Client().get(f"{path}?lang={language}")
    found = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert found.bozo == 0
    assert found.version == ("atom10" if path.endswith("atom") else "rss20")
    assert found.feed.language == language
    assert [link.href for link in found.feed.links if link.rel == "self"] == [
        f"http://testserver{path}?lang={language}"
    ]
    word = "Fassung" if language == "de" else "version"
    assert [entry.title for entry in found.entries] == [f"Zweite, {word} 2", f"Erste, {word} 1"]
    for entry, number in zip(found.entries, (2, 1), strict=True):
        version = Version.objects.get(number=number)
        assert entry.link == entry.id == f"http://testserver/d/north/v/{number}/?lang={language}"
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == version.made.replace(microsecond=0)
        for each in version.changes[language]:
            assert each in entry.summary.replace("&#39;", "'")
    assert "Von Hand &amp; mit &lt;Sorgfalt&gt;" in found.entries[1].summary
    assert Client().get(found.entries[0].link.removeprefix("http://testserver")).status_code == 200


def test_atom_has_what_rfc_4287_asks_for(publish_as):
    publish_as()
    root = ElementTree.fromstring(Client().get("/d/north/feed.atom?lang=en").content)
    assert root.tag == f"{ATOM}feed"
    for each in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1
        stamp = each.find(f"{ATOM}updated").text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", stamp)
        assert each.find(f"{ATOM}id").text.startswith("http://testserver/")
        assert all(link.get("href").startswith("http://testserver/") for link in each.findall(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}entry/{ATOM}author/{ATOM}name").text == "Analyst"


def test_rss_has_what_its_specification_asks_for(publish_as):
    publish_as()
    channel = ElementTree.fromstring(Client().get("/feed.rss").content).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    assert parsedate_to_datetime(channel.findtext("lastBuildDate"))
    item = channel.find("item")
    assert item.findtext("title") and item.findtext("description")
    assert item.findtext("link") == item.findtext("guid").strip()
    assert item.find("guid").get("isPermaLink") in (None, "true")
    assert parsedate_to_datetime(item.findtext("pubDate"))


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.rss"])
def test_a_feed_without_entries_is_valid_and_stays_the_same(people, path):
    first = Client().get(path)
    assert feedparser.parse(first.content).bozo == 0
    caches["pages"].clear()
    assert Client().get(path).content == first.content


def test_control_characters_do_not_break_a_feed(publish_as):
    publish_as(title="A\x0bB\x1f", note="C\x08D")
    Site(name="E\x0cF").save()
    for path in ("/feed.atom", "/d/north/feed.rss"):
        answer = Client().get(path)
        assert answer.status_code == 200
        ElementTree.fromstring(answer.content)


def test_the_page_of_feeds_lists_them(publish_as):
    publish_as()
    page = Client().get("/feeds/").content.decode()
    for path in ("/feed.atom", "/feed.rss", *FEEDS):
        for language in ("de", "en"):
            assert f'href="http://testserver{path}?lang={language}"' in page


# Sitemap and robots


def test_the_sitemap_lists_public_dossiers_in_both_languages(publish_as):
    publish_as()
    answer = Client().get("/sitemap.xml")
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(f"{MAP}url")
    places = [each.findtext(f"{MAP}loc") for each in entries]
    assert "http://testserver/d/north/?lang=de" in places and "http://testserver/d/north/?lang=en" in places
    changed = [
        each.findtext(f"{MAP}lastmod") for each in root.findall(f"{MAP}url") if "/d/" in each.findtext(f"{MAP}loc")
    ]
    assert all(abs(datetime.fromisoformat(each) - timezone.now()).total_seconds() < 600 for each in changed)


def test_robots_keeps_the_desk_out(people):
    from urllib.robotparser import RobotFileParser

    answer = Client().get("/robots.txt")
    robot = RobotFileParser()
    robot.parse(answer.content.decode().splitlines())
    assert not robot.can_fetch("*", "http://testserver/desk/north/") and not robot.can_fetch("*", "/people/login/")
    assert robot.can_fetch("*", "http://testserver/d/north/") and robot.can_fetch("*", "/")
    assert robot.site_maps() == ["http://testserver/sitemap.xml"]
