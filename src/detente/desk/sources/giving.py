"""Giving a dossier something to read: files, a pasted text, an address, a feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.sources import feeds, reading
from detente.desk.sources.listing import listing
from detente.desk.sources.models import ADDRESS, FILE, TEXT
from detente.desk.words import say
from detente.reports.limits import MAX_SOURCE

_NAMED = 10


class TextForm(forms.Form):
    """A text as it was copied from somewhere, with what is known of it."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 8}))
    title = forms.CharField(required=False, max_length=300)
    publisher = forms.CharField(required=False, max_length=200)
    date = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _label(self, "text")

    def clean_text(self) -> str:
        """The text, in which there must be something to read."""
        text = str(self.cleaned_data["text"])
        if not any(character.isalpha() for character in text):
            raise forms.ValidationError(say("sources.give.no_text"))
        return text


class AddressForm(forms.Form):
    """The address of a page."""

    address = forms.URLField(max_length=2000, assume_scheme="https")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _label(self, self.prefix or "")
        self.fields["address"].widget.attrs |= {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}

    def clean_address(self) -> str:
        """The address, which must be one of the web."""
        address = str(self.cleaned_data["address"])
        if not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(say("sources.give.scheme"))
        return address


def _label(form: forms.Form, name: str) -> None:
    for key, field in form.fields.items():
        field.label = say(f"sources.give.{name}.{key}")


def page(request: HttpRequest, dossier: Dossier, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a dossier's sources, with the forms as they are `bound`: "text", "page", "feed", "errors"."""
    work = access.may(request.user, "work", dossier)
    context = {
        "dossier": dossier,
        "work": work,
        "list": listing(dossier, request.GET.get("page", 1)),
        "text": bound.get("text") or TextForm(),
        "web": bound.get("page") or AddressForm(prefix="page"),
        "feed": bound.get("feed") or AddressForm(prefix="feed"),
        "errors": bound.get("errors") or [],
        "limit": settings.UPLOAD_LIMIT,
        "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return render(request, "sources/sources.html", context, status=status)


def _limited(view: Any) -> Any:
    """A view that takes no more than what the settings allow, and says so instead of answering with a bare error.

    A request that is too large is turned away before it is read, which the check against forgery would do; that check
    is made after it.
    """
    checked = csrf_protect(view)

    def limited(request: HttpRequest, dossier: Dossier) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if length.isdecimal() and int(length[:15]) > settings.UPLOAD_LIMIT:
            return _turned_away(request, dossier, _too_large(settings.UPLOAD_LIMIT), 413)
        try:
            _ = request.POST  # reads the request
        except TooManyFilesSent:
            words = say("sources.give.too_many", n=settings.DATA_UPLOAD_MAX_NUMBER_FILES)
            return _turned_away(request, dossier, words, 413)
        except RequestDataTooBig:
            return _turned_away(request, dossier, _too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE), 413)
        except (MultiPartParserError, BadRequest):
            return _turned_away(request, dossier, say("sources.give.garbled"), 400)
        answer: HttpResponse = checked(request, dossier)
        return answer

    return csrf_exempt(require_POST(access.on_dossier("work")(limited)))


def _too_large(limit: int) -> str:
    return say("sources.give.too_large", limit=f"{limit / 2**20:.0f} MB")


def _turned_away(request: HttpRequest, dossier: Dossier, words: str, status: int) -> HttpResponse:
    return page(request, dossier, status=status, errors=[words])


@_limited
def give_files(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep files to be read; one that cannot be kept is named and costs none of the others."""
    files = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]
    if not files:
        return _turned_away(request, dossier, say("sources.give.no_files"), 400)
    kept: list[str] = []
    wrong: dict[str, list[str]] = {}
    for file in files:
        name = file.name or "?"
        if not file.size:
            wrong.setdefault("empty", []).append(name)
        elif file.size > MAX_SOURCE:
            wrong.setdefault("large", []).append(name)
        else:
            _, new = reading.add(dossier, FILE, name, content=file.read(), user=request.user)
            if new:
                kept.append(name)
            else:
                wrong.setdefault("known", []).append(name)
    if kept:
        messages.success(request, say("sources.given.files", n=len(kept)))
    for why, names in wrong.items():
        told = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        said = say(f"sources.given.{why}", n=len(names), names=told, limit=f"{MAX_SOURCE / 10**6:.0f} MB")
        (messages.info if why == "known" else messages.error)(request, said)
    return redirect("sources:sources", dossier.slug)


@_limited
def give_text(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep a pasted text to be read."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return page(request, dossier, text=form)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    date = form.cleaned_data["date"]
    about = {
        "title": form.cleaned_data["title"],
        "publisher": form.cleaned_data["publisher"],
        "date": date.isoformat() if date else "",
    }
    first = next(line.strip() for line in text.split("\n") if line.strip())
    _, new = reading.add(
        dossier, TEXT, about["title"] or first[:120], content=text.encode("utf-8", "replace"), user=request.user,
        about=about,
    )  # fmt: skip
    _tell(request, new, "text")
    return redirect("sources:sources", dossier.slug)


@_limited
def give_address(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Keep an address, whose page the worker fetches and reads."""
    form = AddressForm(request.POST, prefix="page")
    if not form.is_valid():
        return page(request, dossier, page=form)
    address = form.cleaned_data["address"]
    _, new = reading.add(dossier, ADDRESS, address, address=address, user=request.user)
    _tell(request, new, "address")
    return redirect("sources:sources", dossier.slug)


@_limited
def give_feed(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Follow a feed."""
    form = AddressForm(request.POST, prefix="feed")
    if not form.is_valid():
        return page(request, dossier, feed=form)
    _, new = feeds.follow(dossier, form.cleaned_data["address"], request.user)
    _tell(request, new, "feed")
    return redirect("sources:sources", dossier.slug)


def _tell(request: HttpRequest, new: bool, what: str) -> None:
    if new:
        messages.success(request, say(f"sources.given.{what}"))
    else:
        messages.info(request, say(f"sources.given.{what}_known"))
