"""The commands.  What is heavy is imported inside them; their words stand in messages/, under their names."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente import settings
from detente.cli import wording
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress, check_writable, name_failures, say_tally, say_written, unwritable
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.dossier.export import Format
    from detente.reading import backends as reading_backends
    from detente.settings import Settings
    from detente.settlement import Scenario
    from detente.settlement.way import Way
    from detente.workflow import Result

ENDINGS = {".json": "json", ".csv": "csv", "": "csv", ".graphml": "graphml", ".dna": "dna", ".plover": "plover"}
FORMATS = tuple(dict.fromkeys(ENDINGS.values()))


def _languages() -> list[str]:
    return list(settings.LANGUAGES)


def _codebook_names() -> list[str]:
    from detente.codebooks import available

    return available()


def _backends() -> list[str]:
    return ["rules", "llm", "spacy:"]


def _formats() -> list[str]:
    return list(FORMATS)


Sources = Annotated[list[str], typer.Argument(metavar="SOURCES")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="de|en", autocompletion=_languages)]
Codebook = Annotated[list[str] | None, typer.Option("--codebook", metavar="NAME|FILE", autocompletion=_codebook_names)]
Precision = Annotated[float | None, typer.Option("--precision", metavar="0.5...0.9")]
Backend = Annotated[str | None, typer.Option("--backend", metavar="rules|spacy:NAME|llm", autocompletion=_backends)]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS")]
Keep = Annotated[Path | None, typer.Option("--keep", metavar="FOLDER")]
Json = Annotated[bool, typer.Option("--json")]


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
    chosen = _settings(lang, codebook, precision, backend, workers)
    if output:
        check_writable(output)
    from rich.console import Console

    from detente import briefing

    with Progress() as progress:
        result = _read(sources, chosen, progress, scheduler, keep)
        progress("brief", 0, 1)
        composed = briefing.compose(result.dossier, language=chosen.language, failures=result.failures)
    briefing.print_brief(composed, Console())
    if output:
        _write(output, briefing.render_html(composed))
    return _code(result)


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
    chosen = _settings(lang, codebook, precision, backend, workers)
    if output:
        check_writable(output)
    from detente import dossier

    with Progress() as progress:
        result = _read(sources, chosen, progress, scheduler, keep)
    if json:
        _print_json(result.dossier.model_dump_json(indent=1))
    if output:
        try:
            dossier.save(result.dossier, output)
        except OSError as error:
            raise unwritable(output, error) from error
        say_written(output)
    if not (json or output):
        from detente.cli.summary import print_dossier

        print_dossier(result.dossier)
    return _code(result)


def export(
    sources: Sources,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PATH")],
    format: Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS), autocompletion=_formats)] = None,
    lang: Lang = None,
    codebook: Codebook = None,
    precision: Precision = None,
) -> int:
    """Write a dossier in another format."""
    chosen = _settings(lang, codebook, precision)
    format = format or ENDINGS.get(output.suffix.lower())
    if format is None:
        raise Failed(text("error.format_unclear", path=output, formats="|".join(FORMATS)))
    if format not in FORMATS:
        raise Failed(text("error.format", formats=", ".join(FORMATS)))
    if format != "csv":
        check_writable(output)
    from detente import dossier

    with Progress() as progress:
        result = _read(sources, chosen, progress)
    try:
        written = dossier.export(result.dossier, output, cast("Format", format))
    except OSError as error:
        raise unwritable(output, error) from error
    for path in written:
        say_written(path)
    return _code(result)


def settle(
    sources: Sources,
    profiles: Annotated[list[str] | None, typer.Option("--profiles", metavar="FILE...")] = None,
    way: Annotated[bool, typer.Option("--way")] = False,
    json: Json = False,
    persons_apart: Annotated[bool, typer.Option("--persons-apart")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Weigh the dossier, or take a scenario as it is, and look for deals."""
    chosen = _settings(lang, codebook)
    from detente.settlement.formats import is_scenario

    if profiles or (len(sources) == 1 and is_scenario(Path(sources[0]))):
        return _settle_scenario(sources, profiles, way, json)
    from detente import negotiation, settlement
    from detente.settlement.robust import robustness

    with Progress() as progress:
        result = _read(sources, chosen, progress)
        progress("settle", 0, 1)
        table = negotiation.build(result.dossier, persons_apart=persons_apart)
        if len(table.parties) < 2 or not table.issues:
            raise Failed(text("settle.none"), SOME_FAILED)
        settled = settlement.settle(table)
        robust = robustness(table, settled)
        ways = _ways(settlement.from_negotiation(table)) if way else []
    if json:
        found = settled.as_json(wording.current()) | {"robustness": robust.as_json()}
        _print_settled(found, settlement.from_negotiation(table), ways)
    else:
        from detente.cli.deals import print_robustness, print_settlement, print_ways

        print_settlement(table, settled)
        print_robustness(table, result.dossier, robust)
        print_ways(settlement.from_negotiation(table), ways)
    return _code(result)


