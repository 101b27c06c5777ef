"""States: their codes from their names and adjectives, and their names in a language (babel and the reader's lists)."""

from __future__ import annotations

from functools import cache
from typing import Any

from detente.dossier.folding import data, fold

_LANGUAGES = ("de", "en")


def _lists(language: str) -> dict[str, Any]:
    # The reader's lists: who reads a saved dossier only does not need the reader.
    from detente.reading.language import lexicon

    return lexicon(language, "states")


@cache
def _names(language: str) -> dict[str, list[str]]:
    from babel import Locale

    names = {code: [str(name)] for code, name in Locale(language).territories.items() if len(code) == 2}
    for code, further in _lists(language)["names"].items():
        names[code] = [*further, *names.get(code, [])]
    return names


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, names in _names(language).items():
            for name in names:
                codes.setdefault(fold(name), code)
    return codes


@cache
def _adjectives() -> dict[str, str]:
    words: dict[str, str] = {}
    for language in _LANGUAGES:
        for section in ("adjectives", "fixed_adjectives"):
            for code, adjectives in _lists(language).get(section, {}).items():
                for adjective in adjectives:
                    words.setdefault(fold(adjective), f"state {code}")
    owners: dict[str, str] = data("offices")["owner"]
    return words | owners


def state_code(name: str) -> str | None:
    """The ISO 3166 code of the state of this name (German or English), or None."""
    return _codes().get(fold(name))


def state_name(code: str, language: str) -> str | None:
    """A state's name in `language` (de or en), or None for an unknown code."""
    return _names(language).get(code.upper(), [None])[0]


def adjective_code(word: str) -> str | None:
    """Whom a folded adjective without ending names, as `code_of` does ("ukrainisch": "state UA", "eu": "house EU")."""
    return _adjectives().get(word)
