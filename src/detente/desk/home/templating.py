"""Jinja2 for the desk's pages: words, addresses, dates and what a user may do are at hand in every template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined, pass_context
from markupsafe import Markup, escape

from detente.desk import access, words
from detente.desk.home.models import Site


def environment(**options: Any) -> Environment:
    """Jinja's environment, as Django asks for it."""
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.globals.update(
        say=words.say,
        has_words=words.has,
        lang=words.language,
        moment=words.moment,
        ago=words.ago,
        day=lambda iso: words.phrases(words.language()).day(iso),
        number=lambda value: words.phrases(words.language()).number(value),
        share=lambda value: words.phrases(words.language()).share(value),
        url=_url,
        static=static,
        htmx=htmx_script,
        site=Site.known,
        may=access.may,
        messages_for=get_messages,
        address=lambda: settings.ADDRESS,
        csrf=_csrf,
        csrf_header=_csrf_header,
    )
    made.filters["paragraphs"] = paragraphs
    # Django's lazy texts know whether they are HTML only once they are text.
    made.filters["shown"] = str
    return made


def _url(name: str, *args: object, **named: object) -> str:
    return reverse(name, args=args or None, kwargs=named or None)


@pass_context
def _csrf(context: Any) -> Markup:
    """The hidden field that a form needs against forgery."""
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(context["request"]))


@pass_context
def _csrf_header(context: Any) -> str:
    return get_token(context["request"])


def paragraphs(text: str) -> Markup:
    """Plain text as HTML: escaped, empty lines part paragraphs, single ones lines."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    shown = (Markup("<br>").join(escape(line) for line in part.split("\n")) for part in parts)
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in shown)
