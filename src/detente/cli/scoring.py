"""`detente score`: how good the reader is on annotated reports."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Backend, Json, Lang, chosen_settings, load_backend, print_json
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress, name_failures, say_tally
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.scoring import Score
    from detente.workflow import Result


def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD")],
    texts: Annotated[Path | None, typer.Argument(metavar="TEXTS")] = None,
    items: Annotated[bool, typer.Option("--items")] = False,
    json: Json = False,
    lang: Lang = None,
    backend: Backend = None,
) -> int:
    """Read annotated reports and compare what was read with the annotations."""
    chosen = chosen_settings(lang, None, backend=backend)
    from detente import workflow
    from detente.scoring import AnnotationError, load_annotations
    from detente.scoring import score as compare

    try:
        annotated = load_annotations(gold, texts)
    except (AnnotationError, OSError) as error:
        raise Failed(text("score.unusable", reason=error), SOME_FAILED) from error
    proposing = load_backend(chosen.backend)
    scores: list[Score] = []
    results: list[Result] = []
    with Progress() as progress:
        for done, (annotation, file) in enumerate(annotated):
            progress("read", done, len(annotated))
            results.append(workflow.read_all([file], precision=chosen.precision, backend=proposing))
            scores.append(compare(annotation, file.read_text("utf-8"), results[-1].dossier))
    failures = [failure for result in results for failure in result.failures]
    name_failures(failures)
    if proposing is not None:
        from detente.reading.backends import Tally

        say_tally(Tally.total(proposing.name, [r.backend for r in results if r.backend is not None]))
    if json:
        print_json(json_module.dumps(_as_json(scores), ensure_ascii=False, indent=1))
    else:
        _show(scores, items)
    return SOME_FAILED if failures else DONE


def _by_language(scores: list[Score]) -> dict[str, list[Score]]:
    languages = sorted({s.language for s in scores})
    found = {language: [s for s in scores if s.language == language] for language in languages}
    return found | {"all": scores} if len(found) > 1 else found


def _as_json(scores: list[Score]) -> dict[str, object]:
    from detente.scoring import KINDS, total

    return {
        "totals": {
            language: {kind: total(s.figures[kind] for s in chosen).as_json() for kind in KINDS}
            for language, chosen in _by_language(scores).items()
        },
        "reports": [
            {
                "id": each.id,
                "language": each.language,
                "figures": {kind: each.figures[kind].as_json() for kind in KINDS},
                "missed": each.missed,
                "spurious": each.spurious,
            }
            for each in scores
        ],
    }


def _show(scores: list[Score], items: bool) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from detente.scoring import KINDS, total

    console = Console(highlight=False)
    for each in scores if items else []:
        console.print(f"[bold]{escape(each.id)}[/bold]")
        for kind in KINDS:
            for sign, found in (("−", each.missed[kind]), ("+", each.spurious[kind])):
                for words in found:
                    console.print(escape(f"  {sign} {text(f'score.{kind}')}: {words}"))
    for language, chosen in _by_language(scores).items():
        console.print(text("score.reports", language=text(f"score.{language}"), count=len(chosen)))
        table = Table(box=None, padding=(0, 1), pad_edge=False)
        table.add_column("")
        for column in ("precision", "recall", "f1", "found", "missed", "spurious"):
            table.add_column(text(f"score.{column}"), justify="right")
        for kind in KINDS:
            f = total(s.figures[kind] for s in chosen)
            counts = str(f.found), str(f.missed), str(f.spurious)
            if kind == "issue":  # of the statements found, those whose issue is right: one share
                table.add_row(text("score.issue"), _share(f.recall), "", "", *counts[:2])
            else:
                table.add_row(text(f"score.{kind}"), *map(_share, (f.precision, f.recall, f.f1)), *counts)
        console.print(table)
    console.print(text("score.explained" if items else "score.more"))


def _share(share: float) -> str:
    return f"{share:.2f}".replace(".", "," if wording.current() == "de" else ".")