def _settle_scenario(sources: Sequence[str], profiles: Sequence[str] | None, way: bool, json: bool) -> int:
    from detente import settlement
    from detente.settlement.formats import load_scenario

    if len(sources) != 1:
        raise Failed(text("settle.one_scenario"))
    try:
        scenario = load_scenario(sources[0], profiles or None)
        if len(scenario.parties) < 2:
            raise Failed(text("settle.one_party", path=sources[0]), SOME_FAILED)
        with Progress() as progress:
            progress("settle", 0, 1)
            settled = settlement.settle(scenario)
            ways = _ways(scenario) if way else []
    except settlement.ScenarioError as error:
        raise Failed(str(error), SOME_FAILED) from error
    if json:
        _print_settled(settled.as_json(wording.current()), scenario, ways)
    else:
        from detente.cli.deals import print_settlement, print_ways

        print_settlement(scenario, settled)
        print_ways(scenario, ways)
    return DONE


def _ways(scenario: Scenario) -> list[Way]:
    """The mediator's way, and alternating offers in which all follow the same strategy, one after the other."""
    from detente import settlement
    from detente.settlement.way import STRATEGIES, alternating_offers, outcomes, single_text

    try:
        frontier = settlement.find_frontier(scenario)
    except settlement.StoppedError:
        frontier = None
    ways = [single_text(scenario, frontier=frontier)]
    try:
        table = outcomes(scenario, frontier)
    except settlement.ScenarioError:
        return ways
    return ways + [alternating_offers(scenario, name, frontier=frontier, table=table) for name in STRATEGIES]


def _print_settled(found: dict[str, object], scenario: Scenario, ways: Sequence[Way]) -> None:
    if ways:
        found = found | {"way": [each.as_json(scenario) for each in ways]}
    _print_json(json_module.dumps(found, ensure_ascii=False, indent=1))


def codebooks(
    name: Annotated[str | None, typer.Argument(metavar="NAME|FILE", autocompletion=_codebook_names)] = None,
    lang: Lang = None,
) -> int:
    """List the codebooks that come with détente, or show one."""
    _settings(lang, None)
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


def _settings(
    lang: str | None,
    codebook: Sequence[str] | None,
    precision: float | None = None,
    backend: str | None = None,
    workers: int | None = None,
) -> Settings:
    return settings.load(language=lang, codebooks=codebook or (), precision=precision, backend=backend, workers=workers)


def _read(
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


def _code(result: Result) -> int:
    return SOME_FAILED if result.failures else DONE


def _print_json(content: str) -> None:
    # As bytes: JSON is UTF-8 whatever the terminal is set to.
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode() + b"\n")


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, "utf-8")
    except OSError as error:
        raise unwritable(path, error) from error
    say_written(path)
