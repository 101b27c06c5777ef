"""In which order to review: the chance that something was misread, times what hangs on it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from detente import contract
from detente.desk.dossiers.models import Dossier
from detente.desk.review.outcomes import table_of
from detente.negotiation import Negotiation
from detente.negotiation.tally import spoken_for
from detente.settlement.influence import influences

log = logging.getLogger("detente.desk.review")
_DRAWS = 300
_KEPT = 8
# What hangs on a statement that moves nothing: it may once others are ruled on, the sooner the nearer to the table.
_AT_TABLE, _NEAR, _FAR = 0.01, 0.004, 0.001


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on the statements: without one the Nash deal would be another (`turning`), or the chance that all
    accept it higher or lower (`moving`, in [-1, 1]); those that count at the table, what is on it, and who sits or
    is spoken for there."""

    turning: frozenset[str]
    moving: dict[str, float]
    counted: frozenset[str]
    issues: frozenset[str]
    parties: frozenset[str]

    def influence(self, item: contract.Statement | contract.Event) -> float:
        """How much hangs on it, in (0, 1]: 1 where the deal would be another without it."""
        if item.id in self.turning:
            return 1.0
        if isinstance(item, contract.Statement):
            here, near = item.id in self.counted, item.issue in self.issues
        else:
            here, near = False, bool(self.parties.intersection(item.participants))
        floor = _AT_TABLE if here else _NEAR if near else _FAR
        return max(abs(self.moving.get(item.id, 0.0)), floor)


def hanging(dossier: Dossier) -> Hanging:
    """What hangs on the statements of the dossier as it stands; nothing where its analysis fails."""
    try:
        key, state = table_of(dossier)
    except Exception:  # the queue is there all the same
        log.exception("the order of the queue cannot be found")
        return Hanging(frozenset(), {}, frozenset(), frozenset(), frozenset())
    with _lock:
        found = _known.get(key)
    if found is None:
        found = _weigh(state.subject, state.dossier, state.settlement.nash.deals if state.settlement else ())
        with _lock:
            while len(_known) >= _KEPT:
                _known.pop(next(iter(_known)))
            _known[key] = found
    return found


def _weigh(table: object, dossier: contract.Dossier | None, deals: tuple[dict[str, str], ...]) -> Hanging:
    assert isinstance(table, Negotiation)
    seated = {party.id for party in table.parties}
    ends = spoken_for(dossier.parties, persons_apart=False) if dossier else {}
    found = influences(table, deals[0], deals[0], draws=_DRAWS, seed=0) if deals else ()
    return Hanging(
        turning=frozenset(each.statement for each in found if each.nash is not None),
        moving={each.statement: each.change for each in found if each.change},
        counted=frozenset(each for said in table.sources.values() for each in said),
        issues=frozenset(issue.id for issue in table.issues),
        parties=frozenset(seated | {key for key, end in ends.items() if end in seated}),
    )


_lock = threading.Lock()
_known: dict[str, Hanging] = {}
