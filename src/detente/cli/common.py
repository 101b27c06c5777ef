"""What the commands share: options by name, settings, the sources read, what goes to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente import settings
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress, name_failures, say_tally, say_written, unwritable
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.reading import backends as reading_backends
    from detente.settings import Settings
    from detente.workflow import Result


def _languages() -> list[str]:
    return list(settings.LANGUAGES)


def codebook_names() -> list[str]:
    """For completion: the codebooks that come with détente."""
    from detente.codebooks import available

    return available()


def _backends() -> list[str]:
    return ["rules", "llm", "spacy:"]


Sources = Annotated[list[str], typer.Argument(metavar="SOURCES")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="de|en", autocompletion=_languages)]
Codebook = Annotated[list[str] | None, typer.Option("--codebook", metavar="NAME|FILE", autocompletion=codebook_names)]
Precision = Annotated[float | None, typer.Option("--precision", metavar="0.5...0.9")]
Backend = Annotated[str | None, typer.Option("--backend", metavar="rules|spacy:NAME|llm", autocompletion=_backends)]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS")]
Keep = Annotated[Path | None, typer.Option("--keep", metavar="FOLDER")]
Json = Annotated[bool, typer.Option("--json")]


def chosen_settings(
    lang: str | None,
    codebook: Sequence[str] | None,
    precision: float | None = None,
    backend: str | None = None,
    workers: int | None = None,
) -> Settings:
    """The settings in force, with the options given.  Raises `SettingsError`."""
    return settings.load(language=lang, codebooks=codebook or (), precision=precision, backend=backend, workers=workers)


def read_sources(
    sources: Sequence[str],
    chosen: Settings,
    progress: Progress,
    scheduler: str | None = None,
    keep: Path | None = None,
) -> Result:
    """What came of the sources, the failures named.  Raises `Failed` if there is no report at all."""
    from detente import workflow
    from detente.codebooks import CodebookError
    from detente.spreading import SchedulerError

    backend = load_backend(chosen.backend)
    try:
        result = workflow.read_all(
            sources,
            codebooks=chosen.codebooks,
            language=chosen.language,
            precision=chosen.precision,
            backend=backend,
            workers=chosen.workers,
            scheduler=scheduler,
            keep=keep,
            on_progress=progress,
        )
    except (CodebookError, SchedulerError) as error:
        raise Failed(str(error)) from error
    except OSError as error:
        if keep is None:
            raise
        raise Failed(text("error.keep", path=keep, reason=error.strerror or error), SOME_FAILED) from error
    name_failures(result.failures)
    say_tally(result.backend)
    if not result.dossier.reports:
        raise Failed(text("error.nothing"), SOME_FAILED)
    return result


def load_backend(name: str) -> reading_backends.Backend | None:
    """The back end with this name, None for the rules.  Raises `Failed` if it cannot be used."""
    from detente.reading.backends import BackendError, choose

    try:
        return choose(name)
    except BackendError as error:
        raise Failed(text(f"backend.{error.code}", **error.values)) from error


def exit_code(result: Result) -> int:
    """What the command ends with: whether all sources could be read."""
    return SOME_FAILED if result.failures else DONE


def print_json(content: str) -> None:
    """Print JSON as bytes: it is UTF-8 whatever the terminal is set to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode() + b"\n")


def write_out(path: Path, content: str) -> None:
    """Write a text file and say so.  Raises `Failed` where it cannot be written."""
    try:
        path.write_text(content, "utf-8")
    except OSError as error:
        raise unwritable(path, error) from error
    say_written(path)
