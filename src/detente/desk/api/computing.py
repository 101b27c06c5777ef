"""The library's analyses of a dossier as plain data, as the command line prints them.

`own` are codebooks that label the dossier's issues beside those that ship.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from detente.codebooks import Codebook
from detente.contract import Dossier
from detente.desk.words import say
from detente.negotiation import Negotiation

Language = Literal["de", "en"]
Own = Sequence[Codebook]


class ImpossibleError(Exception):
    """An analysis that cannot be made: of this dossier as it stands (409), or as it was asked for (422)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def settlement(
    dossier: Dossier, language: Language, own: Own = (), *, persons_apart: bool = False
) -> dict[str, object]:
    """As `detente settle --json`."""
    from detente import settlement as library
    from detente.settlement.robust import robustness

    table = _table(dossier, language, own, persons_apart, parties=2)
    settled = library.settle(table)
    return settled.as_json(language) | {"robustness": robustness(table, settled).as_json()}


def stability(dossier: Dossier, language: Language, own: Own = (), *, persons_apart: bool = False) -> dict[str, object]:
    """As `detente stability --json`."""
    from detente import settlement as library
    from detente.stability import ConflictError, paths
    from detente.stability.dossier import NoConflictError, conflict_of
    from detente.stability.holding import hold

    table = _table(dossier, language, own, persons_apart, parties=1)
    try:
        case = conflict_of(table, dossier)
        found = hold(case, library.settle(table) if len(table.parties) > 1 else None)
        play = paths(case.conflict, case.start)
    except NoConflictError as error:
        raise ImpossibleError(409, error.text(language)) from error
    except ConflictError as error:
        raise ImpossibleError(409, str(error)) from error
    return found.stability.as_json(language) | found.as_json(language) | {"status_quo": play.as_json()}


def forecast(dossier: Dossier, language: Language, own: Own = (), *, persons_apart: bool = False) -> dict[str, object]:
    """As `detente forecast --json`."""
    from detente.forecast import forecast as find

    return find(_table(dossier, language, own, persons_apart, parties=1)).as_json(language)


def sensitivity(
    dossier: Dossier, language: Language, own: Own = (), *, persons_apart: bool = False, on: str | None = None
) -> dict[str, object]:
    """As `detente sensitivity --json`: of the result named, else of the Nash deal, else of the first forecast."""
    from detente.sensitivity import ChangeError
    from detente.sensitivity import sensitivity as find

    table = _table(dossier, language, own, persons_apart, parties=2)
    wanted = [on] if on else ["nash", "forecast"]
    for each in wanted:
        try:
            return find(table, each, dossier=dossier).as_json(language)
        except ChangeError as error:
            reason = error.text(language)
    raise ImpossibleError(422 if on else 409, reason)


def brief(dossier: Dossier, language: Language, own: Own = ()) -> str:
    """As `detente brief -o`."""
    from detente import briefing, workflow

    return briefing.render_html(briefing.compose(workflow.in_language(dossier, language, own), language=language))


ANALYSES: dict[str, Callable[..., Any]] = {
    "settlement": settlement,
    "stability": stability,
    "forecast": forecast,
    "sensitivity": sensitivity,
    "brief": brief,
}


def _table(dossier: Dossier, language: Language, own: Own, persons_apart: bool, *, parties: int) -> Negotiation:
    from detente import negotiation, workflow

    labelled = workflow.in_language(dossier, language, own)
    table = negotiation.build(labelled, persons_apart=persons_apart)
    if len(table.parties) < parties or not table.issues:
        raise ImpossibleError(409, say("api.no_table", lang=language))
    return table
