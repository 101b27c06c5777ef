"""The outbox: what is kept is sent once, tried again in time, given up with its reason; a real mail server takes it."""

from __future__ import annotations

import re
import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from detente.desk import worker
from detente.desk.subscriptions import outbox
from detente.desk.subscriptions.models import Mail


class Sink:
    """A mail server's other end: keeps what comes, and refuses as it is told."""

    def __init__(self):
        self.got, self.rcpt, self.data = [], "250 OK", "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data


@pytest.fixture
def sink(settings):
    """A mail server on a free port of 127.0.0.1, which the desk sends over."""
    handler = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield handler
    finally:
        controller.stop()
        controller.loop.close()


def later(**time):
    """Let so much time pass for what waits."""
    for mail in Mail.objects.filter(sent=None, failed=None):
        Mail.objects.filter(pk=mail.pk).update(due=mail.due - timedelta(**time))


class Broken:
    """A mail server that answers one thing."""

    def __init__(self, monkeypatch, error):
        self.tried = 0

        def send(message, fail_silently=False):
            self.tried += 1
            raise error

        monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


def test_a_real_server_takes_it(db, sink, settings):
    settings.DEFAULT_FROM_EMAIL = "The desk <desk@example.org>"
    outbox.enqueue(
        "reader@example.org",
        "Größe:\r\nBcc: victim@example.org\x00 und mehr",
        "Grüße an alle – „so“.\n.\nhttp://testserver/unsubscribe/" + "x" * 120 + "/\n",
        headers={
            "List-Unsubscribe": "<http://testserver/unsubscribe/" + "a" * 90 + "/>",
            "List-Id": "<north.example.org>",
        },
        cause="one",
    )
    assert outbox.send_next() is True
    assert outbox.send_next() is False
    [(sender, to, raw)] = sink.got
    got = message_from_bytes(raw, policy=policy.default)
    assert (sender, to) == ("desk@example.org", ["reader@example.org"])
    assert got["Subject"] == "Größe: Bcc: victim@example.org und mehr"
    assert got["Bcc"] is None and b"\nBcc:" not in raw
    assert got["From"] == "The desk <desk@example.org>"
    assert got["Message-ID"].endswith("@example.org>") and got["Date"].datetime is not None
    assert got["List-Unsubscribe"].strip() == "<http://testserver/unsubscribe/" + "a" * 90 + "/>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content_type() == "text/plain"
    assert (
        got.get_content()
        .replace("\r\n", "\n")
        .startswith("Grüße an alle – „so“.\n.\nhttp://testserver/unsubscribe/xxx")
    )
    kept = Mail.objects.get()
    # The row stays, so that the cause is known; what was in the mail does not.
    assert kept.sent and kept.text == "" and kept.headers == {}


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(db, sink):
    sink.rcpt = "550 no such user here"
    outbox.enqueue("nobody@example.org", "s", "t")
    outbox.send_next()
    later(days=30)
    assert outbox.send_next() is False
    kept = Mail.objects.get()
    assert kept.failed and kept.tries == 1 and kept.reason == "550 no such user here"


def test_contents_refused_for_good_are_not_tried_again(db, sink):
    sink.data = "554 spam"
    outbox.enqueue("a@example.org", "s", "t")
    outbox.send_next()
    assert Mail.objects.get().failed and "554" in Mail.objects.get().reason


def test_what_is_refused_for_now_is_tried_again_and_arrives(db, sink):
    sink.rcpt = "451 greylisted"
    outbox.enqueue("a@example.org", "s", "t")
    other = outbox.enqueue("b@example.org", "s", "t")
    assert outbox.send_next() is True
    kept = Mail.objects.get(to="a@example.org")
    assert kept.failed is None and kept.reason == "451 greylisted"
    assert timedelta(seconds=50) < kept.due - timezone.now() <= timedelta(minutes=1)
    sink.rcpt = "250 OK"
    # Greylisting is about one mail: the other goes out at once.
    assert outbox.send_next() is True and [to for _, to, _ in sink.got] == [[other.to]]
    assert outbox.send_next() is False
    later(minutes=1)
    assert outbox.send_next() is True
    assert [to for _, to, _ in sink.got] == [["b@example.org"], ["a@example.org"]]


