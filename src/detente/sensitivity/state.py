"""What the analyses say of a table as it is: settlement, stability and forecast, as far as a what-if compares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detente.contract import Dossier
from detente.forecast import MODELS, Forecast, Table, TableError, forecast, inputs_of
from detente.negotiation import Negotiation
from detente.sensitivity.sampling import sample
from detente.settlement import Settlement, from_negotiation, settle
from detente.settlement.chances import accepted, zone_exists
from detente.stability import ConflictError
from detente.stability.dossier import DossierConflict, NoConflictError, conflict_of
from detente.stability.engine import Graph, Play, stabilities
from detente.stability.preferences import dense

ANALYSES = ("settlement", "stability", "forecast")
# The concepts under which an outcome counts as one that would hold, as in `detente stability`.
CONCEPTS = ("nash", "seq", "sim")
# The election's forecast at expected values is not the one it gives over draws, so that it is left out here.
COMPARED = tuple(model for model in MODELS if model != "election")
_PORTION = 100_000
Truth = NDArray[np.bool_]
Outcome = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, eq=False)
class Held:
    """What would hold: for each outcome, as (issue, option) ids, the concepts under which it does at expected values.

    drawn: for each outcome in which draws (n,) it is a Nash equilibrium; None without draws.
    """

    case: DossierConflict
    outcomes: dict[Outcome, tuple[str, ...]]
    drawn: dict[Outcome, Truth] | None


@dataclass(frozen=True, eq=False)
class State:
    """What the analyses say of a subject; None for one that was not asked for or not possible (`why_not` says why).

    zone, accepted: in which draws (n,) there is an agreement zone, and all accept the Nash deal; None without draws or
    where no status quo is known.  The settlement does not list the points of its frontier.
    """

    subject: Negotiation | Table
    dossier: Dossier | None
    analyses: tuple[str, ...]
    draws: int
    seed: int
    settlement: Settlement | None = None
    stability: Held | None = None
    forecast: Forecast | None = None
    zone: Truth | None = None
    accepted: Truth | None = None
    why_not: dict[str, str] = field(default_factory=dict)


def state(
    subject: Negotiation | Table,
    dossier: Dossier | None = None,
    *,
    analyses: Sequence[str] = ANALYSES,
    draws: int = 0,
    seed: int = 0,
    language: str = "en",
) -> State:
    """Run the analyses at expected values, and in `draws` draws with random numbers that can be compared.

    Of a table only the forecast is possible, without a dossier no stability.  `language` is that of the reasons.
    """
    found = State(subject, dossier, tuple(analyses), draws, seed)
    drawn = sample(subject, draws, seed) if draws and isinstance(subject, Negotiation) else None
    if "settlement" in analyses and isinstance(subject, Negotiation) and len(subject.parties) > 1:
        settled = settle(from_negotiation(subject), points=False)
        zone = accept = None
        if drawn is not None and drawn.gains is not None:
            zone = zone_exists(drawn.gains, [len(issue.options) for issue in subject.issues])
            if settled.nash.deals:
                deal = [i.index(settled.nash.deals[0][i.id]) for i in subject.issues]
                accept = accepted(drawn.gains, deal)
        found = replace(found, settlement=settled, zone=zone, accepted=accept)
    if "stability" in analyses and isinstance(subject, Negotiation) and dossier is not None:
        try:
            case = conflict_of(subject, dossier)
            found = replace(found, stability=_held(case, None if drawn is None else case.utilities_in(drawn)))
        except NoConflictError as error:
            found.why_not["stability"] = error.text(language)
        except ConflictError as error:
            found.why_not["stability"] = str(error)
    if "forecast" in analyses:
        try:
            found = replace(found, forecast=expected_forecast(subject))
        except TableError as error:
            found.why_not["forecast"] = error.text("de" if language == "de" else "en")
    return found


def expected_forecast(subject: Negotiation | Table, models: Sequence[str] = COMPARED) -> Forecast:
    """The forecast at expected values, without draws."""
    inputs = inputs_of(subject, draws=1)
    issues = tuple(replace(issue, sample=None) for issue in inputs.issues)
    return forecast(replace(inputs, issues=issues, draws=0), models=models, draws=100)


def _held(case: DossierConflict, utilities: NDArray[np.float64] | None) -> Held:
    graph = Graph.of(case.conflict)
    stable = stabilities(Play(graph, case.conflict.ranks), CONCEPTS)
    everywhere = {concept: np.all(each, axis=0) for concept, each in stable.items()}
    named = outcomes_of(case)
    outcomes: dict[Outcome, tuple[str, ...]] = {}
    for kind, outcome in enumerate(named):
        concepts = tuple(c for c in CONCEPTS if everywhere[c][case.same_outcome == kind].any())
        if concepts:
            outcomes[outcome] = concepts
    if utilities is None:
        return Held(case, outcomes, None)
    held = equilibria(case, graph, utilities, "nash")
    drawn: dict[Outcome, Truth] = {
        outcome: np.any(held[:, case.same_outcome == kind], axis=1) for kind, outcome in enumerate(named)
    }
    return Held(case, outcomes, {outcome: each for outcome, each in drawn.items() if each.any()})


def outcomes_of(case: DossierConflict) -> list[Outcome]:
    """The outcomes of a conflict, in the order of their numbers in `same_outcome`."""
    first = np.unique(case.same_outcome, return_index=True)[1]
    numbers = case.conflict.states.numbers[first]
    return [tuple(sorted(case.outcome(int(number)).items())) for number in numbers]


def equilibria(case: DossierConflict, graph: Graph, utilities: NDArray[np.float64], concept: str) -> Truth:
    """Whether each state is an equilibrium under a concept in each draw, bool (draws, states)."""
    count, makers, states = utilities.shape
    found = []
    size = max(1, _PORTION // states)
    for first in range(0, count, size):
        part = utilities[first : first + size]
        ranks = np.stack([dense(each) for each in part.transpose(1, 0, 2).reshape(makers, -1)])
        stable = stabilities(Play(graph.repeated(len(part)), ranks), (concept,))[concept]
        found.append(np.all(stable, axis=0).reshape(len(part), states))
    return np.concatenate(found)
