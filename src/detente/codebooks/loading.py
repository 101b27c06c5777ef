"""Finding and reading codebooks."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

from detente.codebooks.model import Codebook

_SHIPPED = resources.files("detente.codebooks") / "data"
NEAR_ENOUGH = 60


class CodebookError(ValueError):
    """A codebook that cannot be used.  The message names the file, the key and the reason."""


def available() -> list[str]:
    """The names of the codebooks that come with détente, in alphabetical order."""
    return sorted(f.name.removesuffix(".toml") for f in _SHIPPED.iterdir() if f.name.endswith(".toml"))


def load(name_or_path: str | Path) -> Codebook:
    """Read a shipped codebook by its name, or any other by the path of its file.

    Raises CodebookError, which says what is wrong in which file and under which key.
    """
    text = str(name_or_path)
    if text in available():
        return _shipped(text)
    path = Path(text)
    if path.suffix == ".toml" or path.is_file():
        try:
            return _parse(path.read_bytes(), text)
        except OSError as error:
            raise CodebookError(f"{text}: cannot be read: {error.strerror or error}") from None
    near = process.extractOne(text, available(), score_cutoff=NEAR_ENOUGH)
    hint = (
        f'did you mean "{near[0]}"?'
        if near
        else f"there are {', '.join(available())}, or give the path of a .toml file"
    )
    raise CodebookError(f'no codebook "{text}": {hint}')


@lru_cache
def _shipped(name: str) -> Codebook:
    return _parse((_SHIPPED / f"{name}.toml").read_bytes(), f"{name}.toml")


def _parse(data: bytes, file: str) -> Codebook:
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CodebookError(f"{file}: not UTF-8 text (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{file}: not valid TOML: {error}") from None
    try:
        return Codebook.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False)
        # A list is too short also because its wrong members were left out: that is no error of its own.
        first, *others = [e for e in found if e["type"] != "too_short"] or found
        more = f" (and {len(others)} more)" if others else ""
        raise CodebookError(f"{file}: {_key(first['loc'], content)}: {_reason(first)}{more}") from None


def _key(location: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """The place in the file as an analyst would name it: issue and option by their ids where they have one."""
    parts: list[str] = []
    here: Any = content
    for step in location:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            name = here.get("id") if isinstance(here, dict) else None
            parts[-1] += f"[{name or f'number {step + 1}'}]"
        elif step != "[key]":
            here = here.get(step) if isinstance(here, dict) else None
            parts.append(step)
    return ".".join(parts) or "codebook"


def _reason(error: Any) -> str:
    kind, message = error["type"], str(error["msg"])
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "unknown key"
    if kind in ("less_than_equal", "greater_than_equal"):
        return f"{error['input']} is outside 0 to 100"
    if kind == "string_pattern_mismatch":
        wanted = "a language of two letters" if "{2}" in message else "small letters, digits, - and _, a letter first"
        return f'"{error["input"]}" is not allowed: use {wanted}'
    return message.removeprefix("Value error, ")
