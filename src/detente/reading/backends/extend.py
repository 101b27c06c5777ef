"""A back end's statements beside those of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.backends.model import Backend, BackendFailure, Tally
from detente.reading.backends.verify import Verifier
from detente.reading.model import Analysis, StatementFound


@dataclass(frozen=True, slots=True)
class Extended:
    """The statements of both in text order, what became of the back end's, and why some may be missing."""

    statements: list[StatementFound]
    tally: Tally
    failure: BackendFailure | None


def extend(analysis: Analysis, found: Sequence[StatementFound], backend: Backend) -> Extended:
    """Add to the statements `found` by rule what a back end proposes and the check lets through.

    The rules' statements stay as they are; `rule` of the others names the back end.
    """
    proposals = backend.propose(analysis)
    tally = Tally(backend.name, len(proposals.items) + proposals.malformed)
    tally.cut, tally.skipped = proposals.cut, proposals.skipped
    if proposals.malformed:
        tally.dropped["malformed"] = proposals.malformed
    verifier = Verifier(analysis, found)
    statements = list(found)
    for proposal in proposals.items:
        outcome = verifier.check(proposal)
        if isinstance(outcome, StatementFound):
            statements.append(outcome)
            tally.added += 1
        else:
            tally.dropped[outcome] += 1
    statements.sort(key=lambda statement: statement.start)
    return Extended(statements, tally, proposals.failure)
