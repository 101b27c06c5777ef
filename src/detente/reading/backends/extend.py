"""A back end's statements beside those of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.backends.model import Backend, BackendFailure, Proposals, Tally
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
    try:
        proposals = backend.propose(analysis)
    except Exception as error:  # whatever goes wrong in a back end must not cost what we read ourselves
        # The kind of error alone: its words might show an address or a key.
        proposals = Proposals(failure=BackendFailure("broken", type(error).__name__))
    tally = Tally(backend.name, len(proposals.items) + proposals.malformed)
    tally.cut, tally.skipped = proposals.cut, proposals.skipped
    if proposals.malformed:
        tally.dropped["malformed"] = proposals.malformed
    statements = list(found)
    # It takes a while to get ready: not where there is nothing to check.
    outcomes = map(Verifier(analysis, found).check, proposals.items) if proposals.items else ()
    for outcome in outcomes:
        if isinstance(outcome, StatementFound):
            statements.append(outcome)
            tally.added += 1
        else:
            tally.dropped[outcome] += 1
    statements.sort(key=lambda statement: statement.start)
    return Extended(statements, tally, proposals.failure)
