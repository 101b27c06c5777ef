"""The mails to people about their accounts."""

from __future__ import annotations

from detente.desk.home.models import Site
from detente.desk.subscriptions import outbox
from detente.desk.words import say


def write(to: str, kind: str, lang: str, **values: object) -> None:
    """Put a mail into the outbox, in the words under people.mail.`kind`."""
    site = Site.get().name
    outbox.enqueue(
        to,
        say(f"people.mail.{kind}.subject", lang=lang, site=site, **values),
        say(f"people.mail.{kind}.text", lang=lang, site=site, **values),
    )
