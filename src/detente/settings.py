"""What a user can set once: command-line flags over the environment over `detente.toml` over defaults.

| setting | environment | detente.toml | values |
|---|---|---|---|
| language | DETENTE_LANG | lang | de, en |
| codebooks | DETENTE_CODEBOOKS (with commas between) | codebooks (a list) | names or files |
| workers | DETENTE_WORKERS | workers | processes, 1 or more; by default as many as there are processor cores |
| backend | DETENTE_BACKEND | backend | rules, llm, spacy:NAME |
| precision | DETENTE_PRECISION | precision | the share of right statements that is wished for, above 0 and below 1 |
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.pickling import PicklableError

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
FILE = "detente.toml"
NAMES = ("lang", "codebooks", "workers", "precision", "backend")


class SettingsError(PicklableError, ValueError):
    """A setting that cannot be used: `where` it stands, its `name` and `value`, and what is `expected` there.

    A file that is no TOML at all has neither name nor value.
    """

    def __init__(self, where: str, expected: str, name: str = "", value: object = None) -> None:
        self.where, self.name, self.value, self.expected = where, name, value, expected
        super().__init__(f"{where}: {name} = {value!r}; expected {expected}" if name else f"{where}: {expected}")


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    `language` is None where nothing names one, `codebooks` is empty for "those that fit", `precision` is None for the
    reader's own.
    """

    language: Language | None
    codebooks: tuple[str, ...]
    workers: int
    precision: float | None = None
    backend: str = "rules"


def load(
    *,
    language: str | None = None,
    codebooks: Sequence[str] = (),
    precision: float | None = None,
    backend: str | None = None,
    workers: int | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings in force, given the flags.

    `environ` is the process's environment and `folder` the current one, unless named.  Raises `SettingsError`.
    """
    env = os.environ if environ is None else environ
    file = _file((folder or Path.cwd()) / FILE)
    return Settings(
        language=_language(
            ("--lang", language),
            ("DETENTE_LANG", env.get("DETENTE_LANG")),
            (FILE, file.get("lang")),
        ),
        codebooks=_codebooks(codebooks, env.get("DETENTE_CODEBOOKS"), file.get("codebooks")),
        workers=_workers(
            ("--workers", workers), ("DETENTE_WORKERS", env.get("DETENTE_WORKERS")), (FILE, file.get("workers"))
        ),
        precision=_precision(
            ("--precision", precision),
            ("DETENTE_PRECISION", env.get("DETENTE_PRECISION")),
            (FILE, file.get("precision")),
        ),
        backend=_backend(
            ("--backend", backend),
            ("DETENTE_BACKEND", env.get("DETENTE_BACKEND")),
            (FILE, file.get("backend")),
        ),
    )


def _file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, no TOML
        raise SettingsError(FILE, str(error)) from error
    for name in values:
        if name not in NAMES:
            raise SettingsError(FILE, ", ".join(NAMES), name, values[name])
    return values


def _language(*choices: tuple[str, object]) -> Language | None:
    for where, value in choices:
        if value in LANGUAGES:
            return value
        if value not in (None, ""):
            raise SettingsError(where, ", ".join(LANGUAGES), "lang", value)
    return None


def _codebooks(flags: Sequence[str], environ: str | None, file: object) -> tuple[str, ...]:
    if flags:
        return tuple(flags)
    if environ:
        return tuple(name.strip() for name in environ.split(",") if name.strip())
    if file is None:
        return ()
    if not isinstance(file, list) or not all(isinstance(name, str) for name in file):
        raise SettingsError(FILE, '["NAME", "FILE", ...]', "codebooks", file)
    return tuple(file)


def _workers(*choices: tuple[str, object]) -> int:
    for where, value in choices:
        if value in (None, ""):
            continue
        number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise SettingsError(where, "1, 2, 3 ...", "workers", value)
        return number
    return os.cpu_count() or 1


def _precision(*choices: tuple[str, object]) -> float | None:
    for where, value in choices:
        if value in (None, ""):
            continue
        try:
            share = float(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else 0.0
        except ValueError:
            share = 0.0
        if not 0 < share < 1:
            raise SettingsError(where, "0.5, 0.75, 0.9 ...", "precision", value)
        return share
    return None


def _backend(*choices: tuple[str, object]) -> str:
    for where, value in choices:
        if value in (None, ""):
            continue
        if isinstance(value, str) and (value in ("rules", "llm") or (value.startswith("spacy:") and value != "spacy:")):
            return value
        raise SettingsError(where, "rules, llm, spacy:NAME", "backend", value)
    return "rules"
