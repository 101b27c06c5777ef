"""The commands on reports and codebooks.  What is heavy is imported inside; their words stand in messages/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.cli.common import (
    Backend,
    Codebook,
    Json,
    Keep,
    Lang,
    Output,
    Precision,
    Scheduler,
    Sources,
    Workers,
    chosen_settings,
    codebook_names,
    exit_code,
    print_json,
    read_sources,
    write_out,
)
from detente.cli.failing import DONE, Failed
from detente.cli.terminal import Progress, check_writable, say_written, unwritable
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.dossier.export import Format

ENDINGS = {".json": "json", ".csv": "csv", "": "csv", ".graphml": "graphml", ".dna": "dna", ".plover": "plover"}
FORMATS = tuple(dict.fromkeys(ENDINGS.values()))


def _formats() -> list[str]:
    return list(FORMATS)


def brief(
    sources: Sources,
    output: Output = None,
    lang: Lang = None,
    codebook: Codebook = None,
    precision: Precision = None,
    backend: Backend = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    keep: Keep = None,
) -> int:
    """Read, weigh and brief: on the terminal, and as HTML where an output is named."""
    chosen = chosen_settings(lang, codebook, precision, backend, workers)
    if output:
        check_writable(output)
    from rich.console import Console

    from detente import briefing

    with Progress() as progress:
        result = read_sources(sources, chosen, progress, scheduler, keep)
        progress("brief", 0, 1)
        composed = briefing.compose(result.dossier, language=chosen.language, failures=result.failures)
    briefing.print_brief(composed, Console())
    if output:
        write_out(output, briefing.render_html(composed))
    return exit_code(result)


def read(
    sources: Sources,
    output: Output = None,
    json: Json = False,
    lang: Lang = None,
    codebook: Codebook = None,
    precision: Precision = None,
    backend: Backend = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    keep: Keep = None,
) -> int:
    """Read reports into a dossier: print it in short or as JSON, or keep it in a file."""
    chosen = chosen_settings(lang, codebook, precision, backend, workers)
    if output:
        check_writable(output)
    from detente import dossier

    with Progress() as progress:
        result = read_sources(sources, chosen, progress, scheduler, keep)
    if json:
        print_json(result.dossier.model_dump_json(indent=1))
    if output:
        try:
            dossier.save(result.dossier, output)
        except OSError as error:
            raise unwritable(output, error) from error
        say_written(output)
    if not (json or output):
        from detente.cli.summary import print_dossier

        print_dossier(result.dossier)
    return exit_code(result)


def export(
    sources: Sources,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PATH")],
    format: Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS), autocompletion=_formats)] = None,
    lang: Lang = None,
    codebook: Codebook = None,
    precision: Precision = None,
) -> int:
    """Write a dossier in another format."""
    chosen = chosen_settings(lang, codebook, precision)
    format = format or ENDINGS.get(output.suffix.lower())
    if format is None:
        raise Failed(text("error.format_unclear", path=output, formats="|".join(FORMATS)))
    if format not in FORMATS:
        raise Failed(text("error.format", formats=", ".join(FORMATS)))
    if format != "csv":
        check_writable(output)
    from detente import dossier

    with Progress() as progress:
        result = read_sources(sources, chosen, progress)
    try:
        written = dossier.export(result.dossier, output, cast("Format", format))
    except OSError as error:
        raise unwritable(output, error) from error
    for path in written:
        say_written(path)
    return exit_code(result)


def codebooks(
    name: Annotated[str | None, typer.Argument(metavar="NAME|FILE", autocompletion=codebook_names)] = None,
    lang: Lang = None,
) -> int:
    """List the codebooks that come with détente, or show one."""
    chosen_settings(lang, None)
    from detente import codebooks
    from detente.cli.summary import print_codebook, print_codebooks

    if name is None:
        print_codebooks([codebooks.load(known) for known in codebooks.available()])
    else:
        try:
            print_codebook(codebooks.load(name))
        except codebooks.CodebookError as error:
            raise Failed(str(error)) from error
    return DONE
