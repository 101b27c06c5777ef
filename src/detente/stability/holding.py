"""What would hold at the table: the outcomes that are equilibria, and whether the settlement's deals are among them.

An outcome holds under a concept if one of the states that bring it about is an equilibrium under that concept.
Chances are shares of draws of the negotiation's distributions in which that is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.negotiation import Assumption
from detente.settlement import Settlement
from detente.settlement.chances import Chance, chance_of
from detente.stability.dossier import DossierConflict
from detente.stability.engine import Graph, Play, stabilities
from detente.stability.explain import name
from detente.stability.hands import phrase
from detente.stability.preferences import dense
from detente.stability.result import Stability
from detente.stability.solve import CONCEPTS, solve

DRAWS = 300
# Concepts whose chances over draws are given: the first move of anybody, and the sequence of those who gain themselves.
DRAWN = ("nash", "seq")
_PORTION = 100_000
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A move by which a decision maker (party id) would do better, from a state to another one (numbers).

    `changes` is what becomes of the issues that the move changes, by ids; None: what holds without any choice.
    `deterred` are the concepts under which it is deterred.
    """

    party: str
    origin: int
    target: int
    changes: dict[str, str | None]
    deterred: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "by": self.party,
            "from": self.origin,
            "to": self.target,
            "changes": dict(self.changes),
            "deterred": list(self.deterred),
        }


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether those who would have to choose an option of an issue together would rather have it than what holds else.

    Party ids: wanting, against, and unknown, of whom no statement tells.  chance: in how many draws all of them would
    rather have it than what holds without their choice.
    """

    issue: str
    option: str
    wanting: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]
    chance: Chance

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "issue": self.issue,
            "option": self.option,
            "wanting": list(self.wanting),
            "against": list(self.against),
            "unknown": list(self.unknown),
            **self.chance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether an outcome holds.

    outcome: for each issue of the conflict the option's id (None where no status quo is named); concepts: those under
    which it holds on average; chances: by concept of DRAWN; state: the number of the state that stands for it, one
    that is an equilibrium if any is, or None if no state brings it about; leaving: who would leave that state for a
    better outcome; undecided: who could bring about another outcome that is exactly as good for it (nothing is known of
    what it would rather have); solutions: the bargaining solutions whose deal it is; beyond: issue ids of the deal that
    nobody in the conflict can resolve in that way.
    """

    outcome: dict[str, str | None]
    state: int | None
    concepts: tuple[str, ...]
    chances: dict[str, Chance]
    leaving: tuple[Leaving, ...]
    undecided: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        found: dict[str, object] = {
            "outcome": dict(self.outcome),
            "state": self.state,
            "concepts": list(self.concepts),
            "chances": {concept: chance.as_json() for concept, chance in self.chances.items()},
            "leaving": [each.as_json() for each in self.leaving],
            "undecided": list(self.undecided),
        }
        if self.solutions:
            found |= {"solutions": list(self.solutions), "beyond": list(self.beyond)}
        return found


