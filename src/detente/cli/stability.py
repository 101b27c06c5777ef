"""`detente stability`: what would hold, in a conflict file or at the table of a dossier."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Codebook, Json, Lang, Sources, chosen_settings, exit_code, print_json, read_sources
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.stability import Conflict, Requirement

# As much of a file as is looked at to see whether it is a conflict.
_HEAD = 4096


def stability(
    sources: Sources,
    origin: Annotated[str | None, typer.Option("--from", metavar="STATE")] = None,
    needs: Annotated[str | None, typer.Option("--needs", metavar="STATE")] = None,
    coalitions: Annotated[bool, typer.Option("--coalitions")] = False,
    json: Json = False,
    persons_apart: Annotated[bool, typer.Option("--persons-apart")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Take a conflict as it is, or make one of a dossier, and find what would hold."""
    chosen = chosen_settings(lang, codebook)
    files = [source for source in sources if _is_conflict(source)]
    if files and len(sources) > 1:
        raise Failed(text("stability.one_conflict", path=files[0]))
    if files:
        return _conflict_file(files[0], origin, needs, coalitions, json)
    from detente import negotiation, settlement
    from detente.stability import ConflictError, paths
    from detente.stability.dossier import NoConflictError, conflict_of
    from detente.stability.holding import hold

    with Progress() as progress:
        result = read_sources(sources, chosen, progress)
        progress("stability", 0, 1)
        table = negotiation.build(result.dossier, persons_apart=persons_apart)
        if not table.parties or not table.issues:
            raise Failed(text("stability.none"), SOME_FAILED)
        try:
            case = conflict_of(table, result.dossier)
            start = case.start if origin is None else _state(case.conflict, origin)
            settled = settlement.settle(table) if len(table.parties) > 1 else None
            found = hold(case, settled, coalitions=coalitions)
            play = paths(case.conflict, start)
            wanted = _needs(case.conflict, needs)
        except NoConflictError as error:
            raise Failed(error.text(wording.current()), SOME_FAILED) from error
        except ConflictError as error:
            raise Failed(str(error), SOME_FAILED) from error
    if json:
        language = wording.current()
        plain = found.stability.as_json(language) | found.as_json(language) | {"status_quo": play.as_json()}
        print_json(json_module.dumps(plain | _needs_json(wanted), ensure_ascii=False, indent=1))
    else:
        from detente.cli.holding import print_conflict_of_dossier, print_needs

        print_conflict_of_dossier(found, play)
        print_needs(wanted)
    return exit_code(result)


def _conflict_file(path: str, origin: str | None, needs: str | None, coalitions: bool, json: bool) -> int:
    from detente.stability import ConflictError, paths, read_conflict, solve

    try:
        conflict = read_conflict(path)
        with Progress() as progress:
            progress("stability", 0, 1)
            found = solve(conflict, coalitions=coalitions)
            play = None if origin is None else paths(conflict, _state(conflict, origin))
            wanted = _needs(conflict, needs)
    except ConflictError as error:
        raise Failed(str(error), SOME_FAILED) from error
    if json:
        plain = found.as_json(wording.current()) | ({} if play is None else {"status_quo": play.as_json()})
        print_json(json_module.dumps(plain | _needs_json(wanted), ensure_ascii=False, indent=1))
    else:
        from detente.cli.holding import print_conflict, print_needs

        print_conflict(found, play)
        print_needs(wanted)
    return DONE


def _needs(conflict: Conflict, state: str | None) -> list[Requirement]:
    """What each decision maker would have to prefer for a state to hold under Nash and SEQ; nothing if not asked."""
    from detente.stability import required_preferences

    if state is None:
        return []
    number = _state(conflict, state)
    return [each for concept in ("nash", "seq") for each in required_preferences(conflict, number, concept)]


def _needs_json(wanted: list[Requirement]) -> dict[str, object]:
    return {"needs": [each.as_json(wording.current()) for each in wanted]} if wanted else {}


def _is_conflict(source: str) -> bool:
    """Whether a source is a conflict file: TOML, or JSON that says so."""
    path = Path(source)
    if path.suffix.lower() == ".toml":
        return True
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return b"detente-conflict" in file.read(_HEAD)
    except OSError:
        return False


def _state(conflict: Conflict, written: str) -> int:
    """The number of a state given as a number, or as one Y or N for each option.  Raises `Failed`."""
    count = len(conflict.options)
    letters = written.upper()
    if len(letters) == count and set(letters) <= {"Y", "N"}:
        number = sum(1 << bit for bit, letter in enumerate(letters) if letter == "Y")
    elif written.isascii() and written.isdigit():
        number = int(written)
    else:
        raise Failed(text("stability.bad_state", state=written, count=count))
    conflict.states.place(number)
    return number