def test_pauses_double_up_to_six_hours_and_end_after_days(db, monkeypatch):
    Broken(monkeypatch, ConnectionRefusedError(111, "Connection refused"))
    outbox.enqueue("a@example.org", "s", "t")
    pauses = []
    while (mail := Mail.objects.get()).failed is None:
        Mail.objects.update(due=timezone.now())
        assert outbox.send_next() is True
        mail.refresh_from_db()
        pauses.append(round((mail.due - timezone.now()).total_seconds() / 60))
    assert pauses[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert timedelta(days=3) < timedelta(minutes=sum(pauses[:-1])) < timedelta(days=5)
    assert mail.reason == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert mail.tries == outbox.MOST_TRIES == len(pauses)
    assert outbox.send_next() is False


def test_a_server_that_is_down_is_not_tried_for_each_mail(db, monkeypatch):
    server = Broken(monkeypatch, TimeoutError("timed out"))
    for number in range(20):
        outbox.enqueue(f"a{number}@example.org", "s", "t")
    worker.finish()
    assert server.tried == 1
    assert not Mail.objects.filter(due__lte=timezone.now()).exists()


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(530, b"log in first", "desk@example.org"),
        smtplib.SMTPServerDisconnected("gone"),
    ],
)
def test_what_the_owner_can_put_right_is_tried_again(db, monkeypatch, error):
    Broken(monkeypatch, error)
    outbox.enqueue("a@example.org", "s", "t")
    outbox.send_next()
    assert Mail.objects.get().failed is None


def test_one_cause_one_mail(db):
    first = outbox.enqueue("a@example.org", "s", "t", cause="version:1:subscription:1")
    assert first is not None
    assert outbox.enqueue("a@example.org", "s", "t", cause="version:1:subscription:1") is None
    worker.finish()
    assert outbox.enqueue("a@example.org", "s", "t", cause="version:1:subscription:1") is None
    worker.finish()
    assert len(django_mail.outbox) == 1


def test_a_mail_stands_and_falls_with_what_it_is_about(db):
    class FellError(Exception):
        pass

    with pytest.raises(FellError), transaction.atomic():
        outbox.enqueue("a@example.org", "s", "t")
        raise FellError
    worker.finish()
    assert django_mail.outbox == []


def test_a_worker_that_died_while_sending_leaves_the_mail_to_another(db, monkeypatch):
    class Killed(BaseException):
        pass

    outbox.enqueue("a@example.org", "s", "t")
    with monkeypatch.context() as patch:
        Broken(patch, Killed())
        with pytest.raises(Killed):
            outbox.send_next()
    assert outbox.send_next() is False  # the dead one still has it
    later(minutes=11)
    assert outbox.send_next() is True and outbox.send_next() is False
    assert len(django_mail.outbox) == 1
    assert django_mail.outbox[0].to == ["a@example.org"]


def test_all_tries_carry_one_message_id(db):
    kept = outbox.enqueue("a@example.org", "s", "t")
    other = outbox.enqueue("a@example.org", "s", "t")
    ids = [outbox.message(each).extra_headers["Message-ID"] for each in (kept, Mail.objects.get(pk=kept.pk), other)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("to", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"])
def test_no_address_no_mail(db, to):
    with pytest.raises(ValidationError):
        outbox.enqueue(to, "s", "t")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nBcc: c@example.org"}, {"X A": "b"}, {"": "b"}, {"X-A\n": "b"}])
def test_headers_that_are_none_are_refused(db, headers):
    with pytest.raises(ValueError):
        outbox.enqueue("a@example.org", "s", "t", headers=headers)


def test_a_long_subject_is_cut(db):
    assert len(outbox.enqueue("a@example.org", "ä" * 5000, "t").subject) == 200


def test_retry_begins_anew(db, sink):
    sink.rcpt = "550 no"
    kept = outbox.enqueue("a@example.org", "s", "t")
    outbox.send_next()
    sink.rcpt = "250 OK"
    outbox.retry(kept)
    assert outbox.send_next() is True
    assert len(sink.got) == 1


def test_from_the_form_to_the_mailbox_and_back(people, dossier, sink, settings, client):
    """Subscribe, confirm by the mail that came, be told of a version, end it as mail programs do."""
    from detente.desk.publishing.models import Version
    from detente.desk.subscriptions.models import Subscription

    def publish(number):
        Version.objects.create(dossier=dossier, number=number, title="Der Norden", content="{}", sections={})

    def arrived():
        worker.finish()
        *_, (_, to, raw) = sink.got
        assert to == ["leserin@example.org"]
        return message_from_bytes(raw, policy=policy.default)

    publish(1)
    worker.finish()
    form = {"address": "Leserin@example.org", "dossier": "north", "rhythm": "instant", "language": "de"}
    assert client.post("/subscribe/", form).status_code == 302
    asked = arrived()
    assert asked["Subject"] == "détente: Bitte bestätigen Sie Ihr Abonnement"
    assert asked["List-Unsubscribe"] is None
    [path] = re.findall(r"http://testserver(/subscribe/confirm/\S+)", asked.get_content())
    client.post(path)
    publish(2)
    told = arrived()
    assert told["Subject"] == "Der Norden: Fassung 2" and "Der Norden (sofort)" in told.get_content()
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = told["List-Unsubscribe"].strip().removeprefix("<http://testserver").removesuffix(">")
    Client(enforce_csrf_checks=True).post(end, {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.exists()
    publish(3)
    worker.finish()
    assert len(sink.got) == 2
