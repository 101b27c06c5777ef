"""The words of the command line, in the user's language: messages/de.toml and messages/en.toml."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from detente.settings import LANGUAGES, Language, SettingsError, load

_current: Language = "en"


def use(language: Language) -> None:
    """Speak this language from now on."""
    global _current
    _current = language


def current() -> Language:
    """The language that messages are in."""
    return _current


def has(key: str) -> bool:
    """Whether there are words for this key."""
    return key in _messages(_current)


def text(key: str, **values: object) -> str:
    """The message with this key ("section.name") and these values.  Raises `KeyError` for an unknown one."""
    return _messages(_current)[key].format_map(values)


def choose(arguments: Sequence[str], environ: Mapping[str, str] | None = None) -> Language:
    """The language for help and messages: --lang, else DETENTE_LANG, else detente.toml, else the locale, else English.

    What is no language is passed over: the command says so when it reads its settings, and needs a language to do it.
    """
    env = os.environ if environ is None else environ
    try:
        configured = load(language=_flag(arguments), environ=env).language
    except SettingsError:
        configured = None
    return configured or _of_locale(env)


def _flag(arguments: Sequence[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang":
            return next(iter(arguments[position + 1 :]), None)
    return None


def _of_locale(env: Mapping[str, str]) -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):  # the order in which POSIX looks
        if env.get(name):
            return next((language for language in LANGUAGES if env[name].lower().startswith(language)), "en")
    return "en"


@cache
def _messages(language: Language) -> dict[str, str]:
    file = files("detente.cli") / "messages" / f"{language}.toml"
    sections = tomllib.loads(file.read_text("utf-8"))
    return {f"{section}.{name}": words for section, names in sections.items() for name, words in names.items()}
