"""What the pages of review share: who sees what, addresses, the effect of a ruling."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as plain_render
from django.urls import reverse

from detente import contract
from detente.desk.dossiers.models import Dossier
from detente.desk.review import outcomes
from detente.desk.review.models import Ruling
from detente.desk.review.ruling import Made
from detente.desk.review.sight import Item, Sight, sight
from detente.desk.review.telling import deeds
from detente.desk.words import language, phrases, say

log = logging.getLogger("detente.desk.review")


def alone(request: HttpRequest, dossier: Dossier) -> bool:
    """Whether the user has hidden the others' rulings."""
    return bool(request.session.get(f"alone-{dossier.pk}"))


def look(request: HttpRequest, dossier: Dossier) -> Sight:
    """The dossier as the user sees it in review."""
    return sight(dossier, request.user, alone=alone(request, dossier))


def address(name: str, dossier: Dossier, /, *args: Any, **query: Any) -> str:
    """The address of a page of review; empty parts of the query are left out."""
    asked = {key: value for key, value in query.items() if value not in ("", None)}
    path = reverse(f"review:{name}", args=[dossier.slug, *args])
    return f"{path}?{urlencode(asked)}" if asked else path


def before(dossier: Dossier) -> str:
    """The key of the state before a ruling, whose outcome is kept; "" where none can be drawn up."""
    try:
        return outcomes.keep(dossier)[0]
    except Exception:  # an analysis that fails must not keep anybody from ruling
        log.exception("the outcome before a ruling cannot be drawn up")
        return ""


def effect_of(dossier: Dossier, was: str) -> tuple[outcomes.Effect | None, str]:
    """What a ruling changed, and why that cannot be said ("": it can, or there is nothing to compare with)."""
    if not was:
        return None, ""
    try:
        return outcomes.effect(dossier, was), ""
    except Exception as error:  # likewise
        log.exception("the outcome after a ruling cannot be drawn up")
        return None, f"{type(error).__name__}: {error}"


def render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of review, with the words that its templates share at hand."""
    book = phrases(language())
    shared = {
        "worded": book.label,
        "gained": book.gained,
        "deeds": deeds,
        "decimal": lambda value: format_decimal(value, format="0.000", locale=book.locale),
    }
    return plain_render(request, template, {**shared, **context}, status=status)


def found(sight: Sight, name: str) -> Item:
    """The item of this name.  Raises Http404 where there is none."""
    item = sight.item(name)
    if item is None or sight.base(name) is None:
        raise Http404
    return item


def report_of(sight: Sight, key: str) -> contract.Report:
    """A report of the dossier.  Raises Http404 where there is none."""
    for report in sight.read.reports:
        if report.id == key:
            return report
    raise Http404


def tell(request: HttpRequest, dossier: Dossier, made: Made, said: str) -> None:
    """Tell the user what was done, and what others ruled meanwhile."""
    messages.success(request, said)
    note = meanwhile(request, dossier, made)
    if note:
        messages.warning(request, note)


def meanwhile(request: HttpRequest, dossier: Dossier, made: Made) -> str:
    """What others ruled on the same item without the user having seen it; "" where that is nothing, or hidden."""
    if not made.meanwhile or alone(request, dossier):
        return ""
    last: Ruling = made.meanwhile[-1]
    return say("review.meanwhile", who=str(last.author or "?"), what=say(f"review.did.{last.did}"))


def done(dossier: Dossier, name: str, was: str, anchor: str = "", /, **query: Any) -> HttpResponse:
    """Back to a page, which shows what the ruling changed."""
    return redirect(address(name, dossier, was=was, **query) + (f"#{anchor}" if anchor else ""))


def number(text: Any, default: int = 0) -> int:
    """A whole number that came with a request, or the default."""
    value = str(text or "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else default
