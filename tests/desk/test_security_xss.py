"""Stored XSS: markup in whatever people, reports, files and feeds bring stays text on every page, feed and export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from lxml import etree

from detente.desk.comments.models import APPROVED, Comment
from detente.desk.dossiers.models import EVERYBODY
from detente.desk.home.models import Site
from detente.desk.people.models import User
from detente.desk.publishing.models import Version

from . import routes
from .test_access import ROUTES

# In a report each takes the place of a word of the same length, so that all spans stay what they were.
IN_REPORT = {"Hansen": "<x-pw>", "Sweden": '"o-x=1', "calls": "<x-t>", "Ceasefire": "<x-label>"}
KINDS = (
    "site", "notices", "about", "policy", "title", "summary", "user", "source", "feed", "reason", "scenario", "note",
    "comment", "author", "ruling", "version", "release",
)  # fmt: skip


def mark(kind: str) -> str:
    """Something that would be an element, a script or an attribute wherever it is not escaped."""
    return f"<x-{kind}>\"o-x=1 'o-y=1 <script>x-{kind}</script><img src=x onerror=x>"


@pytest.fixture
def world(people: dict[str, User], read_once: Any) -> routes.World:
    """A world in which all that somebody can write is markup."""
    parts, joined = read_once
    for plain, marked in IN_REPORT.items():
        assert len(plain) == len(marked)
        joined = joined.replace(plain, json.dumps(marked)[1:-1])
    marked_parts = [type(part).model_validate_json(_marked(part.model_dump_json())) for part in parts]
    for user in people.values():
        User.objects.filter(pk=user.pk).update(name=mark("user")[:120])
        user.refresh_from_db()
    Site.objects.create(
        pk=1, name=mark("site")[:80], **{f"{kind}_{language}": mark(kind) for kind in ("notices", "about", "policy")
                                         for language in ("de", "en")},
    )  # fmt: skip
    routes._drawn.clear()
    made = routes.build(people, joined, marked_parts, audience=EVERYBODY)
    routes._drawn.clear()
    dossier = made.dossier
    dossier.title, dossier.summary = mark("title")[:160], mark("summary")
    dossier.save()
    dossier.sources.update(
        name=mark("source"), failures=[[mark("reason"), "unreadable", mark("reason")]], address="https://example.org/a"
    )
    dossier.feeds.update(title=mark("feed"), reason=mark("feed"))
    dossier.scenarios.update(name=mark("scenario")[:120], note=mark("note"))
    dossier.rulings.update(reason=mark("ruling"), author=made.users["owner"])
    Version.objects.filter(dossier=dossier).update(
        title=mark("release")[:160], note=mark("version"), author_name=mark("user")[:120]
    )
    Comment.objects.filter(state=APPROVED).update(text=mark("comment"), name=mark("author")[:80])
    return made


def _marked(text: str) -> str:
    for plain, marked in IN_REPORT.items():
        text = text.replace(plain, json.dumps(marked)[1:-1])
    return text


def _addresses(world: routes.World) -> Iterator[str]:
    for name, (_, methods) in ROUTES.items():
        if "GET" in methods:
            yield world.address(name)
    from detente.desk.dossiers.sections import SHOWN

    for section in SHOWN:
        yield world.address("dossiers:section", section=section)
    yield world.address("dossiers:cell", party="ole-hansen")
    yield world.address("publishing:export", format="html")
    yield world.address("publishing:feed", kind="rss")
    yield world.address("publishing:dossier_feed", kind="rss")
    yield world.address("dossiers:search") + "?q=x"
    yield world.address("dossiers:search_all") + "?q=%3Cx-query%3E%22o-x=1"
    yield world.address("review:queue") + "?" + "q=%3Cx-query%3E%22o-x=1"
    yield world.address("comments:queue") + "?state=all&q=%3Cx-query%3E%22o-x=1"
    yield world.address("whatif:compare") + f"?s={world.values['key']}"
    yield "/subscribe/?dossier=north"
    yield "/people/login/?next=%3Cx-query%3E%22o-x=1"
    yield "/%3Cx-query%3E"


def _check(page: str, address: str) -> None:
    tree = html5lib.parse(page, treebuilder="lxml", namespaceHTMLElements=False)
    for element in tree.getroot().iter(etree.Element):
        tag = str(element.tag)
        assert not tag.startswith("x-"), (address, tag)
        handlers = [name for name in element.attrib if name.startswith("on") or name in ("o-x", "o-y") or "<" in name]
        assert not handlers, (address, tag, handlers)
        if tag == "script":
            assert "x-" not in (element.text or ""), address
        if tag == "img":
            assert element.get("src") != "x", address
        for name in ("href", "src", "action", "formaction"):
            assert not element.get(name, "").strip().lower().startswith(("javascript:", "data:text")), (address, tag)


def test_markup_stays_text_everywhere(world):
    seen: set[str] = set()
    for person in ("owner", "anonymous"):
        client = world.client(person)
        for address in _addresses(world):
            answer = client.get(address)
            kind = answer["Content-Type"] if answer.has_header("Content-Type") else ""
            text = answer.content.decode("utf-8", "replace") if answer.content else ""
            if "html" in kind and text:
                _check(text if "<html" in text else f"<!doctype html><title>x</title>{text}", address)
            elif "xml" in kind:
                tree = etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False))
                for element in tree.iter(etree.Element):
                    assert "x-" not in etree.QName(element).localname, address
                    # What a feed carries is HTML to whoever reads it.
                    if element.text and "<" in element.text and element.get("type") == "html":
                        _check(f"<!doctype html><title>x</title>{element.text}", address)
            elif text:
                assert "text/html" not in kind and answer["X-Content-Type-Options"] == "nosniff", address
            seen |= {each for each in (*KINDS, "pw", "t", "label") if f"&lt;x-{each}" in text}
            seen |= {"attribute"} & ({"attribute"} if "&#34;o-x=1" in text or "&quot;o-x=1" in text else set())
    # Each was somewhere, as text: had a page not shown it, nothing would have been tested.
    assert {*KINDS, "pw", "t", "label", "attribute"} - seen == set()


def test_a_file_is_handed_out_and_not_shown(world):
    """What holds a script of its own, as the brief does, is for the disk and not for the desk's pages."""
    client = world.client("owner")
    for address in (world.address("publishing:export", format="html"), world.address("dossiers:brief")):
        answer = client.get(address)
        assert answer["Content-Disposition"].startswith("attachment"), address
