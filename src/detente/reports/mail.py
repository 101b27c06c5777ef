"""Mails: the plain or HTML part as a report, and the attachments that may be reports of their own."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from detente.contract import Furniture
from detente.reports.encoding import declared_charset, decode
from detente.reports.limits import MAX_ENTRIES
from detente.reports.model import Draft, SourceError
from detente.reports.plain import read_plain
from detente.reports.text import clean

_FORWARDED = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|antw)\s*:\s*)+", re.IGNORECASE)
_READ_TYPES = (
    "text/plain",
    "text/html",
    "text/markdown",
    "application/pdf",
    "message/rfc822",
    "application/octet-stream",
)
_READ_SUFFIXES = re.compile(r"\.(?:txt|md|markdown|html?|pdf|eml)$", re.IGNORECASE)


@dataclass(slots=True)
class Attachment:
    """A part of a mail that may be a report of its own."""

    name: str
    data: bytes
    charset: str | None
    content_type: str


@dataclass(slots=True)
class Mail:
    """What a mail holds: its own text (None where it has none) and its attachments."""

    draft: Draft | None = None
    attachments: list[Attachment] = field(default_factory=list)


def read_mail(data: bytes) -> Mail:
    """Take a mail apart.  Raises `SourceError` ("broken_mail") where its parts cannot be told."""
    if data.startswith(b"From "):
        data = data.split(b"\n", 1)[-1]
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        mail = _take_apart(message)
    except RecursionError as error:
        raise SourceError("broken_mail", "the mail's parts are nested too deeply") from error
    except (ValueError, LookupError, TypeError, AttributeError, KeyError, IndexError, AssertionError) as error:
        # The parser of the standard library raises any of these for headers that are made up.
        raise SourceError("broken_mail", "the mail cannot be taken apart") from error
    return mail


def _take_apart(message: EmailMessage) -> Mail:
    mail = Mail()
    plain: list[str] = []
    html: list[str] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        name = _name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(first, EmailMessage) and len(mail.attachments) < MAX_ENTRIES:
                mail.attachments.append(Attachment(name, first.as_bytes(), None, kind))
        elif part.is_multipart():
            waiting[:0] = [child for child in part.iter_parts() if isinstance(child, EmailMessage)]
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            charset = part.get_content_charset()
            if attached:
                if _may_be_report(kind, name) and len(mail.attachments) < MAX_ENTRIES:
                    mail.attachments.append(Attachment(name, content, charset, kind))
            elif kind == "text/plain" and content.strip():
                plain.append(decode(content, charset))
            elif kind == "text/html" and content.strip():
                html.append(decode(content, charset or declared_charset(content)))
    mail.draft = _draft(message, "\n\n".join(plain), "\n".join(html))
    return mail


def _may_be_report(kind: str, name: str) -> bool:
    return kind in _READ_TYPES or bool(_READ_SUFFIXES.search(name))


def _draft(message: EmailMessage, plain: str, html: str) -> Draft | None:
    subject = _FORWARDED.sub("", " ".join(clean(_header(message, "Subject")).split()))
    drafts = []
    if plain.strip():
        drafts.append(_read_plain_part(plain, subject))
    if html.strip():
        from detente.reports.html import read_html

        drafts.append(read_html(html))
    if not drafts:
        return None
    # The plain part of a newsletter is often but a note that there is an HTML part.
    draft = max(drafts, key=lambda d: len(d.text.split())) if len(drafts) > 1 and _much_longer(drafts) else drafts[0]
    in_place = draft.title if draft.title and draft.text.startswith(draft.title) else None
    draft.title = in_place or subject or draft.title
    sender = message["From"]
    addresses = getattr(sender, "addresses", ())
    name = clean(str(addresses[0].display_name)).strip() if addresses else ""
    draft.author = draft.author or name or None
    draft.publisher = clean(_header(message, "Organization")).strip() or draft.publisher
    draft.date = _date(_header(message, "Date")) or draft.date
    return draft


def _much_longer(drafts: list[Draft]) -> bool:
    return len(drafts[1].text.split()) > 2 * len(drafts[0].text.split())


def _read_plain_part(text: str, subject: str) -> Draft:
    """A plain part without its signature, and with quoted lines as furniture unless they are all there is."""
    text = clean(text)
    text, _, signature = re.sub(r"\n-- ?\n", "\n\0\n", text).partition("\n\0\n")
    lines = text.split("\n")
    quoted = [line for line in lines if line.startswith(">")]
    own = [line for line in lines if line.strip() and not line.startswith(">")]
    furniture: list[Furniture] = []
    if quoted and sum(map(len, quoted)) > 3 * sum(map(len, own)):
        lines = [re.sub(r"^(?:>\s?)+", "", line) for line in lines]
    elif quoted:
        furniture = [Furniture(kind="quoted", text=line.strip()) for line in quoted]
        lines = [line for line in lines if not line.startswith(">")]
    furniture += [Furniture(kind="signature", text=line.strip()) for line in signature.split("\n") if line.strip("\0 ")]
    draft = read_plain("\n".join(lines), title=None)
    if subject and draft.title and draft.text.startswith(draft.title) is False:
        draft.title = None
    draft.furniture += furniture
    return draft


def _name(part: EmailMessage) -> str:
    try:
        return clean(part.get_filename() or "").replace("/", "_").strip()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _header(message: EmailMessage, name: str) -> str:
    value = message[name]
    return "" if value is None else str(value)


def _date(header: str) -> str | None:
    try:
        return parsedate_to_datetime(header).date().isoformat() if header else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
