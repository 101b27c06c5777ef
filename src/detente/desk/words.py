"""What the desk says, in German and English: each app's words/de.toml and words/en.toml, numbers and dates by CLDR."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel.dates import format_datetime, format_timedelta
from django.utils import timezone, translation

from detente.briefing.phrasebook import Phrasebook

APPS = (
    "home", "people", "dossiers", "sources", "review", "whatif", "publishing", "subscriptions", "comments", "api",
)  # fmt: skip


def language() -> Literal["de", "en"]:
    """The language of the page at hand."""
    return "de" if (translation.get_language() or "en").startswith("de") else "en"


def say(key: str, /, *, lang: str | None = None, **values: object) -> str:
    """The words under "app.section.name" in the language of the page, or in `lang`; integers are set its way.

    Words with the forms `one` and `other` are chosen by the value `n`.  Raises KeyError for an unknown key.
    """
    spoken = lang or language()
    words: Any = _words(spoken)
    for part in key.split("."):
        words = words[part]
    book = phrases(spoken)
    if isinstance(words, dict):
        words = words.get(book.locale.plural_form(int(str(values["n"]))), words["other"])
    shown = {name: book.number(value) if isinstance(value, int | float) else value for name, value in values.items()}
    return str(words).format(**shown)


def has(key: str) -> bool:
    """Whether there are words under this key."""
    words: Any = _words("en")
    for part in key.split("."):
        if not isinstance(words, dict) or part not in words:
            return False
        words = words[part]
    return True


@cache
def phrases(spoken: str) -> Phrasebook:
    """The brief's phrases and number formats in a language."""
    return Phrasebook(spoken)


def moment(when: datetime | None, lang: str | None = None) -> str:
    """A point in time, to the minute, in the desk's time zone."""
    if when is None:
        return ""
    locale = phrases(lang or language()).locale
    return str(format_datetime(timezone.localtime(when), "medium", locale=locale).rsplit(":", 1)[0])


def ago(when: datetime) -> str:
    """How long ago something was: "3 hours ago"."""
    return str(format_timedelta(when - timezone.now(), add_direction=True, locale=phrases(language()).locale))


@cache
def _words(spoken: str) -> dict[str, Any]:
    folder = files("detente.desk")
    return {app: tomllib.loads((folder / app / "words" / f"{spoken}.toml").read_text("utf-8")) for app in APPS}
