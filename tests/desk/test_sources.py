"""Giving a dossier its sources: files, texts, addresses; the list of them; taking them out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from detente.desk import worker
from detente.desk.dossiers.current import current, extract_of
from detente.desk.dossiers.models import Dossier
from detente.desk.people.models import User
from detente.desk.sources import reading
from detente.desk.sources.models import ADDRESS, DONE, ENTRY, FAILED, FILE, READING, TEXT, WAITING, Dropped, Source

LIST = "/desk/north/sources/"
SWEDEN = b"Stockholm, 7 March 2026 - Sweden rejected the ceasefire on Saturday. Norway supports the withdrawal.\n"


def upload(name: str, content: bytes = SWEDEN) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def text_of(answer) -> str:
    return answer.content.decode()


POSTS = [
    "sources/files/", "sources/text/", "sources/address/", "sources/feed/", "sources/{source}/again/",
    "sources/{source}/remove/", "feeds/{feed}/poll/", "feeds/{feed}/pause/", "feeds/{feed}/remove/",
]  # fmt: skip


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("role", "status"), [("anonymous", 302), ("reader", 403), ("moderator", 404), ("stranger", 404), ("owner", 0)]
)
def test_who_may_change_what_a_dossier_is_fed_with(dossier, people, as_role, path, role, status):
    dossier.members.add(people["reader"])
    feed = dossier.feeds.create(address="https://example.org/feed")
    source = dossier.sources.first()
    client = Client() if role == "stranger" else as_role(role)
    if role == "stranger":
        other = User.objects.create_user("other", "other@example.org", "a long enough password", role="analyst")
        client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/desk/north/" + path.format(source=source.pk, feed=feed.pk))
    if status:
        assert answer.status_code == status
        assert (dossier.sources.count(), dossier.feeds.filter(active=True).count()) == (2, 1)
    else:
        assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize("path", POSTS)
def test_every_form_needs_its_token(dossier, people, path):
    feed = dossier.feeds.create(address="https://example.org/feed")
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["analyst"], backend="django.contrib.auth.backends.ModelBackend")
    path = "/desk/north/" + path.format(source=dossier.sources.first().pk, feed=feed.pk)
    assert client.post(path, {"files": upload("a.txt"), "text": "A text."}).status_code == 403
    assert dossier.sources.count() == 2


def test_nothing_is_changed_by_a_link(dossier, as_role):
    source = dossier.sources.first()
    client = as_role("analyst")
    for path in ("files", "text", "address", "feed", f"{source.pk}/again"):
        assert client.get(f"{LIST}{path}/").status_code == 405
    assert client.get(f"{LIST}{source.pk}/remove/").status_code == 200
    assert dossier.sources.count() == 2


def test_a_source_of_another_dossier(dossier, as_role):
    other = Dossier.objects.create(slug="other", title="Other")
    source, _ = reading.add(other, FILE, "a.txt", content=SWEDEN)
    assert as_role("analyst").post(f"{LIST}{source.pk}/remove/").status_code == 404
    assert other.sources.count() == 1


def test_members_that_may_not_work_see_the_list_without_forms(dossier, people, as_role):
    dossier.members.add(people["reader"])
    page = text_of(as_role("reader").get(LIST))
    assert "Paris calls for ceasefire" in page
    assert page.count("<form") == 2  # to log out, and the language
    assert "remove" not in page.lower()
    assert as_role("moderator").get(LIST).status_code == 404
    assert as_role("anonymous").get(LIST).status_code == 302


def test_several_files_at_once(dossier, as_role):
    client = as_role("analyst")
    known = bytes(dossier.sources.first().content)
    files = [
        upload("a.txt"),
        upload("none.txt", b""),
        upload("b.md", b"# Oslo\n\nNorway said no.\n"),
        upload("c", known),
    ]
    answer = client.post(f"{LIST}files/", {"files": files}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    page = text_of(answer)
    assert "2 files are kept" in page
    assert "Empty, and not kept: none.txt" in page
    assert "not kept twice: c" in page
    assert set(dossier.sources.filter(state=WAITING).values_list("name", "kind")) == {("a.txt", FILE), ("b.md", FILE)}
    assert {s.added_by.username for s in dossier.sources.filter(state=WAITING)} == {"analyst"}
    worker.finish()
    assert not dossier.sources.exclude(state=DONE).exists()
    assert any(report.source == "a.txt" for report in current(dossier).reports)


def test_what_was_sent_too_large(dossier, as_role, settings):
    settings.UPLOAD_LIMIT = 3000
    client = as_role("analyst")
    answer = client.post(f"{LIST}files/", {"files": [upload("a.txt", b"word " * 1000)]})
    assert answer.status_code == 413
    assert "Nothing of it was kept" in text_of(answer)
    assert client.post(f"{LIST}files/", {"files": [upload("a.txt", b"word " * 100)]}).status_code == 302
    assert dossier.sources.count() == 3


def test_too_many_files(dossier, as_role, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    answer = as_role("analyst").post(f"{LIST}files/", {"files": [upload(f"{n}.txt") for n in range(4)]})
    assert answer.status_code == 413
    assert "more than 3 files" in text_of(answer)
    assert dossier.sources.count() == 2


def test_a_text_that_is_too_long_for_a_form(dossier, as_role, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    answer = as_role("analyst").post(f"{LIST}text/", {"text": "word " * 1000})
    assert answer.status_code == 413
    assert dossier.sources.count() == 2


def test_one_file_too_large_costs_none_of_the_others(dossier, as_role, monkeypatch):
    monkeypatch.setattr("detente.desk.sources.giving.MAX_SOURCE", 1000)
    files = [upload("large.txt", b"word " * 1000), upload("a.txt")]
    page = text_of(as_role("analyst").post(f"{LIST}files/", {"files": files}, follow=True))
    assert "not kept: large.txt" in page
    assert dossier.sources.filter(name="a.txt").exists()


def test_no_file_and_no_form(dossier, as_role):
    client = as_role("analyst")
    assert client.post(f"{LIST}files/").status_code == 400
    answer = client.post(f"{LIST}files/", b"no parts", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    answer = client.post(f"{LIST}files/", b"no parts", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert dossier.sources.count() == 2


NAMES = [
    (b"<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
    (b"../../etc/passwd.txt", "passwd.txt"),
    (b"C:\\\\Users\\\\me\\\\notes.txt", "notes.txt"),
    ("Übersicht – März.txt".encode(), "Übersicht – März.txt"),
    (b"a" * 400 + b".txt", None),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_names_of_files(dossier, as_role, sent, kept):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + sent + b'"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + SWEDEN + b"\r\n--x--\r\n"
    )
    client = as_role("analyst")
    answer = client.post(f"{LIST}files/", body, content_type="multipart/form-data; boundary=x", follow=True)
    source = dossier.sources.get(state=WAITING)
    assert len(source.name) <= 255
    assert kept is None or source.name == kept
    for page in (text_of(answer), text_of(client.get(f"{LIST}{source.pk}/remove/"))):
        assert "<img" not in page
    worker.finish()
    assert "<img" not in text_of(client.get(LIST))
    source.refresh_from_db()
    assert source.state == DONE


def test_a_name_in_another_encoding_costs_none_of_the_others(dossier, as_role):
    """Browsers send names in UTF-8; Django cannot take a part whose name is not, and leaves it out."""

    def part(name: bytes) -> bytes:
        head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + name + b'"\r\n\r\n'
        return head + SWEDEN + name + b"\r\n"

    client, kind = as_role("analyst"), "multipart/form-data; boundary=x"
    answer = client.post(f"{LIST}files/", part(b"M\xfcnchen.txt") + b"--x--\r\n", content_type=kind)
    assert answer.status_code == 400
    assert "could not be understood" in text_of(answer)
    body = part(b"a.txt") + part(b"M\xfcnchen.txt") + part(b"b.txt") + b"--x--\r\n"
    assert client.post(f"{LIST}files/", body, content_type=kind).status_code == 302
    assert set(dossier.sources.filter(state=WAITING).values_list("name", flat=True)) == {"a.txt", "b.txt"}


def test_a_pasted_text(dossier, as_role):
    client = as_role("analyst")
    sent = {"text": SWEDEN.decode(), "title": "<b>No</b> ceasefire", "publisher": "Kustposten", "date": "2026-03-08"}
    page = text_of(client.post(f"{LIST}text/", sent, follow=True))
    assert "The text is kept" in page
    worker.finish()
    report = next(r for r in current(dossier).reports if r.publisher == "Kustposten")
    assert (report.title, report.date, report.source) == ("<b>No</b> ceasefire", "2026-03-08", "")
    page = text_of(client.get(LIST))
    assert "&lt;b&gt;No&lt;/b&gt; ceasefire" in page
    assert "<b>No</b>" not in page
    assert "There already" not in page
    assert "is there already" in text_of(client.post(f"{LIST}text/", sent, follow=True))
    assert dossier.sources.filter(kind=TEXT).count() == 1


@pytest.mark.parametrize(
    "sent", [{"text": ""}, {"text": "  \n 12 "}, {"text": "Some text.", "date": "yesterday"}, {"text": "a\x00b"}]
)
def test_texts_that_are_none(dossier, as_role, sent):
    answer = as_role("analyst").post(f"{LIST}text/", sent)
    assert 'class="errors"' in text_of(answer)
    assert dossier.sources.count() == 2


@pytest.mark.parametrize(
    "address", ["", "nonsense", "ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)"]
)
def test_addresses_that_are_none(dossier, as_role, address):
    client = as_role("analyst")
    assert (
        "<li>"
        in text_of(client.post(f"{LIST}address/", {"page-address": address})).split('id="id_page-address_error"')[1]
    )
    assert (
        "<li>" in text_of(client.post(f"{LIST}feed/", {"feed-address": address})).split('id="id_feed-address_error"')[1]
    )
    assert (dossier.sources.count(), dossier.feeds.count()) == (2, 0)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "http://localhost/", "http://10.0.0.1/", "http://2130706433/"]
)
def test_private_addresses_are_not_fetched(dossier, as_role, address):
    client = as_role("analyst")
    client.post(f"{LIST}address/", {"page-address": address})
    worker.finish()
    source = dossier.sources.filter(kind=ADDRESS).last()
    if source is not None:
        assert (source.state, source.failures[0][1]) == (FAILED, "private")
        assert "is not fetched" in text_of(client.get(LIST))
    else:  # turned away at once
        assert address == "http://2130706433/"


def test_no_file_of_the_server_is_read(dossier, tmp_path):
    """Even where something other than the form keeps an address."""
    file = tmp_path / "secret.txt"
    file.write_text("The secret plans of Norway.")
    source, _ = reading.add(dossier, ADDRESS, "x", address=str(file))
    worker.finish()
    source.refresh_from_db()
    assert (source.state, source.readings.count()) == (FAILED, 0)


def test_the_list_says_how_it_stands(dossier, as_role):
    client = as_role("analyst")
    client.post(f"{LIST}files/", {"files": [upload("a.txt"), upload("b.bin", b"\x00\x01\x02")]})
    page = text_of(client.get(LIST))
    assert 'hx-trigger="every 2s"' in page
    assert "2 of 4 sources are done" in page
    again = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    hx = {"HX-Request": "true"}
    assert client.get(again, headers=hx).status_code == 204
    worker.finish()
    part = client.get(again, headers=hx)
    assert part.status_code == 200
    part = text_of(part)
    assert part.startswith('<div id="list">')  # it does not ask again
    assert "<html" not in part
    assert "1 of them failed" in part
    source = dossier.sources.get(name="a.txt")
    assert f"{source.readings.get().statements} statements" in part
    assert source.readings.get().statements == len(
        [s for s in current(dossier).statements if s.evidence.report == source.readings.get().report]
    )
    assert "added" in part and "by Analyst" in part


def test_german(dossier, as_role):
    client = as_role("analyst")
    client.cookies["language"] = "de"
    reading.add(dossier, FILE, "b.bin", content=b"\x00\x01\x02")
    worker.finish()
    page = text_of(client.get(LIST))
    assert "kein Text, sondern Binärdaten" in page
    assert "gescheitert" in page
    assert "Noch einmal versuchen" in page


def test_copies_are_linked(dossier, as_role):
    body = "Norway and Sweden met in Oslo on Friday to speak about the withdrawal of troops from the north. " * 3
    reading.add(dossier, FILE, "one.txt", content=f"The first headline\n\n{body}Norway rejected it.\n".encode())
    reading.add(dossier, FILE, "two.txt", content=f"Quite another one\n\n{body}Norway has rejected it.\n".encode())
    reading.add(dossier, FILE, "three.txt", content=f"The first headline\n\n{body}Norway rejected it.\n\n\n".encode())
    worker.finish()
    first = dossier.sources.get(name="one.txt").readings.get()
    page = text_of(as_role("analyst").get(LIST))
    two, three = (page.split(f'id="source-{dossier.sources.get(name=name).pk}"')[1].split("</li>")[0]
                  for name in ("two.txt", "three.txt"))  # fmt: skip
    for item in (two, three):
        assert f'<a href="/desk/north/texts/{first.report}/">repeats “The first headline”</a>' in item
    one = page.split(f'id="source-{first.source_id}"')[1].split("</li>")[0]
    assert "repeats" not in one


def test_hundreds_are_paged(dossier, as_role, django_assert_max_num_queries):
    Source.objects.bulk_create(
        Source(dossier=dossier, kind=FILE, name=f"n{n}.txt", state=FAILED, digest=str(n)) for n in range(120)
    )
    client = as_role("analyst")
    with django_assert_max_num_queries(30):
        page = text_of(client.get(LIST))
    assert page.count('id="source-') == 50
    assert "Page 1 of 3" in page
    last = text_of(client.get(LIST + "?page=3"))
    assert last.count('id="source-') == 22
    assert "north.txt" in last or "Paris calls" in last
    assert text_of(client.get(LIST + "?page=99")).count('id="source-') == 22
    assert client.get(LIST + "?page=x").status_code == 200


def test_a_failed_source_can_be_tried_again(dossier, as_role, monkeypatch):
    source, _ = reading.add(dossier, FILE, "a.txt", content=SWEDEN)
    with monkeypatch.context() as patch:
        patch.setattr("detente.desk.sources.reading.reading.read", lambda *_, **__: 1 / 0)
        worker.finish()
    source.refresh_from_db()
    assert (source.state, source.failures[0][1]) == (FAILED, "reader")
    as_role("analyst").post(f"{LIST}{source.pk}/again/")
    source.refresh_from_db()
    assert (source.state, source.tries, source.reason) == (WAITING, 0, "")
    worker.finish()
    source.refresh_from_db()
    assert (source.state, source.reason) == (DONE, "")


def test_what_is_read_is_not_read_again_by_mistake(dossier, as_role):
    source = dossier.sources.first()
    as_role("analyst").post(f"{LIST}{source.pk}/again/")
    source.refresh_from_db()
    assert source.state == DONE


def test_a_source_is_removed_with_what_was_read_from_it(dossier, as_role):
    client = as_role("analyst")
    source = dossier.sources.get(name="north.txt")
    report = source.readings.get().report
    page = text_of(client.get(f"{LIST}{source.pk}/remove/"))
    assert "Remove this source?" in page
    assert dossier.sources.count() == 2
    answer = client.post(f"{LIST}{source.pk}/remove/", {"page": "1"})
    assert answer.url == LIST
    assert extract_of(dossier).wanted == 1
    worker.finish()
    assert report not in [each.id for each in current(dossier).reports]
    assert len(current(dossier).reports) == 1
    assert client.get(f"{LIST}{source.pk}/remove/").status_code == 404


def test_a_source_that_is_removed_while_it_is_read(dossier, monkeypatch):
    source, _ = reading.add(dossier, FILE, "a.txt", content=SWEDEN)
    real = reading.reading.read

    def removed_meanwhile(report, **options):
        reading.remove(Source.objects.get(pk=source.pk))
        return real(report, **options)

    monkeypatch.setattr("detente.desk.sources.reading.reading.read", removed_meanwhile)
    assert reading.read_next()
    assert not Source.objects.filter(pk=source.pk).exists()
    assert len(current(dossier).reports) == 2


def test_an_entry_that_was_taken_out(dossier):
    source = dossier.sources.first()
    Source.objects.filter(pk=source.pk).update(kind=ENTRY, entry="tag:1")
    source.refresh_from_db()
    reading.remove(source)
    assert list(Dropped.objects.values_list("dossier", "entry")) == [(dossier.pk, "tag:1")]


def test_a_source_that_kills_the_worker_is_given_up(dossier, as_role, monkeypatch):
    killer, _ = reading.add(dossier, FILE, "killer.txt", content=b"Norway said no. And then the lights went out.\n")
    innocent, _ = reading.add(dossier, FILE, "a.txt", content=SWEDEN)
    real = reading.reading.read

    def read(report, **options):
        if report.source == "killer.txt":
            raise KeyboardInterrupt  # as far from an ordinary error as a process's end
        return real(report, **options)

    monkeypatch.setattr("detente.desk.sources.reading.reading.read", read)
    deaths = 0
    for _ in range(10):
        reading.take_back()
        try:
            worker.finish()
        except KeyboardInterrupt:
            deaths += 1
            killer.refresh_from_db()
            assert killer.state == READING
        else:
            break
    killer.refresh_from_db()
    innocent.refresh_from_db()
    assert (deaths, killer.state, killer.failures[0][1], innocent.state) == (3, FAILED, "gave_up", DONE)
    assert "given up after 3 attempts" in text_of(as_role("analyst").get(LIST))


def test_what_another_workers_death_left_is_taken_up_in_time(dossier):
    source = dossier.sources.first()
    Source.objects.filter(pk=source.pk).update(state=READING, taken=timezone.now() - timedelta(minutes=1))
    assert not reading.read_next()
    Source.objects.filter(pk=source.pk).update(taken=timezone.now() - reading.LEFT_BEHIND)
    assert reading.read_next()
    source.refresh_from_db()
    assert source.state == DONE


def test_the_slower_of_two_workers_changes_nothing(dossier):
    reading.add(dossier, FILE, "a.txt", content=SWEDEN)
    slow = reading.take()
    later = timezone.now() + timedelta(seconds=1)
    Source.objects.filter(pk=slow.pk).update(taken=later, tries=2)
    reading.read(slow)
    row = Source.objects.get(pk=slow.pk)
    assert (row.state, row.taken, row.readings.count()) == (READING, later, 0)


def test_a_mail_of_which_a_part_fails(dossier, as_role):
    mail = (
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Two\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="y"\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\n' + SWEDEN + b"\r\n"
        b'--y\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="<i>.pdf"\r\n\r\n'
        b"PK\x03\x04abcdefgh\r\n--y--\r\n"
    )
    source, _ = reading.add(dossier, FILE, "two.eml", content=mail)
    worker.finish()
    source.refresh_from_db()
    assert (source.state, source.readings.count(), source.failures[0][1]) == (DONE, 1, "unsupported")
    page = text_of(as_role("analyst").get(LIST))
    assert "two.eml#&lt;i&gt;.pdf" in page
    assert f'id="again-{source.pk}"' in page


def test_a_report_in_another_language(dossier):
    text = "Le président a annoncé mardi que les négociations reprendraient la semaine prochaine à Genève. " * 4
    source, _ = reading.add(dossier, FILE, "fr.txt", content=text.encode())
    worker.finish()
    source.refresh_from_db()
    assert (source.state, source.failures) == (DONE, [["", "language", "fr"]])
