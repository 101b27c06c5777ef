"""`detente sensitivity`: what would change a result, and what a change would do."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Codebook, Json, Lang, Sources, chosen_settings, exit_code, print_json, read_sources
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.contract import Dossier
    from detente.forecast import Table
    from detente.negotiation import Negotiation
    from detente.sensitivity import Sensitivity, WhatIf

# Draws behind the chances of a what-if; both sides have the same random numbers, so that a few hundred show it.
_DRAWS = 500


def sensitivity(
    sources: Sources,
    on: Annotated[str | None, typer.Option("--on", metavar="RESULT")] = None,
    change: Annotated[list[str] | None, typer.Option("--change", metavar="CHANGE")] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", metavar="NUMBER")] = None,
    json: Json = False,
    persons_apart: Annotated[bool, typer.Option("--persons-apart")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Make changes and compare, or find what a result hangs on."""
    chosen = chosen_settings(lang, codebook)
    from detente.sensitivity import ChangeError

    code = DONE
    dossier: Dossier | None = None
    subject: Negotiation | Table
    with Progress() as progress:
        if any(source.lower().endswith(".csv") for source in sources):
            subject = _table(sources)
        else:
            from detente import negotiation

            result = read_sources(sources, chosen, progress)
            code, dossier = exit_code(result), result.dossier
            subject = negotiation.build(dossier, persons_apart=persons_apart)
            if len(subject.parties) < 2 or not subject.issues:
                raise Failed(text("settle.none"), SOME_FAILED)
        progress("sensitivity", 0, 1)
        try:
            made = _what_if(subject, dossier, change) if change else None
            found = None if change and on is None else _sensitivity(subject, dossier, on, threshold)
        except ChangeError as error:
            raise Failed(error.text("de" if wording.current() == "de" else "en")) from error
    if json:
        language = wording.current()
        plain = {
            "what_if": None if made is None else made.as_json(language),
            "sensitivity": None if found is None else found.as_json(language),
        }
        print_json(json_module.dumps(plain, ensure_ascii=False, indent=1))
    else:
        from detente.cli.changing import print_sensitivity, print_what_if

        if made is not None:
            print_what_if(made)
        if found is not None:
            print_sensitivity(found)
    return code


def _table(sources: list[str]) -> Table:
    from detente.forecast import TableError, read_table

    if len(sources) != 1:
        raise Failed(text("forecast.one_table"))
    try:
        return read_table(sources[0])
    except TableError as error:
        raise Failed(error.text("de" if wording.current() == "de" else "en"), SOME_FAILED) from error


def _what_if(subject: Negotiation | Table, dossier: Dossier | None, written: list[str]) -> WhatIf:
    from detente.sensitivity import parse, what_if

    changes = [parse(each, subject, dossier) for each in written]
    return what_if(subject, changes, dossier=dossier, draws=_DRAWS, language=wording.current())


def _sensitivity(
    subject: Negotiation | Table, dossier: Dossier | None, on: str | None, threshold: float | None
) -> Sensitivity:
    """Of the result named; otherwise of the Nash deal's chance or, where there is none, of the first forecast."""
    from detente.negotiation import Negotiation
    from detente.sensitivity import ChangeError
    from detente.sensitivity import sensitivity as find

    if on is None and isinstance(subject, Negotiation):
        try:
            return find(subject, "nash", dossier=dossier)
        except ChangeError:
            pass
    return find(subject, on or "forecast", dossier=dossier, threshold=threshold)
