"""Publishing: drafts, versions, what is refused, what is new, and that nothing is ever half published."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.test import Client

from detente import contract, workflow
from detente.desk import worker
from detente.desk.dossiers.current import current, key_of
from detente.desk.dossiers.models import Extract
from detente.desk.publishing import drafts
from detente.desk.publishing.comparing import whats_new
from detente.desk.publishing.models import Draft, Telling, Version
from detente.desk.publishing.publish import NotPublishedError, publish
from detente.desk.publishing.quoting import quotable
from detente.desk.sources.models import WAITING, Source

UNCITED = "Nobody spoke of the weather, which was fine all through that week."


@pytest.fixture
def publish_as(dossier, people):
    """Publish the dossier as it stands."""

    def go(role="analyst", **given):
        draft = drafts.ask(dossier)
        words = {"title": "The north", "note": "", "audience": "everybody", **given}
        return publish(draft.pk, dossier, people[role], **words)

    return go


def change(dossier, **changes):
    """Have another content in the dossier's extract."""
    content = current(dossier).model_copy(update=changes, deep=True)
    row = Extract.objects.get(dossier=dossier)
    Extract.objects.filter(pk=row.pk).update(content=content.model_dump_json(), revision=row.revision + 1)
    return content


def test_the_page_previews_and_publishes(dossier, as_role):
    client = as_role("analyst")
    page = client.get("/desk/north/publish/").content.decode()
    draft = Draft.objects.get()
    assert f'value="{draft.pk}"' in page
    for each in (*draft.changes["de"], *draft.changes["en"]):
        assert each in page
    shown = client.get("/desk/north/publish/preview/?lang=de")
    assert "Vorschau auf Fassung 1" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    sent = {"draft": draft.pk, "title": "Nord\x0bund Süd", "note": "Hello\n\nthere", "audience": "everybody"}
    answer = client.post("/desk/north/publish/", sent, follow=True)
    assert "Version 1 is published." in answer.content.decode()
    version = Version.objects.get()
    assert (version.number, version.note, version.author_name) == (1, "Hello\n\nthere", "Analyst")
    assert "\x0b" not in version.title
    assert version.sections == draft.sections and set(version.sections) == {"de", "en"}
    assert version.changes["en"][0].startswith("The first version: 2 reports, ")
    assert version.changes["de"][0].startswith("Die erste Fassung: 2 Berichte, ")
    assert contract.Dossier.model_validate_json(version.content).statements


@pytest.mark.parametrize("role,status", [("anonymous", 302), ("reader", 404), ("moderator", 404), ("owner", 200)])
def test_who_may_publish(dossier, as_role, role, status):
    client = as_role(role)
    assert client.get("/desk/north/publish/").status_code == status
    assert client.get("/desk/north/publish/preview/").status_code == status
    draft = drafts.ask(dossier)
    sent = {"draft": draft.pk, "title": "T", "audience": "everybody"}
    client.post("/desk/north/publish/", sent)
    assert Version.objects.count() == (1 if status == 200 else 0)


def test_a_reader_who_is_a_member_may_not_publish(dossier, people, as_role):
    dossier.members.add(people["reader"])
    assert as_role("reader").get("/desk/north/publish/").status_code == 403


