"""What a back end hands over, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from detente.contract import Stance
from detente.pickling import PicklableError
from detente.reading.model import Analysis

# Why something that was proposed does not count.
Reason = Literal["malformed", "not_verbatim", "speaker", "stance", "duplicate"]
REASONS: tuple[Reason, ...] = ("malformed", "not_verbatim", "speaker", "stance", "duplicate")

FailureReason = Literal["unreachable", "timeout", "status", "answer", "too_large", "given_up", "broken"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement as a back end sees it: nothing counts before `verify` has found it in the report.

    `speaker` is a name or the report's words for the party, `issue` what the stance is towards, `quote` words of the
    report that show it, `rule` which part of the back end proposes it.
    """

    speaker: str
    stance: Stance
    issue: str
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class BackendFailure:
    """Why a report, or a part of it, got nothing from its back end; `detail` is in English."""

    reason: FailureReason
    detail: str

    def __str__(self) -> str:
        return f"the back end added nothing or not all: {_SAID[self.reason].format(self.detail)}"


_SAID: dict[FailureReason, str] = {
    "unreachable": "its server cannot be reached ({})",
    "timeout": "it did not answer within {}",
    "status": "its server refused ({})",
    "answer": "its answer is of no use ({})",
    "too_large": "it was too much ({})",
    "given_up": "its server is left alone after {}",
    "broken": "it broke down ({})",
}


@dataclass(slots=True)
class Proposals:
    """All that a back end says of one report.

    `malformed` items had no usable form; `cut` answers broke off and were used as far as they went; `failure` is why
    something is missing; `skipped` reports are in a language that the back end does not read.
    """

    items: list[Proposal] = field(default_factory=list)
    malformed: int = 0
    cut: int = 0
    skipped: int = 0
    failure: BackendFailure | None = None


class Backend(Protocol):
    """Proposes statements for reports, beside the rules.  It has to be picklable, for several processes."""

    @property
    def name(self) -> str:
        """Its name, for people, with what would change its answers."""
        ...

    def propose(self, analysis: Analysis) -> Proposals:
        """The statements that it sees in a report.  What goes wrong is a `failure` in the answer, never raised."""
        ...


class BackendError(PicklableError, ValueError):
    """A back end that cannot be used as it is set up.

    `code` says why: not_installed (`extra`, `package`), no_url, no_model, bad_url, bad_key, no_pipeline (`name`).
    """

    def __init__(self, code: str, message: str, **values: str) -> None:
        super().__init__(message)
        self.code, self.values = code, values


@dataclass(slots=True)
class Tally:
    """How many statements a back end proposed, how many were added, and how many were dropped for which reason.

    `cut` counts answers that broke off, `skipped` reports in a language that the back end does not read.
    """

    backend: str
    proposed: int = 0
    added: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    cut: int = 0
    skipped: int = 0

    @property
    def lost(self) -> bool:
        """Whether anything that was proposed, or could have been, is missing."""
        return bool(self.dropped or self.cut or self.skipped)

    def __str__(self) -> str:
        reasons = ", ".join(f"{self.dropped[reason]} {reason}" for reason in REASONS if self.dropped[reason])
        dropped = f", {sum(self.dropped.values())} dropped ({reasons})" if reasons else ""
        cut = f", {self.cut} answers cut short" if self.cut else ""
        skipped = f", {self.skipped} reports in another language" if self.skipped else ""
        return f"{self.backend}: {self.proposed} statements proposed, {self.added} added{dropped}{cut}{skipped}"

    @classmethod
    def total(cls, backend: str, tallies: Iterable[Tally]) -> Tally:
        """The sum over reports."""
        found = cls(backend)
        for tally in tallies:
            found.proposed += tally.proposed
            found.added += tally.added
            found.dropped.update(tally.dropped)
            found.cut += tally.cut
            found.skipped += tally.skipped
        return found
