"""The public pages as text: the same for all who may read them, so nothing in them is about who asks."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from markupsafe import Markup

from detente import dossier as dossiers
from detente.briefing.page import SECTIONS
from detente.desk.dossiers import books
from detente.desk.dossiers.models import EVERYBODY
from detente.desk.home.models import Site
from detente.desk.publishing import exports, feeds
from detente.desk.publishing.elsewhere import Search, searches
from detente.desk.publishing.models import Version
from detente.desk.publishing.serving import Language

_APART = ("state", "reports")


def version_page(
    version: Version, latest: int, language: Language, *, audience: str, permalink: bool = True, draft: bool = False
) -> str:
    """A version's page in a language; `latest` is the number of the latest one.  A `draft` is shown as such."""
    slug = version.dossier.slug
    sections = version.sections[language]
    site = Site.get()
    path = reverse("publishing:version", args=[slug, version.number])
    with translation.override(language):
        return render_to_string(
            "publishing/version.html",
            {
                "version": version,
                "slug": slug,
                "language": language,
                "path": path if permalink else reverse("publishing:dossier", args=[slug]),
                "permalink": path,
                "latest": latest,
                "members_only": audience != EVERYBODY,
                "draft": draft,
                "changes": version.changes.get(language, []),
                # Made by the brief's own templates, which escape.
                "basis": Markup(sections["basis"]),
                "state": Markup(sections["state"]),
                "sections": [(name, Markup(sections[name])) for name in SECTIONS if name not in _APART],
                "reports": Markup(sections["reports"]),
                "contents": SECTIONS,
                "searches": searches_of(version, language),
                "notices": site.text("notices", language),
                "formats": list(exports.FORMATS),
                "comments": "" if draft else _fragment(slug, version.number, language),
                "feeds": [(kind, feeds.address(kind, slug)) for kind in feeds.KINDS],
            },
        )


def searches_of(version: Version, language: Language) -> list[Search]:
    """Searches for a version's topic elsewhere, issues called as the dossier's own codebooks call them."""
    return searches(version.title, dossiers.parse(version.content), language, books.loaded(version.dossier))


def _fragment(slug: str, number: int, language: Language) -> str:
    return f"{reverse('comments:fragment', args=[slug])}?version={number}&lang={language}"


def versions_page(slug: str, versions: Sequence[Version], language: Language) -> str:
    """The list of a dossier's versions, latest first."""
    with translation.override(language):
        path = reverse("publishing:versions", args=[slug])
        context = {"slug": slug, "versions": versions, "language": language, "path": path}
        return render_to_string("publishing/versions.html", context)


def feeds_page(versions: Sequence[Version], language: Language) -> str:
    """The list of feeds; `versions` are the latest of each dossier."""

    def row(title: str, slug: str | None) -> tuple[str, list[tuple[str, str, str]]]:
        found = [(kind, each, feeds.absolute(feeds.address(kind, slug), each))
                 for each in ("de", "en") for kind in feeds.KINDS]  # fmt: skip
        return title, found

    rows = [row("", None), *(row(version.title, version.dossier.slug) for version in versions)]
    with translation.override(language):
        context = {"rows": rows, "language": language, "path": reverse("publishing:feeds")}
        return render_to_string("publishing/feeds.html", context)


def sitemap(versions: Sequence[Version]) -> str:
    """The sitemap (sitemaps.org) of the first page and of dossiers, by the latest version of each."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    entries = [(reverse("home:home"), None)]
    entries += [(reverse("publishing:dossier", args=[v.dossier.slug]), v.made) for v in versions]
    for path, made in entries:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{each}" href="{escape(feeds.absolute(path, each))}"/>'
            for each in ("de", "en")
        )
        changed = f"<lastmod>{localtime(made).isoformat(timespec='seconds')}</lastmod>" if made else ""
        for each in ("de", "en"):
            lines.append(f"<url><loc>{escape(feeds.absolute(path, each))}</loc>{changed}{others}</url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"


def robots() -> str:
    """robots.txt: what is not for crawlers, and the sitemap."""
    closed = ("/desk/", "/people/", "/settings/", "/moderation/", "/api/", "/language/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return "\n".join([*lines, f"Sitemap: {feeds.absolute(reverse('publishing:sitemap'))}"]) + "\n"
