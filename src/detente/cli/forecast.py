"""`detente forecast`: what to expect of each issue, from a dossier, from reports or from a table of actors."""

from __future__ import annotations

import json as json_module
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Codebook, Json, Lang, Sources, chosen_settings, exit_code, print_json, read_sources
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.forecast import Forecast, Table


def model_names() -> list[str]:
    """The names that --model takes."""
    from detente.forecast import MODELS

    return list(MODELS)


def _variant_names() -> list[str]:
    from detente.forecast import VARIANTS

    return list(VARIANTS)


def forecast(
    sources: Sources,
    model: Annotated[list[str] | None, typer.Option("--model", metavar="NAME...", autocompletion=model_names)] = None,
    variant: Annotated[str, typer.Option("--variant", metavar="NAME", autocompletion=_variant_names)] = "paper",
    backtest: Annotated[bool, typer.Option("--backtest")] = False,
    json: Json = False,
    persons_apart: Annotated[bool, typer.Option("--persons-apart")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Weigh the dossier, or take a table as it is, and forecast every issue; or compare a table with its outcomes."""
    chosen = chosen_settings(lang, codebook)
    _check(model or (), variant)
    if backtest or any(_is_table(source) for source in sources):
        return _tables(sources, model, variant, backtest, json)
    from detente import negotiation
    from detente.forecast import forecast as find

    with Progress() as progress:
        result = read_sources(sources, chosen, progress)
        progress("forecast", 0, 1)
        table = negotiation.build(result.dossier, persons_apart=persons_apart)
        if not table.parties or not table.issues:
            raise Failed(text("forecast.none"), SOME_FAILED)
        found = find(table, models=model, variant=variant)
    _show(found, json)
    return exit_code(result)


def _check(models: Sequence[str], variant: str) -> None:
    for name, known in (*((model, model_names()) for model in models), (variant, _variant_names())):
        if name not in known:
            raise Failed(text("forecast.unknown", name=name, known=", ".join(known)))


def _is_table(source: str) -> bool:
    return source.lower().endswith(".csv")


def _tables(sources: Sequence[str], models: Sequence[str] | None, variant: str, backtest: bool, json: bool) -> int:
    from detente.forecast import TableError, read_table
    from detente.forecast import forecast as find

    if len(sources) != 1:
        raise Failed(text("forecast.one_table"))
    try:
        table = read_table(sources[0])
        with Progress() as progress:
            progress("forecast", 0, 1)
            if backtest:
                return _compare(table, models, variant, json)
            found = find(table, models=models, variant=variant)
    except TableError as error:
        raise Failed(error.text(wording.current()), SOME_FAILED) from error
    _show(found, json)
    return DONE


def _show(found: Forecast, json: bool) -> None:
    if json:
        print_json(json_module.dumps(found.as_json(wording.current()), ensure_ascii=False, indent=1))
    else:
        from detente.cli.expectations import print_forecast

        print_forecast(found)


def _compare(table: Table, models: Sequence[str] | None, variant: str, json: bool) -> int:
    from detente.forecast import compare
    from detente.forecast import forecast as find

    found = compare(find(table, models=models, variant=variant))
    if json:
        print_json(json_module.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        from detente.cli.expectations import print_comparison

        print_comparison(found)
    return DONE
