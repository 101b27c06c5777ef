"""The first page, the language, the owner's settings, and the pages for what goes wrong."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from detente.briefing.evidence import line
from detente.desk import access
from detente.desk.comments import policy
from detente.desk.home.models import Site
from detente.desk.people.models import User
from detente.desk.publishing.published import latest
from detente.desk.words import language, say


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is published, latest first; with ?q= only what has all these words in title, summary or names."""
    asked = line(request.GET.get("q", ""))[:200]
    found = latest(request.user, asked)
    context = {"dossiers": found, "about": Site.known().text("about", language()), "asked": asked}
    return render(request, "home/home.html", context)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Take the language that was chosen, and go back to where one was."""
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(say("home.language.unknown"))
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    # Else an address that names a language would win over the choice.
    parts = urlsplit(back)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "lang"]
    answer = redirect(urlunsplit(parts._replace(query=urlencode(kept))))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return answer


class SiteForm(forms.ModelForm):
    """What the owner sets for the site."""

    class Meta:
        model = Site
        fields = (
            "name", "about_de", "about_en", "notices_de", "notices_en", "policy_de", "policy_en", "registration",
            "comments",
        )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = say(f"home.settings.{name}")


@access.needs("administer")
def site_settings(request: HttpRequest) -> HttpResponse:
    """The owner's settings: name, about, notices, policy, registration, comments."""
    form = SiteForm(request.POST or None, instance=Site.get())
    if request.method == "POST" and form.is_valid():
        policy.keep(form.save(commit=False), request.user)
        messages.success(request, say("home.settings.saved"))
        return redirect("home:settings")
    return render(request, "home/settings.html", {"form": form})


def health(request: HttpRequest) -> HttpResponse:
    """Whether the desk and its database answer, for a monitor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _wrong(request: HttpRequest, status: int) -> HttpResponse:
    if not hasattr(request, "user"):  # refused before anybody asked who it is
        request.user = AnonymousUser()
    return render(request, "home/wrong.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that cannot be understood."""
    return _wrong(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: seen, but not allowed."""
    return _wrong(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this user."""
    return _wrong(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; a page that needs no database."""
    words = f"<h1>{say('home.wrong.title_500')}</h1><p>{say('home.wrong.text_500')}</p>"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" '
        'content="light dark"><title>détente</title>'
    )
    page = f'<!doctype html><html lang="{language()}"><head>{head}</head><body><main>{words}</main></body></html>'
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, mostly one that lay open too long."""
    return render(request, "home/wrong.html", {"status": "csrf"}, status=403)
