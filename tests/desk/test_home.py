"""The first page with its search, the language, the owner's settings."""

from __future__ import annotations

import pytest
from django.test import Client

from detente.desk.home.models import Site
from detente.desk.publishing import drafts
from detente.desk.publishing.publish import publish


@pytest.fixture
def published(dossier, people):
    """The dossier, published for everybody."""
    dossier.summary = "What Hafenstadt is about"
    dossier.save()
    return publish(drafts.ask(dossier).pk, dossier, people["analyst"], title="The north", audience="everybody")


@pytest.mark.parametrize(
    "asked,found",
    [
        ("north", True),
        ("hafenstadt", True),
        ("schweden", True),
        ("SWEDEN", True),
        ("Waffenruhe norwegen", True),
        ("ceasefire norway", True),
        ("ceasefire brazil", False),
        ("<script>", False),
        ("   ", True),
        ("", True),
    ],
)
def test_search_looks_through_title_summary_parties_and_issues(published, asked, found):
    page = Client().get("/", {"q": asked}).content.decode()
    assert ('href="/d/north/' in page) is found
    assert "<script>" not in page.replace('<script src="', "")
    if asked == "ceasefire brazil":
        assert "0 dossiers with" in page


def test_the_first_page_shows_the_latest_version_and_its_feeds(published):
    page = Client().get("/").content.decode()
    assert "The north" in page and "Version 1," in page and "What Hafenstadt is about" in page
    assert 'type="application/atom+xml"' in page


@pytest.mark.parametrize("role,sees", [("anonymous", False), ("reader", False), ("analyst", True), ("owner", True)])
def test_members_only_on_the_first_page(published, dossier, as_role, role, sees):
    type(dossier).objects.update(audience="members")
    for asked in ("", "north"):
        assert ("The north" in as_role(role).get("/", {"q": asked}).content.decode()) is sees


def test_the_first_page_does_not_load_what_it_does_not_show(published, django_assert_max_num_queries):
    client = Client()
    client.get("/")
    with django_assert_max_num_queries(4) as queries:
        client.get("/")
    assert not any("sections" in query["sql"] or '"content"' in query["sql"] for query in queries.captured_queries)


def test_the_language_asked_for_in_the_address_wins(published, as_role):
    client = as_role("analyst")
    assert '<html lang="de">' in client.get("/?lang=de").content.decode()
    assert '<html lang="de">' in client.get("/desk/?lang=de").content.decode()
    assert '<html lang="en">' in client.get("/?lang=xx").content.decode()


def test_choosing_a_language_drops_it_from_the_address(published):
    answer = Client().post("/language/", {"language": "de", "next": "/?lang=en&q=a+b"})
    assert (answer.status_code, answer["Location"]) == (302, "/?q=a+b")
    assert answer.cookies["language"].value == "de"
    assert Client().post("/language/", {"language": "de", "next": "https://evil.example/"})["Location"] == "/"
    assert Client().post("/language/", {"language": "xx"}).status_code == 400


def test_who_is_logged_in_keeps_the_language_that_they_choose(people, as_role):
    client = as_role("reader")
    assert client.post("/language/", {"language": "de", "next": "/desk/"}).status_code == 302
    people["reader"].refresh_from_db()
    assert people["reader"].language == "de"
    assert '<html lang="de">' in client.get("/desk/").content.decode()


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 403), ("analyst", 403), ("moderator", 403)])
def test_only_the_owner_changes_the_site(people, as_role, role, status):
    client = as_role(role)
    assert client.get("/settings/").status_code == status
    client.post("/settings/", {"name": "Taken over"})
    assert Site.get().name == "détente"


def test_what_the_owner_sets_is_seen_at_once(published, as_role):
    client = as_role("owner")
    client.get("/")
    Client().get("/d/north/?lang=en")
    sent = {"name": "North Desk", "about_en": "Who we are\n\n<b>bold</b>", "notices_en": "Vacancy", "comments": "on"}
    page = client.post("/settings/", sent, follow=True).content.decode()
    assert "The settings are saved." in page and "North Desk" in page
    first = Client().get("/?lang=en").content.decode()
    assert "<p>Who we are</p>" in first and "&lt;b&gt;" in first
    page = Client().get("/d/north/?lang=en").content.decode()
    assert "North Desk" in page and "<p>Vacancy</p>" in page


def test_settings_without_a_name_are_refused(people, as_role):
    answer = as_role("owner").post("/settings/", {"name": ""})
    assert answer.status_code == 200 and 'class="errors"' in answer.content.decode()
    assert Site.get().name == "détente"
