"""Publishing a dossier, and what everybody can read afterwards: versions, exports, feeds, sitemap."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from detente.desk import access
from detente.desk.dossiers.current import pending
from detente.desk.dossiers.models import EVERYBODY, MEMBERS, Dossier
from detente.desk.home.models import Site
from detente.desk.publishing import drafts, exports, pages
from detente.desk.publishing import feeds as feeding
from detente.desk.publishing import publish as publishing
from detente.desk.publishing.models import Draft, Version
from detente.desk.publishing.published import find, light, state_of_all
from detente.desk.publishing.serving import Answer, Language, language_of, shared
from detente.desk.words import language, say

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class PublishForm(forms.Form):
    """What is said about a version, and for whom it is."""

    draft = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=160)
    note = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    audience = forms.ChoiceField(widget=forms.RadioSelect)
    unread_too = forms.BooleanField(required=False)

    def __init__(self, *args: Any, unread: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "note", "audience"):
            self.fields[name].label = say(f"publishing.field.{name}")
        self.fields["note"].help_text = say("publishing.field.note_help")
        self.fields["audience"].help_text = say("publishing.field.audience_help")
        self.fields["audience"].choices = [(each, say(f"publishing.audience.{each}")) for each in (EVERYBODY, MEMBERS)]
        if unread:
            self.fields["unread_too"].label = say("publishing.field.unread_too", n=unread)
        else:
            del self.fields["unread_too"]


@access.on_dossier("work")
def publish(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What the next version would be, and the form that publishes it."""
    if request.method == "POST":
        refused = None
        form = PublishForm(request.POST, unread=publishing.unread(dossier))
        if form.is_valid():
            given = form.cleaned_data
            try:
                version = publishing.publish(
                    given["draft"], dossier, request.user, title=given["title"], note=given["note"],
                    audience=given["audience"], unread_too=given.get("unread_too", False),
                )  # fmt: skip
            except publishing.NotPublishedError as error:
                refused = error.say()
            else:
                messages.success(request, say("publishing.done", n=version.number))
                return redirect("publishing:publish", dossier.slug)
        return _publish_page(request, dossier, form, refused, status=409 if refused else 400)
    return _publish_page(request, dossier)


