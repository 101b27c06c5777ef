"""The discussion below a published dossier, and the policy it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from detente.desk.comments import checks, policy, taking
from detente.desk.comments.models import Closed, approved
from detente.desk.dossiers.models import Dossier
from detente.desk.words import language, say

PAGE = 20


@dataclass(frozen=True)
class Writing:
    """What stands in the form, and what is wrong with it: the field and the words."""

    name: str = ""
    text: str = ""
    address: str = ""
    tell: bool = False
    field: str = ""
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """The approved comments on a dossier with the form for a new one: a part for HTMX, else a page of its own.

    The published page is cached and knows nobody; so this part brings the list and the form with its token.
    """
    dossier = taking.discussed(request.user, slug)
    if request.method != "POST":
        return _show(request, dossier, Writing())
    writing = _written(request)
    address = writing.address
    if request.user.is_authenticated:
        address = request.user.email if writing.tell else ""
    try:
        taking.take(request, dossier, _version(request, dossier), writing.name, writing.text, address)
    except checks.RefusedError as refused:
        error = say(f"comments.refused.{refused.code}", **refused.values)
        shown = Writing(writing.name, writing.text, writing.address, writing.tell, refused.field, error)
        return _show(request, dossier, shown, status=refused.status)
    if _part(request):
        return _show(request, dossier, Writing(), kept=True)
    messages.success(request, say("comments.kept"))
    return redirect(_address(request, dossier))


@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    """The policy for comments."""
    text, spoken = policy.text(language())
    return render(request, "comments/policy.html", {"blocks": policy.blocks(text), "spoken": spoken})


def _part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def _written(request: HttpRequest) -> Writing:
    post = request.POST
    name = taking.name_of(request.user) if request.user.is_authenticated else post.get("name", "")
    return Writing(name, post.get("text", ""), post.get("address", ""), "tell" in post)


def _address(request: HttpRequest, dossier: Dossier) -> str:
    # The language stands in the address, as it does in those of the published pages.
    query = urlencode({"version": _version(request, dossier), "lang": language()})
    return f"{reverse('comments:fragment', args=[dossier.slug])}?{query}"


def _version(request: HttpRequest, dossier: Dossier) -> int:
    asked = request.POST.get("version") or request.GET.get("version") or ""
    # A number of more digits than any version has would be too large for the database.
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 0
    return taking.version_of(dossier, number)


def _show(
    request: HttpRequest, dossier: Dossier, writing: Writing, *, kept: bool = False, status: int = 200
) -> HttpResponse:
    rows = approved(dossier)
    pages = Paginator(rows, PAGE)
    context: dict[str, Any] = {
        "dossier": dossier,
        "here": _address(request, dossier),
        "page": pages.get_page(_page(request, dossier)),
        "version": _version(request, dossier),
        "writing": writing,
        "kept": kept,
        "closed": Closed.objects.filter(dossier=dossier).exists(),
        "limits": checks.data()["limits"],
    }
    part = _part(request)
    template = "comments/fragment.html" if part else "comments/page.html"
    # HTMX takes in no answer that is an error; the words say what is wrong.
    answer = render(request, template, context, status=200 if part else status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _page(request: HttpRequest, dossier: Dossier) -> str:
    """The page that is asked for, or the one with the comment that is."""
    asked = request.GET.get("comment", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 18:
        found = approved(dossier).filter(pk=int(asked)).first()
        if found is not None:
            before = approved(dossier).filter(made__lt=found.made).count()
            before += approved(dossier).filter(made=found.made, pk__lt=found.pk).count()
            return str(before // PAGE + 1)
    return request.GET.get("page", "1")
