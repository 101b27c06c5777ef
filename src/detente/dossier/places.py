"""States: their codes from their names, and their names in the dossier's language (babel and places.toml)."""

from __future__ import annotations

from functools import cache

from detente.dossier.folding import data, fold


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    names = {code: str(name) for code, name in Locale(language).territories.items() if len(code) == 2}
    shown: dict[str, str] = data("places")["shown"][language]
    return names | shown


@cache
def _codes() -> dict[str, str]:
    names = {fold(name): code for language in ("de", "en") for code, name in _territories(language).items()}
    also = {fold(name): code for code, names in data("places")["also"].items() for name in names}
    return names | also


@cache
def _adjectives() -> dict[str, str]:
    return {word: code for code, words in data("places")["adjective"].items() for word in words}


def state_code(name: str) -> str | None:
    """The ISO 3166 code of the state of this name (German or English), or None."""
    return _codes().get(fold(name))


def state_name(code: str, language: str) -> str | None:
    """A state's name in `language` (de or en), or None for an unknown code."""
    return _territories(language).get(code.upper())


def adjective_code(word: str) -> str | None:
    """The code of the state or organisation of a folded adjective without ending ("ukrainisch", "french", "us")."""
    return _adjectives().get(word)
