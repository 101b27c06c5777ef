"""Evidence by influence: for every statement, what would be different without it, with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from detente.contract import Dossier
from detente.negotiation import Basis, Negotiation
from detente.sensitivity.changes import ChangeError
from detente.sensitivity.dealing import AcceptedBy
from detente.sensitivity.expecting import ForecastOf, forecast_of
from detente.sensitivity.lasting import Holds
from detente.settlement.influence import influences

DRAWS = 1000
_FEW_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement and what it does to the result.

    result: the result without it, in the result's unit, None where it cannot be said; change: by how much that is more
    than with it; error: the standard error of the change, None where nothing was drawn.  nash: the Nash deal without
    it, None where it stays (or the result is not about deals).  quote, report: the words and the report they are in.
    """

    statement: str
    party: str
    issue: str
    quote: str
    report: str
    result: float | None
    change: float | None
    error: float | None = None
    nash: dict[str, str] | None = None

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "statement": self.statement,
            "party": self.party,
            "issue": self.issue,
            "quote": self.quote,
            "report": self.report,
            "result_without": self.result,
            "change": self.change,
            "error": self.error,
            "nash_without": self.nash,
        }


def evidence(
    function: AcceptedBy | ForecastOf | Holds,
    table: Negotiation,
    dossier: Dossier,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Evidence, ...]:
    """All statements on the table that change the result, those that change it most first.

    For a deal by `settlement.influence.influences`; for forecasts and stability by leaving each out and computing again
    (statements that count alike are computed once).
    """
    said = {each.id: each for each in dossier.statements}
    found: list[Evidence] = []
    if isinstance(function, AcceptedBy):
        for each in influences(table, function.deal, draws=draws, seed=seed):
            if each.nash is not None or each.change:
                own = said.get(each.statement)
                quote, report = ("", "") if own is None else (own.evidence.quote, own.evidence.report)
                found.append(
                    Evidence(
                        each.statement,
                        each.party,
                        each.issue,
                        quote,
                        report,
                        each.chance,
                        each.change,
                        each.error,
                        each.nash,
                    )
                )
        return tuple(found)
    base, result = _results(function, table)
    known: dict[object, float | None] = {}
    for statement, cell in _cells(table):
        if cell not in known:
            known[cell] = result(without(table, statement))
        now = known[cell]
        if now is not None and abs(now - base) > 1e-12:
            own = said.get(statement)
            quote, report = ("", "") if own is None else (own.evidence.quote, own.evidence.report)
            found.append(Evidence(statement, cell[0], cell[1], quote, report, now, now - base))
    return tuple(sorted(found, key=lambda each: -abs(each.change or 0.0)))


def without(table: Negotiation, statement: str) -> Negotiation:
    """The table without one statement; the same numbers as from a dossier without it, seats and agenda kept."""
    supports, opposes, spoken = table.supports.copy(), table.opposes.copy(), table.spoken.copy()
    basis, sources = dict(table.basis), dict(table.sources)
    for p, party in enumerate(table.parties):
        for i, issue in enumerate(table.issues):
            said = sources.get((party.id, issue.id), ())
            if statement not in said:
                continue
            sources[party.id, issue.id] = tuple(each for each in said if each != statement)
            spoken[p, i] -= 1
            for o, option in enumerate(issue.options):
                own = basis[party.id, issue.id, option.id]
                supports[p, i, o] -= statement in own.supports
                opposes[p, i, o] -= statement in own.opposes
                kept = (
                    tuple(each for each in ids if each != statement) for ids in (own.supports, own.opposes, own.open)
                )
                basis[party.id, issue.id, option.id] = Basis(*kept)
    return replace(table, supports=supports, opposes=opposes, spoken=spoken, basis=basis, sources=sources)


def _results(function: ForecastOf | Holds, table: Negotiation) -> tuple[float, Callable[[Negotiation], float | None]]:
    if isinstance(function, ForecastOf):
        issue, model, variant = function.issue.id, function.model, function.variant

        def forecast(changed: Negotiation) -> float | None:
            try:
                return forecast_of(changed, issue, model, variant=variant).base
            except ChangeError:  # fewer than two are left with a position
                return None

        return function.base, forecast
    few = function.on(table, _FEW_DRAWS)
    return few.base, lambda changed: function.on(changed, _FEW_DRAWS).base


def _cells(table: Negotiation) -> Iterator[tuple[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]]]:
    """Every statement with what it counts for: party, issue, the options that it supports and opposes."""
    for party in table.parties:
        for issue in table.issues:
            own = {option.id: table.basis[party.id, issue.id, option.id] for option in issue.options}
            for statement in table.sources.get((party.id, issue.id), ()):
                supports = tuple(key for key, each in own.items() if statement in each.supports)
                opposes = tuple(key for key, each in own.items() if statement in each.opposes)
                yield statement, (party.id, issue.id, supports, opposes)
