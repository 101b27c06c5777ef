"""`detente propose`: a codebook proposed from reports, for an analyst to edit."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Codebook, Lang, Sources, chosen_settings, exit_code, read_sources, write_out
from detente.cli.failing import SOME_FAILED, Failed
from detente.cli.terminal import Progress, check_writable
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.codebooks import Proposal

_MOST_ISSUES = 20


def propose(
    sources: Sources,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.toml")],
    every: Annotated[bool, typer.Option("--all")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Write a codebook of the issues that no codebook covers."""
    chosen = chosen_settings(lang, codebook)
    check_writable(output)
    if output.exists():  # it may hold an analyst's work
        raise Failed(text("propose.exists", path=output))
    from detente import codebooks

    with Progress() as progress:
        result = read_sources(sources, chosen, progress)
        progress("propose", 0, 1)
        in_use = [codebooks.load(name) for name in chosen.codebooks] or codebooks.choose(result.dossier)
        beside = [] if every else in_use
        try:
            proposal = codebooks.propose(result.dossier, beside, key=output.stem)
        except codebooks.NothingToProposeError as error:
            covered = text("propose.covered", count=error.statements, codebooks=", ".join(b.id for b in beside))
            some = error.statements and beside
            raise Failed(covered if some else text("propose.nothing"), SOME_FAILED) from error
    names = chosen.codebooks or [book.id for book in beside]
    used = [] if every else [each for name in names for each in ("--codebook", name)]
    command = shlex.join(["detente", "brief", *sources, *used, "--codebook", str(output)])
    _print(proposal)
    write_out(output, codebooks.as_toml(proposal, wording.current(), command))
    print(text("propose.use", command=command))
    return exit_code(result)


def _print(proposal: Proposal) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    table.add_column(text("propose.issue"), overflow="fold")
    for column in ("statements", "reports", "support", "oppose", "open"):
        table.add_column(text(f"propose.{column}"), justify="right")
    for each in proposal.issues[:_MOST_ISSUES]:
        counts = len(each.statements), each.reports, *each.stances.values()
        table.add_row(Text(each.issue.wording(wording.current())), *map(str, counts))
    console.print(table)
    if len(proposal.issues) > _MOST_ISSUES:
        console.print(text("propose.more", count=len(proposal.issues) - _MOST_ISSUES))
    console.print(text("propose.kept", issues=len(proposal.issues), kept=proposal.kept, statements=proposal.statements))
