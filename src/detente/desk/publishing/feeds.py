"""Feeds of published versions, as Atom (RFC 4287) and RSS 2.0, one for each dossier and one for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from markupsafe import Markup

from detente.briefing.evidence import clean, line
from detente.desk.home.models import Site
from detente.desk.home.templating import paragraphs
from detente.desk.publishing.models import Version
from detente.desk.words import say

ENTRIES = 50


class _Dated(SyndicationFeed):
    """A feed that is as old as its latest entry, and not of now where there is none, so that it stays the same."""

    def latest_post_date(self) -> datetime:
        found: datetime = self.feed["latest"]
        return found


class _Atom(_Dated, Atom1Feed):
    pass


class _Rss(_Dated, Rss201rev2Feed):
    pass


KINDS: dict[str, type[SyndicationFeed]] = {"atom": _Atom, "rss": _Rss}
TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


def feed(kind: str, language: str, versions: Iterable[Version], slug: str | None, title: str, epoch: datetime) -> str:
    """A feed of versions, latest first, in a language: of the dossier with a slug and title, or of all (slug None).

    `kind` is "atom" or "rss"; `epoch` dates a feed without entries.
    """
    site = Site.get()
    shown = list(versions)
    page = reverse("publishing:dossier", args=[slug]) if slug else reverse("home:home")
    own = address(kind, slug)
    name = line(f"{title} – {site.name}" if slug else site.name)
    made = KINDS[kind](
        title=name,
        link=absolute(page, language if slug else None),
        description=say("publishing.feed.of_one" if slug else "publishing.feed.of_all", lang=language, title=name),
        language=language,
        author_name=line(site.name),
        feed_url=absolute(own, language),
        feed_guid=absolute(own, language),
        latest=max((version.made for version in shown), default=epoch),
    )
    for version in shown:
        link = absolute(reverse("publishing:version", args=[version.dossier.slug, version.number]), language)
        made.add_item(
            title=say("publishing.feed.entry", lang=language, title=line(version.title), n=version.number),
            link=link,
            description=str(summary(version, language)),
            unique_id=link,
            unique_id_is_permalink=True,
            author_name=line(version.author_name) or line(site.name),
            pubdate=version.made,
            updateddate=version.made,
        )
    return str(made.writeString("utf-8"))


def summary(version: Version, language: str) -> Markup:
    """What is new in a version, as HTML: the author's note, and the differences from the version before."""
    changes = version.changes.get(language, [])
    items = Markup("").join(Markup("<li>{}</li>").format(clean(each)) for each in changes)
    listed = Markup("<ul>{}</ul>").format(items) if changes else Markup("<p>{}</p>").format(
        say("publishing.nothing_new", lang=language)
    )  # fmt: skip
    return paragraphs(clean(version.note)) + listed


def address(kind: str, slug: str | None) -> str:
    """The path of a feed."""
    return reverse("publishing:dossier_feed", args=[slug, kind]) if slug else reverse("publishing:feed", args=[kind])


def absolute(path: str, language: str | None = None) -> str:
    """A path as a whole address, in a language."""
    return f"{settings.ADDRESS}{path}{f'?lang={language}' if language else ''}"