@dataclass(frozen=True, eq=False)
class DossierStability:
    """What would hold at the table of a dossier.

    prospects: for each option in somebody's hands who wants it; start: the status quo; outcomes: those that hold under
    Nash, SEQ or SIM, the likeliest first; deals: the settlement's solutions, each deal once.  state_chances: for each
    concept of DRAWN the share of draws in which each state is an equilibrium, (states,).
    """

    case: DossierConflict
    stability: Stability
    prospects: tuple[Prospect, ...]
    start: Holding
    outcomes: tuple[Holding, ...]
    deals: tuple[Holding, ...]
    state_chances: dict[str, npt.NDArray[np.float64]]
    draws: int
    seed: int

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Who controls what, on what grounds, and what was left out; then cautions."""
        return (*self.case.assumptions, *self.case.cautions)

    def as_json(self, language: str = "en") -> dict[str, object]:
        """As plain data, to be added to the plain data of the stability of the conflict."""
        return {
            "prospects": [each.as_json() for each in self.prospects],
            "start": self.start.as_json(),
            "outcomes": [each.as_json() for each in self.outcomes],
            "deals": [each.as_json() for each in self.deals],
            "draws": self.draws,
            "seed": self.seed,
            "assumptions": [each.as_json(language) for each in self.assumptions],
        }

    def move_text(self, leaving: Leaving, language: str = "en") -> str:
        """A move in words, in German ("de") or else in English: who would do what, and what would come of it."""
        negotiation = self.case.negotiation
        party = next(each.name for each in negotiation.parties if each.id == leaving.party)
        changes = "; ".join(self.terms({issue: option}, language) for issue, option in leaving.changes.items())
        return phrase("holding.deterred" if leaving.deterred else "holding.leaves", language).format(
            party=party, changes=changes, concepts=", ".join(name(each, language) for each in leaving.deterred)
        )

    def terms(self, outcome: dict[str, str | None], language: str = "en") -> str:
        """An outcome in words: "Ceasefire: none; Territory: line frozen"."""
        found = []
        for issue in self.case.negotiation.issues:
            if issue.id in outcome:
                option = outcome[issue.id]
                label = (
                    phrase("holding.nothing", language) if option is None else issue.options[issue.index(option)].label
                )
                found.append(f"{issue.label}: {label}")
        return "; ".join(found)


def hold(
    case: DossierConflict,
    settlement: Settlement | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    coalitions: bool = False,
) -> DossierStability:
    """What would hold: outcomes, and the deals of a settlement of the same negotiation.

    draws (at least 1) of the negotiation's distributions, with a seed, give the chances.  coalitions: see `solve`.
    """
    stability = solve(case.conflict, coalitions=coalitions)
    drawn = _equilibria_over_draws(case, stability.play.graph, draws, seed)
    finder = _Finder(case, stability, drawn)
    everywhere = {concept: np.all(stable, axis=0) for concept, stable in stability.stable.items()}
    firm = everywhere["nash"] | everywhere["seq"] | everywhere["sim"]
    kinds = dict.fromkeys(case.same_outcome[firm].tolist())
    outcomes = [finder.holding(case.same_outcome == kind) for kind in kinds]
    outcomes.sort(key=lambda each: (-each.chances["nash"].share, each.state or 0))
    return DossierStability(
        case=case,
        stability=stability,
        prospects=tuple(_prospects(case, draws, seed)),
        start=finder.holding(case.same_outcome == case.same_outcome[case.conflict.states.place(case.start)]),
        outcomes=tuple(outcomes),
        deals=tuple(finder.deals(settlement)) if settlement else (),
        state_chances={concept: each.mean(axis=0) for concept, each in drawn.items()},
        draws=draws,
        seed=seed,
    )


def _prospects(case: DossierConflict, draws: int, seed: int) -> Iterable[Prospect]:
    gained = case.gains(draws, seed)
    for issue, option in dict.fromkeys((hand.issue, hand.option) for hand in case.hands):
        who = [hand.party for hand in case.hands if (hand.issue, hand.option) == (issue, option)]
        places = [case.party(party) for party in who]
        column, place = case.cell(issue, option)
        drawn = np.all(gained[:, places, column, place] > 0, axis=1)
        mean = {party: case.mean_gain(party, column, place) for party in who}
        yield Prospect(
            issue,
            option,
            tuple(party for party in who if mean[party] > 0),
            tuple(party for party in who if mean[party] < 0),
            tuple(party for party in who if mean[party] == 0),
            chance_of(drawn),
        )


def _equilibria_over_draws(case: DossierConflict, graph: Graph, draws: int, seed: int) -> dict[str, Truth]:
    """For each concept of DRAWN whether each state is an equilibrium in each draw, bool (draws, states)."""
    utilities = case.utilities(draws, seed)
    count, makers, states = utilities.shape
    found: dict[str, list[Truth]] = {concept: [] for concept in DRAWN}
    size = max(1, _PORTION // states)
    for first in range(0, count, size):
        part = utilities[first : first + size]
        flat = part.transpose(1, 0, 2).reshape(makers, -1)
        play = Play(graph.repeated(len(part)), np.stack([dense(each) for each in flat]))
        for concept, stable in stabilities(play, DRAWN).items():
            found[concept].append(np.all(stable, axis=0).reshape(len(part), states))
    return {concept: np.concatenate(parts) for concept, parts in found.items()}


class _Finder:
    def __init__(self, case: DossierConflict, stability: Stability, drawn: dict[str, Truth]) -> None:
        self.case, self.stability, self.drawn = case, stability, drawn
        self.ranks = case.conflict.ranks
        self.equilibria = {concept: np.all(stable, axis=0) for concept, stable in stability.stable.items()}

    def deals(self, settlement: Settlement) -> Iterable[Holding]:
        """Each deal of the solutions once, with the names of those that choose it."""
        named: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for solution in settlement.solutions:
            for deal in solution.deals[:1]:
                named.setdefault(tuple(sorted(deal.items())), []).append(solution.name)
        for terms, names in named.items():
            yield self.deal(dict(terms), names)

    def deal(self, deal: dict[str, str], solutions: Sequence[str] = ()) -> Holding:
        """Whether a deal holds, as far as it is in the hands of the conflict's decision makers."""
        case = self.case
        wanted: list[int] = []
        beyond = []
        for column, place in enumerate(case.issues):
            issue = case.negotiation.issues[place]
            option = deal.get(issue.id)
            at = -1 if option is None or option == issue.status_quo else issue.index(option)
            if at not in case.outcomes[:, column]:
                beyond.append(issue.id)
                at = -1
            wanted.append(at)
        inside = {case.negotiation.issues[place].id for place in case.issues}
        beyond += [i.id for i in case.negotiation.issues if i.id not in inside and deal.get(i.id) != i.status_quo]
        members = np.all(case.outcomes == np.array(wanted), axis=1)
        found = self.holding(members)
        return replace(found, solutions=tuple(solutions), beyond=tuple(beyond))

    def holding(self, members: Truth) -> Holding:
        """Whether the outcome of these states, which is the same, holds."""
        case = self.case
        places = np.flatnonzero(members)
        if not len(places):
            never = np.zeros(next(iter(self.drawn.values())).shape[0], dtype=np.bool_)
            return Holding({}, None, (), {concept: chance_of(never) for concept in DRAWN}, ())
        concepts = tuple(c for c in CONCEPTS if self.equilibria[c][members].any())
        # The state that stands for the outcome: most concepts first, then most to everybody's liking, then the lowest.
        merit = sum(self.equilibria[c][places].astype(np.int64) for c in CONCEPTS)
        liking = self.ranks[:, places].sum(axis=0)
        place = int(places[np.lexsort((places, -liking, -merit))[0]])
        number = int(case.conflict.states.numbers[place])
        chances = {concept: chance_of(np.any(self.drawn[concept][:, members], axis=1)) for concept in DRAWN}
        leaving, undecided = tuple(self._leaving(place)), tuple(self._undecided(place))
        return Holding(case.outcome(number), number, concepts, chances, leaving, undecided)

    def _within_reach(self, place: int, maker: str) -> npt.NDArray[np.intp]:
        """The states with another outcome that a decision maker can move to."""
        case, numbers = self.case, self.case.conflict.states.numbers
        mask = sum(1 << bit for bit, hand in enumerate(case.hands) if hand.party == maker)
        reach = np.flatnonzero((numbers & ~mask) == (numbers[place] & ~mask))
        return np.asarray(reach[case.same_outcome[reach] != case.same_outcome[place]], dtype=np.intp)

    def _undecided(self, place: int) -> Iterable[str]:
        for at, maker in enumerate(self.case.conflict.decision_makers):
            reach = self._within_reach(place, maker.name)
            if (self.ranks[at, reach] == self.ranks[at, place]).any():
                yield maker.name

    def _leaving(self, place: int) -> Iterable[Leaving]:
        """For each decision maker the move to the outcome that it likes best, if it likes one better."""
        case = self.case
        numbers = case.conflict.states.numbers
        here = case.outcome(int(numbers[place]))
        for at, maker in enumerate(case.conflict.decision_makers):
            reach = self._within_reach(place, maker.name)
            better = reach[self.ranks[at, reach] > self.ranks[at, place]]
            if len(better):
                target = int(better[np.argmax(self.ranks[at, better])])
                there = case.outcome(int(numbers[target]))
                changes = {issue: option for issue, option in there.items() if here[issue] != option}
                deterred = tuple(c for c in CONCEPTS if self.stability.stable[c][at, place])
                yield Leaving(maker.name, int(numbers[place]), int(numbers[target]), changes, deterred)
