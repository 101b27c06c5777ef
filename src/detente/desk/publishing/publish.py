"""Publishing: from a draft that somebody has looked at to a version, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from detente.briefing.evidence import clean, line
from detente.desk.dossiers.current import extract_of, key_of, pending
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.publishing.drafts import next_number
from detente.desk.publishing.models import Draft, Version
from detente.desk.words import say


class NotPublishedError(Exception):
    """Why nothing was published: `key` names the words for it (publishing.refused.KEY), `words` are their values."""

    def __init__(self, key: str, **words: object) -> None:
        super().__init__(f"{key}: {words}" if words else key)
        self.key, self.words = key, words

    def say(self) -> str:
        """The reason in the language of the page."""
        return say(f"publishing.refused.{self.key}", lang=None, **self.words)


def unread(dossier: Dossier) -> int:
    """How many sources of the dossier are still waiting to be read or to be joined with the others."""
    waiting = pending(dossier)[0]
    return waiting or int(extract_of(dossier).wanted > 0)


def publish(
    draft: int, dossier: Dossier, author: Any, *, title: str, note: str = "", audience: str, unread_too: bool = False
) -> Version:
    """Make the next version of a dossier from the draft with this primary key, and set who may read its versions.

    The version is there as a whole or not at all.  `unread_too` says that it is known that sources are missing.

    Raises `NotPublishedError`: "overtaken" where somebody published meanwhile, "changed" where the dossier is not as
    the draft has it any more, "unread" where sources are still being read, "failed" where the draft could not be drawn
    up, "empty" where nothing was read yet, "title" and "audience" where these are missing or unknown.
    """
    title = line(title)
    if not title:
        raise NotPublishedError("title")
    if audience not in (EVERYBODY, MEMBERS):
        raise NotPublishedError("audience")
    try:
        with transaction.atomic():
            locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
            number = next_number(locked)
            found = Draft.objects.filter(pk=draft, dossier=locked, made__isnull=False).first()
            if found is None:
                raise NotPublishedError("changed")
            if found.number != number:
                last = locked.versions.defer("content", "sections").first()
                raise NotPublishedError("overtaken", n=number - 1, author=last.author_name if last else "")
            if found.key != key_of(locked):
                raise NotPublishedError("changed")
            if found.reason or not found.sections:
                raise NotPublishedError("failed", reason=found.reason)
            if not locked.sources.exists():
                raise NotPublishedError("empty")
            if not unread_too and (waiting := unread(locked)):
                raise NotPublishedError("unread", n=waiting)
            version = Version(
                dossier=locked, number=number, title=title[:160], note=clean(note).strip(), content=found.content,
                sections=found.sections, changes=found.changes, words=found.words, author=author,
                author_name=line(str(author))[:120],
            )  # fmt: skip
            version.save()
            if locked.audience != audience:
                locked.audience = audience
                locked.save(update_fields=["audience"])
    except IntegrityError as error:
        raise NotPublishedError("overtaken", n=next_number(dossier) - 1, author="") from error
    return version
