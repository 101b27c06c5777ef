"""Alternating offers, simulated: two parties (Rubinstein 1982), or more in turn (stacked; Aydogan et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.settlement.frontier import Frontier
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Scenario
from detente.settlement.way.model import Move, Step, Way, Yardstick, changes
from detente.settlement.way.outcomes import Outcomes, outcomes
from detente.settlement.way.strategies import STRATEGIES, Seat, Strategy

ROUNDS = 500


def alternating_offers(
    scenario: Scenario,
    strategies: str | Sequence[str | Strategy],
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    frontier: Frontier | None = None,
    table: Outcomes | None = None,
) -> Way:
    """Let the parties bargain: in turn each takes the offer on the table or makes another, until all others take one.

    `strategies`: one of STRATEGIES for all, or one for each party, by name or as an object.  Time runs from 0 in the
    first round to 1 in the last of `rounds`; then there is no agreement.  Who has no reservation value takes anything.
    The same seed gives the same run.  `table` (see `outcomes`) spares making it again for another run.

    Raises ScenarioError for an unknown strategy, not one for each party, or too many outcomes without a frontier.
    """
    players = _players(scenario, strategies)
    if rounds < 1:
        raise ScenarioError(f"the rounds must be at least 1, not {rounds}")
    table = table or outcomes(scenario, frontier)
    count = len(players)
    reserves = [-np.inf if own is None else float(own) - 1e-12 for own in scenario.reservation]
    seats = [
        Seat(table.worth[:, p], reserves[p], np.random.default_rng([seed, p]), {q: [] for q in range(count) if q != p})
        for p in range(count)
    ]
    names = tuple(player.name for player in players)
    yard = Yardstick(scenario, frontier)
    steps: list[Step] = []
    standing: int | None = None
    taken = 0
    if any(not len(seat.order) for seat in seats):
        return yard.way("alternating_offers", steps, None, players=names, rounds=rounds, seed=seed)
    for turn in range(rounds * count):
        round_, p = divmod(turn, count)
        time = round_ / (rounds - 1) if rounds > 1 else 1.0
        own = players[p].offer(seats[p], time)
        before = None if standing is None else table.deal(standing)
        if standing is not None and players[p].accepts(seats[p], standing, own):
            taken += 1
            steps.append(_step(scenario, table, round_, p, "accept", standing, before))
            if taken == count - 1:
                agreed = table.deal(standing)
                return yard.way("alternating_offers", steps, agreed, time=time, players=names, rounds=rounds, seed=seed)
            continue
        standing, taken = own, 0
        seats[p].made.append(own)
        for q in seats[p].received:
            seats[q].received[p].append(own)
        steps.append(_step(scenario, table, round_, p, "offer", own, before))
    return yard.way("alternating_offers", steps, None, players=names, rounds=rounds, seed=seed)


def _players(scenario: Scenario, strategies: str | Sequence[str | Strategy]) -> list[Strategy]:
    given = [strategies] * len(scenario.parties) if isinstance(strategies, str) else list(strategies)
    if len(given) != len(scenario.parties):
        raise ScenarioError(f"{len(given)} strategies for {len(scenario.parties)} parties")
    for each in given:
        if isinstance(each, str) and each not in STRATEGIES:
            raise ScenarioError(f"there is no strategy {each!r}; there are {', '.join(STRATEGIES)}")
    return [STRATEGIES[each]() if isinstance(each, str) else each for each in given]


def _step(
    scenario: Scenario,
    table: Outcomes,
    round_: int,
    p: int,
    move: Move,
    offer: int,
    before: tuple[int, ...] | None,
) -> Step:
    deal = table.deal(offer)
    worth = tuple(map(float, table.worth[offer]))
    return Step(round_, scenario.parties[p].id, move, deal, worth, changes(scenario, before, deal))
