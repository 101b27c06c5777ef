"""The list of dossiers, the pages of one, what they wait for, settings and the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from detente.desk import worker
from detente.desk.dossiers import rendering
from detente.desk.dossiers.current import current, key_of
from detente.desk.dossiers.keys import Key
from detente.desk.dossiers.models import Dossier, Extract, Rendering
from detente.desk.dossiers.sections import LISTED
from detente.desk.dossiers.sentences import sentences
from detente.desk.publishing.models import Version
from detente.desk.review.models import Ruling
from detente.desk.sources.models import DONE, READING, WAITING, Source

POLL = {"HX-Request": "true"}


def changed(dossier: Dossier) -> None:
    """Something that gives the dossier another state: its extract is joined anew."""
    extract = Extract.objects.get(dossier=dossier)
    Extract.objects.filter(pk=extract.pk).update(revision=extract.revision + 1)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_sections_show_what_was_read(dossier, as_role, lang):
    client = as_role("analyst")
    client.cookies["language"] = lang
    for name in LISTED:
        answer = client.get(f"/desk/north/see/{name}/")
        assert answer.status_code == 200, name
        assert "hx-get" not in answer.content.decode().split('id="section"')[1][:80]
        assert f'<html lang="{lang}">' in answer.content.decode()
    page = client.get("/desk/north/see/parties/").content.decode()
    for party in rendering.latest(dossier, lang).sections["parties"], page:
        assert "Ole Hansen" in party
    assert client.get("/desk/north/see/reports/").status_code == 404


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 200)])
def test_others_do_not_see_a_dossier_at_work(dossier, as_role, role, status):
    client = as_role(role)
    statement = next(s for s in current(dossier).statements if s.issue)
    for path in (
        "see/state/", "see/network/", f"cell/{statement.party}/{statement.issue}/", "search/?q=troops", "export.json",
        "table/positions.csv", "settings/", "delete/",
    ):  # fmt: skip
        assert client.get(f"/desk/north/{path}").status_code == status, path


def test_readers_who_are_members_look_and_change_nothing(dossier, as_role, people):
    dossier.members.add(people["reader"])
    client = as_role("reader")
    assert client.get("/desk/north/see/state/").status_code == 200
    for path in ("settings/", "delete/", "codebook/"):
        assert client.post(f"/desk/north/{path}", {"title": "The north"}).status_code == 403
    assert Dossier.objects.filter(slug="north").exists()


def test_every_reference_leads_to_its_sentence(dossier, as_role):
    client = as_role("analyst")
    led = 0
    for name in LISTED:
        html = client.get(f"/desk/north/see/{name}/").content.decode().split('id="section"')[1]
        for path, anchor in set(re.findall(r'href="([^"#]*)#([^"]+)"', html)):
            if path and anchor != "main":
                target = client.get(path)
                assert target.status_code == 200, (name, path)
                assert f'id="{anchor}"' in target.content.decode(), (name, path, anchor)
                led += "/texts/" in path and anchor.startswith("e")
            elif anchor != "main":
                assert f'id="{anchor}"' in html, (name, anchor)
    assert led > 10


@pytest.mark.parametrize("section", ["scales", "course", "network"])
def test_dots_and_edges_lead_to_sentences(dossier, as_role, section):
    html = as_role("analyst").get(f"/desk/north/see/{section}/").content.decode()
    for chart in re.findall(r'<svg class="chart".*?</svg>\s*<fig', html, re.DOTALL):
        assert re.search(r'<a href="/desk/north/texts/[^"]+#e\d+-\d+"', chart)
        assert "style=" not in chart
    if section == "network":
        assert 'class="tie agree"' in html or 'class="tie differ"' in html


def test_cells_list_what_was_said_in_the_order_of_time(dossier, as_role):
    client = as_role("analyst")
    page = client.get("/desk/north/see/positions/").content.decode()
    cells = re.findall(r'class="history" href="([^"]+)"', page)
    assert cells
    content, where = sentences(dossier)
    party = next(p for p in content.parties if p.name in ("France", "Frankreich"))
    said = [s for s in content.statements if s.party == party.id and s.issue]
    html = client.get(reverse("dossiers:cell", args=["north", party.id, said[0].issue])).content.decode()
    for statement in (s for s in said if s.issue == said[0].issue):
        assert f'href="{where.ref(statement.evidence).address}"' in html
    days = re.findall(r'<time datetime="([^"]+)"', html)
    assert days == sorted(days)
    assert len(days) == len([s for s in said if s.issue == said[0].issue])
    assert client.get(cells[0]).status_code == 200
    assert client.get("/desk/north/cell/nobody/nothing/").status_code == 404


@pytest.mark.parametrize("key", ["usa", "a/b", "..", "", "~", "ü ?#%", "~2f", "a\\b", "\n"])
def test_any_id_can_stand_in_an_address(dossier, as_role, key):
    converter = Key()
    written = converter.to_url(key)
    assert re.fullmatch(Key.regex, written)
    assert converter.to_python(written) == key
    path = reverse("dossiers:cell", args=["north", key, key])
    assert as_role("analyst").get(path).status_code == 404


def test_a_broken_key_is_not_found(dossier, as_role):
    assert as_role("analyst").get("/desk/north/cell/~zz/x/").status_code == 404


@override_settings(WORK_INLINE=False)
def test_the_page_before_stays_until_the_new_one_is_there(dossier, as_role):
    client = as_role("analyst")
    first = client.get("/desk/north/see/state/").content.decode()
    assert "being drawn up. This page shows" in first
    assert worker.step()
    page = client.get("/desk/north/see/state/").content.decode()
    assert "hx-get" not in page and "Norway" in page
    changed(dossier)
    page = client.get("/desk/north/see/state/").content.decode()
    assert "What you see is the state before" in page and "Norway" in page
    poll = re.search(r'hx-get="([^"]+)"', page)[1]
    assert client.get(poll, headers=POLL).status_code == 204
    worker.finish()
    new = client.get(poll, headers=POLL)
    assert new.status_code == 200
    html = new.content.decode()
    assert html.strip().startswith('<div id="standing" data-hx-swap-oob="innerHTML"></div>')
    assert "hx-get" not in html and "<html" not in html


@override_settings(WORK_INLINE=False)
def test_asking_leaves_few_rows(dossier):
    for _ in range(20):
        changed(dossier)
        for lang in ("de", "en"):
            rendering.ask(dossier, lang)
    assert Rendering.objects.count() == 2
    for _ in range(5):
        changed(dossier)
        rendering.ask(dossier, "en")
        worker.finish()
    assert Rendering.objects.filter(language="en").count() <= 4
    assert rendering.ask(dossier, "en")[1]


@override_settings(WORK_INLINE=False)
def test_two_workers_do_not_draw_up_the_same(dossier, monkeypatch):
    rendering.ask(dossier, "en")
    row, same = Rendering.objects.get(), Rendering.objects.get()
    drawn = []
    whole = rendering._brief

    def slow(*arguments):
        drawn.append(arguments)
        rendering.render(same)  # the other worker, that found the row at the same time
        assert not rendering.render_next()
        return whole(*arguments)

    monkeypatch.setattr(rendering, "_brief", slow)
    rendering.render(row)
    assert len(drawn) == 1
    assert Rendering.objects.get().sections


@override_settings(WORK_INLINE=False)
def test_what_a_dead_worker_left_is_drawn_up_by_another_and_given_up_in_the_end(dossier):
    rendering.ask(dossier, "en")
    long_ago = timezone.now() - 2 * rendering.LEFT_BEHIND
    Rendering.objects.update(taken=long_ago, tries=1)
    assert rendering.render_next()
    assert Rendering.objects.get().sections
    Rendering.objects.update(sections=None, made=None, taken=long_ago, tries=rendering.MAX_TRIES)
    assert rendering.render_next()
    row = Rendering.objects.get()
    assert row.made and row.reason and not row.sections


@override_settings(WORK_INLINE=False)
def test_a_silent_worker_is_told(dossier, as_role):
    client = as_role("analyst")
    client.get("/desk/north/see/state/")
    Rendering.objects.update(asked=timezone.now() - timedelta(minutes=7))
    page = client.get("/desk/north/see/state/").content.decode()
    assert "Nobody has taken this up: it was asked for 7 minutes ago" in page
    assert "every 15s" in page


def test_what_failed_says_why_and_shows_the_state_before(dossier, as_role, monkeypatch):
    client = as_role("analyst")
    client.get("/desk/north/see/parties/")
    changed(dossier)

    def broken(*_):
        raise ValueError("<b>no such party</b>")

    monkeypatch.setattr(rendering, "_brief", broken)
    page = client.get("/desk/north/see/parties/").content.decode()
    assert "ValueError: &lt;b&gt;no such party" in page
    assert "Ole Hansen" in page and "What you see is the state of" in page
    assert "hx-get" not in page


@override_settings(WORK_INLINE=False)
def test_reading_and_joining_are_waited_for(dossier, as_role):
    client = as_role("analyst")
    rendering.ask(dossier, "en")
    worker.finish()
    Source.objects.filter(pk=dossier.sources.first().pk).update(state=READING)
    assert "1 of 2 sources are done" in client.get("/desk/north/see/state/").content.decode()
    Source.objects.update(state=DONE)
    Extract.objects.update(wanted=1)
    page = client.get("/desk/north/see/state/").content.decode()
    assert "being joined" in page and "hx-get" in page


def test_an_empty_dossier_says_what_to_do(people, as_role):
    made = Dossier.objects.create(slug="empty", title="Empty")
    made.members.add(people["analyst"], people["reader"])
    page = as_role("analyst").get("/desk/empty/see/positions/").content.decode()
    assert "There is nothing here yet" in page and 'href="/desk/empty/sources/"' in page
    page = as_role("reader").get("/desk/empty/").headers["Location"]
    assert page == "/desk/empty/see/state/"
    assert "Add reports</a>" not in as_role("reader").get(page).content.decode()


def test_undoing_a_ruling_gives_the_state_before(dossier, people):
    before = key_of(dossier)
    party = current(dossier).parties[0]
    row = Ruling.objects.create(
        dossier=dossier, key="one", target="party", action="reject", item=party.id, author=people["analyst"],
        content={"id": "one", "action": "reject", "target": "party", "item": {"id": party.id, "name": party.name}},
    )  # fmt: skip
    assert key_of(dossier) != before
    current(dossier)
    Ruling.objects.filter(pk=row.pk).update(undone=timezone.now())
    assert key_of(dossier) == before
    assert party.id in {each.id for each in current(dossier).parties}


def test_the_list_counts(dossier, as_role):
    Source.objects.filter(pk=dossier.sources.first().pk).update(state=WAITING)
    page = as_role("analyst").get("/desk/").content.decode()
    assert "2 reports" in page and "one is still to be read" in page and "not published" in page
    assert "Members: Analyst" in page
    assert "The north" not in as_role("reader").get("/desk/").content.decode()


def settings_of(dossier: Dossier, **more: object) -> dict[str, object]:
    return {
        "title": dossier.title, "language": "en", "audience": "everybody", "summary": "",
        "members": [m.pk for m in dossier.members.all()], **more,
    }  # fmt: skip


def test_renaming_keeps_the_address(dossier, as_role):
    client = as_role("analyst")
    assert client.post("/desk/north/settings/", settings_of(dossier, title="<i>Norden</i>")).status_code == 302
    page = client.get("/desk/north/settings/").content.decode()
    assert "&lt;i&gt;Norden" in page and "<i>Norden" not in page
    assert client.post("/desk/north/settings/", settings_of(dossier, title="")).status_code == 200
    dossier.refresh_from_db()
    assert dossier.title == "<i>Norden</i>"


def test_another_precision_has_all_read_anew(dossier, as_role):
    client = as_role("analyst")
    client.post("/desk/north/settings/", settings_of(dossier, precision="0.9"))
    dossier.refresh_from_db()
    assert dossier.precision is None
    client.post("/desk/north/settings/", settings_of(dossier, sure="on", precision="0.9"))
    dossier.refresh_from_db()
    assert dossier.precision == 0.9
    assert set(dossier.sources.values_list("state", flat=True)) == {WAITING}
    answer = client.post("/desk/north/settings/", settings_of(dossier, sure="on", precision="1.5"))
    assert answer.status_code == 200
    dossier.refresh_from_db()
    assert dossier.precision == 0.9


def test_a_dossier_is_deleted_once_its_title_was_typed(dossier, as_role):
    client = as_role("analyst")
    client.get("/desk/north/see/state/")
    assert client.post("/desk/north/delete/", {"title": "The south"}).status_code == 422
    assert client.get("/desk/north/delete/").status_code == 200
    assert Dossier.objects.count() == 1
    assert client.post("/desk/north/delete/", {"title": "The north"}).status_code == 302
    assert Dossier.objects.count() == 0 and Source.objects.count() == 0 and Rendering.objects.count() == 0


def test_what_is_published_is_not_deleted(dossier, as_role, people):
    Version.objects.create(dossier=dossier, number=1, title="The north", content="{}", sections={})
    client = as_role("owner")
    assert client.post("/desk/north/delete/", {"title": "The north"}).status_code == 302
    assert Dossier.objects.filter(slug="north").exists()
    assert "what is published stays" in client.get("/desk/north/settings/").content.decode()


@pytest.mark.parametrize("title", ["New", "Search", "The north", "!!!"])
def test_slugs_are_free(dossier, as_role, title):
    as_role("analyst").post("/desk/new/", {"title": title, "language": "en", "audience": "members"})
    made = Dossier.objects.exclude(slug="north").get()
    assert made.slug not in ("new", "search", "north", "")
    assert made.members.count() == 1


def test_pages_name_parties_and_issues_in_the_language_of_whoever_reads(dossier, as_role):
    client = as_role("analyst")
    client.cookies["language"] = "de"
    network = client.get("/desk/north/see/network/").content.decode()
    assert "Norwegen" in network and "Norway" not in network
    cell = client.get("/desk/north/cell/norway/peace.withdrawal/").content.decode()
    assert "Norwegen: Truppenabzug" in cell and "Norway" not in cell.replace("Norway rejected", "")
    trying = client.get("/desk/north/what-if/").content.decode()
    assert "Norwegen" in trying and "Truppenabzug" in trying and "Norway" not in trying.replace("Norway rejected", "")
