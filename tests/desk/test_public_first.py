"""Public pages are answered before all other middleware, and carry the same headers for safety as all that is not."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from detente.desk.dossiers.models import MEMBERS
from detente.desk.publishing import drafts, views
from detente.desk.publishing.publish import publish

SAFE = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
)  # fmt: skip


@pytest.fixture(autouse=True)
def published(dossier, people):
    publish(drafts.ask(dossier).pk, dossier, people["analyst"], title="The north", audience="everybody")
    yield dossier
    caches["pages"].clear()


def policies(answer) -> dict[str, object]:
    """The headers for safety; the policy as a set, for its parts come in any order."""
    found = {name: answer[name] for name in SAFE}
    return found | {SAFE[0]: {part.strip() for part in found[SAFE[0]].split(";")}}


def test_the_headers_are_those_of_all_other_pages():
    private = Client().get("/people/login/")
    for path in ("/d/north/", "/d/north/v/1/", "/d/north/feed.atom", "/feed.rss", "/d/north/v/1/export.json"):
        answer = Client().get(path)
        assert policies(answer) == policies(private), path
        same = Client().get(path, headers={"If-None-Match": answer["ETag"]})
        assert same.status_code == 304 and policies(same) == policies(private), path


def test_https_is_kept_to_where_it_was_asked_for():
    with override_settings(SECURE_HSTS_SECONDS=3600):
        client = Client()
        assert "Strict-Transport-Security" not in client.get("/d/north/")
        assert client.get("/d/north/", secure=True)["Strict-Transport-Security"] == "max-age=3600"
        assert "Strict-Transport-Security" not in client.get("/d/north/")


def test_it_stands_first():
    assert settings.MIDDLEWARE[0] == "detente.desk.publishing.middleware.Public"


def test_a_name_that_is_not_the_desks_is_refused():
    answer = Client().get("/d/north/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_what_is_not_there_has_its_page_and_headers():
    private = Client().get("/people/login/")
    for path in ("/d/south/", "/d/north/v/9/", "/d/south/feed.atom"):
        answer = Client().get(path)
        assert answer.status_code == 404 and policies(answer) == policies(private)
        assert b"<h1" in answer.content


def test_what_breaks_says_so_and_keeps_its_headers(monkeypatch):
    def broken(*_):
        raise RuntimeError("out of order")

    monkeypatch.setattr(views, "find", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/d/north/")
    assert answer.status_code == 500 and "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"out of order" not in answer.content


def test_a_page_that_is_kept_is_gone_once_it_is_for_members_only(published, as_role):
    outsider, member = Client(), as_role("analyst")
    kept = {path: outsider.get(path) for path in ("/d/north/", "/d/north/v/1/", "/d/north/feed.atom")}
    published.audience = MEMBERS
    published.save()
    for path, before in kept.items():
        assert outsider.get(path).status_code == 404
        assert outsider.get(path, headers={"If-None-Match": before["ETag"]}).status_code == 404
        answer = member.get(path)
        assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer and policies(answer)