def _publish_page(
    request: HttpRequest, dossier: Dossier, given: PublishForm | None = None, refused: str | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    draft = drafts.ask(dossier) if dossier.sources.exists() else None
    versions = list(dossier.versions.defer("content", "sections", "words"))
    unread = publishing.unread(dossier)
    start = {
        "title": versions[0].title if versions else dossier.title,
        "note": "",
        "audience": dossier.audience,
    } | ({name: given.data.get(name, "") for name in ("title", "note", "audience")} if given else {})
    form = PublishForm(initial={**start, "draft": draft.pk if draft else None}, unread=unread)
    context = {
        "dossier": dossier, "draft": draft, "versions": versions, "form": form, "refused": refused, "unread": unread,
        "errors": given.errors if given and not given.is_valid() else {}, "pending": pending(dossier),
        "start": start,
    }  # fmt: skip
    template = "publish_part.html" if request.headers.get("HX-Request") else "publish.html"
    return render(request, f"publishing/{template}", context, status=status)


@access.on_dossier("work")
def preview(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The next version as its readers would see it."""
    draft = Draft.objects.filter(dossier=dossier, made__isnull=False, reason="").order_by("-asked").first()
    if draft is None:
        return redirect("publishing:publish", dossier.slug)
    version = drafts.as_version(draft, request.user)
    chosen = language()
    return HttpResponse(pages.version_page(version, draft.number, chosen, audience=dossier.audience, draft=True))


@require_safe
@shared
def latest(request: HttpRequest, slug: str) -> Answer:
    """A dossier's latest version."""
    return _page(request, slug, None)


@require_safe
@shared
def version(request: HttpRequest, slug: str, number: int) -> Answer:
    """One version of a dossier, for good."""
    return _page(request, slug, number)


def _page(request: HttpRequest, slug: str, number: int | None) -> Answer:
    found = find(request, slug, number)
    chosen, negotiated = language_of(request)
    changed = Site.known_change()

    def make() -> bytes:
        row = Version.objects.select_related("dossier").get(pk=found.version)
        audience = EVERYBODY if found.public else MEMBERS
        page = pages.version_page(row, found.latest, chosen, audience=audience, permalink=number is not None)
        return page.encode()

    return Answer(
        (number is None, *found.depends, changed.isoformat()),
        max(found.latest_made, changed), make, public=found.public, language=chosen, negotiated=negotiated,
    )  # fmt: skip


@require_safe
@shared
def versions(request: HttpRequest, slug: str) -> Answer:
    """All versions of a dossier, with what was new in each."""
    found = find(request, slug)
    chosen, negotiated = language_of(request)
    changed = Site.known_change()

    def make() -> bytes:
        rows = light().filter(dossier=found.dossier).order_by("-number")
        return pages.versions_page(slug, list(rows), chosen).encode()

    return Answer(
        ("versions", *found.depends, changed.isoformat()), max(found.latest_made, changed), make,
        public=found.public, language=chosen, negotiated=negotiated,
    )  # fmt: skip


@require_safe
@shared
def export(request: HttpRequest, slug: str, number: int, format: str) -> Answer:
    """A version as a file."""
    if format not in exports.FORMATS:
        raise Http404
    found = find(request, slug, number)
    # Only the brief is in a language; where none is asked for it is the one that the dossier's issues are in.
    chosen = language_of(request, _language(found.language))[0] if format == "html" else None
    content_type = exports.FORMATS[format][0]
    name = exports.file_name(slug, number, format, chosen)

    def make() -> bytes:
        row = Version.objects.select_related("dossier").get(pk=found.version)
        return exports.export(row, format, chosen or "en")

    return Answer(
        ("export", format, found.version, found.made.isoformat()), found.made, make, content_type, found.public,
        chosen, name=name,
    )  # fmt: skip


def _language(code: str) -> Language:
    return "de" if code == "de" else "en"


@require_safe
@shared
def dossier_feed(request: HttpRequest, slug: str, kind: str) -> Answer:
    """The feed of a dossier's versions; without ?lang= in the language of its issues."""
    found = find(request, slug)
    chosen, _ = language_of(request, _language(found.language))
    changed = Site.known_change()

    def make() -> bytes:
        rows = list(light().filter(dossier=found.dossier).order_by("-number")[: feeding.ENTRIES])
        return feeding.feed(kind, chosen, rows, slug, rows[0].title, found.latest_made).encode()

    return Answer(
        ("feed", *found.depends, changed.isoformat()), max(found.latest_made, changed), make,
        feeding.TYPES[kind], found.public, chosen,
    )  # fmt: skip


@require_safe
@shared
def feed(request: HttpRequest, kind: str) -> Answer:
    """The feed of all versions that are for everybody; without ?lang= in the desk's own language."""
    state, last = state_of_all()
    chosen, _ = language_of(request, _language(settings.LANGUAGE_CODE))
    changed = Site.known_change()

    def make() -> bytes:
        rows = light().filter(dossier__audience=EVERYBODY)[: feeding.ENTRIES]
        return feeding.feed(kind, chosen, rows, None, "", last or _EPOCH).encode()

    return Answer(
        ("feed", state, changed.isoformat()), max(last or _EPOCH, changed), make, feeding.TYPES[kind],
        True, chosen,
    )  # fmt: skip


@require_safe
@shared
def feeds(request: HttpRequest) -> Answer:
    """The feeds there are."""
    state, last = state_of_all()
    chosen, negotiated = language_of(request)
    changed = Site.known_change()
    return Answer(
        ("feeds", state, changed.isoformat()), max(last or _EPOCH, changed),
        lambda: pages.feeds_page(_latest_ones(), chosen).encode(), language=chosen, negotiated=negotiated,
    )  # fmt: skip


def _latest_ones() -> list[Version]:
    """The latest version of each dossier for everybody, latest first."""
    newest = Dossier.objects.filter(audience=EVERYBODY, versions__isnull=False).annotate(last=Max("versions__pk"))
    return list(light().filter(pk__in=newest.values("last")))


@require_safe
@shared
def sitemap(request: HttpRequest) -> Answer:
    """The sitemap: the first page, and each dossier in both languages."""
    state, last = state_of_all()
    return Answer(
        ("sitemap", state), last or _EPOCH, lambda: pages.sitemap(_latest_ones()).encode(),
        "application/xml; charset=utf-8",
    )  # fmt: skip


@require_safe
@shared
def robots(request: HttpRequest) -> Answer:
    """What crawlers are asked to leave alone, and where the sitemap is."""
    return Answer(("robots", settings.ADDRESS), _EPOCH, lambda: pages.robots().encode(), "text/plain; charset=utf-8")
