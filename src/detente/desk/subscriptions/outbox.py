"""The outbox: mail is a row in the database, kept in the same transaction as what it is about, and sent by the worker.

Nothing is lost when a process dies, and nothing is sent twice for one cause.  One thing no outbox can rule out: where a
worker dies after the server took a mail and before that was noted, it goes out once more, ten minutes later.  Both
copies carry the same Message-ID, by which mail programs know a double.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Mapping
from datetime import timedelta
from email.utils import formatdate, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from detente.desk.subscriptions.models import Mail

# The first pause after a failure doubles up to the longest; so many tries take about four days.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 24
# How long it is known that a mail was sent or given up.
KEPT = timedelta(days=90)
# How long a worker has for one mail before another takes it up.
_LEASE = timedelta(minutes=10)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")


def enqueue(
    to: str, subject: str, text: str, *, headers: Mapping[str, str] | None = None, cause: str | None = None
) -> Mail | None:
    """Keep a mail to be sent; call it inside the transaction that keeps what the mail is about.

    `subject` may hold anything: line breaks and control characters become spaces.  `cause` says what the mail is about
    ("version:12:subscription:3"); the answer is None where there was a mail for it already.
    Raises ValidationError for an address that cannot be one, ValueError for a header that is none.
    """
    validate_email(to)
    for name, value in (headers or {}).items():
        if not _NAME.match(name) or _CONTROLS.search(value):
            raise ValueError(f"not a mail header: {name!r}")
    fields = {"to": to, "subject": one_line(subject), "text": text.replace("\x00", ""), "headers": dict(headers or {})}
    if cause is None:
        return Mail.objects.create(**fields)
    mail, new = Mail.objects.get_or_create(cause=cause, defaults=fields)
    return mail if new else None


def one_line(text: str, most: int = 200) -> str:
    """Text for a subject line: on one line, without control characters, at most `most` characters."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def send_next() -> bool:
    """Send the mail that is due longest; False where none is due.

    A refusal for good (5xx to address or contents) ends it; any other failure has it tried again after a pause, until
    `MOST_TRIES`.  Where the mail server cannot be reached at all, the other mails wait as long, so that the worker
    does not spend its time on trying each.
    """
    now = timezone.now()
    waiting = Mail.objects.filter(sent=None, failed=None)
    mail = waiting.filter(due__lte=now).first()
    if mail is None:
        return False
    # Of two workers one gets it: the other finds that `due` has moved.
    if not waiting.filter(pk=mail.pk, due=mail.due).update(due=now + _LEASE, tries=mail.tries + 1):
        return True
    mail.tries += 1
    try:
        message(mail).send()
    except Exception as error:  # whatever it is, it must cost this mail only
        _note(mail, error)
        return True
    # What was in it is nobody's business any more: links in mails are keys.
    Mail.objects.filter(pk=mail.pk).update(sent=timezone.now(), text="", headers={}, reason="")
    Mail.objects.filter(sent__lt=now - KEPT).delete()
    Mail.objects.filter(failed__lt=now - KEPT).delete()
    return True


def message(mail: Mail) -> EmailMessage:
    """The mail as it is sent: plain text, a Message-ID that stays the same over all tries."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    number = salted_hmac("detente.desk.mail", f"{mail.pk}:{mail.made.isoformat()}").hexdigest()[:32]
    standing = {
        "Message-ID": f"<{number}@{domain}>",
        "Date": formatdate(timezone.now().timestamp(), localtime=False),
        # No out-of-office replies, please (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers={**standing, **mail.headers}
    )


def retry(mail: Mail) -> None:
    """Try a mail again that was given up, or is waiting, at once and from the beginning."""
    Mail.objects.filter(pk=mail.pk, sent=None).update(failed=None, tries=0, due=timezone.now())


def pause(tries: int) -> timedelta:
    """How long to wait after so many failed tries: 1 minute, doubling, at most 6 hours."""
    return min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)


def _note(mail: Mail, error: Exception) -> None:
    now = timezone.now()
    kept: dict[str, Any] = {"reason": _reason(error)}
    if _for_good(error) or mail.tries >= MOST_TRIES:
        Mail.objects.filter(pk=mail.pk).update(failed=now, **kept)
        return
    due = now + pause(mail.tries)
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(due=due, **kept)
        if not _about_this_mail(error):
            Mail.objects.filter(sent=None, failed=None, due__lt=due).update(due=due)


def _answers(error: Exception) -> list[tuple[int, str]]:
    """What the server answered about this mail: codes and texts."""
    found: list[tuple[int, bytes | str]]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        found = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        found = [(error.smtp_code, error.smtp_error)]
    else:
        return []
    return [(code, text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)) for code, text in found]


def _about_this_mail(error: Exception) -> bool:
    return bool(_answers(error)) or _unsendable(error)


def _unsendable(error: Exception) -> bool:
    """Whether no server could take the mail as it is (a certificate's fault is both a ValueError and an OSError)."""
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def _for_good(error: Exception) -> bool:
    # 53x asks for a log-in: that is for the owner to put right, and no fault of the mail.
    codes = [code for code, _ in _answers(error)]
    return _unsendable(error) or any(code >= 500 and not 530 <= code < 540 for code in codes)


def _reason(error: Exception) -> str:
    answers = _answers(error)
    text = "; ".join(f"{code} {said}" for code, said in answers) if answers else f"{type(error).__name__}: {error}"
    return one_line(text, 500)