def test_a_form_without_token_publishes_nothing(dossier, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["analyst"], backend="django.contrib.auth.backends.ModelBackend")
    draft = drafts.ask(dossier)
    sent = {"draft": draft.pk, "title": "T", "audience": "everybody"}
    assert client.post("/desk/north/publish/", sent).status_code == 403
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "sent,part",
    [
        ({"title": ""}, "Title"),
        ({"title": "x" * 161}, "Title"),
        ({"audience": "nobody"}, "For whom"),
        ({"draft": "x"}, "Preview"),
        ({"draft": "999999"}, "Not published"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_the_rest(dossier, as_role, sent, part):
    draft = drafts.ask(dossier)
    given = {"draft": draft.pk, "title": "A title", "note": "My note", "audience": "everybody", **sent}
    answer = as_role("analyst").post("/desk/north/publish/", given)
    assert answer.status_code in (400, 409)
    page = answer.content.decode()
    assert re.search(rf'role="alert"[^>]*>\s*(<ul[^>]*>\s*<li>)?{part}', page)
    assert "My note" in page
    assert not Version.objects.exists()


def test_what_was_not_previewed_is_not_published(dossier, publish_as, people):
    draft = drafts.ask(dossier)
    change(dossier, events=[])
    with pytest.raises(NotPublishedError, match="changed"):
        publish(draft.pk, dossier, people["analyst"], title="T", audience="everybody")
    assert publish_as().number == 1


def test_of_two_who_publish_at_once_the_second_is_told(dossier, people, publish_as, as_role):
    draft = drafts.ask(dossier)
    assert publish_as("owner").number == 1
    with pytest.raises(NotPublishedError) as error:
        publish(draft.pk, dossier, people["analyst"], title="T", audience="everybody")
    assert error.value.words == {"n": 1, "author": "Owner"}
    sent = {"draft": draft.pk, "title": "T", "audience": "everybody"}
    answer = as_role("analyst").post("/desk/north/publish/", sent)
    assert answer.status_code == 409
    assert Version.objects.count() == 1
    assert publish_as().number == 2


def test_unread_sources_are_named_and_must_be_agreed_to(dossier, as_role, people):
    source = dossier.sources.first()
    Source.objects.create(dossier=dossier, kind="file", name="c.txt", content=b"x", state=WAITING)
    draft = drafts.ask(dossier)
    client = as_role("analyst")
    assert "One source is still being read" in client.get("/desk/north/publish/").content.decode()
    sent = {"draft": draft.pk, "title": "T", "audience": "everybody"}
    refused = client.post("/desk/north/publish/", sent)
    assert refused.status_code == 409
    assert "Not published: a source is still being read." in refused.content.decode()
    assert not Version.objects.exists()
    assert client.post("/desk/north/publish/", {**sent, "unread_too": "on"}).status_code == 302
    assert Version.objects.count() == 1
    assert source.dossier.versions.count() == 1


def test_versions_are_immutable(publish_as):
    version = publish_as()
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_a_dossier_without_sources_cannot_be_published(people, as_role):
    from detente.desk.dossiers.models import Dossier

    made = Dossier.objects.create(slug="empty", title="Empty")
    assert "nothing to publish" in as_role("owner").get("/desk/empty/publish/").content.decode()
    with pytest.raises(NotPublishedError, match="empty"):
        publish(drafts.ask(made).pk, made, people["owner"], title="T", audience="everybody")


def test_the_worker_draws_drafts_up(dossier, settings, as_role):
    settings.WORK_INLINE = False
    client = as_role("analyst")
    page = client.get("/desk/north/publish/").content.decode()
    assert 'hx-get="/desk/north/publish/"' in page and "being drawn up" in page
    worker.finish()
    page = client.get("/desk/north/publish/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and "hx-get" not in page and "Publish version 1" in page


def test_what_cannot_be_drawn_up_says_why(dossier, as_role, monkeypatch):
    def fail(*_, **__):
        raise ValueError("no <such> party")

    monkeypatch.setattr(workflow, "brief", fail)
    draft = drafts.ask(dossier)
    assert draft.reason == "ValueError: no <such> party"
    page = as_role("analyst").get("/desk/north/publish/").content.decode()
    assert "no &lt;such&gt; party" in page and "Publish version" not in page


def test_a_draft_of_a_state_that_has_passed_is_dropped(dossier, settings):
    settings.WORK_INLINE = False
    draft = drafts.ask(dossier)
    change(dossier, events=[])
    assert drafts.prepare_next()
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert drafts.ask(dossier).key == key_of(dossier)


# What is new


def test_what_is_new_names_items_stances_and_figures(dossier):
    before = current(dossier)
    france = next(p for p in before.parties if p.name in ("France", "Frankreich"))
    one = next(s for s in before.statements if s.party == france.id and s.issue)
    flipped = {"support": "oppose", "oppose": "support"}
    statements = [
        s.model_copy(update={"stance": flipped[s.stance]}) if s.party == france.id and s.issue == one.issue else s
        for s in before.statements
    ]
    sweden = next(p for p in before.parties if p.name in ("Sweden", "Schweden"))
    now = before.model_copy(
        update={
            "statements": [s for s in statements if s.party != sweden.id],
            "parties": [p for p in before.parties if p.id != sweden.id],
            "events": [],
        }
    )
    told = whats_new(before, now)
    english, german = "\n".join(told["en"]), "\n".join(told["de"])
    assert "Party no longer in it: Sweden." in english
    assert "Nicht mehr beteiligt: Schweden." in german
    assert re.search(r"^France has turned on .*: for before, against now\.$", english, re.MULTILINE)
    assert re.search(r"^Frankreich hat bei .*: vorher dafür, jetzt dagegen\.$", german, re.MULTILINE)
    assert len(told["en"]) == len(told["de"])
    back = whats_new(now, before)
    assert "New party: Sweden." in back["en"]
    assert any(each.startswith("New statement") or "new statements" in each for each in back["en"])


def test_the_same_again_has_no_news(dossier):
    assert whats_new(current(dossier), current(dossier)) == {"de": [], "en": []}


def test_a_moved_chance_and_another_deal_are_told(monkeypatch, dossier):
    from detente.desk.publishing import comparing

    now = current(dossier)
    issue = next(i for i in now.issues if len(i.options) > 1)
    one, other = issue.options[0], issue.options[1]
    figures = iter(
        [
            comparing._Figures((frozenset({(issue.id, one.id)}),), (0.40, 0.015)),
            comparing._Figures((frozenset({(issue.id, other.id)}),), (0.60, 0.015)),
        ]
    )
    monkeypatch.setattr(comparing, "_figures", lambda _: next(figures))
    told = whats_new(now, now)["en"]
    assert told[1] == "The chance that there is a deal at all has moved from 40% to 60%."
    assert re.fullmatch(r"The Nash deal has changed: .+: .+ instead of .+\.", told[0])


def test_a_chance_within_the_error_of_its_draws_is_no_news(monkeypatch, dossier):
    from detente.desk.publishing import comparing

    figures = iter([comparing._Figures((), (0.40, 0.015)), comparing._Figures((), (0.43, 0.015))])
    monkeypatch.setattr(comparing, "_figures", lambda _: next(figures))
    assert whats_new(current(dossier), current(dossier))["en"] == []


def test_the_second_version_tells_what_changed(dossier, publish_as):
    publish_as()
    change(dossier, events=[], statements=current(dossier).statements[:-1])
    second = publish_as()
    assert second.number == 2
    assert any("no longer in it" in each for each in second.changes["en"])
    assert any("nicht mehr dabei" in each for each in second.changes["de"])


# Whose text it is


def with_uncited(dossier):
    """The dossier with a sentence in its reports that nothing rests on."""
    now = current(dossier)
    longer = [r.model_copy(update={"text": f"{r.text}\n\n{UNCITED}\n"}) for r in now.reports]
    return change(dossier, reports=longer)


def test_only_cited_sentences_are_published(dossier, publish_as):
    now = with_uncited(dossier)
    version = publish_as()
    kept = contract.Dossier.model_validate_json(version.content)
    for whole in (version.content, *version.sections["de"].values(), *version.sections["en"].values()):
        assert UNCITED not in whole and "weather" not in whole
    for statement in kept.statements:
        report = next(r for r in kept.reports if r.id == statement.evidence.report)
        assert report.text[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
    assert [len(r.text) for r in kept.reports] == [len(r.text) for r in now.reports]
    assert "[…]" in kept.reports[0].text
    assert not any(r.furniture for r in kept.reports)
    assert len(kept.statements) == len(now.statements) > 0


def test_what_an_analyst_rejected_and_remarked_stays_on_the_desk(dossier):
    statement = current(dossier).statements[0]
    ruled = contract.Ruling(
        id="r", action="reject", target="statement", evidence=statement.evidence, author="ada", reason="between us"
    )
    shown = quotable(current(dossier).model_copy(update={"rulings": [ruled]}))
    assert "between us" not in shown.model_dump_json() and "ada" not in shown.model_dump_json().split('"author"')


def test_every_link_within_a_version_has_a_target(publish_as):
    version = publish_as()
    for language in ("de", "en"):
        html = "".join(part for name, part in version.sections[language].items() if name != "title")
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        own = {*ids, "state", "parties", "positions", "scales", "course", "conflicts", "deals", "holding", "forecast",
               "sensitivity", "assumptions", "method", "reports"}  # fmt: skip
        missing = set(re.findall(r'href="#([^"]+)"', html)) - own
        assert not missing
        # Figures lead to sentences: there are references, and highlighted sentences that they lead to.
        targets = set(re.findall(r'class="ref"[^>]*href="#(e[\dx-]+)"', html))
        assert targets and targets <= set(re.findall(r'<mark id="([^"]+)"', html))


# Telling


def test_a_version_is_told_once(publish_as, monkeypatch):
    from detente.desk.publishing import telling
    from detente.desk.subscriptions import notify

    told = []
    monkeypatch.setattr(notify, "new_version", lambda version: told.append(version.number) or 3)
    assert not telling.tell_next()
    publish_as()
    publish_as()
    assert telling.tell_next() and telling.tell_next() and not telling.tell_next()
    assert told == [1, 2]
    assert list(Telling.objects.values_list("version__number", "mails").order_by("version__number")) == [(1, 3), (2, 3)]


def test_a_telling_that_fails_is_tried_again(publish_as, monkeypatch):
    from detente.desk.publishing import telling
    from detente.desk.subscriptions import notify

    publish_as()

    def fail(version):
        raise OSError("no database")

    monkeypatch.setattr(notify, "new_version", fail)
    with pytest.raises(OSError):
        telling.tell_next()
    assert not Telling.objects.exists()


# Processes of their own, on a database in a file

SCRIPT = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "detente.desk.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db.models.signals import post_save
from detente.desk.dossiers.models import Dossier
from detente.desk.people.models import User
from detente.desk.publishing import drafts
from detente.desk.publishing.models import Draft, Version
from detente.desk.publishing.publish import publish
from detente.desk.sources import reading
owner = User.objects.create_user("owner", "o@example.org", "a long enough password", role="owner")
made = Dossier.objects.create(slug="one", title="One", audience="members")
reading.add(made, "file", "a.txt", content=b"Paris, 5 March 2026 - France called for an immediate ceasefire.\\n")
from detente.desk import worker
worker.finish()
draft = drafts.ask(made)
drafts.prepare_next()
def die(**_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "die":
    post_save.connect(die, sender=Version)
if sys.argv[1] != "race":
    publish(draft.pk, made, owner, title="One", audience="everybody")
    sys.exit()
import threading
from django.db import connection
from detente.desk.publishing.publish import NotPublishedError
outcomes = []
start = threading.Barrier(6)
def go():
    start.wait()
    try:
        outcomes.append(publish(draft.pk, made, owner, title="One", audience="everybody").number)
    except NotPublishedError as error:
        outcomes.append(error.key)
    finally:
        connection.close()
threads = [threading.Thread(target=go) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(map(str, outcomes)))
"""


def run(data: Path, how: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DETENTE_DATA": str(data), "DETENTE_WORK_INLINE": ""}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), how]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("how,versions,audience", [("die", 0, "members"), ("live", 1, "everybody")])
def test_kill_in_the_middle_leaves_nothing_half(tmp_path, how, versions, audience):
    import sqlite3

    code = run(tmp_path, how).returncode
    assert code == (-signal.SIGKILL if how == "die" else 0)
    base = sqlite3.connect(tmp_path / "desk.sqlite3")
    assert base.execute("SELECT count(*) FROM publishing_version").fetchone() == (versions,)
    assert base.execute("SELECT audience FROM dossiers_dossier").fetchone() == (audience,)
    base.close()


def test_of_many_at_once_one_publishes_and_the_others_are_told(tmp_path):
    done = run(tmp_path, "race")
    assert done.stdout.strip() == str(["1", *["overtaken"] * 5]), done.stderr


def test_the_words_are_the_same_in_both_languages():
    import tomllib
    from importlib.resources import files

    def keys(table, before=""):
        for key, value in table.items():
            yield from keys(value, f"{before}{key}.") if isinstance(value, dict) else [f"{before}{key}"]

    for app in ("publishing", "home"):
        folder = files("detente.desk") / app / "words"
        german, english = (tomllib.loads((folder / f"{each}.toml").read_text("utf-8")) for each in ("de", "en"))
        assert sorted(keys(german)) == sorted(keys(english)), app
